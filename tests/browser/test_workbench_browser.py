"""The workbench in a real browser: evidence, follow-ups, tools, worklist, learning, exports."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from chat_tab import QUESTION, Tab, faults, shoot

pytestmark = pytest.mark.browser

LONG = (
    "HPI: 72-year-old seen for HTN and CHF with CKD 3b, stable on the present treatment. "
    "No other complaints today, ambulating well and eating a normal diet at home with family. "
) * 3


def saved(tab: Tab, label: str, within: str = ".dx-answer") -> str:
    """The text of a file that a button saves."""
    with tab.page.expect_download() as download:
        tab.page.locator(within).first.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


# -- evidence ------------------------------------------------------------------------------------


def test_a_code_marks_its_words_and_sources_only(tab: Tab) -> None:
    tab.ask(QUESTION)
    answer = tab.answer(1)
    code = answer.get_by_role("button", name="I50.9", exact=True).first
    code.click()
    assert code.get_attribute("aria-pressed") == "true"
    marked = tab.page.locator(".dx-mark.dx-on")
    assert set(marked.all_inner_texts()) == {"CHF"}
    assert answer.locator(".dx-source.dx-on .dx-n").all_inner_texts() == ["2"]
    assert answer.locator(".dx-source.dx-on").get_attribute("open") is not None
    code.click()
    assert marked.count() == 0
    code.click()
    tab.page.keyboard.press("Escape")
    assert marked.count() == 0


def test_a_citation_lands_on_the_deciding_sentence_every_time(tab: Tab) -> None:
    """How quickly is measured by `make bench-chat`, on a machine that does nothing else."""
    tab.ask(QUESTION)
    answer = tab.answer(1)
    landed = 0
    answer.evaluate("a => a.querySelectorAll('.dx-fold').forEach((fold) => { fold.open = true; })")
    for cite in answer.locator(".dx-cite").all():
        id_ = cite.get_attribute("data-source")
        cite.click()
        quote = tab.page.locator(f"#{id_} .dx-decides")
        quote.wait_for()
        tab.page.wait_for_function(
            "(id) => { const at = document.querySelector(`#${id} .dx-decides`)"
            ".getBoundingClientRect(); return at.top >= 0 && at.bottom <= window.innerHeight; }",
            arg=id_,
        )
        landed += 1
    assert landed >= 6


def test_a_number_shows_its_sentence_when_hovered_or_focused(tab: Tab) -> None:
    tab.ask(QUESTION)
    cite = tab.answer(1).get_by_label("Source 2").first
    cite.hover()
    pop = tab.page.get_by_role("tooltip")
    assert "Use additional code to identify stage" in pop.inner_text()
    tab.page.mouse.move(5, 5)
    pop.wait_for(state="hidden")
    cite.focus()
    pop.wait_for()
    assert cite.get_attribute("aria-describedby") == "dx-pop"


def test_a_long_chart_stands_beside_its_answer(tab: Tab) -> None:
    tab.ask(LONG)
    answer = tab.answer(1).bounding_box()
    note = tab.page.locator(".dx-note").first.bounding_box()
    assert answer and note and note["x"] + note["width"] <= answer["x"]
    assert abs(note["y"] - answer["y"]) < 60


def test_what_is_not_asked_for_is_folded(tab: Tab) -> None:
    tab.ask(QUESTION)
    answer = tab.answer(1)
    rejected = answer.get_by_role("button", name="I10", exact=True)
    assert not rejected.is_visible()
    answer.get_by_text("Considered and left out").click()
    rejected.wait_for()


def test_the_chase_goes_one_step_at_a_time(tab: Tab) -> None:
    tab.ask(QUESTION)
    trace = tab.answer(1).locator(".dx-trace")
    trace.locator("summary").click()
    every = trace.locator("li").count()
    trace.get_by_role("button", name="One step at a time").click()
    assert trace.locator("li:visible").count() == 1
    tab.page.keyboard.press("Enter")
    assert trace.locator("li:visible").count() == 2
    assert trace.get_by_role("status").inner_text() == f"Step 2 of {every}"
    trace.get_by_role("button", name="All", exact=True).click()
    assert trace.locator("li:visible").count() == every
    assert "1. I13.0 first-listed" in trace.locator("li").last.inner_text()


# -- conversation --------------------------------------------------------------------------------


def test_a_follow_up_shows_what_changed_and_what_it_took_over(tab: Tab) -> None:
    tab.ask("office visit with cough, fever and possible pneumonia")
    tab.answer(1)
    tab.ask("and what if he has HTN, CHF and CKD 3b?")
    answer = tab.answer(2)
    said = answer.locator(".dx-changes").inner_text().split()
    assert {"I13.0", "R05.9"} <= set(said)
    assert answer.locator(".dx-new").count() == 3
    carried = tab.page.get_by_role("group", name="Text taken over")
    assert "possible pneumonia" in carried.inner_text()


def test_conversations_are_kept_apart_and_come_back(tab: Tab) -> None:
    tab.ask("tennis elbow")
    tab.answer(1)
    tab.page.get_by_role("button", name="New conversation").click()
    tab.page.locator(".dx-start").wait_for()
    tab.ask("What is the CPT code?")
    tab.page.get_by_text("Not answered", exact=True).wait_for()
    assert tab.page.locator(".dx-talk").all_inner_texts() == [
        "tennis elbow",
        "What is the CPT code?",
    ]
    tab.page.get_by_role("button", name="tennis elbow").click()
    tab.page.get_by_text("M77.10").first.wait_for()
    tab.page.get_by_role("button", name="Forget this one").click()
    tab.page.get_by_text("Not answered", exact=True).wait_for()
    assert "tennis" not in tab.page.locator("#dx-talk").inner_text()


def test_a_question_can_be_taken_back(tab: Tab) -> None:
    tab.ask("tennis elbow")
    tab.answer(1)
    tab.page.get_by_role("button", name="Take back the last question").click()
    tab.page.locator(".dx-start").wait_for()
    tab.page.wait_for_function(
        "document.querySelector('#dx-box textarea').value === 'tennis elbow'"
    )


def test_age_and_sex_go_with_the_question(tab: Tab) -> None:
    tab.page.get_by_label("Age", exact=True).fill("two")
    tab.ask(QUESTION)
    tab.page.get_by_text("is not an age").wait_for()
    tab.page.get_by_label("Age", exact=True).fill("72")
    tab.page.locator("#dx-sex").get_by_text("Female").click()
    tab.ask(QUESTION)
    tab.answer(1)
    assert "Age 72" in tab.page.locator(".dx-asked header").inner_text()


# -- codes ---------------------------------------------------------------------------------------


def test_a_code_of_an_answer_opens_in_the_tabular_list(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1).get_by_role("button", name="Open N18.32 in the Tabular List").click()
    page = tab.page.get_by_role("article", name="Code")
    page.get_by_role("heading", name="N18.32").wait_for()
    said = page.inner_text()
    assert "Billable" in said and "from N18" in said and "Beside it, under N18.3" in said
    page.get_by_role("button", name="I13", exact=True).first.click()
    page.get_by_role("heading", name="I13 Hypertensive heart").wait_for()
    tab.page.keyboard.press("Escape")
    assert not page.is_visible()
    assert "N18.32" in (tab.page.evaluate("document.activeElement.ariaLabel") or "")


def test_search_as_you_type_and_the_seventh_character_builder(tab: Tab) -> None:
    tab.page.keyboard.press("Control+k")
    box = tab.page.get_by_label("Search codes")
    tab.page.wait_for_function("document.activeElement.name === 'q'")
    box.press_sequentially("T14.91")
    row = tab.page.locator(".dx-found .dx-row", has_text="T14.91XA")
    row.wait_for()
    tab.page.locator(".dx-found .dx-row").first.click()
    builder = tab.page.locator(".dx-builder")
    builder.get_by_text("subsequent encounter").click()
    builder.locator(".dx-big", has_text="T14.91XD").wait_for()
    assert "1 placeholder X" in builder.inner_text()
    shoot(tab, "builder")


def test_codes_are_checked_together(tab: Tab) -> None:
    view = tab.view("check")
    view.get_by_label("Codes to check").fill("e10.9, E11.9 E11.2 Q00.99")
    view.get_by_role("button", name="Check", exact=True).click()
    view.get_by_role("status").wait_for()
    said = view.get_by_role("status").inner_text()
    assert "Not ready" in said and "Not reportable like this" in said
    assert "type 2 diabetes mellitus (E11.-)" in said and "Tabular List E10" in said
    assert "E11.2" in said and "Q00.99" in said
    view.get_by_label("Codes to check").fill("")
    view.get_by_role("button", name="Check", exact=True).click()
    view.get_by_role("alert").wait_for()
    view.get_by_label("Codes to check").fill("I10 E11.9")
    view.get_by_role("button", name="Check", exact=True).click()
    view.get_by_text("Nothing stands against it").wait_for()


# -- worklist ------------------------------------------------------------------------------------


def test_a_worklist_is_read_decided_and_saved(tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text(f'id,note\na,"{QUESTION}"\nb,tennis elbow\nc,What CPT is it?\n')
    view = tab.view("worklist")
    view.get_by_label("File of notes").set_input_files(file)
    view.locator(".dx-work-list .dx-row", has_text="M77.10").wait_for()
    view.get_by_role("button", name="Accept").click()
    view.get_by_role("article", name="Note 2").wait_for()
    view.get_by_label("Codes for this note").fill("M77.1")
    view.get_by_role("button", name="Change").click()
    view.get_by_text("M77.1 is not billable").wait_for()
    view.get_by_label("Codes for this note").fill("m7712")
    view.get_by_role("button", name="Change").click()
    view.get_by_role("article", name="Note 3").wait_for()
    tab.page.keyboard.press("Alt+r")
    view.get_by_text("3 of 3 decided").wait_for()
    shoot(tab, "worklist-done")
    rows = list(csv.DictReader(io.StringIO(saved(tab, "Save CSV", ".dx-work-bar"))))
    assert [(r["id"], r["decision"], r["codes"]) for r in rows] == [
        ("a", "accepted", "I13.0 I50.9 N18.32"),
        ("b", "changed", "M77.12"),
        ("c", "rejected", ""),
    ]


def test_a_file_without_notes_is_said_in_words(tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"question": "fine"}\n{"question": \n')
    view = tab.view("worklist")
    view.get_by_label("File of notes").set_input_files(file)
    view.get_by_text("Line 2 is not JSON").wait_for()


# -- learning ------------------------------------------------------------------------------------


def test_two_variants_are_compared(tab: Tab) -> None:
    view = tab.view("learn")
    view.get_by_label("Case A").fill("cough, fever and possible pneumonia")
    view.get_by_label("Case B").fill("cough and fever with HTN, CHF and CKD 3b")
    view.get_by_role("button", name="Compare").click()
    view.get_by_role("region", name="Variant B").wait_for()
    said = view.locator(".dx-compared").inner_text()
    assert "only in A: R05.9, R50.9; only in B: I13.0, I50.9, N18.32" in said
    assert "section I.C.9.a.3" in said


def test_the_quiz_hides_the_answer_and_grades_with_reasons(tab: Tab) -> None:
    view = tab.view("learn")
    view.get_by_role("button", name="Next example").click()
    tab.page.wait_for_function("document.querySelector('[name=text]').value.length > 20")
    view.get_by_label("Quiz case", exact=True).fill(QUESTION)
    assert "I13.0" not in view.inner_text()
    view.get_by_label("Your codes").fill("I50.9 i130 I10 N18.30")
    view.get_by_role("button", name="Grade").click()
    view.get_by_text("2 of 3 codes.").wait_for()
    grades = view.locator(".dx-grades").inner_text()
    assert "The category is right; the chart leads to N18.32" in grades
    assert "Hypertension with heart or kidney involvement" in grades
    assert "report I13.0, then I50.9" in view.inner_text()


# -- saving --------------------------------------------------------------------------------------


def test_an_answer_is_saved_in_every_form(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1)
    assert "| 1 | I13.0 |" in saved(tab, "Markdown")
    held = json.loads(saved(tab, "JSON"))["exchanges"][0]
    assert held["question"] == QUESTION and held["answer"]["trace"]
    rows = list(csv.DictReader(io.StringIO(saved(tab, "CSV"))))
    assert [r["code"] for r in rows] == ["I13.0", "I50.9", "N18.32", "I50.3", "I10"]
    fhir = json.loads(saved(tab, "FHIR"))
    assert [e["resource"]["resourceType"] for e in fhir["entry"]] == ["Condition"] * 3 + ["List"]
    assert "unable to determine" in saved(tab, "Query letter to the provider")
    with tab.page.expect_download() as download:
        tab.page.locator(".dx-answer").get_by_role("button", name="Word").click()
    with zipfile.ZipFile(download.value.path()) as file:
        assert b"I13.0" in file.read("word/document.xml")


def test_a_conversation_is_saved_as_a_handout(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answer(1)
    tab.ask("tennis elbow")
    tab.answer(2)
    text = saved(tab, "Markdown", ".dx-talk-acts")
    assert "## Question 1" in text and "## Question 2" in text and "M77.10" in text


def test_judgements_stay_on_the_page_until_saved(tab: Tab) -> None:
    tab.ask(QUESTION)
    answer = tab.answer(1)
    answer.get_by_role("button", name="Wrong").click()
    assert answer.get_by_role("button", name="Wrong").get_attribute("aria-pressed") == "true"
    with tab.page.expect_download() as download:
        answer.get_by_role("button", name="Save the judgement").click()
    assert json.loads(Path(download.value.path()).read_text()) == {
        "question": 1,
        "judgement": "wrong",
    }


# -- craft ---------------------------------------------------------------------------------------


def test_the_tour_is_short_and_closes(tab: Tab) -> None:
    tab.page.get_by_role("button", name="Tour").click()
    dialog = tab.page.get_by_role("dialog", name="Tour")
    for _ in range(3):
        dialog.get_by_role("button", name="Next").click()
    assert "4 of 4" in dialog.inner_text()
    dialog.get_by_role("button", name="Done").click()
    dialog.wait_for(state="hidden")


@pytest.mark.parametrize("tab", ["light", "dark"], indirect=True)
def test_axe_finds_no_serious_fault_in_any_view(
    tab: Tab, axe: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scheme = request.node.callspec.params["tab"]
    found = faults(tab, axe)
    tab.ask(LONG)
    answer = tab.answer(1)
    answer.evaluate("a => a.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    found += faults(tab, axe)
    tab.ask("and what if possible pneumonia with cough, fever?")
    tab.answer(2)
    tab.page.locator("[data-open-code]:visible").first.click()
    tab.page.locator(".dx-crumbs").wait_for()
    found += faults(tab, axe)
    shoot(tab, f"{scheme}-codes")
    view = tab.view("check")
    view.get_by_label("Codes to check").fill("E10.9 E11.9")
    view.get_by_role("button", name="Check", exact=True).click()
    view.get_by_role("status").wait_for()
    found += faults(tab, axe)
    view = tab.view("learn")
    view.get_by_label("Case A").fill("possible pneumonia, cough, fever")
    view.get_by_label("Case B").fill("HTN, CHF and CKD 3b")
    view.get_by_role("button", name="Compare").click()
    view.get_by_role("region", name="Variant B").wait_for()
    view.get_by_label("Quiz case", exact=True).fill(QUESTION)
    view.get_by_label("Your codes").fill("I13.0 I10 N18.30")
    view.get_by_role("button", name="Grade").click()
    view.locator(".dx-grades").wait_for()
    found += faults(tab, axe)
    shoot(tab, f"{scheme}-learn")
    file = tmp_path / "notes.txt"
    file.write_text(f"{QUESTION}\n---\ntennis elbow\n")
    view = tab.view("worklist")
    found += faults(tab, axe)
    view.get_by_label("File of notes").set_input_files(file)
    view.get_by_role("article", name="Note 1").wait_for()
    found += faults(tab, axe)
    shoot(tab, f"{scheme}-worklist")
    tab.view("evaluations").locator(".dx-row").last.click()
    tab.page.get_by_role("button", name="Open the report").wait_for()
    found += faults(tab, axe)
    tab.page.get_by_role("button", name="Tour").click()
    found += faults(tab, axe)
    assert found == []


@pytest.mark.parametrize("name", ["codes", "check", "worklist", "learn", "evaluations"])
@pytest.mark.parametrize("width", [1280, 820])
def test_no_tool_sticks_out_at_the_side(tab: Tab, name: str, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 1100})
    tab.view(name)
    tab.page.wait_for_timeout(60)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_tools_are_worked_by_keyboard_alone(tab: Tab) -> None:
    keys = tab.page.keyboard
    tab.page.locator(".dx-tab[data-view=codes]").focus()
    keys.press("Enter")
    tab.page.wait_for_function("document.activeElement.name === 'q'")
    keys.type("M77.1")
    tab.page.locator(".dx-found .dx-row", has_text="M77.11").wait_for()
    keys.press("Tab")
    keys.press("Enter")
    page = tab.page.get_by_role("article", name="Code")
    page.get_by_role("heading", name="M77.1").wait_for()
    reached = set()
    for _ in range(12):
        keys.press("Tab")
        reached.add(tab.page.evaluate("document.activeElement.dataset.openCode || ''"))
    assert {"M77", "M77.10"} & reached
    keys.press("Escape")
    assert not page.is_visible()
    assert tab.page.evaluate("document.activeElement.dataset.view") == "codes"
