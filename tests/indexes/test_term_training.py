"""The Alphabetic Index as phrases, and how terms are divided for training."""

import random

import pytest

from indexes.training.pairs import Pair, Sources, gather, kept, misspelt, part_of
from indexes.training.phrases import IndexLine, phrase, read_index, read_table, table_phrase

INDEX = """<ICD10CM.index><letter><mainTerm>
<title>Fracture, traumatic<nemod>(abduction)</nemod></title>
<term level="1"><title>radius</title><code>S52.9-</code>
  <term level="2"><title>lower end</title><code>S52.50-</code></term></term>
<term level="1"><title>with</title>
  <term level="2"><title>delayed healing NEC</title><see>Delay</see></term></term>
</mainTerm></letter></ICD10CM.index>"""

TABLE = """<ICD10CM.index><letter><mainTerm><title>Neoplasm, neoplastic</title>
<term level="1"><title>breast</title><cell col="2">C50.9-</cell><cell col="7">--</cell></term>
</mainTerm></letter></ICD10CM.index>"""


def written(tmp_path, text):
    path = tmp_path / "file.xml"
    path.write_text(text)
    return path


def test_lines_with_a_code_keep_their_path(tmp_path):
    lines = list(read_index(written(tmp_path, INDEX)))
    assert [(line.path[1:], line.code) for line in lines] == [
        (("radius",), "S52.9"),
        (("radius", "lower end"), "S52.50"),
    ]
    assert lines[0].modifiers[0] == ("abduction",)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("Fracture, traumatic", "radius", "lower end"), "fracture of lower end of radius"),
        (("Ulcer", "gastrojejunal", "acute"), "acute gastrojejunal ulcer"),
        (("Neuropathy", "due to", "lead"), "neuropathy due to lead"),
        (("Toe", "with", "damage to nail"), "toe with damage to nail"),
    ],
)
def test_paths_read_backwards(path, said):
    line = IndexLine(path, tuple(() for _ in path), "X")
    spoken = {phrase(line, random.Random(seed), modifiers=0.0) for seed in range(30)}
    assert any(said in p for p in spoken), spoken


def test_empty_cells_give_nothing(tmp_path):
    assert list(read_table(written(tmp_path, TABLE))) == [
        (("Neoplasm, neoplastic", "breast"), {2: "C50.9"})
    ]
    assert table_phrase(["breast"], ("cancer of {}",), random.Random(1)) == "cancer of breast"


def test_a_main_term_stays_together():
    assert part_of("Fracture, traumatic") == part_of("fracture, traumatic")
    assert len({part_of(str(n)) for n in range(200)}) == 10


def test_titles_are_always_learned():
    pairs = [
        Pair("a", "A00", "title", 0),
        Pair("b", "A00", "index", 0),
        Pair("c", "A00", "index", 5),
    ]
    assert [p.term for p in kept(pairs, {0})] == ["a", "c"]


def test_pairs_point_at_codes_of_today(tmp_path):
    from indexes.lexicon import load_lexicon

    pairs = gather(Sources(index=written(tmp_path, INDEX)), load_lexicon())
    assert {p.code for p in pairs if p.origin == "index"} == {"S52.9", "S52.50"}
    assert {p.origin for p in pairs} >= {"title", "inclusion", "lexicon"}


def test_misspelling_changes_one_word():
    chance = random.Random(4)
    for _ in range(50):
        before, after = (
            ["chronic", "kidney", "disease"],
            misspelt("chronic kidney disease", chance).split(),
        )
        assert sum(a != b for a, b in zip(before, after, strict=True)) <= 1
