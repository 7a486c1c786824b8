"""A browser, the chat with a stand-in for the pipeline, and a page of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_tab import ARGUMENTS, CHROMIUM, PATIENCE_MS, ROOT, Tab, fake_server, playwright
from recorded_run import recorded_run


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    runs = recorded_run(tmp_path_factory.mktemp("runs"))
    with fake_server(tmp_path_factory.mktemp("chat"), f"--runs={runs}") as process:
        yield process
        process.communicate(timeout=PATIENCE_MS / 1000)


@pytest.fixture(scope="session")
def address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.readline().strip()


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:  # type: ignore[name-defined]
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium; install it with `apt-get install chromium`")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=["light"])
def tab(
    request: pytest.FixtureRequest,
    browser: playwright.Browser,  # type: ignore[name-defined]
    address: str,
) -> Iterator[Tab]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme=request.param,
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    tab = Tab(context.new_page())
    local = (address, "data:", "blob:")
    tab.page.on("request", lambda r: r.url.startswith(local) or tab.outside.append(r.url))
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on(
        "console", lambda said: said.type == "error" and tab.errors.append(f"{said.text[:200]}")
    )
    tab.page.goto(address)
    tab.page.locator(".dx-start").wait_for()
    yield tab
    context.close()
    assert tab.outside == []
    assert tab.errors == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which is fetched by hand and never a part of the repository."""
    found = [Path(p) for p in (os.environ.get("AXE_CORE"), ROOT / "build/axe/axe-core") if p]
    script = next((p / "axe.min.js" for p in found if (p / "axe.min.js").exists()), None)
    if script is None:
        pytest.skip("no axe-core; `make axe` fetches it")
    return script.read_text(encoding="utf-8")
