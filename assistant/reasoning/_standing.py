"""Whether a code can be reported as it stands on a date, by the Tabular List in force (I.A.3, I.B.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models import Basis, CodeFinding, Findings, Statement, Step, Verdict
from assistant.reading._standing import AskedStanding, Predicate, asked_standing
from assistant.reasoning._case import Case
from assistant.reasoning._code_questions import SHOWN, complete_codes, named, not_existing
from guidelines.codeset import Entry, builtin_codeset, normalize
from guidelines.errors import UnknownCode
from guidelines.releases import CODE_RELEASES

State = Literal["complete", "7th missing", "divided", "outdated", "X missing", "other date"]
_TOLD = 4  # codes named in a sentence
_LONGEST = 7  # characters of a code


@dataclass(frozen=True, slots=True)
class Standing:
    """What the Tabular List in force has for a code as typed.

    Attributes:
        code: Dotted.
        state: "complete" is reportable; "7th missing" and "divided" exist but need more characters;
            "outdated" has a 7th character on what is divided further by now; in "X missing" a
            placeholder is left out; "other date" was or will be a code.
        at: The line that it is or was meant to be; None where the release has none.
        instead: The complete codes to choose from.
        told: What else is known of it, in one sentence.
    """

    code: str
    state: State
    at: Entry | None
    instead: tuple[str, ...] = ()
    told: str | None = None


def standing(case: Case) -> Findings:
    """Answer whether the codes of the question are valid, complete and reportable on the date."""
    found: list[Standing] = []
    for code in named(case):
        one = standing_of(case, code)
        if one is None:
            return not_existing(case, code)
        found.append(one)
    asked = asked_standing(case.reading.question or case.text)
    verdict = None if asked.open else _verdict(asked, found)
    statements = [s for one in found for s in _statements(case, one)]
    if verdict is not None:
        first = statements[0]
        text = f"**{_OPENING[verdict]}.** {first.text}"
        statements[0] = first.model_copy(update={"text": text})
    return Findings(
        verdict=verdict,
        statements=tuple(statements),
        codes=_codes(case, found),
        deciding=tuple(case.sections.values()),
        warnings=tuple(case.warnings),
        steps=(*case.steps, *(Step(stage="code", what=f"{s.code}: {s.state}") for s in found)),
    )


_OPENING: dict[Verdict, str] = {"yes": "Yes", "no": "No", "depends": "It depends"}


def standing_of(case: Case, code: str) -> Standing | None:
    """What a code is in the release in force; None where no release knows it."""
    codes = case.codeset
    if code in codes:
        entry = codes.get(code)
        told = codes.history(entry.code)
        if entry.billable:
            return Standing(entry.code, "complete", entry, (entry.code,), told)
        sevenths = all(codes.base_of(c) == entry.code for c in entry.children)
        state: State = "7th missing" if sevenths else "divided"
        return Standing(entry.code, state, entry, codes.billable_under(entry.code), told)
    told = codes.history(code) or _elsewhere(code)
    if told is not None:
        return Standing(code, "other date", None, _successors(case, code), told)
    padded = _with_placeholders(case, code)
    if padded is not None:
        return Standing(code, "X missing", codes.get(padded), (padded,))
    divided = _divided_since(case, code)
    if divided is not None:
        below = [c for c in codes.billable_under(divided.code) if c[-1] == code[-1]]
        return Standing(code, "outdated", divided, tuple(below))
    return None


def _elsewhere(code: str) -> str | None:
    """Which of the code sets that ship with dxcite has a code."""
    having = [r.name for r in CODE_RELEASES if code in builtin_codeset(r)]
    return f"it is a code of {' and '.join(having)}." if having else None


def _successors(case: Case, code: str) -> tuple[str, ...]:
    """The codes in force that are named for one that is not."""
    try:
        case.codeset.get(code)
    except UnknownCode as error:
        near = [n for n in error.nearest if n in case.codeset]
        return tuple(c for n in near for c in complete_codes(case, n))
    return ()


def _with_placeholders(case: Case, code: str) -> str | None:
    """The complete code meant by one without its placeholders ("T36.01A" → "T36.0X1A")."""
    bare = code.replace(".", "")
    for place in range(3, len(bare)):
        for number in range(1, _LONGEST - len(bare) + 1):
            candidate = normalize(bare[:place] + "X" * number + bare[place:])
            if candidate in case.codeset and case.codeset.get(candidate).billable:
                return candidate
    return None


def _divided_since(case: Case, code: str) -> Entry | None:
    """The line that a padded code was made from, where that is divided further by now."""
    bare = code.replace(".", "")
    stem = bare[:-1].rstrip("X")
    if len(bare) != _LONGEST or stem == bare[:-1] or normalize(stem) not in case.codeset:
        return None
    entry = case.codeset.get(stem)
    below = case.codeset.billable_under(entry.code)
    return entry if not entry.billable and any(c[-1] == bare[-1] for c in below) else None


def _verdict(asked: AskedStanding, found: list[Standing]) -> Verdict:
    answers = {_holds(asked.predicate, one) for one in found}
    if len(answers) == 1:
        return "yes" if answers.pop() else "no"
    return "no" if asked.predicate == "reportable" else "depends"


def _holds(predicate: Predicate, one: Standing) -> bool:
    """Whether what the question says is true of the code."""
    if predicate == "reportable":
        return one.state == "complete"
    if predicate == "defective":
        return one.state != "complete"
    if predicate == "gone":
        ended = one.told is not None and " until " in one.told and "billable from" not in one.told
        return one.state == "outdated" or (one.state != "complete" and ended)
    if predicate == "header":
        return one.state in ("divided", "7th missing")
    if predicate == "new":
        return one.told is not None and "billable from" in one.told
    if predicate == "seventh":
        return one.state in ("7th missing", "divided") and _takes_seventh(one)
    return one.state in ("7th missing", "divided", "outdated")


def _takes_seventh(one: Standing) -> bool:
    """Whether the complete codes below a line have a 7th character."""
    return bool(one.instead) and all(len(c) == _LONGEST + 1 for c in one.instead)


def _statements(case: Case, one: Standing) -> list[Statement]:
    text, basis = sentence_on(case, one)
    statements = [Statement(text=text, basis=basis)]
    if one.told and one.state != "other date":
        statements.append(Statement(text=one.told, basis=basis[:1]))
    return statements


def sentence_on(case: Case, one: Standing) -> tuple[str, tuple[Basis, ...]]:
    """The sentence on a code's standing, with its sources."""
    release = case.codeset.release.name
    if one.at is None:
        text = f"{one.code} is not a code of {release}, in force on {case.on}: {one.told}"
        lines = tuple(case.tabular(c) for c in one.instead[:_TOLD])
        return text, (case.guideline("I.A.3", 0), *lines)
    line = case.tabular(one.at.code)
    named_ = f"{one.at.code} ({one.at.title})"
    if one.state == "complete":
        short = len(one.at.code) == len("A00")
        rules = (
            (case.guideline("I.A.2", 1), case.guideline("I.B.2", 3))
            if short
            else (case.guideline("I.A.3", 0), case.guideline("I.B.2", 0))
        )
        return f"{named_} is a complete, billable code in {release}, on {case.on}.", (line, *rules)
    if one.state == "X missing":
        text = f"{one.code} lacks a placeholder X; the complete code is {one.instead[0]}."
        return text, (line, case.guideline("I.A.4", 1), case.guideline("I.A.5", 3))
    choose = f"{_some(one.instead)} on {case.on}"
    if one.state == "outdated":
        text = (
            f"{one.code} is not a code of {release}: {named_} is divided further; choose {choose}."
        )
        return text, (line, case.guideline("I.A.3", 0), case.guideline("I.A.5", 1))
    if one.state == "7th missing":
        text = f"{named_} needs a 7th character; choose {choose}."
        return text, (line, case.guideline("I.A.5", 1), case.guideline("I.A.3", 1))
    text = f"{named_} is a header that needs more characters; choose {choose}."
    rules = (case.guideline("I.A.3", 0), case.guideline("I.B.2", 4))
    return text, (line, *rules, case.guideline("IV.F.2", 1))


def _some(codes: tuple[str, ...]) -> str:
    shown = ", ".join(codes[:_TOLD])
    if len(codes) == 1:
        return shown
    return f"one of the {len(codes)} billable codes below it, such as {shown}"


def _codes(case: Case, found: list[Standing]) -> tuple[CodeFinding, ...]:
    codes: list[CodeFinding] = []
    for one in found:
        for code in one.instead[:SHOWN]:
            whole = one.state == "complete"
            codes.append(
                CodeFinding(
                    code=code,
                    role="alternative" if not whole else "additional" if codes else "first-listed",
                    reason="asked about; complete as it stands"
                    if whole
                    else f"complete code for {one.code}",
                    basis=(case.tabular(code),),
                )
            )
    return tuple(codes)
