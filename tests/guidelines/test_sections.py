"""The digest: complete, well formed, and refused with a reason where it is not."""

from itertools import pairwise

import pytest

from guidelines import sections
from guidelines.codeset import load_codeset
from guidelines.rules import matches
from guidelines.sections import Digest, DigestError, Section, load_digest

DIGEST = load_digest()


def section(**fields):
    return Section.model_validate(
        {"id": "I.A.1", "title": "t", "page": 7, "text": ["One rule."], "codes": []} | fields
    )


def test_every_part_of_the_document_is_there():
    tops = {".".join(s.split(".")[:3]) for s in DIGEST if s.startswith("I.C.")}
    assert tops == {f"I.C.{n}" for n in range(1, 23)}
    assert {"I", "II", "III", "IV", "App.I"} <= set(DIGEST)
    assert len(DIGEST) >= 490


def test_every_section_but_the_top_has_its_parent():
    missing = [s.id for s in DIGEST.values() if s.parent and s.parent not in DIGEST]
    assert missing == []


def test_official_order_and_pages_agree():
    pages = [s.page for s in DIGEST.values()]
    assert all(b >= a - 1 for a, b in pairwise(pages))


def test_codes_are_written_as_patterns_of_codes_that_exist():
    codes = load_codeset()
    categories = {c[:3] for c in codes.categories}
    for found in DIGEST.values():
        for pattern in found.codes:
            ends = pattern.rstrip("-").rstrip(".").split("-")
            assert all(e[:3] in categories or not e for e in ends) or "-" in pattern, (
                found.id,
                pattern,
            )


def test_every_section_can_be_asked_for():
    assert all(len(s.asks) >= 2 for s in DIGEST.values())


def test_the_path_of_a_section_leads_from_the_top():
    assert [s.id for s in DIGEST.path("I.C.9.a.1")] == ["I", "I.C", "I.C.9", "I.C.9.a", "I.C.9.a.1"]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([section(), section()], "twice"),
        ([section(related=["I.B.99"])], "does not exist"),
        (
            [section(asks=[{"q": "Is it?", "answer": "yes", "because": 2}])],
            "statement that decides",
        ),
        ([section(asks=[{"q": "Is it?", "answer": "yes"}])], "statement that decides"),
    ],
)
def test_a_faulty_digest_is_refused_with_the_reason(bad, words):
    with pytest.raises(DigestError, match=words):
        Digest(bad)


@pytest.mark.parametrize(
    ("pattern", "code", "expected"),
    [
        ("I10", "I10", True), ("I11.-", "I11.0", True), ("I11.-", "I12.0", False),
        ("I51.4-I51.7", "I51.5", True), ("I51.4-I51.7", "I51.81", False),
        ("T36-T50", "T36.0X5A", True), ("T36-T50", "T51.0X1A", False),
        ("E11.9", "E11.90", False), ("T36.0X5?", "T36.0X5A", True), ("N18", "N18.32", True),
    ],
)  # fmt: skip
def test_patterns_match_as_coders_read_them(pattern, code, expected):
    assert matches(pattern, code) is expected


def test_the_digest_that_was_kept_is_the_one_that_was_read(tmp_path, monkeypatch):
    monkeypatch.setenv("DXCITE_CACHE", str(tmp_path))
    fresh = load_digest.__wrapped__()
    (path,) = tmp_path.glob("sections-*.json")
    monkeypatch.setattr(sections, "_sections", lambda files: pytest.fail("was read again"))
    kept = load_digest.__wrapped__()
    assert dict(kept) == dict(fresh) == dict(DIGEST)
    assert list(kept) == list(fresh)
    assert kept.fingerprint == fresh.fingerprint
    path.write_bytes(path.read_bytes()[:-9])
    monkeypatch.undo()
    monkeypatch.setenv("DXCITE_CACHE", str(tmp_path))
    assert dict(load_digest.__wrapped__()) == dict(fresh)
