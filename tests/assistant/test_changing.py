"""Questions about what changed between releases, and about what became of a code."""

from __future__ import annotations

from datetime import date

import pytest
from edition_fakes import edition, put_at_hand

from assistant.changing import asked_change, change_findings
from assistant.given import make_question
from assistant.models import Intent, Reading, Span
from assistant.pipeline import Assistant
from assistant.replacing import asked_history, history_findings
from guidelines.codeset import load_codeset
from guidelines.official import ReleaseStore
from guidelines.sections import load_digest

DIGEST = load_digest()
ON = date(2026, 2, 10)
OLD = edition(
    ("I.C.1", DIGEST["I.C.1"].title, ""),
    ("I.C.1.a", DIGEST["I.C.1.a"].title, "The virus counts once it is confirmed. It stays."),
    ("I.C.9.a", DIGEST["I.C.9.a"].title, "Pressure is high."),
)
NEW = edition(
    ("I.C.1", DIGEST["I.C.1"].title, ""),
    ("I.C.1.a", DIGEST["I.C.1.a"].title, "The virus counts once it is documented. It stays."),
    ("I.C.9.a", DIGEST["I.C.9.a"].title, "Pressure is high. Salt counts too."),
)


@pytest.fixture
def two_editions(monkeypatch: pytest.MonkeyPatch) -> ReleaseStore:
    return put_at_hand(monkeypatch, {"FY2025": OLD, "FY2026": NEW})


@pytest.mark.parametrize(
    ("text", "topic", "section", "releases"),
    [
        ("what changed for HIV in FY2026?", ("HIV",), None, ["FY2026"]),
        ("What's new in I.C.2.e?", (), "I.C.2.e", []),
        ("what changed from FY2024 to FY2026 for sepsis", ("sepsis",), None, ["FY2024", "FY2026"]),
        ("what is different in the April 2025 guidelines", (), None, ["FY2025 (April 2025)"]),
        ("which guidelines changed in 2026?", (), None, ["FY2026"]),
    ],
)
def test_a_question_about_changes_is_read(
    text: str, topic: tuple[str, ...], section: str | None, releases: list[str]
) -> None:
    asked = asked_change(text)
    assert asked is not None
    assert (asked.topic, asked.section) == (topic, section)
    assert [r.name for r in asked.releases] == releases


@pytest.mark.parametrize(
    "text",
    [
        "what changed since admission?",
        "HIV patient with new cough, what code?",
        "what is new onset diabetes coded to in FY2026 when " + "a patient has it " * 10,
        "sepsis FY2026",
    ],
)
def test_other_questions_are_none_about_changes(text: str) -> None:
    assert asked_change(text) is None


def told(text: str) -> str:
    asked = asked_change(text)
    assert asked is not None
    findings, _ = change_findings(asked, ON, DIGEST)
    return " ".join(s.text for s in findings.statements)


def test_what_changed_is_said_with_both_wordings(two_editions: ReleaseStore) -> None:
    said = told("what changed for HIV in FY2026?")
    assert "from FY2025 to FY2026" in said
    assert "confirmed" in said
    assert "documented" in said
    assert "Salt" not in said
    assert "Salt counts too." in told("what changed in I.C.9 in FY2026?")
    assert "Salt counts too." in told("what changed in the guidelines in FY2026?")


def test_what_did_not_change_is_said(two_editions: ReleaseStore) -> None:
    assert "on umbrellas did not change" in told("what changed for umbrellas in FY2026?")


def test_an_edition_that_is_missing_is_named(two_editions: ReleaseStore) -> None:
    said = told("what changed in I.C.9 in FY2027?")
    assert "FY2027 guidelines are not at hand" in said
    assert "dxcite releases fetch" in said


def test_without_guidelines_the_codes_are_still_told() -> None:
    said = told("what's new for cardiomyopathy in FY2027?")
    assert "New codes in FY2027: " in said
    assert "I42.00" in said
    assert "Deleted codes in FY2027: I42.0 " in said


def reading(*codes: str) -> tuple[str, Reading]:
    text = f"what replaced {' and '.join(codes)} and when?"
    named = tuple(Span(start=text.index(c), end=text.index(c) + len(c), text=c) for c in codes)
    return text, Reading(intent=Intent.CODING, question=text, codes_named=named)


def test_a_question_about_a_code_s_history_is_read() -> None:
    assert asked_history(*reading("I42.0")) == "I42.0"
    assert asked_history(*reading("i420")) == "I42.0"
    assert asked_history(*reading("I42.0", "I50.9")) is None
    _, found = reading("I42.0")
    assert asked_history("Is I42.0 excluded here?", found) is None


def test_what_replaced_a_code_and_when() -> None:
    findings = history_findings("I42.0", load_codeset(date(2026, 11, 1)))
    said = " ".join(s.text for s in findings.statements)
    assert "2026-10-01" in said
    assert {c.code for c in findings.codes} >= {"I42.00"}
    assert all(c.role == "alternative" for c in findings.codes)


def test_a_code_without_a_history_is_said_to_have_none() -> None:
    codes = load_codeset(ON)
    kept = history_findings("I10", codes)
    assert "No table at hand names a change of I10" in kept.statements[0].text
    assert kept.abstain_reason is None
    unknown = history_findings("I99.99", codes)
    assert "is not a code of" in (unknown.abstain_reason or "")


def test_asked_as_questions(assistant: Assistant, two_editions: ReleaseStore) -> None:
    changed = assistant.ask(make_question("what changed for HIV in FY2026?"))
    assert "documented" in changed.answer
    (citation,) = [c for c in changed.citations if c.kind == "guideline"]
    assert (citation.ref, citation.verbatim, citation.release) == ("I.C.1.a", True, "FY2026")
    replaced = assistant.ask(make_question("what replaced I42.0 and when?"))
    assert "2026-10-01" in replaced.answer
    assert not [c for c in replaced.codes if c.role != "alternative"]
