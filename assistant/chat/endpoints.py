"""The API and MCP tools for other programs: ask, code, check and search, with typed arguments.

Gradio derives the schemas from the signatures and docstrings below; `dxcite chat --mcp` serves them
to MCP clients too. Errors come back as `error`, in words, so that a model can put them right.
"""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Literal

from assistant.chat._gradio import gr
from assistant.chat.code_browser import found_codes
from assistant.chat.conversation import Asks
from guidelines.errors import DxciteError

MOST = 25
"""Codes that a search returns at most."""


def add_endpoints(assistant: Asks, slots: AbstractContextManager[Any]) -> None:
    """Add the endpoints to the Blocks being built.

    Args:
        assistant: Answers the questions.
        slots: Entered while a question is worked on, so that programs do not crowd out people.
    """

    def ask(
        question: str,
        setting: Literal["inpatient", "outpatient", "unknown"] = "unknown",
        date_of_service: str = "",
    ) -> dict[str, Any]:
        """Answer an ICD-10-CM diagnosis coding question with checked codes and cited guidelines.

        Args:
            question: The question, with the words of the chart it is about.
            setting: Where the patient was seen; it decides how uncertain diagnoses are coded.
            date_of_service: Date as YYYY-MM-DD; today where empty.

        Returns:
            The answer contract: answer, verdict, codes, rejected, citations, queries, warnings.
        """
        from assistant.pipeline import make_question

        def work() -> dict[str, Any]:
            asked = make_question(
                question,
                setting=None if setting == "unknown" else setting,
                date_of_service=date_of_service or None,
            )
            with slots:
                return assistant.ask(asked).model_dump(mode="json")

        return _safely(work)

    def code(code: str, date_of_service: str = "") -> dict[str, Any]:
        """What the Tabular List says about an ICD-10-CM code: title, notes, 7th characters.

        Args:
            code: A code, header, section or chapter, such as I50.9, I50 or 9.
            date_of_service: Date as YYYY-MM-DD; today where empty.

        Returns:
            code, title, billable, release, notes by kind with the place they stand, above, below.
        """
        from assistant.cli_code import described

        return _safely(lambda: described(code, _day(date_of_service)))

    def check(
        codes: list[str],
        setting: Literal["inpatient", "outpatient", "unknown"] = "unknown",
        date_of_service: str = "",
        age: int = -1,
    ) -> dict[str, Any]:
        """Check ICD-10-CM codes that are to be reported together, in reporting order.

        Args:
            codes: The codes in reporting order.
            setting: Where the patient was seen.
            date_of_service: Date as YYYY-MM-DD; today where empty.
            age: Age in completed years; -1 where it is not known.

        Returns:
            codes, findings (kind, level, codes, text, sources, question), order and notices.
        """
        from guidelines.checks import check_codes

        return _safely(
            lambda: check_codes(
                list(codes),
                on=_day(date_of_service),
                setting=None if setting == "unknown" else setting,
                age=None if age == -1 else age,
            ).model_dump(mode="json")
        )

    def search(term: str, limit: int = 10, date_of_service: str = "") -> dict[str, Any]:
        """Find ICD-10-CM codes for a term, an abbreviation or the beginning of a code.

        Args:
            term: What to look up, such as "tennis elbow" or "S52.5".
            limit: Most codes to return, up to 25.
            date_of_service: Date as YYYY-MM-DD; today where empty.

        Returns:
            codes: code, title and billable, best first.
        """
        return _safely(lambda: _search(assistant, term, limit, _day(date_of_service)))

    for endpoint in (ask, code, check, search):
        # Unqueued, MCP calls go straight to the function and not through a client of Gradio's.
        gr.api(endpoint, api_name=endpoint.__name__, queue=False)


def _search(assistant: Asks, term: str, limit: int, on: date) -> dict[str, Any]:
    from guidelines.codeset import load_codeset

    codes = load_codeset(on)
    found = found_codes(term, on, assistant)[: max(1, min(limit, MOST))]
    entries = [codes.get(code) for code in found]
    return {"codes": [{"code": e.code, "title": e.title, "billable": e.billable} for e in entries]}


def _day(text: str) -> date:
    from assistant.given import checked_date

    return checked_date(text or None)


def _safely(work: Any) -> dict[str, Any]:
    try:
        done: dict[str, Any] = work()
    except DxciteError as error:
        return {"error": str(error)}
    return done


def json_replies(chat: gr.Blocks) -> None:
    """Let the MCP server of a mounted chat reply in JSON; Gradio itself writes Python's notation."""
    from mcp.types import TextContent

    def reply(data: list[Any], root_url: str) -> list[TextContent]:
        return [
            TextContent(type="text", text=json.dumps(value, ensure_ascii=False)) for value in data
        ]

    if chat.mcp_server_obj is not None:
        chat.mcp_server_obj.postprocess_output_data = reply
