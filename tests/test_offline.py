"""The whole path without a network: any attempt to reach another host ends the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "HTN and CHF with CKD 3b: does the provider have to link them?"

# An audit hook cannot be taken off again, so nothing that is imported gets round it.
GUARD = """
import sys
def guard(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo",
                 "socket.gethostbyname"):
        raise RuntimeError(f"NETWORK: {event} {args[-1:]}")
sys.addaudithook(guard)
from assistant.cli import main
main(sys.argv[1:])
"""


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", QUESTION, "--json", "--date", "2026-11-01"],
        ["code", "I50.9", "--json"],
        ["index", "info", "--json"],
    ],
)
def test_no_socket_is_opened(with_index: Path, arguments: list[str]) -> None:
    done = run([sys.executable, "-c", GUARD, *arguments])
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    json.loads(done.stdout)


def test_the_answer_is_the_same_on_a_machine_without_network(with_index: Path) -> None:
    """Also what libraries do outside Python: the kernel gives the process no network at all."""
    unshare = shutil.which("unshare")
    alone = [unshare or "", "--net", "--map-root-user"]
    if unshare is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this system lets no process be cut off from the network (unshare --net)")
    command = [sys.executable, "-m", "assistant.cli", "ask", QUESTION, "--json"]
    cut_off, usual = (run([*extra, *command]) for extra in (alone, []))
    assert cut_off.returncode == 0, cut_off.stderr
    answers = [json.loads(r.stdout) for r in (cut_off, usual)]
    for answer in answers:
        del answer["timings_ms"]
    assert answers[0] == answers[1]


def test_nothing_that_was_typed_is_on_disk(with_index: Path, tmp_path: Path) -> None:
    secret = "Quillfeather"
    before = {p for p in with_index.rglob("*") if p.is_file()}
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "ask", f"{secret} has acute appendicitis"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch), "HOME": str(tmp_path)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert list(scratch.iterdir()) == []
    assert {p for p in with_index.rglob("*") if p.is_file()} == before
    for path in (*tmp_path.rglob("*"), *Path(os.environ["DXCITE_CACHE"]).rglob("*")):
        if path.is_file():
            assert secret.encode() not in path.read_bytes()
