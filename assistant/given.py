"""What a user gives: the text, the setting and the date, checked before anything is done with them.

BadQuestion   (a DxciteError) the message says what is wrong and what to do
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from assistant._language import clearly_foreign
from guidelines.errors import DxciteError
from guidelines.releases import code_release

if TYPE_CHECKING:
    from assistant.models import Question

LONGEST_QUESTION = 100_000  # characters; a long hospital record has some 50,000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CONTROLS = 0.05  # share of control characters past which it is no text


class BadQuestion(DxciteError):
    """A question that cannot be read; the message says why and what to do."""


def make_question(
    text: str,
    *,
    setting: str | None = None,
    date_of_service: str | date | None = None,
    id: str | None = None,
    history: tuple[str, ...] = (),
) -> Question:
    """A question from what a user gave.

    Args:
        text: The question, with or without documentation.
        setting: "inpatient", "outpatient" or None.
        date_of_service: ISO date; today where none is given.
        id: The caller's own id.
        history: Earlier questions of the conversation.

    Raises:
        BadQuestion: empty, too long, binary or non-English text, an unknown setting, a malformed
            date.
        DateOutOfRange: a date outside every release.
    """
    from assistant.models import Question

    return Question(
        text=checked_text(text),
        id=id,
        setting=checked_setting(setting),
        date_of_service=checked_date(date_of_service),
        history=history,
    )


def checked_text(text: Any) -> str:
    """The text of a question.

    Raises:
        BadQuestion: it is empty, too long, binary or not English.
    """
    if not isinstance(text, str):
        raise BadQuestion("The question must be text.")
    if not text.strip():
        raise BadQuestion("The question is empty; type a term, a code or a piece of documentation.")
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The text has {len(text):,} characters; dxcite reads up to {LONGEST_QUESTION:,} at a "
            "time. Paste the part that documents the encounter."
        )
    if _is_binary(text):
        raise BadQuestion("This looks like a binary file, not text; paste the words of the chart.")
    if clearly_foreign(text):
        raise BadQuestion(
            "This does not look like English; dxcite reads English documentation only."
        )
    return text


def checked_setting(setting: Any) -> Any:
    """The setting, "inpatient", "outpatient" or None.

    Raises:
        BadQuestion: it is anything else.
    """
    from assistant.models import Setting

    if setting is not None and setting not in get_args(Setting):
        raise BadQuestion(f"The setting “{setting}” is unknown; use inpatient or outpatient.")
    return setting


def checked_date(day: Any) -> date:
    """The date of service, today where none is given.

    Raises:
        BadQuestion: it is not a date written like 2026-10-01.
        DateOutOfRange: a date outside every release.
    """
    if day is None or day == "":
        day = date.today()
    if isinstance(day, str):
        day = _parsed(day)
    if not isinstance(day, date):
        raise BadQuestion("The date of service must be written like 2026-10-01.")
    code_release(day)
    return day


def _parsed(text: str) -> date:
    try:
        # fromisoformat alone would also take 20261001 and 2026-W40-4
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    shown = text if len(text) <= 40 else text[:39] + "…"
    raise BadQuestion(f"“{shown}” is not a date like 2026-10-01.")


def _is_binary(text: str) -> bool:
    # undecodable bytes of a command line arrive as surrogates
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        return True
    odd = sum(not c.isprintable() and not c.isspace() for c in text) + text.count("\ufffd")
    return odd > len(text) * _CONTROLS
