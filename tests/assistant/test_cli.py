"""The command as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import cli_commands, cli_errors
from assistant.cli import main, plain_look_up
from guidelines._version import __version__

ROOT = Path(__file__).resolve().parents[2]


def dxcite(
    *arguments: str | bytes, given: bytes = b"", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    command: Sequence[str | bytes] = [sys.executable, "-m", "assistant.cli", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, cwd=ROOT, env={**os.environ, **environ}
    )


def refused(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run in this process; the one line of the refusal."""
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    assert leaving.value.code == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("dxcite: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def printed(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    out, err = capfd.readouterr()
    assert leaving.value.code == 0, err
    return out


def test_version_and_help(capfd: pytest.CaptureFixture[str]) -> None:
    assert printed(capfd, "--version") == f"dxcite {__version__}\n"
    for arguments in ([], ["--help"], ["-h"]):
        text = printed(capfd, *arguments)
        for command in ("ask", "batch", "code", "index", "chat"):
            assert f"\n  {command} " in text
    for command in ("ask", "batch", "code", "chat"):
        assert f"dxcite {command}" in printed(capfd, command, "--help")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "nonsense"),
        (["ask"], "Missing argument"),
        (["ask", "x", "--bad"], "--bad"),
        (["ask", ""], "empty"),
        (["ask", " \n\t "], "empty"),
        (["ask", "a" * 1_000_000], "1,000,000 characters"),
        (["ask", "abc\x00def"], "binary"),
        (["ask", "\udcff\udcfe"], "binary"),
        (["ask", "高血压和心力衰竭怎么编码"], "English"),
        (["ask", "гипертония с сердечной недостаточностью"], "English"),
        (["ask", "¿Qué código para el paciente con diabetes que está sin tratamiento?"], "English"),
        (["ask", "Patient mit Diabetes und Hypertonie, welche Diagnose ist das?"], "English"),
        (["ask", "pneumonia", "--setting", "home"], "inpatient or outpatient"),
        (["ask", "pneumonia", "--date", "10/01/2026"], "2026-10-01"),
        (["ask", "pneumonia", "--date", "20261001"], "2026-10-01"),
        (["ask", "pneumonia", "--date", "2026-02-30"], "2026-02-30"),
        (["ask", "pneumonia", "--date", "2014-09-30"], "2015-10-01"),
        (["ask", "pneumonia", "--date", "2045-01-01"], "2030-12-31"),
        (["code", "I50.99"], "I50.9"),
        (["code", "nonsense"], "I50.9"),
        (["code", ""], "I50.9"),
        (["code", "I50.9", "--date", "soon"], "2026-10-01"),
        (["index", "info"], "dxcite index build"),
        (["batch", "/no/such/file.jsonl"], "cannot be read"),
        (["batch", "."], "cannot be read"),
        (["chat", "--port", "x"], "port"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(capfd, *arguments)


def test_binary_standard_input_is_refused() -> None:
    run = dxcite("ask", "-", given=b"\x89PNG\r\n\x1a\n\xff\xfe")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.count(b"\n") == 1
    assert b"UTF-8" in run.stderr


def test_a_data_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DXCITE_DATA", str(tmp_path / "file"))
    said = refused(capfd, "index", "build")
    assert "DXCITE_DATA" in said
    assert str(tmp_path / "file") in said


def test_a_missing_data_file_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from guidelines import codeset
    from guidelines.codeset import _source

    monkeypatch.setattr(_source, "APRIL_2026_FILE", "gone.xml")
    codeset._load.cache_clear()
    codeset._april_2026.cache_clear()
    try:
        assert "pip install simple-icd-10-cm" in refused(capfd, "code", "I10")
    finally:
        codeset._load.cache_clear()
        codeset._april_2026.cache_clear()


def test_a_port_in_use_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import assistant.pipeline

    monkeypatch.setattr(assistant.pipeline, "open_assistant", lambda _: FakeAssistant())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port}" in refused(capfd, "chat", "--port", port)


class FakeAssistant:
    model = None

    def warm(self) -> None:
        """Nothing to load."""


def test_a_malformed_login_is_refused(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DXCITE_LOGIN", "only-a-name")
    assert "name:password" in refused(capfd, "chat")


@pytest.mark.parametrize(
    ("platform", "display", "expected"),
    [("linux", "", False), ("linux", ":0", True), ("darwin", "", True), ("win32", "", True)],
)
def test_a_browser_is_opened_only_where_there_is_a_screen(
    platform: str, display: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.cli_chat import has_screen

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert has_screen() is expected


def test_a_language_model_without_provider_is_refused(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DXCITE_MODEL", "llama")
    assert "provider" in refused(capfd, "ask", "pneumonia")


def failing(error: BaseException) -> object:
    def app(*_args: object, **_more: object) -> None:
        raise error

    return app


def test_a_fault_of_dxcite_is_one_line_without_chart_text(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_commands, "app", failing(KeyError("Mr Smith, born 1950")))
    with pytest.raises(SystemExit) as leaving:
        main([])
    assert leaving.value.code == 1
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "KeyError" in err
    assert "test_cli.py" in err
    assert "Smith" not in err
    assert "DXCITE_DEBUG=1" in err


def test_the_traceback_is_shown_on_request(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DXCITE_DEBUG", "1")
    monkeypatch.setattr(cli_commands, "app", failing(KeyError("x")))
    with pytest.raises(SystemExit) as leaving:
        main([])
    assert leaving.value.code == 1
    assert "Traceback" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 2, "disk is full"),
        (PermissionError(errno.EACCES, "denied", "/x/y"), 2, "/x/y"),
        (MemoryError(), 2, "memory"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_what_the_machine_lacks_is_said_plainly(
    error: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli_commands, "app", failing(error))
    with pytest.raises(SystemExit) as leaving:
        main([])
    assert leaving.value.code == code
    err = capfd.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    run = subprocess.run(
        f"'{sys.executable}' -m assistant.cli code 19 | head -n 1",
        shell=True,
        capture_output=True,
        cwd=ROOT,
    )
    assert run.stdout.startswith(b"19  Injury")
    assert run.stderr == b""


def test_a_full_disk_while_printing_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "code", "I10"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert b"disk is full" in run.stderr


def test_code_prints_every_note_with_its_place(capfd: pytest.CaptureFixture[str]) -> None:
    text = printed(capfd, "code", "i509", "--date", "2026-11-01")
    assert text.startswith("I50.9  Heart failure, unspecified\nBillable · FY2027\n")
    for words in (
        "Congestive heart failure NOS",
        "Excludes2",
        "  at I50:\n    cardiac arrest (I46.-)",
        "Code first\n  at I50:",
        "I30-I5A",
    ):
        assert words in text
    assert "\x1b[" not in text


def test_code_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capfd, "code", "S52.501D", "--json", "--date", "2026-11-01"))
    assert found["code"] == "S52.501D"
    assert found["billable"] is True
    assert found["seventh_characters"]["D"].startswith("subsequent encounter")
    assert found["above"][0]["code"] == "19"
    assert {n["at"] for n in found["notes"]["excludes1"]} & {"S52", "S50-S59"}
    header = json.loads(printed(capfd, "code", "I50", "--json"))
    assert header["billable"] is False
    assert {"code": "I50.9", "title": "Heart failure, unspecified", "billable": True} in header[
        "below"
    ]


def test_code_tells_what_changed(capfd: pytest.CaptureFixture[str]) -> None:
    before = printed(capfd, "code", "I42.0", "--date", "2026-09-30")
    assert "until 2026-09-30" in before
    assert "Billable · April 2026" in before


def test_code_starts_quickly_and_loads_nothing_heavy() -> None:
    dxcite("code", "I10")
    watch = (
        "import atexit, resource, sys\n"
        "from assistant.cli import main\n"
        "heavy = {'numpy', 'pydantic', 'rich', 'typer', 'yaml', 'importlib.metadata'}\n"
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF)\n"
        "said = lambda u: print(sorted(heavy & set(sys.modules)), u.ru_utime + u.ru_stime)\n"
        "atexit.register(lambda: said(used()))\n"
        "main(['code', 'I50.9'])"
    )
    runs = [
        subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, cwd=ROOT)
        for _ in range(3)
    ]
    said = [run.stdout.splitlines()[-1] for run in runs]
    assert all(line.startswith("[] ") for line in said), said
    # processor time, since other programs may be running
    assert min(float(line.split()[-1]) for line in said) < 1.0


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["code", "I50.9"], {"code": "I50.9", "json": False, "day": None}),
        (["code", "--json", "9"], {"code": "9", "json": True, "day": None}),
        (["code", "I10", "--date", "soon"], {"code": "I10", "json": False, "day": "soon"}),
        (["code"], None),
        (["code", "I10", "I11"], None),
        (["code", "I10", "--date"], None),
        (["code", "I10", "--date", "--json"], None),
        (["code", "--", "I10"], None),
        (["code", "-h"], None),
        (["ask", "I10"], None),
        ([], None),
    ],
)
def test_only_a_plain_look_up_goes_without_typer(
    words: list[str], asked: dict[str, object] | None
) -> None:
    assert plain_look_up(words) == asked


@pytest.mark.parametrize("more", [[], ["--json"], ["--date", "2026-09-30"]])
def test_a_look_up_is_the_same_with_typer_and_without(
    more: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    plain = printed(capfd, "code", "I42.0", *more)
    # after two dashes comes no option, which only Typer reads
    assert printed(capfd, "code", *more, "--", "I42.0") == plain


def test_ask_answers_in_text_and_in_json(
    with_index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    question = "HTN and CHF with CKD 3b: does the provider have to link them?"
    text = printed(capfd, "ask", question, "--date", "2026-11-01")
    assert "I13" in text
    assert "Sources\n  [1] Guideline " in text
    assert "\x1b[" not in text
    out = printed(capfd, "ask", question, "--json", "--date", "2026-11-01")
    answer = json.loads(out)
    assert out.count("\n") == 1
    assert answer["codes"]
    assert answer["date_of_service"] == "2026-11-01"
    for code in answer["codes"]:
        for span in code["evidence"]:
            assert question[span["start"] : span["end"]] == span["text"]


def test_ask_explains_its_steps(with_index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = printed(capfd, "ask", "acute appendicitis", "--explain")
    assert "\nSteps\n" in text
    assert " ms" in text


def test_the_same_input_gives_the_same_bytes(with_index: Path) -> None:
    given = b"possible pneumonia and COPD"
    arguments = ("ask", "-", "--json", "--setting", "inpatient", "--date", "2026-11-01")
    runs = [dxcite(*arguments, given=given, PYTHONHASHSEED=seed) for seed in ("1", "2")]
    assert [r.returncode for r in runs] == [0, 0], runs[0].stderr
    answers = [json.loads(r.stdout) for r in runs]
    for answer in answers:
        del answer["timings_ms"]
    assert json.dumps(answers[0]) == json.dumps(answers[1])
    assert answers[0]["setting"] == "inpatient"


def test_index_info_gives_the_facts(with_index: Path, capfd: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(printed(capfd, "index", "info", "--json"))
    assert facts["state"] == "ready"
    assert facts["counts"]["sections"] > 400
    assert "chromadb" in facts["libraries"]
    assert "sections: " in printed(capfd, "index", "info")


def test_a_build_is_announced_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from indexes import index as index_module

    def fill(folder: Path, progress) -> dict[str, int]:  # type: ignore[no-untyped-def]
        progress("filling", 1, 2)
        (folder / "data.bin").write_bytes(b"1")
        return {"sections": 1}

    monkeypatch.setattr(index_module, "_fill", fill)
    with pytest.raises(SystemExit) as leaving:
        main(["index", "build"])
    assert leaving.value.code == 0
    out, err = capfd.readouterr()
    assert Path(out.strip()).is_dir()
    assert err.splitlines()[0].startswith("Building the search index")
    assert err.splitlines()[-1].startswith("The search index is ready")


def test_ctrl_c_stops_the_command_with_one_line(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "DXCITE_DATA": str(tmp_path)},
    )
    with process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"Building")
        time.sleep(0.5)
        process.send_signal(2)
        _, err = process.communicate(timeout=120)
    assert process.returncode == cli_errors.STOPPED
    assert err.splitlines()[-1] == b"dxcite: Stopped."
    assert not list(tmp_path.rglob("building-*"))
