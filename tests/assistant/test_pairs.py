"""Questions about several codes: verdict, order, what gives way, and the sources."""

from __future__ import annotations

import pytest

from assistant.models import Answer
from assistant.pipeline import Assistant, make_question


@pytest.fixture(scope="module")
def ask(assistant: Assistant):  # type: ignore[no-untyped-def]
    def asked(text: str, setting: str | None = None) -> Answer:
        return assistant.ask(make_question(text, setting=setting, date_of_service="2026-11-02"))

    return asked


def reported(answer: Answer) -> list[str]:
    return [c.code for c in answer.codes if c.role != "alternative"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # both polarities of the same fact
        ("Can I report J44.0 with J18.9?", "yes"),
        ("Is there any conflict between J44.0 and J18.9?", "no"),
        ("Can E11.9 and E11.65 be reported together?", "no"),
        ("any conflict between E11.9 and E11.65?", "yes"),
        ("Is there an Excludes1 note between E11.9 and R73.03?", "yes"),
        ("Is there an Excludes1 note between E11.9 and I10?", "no"),
        # Excludes2, Excludes1 and its exception
        ("Can I code J44.9 together with J43.9?", "yes"),
        ("Can E11.9 be reported with E10.9?", "no"),
        ("Can I27.0 be reported with I10?", "no"),
        ("Can I27.0 be reported with I10 when the conditions are unrelated?", "yes"),
        # presumed links
        ("Can I report I10 with N18.6?", "no"),
        ("Can I report I12.0 with N18.6?", "yes"),
        ("Can I report I10 with N20.0?", "yes"),
        # order
        ("Does N18.6 come before I12.0?", "no"),
        ("Does I12.0 come before N18.6?", "yes"),
        ("Should D63.1 go after N18.4?", "yes"),
        ("Does D63.1 go before N18.4?", "no"),
        ("Does E78.5 come before K21.9?", "depends"),
        # one of the two named anew to ask for its place
        ("I63.9 and I69.351 same stay. I63.9 goes first, yes?", "depends"),
        ("I21 and I22 on the same stay. does I21 go ahead?", "depends"),
        ("A41.9 with R65.20, can R65.20 be pdx?", "no"),
        ("F10.20 and K70.30. is K70.30 pdx?", "yes"),
        ("F10.20 and K70.30. is F10.20 pdx?", "no"),
        # one without the other
        ("Do I report E11.65 without E11.9?", "yes"),
        ("J15.212 plus B95.62?", "no"),
        ("J15.9 plus B95.62?", "yes"),
        ("I12.9 and N18.4 but no I10, right?", "yes"),
        ("I13.0 instead of I11.0 + I12.9, right?", "yes"),
        ("I12.9 and I10 but no N18.4, right?", "no"),
        ("N18.6 and I12.0 but not Z99.2?", "no"),
        ("J44.1 with J45.901 no excludes1 hit?", "yes"),
        # open questions get no verdict
        ("Which comes first, I12.0 or N18.6?", None),
        ("Which order do I12.0 and N18.6 go in?", None),
    ],
)
def test_verdict(ask, text: str, verdict: str | None) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text)
    assert answer.verdict == verdict, answer.answer
    assert answer.citations


def test_the_code_that_gives_way_is_left_out_with_the_reason(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Can E11.9 and E11.65 be reported together?")
    assert reported(answer) == ["E11.65"]
    assert [r.code for r in answer.rejected] == ["E11.9"]
    assert answer.citations[0].ref == "I.C.4.a"


def test_a_presumed_link_gives_the_combination_and_the_exception(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Can I report I10 with N18.6?")
    assert reported(answer) == ["I12.0", "N18.6"]
    assert answer.citations[0].ref == "I.C.9.a.2"
    assert any("unrelated to each other" in q for q in answer.queries)
    assert any("presumed related" in r.reason for r in answer.rejected)


def test_an_excludes1_note_is_quoted_with_its_place(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Can E11.9 be reported with R73.03?")
    assert answer.citations[0].ref == "I.A.12.a"
    quotes = {c.ref: c.quote for c in answer.citations if c.kind == "tabular"}
    assert any("diabetes mellitus (E08-E13)" in q for q in quotes.values())
    assert reported(answer) == ["E11.9"]
    assert any("unrelated" in q for q in answer.queries)


def test_codes_that_exclude_each_other_are_offered_only(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Can E11.9 be reported with E10.9?")
    assert reported(answer) == []
    assert {c.code for c in answer.codes} == {"E11.9", "E10.9"}


def test_a_code_named_anew_is_no_second_report(ask) -> None:  # type: ignore[no-untyped-def]
    assert "2 times" not in ask("J44.0 and J18.9, is J44.0 first?").answer
    assert "2 times" in ask("J44.0, J18.9, J44.0").answer


def test_the_order_follows_the_notes(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Which comes first, N18.6 or I12.0?")
    assert reported(answer) == ["I12.0", "N18.6"]
    assert [c.sequence for c in answer.codes] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "I10 N18.6 E78.5",
        "i10, n18.6; e785",
        "1. I10\n2. N18.6\n3. E78.5",
        "Codes: I10, N18.6, E78.5",
    ],
)
def test_a_pasted_list_is_checked(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text)
    assert answer.verdict is None
    assert reported(answer) == ["I12.0", "N18.6", "E78.5"]
    assert "3 codes checked" in answer.answer
    assert any(step.stage == "check" for step in answer.trace)


def test_a_list_without_faults_says_so(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("I12.0 N18.6 E78.5")
    assert "Nothing stands against" in answer.answer
    assert reported(answer) == ["I12.0", "N18.6", "E78.5"]


def test_a_wrong_code_does_not_keep_a_list_from_being_checked(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("E11.9, E11.65, I10, E11.9X")
    assert not answer.abstained
    assert "E11.9X is not a code" in answer.answer
    assert reported(answer) == ["E11.65", "I10"]


def test_the_chart_decides_between_codes_that_are_named(ask) -> None:  # type: ignore[no-untyped-def]
    positive = ask("Clinic: HIV positive, no symptoms, no opportunistic infection. Z21 or B20?")
    assert "B20" not in reported(positive)
    assert "Z21" in reported(positive)


def test_what_the_chart_takes_out_is_not_recommended(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("HTN with cardiomegaly, no failure. Do I add I51.7 to the I11.9?")
    assert answer.verdict == "no"
    assert reported(answer) == ["I11.9"]


def test_the_check_and_the_question_agree(ask) -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    from guidelines import check_codes

    report = check_codes("E11.9 E10.9", on=date(2026, 11, 2))
    texts = [f.text for f in report.of("excludes1")]
    assert texts
    assert all(t in ask("Can E11.9 be reported with E10.9?").answer for t in texts)
