"""The parser of the official guidelines: on lines made for the test, and on the PDFs themselves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from edition_fakes import edition

from guidelines import _bounded
from guidelines.completeness import check_digest, check_edition
from guidelines.document import (
    Document,
    compare,
    compare_one,
    counterpart,
    first_page,
    load_document,
    quotation,
)
from guidelines.document._assemble import LEAST_SECTIONS, _Assembling, assemble
from guidelines.document._extract import Bookmark, Line, Pages
from guidelines.document._headings import find_headings, joined
from guidelines.document._sentences import sentences_of
from guidelines.errors import DataDamaged, DataMissing
from guidelines.sections import Digest, load_digest

COUNTS = {
    "FY2020_oct2019": 444,
    "FY2021_jan2021": 467,
    "FY2022_oct2021": 476,
    "FY2022_apr2022": 477,
    "FY2023_oct2022": 482,
    "FY2023_apr2023": 482,
    "FY2024_oct2023": 485,
    "FY2024_apr2024": 485,
    "FY2025_oct2024": 486,
    "FY2025_apr2025": 488,
    "FY2026_oct2025": 492,
}
"""Numbered sections of each edition, as the parser first found and the bookmarks confirmed them."""


class Page:
    """Lines of a page, one below the other."""

    def __init__(self, number: int = 7) -> None:
        self.number, self.y = number, 700.0
        self.lines: list[Line] = []

    def add(
        self, text: str, left: float = 72.0, face: str = "-", gap: float = 13.8, faces: str = ""
    ) -> Page:
        self.y -= gap
        right = left + 5.5 * len(text)
        self.lines.append(Line(self.number, self.y, left, right, text, faces or face * len(text)))
        return self


def document(lines: list[Line], bookmarks: list[Bookmark] | None = None) -> Document:
    return _Assembling(lines).document(list(find_headings(lines, bookmarks or [])))


def sample() -> Page:
    return (
        Page()
        .add("Section I. Conventions", face="b")
        .add("A. Conventions for the classification", 102, "b", gap=28)
        .add("1. First rule", 121, "b", gap=28)
        .add("The first rule says that every one of the codes has to be complete, and that a", 156)
        .add("non-", 156)
        .add("billable code is never reported. It is a rule.", 156)
        .add("• one item", 180)
        .add("• another item that is so long that it goes on in a second line of the very same", 180)
        .add("item", 198)
        .add("Y – Yes", 156, gap=28)
        .add("N – No", 156)
        .add("2. Second rule that has a heading of two", 121, "b", gap=28)
        .add("lines", 140, "b")
        .add("Bold words are new. Others are not.", 156, gap=18, faces="b" * 19 + "-" * 16)
        .add("See Section I.C.9. Hypertension", 156, "x", gap=28)
        .add("3. ICD codes in a sentence are no heading, however they are written.", 121, gap=28)
    )  # fmt: skip


def test_sections_have_the_digest_s_ids() -> None:
    found = document(sample().lines)
    assert list(found) == ["I", "I.A", "I.A.1", "I.A.2"]
    assert found["I.A.2"].title == "Second rule that has a heading of two lines"
    assert found["I.A"].page == 7


def test_paragraphs_items_and_rows_stay_apart() -> None:
    found = document(sample().lines)
    assert found.text_of("I.A.1").splitlines() == [
        (
            "The first rule says that every one of the codes has to be complete, and that a "
            "non-billable code is never reported. It is a rule."
        ),
        "• one item",
        "• another item that is so long that it goes on in a second line of the very same item",
        "Y – Yes",
        "N – No",
    ]


def test_offsets_lead_to_exactly_the_text() -> None:
    found = document(sample().lines)
    sentences = found.sentences("I.A.1")
    assert [s.text for s in sentences][1:3] == ["It is a rule.", "• one item"]
    for sentence in sentences:
        assert found.text[sentence.start : sentence.end] == sentence.text


def test_bold_words_are_changes_and_bold_italics_are_references() -> None:
    found = document(sample().lines)
    changed = [found.text[a:b] for a, b in found.changed]
    assert changed == ["Bold words are new."]
    start = found.text.index("Others")
    assert not found.is_changed(start, start + 6)


def test_a_cross_reference_is_no_heading() -> None:
    lines = sample().add("Section I.C.9.a. Hypertension", face="x", gap=28).lines
    assert list(document(lines)) == ["I", "I.A", "I.A.1", "I.A.2"]


def test_the_ninth_letter_and_the_first_roman_number_are_told_apart() -> None:
    page = Page().add("Section I. C", face="b").add("C. D", 102, "b").add("1. E", 121, "b")
    page.lines[1].text, page.lines[1].faces = "A. D", "bbbb"
    page.add("a. F", 170, "b").add("1) G", 199, "b")
    for letter in "abcdefgh":
        page.add(f"({letter}) Heading {letter}", 251, "b")
    page.add("(i) Ninth", 251, "b").add("(j) Tenth", 251, "b").add("(i) Below the tenth", 286)
    assert list(document(page.lines))[-3:] == [
        "I.A.1.a.1.i",
        "I.A.1.a.1.j",
        "I.A.1.a.1.j.i",
    ]


def test_pages_of_a_text_that_goes_over_two() -> None:
    first, second = sample(), Page(8)
    second.add("and the text goes on here on the next page.", 156)
    found = document([*first.lines[:-1], *second.lines])
    place = found.text.index("goes on here")
    assert found.page_at(place) == 8
    assert found.page_at(found["I.A.1"].start) == 7


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [
        ("non-", "billable", "non-billable"),
        ("assign Z51.-", "code", "assign Z51.- code"),
        ("categories Q00-", "Q99", "categories Q00-Q99"),
        ("(L89.--", "9)", "(L89.--9)"),
        ("one -", "two", "one - two"),
        ("", "two", "two"),
    ],
)
def test_hyphens_at_the_end_of_a_line(text: str, more: str, whole: str) -> None:
    assert joined(text, more) == whole


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Use a code, e.g. Z51.0, first. See Section I.C.9. Hypertension. It counts."
    assert [s.text for s in sentences_of(text, 0, len(text))] == [
        "Use a code, e.g. Z51.0, first.",
        "See Section I.C.9. Hypertension.",
        "It counts.",
    ]


def test_another_document_is_refused() -> None:
    with pytest.raises(DataDamaged, match=f"more than {LEAST_SECTIONS}"):
        assemble(Pages(sample().lines))


OLD = edition(
    ("I.C.1", "Infections", ""),
    ("I.C.1.a", "Fever", "Fever is coded first. It is always coded."),
    ("I.C.1.b", "Cough", "Cough is a symptom code that is never sequenced first in any setting."),
    ("I.C.1.c", "Gone", "This is gone."),
)
NEW = edition(
    ("I.C.1", "Infections", ""),
    ("I.C.1.a", "Chills", "Chills are new."),
    ("I.C.1.b", "Fever", "Fever is coded first. It is usually coded."),
    (
        "I.C.1.c",
        "Coughing",
        "Cough is a symptom code that is never sequenced first in any setting.",
    ),
)


def test_renumbered_sections_are_followed() -> None:
    found = {c.after: c for c in compare("I.C.1", OLD, NEW)}
    assert found["I.C.1.b"].before == "I.C.1.a"
    assert found["I.C.1.c"].before == "I.C.1.b"  # by its text, for the title changed too
    (change,) = found["I.C.1.b"].changes
    assert change.before is not None
    assert change.after is not None
    assert (change.before.text, change.after.text) == (
        "It is always coded.",
        "It is usually coded.",
    )
    new = found["I.C.1.a"]
    assert (new.before, new.changes[0].after.text) == (None, "Chills are new.")  # type: ignore[union-attr]
    assert [c.before for c in compare("I.C.1", OLD, NEW) if c.after is None] == ["I.C.1.c"]


def test_a_section_reworded_under_another_number_is_followed() -> None:
    older = edition(
        ("I.C.1", "Infections", ""),
        ("I.C.1.a", "Fever after a tick bite", "Fever is coded first when a tick bit the patient."),
        (
            "I.C.1.b",
            "Rash after a tick bite",
            "A rash in the shape of a ring goes to Lyme disease.",
        ),
    )
    newer = edition(
        ("I.C.1", "Infections", ""),
        ("I.C.1.a", "Ring", "Jewellery is no matter of the classification, whatever its shape is."),
        (
            "I.C.1.b",
            "Fever and chills after a tick bite",
            "Fever is coded first when a tick has bitten the patient. Chills likewise.",
        ),
        (
            "I.C.1.c",
            "Fever after a flea bite",
            "Plague is what comes to mind at once, and the provider says whether it was found.",
        ),
    )
    found = {c.after: c for c in compare("I.C.1", older, newer)}
    assert found["I.C.1.b"].before == "I.C.1.a"
    assert found["I.C.1.c"].before is None  # a like title alone is another section


def test_the_same_heading_above_another_subject_is_another_section() -> None:
    ticks = "Ticks are counted by the provider, who says where on the skin each of them was found."
    fleas = "Of fleas nobody keeps a count; the coder reports the plague that they brought, if any."
    older = edition(("I.C.1.a", "Ticks", ""), ("I.C.1.a.1", "Only what was confirmed", ticks))
    newer = edition(
        ("I.C.1.a", "Ticks", ""),
        ("I.C.1.a.2", "Only what was confirmed", fleas),
        ("I.C.1.b", "Fleas", ""),
        ("I.C.1.b.1", "Only what was confirmed", fleas),
    )
    found = {c.after: c.before for c in compare("I.C.1", older, newer)}
    assert found == {"I.C.1.a.2": "I.C.1.a.1", "I.C.1.b": None, "I.C.1.b.1": None}


def test_what_did_not_change_is_not_listed() -> None:
    assert compare("", NEW, NEW) == ()
    assert compare_one("I.C.1.a", NEW, NEW) is None
    assert counterpart("I.C.1.z", "No such title", "", NEW) is None


def test_typography_is_no_change() -> None:
    one = edition(("I.A.1", "Rule", "The provider’s “word” counts – always."))
    other = edition(("I.A.1", "Rule", 'The provider\'s "word"  counts - always'))
    assert compare("", one, other) == ()


def test_a_statement_finds_its_official_sentence() -> None:
    found = quotation(NEW, "I.C.1.b", "Code fever before other conditions.")
    assert found is not None
    assert found.text == "Fever is coded first."
    assert NEW.text[found.start : found.end] == found.text
    assert quotation(NEW, "I.C.1.b", "Laterality of eyelids matters.") is None
    assert quotation(NEW, "I.C.1", "Anything at all.") is None


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnonsense")
    with pytest.raises(DataDamaged, match="cannot be read as a PDF"):
        first_page(path)
    with pytest.raises(DataDamaged):
        load_document(path)
    with pytest.raises(DataMissing):
        load_document(tmp_path / "gone.pdf")


def test_a_parser_that_takes_too_long_or_too_much_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(DataDamaged, match=r"more than is allowed|takes too long"):
        _bounded.run_bounded("time:sleep", "not a number", seconds=1)
    with pytest.raises(DataDamaged, match="more than is allowed"):
        _bounded.run_bounded("guidelines._bounded:devour")
    assert time.monotonic() - started < 20


@pytest.fixture(scope="module")
def documents(official: Path) -> dict[str, Document]:
    return {name: load_document(official / "guidelines" / f"{name}.pdf") for name in COUNTS}


def test_every_edition_has_all_its_sections(documents: dict[str, Document]) -> None:
    assert {name: len(d) for name, d in documents.items()} == COUNTS


@pytest.mark.parametrize("name", COUNTS)
def test_every_numbered_bookmark_has_its_section(
    official: Path, documents: dict[str, Document], name: str
) -> None:
    report = check_edition(official / "guidelines" / f"{name}.pdf")
    assert report.unmatched == ()
    assert report.sections >= report.bookmarks >= 400


def test_the_wrong_bookmark_misleads_nobody(documents: dict[str, Document]) -> None:
    for name in ("FY2024_oct2023", "FY2025_oct2024", "FY2026_oct2025"):
        assert documents[name]["I.C.5.d"].title == "Dementia"


def test_headers_and_footers_are_gone(documents: dict[str, Document]) -> None:
    for found in documents.values():
        assert "Page 20 of" not in found.text
        assert "....." not in found.text
        assert "\x02" not in found.text


def test_the_table_of_the_appendix_keeps_its_rows(documents: dict[str, Document]) -> None:
    for found in documents.values():
        rows = found.text_of("App.I").replace(" - ", " – ").splitlines()
        place = rows.index("Reporting Options")
        assert rows[place + 1 : place + 5] == [
            "Y – Yes", "N – No", "U – Unknown", "W – Clinically undetermined",
        ]  # fmt: skip


def test_the_text_is_that_of_another_extractor(
    official: Path, documents: dict[str, Document]
) -> None:
    """Two extractions of the same PDF have the same words in the body."""
    import re

    for name in ("FY2024_oct2023", "FY2025_oct2024", "FY2026_oct2025"):
        pages = (official / "guidelines" / "text" / f"{name}.txt").read_text().split("\f")
        first = next(
            i for i, p in enumerate(pages) if "Section I. Conventions" in p and "...." not in p
        )
        body = re.sub(r"Page \d+ of ?\d+|FY 20\d\d", "", "\n".join(pages[first:]))
        body = body.replace("ICD-10-CM Official Guidelines for Coding and Reporting", "")
        other = set(re.findall(r"[a-z]{3,}", body.lower()))
        own = set(re.findall(r"[a-z]{3,}", documents[name].text.lower()))
        assert len(own ^ other) < 12, own ^ other


def test_the_digest_agrees_with_the_official_text(documents: dict[str, Document]) -> None:
    report = check_digest(load_digest(), documents["FY2026_oct2025"])
    assert report.missing == report.extra == report.titles == report.pages == report.copied == []
    assert report.codes == {}


def test_the_check_finds_what_is_wrong(documents: dict[str, Document]) -> None:
    official = documents["FY2026_oct2025"]
    sections = dict(load_digest())
    del sections["II.K"]
    sections = {
        id: s.model_copy(update={"related": tuple(r for r in s.related if r != "II.K")})
        for id, s in sections.items()
    }
    codeless = sections["I.C.9.a.10"].model_copy(
        update={"codes": (), "text": ("A hypertensive crisis has codes.",), "asks": ()}
    )
    sentence = official.sentences("II.A")[0].text
    sections |= {
        "I.C.9.a.10": codeless,
        "II.A": sections["II.A"].model_copy(
            update={"page": 1, "title": "Else", "text": (sentence,), "asks": ()}
        ),
    }
    report = check_digest(Digest(list(sections.values())), official)
    assert report.missing == ["II.K"]
    assert report.titles == report.pages == report.copied == ["II.A"]
    assert "I16" in report.codes["I.C.9.a.10"]


def test_statements_of_the_digest_find_official_words(documents: dict[str, Document]) -> None:
    official, digest = documents["FY2026_oct2025"], load_digest()
    pairs = [(s.id, t) for s in digest.values() for t in s.text if official.text_of(s.id).strip()]
    found = [quotation(official, id, text) for id, text in pairs]
    assert sum(q is not None for q in found) > 0.99 * len(pairs)
    for quote in filter(None, found):
        assert official.text[quote.start : quote.end] == quote.text


def test_parsing_is_quick(official: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXCITE_CACHE", str(tmp_path))
    copy = tmp_path / "copy.pdf"
    copy.write_bytes((official / "guidelines" / "FY2026_oct2025.pdf").read_bytes())
    started = time.monotonic()
    load_document(copy)
    assert time.monotonic() - started < 20
