"""The last gate takes out what cannot be shown."""

from datetime import date

import pytest

from assistant.models import Answer, AnswerCode, Citation, Span
from assistant.verifying import Unverified, verify
from guidelines.codeset import load_codeset
from guidelines.sections import load_digest

DAY = date(2026, 5, 12)
TEXT = "HTN and CKD"


def answer(**fields):
    base = {
        "answer": "Report **I10**. [1]",
        "date_of_service": DAY,
        "release": "April 2026",
        "citations": (
            Citation(n=1, kind="tabular", ref="I10", title="t", quote="q", release="April 2026"),
        ),
    }
    return Answer(**(base | fields))


def code(name="I10", role="first-listed", citations=(1,), evidence=()):
    return AnswerCode(
        code=name, title="t", billable=True, role=role, sequence=1, reason="r",
        citations=citations, evidence=evidence,
    )  # fmt: skip


def check(value):
    return verify(value, TEXT, load_codeset(DAY), load_digest())


def test_a_good_answer_passes_unchanged():
    good = answer(codes=(code(evidence=(Span(start=0, end=3, text="HTN"),)),))
    assert check(good) == good


@pytest.mark.parametrize("name", ["I11", "I99.99", "E11.2"])
def test_headers_and_inventions_are_taken_out_with_a_warning(name):
    checked = check(answer(codes=(code(name), code("I10", "additional"))))
    assert [c.code for c in checked.codes] == ["I10"]
    assert checked.codes[0].role == "first-listed"
    assert checked.codes[0].sequence == 1
    assert any(name in w for w in checked.warnings)


def test_a_citation_that_is_not_listed_is_a_fault():
    with pytest.raises(Unverified):
        check(answer(codes=(code(citations=(7,)),)))


def test_words_that_are_not_in_the_question_are_a_fault():
    with pytest.raises(Unverified):
        check(answer(codes=(code(evidence=(Span(start=0, end=3, text="DM2"),)),)))


def test_a_section_that_does_not_exist_is_a_fault():
    bad = Citation(n=1, kind="guideline", ref="I.Z.9", title="t", quote="q", release="r")
    with pytest.raises(Unverified):
        check(answer(citations=(bad,)))
