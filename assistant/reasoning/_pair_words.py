"""The sentences of an answer about several codes, each with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.models import Verdict
from guidelines.checks import Finding, Source
from guidelines.releases import DIGEST_RELEASE

if TYPE_CHECKING:
    from assistant.reasoning._case import Case
    from assistant.reasoning._pairs import Weighed

_START: dict[Verdict, str] = {"yes": "Yes", "no": "No", "depends": "It depends"}
_EXCEPTION = (
    "Both are reported only where the provider documents two conditions unrelated to each other."
)
_CLEAN = "Nothing stands against reporting these codes together."
_MOST = 6
_MOST_IN_A_LIST = 12

Said = tuple[str, tuple[Source, ...]]


def opening(case: Case, weighed: Weighed) -> Said:
    """The first sentence: the verdict and what decides it."""
    asked, report = weighed.asked, weighed.report
    start = _start(weighed)
    if asked.listing:
        return _summary(weighed)
    if asked.order is not None or (asked.sequence and not weighed.against):
        return _order(case, weighed, start)
    if weighed.against:
        return start + weighed.against[0].text, weighed.against[0].sources
    if weighed.charted is not None:
        text = f"{weighed.charted.code} is not reported here: {weighed.charted.reason}"
        sources = (_source(case, b.kind, b.ref, b.quote) for b in weighed.charted.basis)
        return start + text, tuple(sources)
    if asked.unrelated and report.of("excludes1", "combination"):
        text = (
            "The conditions are given as unrelated to each other, so both are reported: "
            f"{_listed(weighed.order)}."
        )
        return start + text, (_guideline(case, "I.A.12.a", 3),)
    return _allowed(case, weighed, start)


def _start(weighed: Weighed) -> str:
    if weighed.verdict is None:
        return ""
    said = _START[weighed.verdict]
    if weighed.asked.about_conflict and weighed.asked.order is None:
        said += ", there is a conflict" if weighed.verdict == "yes" else ", there is no conflict"
    return f"**{said}.** "


def _summary(weighed: Weighed) -> Said:
    report = weighed.report
    errors = [f for f in report.findings if f.level == "error"]
    queries = [f for f in report.findings if f.level == "query"]
    if not errors and not queries:
        return f"{len(weighed.named)} codes checked. {_CLEAN}", ()
    parts = [f"{len(errors)} not reportable as listed"] if errors else []
    parts += [f"{len(queries)} to be settled by the record"] if queries else []
    return f"{len(report.codes)} codes checked; findings: {', '.join(parts)}.", ()


def _allowed(case: Case, weighed: Weighed, start: str) -> Said:
    """Nothing keeps the codes apart; the note that joins them, if one does, is cited."""
    joining = weighed.report.of("pair") or _words_only(weighed) or weighed.report.of("excludes2")
    joining = tuple(f for f in joining if any(c in weighed.named for c in f.codes))[:1]
    text = (
        f"No Excludes1 note keeps {_listed(weighed.order)} apart, so they can be reported together "
        "when both conditions are documented."
    )
    lines = (case.tabular(c) for c in weighed.order)
    tabular = (_source(case, b.kind, b.ref, b.quote) for b in lines)
    notes = tuple(s for f in joining for s in f.sources)
    return start + text, (*_rule(case, joining), *notes, *tabular)


def _words_only(weighed: Weighed) -> tuple[Finding, ...]:
    """Code also notes in words that name no code ("to identify the infection")."""
    notes = weighed.report.of("code also")
    return tuple(f for f in notes if not f.suggested and f.codes[0] in weighed.named)


def _rule(case: Case, joining: Sequence[Finding]) -> tuple[Source, ...]:
    """The convention to which the joining note belongs; with none, that on Excludes1."""
    if not joining:
        return (_guideline(case, "I.A.12.a", 1),)
    if joining[0].kind == "excludes2":
        return (_guideline(case, "I.A.12.b", 1),)
    return (_guideline(case, "I.A.17" if "Code also" in joining[0].text else "I.A.13", 1),)


def _order(case: Case, weighed: Weighed, start: str) -> Said:
    report = weighed.report
    found = [*report.of("never first", "only first", "order"), *report.of("pair")]
    fixed = [f for f in found if "Code also" not in f.text and set(f.codes) & set(weighed.named)]
    if not fixed:
        text = (
            f"No note or section fixes the order of {_listed(weighed.order)}; the circumstances of "
            "the encounter do."
        )
        return start + text, (_guideline(case, "II", 1),)
    sources = fixed[0].sources
    if fixed[0].kind == "pair":
        sources = (_guideline(case, "I.A.13", 9), *sources)
    return f"{start}{', then '.join(weighed.order)}: {fixed[0].text}", sources


def sentences(case: Case, weighed: Weighed, said: str) -> Iterator[Said]:
    """What else the check found about the codes asked about, after the first sentence."""
    if any(f.kind == "excludes1" for f in weighed.against):
        yield _EXCEPTION, (_guideline(case, "I.A.12.a", 3),)
    told: set[str] = set()
    quoted: set[str] = set()
    most = _MOST_IN_A_LIST if weighed.asked.listing else _MOST
    for finding in weighed.report.findings:
        mine = weighed.asked.listing or any(c in weighed.named for c in finding.codes)
        wanted = finding.level in ("error", "query") or finding.kind == "pair"
        wanted = wanted or finding in _words_only(weighed)
        if weighed.asked.unrelated and finding.kind in ("excludes1", "combination"):
            continue
        if not wanted or not mine or most == 0 or finding.text in told:
            continue
        if finding.text in said:
            continue
        if finding.kind == "pair" and finding.sources[0].quote in quoted:
            continue
        told.add(finding.text)
        quoted.update(s.quote for s in finding.sources)
        most -= 1
        yield finding.text, finding.sources[:2]


def _guideline(case: Case, section: str, statement: int) -> Source:
    text = case.digest[section].text[statement - 1]
    return Source(kind="guideline", ref=section, quote=text, release=DIGEST_RELEASE.name)


def _source(case: Case, kind: str, ref: str, quote: str) -> Source:
    return Source.model_validate(
        {"kind": kind, "ref": ref, "quote": quote, "release": case.codeset.release.name}
    )


def _listed(codes: Sequence[str]) -> str:
    return " and ".join([", ".join(codes[:-1]), codes[-1]]) if len(codes) > 1 else "".join(codes)
