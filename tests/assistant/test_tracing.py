"""The trace: complete, readable, and replayable to the same answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.models import Step
from assistant.pipeline import Assistant, make_question
from assistant.tracing import TraceError, as_markdown, load_trace, replay, save_trace, traced
from guidelines.rules import load_rules

CHART = "HTN and CHF with CKD 3b, admitted. No diabetes. Does the provider have to link them?"


@pytest.fixture(scope="module")
def question():  # type: ignore[no-untyped-def]
    return make_question(CHART, setting="inpatient", date_of_service="2026-11-02")


@pytest.fixture(scope="module")
def trace(assistant: Assistant, question):  # type: ignore[no-untyped-def]
    return traced(question, assistant.ask(question))


def steps(trace, stage: str) -> list[Step]:  # type: ignore[no-untyped-def]
    return [s for s in trace.answer.trace if s.stage == stage]


def test_it_says_what_was_read_with_which_release(trace) -> None:  # type: ignore[no-untyped-def]
    release = steps(trace, "release")
    assert len(release) == 1
    assert "FY2027" in release[0].what
    assert "FY2026" in release[0].what
    assert release[0].detail["date_of_service"] == "2026-11-02"
    read = steps(trace, "read")[0].detail
    assert read["setting"] == "inpatient"
    assert {c["words"]: c["assertion"] for c in read["conditions"]}["diabetes"] == "negated"


def test_it_says_which_rules_were_tried_fired_and_rejected(trace) -> None:  # type: ignore[no-untyped-def]
    summary = steps(trace, "rules")[0]
    fired = [s.detail["rule"] for s in steps(trace, "rule")]
    assert summary.what.startswith(f"{len(load_rules())} rules tried, {len(fired)} fired")
    assert summary.detail["fired"] == fired
    rejected = {r["rule"]: r["rejected"] for r in summary.detail["rejected"]}
    assert rejected
    assert not set(rejected) & set(fired)
    assert all(rejected.values())
    ids = {r.id for r in load_rules()}
    assert set(rejected) <= ids


def test_a_rule_that_the_words_keep_from_holding_says_so(assistant: Assistant) -> None:
    text = "Patient with hypertension and CKD stage 4; the CKD is not due to the hypertension."
    answer = assistant.ask(make_question(text, date_of_service="2026-11-02"))
    summary = next(s for s in answer.trace if s.stage == "rules")
    reasons = {r["rule"]: r["rejected"] for r in summary.detail["rejected"]}
    assert "the text says" in reasons["hypertensive-kidney-disease"]
    related = "Patient with hypertension and CKD stage 4."
    again = assistant.ask(make_question(related, date_of_service="2026-11-02"))
    assert "hypertensive-kidney-disease" in [
        s.detail["rule"] for s in again.trace if s.stage == "rule"
    ]


def test_it_says_which_notes_applied(trace) -> None:  # type: ignore[no-untyped-def]
    assert any("I13.0: Use additional code" in s.what for s in steps(trace, "note"))


def test_a_saved_trace_is_replayed_to_the_same_answer(
    assistant: Assistant,
    trace,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    path = tmp_path / "trace.json"
    save_trace(trace, path)
    loaded = load_trace(path)
    assert loaded.model_dump_json() == trace.model_dump_json()
    assert replay(loaded, assistant) == ()
    save_trace(traced(trace.question, assistant.ask(trace.question)), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_a_replay_says_what_differs(assistant: Assistant, trace) -> None:  # type: ignore[no-untyped-def]
    answer = trace.answer
    first = answer.codes[0].model_copy(update={"code": "I11.0"})
    other = answer.model_copy(update={"codes": (first, *answer.codes[1:]), "warnings": ()})
    changed = trace.model_copy(update={"answer": other, "program": "0.0.1"})
    found = replay(changed, assistant)
    assert found[0].where == "program"
    where = {d.where: (d.was, d.now) for d in found}
    assert where["codes[0].code"] == ("I11.0", answer.codes[0].code)
    assert any(w.startswith("warnings[0]") for w in where)


def test_words_of_a_model_are_not_compared(assistant: Assistant, trace) -> None:  # type: ignore[no-untyped-def]
    worded = trace.answer.model_copy(update={"engine": "model:x", "answer": "Other words."})
    assert replay(trace.model_copy(update={"answer": worded}), assistant) == ()


def test_it_reads_as_markdown(trace) -> None:  # type: ignore[no-untyped-def]
    text = as_markdown(trace)
    for heading in ("Question", "Answer", "Codes", "Releases", "What was read", "Rules that fired",
                    "Rules that were tried", "Notes that applied", "Sources"):  # fmt: skip
        assert f"\n## {heading}\n" in text
    assert all(f"**{c.code}**" in text for c in trace.answer.codes)
    assert all(f"[{c.n}]" in text for c in trace.answer.citations)


def test_words_of_a_chart_stay_words_in_markdown(assistant: Assistant) -> None:
    hostile = "Pneumonia.\n# Heading <script>alert(1)</script> [x](http://y) `code` | a | b |"
    question = make_question(hostile, date_of_service="2026-11-02")
    text = as_markdown(traced(question, assistant.ask(question)))
    quoted = next(line for line in text.splitlines() if "Heading" in line)
    assert quoted.startswith("> \\# Heading \\<script\\>")
    assert "<script>" not in text
    assert "[x](" not in text


def test_the_name_of_the_file_decides_the_form(trace, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    save_trace(trace, tmp_path / "t.md")
    save_trace(trace, tmp_path / "t.json")
    assert (tmp_path / "t.md").read_text("utf-8").startswith("# Trace of an answer")
    assert json.loads((tmp_path / "t.json").read_text("utf-8"))["question"]["text"] == CHART
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.json", "t.md"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "is no trace"),
        (b"# Trace of an answer", "is no trace"),
        (b'{"format": 2}', "is no trace"),
        (b'{"format": 1, "question": {}}', "is no trace"),
        (b"\xff\xfe", "is no trace"),
    ],
)
def test_files_that_are_no_trace(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "trace.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TraceError, match=words) as raised:
        load_trace(path)
    assert "\n" not in str(raised.value)


def test_a_trace_that_cannot_be_written_leaves_nothing(trace, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TraceError, match="cannot be written"):
        save_trace(trace, tmp_path / "no-such-folder" / "t.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(TraceError, match="cannot be written"):
        save_trace(trace, tmp_path / "folder.json")
    assert [p.name for p in tmp_path.iterdir()] == ["folder.json"]
