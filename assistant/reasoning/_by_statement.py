"""What the statement that decides says beyond yes or no: no limit, an open order, a query.

The ways of asking nearest to a question tell which statement decides it; its own words settle
questions that turn on them.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Verdict
from assistant.reasoning._asked import FIRST
from assistant.reasoning._case import Case
from assistant.reasoning._clause import asking_clause
from assistant.reasoning._polarity import answered
from assistant.reasoning._verdict import Decided
from guidelines import lazy_re as re

_CIRCUMSTANCES = re.compile(
    r"circumstances (?:of|decide)|\bequally\b|no sequencing direction|either one may be sequenced"
    r"|(?:follows|by|on) the reason for the (?:\w+ )?(?:encounter|admission)",
    re.IGNORECASE,
)
"""Words of a statement that leaves the order to what is not in it."""
_WEIGHED = re.compile(
    r"\b(?:always|ever|never|equally|can|may|could|only|focus|main|reason|admitted for|because of)\b",
    re.IGNORECASE,
)
"""Words that tell what the circumstances are, or ask whether an order is possible or a rule."""
_ORDER_RULE = re.compile(
    rf"{_WEIGHED.pattern}|\b(?:ok(?:ay)?|allowed|acceptable|possible|permitted|eligible|must|either"
    r"|regardless|automatically|no matter|tells?|dictat\w+|determin\w+|decid\w+"
    r"|sets?|means?|need|have to|has to|required?|rule)\b",
    re.IGNORECASE,
)
"""Words that ask whether there is an order, not for one."""


def leaves_order_open(case: Case, statement: str) -> bool:
    """Whether an order is asked for that a statement leaves to the circumstances.

    Args:
        case: The case, worked out.
        statement: The statement's words.
    """
    of_the_rule = _WEIGHED if case.reading.mentions else _ORDER_RULE
    if not _CIRCUMSTANCES.search(statement) or of_the_rule.search(case.text):
        return False
    return FIRST.search(case.reading.question) is not None


def with_open_order(case: Case, vote: Decided | None) -> Decided | None:
    """A vote, which depends where an order is asked for and the statement leaves it open.

    Args:
        case: The case, worked out.
        vote: The statement, and how like questions are answered.
    """
    asked = case.reading.question
    if vote is None or not FIRST.search(asked) or _ORDER_RULE.search(case.text):
        return vote
    said = case.digest[vote.section].text[vote.statement]
    return replace(vote, verdict="depends") if _CIRCUMSTANCES.search(said) else vote


_LIMIT = re.compile(
    r"\b(?:(?:has|have|had|needs?|got) to (?:be|last|go on)|must (?:be|last)) (?:present |there |around )?(?:for )?"
    r"(?:>|≥|over|more than|at least|longer than|past|beyond)?=? ?\d+ ?\+? ?(?:d|days?|wks?|weeks?|mos?|months?|yrs?|years?)\b"
    r"|\b(?:time (?:limit|frame)|cut-?off|deadline|set (?:number|time|limit)|max(?:imum)?|minimum|limit(?:s|ed)?|expires?)\b",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(r"\bno (?:time|limit|set|fixed|age)\b|\bno limit\b", re.IGNORECASE)
_DENIES_LIMIT = re.compile(
    r"\b(?:no|without|not|never|myth|isn['’]?t|aren['’]?t|doesn['’]?t|open-ended)\b", re.IGNORECASE
)


def said_by_statement(case: Case, vote: Decided | None) -> Decided | None:
    """What the statement says of a limit or a query that is asked about; None where neither is.

    Args:
        case: The case, worked out.
        vote: The statement, and how like questions are answered.
    """
    return _without_limit(case, vote) or _query_needed(case, vote)


def _without_limit(case: Case, vote: Decided | None) -> Decided | None:
    """No, where a limit is asked about and the statement that decides says that there is none."""
    asked = case.reading.question
    if vote is None or not _LIMIT.search(asked):
        return None
    if not _NO_LIMIT.search(case.digest[vote.section].text[vote.statement]):
        return None
    verdict: Verdict = "yes" if _DENIES_LIMIT.search(asked) else "no"
    return replace(vote, verdict=verdict)


_QUERY = re.compile(r"\b(?:query|quer(?:ies|ying)|clarif(?:y|ication))\b", re.IGNORECASE)
_UNCLEAR = re.compile(r"\bquer(?:y|ied)\b|\bunclear\b", re.IGNORECASE)


def _query_needed(case: Case, vote: Decided | None) -> Decided | None:
    """Yes, where a query is asked about and the statement that decides has the provider queried."""
    clause = asking_clause(case)[1]
    if vote is None or not _QUERY.search(clause):
        return None
    if not _UNCLEAR.search(case.digest[vote.section].text[vote.statement]):
        return None
    return replace(vote, verdict="no" if _NO_QUERY.search(clause) else answered(clause, holds=True))


_NO_QUERY = re.compile(
    r"\b(?:no (?:need (?:for|to)|query|reason to)"
    r"|(?:don['’]?t|do not|doesn['’]?t|needn['’]?t)(?! (?:we|i|you|they)\b)(?: (?:really|even))?(?: need| have to)?)\b"
    r"[^?;]{0,20}\b(?:query|ask|clarif\w+)"
    r"|\bno query\b|\bwithout (?:an? )?query|\b(?:not|un)[- ]?(?:needed|required|necessary)\b",
    re.IGNORECASE,
)
"""Words that say that the provider need not be asked."""
