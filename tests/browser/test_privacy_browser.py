"""What hostile text may not do, and what must be gone afterwards, in a real browser."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from chat_tab import ARGUMENTS, CHROMIUM, PATIENCE_MS, Tab, fake_server, pages_held, playwright

pytestmark = pytest.mark.browser

_HIT = "(window.hits=(window.hits||0)+1)"
_TAGS = (
    "<script>{}</script>",
    "</script><script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>",
    "<a href=javascript:{}>x</a>",
    "[x](javascript:{})",
    "![x](x){{onerror={}}}",
    "<math><mtext><img src=x onerror={}></mtext></math>",
    "<video><source onerror={}></video>",
    "<object data=javascript:{}></object>",
    "<style>@import 'javascript:{}'</style>",
    "<template><script>{}</script></template>",
    "<noscript><img src=x onerror={}></noscript>",
)
_TEMPLATES = (
    "${{{}}}",
    "{{{{{}}}}}",
    "`${{{}}}`",
    "{{{{{{{}}}}}}}",
    "{{{{#each value}}}}{}{{{{/each}}}}",
    "\\u003cimg src=x onerror={}\\u003e",
    "&lt;img src=x onerror={}&gt;",
    "&#60;img src=x onerror={}&#62;",
)
_FRAMES = ('"{}"', "'{}'", "{}", "-->{}", "</textarea>{}", "]]>{}", "` {} `", '" autofocus x="{}')
STRINGS = [
    frame.format(text.format(_HIT))
    for frame, text in itertools.product(_FRAMES, (*_TAGS, *_TEMPLATES))
]


def test_no_injected_string_runs_anywhere(tab: Tab) -> None:
    assert len(STRINGS) >= 200
    for part in itertools.batched(STRINGS, 26) if hasattr(itertools, "batched") else [STRINGS]:
        tab.ask("<img> " + "\n".join(part))
        tab.page.wait_for_function("document.querySelector('.dx-busy') === null")
    tab.answer(1)
    tools = tab.page.evaluate(
        """async (strings) => {
          const panel = document.querySelector("#dx-side");
          const run = async (view, fill) => {
            document.querySelector(`.dx-tab[data-view=${view}]`).click();
            for (const text of strings) { fill(text); await new Promise((r) => setTimeout(r, 4)); }
          };
          const set = (name, text) => {
            const field = panel.querySelector(`[name=${name}]`);
            field.value = text;
            field.form.requestSubmit();
          };
          await run("codes", (text) => set("q", text));
          await run("check", (text) => set("codes", text));
          await run("learn", (text) => { set("a", text); });
          return strings.length;
        }""",
        STRINGS,
    )
    assert tools == len(STRINGS)
    tab.page.wait_for_timeout(500)
    assert tab.page.evaluate("window.hits") is None
    inside = "#dx-transcript, #dx-side"
    assert tab.page.evaluate(
        f"[...document.querySelectorAll('{inside}')].every((n) => !n.querySelector("
        "'script, iframe, object, img, style, svg, [onerror], [onload]'))"
    )


KEPT = (
    "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
    " location.href, await indexedDB.databases(), await caches.keys()])"
)


def holding(folder: Path, words: bytes) -> list[str]:
    """Files whose bytes hold the words, as the disk has them or as a browser writes text."""
    forms = (words, words.decode().encode("utf-16-le"))
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_nothing_typed_is_left_anywhere_after_closing(
    browser: playwright.Browser,  # type: ignore[name-defined]
    tmp_path: Path,
) -> None:
    """The browser's own profile on disk, the server's temporary folder, and what it printed."""
    profile, temporary = tmp_path / "profile", tmp_path / "tmp"
    temporary.mkdir()
    notes = tmp_path / "notes.txt"
    notes.write_text("patient Xylophone, tennis elbow")
    with (
        (tmp_path / "errors").open("w+") as errors,
        fake_server(temporary, errors=errors) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=ARGUMENTS
        )
        context.set_default_timeout(PATIENCE_MS)
        tab = Tab(context.new_page())
        tab.page.goto(address)
        tab.page.locator(".dx-start").wait_for()
        tab.ask("patient Xylophone with tennis elbow")
        tab.answer(1)
        view = tab.view("worklist")
        view.get_by_label("File of notes").set_input_files(notes)
        view.get_by_role("article", name="Note 1").wait_for()
        view = tab.view("check")
        view.get_by_label("Codes to check").fill("Xylophone")
        view = tab.view("learn")
        view.get_by_label("Case A").fill("patient Xylophone")
        assert "Xylophone" not in tab.page.evaluate(KEPT)
        # closed while a question is being worked on: its end comes after the page has gone
        tab.page.locator(".dx-tab[data-view=ask]").click()
        tab.ask("slowly, patient Xylophone")
        tab.page.locator(".dx-working").wait_for()
        tab.box.fill("Xylophone, not sent")
        tab.page.close()
        ends = time.monotonic() + 60
        while pages_held(process) and time.monotonic() < ends:
            time.sleep(0.2)
        assert pages_held(process) == 0
        time.sleep(9)  # the question that was left behind is done
        assert pages_held(process) == 0
        context.close()
        assert [p for p in temporary.rglob("*") if p.is_file()] == []
        said, _ = process.communicate(timeout=PATIENCE_MS / 1000)
        errors.seek(0)
        assert "Xylophone" not in said + errors.read()
    assert holding(profile, b"Xylophone") == []
    assert profile.is_dir() and any(profile.rglob("*"))
    assert list(temporary.iterdir()) == []
