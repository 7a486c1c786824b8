"""The conversation in a real browser: asking, reading, going on, leaving nothing behind."""

from __future__ import annotations

import re
import subprocess
import time

import pytest
from chat_tab import PATIENCE_MS, QUESTION, Tab, pages_held, shoot

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror='window.hit=1'> ${Object.assign(window,{hit:2})} {{value}} </div><script>"
)


def contrasts(tab: Tab) -> list[tuple[float, str]]:
    """Contrast of each visible stretch of text with what is painted behind it, worst first."""
    found = tab.page.evaluate(
        """() => {
          const channels = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
          const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
            const v = c[i] / 255;
            return sum + weight * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          }, 0);
          const out = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const element = walk.currentNode.parentElement;
            if (!walk.currentNode.textContent.trim() || !element.checkVisibility()) continue;
            if (element.closest("script, style, .dx-sr, .sr-only")) continue;
            let behind = element, ground = [0, 0, 0, 0];
            while (behind && !(ground.length === 3 || ground[3] > 0.5)) {
              ground = channels(getComputedStyle(behind).backgroundColor);
              behind = behind.parentElement;
            }
            const a = light(channels(getComputedStyle(element).color)), b = light(ground);
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            out.push([ratio, element.className + ": " + element.textContent.slice(0, 40)]);
          }
          return out.sort((x, y) => x[0] - y[0]);
        }"""
    )
    return [(ratio, what) for ratio, what in found]


def test_a_typed_question_is_answered_on_enter(tab: Tab) -> None:
    tab.ask(QUESTION)
    answer = tab.answer(1)
    assert answer.inner_text().startswith("No\n\nICD-10-CM presumes")
    assert tab.box.input_value() == ""
    rows = answer.locator("tbody").first.locator("tr .dx-code")
    assert rows.all_inner_texts() == ["I13.0", "I50.9", "N18.32"]
    marks = tab.page.locator(".dx-note .dx-mark").all_inner_texts()
    assert {"HTN", "CHF", "CKD 3b"} <= set(marks)
    assert tab.page.locator(".dx-start").count() == 0


def test_a_citation_opens_its_text(tab: Tab) -> None:
    tab.ask(QUESTION)
    answer = tab.answer(1)
    quote = answer.get_by_text("Use additional code to identify stage")
    assert not quote.is_visible()
    answer.get_by_label("Source 2").first.focus()
    tab.page.keyboard.press("Enter")
    quote.wait_for()
    assert "Tabular List" in answer.locator("details[open]").last.inner_text()
    assert "dx-s1-2" not in tab.page.url


def test_the_code_list_is_copied(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1).get_by_role("button", name="Copy codes").click()
    tab.page.get_by_text("Copied").wait_for()
    assert tab.page.evaluate("navigator.clipboard.readText()") == "I13.0\nI50.9\nN18.32"


def test_shift_enter_breaks_the_line(tab: Tab) -> None:
    tab.box.press_sequentially("cough")
    tab.box.press("Shift+Enter")
    tab.box.press_sequentially("possible pneumonia, fever")
    assert tab.box.input_value() == "cough\npossible pneumonia, fever"
    tab.box.press("Enter")
    assert "It depends" in tab.answer(1).inner_text()


def test_an_example_is_asked_with_its_setting(tab: Tab) -> None:
    tab.page.get_by_role("button", name=re.compile("Can J44.0 be reported")).click()
    assert "You asked 0 questions before this one." in tab.answer(1).inner_text()
    assert tab.page.get_by_label("Inpatient", exact=True).is_checked()
    assert "Inpatient" in tab.page.locator(".dx-asked header").inner_text()


def test_a_follow_up_keeps_opened_sources_open(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1).locator("summary", has_text="Section I.A.15").click()
    tab.ask("and if it's the left?")
    assert "the codes to report stay the same" in tab.answer(2).inner_text()
    assert tab.answer(1).locator("details[open]").count() == 2


def test_settings_and_date_go_with_the_question(tab: Tab) -> None:
    tab.page.locator("#dx-setting").get_by_text("Outpatient", exact=True).click()
    date = tab.page.get_by_label("Date of service", exact=True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", date.input_value())
    date.fill("2026-02-30")
    tab.ask("golf elbow")
    tab.page.get_by_text("is not a date; type the date of service as YYYY-MM-DD").wait_for()
    assert tab.box.input_value() == "golf elbow"
    shoot(tab, "bad-date")
    date.fill("2026-05-01")
    tab.box.press("Enter")
    assert "Outpatient" in tab.answer(1).inner_text()
    assert "2026-05-01" in tab.answer(1).inner_text()
    assert tab.page.locator("#dx-hint .dx-alert").count() == 0


def test_an_error_gives_the_question_back(tab: Tab) -> None:
    tab.ask("crash now")
    tab.page.get_by_text("This could not be answered").wait_for()
    tab.page.wait_for_function("document.querySelector('#dx-box textarea').value === 'crash now'")


def test_an_empty_question_gets_a_hint(tab: Tab) -> None:
    tab.ask("  ")
    tab.page.get_by_text("Type a question, or paste").wait_for()
    assert tab.page.locator(".dx-start").is_visible()


def test_work_can_be_stopped(tab: Tab) -> None:
    tab.ask("slowly please")
    stop = tab.page.get_by_role("button", name="Stop")
    stop.wait_for()
    tab.page.get_by_text(re.compile(r"checking codes … \d s")).wait_for()
    shoot(tab, "working")
    stop.click()
    tab.page.locator(".dx-stopped").wait_for()
    tab.page.wait_for_function(
        "document.querySelector('#dx-box textarea').value === 'slowly please'"
    )
    tab.ask("next")
    tab.answer(2)


def test_new_conversation_clears_the_page(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1)
    tab.page.get_by_role("button", name="New conversation").click()
    tab.page.locator(".dx-start").wait_for()
    assert "HTN and CHF" not in tab.page.locator(".dx-slot .dx-asked").all_inner_texts()
    tab.ask("first again")
    assert "You asked 0 questions" in tab.answer(1).inner_text()


def test_hostile_text_runs_nothing(tab: Tab) -> None:
    tab.ask(HOSTILE)
    tab.answer(1)
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("window.hit") is None
    assert HOSTILE in tab.page.locator(".dx-note").evaluate(
        "n => { n = n.cloneNode(true); n.querySelectorAll('.dx-tags').forEach(t => t.remove());"
        " return n.textContent; }"
    )
    assert tab.page.locator(".dx-turns img, .dx-turns script").count() == 0


def test_nothing_typed_is_kept_by_the_browser_or_after_a_reload(tab: Tab) -> None:
    tab.ask("patient Xylophone")
    tab.answer(1)
    kept = tab.page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
        " location.href, await indexedDB.databases(), await caches.keys()])"
    )
    assert "Xylophone" not in kept
    assert kept.startswith("[{},{},")
    tab.page.reload()
    tab.page.locator(".dx-start").wait_for()
    assert "Xylophone" not in tab.page.content()


def test_leaving_the_page_forgets_the_conversation(
    tab: Tab, address: str, server: subprocess.Popen[str]
) -> None:
    other = Tab(tab.page.context.new_page())
    other.page.goto(address)
    other.page.locator(".dx-start").wait_for()
    other.ask("patient Xylophone")
    other.answer(1)
    held = pages_held(server)
    assert held >= 1
    other.page.close()
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while pages_held(server) >= held and time.monotonic() < deadline:
        time.sleep(0.2)
    assert pages_held(server) < held


def test_two_tabs_are_two_conversations(tab: Tab, address: str) -> None:
    tab.ask("first")
    tab.answer(1)
    other = Tab(tab.page.context.new_page())
    other.page.goto(address)
    other.page.locator(".dx-start").wait_for()
    other.ask("second")
    assert "You asked 0 questions" in other.answer(1).inner_text()
    assert "second" not in tab.page.locator(".dx-turns").inner_text()


def test_every_control_is_reached_by_tab_and_shows_it(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1)
    reached = []
    for _ in range(60):
        tab.page.keyboard.press("Tab")
        name, shown = tab.page.evaluate(
            """() => {
              const element = document.activeElement;
              if (element === document.body) return ["", true];
              const segment = element.closest("#dx-setting label");
              const name = element.ariaLabel || element.innerText || element.value || element.id;
              return [name, getComputedStyle(element).outlineStyle !== "none"
                || (segment && getComputedStyle(segment).boxShadow !== "none")];
            }"""
        )
        reached.append(name)
        assert shown, name
    wanted = ["Copy codes", "With titles", "Question text", "Source 2", "How this was worked out"]
    wanted += ["Ask", "inpatient", "New conversation", "Light / dark colours"]
    for name in wanted:
        assert name in reached


@pytest.mark.parametrize("tab", ["light", "dark"], indirect=True)
def test_text_meets_wcag_aa_in_both_schemes(tab: Tab, request: pytest.FixtureRequest) -> None:
    scheme = request.node.callspec.params["tab"]
    assert tab.page.evaluate("document.body.classList.contains('dark')") is (scheme == "dark")
    shoot(tab, f"{scheme}-start")
    weak = [pair for pair in contrasts(tab) if pair[0] < 4.5]
    tab.ask(QUESTION)
    tab.answer(1).locator("details:not([open]) summary").last.click()
    shoot(tab, f"{scheme}-answer")
    tab.ask("cough and fever, possible pneumonia")
    tab.answer(2)
    shoot(tab, f"{scheme}-second")
    tab.ask("tennis elbow")
    tab.answer(3)
    shoot(tab, f"{scheme}-term")
    tab.ask("What is the CPT code?")
    tab.answer(4)
    tab.ask("crash")
    tab.page.locator(".dx-problem").wait_for()
    shoot(tab, f"{scheme}-problem")
    weak += [pair for pair in contrasts(tab) if pair[0] < 4.5]
    assert weak == []


def test_the_scheme_can_be_switched(tab: Tab) -> None:
    tab.page.get_by_role("button", name="Light / dark colours").click()
    assert tab.page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("width", [1280, 1024, 820, 600])
def test_nothing_sticks_out_at_the_side(tab: Tab, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.ask(QUESTION + " " + "A" * 300)
    tab.answer(1)
    tab.page.wait_for_timeout(100)
    shoot(tab, f"width-{width}")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


def test_ten_tabs_of_one_browser_work(tab: Tab, address: str) -> None:
    pages = []
    for _ in range(9):
        other = Tab(tab.page.context.new_page())
        other.page.goto(address)
        other.page.locator(".dx-start").wait_for()
        pages.append(other)
    for number, other in enumerate(pages):
        other.ask(f"question {number}")
        other.answer(1)
    tab.ask("and the first")
    tab.answer(1)
