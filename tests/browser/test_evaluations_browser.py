"""The page of evaluations in a real browser: the last runs, their figures, a report."""

from __future__ import annotations

import pytest
from chat_tab import Tab, faults, shoot

pytestmark = pytest.mark.browser


def test_the_last_runs_are_listed_with_their_figures_and_report(tab: Tab) -> None:
    view = tab.view("evaluations")
    view.locator("[data-run=done]").wait_for()
    rows = view.locator("[data-run]").all_inner_texts()
    assert len(rows) == 2 and "7 of 120 cases" in rows[0] and "120 cases" in rows[1]
    view.locator("[data-run=done]").click()
    page = view.get_by_role("article", name="Evaluation")
    page.get_by_role("rowheader", name="cases", exact=True).wait_for()
    said = page.inner_text()
    assert "84.2" in said and "61 s with 2 worker(s)" in said and "<img src=x" in said
    with tab.page.context.expect_page() as opened:
        page.get_by_role("button", name="Open the report").click()
    report = opened.value
    report.frame_locator("iframe").get_by_role("heading", name="The report").wait_for()
    assert tab.page.evaluate("window.hit") is None
    report.close()


def test_a_run_that_goes_on_says_how_far_it_is(tab: Tab) -> None:
    view = tab.view("evaluations")
    view.locator("[data-run=begun]").click()
    view.get_by_text("7 of 120 cases are answered.").wait_for()
    tab.page.keyboard.press("Escape")
    assert not view.is_visible()


@pytest.mark.parametrize("tab", ["light", "dark"], indirect=True)
def test_axe_finds_no_serious_fault_in_the_evaluations(
    tab: Tab, axe: str, request: pytest.FixtureRequest
) -> None:
    view = tab.view("evaluations")
    view.locator("[data-run=done]").click()
    view.get_by_role("button", name="Open the report").wait_for()
    shoot(tab, f"{request.node.callspec.params['tab']}-evaluations")
    assert faults(tab, axe) == []
