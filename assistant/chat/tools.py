"""What the tools beside the conversation ask the server for, by name.

The page calls one function with a name and plain fields; it gets HTML, data, a file or an error in
words. Nothing is kept between calls: what a tool needs comes with the call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from assistant.chat import code_browser, evaluations, index_browser, learn, render
from assistant.chat.case import Case
from assistant.chat.checker import checked
from assistant.chat.conversation import Asks, Desk, service_date
from assistant.chat.exports import Exchange, File, exported
from assistant.chat.grading import grade, typed_codes
from assistant.chat.markup import escape
from assistant.chat.page_image import page_image
from assistant.chat.patient import NOBODY, Patient, answered
from assistant.chat.worklist import BadWorklist, decisions, read_worklist
from assistant.faults import place_of_fault
from assistant.models import Answer, Setting
from guidelines.codeset import load_codeset
from guidelines.errors import DxciteError

_log = logging.getLogger(__name__)
_QUOTED = 4_000
"""Characters of a quote that are looked for on its page."""
_SETTINGS: dict[str, Setting] = {"inpatient": "inpatient", "outpatient": "outpatient"}
Fields = dict[str, Any]


class Tools:
    """The tools of one server."""

    def __init__(self, assistant: Asks, desk: Desk, runs: Path | None = None) -> None:
        """Serve tools.

        Args:
            assistant: Answers the questions of the worklist, the comparison and the quiz.
            desk: Holds the conversations that can be saved.
            runs: Folder of the evaluations to show; None shows none.
        """
        self._assistant = assistant
        self._desk = desk
        self._runs = runs
        self._named: dict[str, Callable[[Fields], Fields]] = {
            "code_search": self._code_search,
            "code_page": self._code_page,
            "seventh": self._seventh,
            "check": self._check,
            "compare": self._compare,
            "quiz_case": self._quiz_case,
            "quiz_grade": self._quiz_grade,
            "worklist_read": self._worklist_read,
            "worklist_ask": self._worklist_ask,
            "worklist_codes": self._worklist_codes,
            "worklist_save": self._worklist_save,
            "export": self._export,
            "index_search": self._index_search,
            "index_page": self._index_page,
            "pdf_page": self._pdf_page,
            "evaluations": self._evaluations,
            "evaluation": self._evaluation,
            "evaluation_report": self._evaluation_report,
        }

    def call(self, fields: Any) -> Fields:
        """Run a tool.

        Args:
            fields: `name` and what that tool takes.

        Returns:
            `html`, `file` or data of the tool; `error`, in words, where it cannot be done.
        """
        if isinstance(fields, list):
            fields = fields[0] if fields else None
        tool = self._named.get(str(fields.get("name"))) if isinstance(fields, dict) else None
        if tool is None:
            return {"error": "There is no such tool."}
        try:
            return tool(fields)
        except DxciteError as error:
            return {"error": str(error)}
        except Exception as error:
            # Its message may quote the chart, so only where it happened is logged.
            place = place_of_fault(error)
            _log.error(place)
            return {"error": f"Something went wrong inside dxcite ({place}); please report it."}

    def _ask(self, text: str, setting: str | None, on: date) -> Answer:
        from assistant.pipeline import make_question

        question = make_question(
            text, setting=_SETTINGS.get(setting or ""), date_of_service=on, history=()
        )
        return answered(self._assistant, question, NOBODY)

    # -- codes --------------------------------------------------------------------------------

    def _code_search(self, fields: Fields) -> Fields:
        on = _date(fields)
        query = _text(fields, "q")[:200]
        found = code_browser.found_codes(query, on, self._assistant)
        return {"html": code_browser.results(found, query, on), "codes": found}

    def _code_page(self, fields: Fields) -> Fields:
        return {"html": code_browser.code_page(_text(fields, "code")[:40], _date(fields))}

    def _seventh(self, fields: Fields) -> Fields:
        on = _date(fields)
        return {"html": code_browser.built(_text(fields, "code"), _text(fields, "choice")[:1], on)}

    def _check(self, fields: Fields) -> Fields:
        age = _text(fields, "age").strip()
        Patient(age).check()
        setting = _SETTINGS.get(_text(fields, "setting"))
        years = int(age) if age else None
        return {"html": checked(_text(fields, "codes"), _date(fields), setting, years)}

    def _index_search(self, fields: Fields) -> Fields:
        return {"html": index_browser.found(_text(fields, "q")[:200], _date(fields))}

    def _index_page(self, fields: Fields) -> Fields:
        return {"html": index_browser.entry(_text(fields, "at")[:80], _date(fields))}

    def _pdf_page(self, fields: Fields) -> Fields:
        words = _text(fields, "words")[:_QUOTED]
        image, at = page_image(_text(fields, "release"), _text(fields, "page"), words)
        return {"image": image, "at": at}

    # -- learning -----------------------------------------------------------------------------

    def _compare(self, fields: Fields) -> Fields:
        a = _text(fields, "a")
        b = _text(fields, "b") or a
        if not a.strip():
            return {"error": "Type or paste the case to compare."}
        days = [service_date(_text(fields, f"date_{side}"), _date(fields)) for side in "ab"]
        settings = [_text(fields, f"setting_{side}") for side in "ab"]
        first, second = (
            self._ask(text, setting, day)
            for text, setting, day in zip((a, b), settings, days, strict=True)
        )
        labels = [
            f"{setting or 'setting not stated'}, {day.isoformat()}"
            for setting, day in zip(settings, days, strict=True)
        ]
        return {"html": learn.compared((first, second), (labels[0], labels[1]))}

    def _quiz_case(self, fields: Fields) -> Fields:
        number = int(_text(fields, "number") or 0) % len(learn.CASES)
        case = learn.CASES[number]
        return {"text": case.text, "setting": case.setting, "of": len(learn.CASES)}

    def _quiz_grade(self, fields: Fields) -> Fields:
        typed = typed_codes(_text(fields, "codes"))
        text = _text(fields, "text")
        if not typed:
            return {"error": "Type the codes you would report, with a blank between them."}
        if not text.strip():
            return {"error": "Type or paste the case, or take one of the examples."}
        on = _date(fields)
        answer = self._ask(text, _text(fields, "setting"), on)
        marks, order = grade(typed, answer, load_codeset(on))
        return {"html": learn.graded(marks, order, answer)}

    # -- worklist -----------------------------------------------------------------------------

    def _worklist_read(self, fields: Fields) -> Fields:
        items = read_worklist(_text(fields, "file"), _text(fields, "text"))
        # A note that gives no date takes the one that stands below the question.
        on = service_date(_text(fields, "date"), date.today()).isoformat()
        return {"items": [{**item.as_json(), "date": item.on or on} for item in items]}

    def _worklist_ask(self, fields: Fields) -> Fields:
        text = _text(fields, "text")
        setting = _SETTINGS.get(_text(fields, "setting"))
        on = service_date(_text(fields, "date"), date.today())
        answer = self._ask(text, setting, on)
        number = int(fields.get("number") or 0)
        key = 100_000 + number  # apart from the questions of the conversation
        card = render.answer_card(key, answer, text)
        html = render.turn(key, Case(text), setting, on, card, answer, name=f"Note {number}")
        codes = [c.code for c in answer.codes if c.role != "alternative"]
        return {"html": html, "codes": codes, "abstained": answer.abstained}

    def _worklist_codes(self, fields: Fields) -> Fields:
        codes = load_codeset(service_date(_text(fields, "date"), date.today()))
        typed = typed_codes(_text(fields, "codes"))
        for code in typed:
            if not codes.get(code).billable:
                return {"error": f"{codes.get(code).code} is not billable; choose a code below it."}
        return {"codes": list(dict.fromkeys(codes.get(code).code for code in typed))}

    def _worklist_save(self, fields: Fields) -> Fields:
        items = fields.get("items")
        if not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
            raise BadWorklist("There is nothing to save yet.")
        return {"file": _file(decisions(items, _text(fields, "form")))}

    # -- evaluations --------------------------------------------------------------------------

    def _evaluations(self, _: Fields) -> Fields:
        runs = self._evaluated()
        return {"html": evaluations.listed(runs.runs(), runs.folder)}

    def _evaluation(self, fields: Fields) -> Fields:
        return {"html": evaluations.shown(self._evaluated().named(_text(fields, "run")))}

    def _evaluation_report(self, fields: Fields) -> Fields:
        return {"page": self._evaluated().report(_text(fields, "run"))}

    def _evaluated(self) -> evaluations.Evaluations:
        if self._runs is None:
            raise evaluations.NoEvaluation("This server shows no evaluations.")
        return evaluations.Evaluations(self._runs)

    # -- saving -------------------------------------------------------------------------------

    def _export(self, fields: Fields) -> Fields:
        token, _, key = _text(fields, "turn").partition(":")
        turns = self._desk.answered(token, int(key) if key.isdigit() else None)
        exchanges = [
            Exchange(t.key, t.text, t.answer, t.read) for t in turns if t.answer is not None
        ]
        return {"file": _file(exported(exchanges, _text(fields, "form")))}


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _date(fields: Fields) -> date:
    return service_date(_text(fields, "date"), date.today())


def _file(file: File) -> Fields:
    return {"name": file.name, "kind": file.kind, "text": file.text, "binary": file.binary}


_SETTING_OPTIONS = "".join(
    f'<option value="{value}">{label}</option>'
    for value, label in (
        ("", "Setting not stated"),
        ("inpatient", "Inpatient"),
        ("outpatient", "Outpatient"),
    )
)


def panel(runs: bool = False) -> str:
    """The tools' views, closed; tools.js opens them.

    Args:
        runs: Whether evaluations are shown.
    """
    return f'<div class="dx-panel" hidden>{_PANEL}{_EVALUATIONS if runs else ""}</div>'


def _view(name: str, label: str, body: str) -> str:
    return (
        f'<section class="dx-view" data-view-of="{name}" aria-label="{label}" hidden>'
        f'<header class="dx-view-head"><h2>{label}</h2><button type="button" class="dx-button" '
        f'data-view="ask" aria-label="Close {escape(label)}">Close</button></header>{body}</section>'
    )


_AREA = (
    '<textarea class="dx-field" name="{name}" rows="{rows}" aria-label="{label}" '
    'placeholder="{placeholder}" spellcheck="false" autocomplete="off"></textarea>'
)


def _area(name: str, label: str, placeholder: str, rows: int = 4) -> str:
    return _AREA.format(name=name, label=label, placeholder=placeholder, rows=rows)


def _select(name: str, label: str) -> str:
    return (
        f'<select class="dx-field" name="{name}" aria-label="{label}">{_SETTING_OPTIONS}</select>'
    )


def _variant(side: str, name: str, placeholder: str) -> str:
    return (
        f'<div class="dx-variant">{_area(side, f"Case {name}", placeholder)}'
        f'<div class="dx-form-row">{_select(f"setting_{side}", f"Setting of {name}")}'
        f'<input class="dx-field" name="date_{side}" aria-label="Date of service of {name}" '
        f'placeholder="Date of {name}, YYYY-MM-DD" autocomplete="off"></div></div>'
    )


_CODES = (
    '<form data-tool="code_search" data-into=".dx-found" data-live role="search">'
    '<input class="dx-field" type="text" name="q" aria-label="Search codes" '
    'placeholder="Code or term, such as I50 or tennis elbow" spellcheck="false" '
    'autocomplete="off"></form>'
    '<div class="dx-found" aria-live="polite" aria-label="Codes found"></div>'
    '<details class="dx-fold dx-index"><summary>Alphabetic Index</summary>'
    '<form data-tool="index_search" data-into=".dx-index-found" data-live>'
    '<input class="dx-field" type="text" name="q" aria-label="Search the Alphabetic Index" '
    'placeholder="Main term, subterm, such as cardiomyopathy, hypertrophic" spellcheck="false" '
    'autocomplete="off"></form>'
    '<div class="dx-index-found" aria-live="polite"></div></details>'
    '<article class="dx-page" aria-label="Code" tabindex="-1"></article>'
)
_CHECK = (
    '<form data-tool="check" data-into=".dx-checked">'
    + _area("codes", "Codes to check, in reporting order", "I13.0 I50.9 N18.32", 3)
    + '<div class="dx-form-row">'
    + _select("setting", "Setting of the codes")
    + '<input class="dx-field" name="age" aria-label="Age in years" placeholder="Age" '
    'autocomplete="off">' + '<button class="dx-button dx-main-button">Check</button></div></form>'
    '<div class="dx-checked" aria-live="polite"></div>'
)
_WORKLIST = (
    '<div class="dx-drop"><p><b>Drop a file of notes here</b> or '
    '<label class="dx-link dx-file">choose one<input type="file" class="dx-sr" '
    'accept=".jsonl,.ndjson,.json,.csv,.tsv,.txt,.md" aria-label="File of notes"></label></p>'
    '<p class="dx-quiet">JSON lines with “question”, CSV with a column “note”, or text with a line '
    "of --- between notes. The file stays on this page.</p></div>"
    '<p class="dx-alert dx-worklist-alert" role="alert" hidden></p>'
    '<div class="dx-work" hidden><div class="dx-work-bar"></div>'
    '<ol class="dx-work-list" aria-label="Notes"></ol><div class="dx-work-item"></div></div>'
)
_LEARN = (
    '<section class="dx-part"><h3>Compare two variants</h3>'
    '<form data-tool="compare" data-into=".dx-compared"><div class="dx-columns">'
    f"{_variant('a', 'A', 'The case as it is')}"
    f"{_variant('b', 'B', 'The same with something changed; empty for the same words')}"
    '</div><div class="dx-form-row"><button class="dx-button dx-main-button">Compare</button></div>'
    '</form><div class="dx-compared" aria-live="polite"></div></section>'
    '<section class="dx-part"><h3>Quiz</h3>'
    '<form data-tool="quiz_grade" data-into=".dx-graded-here">'
    + _area("text", "Quiz case", "A case of your own, or take an example", 4)
    + '<div class="dx-form-row">'
    + _select("setting", "Setting of the quiz case")
    + '<input class="dx-field" name="codes" aria-label="Your codes" '
    'placeholder="Your codes in order" autocomplete="off" spellcheck="false">'
    '<button class="dx-button dx-main-button">Grade</button>'
    '<button type="button" class="dx-button" data-quiz-next>Next example</button></div></form>'
    '<div class="dx-graded-here" aria-live="polite"></div></section>'
)
_PANEL = (
    _view("codes", "Codes", _CODES)
    + _view("check", "Check", _CHECK)
    + _view("worklist", "Worklist", _WORKLIST)
    + _view("learn", "Learn", _LEARN)
)
_EVALUATIONS = _view(
    "evaluations",
    "Evaluations",
    '<form data-tool="evaluations" data-into=".dx-runs" class="dx-form-row">'
    '<button class="dx-button">Look again</button></form>'
    '<div class="dx-runs" aria-live="polite"></div>'
    '<article class="dx-run-page" aria-label="Evaluation" tabindex="-1"></article>',
)
