"""Puts the model's wording, as far as it stands, in the place of the draft's."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from assistant.language_model import _tokens
from assistant.language_model._ask import ask
from assistant.language_model._check import checked
from assistant.language_model._choice import chosen
from assistant.language_model._endpoint import leaving_notice
from assistant.language_model._limits import Unusable
from assistant.language_model._reply import Reply, Sentence
from assistant.models import Answer, Question, Step
from guidelines import lazy_re as re

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.models import AnswerCode

STAGE = "language model"
_OPENING = re.compile(r"(?P<text>[^\[\]\n]{1,500}?)(?P<markers>(?:\s*\[\d+\])+)")
_LEADS = {"yes": "Yes", "no": "No", "depends": "It depends"}


def reworded(
    question: Question,
    draft: Answer,
    model: BaseChatModel,
    *,
    timeout_s: float = 30.0,
    may_choose: bool = False,
) -> Answer:
    """Word a verified answer with a language model; whatever the model does, an answer comes back.

    Verdict, citations, queries and rejected codes stay as they are, and so do the codes, except
    that with `may_choose` one verified alternative may be promoted. An abstained answer, or one
    without citations, is not sent.

    Args:
        question: The question as asked. Its text goes to the model and nowhere else.
        draft: The verified answer.
        model: The model, from `configured_model`.
        timeout_s: Seconds after which the model is given up on.
        may_choose: Whether the model may move one alternative to the recommended codes, where a
            citation of that code supports it, it is billable, and no query is open.

    Returns:
        The answer in the model's words; or the draft with a notice among its warnings saying why
        not. Where the model is not on this machine, a warning says that chart text leaves it.
    """
    if draft.abstained or not draft.citations:
        return draft
    draft = _warned(draft, leaving_notice(model))
    began = time.perf_counter()
    try:
        reply = ask(question, draft, model, timeout_s, may_choose)
        return _timed(_worded(reply, draft, model, may_choose), began)
    except Unusable as reason:
        return _timed(_unworded(draft, model, str(reason)), began)


def _worded(reply: Reply, draft: Answer, model: BaseChatModel, may_choose: bool) -> Answer:
    answer = chosen(reply, draft) if may_choose else draft
    result = checked(reply, answer)
    if not result.kept:
        raise Unusable(_why_nothing(result.removed))
    sentences = (*_led(result.kept, answer), *_missing(result.kept, answer))
    detail = {
        "kept": len(result.kept),
        "removed": sorted(result.removed),
        "deterministic_answer": draft.answer,
    }
    step = Step(stage=STAGE, what="Worded the verified answer.", detail=detail)
    return answer.model_copy(
        update={
            "answer": " ".join(_marked(sentence) for sentence in sentences),
            "engine": f"{model.get_name()} over {draft.engine}",
            "trace": (*draft.trace, step),
        }
    )


def _why_nothing(removed: tuple[str, ...]) -> str:
    """Name the fault that most sentences had."""
    if not removed:
        return "its reply had no sentences"
    most = max(sorted(set(removed)), key=removed.count)
    return f"none of its sentences could be verified; of most it holds that {most}"


def _led(kept: tuple[Sentence, ...], draft: Answer) -> tuple[Sentence, ...]:
    """Open with the verdict, where the model's opening did not stand or lacks it."""
    if draft.verdict is None:
        return kept
    lead = _LEADS[draft.verdict]
    first = kept[0]
    if first.text.lower().startswith(lead.lower()):
        return kept
    opening = _OPENING.match(draft.answer)
    if opening and opening["text"].lower().startswith(lead.lower()):
        numbers = tuple(map(int, re.findall(r"\d+", opening["markers"])))
        return (Sentence(text=opening["text"], citations=numbers), *kept)
    return (Sentence(text=f"{lead}: {first.text}", citations=first.citations), *kept[1:])


def _missing(kept: tuple[Sentence, ...], draft: Answer) -> tuple[Sentence, ...]:
    """Name the recommended codes that the draft's wording names and the model's does not."""
    said = frozenset[str]().union(*(_tokens.codes(sentence.text) for sentence in kept))
    due = _tokens.codes(draft.answer) - said
    return tuple(
        _reported(code)
        for code in draft.codes
        if code.role != "alternative" and code.citations and _tokens.plain_code(code.code) in due
    )


def _reported(code: AnswerCode) -> Sentence:
    first = " first" if code.role == "first-listed" else " also"
    return Sentence(text=f"Report{first} {code.code}, {code.title}.", citations=code.citations)


def _marked(sentence: Sentence) -> str:
    text = sentence.text.rstrip()
    end = text[-1] if text[-1] in ".!?" else "."
    markers = "".join(f"[{n}]" for n in sentence.citations)
    return f"{text.rstrip('.!? ')} {markers}{end}"


def _unworded(draft: Answer, model: BaseChatModel, reason: str) -> Answer:
    notice = (
        f"The language model {model.get_name()} was not used, because {reason}; "
        f"the answer is the deterministic one."
    )
    step = Step(stage=STAGE, what=notice)
    return _warned(draft, notice).model_copy(update={"trace": (*draft.trace, step)})


def _warned(draft: Answer, warning: str | None) -> Answer:
    if warning is None or warning in draft.warnings:
        return draft
    return draft.model_copy(update={"warnings": (*draft.warnings, warning)})


def _timed(answer: Answer, began: float) -> Answer:
    spent = round((time.perf_counter() - began) * 1000, 1)
    return answer.model_copy(update={"timings_ms": {**answer.timings_ms, "language_model": spent}})
