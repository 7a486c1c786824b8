"""`dxcite releases`, `diff`, and look-up and search of codes beside ICD-10-CM, as typed."""

from __future__ import annotations

import errno
import json
import zipfile
from pathlib import Path

import pytest
from edition_fakes import edition, put_at_hand

import guidelines.official._fetch as fetching
from assistant.cli_commands import app
from assistant.cli_errors import BAD_INPUT, OK, guarded
from guidelines.official import ReleaseStore, named_release
from guidelines.official._table import OfficialFile

FY2026 = named_release("FY2026")


class Command:
    """Runs `dxcite` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def printed(self, *arguments: str) -> str:
        """What it prints when all goes well."""
        code = guarded(app, list(arguments))
        out, err = self._capsys.readouterr()
        assert (code, err) == (OK, "")
        return out

    def refused(self, *arguments: str) -> str:
        """The one line with which it refuses."""
        code = guarded(app, list(arguments))
        _, err = self._capsys.readouterr()
        assert code == BAD_INPUT
        assert err.startswith("dxcite: ")
        assert err.count("\n") == 1
        return err


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def exempt_list(folder: Path, count: int = 12_000, name: str = "POAexemptCodesFY26.txt") -> Path:
    rows = (f"{n:05d}\tZ{n:05d}\tExempt code {n}" for n in range(count))
    path = folder / name
    path.write_text("\n".join(["Order26\tPOAexemptCode\tDescription", *rows]))
    return path


def pdf_saying(*lines: str) -> bytes:
    """A PDF of one page."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    content = f"BT /F1 12 Tf 72 700 Td {shown} ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            "/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{n} 0 obj{part}endobj\n" for n, part in enumerate(parts, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 6>>\n%%EOF".encode()


# -- releases -----------------------------------------------------------------------------------


def test_files_are_added_listed_and_removed(command: Command, tmp_path: Path) -> None:
    said = command.printed("releases", "add", str(exempt_list(tmp_path)))
    assert said == "FY2026: POA-exempt list (POAexemptCodesFY26.txt)\n"
    listed = command.printed("releases", "list")
    assert "FY2026  2025-10-01 to 2026-03-31\n  at hand: POA-exempt list\n" in listed
    facts = json.loads(command.printed("releases", "list", "--json"))
    held = {r["release"]: [f["kind"] for f in r["at_hand"]] for r in facts["releases"]}
    assert held["FY2026"] == ["poa_exempt"]
    assert facts["folder"] == str(tmp_path / "data" / "releases")
    gone = command.printed("releases", "remove", "fy26", "--only", "poa_exempt")
    assert gone == "FY2026: POA-exempt list removed\n"
    assert "nothing to remove" in command.refused("releases", "remove", "FY2026")


def test_two_files_for_one_place(command: Command, tmp_path: Path) -> None:
    command.printed("releases", "add", str(exempt_list(tmp_path)))
    (held,) = ReleaseStore().stored()
    other = str(exempt_list(tmp_path, 13_000, "FY26.txt"))
    said = command.refused("releases", "add", other)
    assert "FY2026 already has another POA-exempt list" in said
    assert ReleaseStore().stored() == (held,)
    command.printed("releases", "add", other, "--replace")
    assert ReleaseStore().stored() != (held,)


def test_one_bad_file_does_not_keep_the_good_ones_out(command: Command, tmp_path: Path) -> None:
    bad = tmp_path / "notes.txt"
    bad.write_text("hello")
    said = command.refused("releases", "add", str(bad), str(exempt_list(tmp_path)))
    assert "notes.txt is none of the official files" in said
    assert [s.slot for s in ReleaseStore().stored()] == ["poa_exempt"]


def test_several_bad_files_are_counted(command: Command, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("hello")
    paths = (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert "2 files were not added" in command.refused("releases", "add", *paths)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("menu.pdf", pdf_saying("Lunch"), "menu.pdf is not the ICD-10-CM Official Guidelines"),
        (
            "short.pdf",
            pdf_saying("ICD-10-CM Official Guidelines for Coding and Reporting", "FY 2026"),
            "another document or incomplete",
        ),
        ("broken.pdf", b"%PDF-1.7 nothing", "cannot be read as a PDF"),
        ("a.xml", b"<html><body/></html>", "XML of another kind"),
        ("a.xlsx", b"PK\x03\x04 no archive", "damaged or incomplete"),
        ("gone.zip", None, "is not a file"),
    ],
)
def test_what_is_no_official_file_is_refused(
    command: Command, tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert says in command.refused("releases", "add", str(path))
    assert ReleaseStore().stored() == ()


def test_a_zip_that_is_cut_off(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "codes.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(exempt_list(tmp_path), "POAexemptCodesFY26.txt")
    path.write_bytes(path.read_bytes()[:-60])
    assert "codes.zip is damaged or incomplete" in command.refused("releases", "add", str(path))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fetch", "FY1999"], "is no release"),
        (["fetch", "FY2026", "--only", "music"], "no kind of file; use guidelines"),
        (["fetch", "FY2016", "--only", "hcpcs"], "No address is known"),
        (["add", "x", "--release", "spring"], "is no release"),
        (["remove", "FY2026"], "nothing to remove"),
        (["check"], "No official guidelines are at hand"),
    ],
)
def test_bad_input_is_one_sentence(command: Command, arguments: list[str], says: str) -> None:
    assert says in command.refused("releases", *arguments)


def one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = OfficialFile(FY2026, ("poa_exempt",), None, None, ("http://no.such.host/x.txt",))
    monkeypatch.setattr(fetching, "official_files", lambda: (file,))


def test_without_a_network_fetch_says_so(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    one_file(monkeypatch)
    said = command.refused("releases", "fetch", "FY2026")
    assert "no.such.host cannot be reached" in said
    assert "dxcite releases add" in said


def test_a_disk_that_is_full_while_fetching(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.printed("releases", "add", str(exempt_list(tmp_path)))
    held = ReleaseStore().stored()
    file = OfficialFile(FY2026, ("guidelines",), None, None, ("http://no.such.host/x.pdf",))
    monkeypatch.setattr(fetching, "official_files", lambda: (file,))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetching, "_continue", full)
    assert "The disk is full" in command.refused("releases", "fetch", "FY2026")
    assert ReleaseStore().stored() == held


def test_the_check_counts_bookmarks_and_seconds(official: Path, command: Command) -> None:
    command.printed("releases", "add", str(official / "guidelines" / "FY2026_oct2025.pdf"))
    said = command.printed("releases", "check", "--timed").splitlines()
    assert said[0].startswith("FY2026: 492 sections, 490 numbered bookmarks, all found, parsed in")
    assert all(line.endswith(": none") for line in said[1:])


# -- diff ---------------------------------------------------------------------------------------

OLD = edition(("I.C.1", "Infections", "All of them."), ("I.C.1.d", "Sepsis", "It is first."))
NEW = edition(
    ("I.C.1", "Infections", "All of them."),
    ("I.C.1.d", "Sepsis", "It is usually first."),
    ("I.C.1.e", "Chills", "Chills are new."),
    first_page=20,
)


@pytest.fixture
def two_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    put_at_hand(monkeypatch, {"FY2025": OLD, "FY2026": NEW})


def test_a_difference_is_printed_with_both_wordings(command: Command, two_editions: None) -> None:
    said = command.printed("diff", "I.C.1", "FY2026", "FY2025")  # in whichever order
    assert "Section I.C.1 from FY2025 to FY2026" in said
    assert "- It is first." in said
    assert "+ It is usually first." in said
    assert "I.C.1.e  Chills (FY2026, page 22): new" in said
    assert "All of them" not in said


def test_what_did_not_change_is_said(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    put_at_hand(monkeypatch, {"FY2025": OLD, "FY2026": OLD})
    said = command.printed("diff", "Section I.C.1.d.", "FY2025", "FY2026")
    assert said == "Section I.C.1.d is the same in FY2025 and FY2026.\n"


def test_a_difference_as_json(command: Command, two_editions: None) -> None:
    found = json.loads(command.printed("diff", "I.C.1.d", "FY2025", "FY2026", "--json"))
    (change,) = found["changes"]
    assert (found["from"], found["to"]) == ("FY2025", "FY2026")
    assert (change["section"], change["page"], change["page_before"]) == ("I.C.1.d", 21, 2)
    assert change["sentences"] == [{"before": "It is first.", "after": "It is usually first."}]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["I.C.1.d", "FY2025", "FY2025"], "give two different ones"),
        (["I.C.1.d", "FY2025", "soon"], "is no release"),
        (["I.C.1.d", "FY2025", "FY2024"], "FY2024 guidelines are not at hand"),
        (["I.C.77", "FY2025", "FY2026"], "has a section I.C.77"),
        (["sepsis", "FY2025", "FY2026"], "sections are written like I.C.1.d"),
    ],
)
def test_what_cannot_be_compared_is_said(
    command: Command, two_editions: None, arguments: list[str], says: str
) -> None:
    assert says in command.refused("diff", *arguments)


# -- codes beside ICD-10-CM ---------------------------------------------------------------------


@pytest.fixture
def with_procedures(tmp_path: Path) -> None:
    rows = [
        ("0DT", 0, "Gastrointestinal System, Resection"),
        ("0DTJ4ZZ", 1, "Resection of Appendix"),
    ]
    text = "\n".join(
        f"{n:05d} {code:<7} {flag} {title[:60]:<60} {title}"
        for n, (code, flag, title) in enumerate(rows, 1)
    )
    ReleaseStore().put([("pcs", FY2026, text.encode())])


def test_a_procedure_code_is_looked_up_and_marked_as_such(
    command: Command, with_procedures: None
) -> None:
    found = json.loads(command.printed("code", "0dtj4zz", "--date", "2026-02-10", "--json"))
    assert (found["system"], found["title"], found["billable"]) == (
        "ICD-10-PCS", "Resection of Appendix", True,
    )  # fmt: skip
    assert "its reasoning is for ICD-10-CM diagnoses only" in found["notice"]
    said = command.printed("search", "appendix resection", "--in", "pcs", "--date", "2026-02-10")
    assert said.splitlines() == ["ICD-10-PCS · FY2026", "  0DTJ4ZZ  Resection of Appendix"]
    later = command.printed("search", "appendix", "--in", "pcs", "--date", "2026-11-10", "--json")
    assert "were not in force" in json.loads(later)["notice"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["code", "0DTJ4Z1", "--date", "2026-02-10"], "has no ICD-10-PCS code 0DTJ4Z1"),
        (["search", "umbrella", "--in", "pcs"], "No ICD-10-PCS description has these words"),
        (["search", "ketorolac", "--in", "hcpcs"], "HCPCS Level II codes are not at hand"),
        (["search", "x", "--in", "cpt"], "use --in pcs or --in hcpcs"),
    ],
)
def test_what_is_not_there_is_said(
    command: Command, with_procedures: None, arguments: list[str], says: str
) -> None:
    assert says in command.refused(*arguments)
