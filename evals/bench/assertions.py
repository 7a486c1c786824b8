"""How conditions of a chart are asserted: dxcite's reading beside medSpaCy's ConText.

    python -m evals.bench.assertions [--medspacy PYTHON] [--misses]

The cases (`assertions.jsonl`, by an author who knew neither program) name a condition in one or two
sentences and how it stands. medSpaCy needs NumPy 1 and cannot share an environment with dxcite:
`--medspacy` names the Python of an environment that has it. ConText gives flags and no single
answer; it is right where the flag of the case's status is set, or none for a condition that is
present. It does not know all statuses; the second line counts the cases that both can tell.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel

from assistant.models import Assertion
from assistant.reading import asserted_in

_FLAGS = {
    "negated": "is_negated",
    "uncertain": "is_uncertain",
    "history": "is_historical",
    "family": "is_family",
    "hypothetical": "is_hypothetical",
}
_STATUS = {
    Assertion.PRESENT: "present",
    Assertion.NEGATED: "negated",
    Assertion.UNCERTAIN: "uncertain",
    Assertion.HISTORY: "history",
    Assertion.FAMILY: "family",
    Assertion.OTHER_PERSON: "other person",
    Assertion.HYPOTHETICAL: "hypothetical",
    Assertion.RESOLVED: "resolved",
    Assertion.SCREENING: "screening",
}
_CONTEXT = """
import json, sys
import medspacy
from medspacy.ner import TargetRule

parts = ["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"]
nlp = medspacy.load(medspacy_enable=parts)
matcher = nlp.get_pipe("medspacy_target_matcher")
known = set()
for line in sys.stdin:
    case = json.loads(line)
    if case["words"].lower() not in known:
        known.add(case["words"].lower())
        matcher.add([TargetRule(case["words"], "CONDITION")])
    ends = [e for e in nlp(case["text"]).ents if case["words"].lower() in e.text.lower()]
    flags = FLAGS
    print(json.dumps([f for f in flags if ends and getattr(ends[0]._, f)]))
"""


class AssertionCase(BaseModel):
    """A condition named in a text, and how the text asserts it."""

    text: str
    words: str
    status: Literal[
        "present", "negated", "uncertain", "history", "family", "other person", "hypothetical",
        "resolved", "screening",
    ]  # fmt: skip


class Right(NamedTuple):
    """A case and whether a reader got it right."""

    case: AssertionCase
    said: str
    right: bool


def shipped_cases() -> list[AssertionCase]:
    """The cases that ship."""
    text = (resources.files("evals") / "bench" / "assertions.jsonl").read_text(encoding="utf-8")
    return [AssertionCase.model_validate_json(line) for line in text.splitlines()]


def own(cases: Sequence[AssertionCase]) -> list[Right]:
    """What dxcite's reading says."""
    found = []
    for case in cases:
        start = case.text.index(case.words)
        said = _STATUS[asserted_in(case.text, start, start + len(case.words))]
        found.append(Right(case, said, said == case.status))
    return found


def context(cases: Sequence[AssertionCase], python: Path) -> list[Right]:
    """What medSpaCy's ConText says, in an environment of its own."""
    asked = "".join(case.model_dump_json() + "\n" for case in cases)
    program = _CONTEXT.replace("FLAGS", repr(list(_FLAGS.values())))
    # its sentence splitter writes a line about every token to standard error
    done = subprocess.run(
        [str(python), "-c", program],
        input=asked,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    found = []
    for case, line in zip(cases, done.stdout.splitlines()[-len(cases) :], strict=True):
        flags: list[str] = json.loads(line)
        wanted = _FLAGS.get(case.status)
        right = wanted in flags if wanted else case.status == "present" and not flags
        found.append(Right(case, ", ".join(flags) or "present", right))
    return found


def lines(name: str, found: Sequence[Right]) -> list[str]:
    """A table's lines: all cases, those that both can tell, and each status."""
    told = [r for r in found if r.case.status in {"present", *_FLAGS}]
    statuses = Counter(r.case.status for r in found)
    rows = [("all", found), ("statuses that both know", told)]
    rows += [(s, [r for r in found if r.case.status == s]) for s in statuses]
    return [
        f"| {name} | {what} | {len(part)} | {100 * sum(r.right for r in part) / len(part):.1f} % |"
        for what, part in rows
        if part
    ]


def main() -> None:
    """Print the table, and on demand what was read wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--medspacy", type=Path, metavar="PYTHON")
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    cases = shipped_cases()
    readers = {"dxcite": own(cases)}
    if given.medspacy:
        readers["medSpaCy"] = context(cases, given.medspacy)
    print("| reader | status | cases | right |\n|---|---|---:|---:|")
    for name, found in readers.items():
        print("\n".join(lines(name, found)))
    if given.misses:
        for right in (r for r in readers["dxcite"] if not r.right):
            print(f"{right.case.status} read as {right.said}: {right.case.text}")


if __name__ == "__main__":
    main()
