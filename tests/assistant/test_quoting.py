"""Quoting: the edition that the date picks, words that stand there exactly, and what changed."""

from __future__ import annotations

from datetime import date

import pytest
from edition_fakes import edition, like_the_digest, put_at_hand

from assistant.composing import compose
from assistant.given import make_question
from assistant.models import Basis, Findings, Intent, Reading, Statement
from assistant.pipeline import Assistant
from assistant.quoting import quoting_for
from assistant.verifying import Unverified, verify
from guidelines.codeset import load_codeset
from guidelines.official import ReleaseStore
from guidelines.sections import load_digest

DIGEST = load_digest()
RULE = DIGEST["II.H"]
SAID = "Code a likely stroke at discharge as if the stroke had been there. Lists are long."
EARLIER = "Code a possible stroke at discharge as if the stroke had been there. Lists are long."


@pytest.fixture
def two_editions(monkeypatch: pytest.MonkeyPatch) -> ReleaseStore:
    return put_at_hand(
        monkeypatch,
        {
            "FY2024": edition((RULE.id, RULE.title, EARLIER), first_page=40),
            "FY2026": edition((RULE.id, RULE.title, SAID), first_page=50),
        },
    )


@pytest.mark.parametrize(
    ("on", "release", "says"),
    [
        (date(2021, 3, 1), "FY2026", "FY2021 (January 2021) guidelines were in force"),
        (date(2023, 11, 1), "FY2024", "chosen by the FY2026 digest"),
        (date(2024, 12, 1), "FY2024", "FY2025 guidelines were in force on 2024-12-01"),
        (date(2026, 2, 10), "FY2026", None),
        (date(2026, 11, 1), "FY2026", "FY2027 guidelines are in force"),
    ],
)
def test_the_date_of_service_picks_the_edition(
    two_editions: ReleaseStore, on: date, release: str, says: str | None
) -> None:
    quoting = quoting_for(on, DIGEST)
    assert quoting is not None
    assert quoting.release.name == release
    assert quoting.notice is None if says is None else says in (quoting.notice or "")


def test_a_quote_stands_in_the_text_just_where_it_says(two_editions: ReleaseStore) -> None:
    quoting = quoting_for(date(2026, 2, 10), DIGEST)
    assert quoting is not None
    quote = quoting.quote("II.H", "A likely diagnosis at discharge counts as if it had been there.")
    assert quote is not None
    assert (quote.text, quote.page, quote.release, quote.numbered) == (
        "Code a likely stroke at discharge as if the stroke had been there.", 50, "FY2026", None,
    )  # fmt: skip
    assert quoting.document.text[quote.start : quote.end] == quote.text
    assert quoting.holds(quote.start, quote.end, quote.text)
    assert not quoting.holds(quote.start + 1, quote.end + 1, quote.text)
    assert quoting.quote("II.K", "Any statement.") is None


def test_a_change_is_said_from_either_side(two_editions: ReleaseStore) -> None:
    for on in (date(2023, 11, 1), date(2026, 2, 10)):
        quoting = quoting_for(on, DIGEST)
        assert quoting is not None
        (said,) = quoting.changes("II.H")
        assert said.startswith("Section II.H changed from FY2024 to FY2026: “Code a possible")
        assert "became “Code a likely stroke" in said
        (said,) = quoting.changes("II.K")
        assert "have no section like II.K" in said


def test_a_section_with_another_number_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    put_at_hand(monkeypatch, {"FY2024": edition(("II.C", RULE.title, SAID))})
    quoting = quoting_for(date(2023, 11, 1), DIGEST)
    assert quoting is not None
    quote = quoting.quote("II.H", SAID)
    assert quote is not None
    assert quote.numbered == "II.C"


def test_words_for_another_statement_are_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    only = "A stroke that is treated with drugs goes to the code of the stroke."
    more = f"{only} A spell that is treated with drugs goes to the code of the spell."
    put_at_hand(
        monkeypatch,
        {
            "FY2024": edition((RULE.id, RULE.title, only)),
            "FY2026": edition((RULE.id, RULE.title, more)),
        },
    )
    quoting = quoting_for(date(2023, 11, 1), DIGEST)
    assert quoting is not None
    quote = quoting.quote("II.H", "Drug treatment of a stroke: the stroke is coded.")
    assert quote is not None
    assert quote.text == only
    assert quoting.quote("II.H", "Drug treatment of a spell: the spell is coded.") is None


def test_without_or_with_damaged_guidelines_the_digest_answers(
    monkeypatch: pytest.MonkeyPatch, two_editions: ReleaseStore
) -> None:
    (_, newer) = two_editions.stored()
    newer.path.write_bytes(b"something else")
    assert quoting_for(date(2026, 2, 10), DIGEST) is None
    monkeypatch.setenv("DXCITE_DATA", str(two_editions.folder / "elsewhere"))
    assert quoting_for(date(2026, 2, 10), DIGEST) is None


def test_words_that_are_not_there_are_not_called_verbatim(two_editions: ReleaseStore) -> None:
    on = date(2026, 2, 10)
    quoting, codes = quoting_for(on, DIGEST), load_codeset(on)
    assert quoting is not None
    basis = Basis(kind="guideline", ref="II.H", quote=RULE.text[0])
    findings = Findings(statements=(Statement(text="So it is.", basis=(basis,)),))
    question = make_question("stroke?", date_of_service=on)
    reading = Reading(intent=Intent.CODING, question="stroke?")
    answer = compose(question, reading, findings, codes, DIGEST, (), quoting)
    (citation,) = answer.citations
    assert citation.verbatim
    assert verify(answer, "stroke?", codes, DIGEST, quoting) == answer
    for false in (
        {"quote": citation.quote.replace("likely", "certain")},
        {"start": (citation.start or 0) + 1},
        {"release": "FY2024"},
    ):
        wrong = answer.model_copy(update={"citations": (citation.model_copy(update=false),)})
        with pytest.raises(Unverified, match=r"II\.H"):
            verify(wrong, "stroke?", codes, DIGEST, quoting)
    with pytest.raises(Unverified):
        verify(answer, "stroke?", codes, DIGEST, None)


def test_an_answer_quotes_cites_the_page_and_says_what_changed(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Does hypertension with heart failure and CKD need a linking word?"
    now = make_question(question, date_of_service=date(2026, 2, 10))
    put_at_hand(monkeypatch, {"FY2026": like_the_digest(DIGEST)})
    decides = assistant.ask(now).citations[0].ref
    old = like_the_digest(DIGEST, {decides: "Umbrellas used to decide it."})
    put_at_hand(monkeypatch, {"FY2025": old, "FY2026": like_the_digest(DIGEST)})
    answer = assistant.ask(now)
    quoted = [c for c in answer.citations if c.kind == "guideline"]
    assert all(c.verbatim and c.page and c.release == "FY2026" for c in quoted)
    assert quoted[0].ref == decides
    assert answer.release.endswith("guidelines FY2026")
    assert any(
        f"Section {decides} changed from FY2025 to FY2026" in w and "Umbrellas" in w
        for w in answer.warnings
    )
    before = make_question(question, date_of_service=date(2024, 12, 1))
    earlier = assistant.ask(before)
    assert {c.release for c in earlier.citations if c.verbatim} == {"FY2025"}
    assert any("Umbrellas" in w for w in earlier.warnings)


def test_copied_words_find_their_section(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = "Purple umbrellas are always sequenced before green umbrellas on rainy market days."
    text = f"{DIGEST['I.C.12.b'].text[0]} {odd}"
    put_at_hand(monkeypatch, {"FY2026": like_the_digest(DIGEST, {"I.C.12.b": text})})
    question = make_question(f"Which section says: {odd}", date_of_service=date(2026, 2, 10))
    answer = assistant.ask(question)
    assert answer.citations[0].ref == "I.C.12.b"
