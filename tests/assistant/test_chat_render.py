from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from chat_fakes import HOSTILE, FakeAssistant, span

from assistant.chat import render
from assistant.chat.case import Case
from assistant.chat.marks import Mark, assertions, mark_up, marks_of
from assistant.chat.markup import Markdown, cited_numbers, escape
from assistant.chat.pages import EXAMPLES, header, start_page
from assistant.models import Answer, Question, Span, Step

DAY = date(2026, 11, 23)
CHART = "72yo with HTN and CHF with CKD 3b — does the provider have to link them?"
TAGS = frozenset(
    {"a", "article", "aside", "b", "blockquote", "button", "code", "details", "div", "em", "footer"}
    | {"fieldset", "form", "h1", "h2", "h3", "h4", "header", "i", "input", "label", "legend", "li"}
    | {"mark", "nav", "ol", "p", "path", "pre", "q", "rect", "s", "section", "span", "strong"}
    | {"summary", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
VOID = {"input", "path", "rect"}


class Page(HTMLParser):
    """Checks tags for balance and keeps the text that a reader sees."""

    def __init__(self, markup: str, skip: tuple[str, ...] = ("dx-tags",)) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.skip = skip
        self._skipped: list[int] = []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag in VOID:
            return
        self.open.append(tag)
        if (dict(attrs).get("class") or "").split(" ")[0] in self.skip:
            self._skipped.append(len(self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._skipped and self._skipped[-1] == len(self.open):
            self._skipped.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.text += data


def ask(text: str, **more: object) -> Answer:
    return FakeAssistant().ask(Question(text=text, date_of_service=DAY, **more))  # type: ignore[arg-type]


def card(text: str) -> str:
    return render.answer_card(1, ask(text), text)


def turn(text: str) -> str:
    answer = ask(text)
    return render.turn(1, Case(text), None, DAY, render.answer_card(1, answer, text), answer)


# Escaping


@pytest.mark.parametrize(
    "make",
    [
        lambda: turn(HOSTILE),
        lambda: render.turn(1, Case(HOSTILE), None, DAY, render.problem(HOSTILE, HOSTILE)),
        lambda: header(HOSTILE),
        lambda: mark_up(HOSTILE, [Mark(0, 9, HOSTILE, "dx-h1"), Mark(4, 20, HOSTILE, "dx-h2")]),
    ],
)
def test_hostile_text_is_shown_as_the_characters_it_is_made_of(make) -> None:  # type: ignore[no-untyped-def]
    page = Page(make())
    assert HOSTILE in page.text
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name != "style", tag
        if name == "href":
            assert re.fullmatch(r"#dx-s\d+-\d+", value or "")


def test_markdown_makes_no_links_images_or_tags() -> None:
    text = "[x](javascript:alert(1)) ![i](http://h/i.png) <b onclick=x>b</b> http://h/ `<i>`"
    page = Page("".join(Markdown({}).blocks(text)))
    assert page.text == text.replace("`", "")
    assert page.attributes == []


def test_control_characters_and_lone_surrogates_keep_their_place() -> None:
    assert escape("a\x00b\ud800c\td\n") == "a\ufffdb\ufffdc\td\n"


# Markdown


def test_markdown_blocks() -> None:
    blocks = Markdown({1: "s1"}).blocks(
        "First line\nsecond **bold** and *soft*.\n\n- one [1]\n- two\n\n1. a\n2. b\n\n## Head\nend"
    )
    assert [re.match(r"<(\w+)", b)[1] for b in blocks] == ["p", "ul", "ol", "p", "p"]  # type: ignore[index]
    assert blocks[0] == "<p>First line second <strong>bold</strong> and <em>soft</em>.</p>"
    assert 'href="#s1"' in blocks[1] and 'aria-label="Source 1"' in blocks[1]
    assert blocks[3] == '<p class="dx-subhead">Head</p>'


def test_markers_without_a_source_stay_text() -> None:
    assert Markdown({1: "s1"}).inline("so [7].") == "so\u00a0[7]."
    assert cited_numbers("a [1][2], b [3, 4] [x] [1234]") == {1, 2, 3, 4}


def test_codes_of_the_answer_take_their_colour_in_prose() -> None:
    inline = Markdown({}, {"I50.9": "dx-h2", "I50": "dx-h1"}).inline
    assert inline("I50.9, I50.91, I50.") == (
        '<span class="dx-code dx-h2">I50.9</span>, I50.91, <span class="dx-code dx-h1">I50</span>.'
    )
    assert "dx-code" not in inline("XI50.9 I50.9A")


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "**", "****", "*", "a*b*c", "**open", "[", "[1", "`"]
)
def test_broken_markdown_stays_text(text: str) -> None:
    assert Markdown({1: "s"}).inline(text) == text


# Highlights


def test_marks_overlap_touch_and_repeat_without_losing_a_character() -> None:
    text = "abcdefghij"
    marks = [
        Mark(0, 5, "A", "dx-h1"),
        Mark(3, 8, "B", "dx-h2"),
        Mark(5, 8, "C", "dx-h3"),
        Mark(3, 8, "B2", "dx-h4"),
        Mark(0, 10, "R", "dx-rejected", rejected=True),
    ]
    assert Page(mark_up(text, marks)).text == text


def test_marks_outside_the_text_are_clipped_or_dropped() -> None:
    marks = [Mark(-4, 2, "A", "dx-h1"), Mark(3, 99, "B", "dx-h2"), Mark(7, 9, "C", "dx-h3")]
    shown = mark_up("abcde", [*marks, Mark(2, 2, "D", "dx-h4"), Mark(4, 3, "E", "dx-h5")])
    assert Page(shown).text == "abcde"
    assert [code in shown for code in "ABCDE"] == [True, True, False, False, False]


def test_offsets_count_characters_not_utf16_units() -> None:
    text = "🫀🫁 CHF 👩‍⚕️ & <CKD>"
    shown = mark_up(
        text,
        [Mark(3, 6, "I50.9", "dx-h1"), Mark(text.index("CKD"), text.index("CKD") + 3, "N", "x")],
    )
    assert '<mark class="dx-mark dx-h1" data-code="I50.9" title="I50.9">CHF</mark>' in shown
    assert ">CKD</mark>" in shown
    assert Page(shown).text == text


def test_marks_name_every_code_that_the_words_support() -> None:
    answer = ask(CHART)
    chf = span(CHART, "CHF")
    codes = [m.code for m in marks_of(answer, CHART) if (m.start, m.end) == (chf.start, chf.end)]
    # I50.3 is an alternative on words that are taken already.
    assert codes == ["I13.0", "I50.9"]


def read_as(answer: Answer, **assertions: str) -> Answer:
    """The answer with a trace that says how its words are asserted."""
    conditions = [{"words": w.replace("_", " "), "assertion": a} for w, a in assertions.items()]
    step = Step(stage="read", what="Read", detail={"conditions": conditions})
    return answer.model_copy(update={"trace": (step,)})


@pytest.mark.parametrize(
    ("assertion", "tag", "style"),
    [("negated", "s", ""), ("uncertain", "mark", " dx-uncertain"), ("present", "mark", "")],
)
def test_words_left_out_are_struck_where_negated_dotted_where_uncertain(
    assertion: str, tag: str, style: str
) -> None:
    text = "cough, fever, possible pneumonia"
    answer = read_as(ask(text), possible_pneumonia=assertion)
    shown = mark_up(text, marks_of(answer, text))
    assert f'<{tag} class="dx-mark dx-rejected{style}" data-code="J18.9"' in shown


def test_words_asserted_in_two_ways_are_not_struck() -> None:
    answer = ask("cough, fever, possible pneumonia")
    both = [{"words": "possible pneumonia", "assertion": a} for a in ("negated", "present")]
    step = Step(stage="read", what="Read", detail={"conditions": both})
    assert assertions(answer.model_copy(update={"trace": (step,)})) == {}


def test_evidence_from_an_earlier_question_is_quoted_but_not_marked() -> None:
    answer = ask(CHART)
    follow_up = "and if it's the left?"
    assert marks_of(answer, follow_up) == []
    assert "earlier question" in render.answer_card(2, answer, follow_up)


def test_span_beyond_the_text_is_not_marked() -> None:
    answer = ask("cough fever possible pneumonia")
    moved = answer.model_copy(
        update={
            "codes": (
                answer.codes[0].model_copy(
                    update={"evidence": (Span(start=90, end=95, text="cough"),)}
                ),
            ),
            "rejected": (),
        }
    )
    assert marks_of(moved, "cough fever possible pneumonia") == []


# Answer


def test_codes_come_in_reporting_order_then_alternatives_then_rejected() -> None:
    answer = ask(CHART)
    shuffled = answer.model_copy(update={"codes": tuple(reversed(answer.codes))})
    text = Page(render.answer_card(1, shuffled, CHART)).text
    words = ["Report, in this order", "Hypertensive heart", "Heart failure, unsp", "stage 3b"]
    words += ["Alternatives", "Diastolic", "Considered and left out", "Essential (primary)"]
    table = text[text.index("Codes") :]
    assert sorted(words, key=table.index) == words


def test_copy_holds_the_recommended_codes_only() -> None:
    page = Page(card(CHART))
    copies = [value for _, name, value in page.attributes if name == "data-copy"]
    assert copies[0] == "I13.0\nI50.9\nN18.32"
    assert copies[1] and copies[1].splitlines()[1] == "I50.9\tHeart failure, unspecified"


def test_only_used_sources_are_listed_each_with_its_kind() -> None:
    text = Page(card(CHART)).text
    assert "Never referred to" not in text
    assert "Section I.C.9.a.3" in text and "FY2027 · page 45 · in our words" in text
    assert "Tabular List" in text and "official wording" in text


def test_every_marker_leads_to_a_source_on_the_page() -> None:
    page = Page(card(CHART))
    ids = {value for _, name, value in page.attributes if name == "id"}
    targets = {value for _, name, value in page.attributes if name == "data-source"}
    assert targets and targets <= ids


def test_source_ids_differ_between_turns() -> None:
    answer = ask(CHART)
    ids = [
        {v for _, n, v in Page(render.answer_card(key, answer, CHART)).attributes if n == "id"}
        for key in (1, 2)
    ]
    assert ids[0] and not ids[0] & ids[1]


def test_verdict_stands_first_and_once() -> None:
    text = Page(card(CHART)).text
    assert text.startswith("NoICD-10-CM presumes")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("No, the", "No, the"),
        ("**No.** The", "The"),
        ("No. The", "The"),
        ("No: the", "The"),
        ("Nothing. The", "Nothing"),
    ],
)
def test_only_a_verdict_that_is_a_sentence_is_left_to_the_badge(answer: str, shown: str) -> None:
    made = Answer(answer=answer, verdict="no", date_of_service=DAY, release="FY2027")
    assert Page(render.answer_card(1, made, "q")).text.startswith(f"No{shown}")


def test_lists_that_the_table_repeats_are_left_to_it() -> None:
    answer = ask(CHART)
    listed = "\n".join(f"{i}. **{c.code}** {c.title} [1]" for i, c in enumerate(answer.codes, 1))
    told = "Lead [1].\n\nWhy [2].\n\n" + listed + "\n\nLeft out:\n- `I10` Essential (primary) "
    told += "hypertension: x [3]\n\nStill missing:\n- " + answer.queries[0]
    told += "\n\nAlso:\n- I13.0 is not the whole story [1].\n- I10 Essential (primary) hypertension"
    text = Page(
        render.answer_card(1, answer.model_copy(update={"answer": told}), CHART), ("dx-codes",)
    ).text
    said = text[: text.index("Missing from")]
    assert "Lead" in said and "Why" in said and "not the whole story" in said
    assert "Left out:" not in said and "Still missing:" not in said
    assert said.count("Essential") == 1 and "Heart failure, unspecified" not in said


def test_abstention_is_marked_with_its_reason() -> None:
    text = Page(card("What is the CPT code?")).text
    assert text.startswith("Not answered") and "outside what this program knows" in text
    assert render.in_short(ask("What is the CPT code?")) == "Answer ready: not answered."


def test_everything_an_answer_says_is_on_the_page() -> None:
    text = Page(card(CHART)).text
    answer = ask(CHART)
    for said in (*answer.queries, *answer.assumptions, *(s.what for s in answer.trace)):
        assert said in text
    assert "The setting is not stated; the answer is the same for both" in text
    assert "Not billable" in text and "How this was worked out" in text and "214 ms" in text


def test_long_question_without_answer_is_cut() -> None:
    shown = Page(render.turn(1, Case("word " * 200_000), None, DAY, "")).text
    assert len(shown) < 500 and "1,000,000 characters" in shown


# Around the conversation


def test_start_page_offers_the_examples() -> None:
    page = Page(start_page())
    assert [v for _, n, v in page.attributes if n == "data-example"] == [
        str(i) for i in range(len(EXAMPLES))
    ]
    assert all(example.text in page.text for example in EXAMPLES)


def test_what_a_follow_up_takes_over_is_shown_with_its_own_marks() -> None:
    case = Case("and inpatient?", CHART, len("and inpatient?") + 2)
    answer = ask(case.read)
    shown = Page(render.turn(2, case, None, DAY, "", answer))
    assert "Read with what was said before" in shown.text and CHART in shown.text
    marked = [v for t, n, v in shown.attributes if n == "title" and t == "mark"]
    assert marked.count("I50.9") == 1


def test_header_says_whether_questions_leave_the_machine() -> None:
    assert "Offline" in Page(header(None)).text
    assert "Offline" not in Page(header("llama3")).text
    assert "Model: llama3" in Page(header("llama3")).text
