"""The README's commands work as printed, and its files and targets exist."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = [
    line
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for line in CONSOLE if not line.startswith("make ") and "index build" not in line]


def test_the_readme_has_commands() -> None:
    assert len(COMMANDS) >= 9
    assert len(PYTHON) == 3
    assert CONSOLE[:2] == ["make chat", "make test"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder from which `.venv/bin/dxcite` runs, as from the repository's root."""
    folder = tmp_path_factory.mktemp("desk")
    program = folder / ".venv" / "bin" / "dxcite"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} "
        '-m assistant.cli "$@"\n'
    )
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works_as_printed(command: str, desk: Path, with_index: Path) -> None:
    run = subprocess.run(command, shell=True, cwd=desk, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout or ">" in command or "--out" in command


@pytest.mark.parametrize("code", PYTHON, ids=["check", "assistant", "retrievers"])
def test_python_works_as_printed(code: str, with_index: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_every_make_target_that_is_named_exists() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = set(re.findall(r"^  ([a-z-]+) ", listed.stdout, re.MULTILINE))
    assert {"install", "chat", "test", "test-browser", "test-slow", "lint", "bench"} <= names
    assert set(re.findall(r"\bmake ([a-z-]+)", README)) <= names


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http") and target != "docs/chat.png":
            assert (ROOT / target).is_file(), target


def test_every_setting_is_documented() -> None:
    sources = [
        p for room in ("assistant", "indexes", "guidelines") for p in (ROOT / room).rglob("*.py")
    ]
    named = {n for p in sources for n in re.findall(r"\bDXCITE_[A-Z]+\b", p.read_text("utf-8"))}
    assert named - set(re.findall(r"\bDXCITE_[A-Z]+\b", README)) == set()
    assert os.environ.get("DXCITE_MODEL") is None
