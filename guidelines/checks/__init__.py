"""Checking the codes of an encounter against notes, guideline sections and official edits.

>>> report = check_codes(["J44.0", "J44.9"])
>>> report.findings[0].kind
'less specific'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from guidelines.checks._companions import (
    code_also,
    code_first,
    followed,
    seventh_companions,
    use_additional,
)
from guidelines.checks._context import Checked
from guidelines.checks._detail import laterality, less_specific, organism_twice
from guidelines.checks._excludes import excludes1, excludes2
from guidelines.checks._first import NeverFirst, first_listed, never_first_table
from guidelines.checks._models import CheckedCode, Finding, Kind, Level, Report, Setting, Source
from guidelines.checks._order import orders, suggested_order, wrong_order
from guidelines.checks._payment import hcc, poa
from guidelines.checks._persons import ages, records
from guidelines.checks._sections import sections
from guidelines.checks._typed import MOST_CODES, NoCodes, typed_codes
from guidelines.checks._validity import duplicates, incomplete, not_existing
from guidelines.codeset import CodeSet, load_codeset
from guidelines.edits import Edits, HccModel, find_edits, load_hcc
from guidelines.errors import DataMissing, DxciteError
from guidelines.releases import code_release
from guidelines.sections import load_digest

__all__ = [
    "MOST_CODES",
    "CheckedCode",
    "Finding",
    "Kind",
    "Level",
    "NeverFirst",
    "NoCodes",
    "Report",
    "Setting",
    "Source",
    "check_codes",
    "never_first_table",
    "typed_codes",
]

_LEVELS: tuple[Level, ...] = ("error", "query", "consider", "note")
_OLDEST = 124


def check_codes(
    codes: str | Iterable[str],
    *,
    on: date | None = None,
    setting: Setting | None = None,
    age: int | None = None,
    edits: Edits | None = None,
    codeset: CodeSet | None = None,
    record: str | None = None,
) -> Report:
    """Check a list of codes of one encounter.

    Args:
        codes: The codes in reporting order, in any usual writing; one text is parted into codes.
        on: Date of service, today where none is given.
        setting: "inpatient", "outpatient" or None.
        age: The patient's age in completed years.
        edits: Official lists; by default those in the data folder.
        codeset: The release to check against; by default that of the date of service.
        record: Words of the record; with them, sections that look for words are applied too.

    Raises:
        NoCodes: nothing given is written like a code, or too much is given.
        DxciteError: the age is no age.
        DateOutOfRange: a date outside every release.
    """
    typed = typed_codes([codes] if isinstance(codes, str) else codes)
    if age is not None and not 0 <= age <= _OLDEST:
        raise DxciteError(f"The age {age} is no age in years; give one from 0 to {_OLDEST}.")
    day = on or date.today()
    release = load_codeset(day) if codeset is None else codeset  # the truth of one counts all codes
    lists = find_edits(year=day.year + (day.month >= 10)) if edits is None else edits
    model, missing = _hcc()
    known = dict.fromkeys(release.get(t).code for t in typed if t in release)
    context = Checked(release, load_digest(), tuple(known), setting, age, lists, model, record)
    before = orders(context)
    suggested = suggested_order(context, before)
    found = [*_findings(context, typed), *wrong_order(context, before, suggested)]
    return Report(
        codes=tuple(_checked(context, t) for t in typed),
        findings=tuple(sorted(_once(found), key=lambda f: _LEVELS.index(f.level))),
        order=suggested,
        setting=setting,
        date_of_service=day,
        age=age,
        release=release.release.name,
        notices=(*missing, *_notices(day, lists, setting)),
    )


def _findings(context: Checked, typed: Sequence[str]) -> Iterator[Finding]:
    yield from not_existing(context, typed)
    yield from incomplete(context)
    yield from duplicates(context, typed)
    yield from excludes1(context)
    yield from first_listed(context)
    yield from code_first(context)
    yield from seventh_companions(context)
    yield from records(context)
    yield from ages(context)
    yield from laterality(context)
    yield from sections(context)
    yield from organism_twice(context)
    yield from less_specific(context)
    yield from use_additional(context)
    yield from code_also(context)
    yield from followed(context)
    yield from excludes2(context)
    yield from poa(context)
    yield from hcc(context)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what an earlier finding has said of the same codes."""
    seen: set[tuple[object, ...]] = set()
    left_out: set[frozenset[str]] = set()
    for finding in findings:
        key = (finding.kind, finding.codes, finding.text)
        told = finding.kind == "less specific" and frozenset(finding.codes) in left_out
        if key in seen or told:
            continue
        if finding.kind in ("left out", "combination", "excludes1"):
            left_out.add(frozenset(finding.codes))
        seen.add(key)
        yield finding


def _checked(context: Checked, typed: str) -> CheckedCode:
    codeset, exempt, model = context.codeset, context.edits.poa_exempt, context.hcc
    if typed not in codeset:
        return CheckedCode(typed=typed, code=codeset.normalize(typed))
    entry = codeset.get(typed)
    return CheckedCode(
        typed=typed,
        code=entry.code,
        title=entry.title,
        billable=entry.billable,
        poa_exempt=None if exempt is None else entry.code in exempt,
        hcc=tuple(model.label(n) for n in model.of(entry.code)) if model and entry.billable else (),
    )


def _hcc() -> tuple[HccModel | None, tuple[str, ...]]:
    try:
        return load_hcc(), ()
    except DataMissing as error:
        return None, (str(error),)


def _notices(day: date, lists: Edits, setting: Setting | None) -> Iterator[str]:
    if notice := code_release(day).notice:
        yield notice
    if setting == "outpatient":
        return
    if lists.poa_exempt is None:
        yield "Present-on-admission exemption was not checked: the POA-exempt list has not been added."
    elif f"FY{day.year + (day.month >= 10)}" not in lists.poa_exempt.name:
        yield f"Present-on-admission exemption was checked against the {lists.poa_exempt.name}."
    if lists.code_editor is None:
        yield (
            "Unacceptable principal diagnoses and ages were checked only as far as the guidelines, "
            "the Tabular List and the HCC model tell: the code editor lists have not been added."
        )
