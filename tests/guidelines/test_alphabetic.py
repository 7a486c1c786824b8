"""The Alphabetic Index and its tables as trees."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from guidelines.alphabetic import (
    Table,
    load_index,
    load_table,
    parse_index,
    parse_table,
    path_words,
)
from guidelines.errors import DataDamaged, DataMissing

INDEX = b"""<ICD10CM.index><version>2026</version>
<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>C</title>
<mainTerm><title>Cardiomyopathy<nemod>(familial) (idiopathic)</nemod></title><code>I42.9</code>
 <term level="1"><title>amyloid</title><code>E85.4</code><manif>I43</manif></term>
 <term level="1"><title>arteriosclerotic</title><see>Disease, heart, ischemic</see></term>
 <term level="1"><title>hypertrophic<nemod>(nonobstructive)</nemod></title><code>I42.2</code>
  <term level="2"><title>obstructive</title><code>I42.1</code></term></term>
 <term level="1"><title>vein<nemod>(deep)</nemod> NEC</title><subcat>H93.3</subcat>
  <seeAlso>Anomaly</seeAlso></term>
</mainTerm></letter></ICD10CM.index>"""

TABLE = b"""<ICD10CM.index><version>2026</version><indexHeading><head col="1">Substance</head>
<head col="2">Poisoning Accidental</head><head col="3">Adverse effect</head></indexHeading>
<letter><title>A</title><mainTerm><title>Acid<nemod>(corrosive)</nemod> NEC</title>
<cell col="2">T54.2X1</cell><cell col="3">--</cell>
<term level="1"><title>acetic</title><see>Vinegar</see></term></mainTerm></letter></ICD10CM.index>"""


def test_a_main_term_and_its_subterms() -> None:
    index = parse_index(INDEX)
    (main,) = index.main_terms
    assert (index.year, main.words, main.code) == (2026, "Cardiomyopathy", "I42.9")
    assert main.printed == "Cardiomyopathy (familial) (idiopathic)"
    assert main.modifiers == ("familial", "idiopathic")
    amyloid, arteriosclerotic, hypertrophic, vein = main.subterms
    assert (amyloid.code, amyloid.manifestation) == ("E85.4", "I43")
    assert (arteriosclerotic.code, arteriosclerotic.see) == (None, ("Disease, heart, ischemic",))
    assert hypertrophic.subterms[0].level == 2
    assert (vein.words, vein.printed) == ("vein NEC", "vein (deep) NEC")
    assert (vein.see_category, vein.see_also) == ("H93.3", ("Anomaly",))


def test_following_a_path() -> None:
    index = parse_index(INDEX)
    (found,) = index.look_up("cardiomyopathy", "Hypertrophic", "obstructive")
    assert found.code == "I42.1"
    assert index.look_up("cardiomyopathy", "obstructive") == ()
    assert index.look_up() == index.look_up("Zebra") == ()
    assert [path_words(p) for p in index.walk()][-2:] == [
        "Cardiomyopathy, hypertrophic, obstructive",
        "Cardiomyopathy, vein NEC",
    ]


def test_a_table_stays_a_table() -> None:
    table = parse_table(TABLE)
    assert isinstance(table, Table)
    assert (table.term_heading, table.columns) == (
        "Substance",
        ("Poisoning Accidental", "Adverse effect"),
    )
    (row,) = table.main_terms
    assert (row.words, row.cells) == ("Acid NEC", ("T54.2X1", None))
    assert row.subterms[0].see == ("Vinegar",)


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (b"", "not readable XML"),
        (INDEX[:-30], "not readable XML"),
        (b"<ICD10CM.tabular/>", "another schema"),
        (b"<ICD10CM.index><version>2026</version></ICD10CM.index>", "no main terms"),
        (INDEX.replace(b"<version>2026</version>", b""), "does not state its year"),
        (INDEX.replace(b"<title>amyloid</title>", b""), "without a title"),
        (TABLE, "is a table"),
    ],
)
def test_what_is_no_index(xml: bytes, says: str) -> None:
    with pytest.raises(DataDamaged, match=says):
        parse_index(xml)


def test_what_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(DataDamaged, match="no table"):
        parse_table(INDEX)
    with pytest.raises(DataMissing, match="cannot be read"):
        load_table(tmp_path / "gone.xml")


def test_the_official_index(official: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(official / "index/icd10cm_index_2017_subset.zip") as archive:
        archive.extractall(tmp_path)
    index = load_index(next(tmp_path.glob("*.xml")))
    assert len(index.main_terms) == 6_407
    assert sum(1 for _ in index.walk()) == 6_407 + 59_328
    (found,) = index.look_up("Cardiomyopathy", "hypertrophic", "obstructive")
    assert found.code == "I42.1"
    (found,) = index.look_up("Amyloidosis", "heart")
    assert (found.code, found.manifestation) == ("E85.4", "I43")


def test_the_official_tables(official: Path) -> None:
    external = load_index(official / "index/icd10cm-eindex-April-1-2026.xml")
    assert (len(external.main_terms), sum(1 for _ in external.walk())) == (314, 8_090)
    drugs = load_table(official / "index/icd10cm-drug-April-1-2026.xml")
    assert (len(drugs.main_terms), sum(1 for _ in drugs.walk())) == (5_179, 7_430)
    neoplasms = load_table(official / "index/icd10cm-neoplasm-April-1-2026.xml")
    assert sum(1 for _ in neoplasms.walk()) == 1_940
    (breast,) = neoplasms.look_up("Neoplasm, neoplastic", "breast")
    assert (
        dict(zip(neoplasms.columns, breast.cells, strict=True))["Malignant Secondary"] == "C79.81"
    )
