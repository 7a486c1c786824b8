"""Queries to the provider: those that are built are compliant; those that are not are caught."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.choosing import _STAGE_GAPS
from assistant.models import Span
from assistant.pipeline import Assistant, make_question
from assistant.querying import Gap, ProviderQuery, left_open, lint_query, provider_query
from assistant.querying._build import templates, usually_known
from guidelines.codeset import load_codeset
from guidelines.rules import load_rules

CODES = load_codeset(date(2026, 11, 2))
CHART = (
    "Seen for the condition. EF 30%, creatinine 2.1, Hgb 7.9, A1c 11.2, lactate 4.1, wound 3x4 cm."
)
WORDS = "the condition"
SPANS = (Span(start=CHART.index(WORDS), end=CHART.index(WORDS) + len(WORDS), text=WORDS),)
CHOICES = [g for _, g in _STAGE_GAPS] + ["the side (right or left)", "more detail"]


def built(what: str, code: str = "") -> ProviderQuery:
    return provider_query(Gap(what, WORDS, code, SPANS), CHART, CODES)


def faults(query: str | ProviderQuery, chart: str | None = CHART) -> set[str]:
    return {r.fault for r in lint_query(query, chart)}


def test_every_query_that_a_rule_leads_to_is_compliant() -> None:
    asking = [r for r in load_rules() if r.then.ask]
    assert len(asking) > 40
    wrong = {}
    for rule in asking:
        code = rule.when.codes[0][0].rstrip("-.") if rule.when.codes else ""
        query = built(rule.then.ask or "", code)
        if remarks := lint_query(query, CHART):
            wrong[rule.id] = (query.text, remarks)
    assert wrong == {}


@pytest.mark.parametrize("what", CHOICES)
@pytest.mark.parametrize(
    "code", ["S52.50", "I48", "J45", "L89.15", "N18.9", "F32.A", "E11", "O24.4"]
)
def test_every_choice_of_the_code_tree_makes_a_compliant_query(what: str, code: str) -> None:
    assert lint_query(built(what, code), CHART) == ()


def test_every_code_that_leaves_something_open_makes_a_compliant_query() -> None:
    for codes, what in usually_known():
        stem = codes[0].replace("?", "1").rstrip("-.")
        assert what == left_open(next(c for c in (stem, f"{stem}9") if left_open(c)))
        assert lint_query(built(what, stem), CHART) == (), what


@pytest.mark.parametrize("code", ["I50.22", "N18.4", "I48.0", "J45.41", "F32.1", "D62", "I10"])
def test_a_specific_code_leaves_nothing_open(code: str) -> None:
    assert left_open(code) is None


def test_every_template_offers_other_and_undetermined_or_nothing() -> None:
    for template in templates():
        assert len(template.options) != 1, template.topic
        assert not (template.tree and template.options), template.topic


def test_the_choices_come_from_the_tabular_list() -> None:
    query = built("the type", "K57")
    assert all(o for o in query.options)
    stage = built("the stage", "L89.15")
    assert stage.options[:2] == ("stage 1", "stage 2")
    assert stage.options[-2:] == ("other (please specify)", "unable to determine")


def test_indicators_are_the_charts_own_words() -> None:
    query = built("the type of heart failure", "I50.9")
    assert query.indicators[:2] == ("the condition", "EF 30%")
    assert all(i in CHART for i in query.indicators)
    elsewhere = Gap("the stage", "x", "N18.9", (Span(start=0, end=4, text="not there"),))
    assert "not there" not in provider_query(elsewhere, CHART, CODES).indicators


def test_what_is_said_to_the_coder_is_left_out() -> None:
    text = built("The outcome of the delivery (number of infants), for the Z37 code.").text
    assert "Z37" not in text
    text = built("whether the abuse is confirmed (T74) or suspected (T76)").text
    assert "T74" not in text
    text = built("The stage of the pressure ulcer; a nurse’s note may document it.", "L89.15").text
    assert "nurse" not in text


def test_a_query_reads_short_and_its_letter_has_a_line_for_each_option() -> None:
    query = built("the stage of the chronic kidney disease", "N18.9")
    assert len(query.text.split()) < 60
    assert query.letter.count("[ ]") == len(query.options)
    assert query.letter.startswith("The record says:")


GOOD = [
    (
        "Chart: “Hgb 7.9”; “anemia”. Please clarify the type of the anemia. Options: acute blood loss anemia; "
        "iron deficiency anemia; other (please specify); unable to determine."
    ),
    (
        "Chart: “wrist fracture”. Please clarify the side. Options: right; left; both sides; other; unable to "
        "determine."
    ),
    (
        "Chart: “pneumonia”, “ventilated since 3 March”. Is the pneumonia due to the mechanical ventilator? "
        "Options: yes; no; other; unable to determine."
    ),
    (
        "Chart: “pressure ulcer of the heel”. Was it present on admission? Options: yes; no; other; clinically "
        "undetermined."
    ),
    "Chart: “sepsis”, “cultures negative”. Please document the organism, or that it cannot be determined.",
    (
        "Chart: “weight loss of 12 kg”, “BMI 16”. Please clarify the nutritional status. Options: malnutrition, "
        "moderate; malnutrition, severe; no malnutrition; other; unable to determine."
    ),
]


@pytest.mark.parametrize("text", GOOD)
def test_compliant_queries_pass(text: str) -> None:
    assert lint_query(text) == ()


TAIL = " Options: right; left; other (please specify); unable to determine."
BAD = [
    # payment, grouping and scores, plain and disguised
    ("payment", "Chart: “AKI”. Please clarify, since AKI is a CC." + TAIL),
    ("payment", "Chart: “AKI”. Please clarify; this changes the MS-DRG." + TAIL),
    ("payment", "Chart: “CHF”. Please clarify the type for risk adjustment." + TAIL),
    ("payment", "Chart: “CHF”. Please clarify the type; it is an HCC." + TAIL),
    ("payment", "Chart: “CHF”. Please clarify so that Medicare pays." + TAIL),
    ("payment", "Chart: “CHF”. Please clarify, our case-mix is low." + TAIL),
    ("payment", "Chart: “ulcer”. Please clarify, else it is a HAC." + TAIL),
    ("payment", "Chart: “ulcer”. Please clarify for our quality scores." + TAIL),
    ("payment", "Chart: “ulcer”. Please clarify to avoid a denial." + TAIL),
    ("payment", "Chart: “ulcer”. Please clarify the severity of illness." + TAIL),
    ("payment", "Chart: “ulcer”. Please clarify, the auditors asked." + TAIL),
    # the effect of the answer
    ("impact", "Chart: “CHF”. Please clarify so that we can code it." + TAIL),
    ("impact", "Chart: “CHF”. Please clarify to support the admission." + TAIL),
    ("impact", "Chart: “CHF”. Please clarify to more accurately reflect the patient." + TAIL),
    # leading
    ("leading", "Chart: “Hgb 7.9”. Please document acute blood loss anemia."),
    ("leading", "Chart: “Hgb 7.9”. Please document the diagnosis of acute blood loss anemia."),
    ("leading", "Chart: “lactate 4”. Don't you agree this is sepsis?" + TAIL),
    ("leading", "Chart: “lactate 4”. Wouldn’t this be severe sepsis?" + TAIL),
    ("leading", "Chart: “lactate 4”. Would you agree the patient has sepsis?" + TAIL),
    ("leading", "Chart: “lactate 4”. Please add sepsis to the note." + TAIL),
    ("leading", "Chart: “lactate 4”. Please confirm sepsis." + TAIL),
    ("leading", "Chart: “lactate 4”. Can you document sepsis?" + TAIL),
    (
        "leading",
        "Chart: “lactate 4”. The findings are consistent with sepsis. Please clarify." + TAIL,
    ),
    ("leading", "Chart: “lactate 4”. The patient clearly has sepsis. Please clarify." + TAIL),
    ("leading", "Chart: “lactate 4”. It appears to be sepsis. Please clarify." + TAIL),
    (
        "leading",
        "Chart: “lactate 4”. The patient meets the criteria of sepsis. Please clarify." + TAIL,
    ),
    ("leading", "Chart: “lactate 4”. We think this is sepsis. Please clarify." + TAIL),
    ("leading", "Chart: “lactate 4”. Sepsis, correct?" + TAIL),
    ("leading", "Chart: “lactate 4”. As discussed, please clarify." + TAIL),
    # a new diagnosis by yes or no
    (
        "yes or no",
        "Chart: “lactate 4”. Does the patient have sepsis? Options: yes; no; other; unknown.",
    ),
    (
        "yes or no",
        "Chart: “BMI 16”. Is this severe malnutrition? Options: yes; no; other; unknown.",
    ),
    # nothing from the chart, too few answers
    ("no indicator", "Please clarify the side of the fracture." + TAIL),
    (
        "one option",
        "Chart: “Hgb 7.9”. Please clarify. Options: blood loss anemia; other; unable to determine.",
    ),
    (
        "no other",
        "Chart: “CHF”. Please clarify. Options: systolic; diastolic; unable to determine.",
    ),
    ("no undetermined", "Chart: “CHF”. Please clarify. Options: systolic; diastolic; other."),
    ("no undetermined", "Chart: “CHF”. Please clarify the type of the heart failure."),
    # codes, blame, length, no question
    ("code", "Chart: “CHF”. Please clarify whether this is I50.22." + TAIL),
    ("code", "Chart: “CHF”. Please clarify for ICD-10." + TAIL),
    ("blame", "Chart: “CHF”. You forgot the type. Please clarify." + TAIL),
    ("blame", "Chart: “CHF”. Please clarify immediately." + TAIL),
    ("too long", "Chart: “CHF”. Please clarify. " + "More words follow here. " * 30 + TAIL),
    ("asks nothing", "Chart: “CHF”. The type of the heart failure." + TAIL),
]


@pytest.mark.parametrize(("fault", "text"), BAD)
def test_faulty_queries_are_caught(fault: str, text: str) -> None:
    found = [r for r in lint_query(text) if r.fault == fault]
    assert found, lint_query(text)
    assert found[0].remedy.endswith(".")


def test_words_that_only_look_like_faults_pass() -> None:
    text = "Chart: “overweight”; “birth weight 2,400 g”. Please clarify the body weight." + TAIL
    assert lint_query(text) == ()
    quoted = "Chart: “appears to be septic, billing note”. Please clarify the diagnosis." + TAIL
    assert faults(quoted, None) == set()


def test_quotes_must_stand_in_the_chart() -> None:
    text = "Chart: “EF 60%”. Please clarify the type of the heart failure." + TAIL
    assert "indicator not in the chart" in faults(text)
    assert faults(text.replace("60", "30")) == set()


def test_option_lists_in_lines_are_read() -> None:
    text = "Chart: “CHF”.\nPlease clarify the type.\n[ ] systolic\n[ ] diastolic\n[ ] other\n[ ] unable to determine"
    assert lint_query(text) == ()
    assert "no other" in faults(text.replace("[ ] other\n", ""), None)


@pytest.mark.parametrize(
    ("chart", "asked"),
    [
        ("72yo admitted with HTN, CHF (EF 30%) and CKD, eGFR 38.", "type of the heart failure"),
        ("72yo admitted with HTN, CHF (EF 30%) and CKD, eGFR 38.", "stage of the chronic kidney"),
        (
            "Pneumonia on admission. CXR: no pneumonia. Treated.",
            "record conflicts about “Pneumonia”",
        ),
        ("Right hip fracture. Plan: ORIF of left hip fracture.", "conflicts about the side"),
        ("Patient with T2DM uncontrolled, A1c 11.2.", "what uncontrolled means"),
        ("Patient seen for wrist fracture after a fall.", "side of"),
        ("Patient with atrial fibrillation on apixaban.", "type of atrial fibrillation"),
    ],
)
def test_answers_carry_compliant_queries(assistant: Assistant, chart: str, asked: str) -> None:
    answer = assistant.ask(make_question(chart, date_of_service="2026-11-02"))
    assert any(asked in q for q in answer.queries), answer.queries
    for query in answer.queries:
        if query.startswith("Chart:"):
            assert lint_query(query, chart) == (), query


@pytest.mark.parametrize(
    ("chart", "not_asked"),
    [
        ("72yo with acute on chronic systolic CHF and CKD stage 4.", "heart failure"),
        ("72yo with acute on chronic systolic CHF and CKD stage 4.", "stage"),
        ("Patient with paroxysmal atrial fibrillation on apixaban.", "type of atrial"),
        ("Pneumonia on admission, improving. No pneumothorax.", "conflict"),
        ("Right hip fracture. Plan: ORIF of right hip fracture.", "conflict"),
    ],
)
def test_what_is_documented_is_not_asked(assistant: Assistant, chart: str, not_asked: str) -> None:
    answer = assistant.ask(make_question(chart, date_of_service="2026-11-02"))
    assert not any(not_asked in q for q in answer.queries), answer.queries
