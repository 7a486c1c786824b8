from __future__ import annotations

import io
import json

import pytest

from assistant.cli_commands import app
from assistant.cli_errors import BAD_INPUT, OK, guarded


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = guarded(app, list(arguments))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_report_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("check", "i10", "N18.6", "E11.9", "--date", "2026-11-02", capsys=capsys)
    assert code == OK
    assert "I10 with N18.6 becomes I12.0" in out
    assert "Guideline I.C.9.a.2" in out
    assert "To settle it:" in out
    assert "HCC 326" in out


def test_a_report_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("check", "E11.9", "E10.9", "--json", "--setting", "inpatient", "--age", "40")
    code, out, _ = run(*arguments, "--date", "2026-11-02", capsys=capsys)
    report = json.loads(out)
    assert code == OK
    assert report["setting"] == "inpatient"
    assert report["age"] == 40
    assert report["date_of_service"] == "2026-11-02"
    excludes1 = next(f for f in report["findings"] if f["kind"] == "excludes1")
    assert excludes1["codes"] == ["E11.9", "E10.9"]
    assert {"kind", "ref", "quote", "release"} == set(excludes1["sources"][0])


def test_clean_codes_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("check", "I12.0", "N18.6", "--date", "2026-11-02", capsys=capsys)
    assert code == OK
    assert "Nothing stands against" in out


def test_a_wrong_order_is_put_right(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("check", "N18.6", "I12.0", "--date", "2026-11-02", capsys=capsys)
    assert "Order asked for: I12.0, N18.6" in out


def test_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"i10,\nN186\n")))
    code, out, _ = run("check", "-", "--json", capsys=capsys)
    assert code == OK
    assert [c["code"] for c in json.loads(out)["codes"]] == ["I10", "N18.6"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "hello"], "holds no code"),
        (["check", ""], "No codes were given"),
        (["check", "I10", "--age", "200"], "The age 200 is no age"),
        (["check", "I10", "--age", "old"], "--age"),
        (["check", "I10", "--setting", "home"], "use inpatient or outpatient"),
        (["check", "I10", "--date", "yesterday"], "is not a date"),
        (["check", "I10", "--edits", "no-such-folder"], "There is no folder no-such-folder"),
        (["check"], "Missing argument"),
    ],
)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, out, err = run(*arguments, capsys=capsys)
    assert code == BAD_INPUT
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_notes_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("notes", "--date", "2026-11-02", capsys=capsys)
    assert code == OK
    assert "Not understood: 2 of 12,4" in out
    _, printed, _ = run("notes", "--json", capsys=capsys)
    counts = json.loads(printed)
    assert counts["unparsed_share"] < 0.01
    assert counts["lines"] == sum(sum(c.values()) for c in counts["counts"].values())
