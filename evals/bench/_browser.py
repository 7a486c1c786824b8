"""What one person sees, measured inside the page of a headless Chromium."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.bench._figures import percentile_95
from evals.errors import EvalError

_LOADS = 7
_TABS = 10
_CLICKS = 12
"""Citations clicked in each of the answers."""
_PATIENCE_MS = 60_000
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_BOX = "#dx-box textarea"

# From the start of the navigation to the moment at which a question can be typed and is listened to.
_READY = f"""() => new Promise((done) => {{
  const look = () => {{
    const box = document.querySelector("{_BOX}");
    if (box && !box.disabled && document.querySelector(".dx-start")) done(performance.now());
    else if (performance.now() > {_PATIENCE_MS}) done(null);
    else requestAnimationFrame(look);
  }};
  look();
}})"""
# From Enter to the frame in which the answer stands. Looks only when the conversation has changed:
# looking in every frame would take the time from the page that is measured.
_ASKING = """([number, patience]) => {
  window.asked = new Promise((done) => {
    const box = document.querySelector("#dx-box textarea");
    box.addEventListener("keydown", () => {
      const begun = performance.now();
      const turns = document.querySelector(".dx-turns");
      setTimeout(() => done(null), patience);
      new MutationObserver((_, watch) => {
        const card = turns.querySelector(`[aria-label="Answer ${number}"]`);
        if (!card) return;
        watch.disconnect();
        requestAnimationFrame(() => {
          if (card.getBoundingClientRect().height > 0) done(performance.now() - begun);
        });
      }).observe(turns, { childList: true, subtree: true });
    }, { once: true });
  });
}"""
# From the click to the frame in which the deciding words are within the window.
_CLICKING = """(cite) => new Promise((done) => {
  cite.closest("details")?.setAttribute("open", "");
  const begun = performance.now();
  cite.click();
  const look = () => {
    const words = document.querySelector(`#${CSS.escape(cite.dataset.source)} .dx-decides`);
    const at = words && words.checkVisibility() && words.getBoundingClientRect();
    const inside = at && at.height > 0 && at.top >= 0 && at.bottom <= window.innerHeight;
    if (inside) done(performance.now() - begun);
    else if (performance.now() - begun > 2000) done(null);
    else requestAnimationFrame(look);
  };
  look();
})"""


def browser_figures(address: str, notes: Sequence[str], dense: Sequence[str]) -> dict[str, float]:
    """Figures of one person's page, by the name of their target.

    Args:
        address: The chat's page.
        notes: Notes to ask.
        dense: Notes of as many words with far more conditions, asked too.

    Raises:
        EvalError: there is no playwright or no Chromium.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise EvalError("The chat is measured with playwright; run `make install`.") from error
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None or not Path(found).exists():
        raise EvalError("There is no Chromium; install it, or name it in CHROMIUM.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=_ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(_PATIENCE_MS)
        try:
            return {
                **_loads(context, address),
                **_answers(context, address, notes),
                **_dense(context, address, dense),
                **_tabs(context, address),
            }
        finally:
            browser.close()


def _opened(context: Any, address: str) -> tuple[Any, float]:
    """A page, and milliseconds until it could be worked with."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    return page, _measured(page, _READY, "The page did not come to work")


def _loads(context: Any, address: str) -> dict[str, float]:
    spent = []
    for _ in range(_LOADS):
        page, ms = _opened(context, address)
        spent.append(ms)
        page.close()
    return {
        "page interactive, median": statistics.median(spent),
        "page interactive, 95th percentile": percentile_95(spent),
    }


def _answers(context: Any, address: str, notes: Sequence[str]) -> dict[str, float]:
    page, _ = _opened(context, address)
    _asked(page, "acute appendicitis", 1)
    spent, clicks = [], []
    for number, note in enumerate(notes, 2):
        spent.append(_asked(page, note, number))
        cites = page.locator(f'[aria-label="Answer {number}"] .dx-cite').element_handles()
        clicks += [cite.evaluate(_CLICKING) for cite in cites[:_CLICKS]]
    page.close()
    landed = [ms for ms in clicks if ms is not None]
    return {
        "answer to a 300-word note visible after Enter, median": statistics.median(spent),
        "answer to a 300-word note visible after Enter, 95th percentile": percentile_95(spent),
        "citations clicked": float(len(clicks)),
        "citations that landed on the quoted words": 100 * len(landed) / max(1, len(clicks)),
        "citation click to quoted words, 95th percentile": percentile_95(landed or [0.0]),
    }


def _dense(context: Any, address: str, notes: Sequence[str]) -> dict[str, float]:
    page, _ = _opened(context, address)
    spent = [_asked(page, note, number) for number, note in enumerate(notes, 1)]
    page.close()
    return {"answer to a note twice as dense, 95th percentile": percentile_95(spent)}


def _asked(page: Any, text: str, number: int) -> float:
    page.locator(_BOX).fill(text)
    page.evaluate(_ASKING, [number, _PATIENCE_MS])
    page.locator(_BOX).press("Enter")
    return _measured(page, "window.asked", f"Question {number} was not answered")


def _measured(page: Any, script: str, otherwise: str) -> float:
    ms: float | None = page.evaluate(script)
    if ms is None:
        raise EvalError(f"{otherwise} within {_PATIENCE_MS / 1000:.0f} s.")
    return ms


def _tabs(context: Any, address: str) -> dict[str, float]:
    pages = [_opened(context, address)[0] for _ in range(_TABS)]
    answered = sum(
        _asked(page, f"acute appendicitis, case {n}", 1) > 0 for n, page in enumerate(pages)
    )
    for page in pages:
        page.close()
    return {"tabs of one browser that answered": float(answered)}
