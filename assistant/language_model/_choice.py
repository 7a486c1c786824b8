"""Lets the model report one verified alternative, where the answer itself leaves room for it.

Off unless asked for. The code is one that the rules found and checked; the model only points to it.
An open query means that the documentation does not decide, and then no model may either.
"""

from __future__ import annotations

from assistant.language_model import _tokens
from assistant.language_model._reply import Choice, Reply
from assistant.models import Answer, AnswerCode, Role


def chosen(reply: Reply, draft: Answer) -> Answer:
    """Promote at most one alternative.

    Args:
        reply: The model's reply.
        draft: The verified answer.

    Returns:
        The answer with that alternative among the recommended codes, or the draft itself.
    """
    if draft.queries:
        return draft
    for choice in reply.prefer:
        for code in draft.codes:
            if _agrees(choice, code, draft):
                return _promoted(code, choice, draft)
    return draft


def _agrees(choice: Choice, code: AnswerCode, draft: Answer) -> bool:
    """Whether code, chart, citation and place in the order all allow the choice."""
    same = _tokens.plain_code(choice.code) == _tokens.plain_code(code.code)
    verified = code.role == "alternative" and code.billable and bool(code.evidence)
    has_first = any(other.role == "first-listed" for other in draft.codes)
    placed = (choice.role == "additional") == has_first
    rejected = any(left.code == code.code for left in draft.rejected)
    return same and verified and placed and not rejected and _supported(choice, code, draft)


def _supported(choice: Choice, code: AnswerCode, draft: Answer) -> bool:
    """Whether the model points to a citation of that very code, and the citation names it."""
    own = set(choice.citations) & set(code.citations)
    plain = _tokens.plain_code(code.code)
    return any(
        _tokens.plain_code(cited.ref) == plain or plain in _tokens.codes(cited.quote)
        for cited in draft.citations
        if cited.n in own
    )


def _promoted(code: AnswerCode, choice: Choice, draft: Answer) -> Answer:
    sequence = 1 + max((other.sequence or 0 for other in draft.codes), default=0)
    role: Role = choice.role
    reason = f"{code.reason} (Chosen by the language model among the verified alternatives.)"
    update = {"role": role, "sequence": sequence, "reason": reason}
    picked = code.model_copy(update=update)
    recommended = [other for other in draft.codes if other.role != "alternative"]
    others = [other for other in draft.codes if other.role == "alternative" and other is not code]
    return draft.model_copy(update={"codes": (*recommended, picked, *others)})
