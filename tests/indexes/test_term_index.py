"""Terms of charts find their codes."""

from datetime import date

import pytest

from guidelines.codeset import load_codeset
from indexes._surface import analyze
from indexes.lexicon import load_lexicon
from indexes.term_index import TermIndex, surface_rows


@pytest.fixture(scope="module")
def codeset():
    return load_codeset(date(2026, 11, 1))


@pytest.fixture(scope="module")
def terms(codeset, tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    TermIndex.build(surface_rows([codeset], load_lexicon()), folder)
    return TermIndex.open(folder, load_lexicon())


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("tennis elbow", "M77.1"),
        ("breast cancer left", "C50.912"),
        ("closed fracture left distal radius", "S52.502"),
        ("pressure ulcer sacrum stage 3", "L89.153"),
        ("rash", "R21"),
        ("diabetic foot ulcer", "E11.621"),
        ("hypertension", "I10"),
        ("anemia", "D64.9"),
        ("cancer of lung", "C34.9"),
        ("chronic kidney disease stage 3b", "N18.32"),
        ("acute on chronic systolic heart failure", "I50.23"),
        ("gastroesophageal reflux", "K21"),
        ("pneumonia", "J18.9"),
        ("pnuemonia", "J18.9"),
        ("urinary tract infection", "N39.0"),
        ("67 year old male seen for low back pain", "M54.5"),
        ("fall from ladder", "W11"),
    ],
)
def test_first_hit(terms, codeset, term, code):
    hits = terms.search(term, codeset)
    assert hits[0].code.startswith(code), [(h.code, round(h.score, 2)) for h in hits[:4]]
    assert 0.0 <= hits[0].score <= 1.0
    assert 0.5 < hits[0].covered <= 1.0


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("displaced fracture shaft left tibia", "S82.202"),
        ("displaced transverse fracture shaft left tibia", "S82.222"),
    ],
)
def test_a_kind_of_fracture_is_found_only_where_it_is_named(terms, codeset, term, code):
    assert terms.search(term, codeset)[0].code == code


def test_very_words_are_found_without_a_search_by_meaning(terms, codeset, monkeypatch):
    asked = []
    by_meaning = terms._dense
    monkeypatch.setattr(terms, "_dense", lambda text, k: asked.append(text) or by_meaning(text, k))
    terms.search("pain in left knee", codeset)
    assert asked == []
    terms.search("sore left knee joint", codeset)
    assert asked


def test_titles_kept_apart_are_as_taken_apart_anew(terms, codeset):
    equivalents = dict(load_lexicon().equivalents)  # no index has been opened for these
    titles = [e.title for e in codeset.printed() if e.kind not in ("chapter", "section")][::150]
    kept = {t: found for t in titles if (found := terms._table.title(t)) is not None}
    assert len(kept) > 0.9 * len(titles)
    assert {t: analyze(t, equivalents) for t in kept} == kept


def test_the_side_asked_for_comes_first(terms, codeset):
    hits = [h.code for h in terms.search("pain in left knee", codeset)]
    assert hits[0] == "M25.562"


def test_hits_are_distinct_and_the_same_every_time(terms, codeset):
    first = terms.search("pain in right knee", codeset, 20)
    assert len({h.code for h in first}) == len(first) == 20
    assert [h.score for h in first] == sorted((h.score for h in first), reverse=True)
    assert first == terms.search("pain in right knee", codeset, 20)


def test_nothing_asked_nothing_found(terms, codeset):
    assert terms.search("", codeset) == []
    assert terms.search("of the", codeset) == []


def test_only_codes_of_the_release(terms):
    before = load_codeset(date(2026, 5, 1))
    for hit in terms.search("heart failure", before, 30):
        assert hit.code in before


def test_the_words_of_surfaces(terms):
    assert terms.known("fever")
    assert not terms.known("xyzzy")
    assert terms.rarity("xyzzy") >= terms.rarity("fever") > 0
    found = [terms.row(p) for p in terms.exact[frozenset(["fever"])]]
    assert ("Fever NOS", "R50.9", "inclusion") in found
