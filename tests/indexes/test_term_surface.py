"""What the words of titles and charts say."""

import pytest

from indexes._surface import analyze, canonical, synonyms
from indexes._text import stem

WORDS = {
    "renal": "kidney", "kidney": "renal", "ulcerated": "ulcer", "cancer": "malignant neoplasm",
    "belly": "abdomen", "distal": "lower end", "haematoma": "hematoma",
    "acquired": "not congenital",
}  # fmt: skip


def test_forms_of_one_word_share_a_stem():
    assert canonical("renal", WORDS) == canonical("kidney", WORDS)
    assert canonical("ulcerated", WORDS) == canonical("ulcers", WORDS)
    assert canonical("haematoma", WORDS) == canonical("hematoma", WORDS)


def test_a_word_for_an_expression_is_written_out():
    cancer = analyze("cancer of breast", WORDS, title=False)
    assert set(cancer.core) == set(analyze("Malignant neoplasm of breast", WORDS).core)
    end = analyze("distal end of radius", WORDS, title=False)
    assert set(end.core) == set(analyze("lower end of radius", WORDS).core)


def test_vague_meanings_change_nothing():
    assert canonical("acquired", WORDS) == (stem("acquired"),)


def test_synonyms_keep_their_own_stem():
    assert canonical("belly", WORDS) != canonical("abdomen", WORDS)
    assert stem("abdomen") in synonyms(WORDS)[stem("belly")]


def test_an_inflammation_is_not_its_site():
    assert stem("hepatitis") != stem("hepatic")


@pytest.mark.parametrize(
    "written", ["Gastro-esophageal reflux", "gastroesophageal reflux", "GASTRO-ESOPHAGEAL REFLUX"]
)
def test_compounds_with_and_without_hyphen(written):
    assert analyze(written, {}).core == ("gastroesophag", "reflux")


def test_title_conventions():
    surface = analyze("Other specified fracture of left radius without displacement", {})
    assert surface.side == "left"
    assert surface.residual
    assert "displac" in surface.negated
    assert "displac" not in surface.core


def test_what_charts_say_around_a_condition():
    chart = "67 year old male seen for hip pain, will follow up in two weeks"
    said = analyze(chart, {}, title=False)
    assert said.core == ("hip", "pain")
