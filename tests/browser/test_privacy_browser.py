"""What hostile text may not do, and what must be gone afterwards, in a real browser."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from chat_tab import Tab, fake_server, playwright

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
        tab.page.wait_for_function("document.querySelector('#dx-stop') === null")
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


def test_nothing_typed_is_left_anywhere_after_closing(
    browser: playwright.Browser,  # type: ignore[name-defined]
    tmp_path: Path,
) -> None:
    with fake_server(tmp_path) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        context = browser.new_context()
        tab = Tab(context.new_page())
        tab.page.goto(address)
        tab.page.locator(".dx-start").wait_for()
        tab.ask("patient Xylophone with tennis elbow")
        tab.answer(1)
        view = tab.view("worklist")
        notes = tmp_path.parent / f"{tmp_path.name}-notes.txt"
        notes.write_text("patient Xylophone, tennis elbow")
        view.get_by_label("File of notes").set_input_files(notes)
        view.get_by_role("article", name="Note 1").wait_for()
        kept = tab.page.evaluate(
            "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
            " location.href, await indexedDB.databases(), await caches.keys()])"
        )
        assert "Xylophone" not in kept
        context.close()
        while_running = [p for p in tmp_path.rglob("*") if p.is_file()]
        said, _ = process.communicate(timeout=30)
    assert while_running == []
    assert "Xylophone" not in said
    assert list(tmp_path.iterdir()) == []
