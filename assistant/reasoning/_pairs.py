"""Questions about codes together: may both be reported, in which order, does anything conflict.

The codes go through the same check as `dxcite check`; what the question documents of the chart is
coded as well, so that a code which the chart takes out is not recommended because it was asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.models import (
    Basis,
    CodeFinding,
    Evidence,
    Findings,
    Rejection,
    Role,
    Statement,
    Verdict,
)
from assistant.querying import Gap, provider_query
from assistant.reasoning._asked_pair import Asked, asked_of
from assistant.reasoning._case import Case
from assistant.reasoning._pair_words import opening, sentences
from guidelines.checks import Finding, Kind, Report, Source, check_codes
from guidelines.codeset import normalize

_AGAINST: tuple[Kind, ...] = (
    "left out",
    "combination",
    "excludes1",
    "laterality",
    "record",
    "less specific",
)
"""Findings that speak against reporting the codes together, the most telling first."""
_UNLESS_UNRELATED = ("excludes1", "combination")
_NOT_DECIDING = ("I.B.2", "I.A.5")
_GENERAL = ("I.A.13",)  # stands behind the section of a chapter that says the same
_RELEVANT = 0.7  # score under which a section found by search is not cited
_LEADING = 0.9  # score from which it leads where no note decides
_QUESTIONS = 4


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for and against, and the answer that follows.

    Attributes:
        asked: What is asked.
        named: The existing codes that the question names, in order.
        report: What the check found, the codes of the chart included.
        against: The findings against reporting the named codes together.
        charted: A named code that the chart itself takes out.
        verdict: The answer.
    """

    asked: Asked
    named: tuple[str, ...]
    report: Report
    against: tuple[Finding, ...]
    charted: Rejection | None
    verdict: Verdict | None

    @property
    def order(self) -> tuple[str, ...]:
        """The named codes in the order asked for."""
        return tuple(c for c in self.report.order if c in self.named)


def answer(case: Case, evidence: Evidence, coded: Callable[[], Findings | None]) -> Findings:
    """Whether codes can be reported together, and in which order.

    Args:
        case: The question, which names two codes or more.
        evidence: What search found for it.
        coded: What the documentation in the question is coded as; None where there is none.
    """
    asked = asked_of(case.text, case.reading)
    chart = coded()
    if asked.choice and chart is not None and any(c.role != "alternative" for c in chart.codes):
        return _with_named(case, chart)
    if chart is not None and asked.wants_verdict and (one := _in_their_place(case, chart)):
        return _with_named_answered(case, chart, one)
    weighed = _weighed(case, asked, chart)
    for finding in weighed.report.findings:
        case.step("check", f"{finding.level}: {finding.text}", [s.ref for s in finding.sources])
    return _findings(case, weighed, chart, evidence)


def _with_named(case: Case, chart: Findings) -> Findings:
    """The coding of the chart, with the codes asked about as alternatives where it has neither."""
    named = dict.fromkeys(normalize(s.text) for s in case.reading.codes_named)
    if any(f.code.startswith(tuple(named)) for f in chart.codes if f.role != "alternative"):
        return chart
    codes = (
        CodeFinding(code=c, role="alternative", reason="asked about", basis=(case.tabular(c),))
        for c in named
        if c in case.codeset and case.codeset.get(c).billable
    )
    return chart.model_copy(update={"codes": (*chart.codes, *codes)})


def _in_their_place(case: Case, chart: Findings) -> CodeFinding | None:
    """The one code of the chart that stands for all codes asked about (I.B.9), if there is one."""
    named = {normalize(s.text) for s in case.reading.codes_named if s.text in case.codeset}
    coded = [c for c in chart.codes if c.role != "alternative"]
    if any(c.code.startswith(tuple(named)) for c in coded):
        return None
    kin = [c for c in coded if all(c.code[:3] == n[:3] for n in named)]
    return kin[0] if len(kin) == 1 else None


def _with_named_answered(case: Case, chart: Findings, one: CodeFinding) -> Findings:
    """The coding of the chart as the answer to a question that proposes other codes."""
    rule = case.guideline("I.B.9", 3)
    text = f"**No.** What is documented is coded {one.code} ({case.codeset.get(one.code).title})."
    said = Statement(text=text, basis=(case.tabular(one.code), rule))
    others = tuple(b for b in chart.deciding if b.ref != rule.ref)
    return chart.model_copy(
        update={
            "verdict": "no",
            "statements": (said, *chart.statements),
            "deciding": (rule, *others),
        }
    )


def _weighed(case: Case, asked: Asked, chart: Findings | None) -> Weighed:
    typed = [s.text for s in case.reading.codes_named]
    named = tuple(dict.fromkeys(normalize(t) for t in typed if t in case.codeset))
    charted = [c.code for c in chart.codes if c.role != "alternative"] if chart else []
    # codes of the chart under a header that is asked about are that header
    beside = [c for c in charted if not any(c.startswith(n) for n in named)]
    if len(named) > 1 and not asked.listing:  # named anew to ask about one is no second report
        typed = list({normalize(t): t for t in typed}.values())
    report = check_codes(
        [*typed, *beside],
        on=case.on,
        setting=case.setting,
        codeset=case.codeset,
        record=None if asked.listing else case.text,
    )
    against = tuple(f for kind in _AGAINST for f in report.of(kind) if _speaks(f, named, asked))
    taken_out = None if against else _taken_out(named, chart)
    verdict = _verdict(asked, report, named, bool(against or taken_out))
    if verdict is not None and asked.given_up and set(asked.given_up) < set(named):
        verdict = _without_verdict(asked, report, named)
    return Weighed(asked, named, report, against, taken_out, verdict)


def _speaks(finding: Finding, named: tuple[str, ...], asked: Asked) -> bool:
    """Whether a finding is against the codes asked about."""
    if asked.unrelated and finding.kind in _UNLESS_UNRELATED:
        return False
    if finding.kind in ("left out", "combination"):
        return len(finding.codes) > 1 and any(c in named for c in finding.out)
    return len(finding.codes) > 1 and all(c in named for c in finding.codes)


def _taken_out(named: tuple[str, ...], chart: Findings | None) -> Rejection | None:
    """A code asked about that the documentation itself takes out by a guideline."""
    kept = {c.code for c in chart.codes if c.role != "alternative"} if chart else set()
    for rejected in chart.rejected if chart else ():
        ruled = any(b.kind == "guideline" for b in rejected.basis)
        if rejected.code in named and rejected.code not in kept and ruled:
            return rejected
    return None


def _verdict(asked: Asked, report: Report, named: tuple[str, ...], against: bool) -> Verdict | None:
    if asked.choice or asked.listing or not asked.wants_verdict:
        return None
    if asked.order is not None:
        return _order_verdict(asked.order, report)
    apart = against or (len(named) == 1 and bool(report.of("duplicate")))
    turned = asked.about_conflict or asked.without
    return "yes" if apart == turned else "no"


def _without_verdict(asked: Asked, report: Report, named: tuple[str, ...]) -> Verdict:
    """Whether the codes that stay go together and keep out, or take in, those to be given up."""
    gone = set(asked.given_up)
    against = [f for kind in _AGAINST for f in report.of(kind) if _speaks(f, named, asked)]
    staying = [f for f in against if not gone & {*f.codes, *f.out}]
    keeping_out = [f for f in against if gone & {*f.codes, *f.out}]
    return "yes" if keeping_out and not staying else "no"


def _order_verdict(order: tuple[str, str], report: Report) -> Verdict:
    """Whether the order asked about is the one asked for; "depends" where nothing asks for one."""
    first, second = order
    if comes_before(report, first, second):
        return "yes"
    return "no" if comes_before(report, second, first) else "depends"


def comes_before(report: Report, first: str, second: str) -> bool:
    """Whether a note or section puts one code before another."""
    for finding in report.of("order", "only first", "pair"):
        no_order = finding.kind == "pair" and finding.sources[0].quote.startswith("Code also")
        if not no_order and {first, second} <= set(finding.codes):
            return finding.codes.index(first) < finding.codes.index(second)
    never = {c for f in report.of("never first") for c in f.codes}
    return second in never and first not in never


def _findings(case: Case, weighed: Weighed, chart: Findings | None, evidence: Evidence) -> Findings:
    first = opening(case, weighed)
    statements = [
        Statement(text=text, basis=tuple(_basis(case, s) for s in sources))
        for text, sources in (first, *sentences(case, weighed, first[0]))
    ]
    rejected = _left_out(case, weighed)
    if weighed.charted is not None and chart is not None:
        codes = tuple(c for c in chart.codes if c.code != weighed.charted.code)
    else:
        codes = _codes(case, weighed, chart, {r.code for r in rejected})
    findings = (*weighed.against, *weighed.report.findings)
    return Findings(
        verdict=weighed.verdict,
        statements=tuple(statements),
        codes=codes,
        rejected=rejected,
        deciding=_deciding(case, weighed, evidence),
        warnings=tuple(case.warnings),
        queries=_queries(case, findings, weighed)[:_QUESTIONS],
        steps=tuple(case.steps),
    )


def _queries(case: Case, findings: tuple[Finding, ...], weighed: Weighed) -> tuple[str, ...]:
    """Queries to the provider where a relation decides; else the questions put to the record."""
    asked: list[str] = []
    for finding in findings:
        settled = weighed.asked.unrelated and finding.kind in _UNLESS_UNRELATED
        if settled or not finding.question or finding.level not in ("error", "query"):
            continue
        if finding.kind in _UNLESS_UNRELATED and len(finding.codes) > 1:
            titles = [case.codeset.get(c).title for c in finding.codes[:2]]
            gap = Gap(f"relation: {' and '.join(titles)}", code=finding.codes[0])
            asked.append(provider_query(gap, case.text, case.codeset).text)
        else:
            asked.append(finding.question)
    return tuple(dict.fromkeys(asked))


def _deciding(case: Case, weighed: Weighed, evidence: Evidence) -> tuple[Basis, ...]:
    """The sections that decided, those that decide nothing by themselves last, then those found."""
    own = sorted(case.sections.values(), key=lambda b: (b.ref in _NOT_DECIDING, b.ref in _GENERAL))
    if weighed.asked.listing:
        return tuple(own)
    found = [
        Basis(kind="guideline", ref=h.section, quote=case.digest[h.section].text[h.statement or 0])
        for h in evidence.sections[:2]
        if h.section not in case.sections and h.score >= _RELEVANT
    ]
    by_note = bool(weighed.against or weighed.charted or weighed.asked.order)
    told = bool(case.reading.mentions) and not by_note and bool(evidence.sections)
    if told and found and evidence.sections[0].score >= _LEADING:
        return (found[0], *own, *found[1:])
    return (*own, *found)


def _left_out(case: Case, weighed: Weighed) -> tuple[Rejection, ...]:
    """The named codes that give way, each with the reason."""
    found: dict[str, Rejection] = {}
    for finding in weighed.against:
        for code in finding.out:
            if code in weighed.named:
                basis = tuple(_basis(case, s) for s in finding.sources[:2])
                found.setdefault(code, Rejection(code=code, reason=finding.text, basis=basis))
    if weighed.charted is not None:
        found.setdefault(weighed.charted.code, weighed.charted.model_copy(update={"evidence": ()}))
    return tuple(found.values())


def _codes(
    case: Case, weighed: Weighed, chart: Findings | None, out: set[str]
) -> tuple[CodeFinding, ...]:
    """What takes the place of the codes left out, and the codes that stay, in order."""
    replacing = [
        c for f in weighed.against if f.kind in ("combination", "laterality") for c in f.suggested
    ]
    undecided = any(not f.out for f in weighed.against)
    found: list[CodeFinding] = []
    for code in dict.fromkeys((*replacing, *(c for c in weighed.order if c not in out))):
        reason = "takes their place" if code in replacing else "asked about"
        for one, role in _reportable(case, code, chart):
            place: Role = "alternative" if undecided else role
            if place != "alternative" and found:
                place = "additional"
            if not any(f.code == one for f in found):
                basis = (case.tabular(one),)
                found.append(CodeFinding(code=one, role=place, reason=reason, basis=basis))
    if chart is not None and out and not any(f.role == "first-listed" for f in found):
        return tuple(c for c in chart.codes if c.code not in out)
    return tuple(found)


def _reportable(case: Case, code: str, chart: Findings | None) -> list[tuple[str, Role]]:
    """A code, or for a header the codes below it that the chart gives or else the first few."""
    if case.codeset.get(code).billable:
        return [(code, "first-listed")]
    given = [c.code for c in chart.codes if c.role != "alternative"] if chart else []
    below = [c for c in given if c.startswith(code)]
    if below:
        return [(c, "first-listed") for c in below]
    return [(c, "alternative") for c in case.codeset.billable_under(code)[:3]]


def _basis(case: Case, source: Source) -> Basis:
    basis = Basis(kind=source.kind, ref=source.ref, quote=source.quote)
    if source.kind == "guideline":
        case.sections.setdefault(source.ref, basis)
    return basis
