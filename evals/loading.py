"""Reading suites and checking them whole before anything runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evals.errors import SuiteError
from evals.schema import Case
from guidelines.codeset import CodeSet, load_codeset
from guidelines.errors import DateOutOfRange, UnknownCode
from guidelines.releases import code_release
from guidelines.sections import Digest, load_digest

_MOST_FAULTS = 20  # named in one message; more would hide the first


@dataclass(frozen=True, slots=True)
class Suite:
    """A checked suite.

    Attributes:
        name: The file's name without its ending.
        cases: In the file's order.
        fingerprint: SHA-256 of the cases' content, whatever the file's blanks.
    """

    name: str
    cases: tuple[Case, ...]
    fingerprint: str


def shipped_suites() -> dict[str, Path]:
    """The suites that come with dxcite, by name."""
    folder = Path(str(resources.files("evals") / "suites"))
    return {path.stem: path for path in sorted(folder.glob("*.jsonl"))}


def load_suites(wanted: Sequence[str], today: date) -> tuple[Suite, ...]:
    """The suites asked for, each a shipped one's name, a path, or "all" for every shipped one.

    Args:
        wanted: Names and paths.
        today: Date of service of cases that give none.

    Raises:
        SuiteError: one is missing, empty or faulty, or two have the same name.
    """
    shipped = shipped_suites()
    paths: list[Path] = []
    for name in wanted:
        paths += shipped.values() if name == "all" else [_path(name, shipped)]
    names = [path.stem for path in paths]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SuiteError(f"Two suites are called {twice}; rename one of the files.")
    return tuple(read_suite(path, today) for path in paths)


def read_suite(path: Path, today: date) -> Suite:
    """A suite from a file.

    Raises:
        SuiteError: it cannot be read, is empty or faulty; the message names lines and reasons.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SuiteError(f"The suite {path} cannot be read ({error.strerror}).") from error
    cases: list[Case] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        case, found = _parsed(line)
        if case is not None:
            found += (
                []
                if case.id not in seen
                else [f"the id {case.id} is taken by line {seen[case.id]}"]
            )
            seen.setdefault(case.id, number)
            found += case_faults(case, today)
            cases.append(case)
        faults += [f"line {number}: {fault}" for fault in found]
    if faults:
        more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
        shown = "; ".join(faults[:_MOST_FAULTS])
        raise SuiteError(f"The suite {path} cannot be run: {shown}{more}.")
    if not cases:
        raise SuiteError(f"The suite {path} holds no case; put one JSON object on each line.")
    return Suite(path.stem, tuple(cases), fingerprint(cases))


def limited(suites: Sequence[Suite], limit: int | None) -> tuple[Suite, ...]:
    """The first cases of each suite, all of them where there is no limit."""
    if limit is None:
        return tuple(suites)
    cut = ((s.name, s.cases[:limit]) for s in suites)
    return tuple(Suite(name, cases, fingerprint(cases)) for name, cases in cut)


def fingerprint(cases: Sequence[Case]) -> str:
    """SHA-256 over the cases in order."""
    checksum = hashlib.sha256()
    for case in cases:
        checksum.update(case_line(case))
    return checksum.hexdigest()


def case_line(case: Case) -> bytes:
    """A case as one line of a suite, in its canonical form."""
    return orjson.dumps(case.model_dump(mode="json", exclude_defaults=True)) + b"\n"


def case_faults(case: Case, today: date) -> list[str]:
    """What is wrong with a case: unknown sections, codes that were not valid on its date."""
    digest = load_digest()
    try:
        codes = load_codeset(case.date_of_service or today)
    except DateOutOfRange as error:
        return [str(error).rstrip(".")]
    return [
        *_section_faults(case, digest),
        *_code_faults(case, codes, today),
        *_unknown_faults(case, codes, today),
        *_order_faults(case),
    ]


def _path(name: str, shipped: dict[str, Path]) -> Path:
    if name in shipped:
        return shipped[name]
    path = Path(name)
    if path.is_file():
        return path
    known = ", ".join(shipped)
    raise SuiteError(
        f"There is no suite {name}; give a path to a JSONL file or one of {known} or all."
    )


def _parsed(line: bytes) -> tuple[Case | None, list[str]]:
    try:
        return Case.model_validate_json(line.removeprefix(b"\xef\xbb\xbf")), []
    except ValidationError as error:
        return None, [
            _said(fault) for fault in error.errors(include_url=False, include_input=False)
        ]


def _said(fault: ErrorDetails) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}" if where else str(fault["msg"])


def _section_faults(case: Case, digest: Digest) -> Iterator[str]:
    named = [*case.gold.sections, *(r.section for r in case.gold.rejected if r.section)]
    for section in named:
        if section not in digest and not section[1:2].isdigit():
            yield f"there is no guideline section {section}"


def _code_faults(case: Case, codes: CodeSet, today: date) -> Iterator[str]:
    gold = case.gold
    release = code_release(case.date_of_service or today).name
    reported = [*gold.required_codes, *gold.acceptable_codes, *([gold.first] if gold.first else [])]
    for code in reported:
        try:
            entry = codes.get(code)
        except UnknownCode:
            yield f"the code {code} is not in the {release} code set"
            continue
        if not entry.billable:
            yield f"the code {code} is not billable in the {release} code set"
        elif entry.code != code:
            yield f"the code {code} is written {entry.code}"
    allowed = {*gold.required_codes, *gold.acceptable_codes}
    for code in sorted(allowed.intersection(gold.forbidden_codes)):
        yield f"the code {code} is both allowed and forbidden"


def _unknown_faults(case: Case, codes: CodeSet, today: date) -> Iterator[str]:
    """Codes to be avoided or left out that there are not, unless the question itself names them."""
    asked = _bare(" ".join((*case.history, case.asked)))
    release = code_release(case.date_of_service or today).name
    for code in (*case.gold.forbidden_codes, *(left.code for left in case.gold.rejected)):
        try:
            codes.get(code)
        except UnknownCode:
            if _bare(code) not in asked:
                yield f"the code {code} is not in the {release} code set"


def _order_faults(case: Case) -> Iterator[str]:
    gold = case.gold
    allowed = {*gold.required_codes, *gold.acceptable_codes}
    if gold.first and gold.first not in allowed:
        yield f"the first-listed code {gold.first} is neither required nor acceptable"
    for code in gold.order:
        if code not in allowed:
            yield f"the code {code} of the order is neither required nor acceptable"


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).upper()
