"""What a follow-up asks to see again: why a code is not in the answer, and the notes at its codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.models import Answer, AnswerCode, Citation
from guidelines.codeset import CodeSet, NoteField, load_codeset
from guidelines.notes import Item, excludes1_conflicts, instructions

_SHOW = re.compile(
    r"^\W*(?:and\s+)?(?:(?:can|could) you |please )?(?:show|list|give|read|quote|see|where(?:['’]s| is)|"
    r"what(?:['’]s| is| are| does| do)|and) (?:me |us )?.*\b(?:notes?|excludes ?[12]?|code first|"
    r"use additional(?: code)?|code also|includes)\b",
    re.IGNORECASE,
)
_OWN_QUESTION = re.compile(r"\bmean\b", re.IGNORECASE)
_KINDS: tuple[tuple[str, tuple[NoteField, ...]], ...] = (
    ("excludes1", ("excludes1",)),
    ("excludes2", ("excludes2",)),
    ("excludes", ("excludes1", "excludes2")),
    ("codefirst", ("code_first",)),
    ("useadditional", ("use_additional",)),
    ("codealso", ("code_also",)),
    ("includes", ("includes",)),
)
_ALL: tuple[NoteField, ...] = (
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
)
_NAMES: dict[NoteField, str] = {
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "includes": "Includes",
}
_CODE = re.compile(r"\b([A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![\w.])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NoteKind:
    """The notes that a follow-up asks for.

    Attributes:
        kinds: Their kinds.
        codes: The codes named; empty for those of the answer.
    """

    kinds: tuple[NoteField, ...]
    codes: tuple[str, ...] = ()


def note_request(text: str) -> NoteKind | None:
    """The notes that a follow-up such as "show me the Excludes note" asks for, if it does."""
    if not _SHOW.search(text) or _OWN_QUESTION.search(text):
        return None
    plain = re.sub(r"[\s-]", "", text.lower())
    kinds = next((kinds for word, kinds in _KINDS if word in plain), _ALL)
    return NoteKind(kinds, tuple(code.upper() for code in _CODE.findall(text)))


def noted(answer: Answer, wanted: NoteKind) -> Answer:
    """The answer with the notes of its codes in place of its text.

    Inherited notes are read too; each line is cited at the place where it stands.
    """
    codes = load_codeset(answer.date_of_service)
    asked = [c for c in wanted.codes if c in codes]
    if not asked:
        asked = [c.code for c in answer.codes if c.role != "alternative"]
        asked = asked or [c.code for c in answer.codes[:1]]
    found: dict[tuple[str, str], list[Item]] = {}
    for code in asked:
        for kind in wanted.kinds:
            for item in instructions(codes, code, kind):
                found.setdefault((_NAMES[kind], item.at), []).append(item)
    names = " or ".join(dict.fromkeys(_NAMES[kind] for kind in wanted.kinds))
    if not found:
        said = ", ".join(asked) or "this answer"
        text = f"There is no {names} note at {said}, nor at any line above."
        return answer.model_copy(update={"answer": text, "verdict": None})
    citations = list(answer.citations)
    blocks = []
    for (name, at), several in found.items():
        lines = list(dict.fromkeys(item.instruction for item in several))
        citations.append(_citation(len(citations) + 1, at, name, lines, codes))
        listed = "\n".join(f"- {line.removeprefix(f'{name}: ')}" for line in lines)
        title = f"chapter {at}" if at.isdigit() else at
        blocks.append(f"{name} at {title} ({codes.get(at).title}) [{citations[-1].n}]:\n{listed}")
    return answer.model_copy(
        update={"answer": "\n\n".join(blocks), "verdict": None, "citations": tuple(citations)}
    )


def _citation(number: int, at: str, name: str, lines: list[str], codes: CodeSet) -> Citation:
    return Citation(
        n=number,
        kind="tabular",
        ref=at,
        title=f"{name} at {codes.get(at).title}",
        quote="\n".join(lines),
        release=codes.release.name,
    )


def with_reason(answer: Answer, code: str) -> Answer:
    """Put first why a code is not, or is, in the answer."""
    left_out = next((r for r in answer.rejected if r.code.startswith(code)), None)
    taken = next((c for c in answer.codes if c.code.startswith(code)), None)
    citations = answer.citations
    if left_out is not None:
        marks = "".join(f" [{n}]" for n in left_out.citations)
        text = f"{left_out.code} ({left_out.title}) is left out: {left_out.reason}{marks}"
    elif taken is not None:
        marks = "".join(f" [{n}]" for n in taken.citations)
        text = (
            f"{taken.code} ({taken.title}) is in the answer as {taken.role}: {taken.reason}{marks}"
        )
    else:
        text, citations = _never_considered(answer, code)
    return answer.model_copy(
        update={"answer": f"{text}\n\n{answer.answer}", "citations": citations, "verdict": None}
    )


def _never_considered(answer: Answer, code: str) -> tuple[str, tuple[Citation, ...]]:
    codes = load_codeset(answer.date_of_service)
    if code not in codes:
        return f"{code} does not exist in {codes.release.name}.", answer.citations
    named = f"{codes.get(code).code} ({codes.get(code).title})"
    reported = [c for c in answer.codes if c.role != "alternative"]
    for other in reported:
        for note in excludes1_conflicts(codes, code, other.code)[:1]:
            number = len(answer.citations) + 1
            cited = _citation(number, note.at, "Excludes1", [f"Excludes1: {note.text}"], codes)
            text = (
                f"{named} is not reported with {other.code}: an Excludes1 note at {note.at} keeps "
                f"them apart. [{number}]"
            )
            return text, (*answer.citations, cited)
    if words := _looked_up(answer, code):
        instead = _for_words(reported, words)
        if instead is not None:
            marks = "".join(f" [{n}]" for n in instead.citations[:2])
            text = (
                f"{named} was among what “{words}” can mean, but {instead.code} is reported for "
                f"these words: {instead.reason}{marks}"
            )
            return text, answer.citations
    return f"Nothing in the documentation leads to {named}, so it was not considered.", (
        answer.citations
    )


def _looked_up(answer: Answer, code: str) -> str:
    """The words whose look-up brought up a code, as the trace tells it; "" where none did."""
    for step in answer.trace:
        hits = step.detail if isinstance(step.detail, list) else ()
        if step.stage == "look up" and any(str(hit).split(" ")[0] == code for hit in hits):
            return step.what.strip("“”")
    return ""


def _for_words(reported: list[AnswerCode], words: str) -> AnswerCode | None:
    return next((c for c in reported if any(words in s.text for s in c.evidence)), None)
