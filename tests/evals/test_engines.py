"""Engines: dxcite without parts, plain baselines, and a language model alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from suite_fakes import TODAY, case

from evals.engines import _plain, _plain_store, answered, engine_named
from evals.engines._alone import asking
from evals.errors import EngineError
from evals.parts import PARTS, left_out
from evals.scoring import score

if TYPE_CHECKING:
    from indexes.index import Index


def test_names_say_what_is_opened() -> None:
    assert engine_named("deterministic-rules+lexicon").what == "dxcite without rules+lexicon"
    assert engine_named("alone:ollama:llama3.1").what == "ollama:llama3.1 alone"
    assert engine_named("openai:gpt-4o-mini").what == "dxcite worded by openai:gpt-4o-mini"
    with pytest.raises(EngineError, match="There is no part nothing"):
        engine_named("deterministic-rules+nothing")


@pytest.fixture
def restored() -> Any:
    """Puts back what a part that is left out replaces in modules."""
    import assistant.pipeline as pipeline
    import assistant.reading as reading
    import assistant.reasoning as reasoning

    kept = [(module, dict(vars(module))) for module in (pipeline, reading, reasoning)]
    yield
    for module, names in kept:
        for name, value in names.items():
            setattr(module, name, value)


CHANGED = {
    "rules": "HTN and CHF with CKD 3b",
    "lexicon": "HTN and CHF with CKD 3b",
    "assertion": "no pneumonia, denies chest pain, has gout",
    "spelling": "acute appendicitsi",
    "verdict": "Is the provider required to link hypertension and CKD?",
    "integral": "Acute bronchitis with cough. What should be coded?",
    "section-words": "Nurse says left knee, MD says right knee. Who do I believe?",
    "section-meaning": "What does NEC mean?",
    "section-asks": "Do I need a query when the nurse says stage 3 and the doctor stage 2?",
    "sequencing": "CKD 3b, CHF, HTN and gout",
}
"""Questions whose answer a part changes."""


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_left_out_is_missed(part: str, index: Index, restored: None) -> None:
    from dataclasses import replace

    from assistant.pipeline import Assistant, make_question

    question = make_question(CHANGED.get(part, "HTN and CHF with CKD 3b"), date_of_service=TODAY)
    shared = index.guidelines._weights, index.terms._dense
    whole = Assistant(index).ask(question)
    try:
        without = left_out(Assistant(replace(index)), [part]).ask(question)
    finally:
        index.guidelines._weights, index.terms._dense = shared
        for name in ("corrected", "misspelt"):
            vars(index.terms._spelling).pop(name, None)
    assert without.answer
    if part in CHANGED:
        stages = ("codes", "citations", "verdict", "answer", "trace", "rejected")
        assert any(getattr(whole, s) != getattr(without, s) for s in stages)


ROWS = [
    _plain_store.Row("I.A.15", "With means associated with or due to in titles."),
    _plain_store.Row("I.C.9.a", "Hypertension with heart conditions is presumed related."),
    _plain_store.Row("I.A.15", "The provider need not link conditions joined by with."),
    _plain_store.Row("II.H", "Uncertain diagnoses of inpatients are coded as if they existed."),
]
TITLES = [
    _plain_store.Row("I10", "Essential (primary) hypertension"),
    _plain_store.Row("M77.10", "Lateral epicondylitis, unspecified elbow"),
    _plain_store.Row("J18.9", "Pneumonia, unspecified organism"),
]


@pytest.mark.parametrize("kind", ["dense", "bm25", "fused"])
def test_plain_retrieval_answers_as_the_contract_has_it(
    kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_plain_store, "_all_rows", lambda: {"sections": ROWS, "codes": TITLES})
    monkeypatch.setenv("DXCITE_DATA", str(tmp_path))
    _plain_store.prepare()
    sealed = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("sealed")}
    _plain_store.prepare()
    assert len(sealed) == 2
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("sealed")} == sealed

    asked = case(term="hypertension", required_codes=("I10",), sections=("I.C.9.a",))
    asked = asked.model_copy(update={"question": "hypertension with heart disease"})
    outcome = answered(_plain.open_plain_engine(kind), asked, TODAY)
    assert outcome.error is None
    counts = score(asked, outcome.answer, TODAY)
    assert counts["section@1"] == counts["term@1"] == (1.0, 1.0)
    refs = [c["ref"] for c in outcome.answer["citations"]]
    assert len(refs) == len(set(refs))
    assert [c["role"] for c in outcome.answer["codes"]][:1] == ["first-listed"]


def test_a_store_that_was_cut_off_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_plain_store, "_all_rows", lambda: {"sections": ROWS, "codes": TITLES})
    monkeypatch.setenv("DXCITE_DATA", str(tmp_path))
    _plain_store.prepare()
    (sealed,) = tmp_path.rglob("sections-*/sealed")
    sealed.unlink()
    sealed.with_name("rows.jsonl").write_text("")
    assert len(_plain_store.open_plain("sections").rows) == len(ROWS)


def test_ranks_are_fused() -> None:
    assert _plain.fused([[1, 2, 3], [3, 1]]) == [1, 3, 2]


REPLY = {
    "answer": "Report I12.9.",
    "verdict": "no",
    "codes": ["i12.9", "N18.31"],
    "sections": ["I.C.9.a.2"],
    "decline": False,
}


def model(text: str) -> GenericFakeChatModel:
    usage = {"input_tokens": 90, "output_tokens": 10, "total_tokens": 100}
    return GenericFakeChatModel(messages=iter([AIMessage(text, usage_metadata=usage)]))


def test_a_model_alone_is_taken_at_its_word() -> None:
    asked = case(required_codes=("I12.9", "N18.31"), first="I12.9", verdict="no")
    said = f"Sure!\n```json\n{json.dumps(REPLY)}\n```"
    outcome = answered(asking("fake", model(said)), asked, TODAY)
    counts = score(asked, outcome.answer, TODAY)
    assert counts["case-right"] == counts["verdict"] == (1.0, 1.0)
    assert counts["tokens"] == (100.0, 1.0)


@pytest.mark.parametrize("said", ["I cannot say.", "{not json}", "[1]", ""])
def test_a_model_that_says_something_else_has_failed(said: str) -> None:
    outcome = answered(asking("fake", model(said)), case(required_codes=("I10",)), TODAY)
    assert outcome.answer == {}
    assert outcome.error is not None
    assert "JSON" in outcome.error


def test_a_fault_of_an_engine_costs_its_case_alone() -> None:
    def ask(case: Any, today: Any) -> dict[str, Any]:
        raise KeyError("Mr Smith")

    outcome = answered(ask, case(), TODAY)
    assert outcome.answer == {}
    assert outcome.error is not None
    assert "KeyError" in outcome.error
    assert "Smith" not in outcome.error
