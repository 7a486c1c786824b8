"""A server for a team in a real browser: login, and a reverse proxy that shows it under a path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from chat_tab import PATIENCE_MS, QUESTION, Tab, fake_server, playwright

pytestmark = pytest.mark.browser


def test_a_team_logs_in_behind_a_reverse_proxy(
    browser: playwright.Browser,  # type: ignore[name-defined]
    tmp_path: Path,
) -> None:
    with fake_server(tmp_path, "--login", "--root") as process:
        assert process.stdout is not None
        inner = process.stdout.readline().strip()
        with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("proxy.py")), inner],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as proxy:
            assert proxy.stdout is not None
            address = proxy.stdout.readline().strip()
            context = browser.new_context()
            context.set_default_timeout(PATIENCE_MS)
            tab = Tab(context.new_page())
            outside: list[str] = []
            tab.page.on(
                "request", lambda r: r.url.startswith((address, "data:")) or outside.append(r.url)
            )
            tab.page.goto(address)
            tab.page.get_by_label("Name").fill("coder")
            tab.page.get_by_label("Password").fill("wrong horse")
            tab.page.get_by_role("button", name="Log in").click()
            tab.page.get_by_text("do not go together").wait_for()
            tab.page.get_by_label("Name").fill("coder")
            tab.page.get_by_label("Password").fill("correct horse")
            tab.page.get_by_role("button", name="Log in").click()
            tab.page.locator(".dx-start").wait_for()
            tab.ask(QUESTION)
            answer = tab.answer(1)
            answer.get_by_role("button", name="Open N18.32 in the Tabular List").click()
            tab.page.get_by_role("heading", name="N18.32 Chronic").wait_for()
            assert outside == []
            context.close()
            proxy.communicate(timeout=PATIENCE_MS / 1000)
        process.communicate(timeout=PATIENCE_MS / 1000)
