"""Adding official files: what each is, which release, and what is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from guidelines.errors import FileRefused, NotAtHand, UnknownRelease
from guidelines.official import ReleaseStore, named_release, read_stored
from guidelines.official._recognise import recognise
from guidelines.releases import GUIDELINE_RELEASES

INDEX = b"""<?xml version="1.0"?><ICD10CM.index><version>2026</version>
<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>A</title>
<mainTerm><title>Abasia<nemod>(hysterical)</nemod></title><code>F44.4</code></mainTerm>
</letter></ICD10CM.index>"""
ADDENDA = b"Add:         C7831   Secondary malignant neoplasm of larynx\n"


def poa(year: int = 26, count: int = 12_000) -> bytes:
    rows = (f"{n:05d}\tZ{n:05d}\tExempt code {n}" for n in range(count))
    return "\r\n".join([f"Order{year}\tPOAexemptCode\tDescription", *rows]).encode()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def given(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("FY2026", "FY2026"),
        ("fy 2026", "FY2026"),
        ("2026", "FY2026"),
        ("FY26", "FY2026"),
        ("FY2025 April", "FY2025 (April 2025)"),
        ("fy2025-apr", "FY2025 (April 2025)"),
        ("April 2025", "FY2025 (April 2025)"),
        ("FY2025 (April 2025)", "FY2025 (April 2025)"),
        ("January 2021", "FY2021 (January 2021)"),
        ("October 2025", "FY2026"),
        ("FY2026 October", "FY2026"),
    ],
)
def test_releases_are_named_as_coders_name_them(typed: str, name: str) -> None:
    assert named_release(typed).name == name


@pytest.mark.parametrize("typed", ["", "FY1999", "FY2026 July", "spring", "2026-05-01", "FY20266"])
def test_what_is_no_release_is_refused(typed: str) -> None:
    with pytest.raises(UnknownRelease, match="is no release"):
        named_release(typed)


def test_every_release_answers_to_its_own_name() -> None:
    for release in GUIDELINE_RELEASES:
        assert named_release(release.name) == release


@pytest.mark.parametrize(
    ("name", "data", "slot", "release"),
    [
        ("list.txt", poa(), "poa_exempt", "FY2026"),
        ("list.txt", poa(25), "poa_exempt", "FY2025"),
        ("index.xml", INDEX, "index", "FY2026"),
        ("icd10cm-index-April-1-2026.xml", INDEX, "index", "FY2026 (April 2026)"),
        ("icd10cm_codes_addenda_2027.txt", ADDENDA, "addenda", "FY2027"),
        ("some.zip", zipped(list__txt=poa(), readme__txt=b"hello"), "poa_exempt", "FY2026"),
    ],
)
def test_a_file_is_recognised(
    tmp_path: Path, name: str, data: bytes, slot: str, release: str
) -> None:
    (found,) = recognise(given(tmp_path, name, data)).found
    assert (found.slot, found.release.name) == (slot, release)


def test_what_an_archive_holds_besides_is_told(tmp_path: Path) -> None:
    data = zipped(list__txt=poa(), readme__txt=b"hello")
    (aside,) = recognise(given(tmp_path, "a.zip", data)).aside
    assert "readme.txt is none of the official files" in aside


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"hello", "none of the official files"),
        ("a.bin", b"\x00\x01\x02", "no file of a kind"),
        ("a.pdf", b"%PDF-1.7 broken", "cannot be read as a PDF"),
        ("a.zip", zipped(list__txt=poa())[:-40], "damaged or incomplete"),
        ("a.zip", zipped(x__txt=b"hello"), "holds no official"),
        ("a.zip", zipped(a__txt=poa(), b__txt=poa(26, 13_000)), "two files for the POA"),
        ("a.xml", b"<svg/>", "XML of another kind"),
        ("a.xml", INDEX[:-40], "damaged or incomplete"),
        ("a.xml", b"<ICD10PCS.tabular/>", "order file instead"),
        ("POA-add.txt", poa(26, 200), "list of changes or cut off"),
        ("addenda.txt", ADDENDA, "say so with --release"),
        ("codes.txt", b"A000    Cholera due to Vibrio\n", "billable codes only"),
        ("order.txt", b"00001 A00     0 Cholera    Cholera\n", "cut off after 1 codes"),
    ],
)
def test_what_cannot_be_placed_is_refused(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    with pytest.raises(FileRefused, match=says):
        recognise(given(tmp_path, name, data))


def test_the_user_may_say_the_release_but_not_against_the_file(tmp_path: Path) -> None:
    unnamed = given(tmp_path, "addenda.txt", ADDENDA)
    (found,) = recognise(unnamed, named_release("FY2027")).found
    assert found.release.name == "FY2027"
    with pytest.raises(FileRefused, match="belongs to FY2026, not to FY2025"):
        recognise(given(tmp_path, "list.txt", poa()), named_release("FY2025"))


def test_a_hostile_archive_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(zeros__txt=bytes(450_000_000))
    assert len(bomb) < 1_000_000
    with pytest.raises(FileRefused, match="unpacks to more"):
        recognise(given(tmp_path, "bomb.zip", bomb))


def test_storing_replacing_and_removing(tmp_path: Path) -> None:
    store, release = ReleaseStore(tmp_path / "releases"), named_release("FY2026")
    assert store.stored() == ()
    assert store.put([("poa_exempt", release, poa())]) == 1
    assert store.put([("poa_exempt", release, poa())]) == 0  # the same again changes nothing
    with pytest.raises(FileRefused, match="already has another"):
        store.put([("index", release, INDEX), ("poa_exempt", release, poa(26, 13_000))])
    assert store.get(release, "index") is None  # all or nothing
    assert store.put([("poa_exempt", release, poa(26, 13_000))], replace=True) == 1
    (held,) = store.stored()
    assert read_stored(held) == poa(26, 13_000)
    assert [s.slot for s in store.remove(release)] == ["poa_exempt"]
    with pytest.raises(NotAtHand, match="nothing to remove"):
        store.remove(release)


def test_a_full_disk_harms_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, release = ReleaseStore(tmp_path / "releases"), named_release("FY2026")
    store.put([("poa_exempt", release, poa())])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("guidelines.official._store.os.fsync", full)
    with pytest.raises(Exception, match=r"No space left|disk is full"):
        store.put([("poa_exempt", release, poa(26, 13_000))], replace=True)
    (held,) = store.stored()
    assert read_stored(held) == poa()
    assert not list(store.folder.rglob("writing-*"))


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    store, release = ReleaseStore(tmp_path / "releases"), named_release("FY2026")
    store.put([("poa_exempt", release, poa())])
    (held,) = store.stored()
    held.path.write_bytes(poa(26, 13_000))
    with pytest.raises(NotAtHand, match="was changed since it was added"):
        read_stored(held)


def test_the_real_files_are_recognised(official: Path) -> None:
    expected = {
        "codes/FY2025_code_descriptions.zip": ("FY2025", {"codes", "addenda"}),
        "codes/FY2026_conversion_table.xlsx": ("FY2026", {"conversion"}),
        "edits/POAexemptCodesFY25.zip": ("FY2025", {"poa_exempt"}),
        "tabular/icd10cm_tabular_2021.zip": ("FY2021 (January 2021)", {"tabular"}),
        "index/icd10cm-drug-April-1-2026.xml": ("FY2026 (April 2026)", {"drugs"}),
        "index/icd10cm-neoplasm-April-1-2026.xml": ("FY2026 (April 2026)", {"neoplasms"}),
        "index/icd10cm-eindex-April-1-2026.xml": ("FY2026 (April 2026)", {"external_causes"}),
        "index/icd10cm_index_2017_subset.zip": ("FY2017", {"index"}),
        "pcs/cms_2026_pr.zip": ("FY2026", {"pcs"}),
        "hcpcs/HCPC2025_OCT_ANWEB.xlsx": ("FY2026", {"hcpcs"}),
    }
    for name, (release, slots) in expected.items():
        found = recognise(official / name).found
        assert {f.release.name for f in found} == {release}, name
        assert {f.slot for f in found} == slots, name


def test_a_renamed_file_is_recognised_by_what_it_holds(official: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(official / "codes/FY2026_code_descriptions.zip") as archive:
        data = archive.read("icd10cm-order-2026.txt")
    (found,) = recognise(given(tmp_path, "download.txt", data)).found
    assert (found.slot, found.release.name) == ("codes", "FY2026")
    cut = given(tmp_path, "icd10cm-order-2026.txt", data[: len(data) // 2])
    with pytest.raises(FileRefused, match="cut off"):
        recognise(cut)
