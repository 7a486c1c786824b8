"""A real browser on the chat, which runs as a process of its own with a stand-in for the pipeline.

The browser is allowed to reach the network; that it asks no other host is what is checked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(os.environ["DXCITE_SHOTS"]) if "DXCITE_SHOTS" in os.environ else None
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 120_000
"""How long anything may take to appear; a busy machine is slow, and nothing here measures speed."""
QUESTION = "72yo with HTN and CHF with CKD 3b — does the provider have to link them?"


@dataclass
class Tab:
    """A page of the chat and what went wrong in it."""

    page: playwright.Page  # type: ignore[name-defined]
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    @property
    def box(self) -> playwright.Locator:  # type: ignore[name-defined]
        return self.page.get_by_label("Question or chart snippet")

    def view(self, name: str) -> playwright.Locator:  # type: ignore[name-defined]
        """Open a tool."""
        self.page.locator(f".dx-tab[data-view={name}]").click()
        shown = self.page.locator(f"[data-view-of={name}]")
        shown.wait_for()
        return shown

    def answer(self, number: int) -> playwright.Locator:  # type: ignore[name-defined]
        found = self.page.get_by_role("region", name=f"Answer {number}", exact=True)
        found.wait_for()
        return found


def fake_server(
    folder: Path, *arguments: str, errors: TextIO | None = None
) -> subprocess.Popen[str]:
    """The chat with the fake; it ends with its input."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "assistant" / "chat_fakes.py"), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        text=True,
    )


def pages_held(server: subprocess.Popen[str]) -> int:
    """How many pages' conversations the server holds."""
    assert server.stdin is not None and server.stdout is not None
    server.stdin.write("?\n")
    server.stdin.flush()
    return int(server.stdout.readline())


def shoot(tab: Tab, name: str) -> None:
    if SHOTS is not None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=SHOTS / f"{name}.png")


def faults(tab: Tab, axe: str) -> list[str]:
    """Serious and critical faults of accessibility that axe-core finds in what is on show."""
    tab.page.evaluate(axe)
    found = tab.page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {re.sub(r'[ ]+', ' ', v['nodes'][0]['html'])[:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
