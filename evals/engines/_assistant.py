"""dxcite itself, whole, without named parts, or worded by a language model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from evals.engines._engine import Ask
from evals.schema import Case

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def open_deterministic(without: Sequence[str] = ()) -> Ask:
    """dxcite without a language model.

    Args:
        without: Parts to leave out (see `evals.parts`).
    """
    from assistant.pipeline import Assistant
    from evals.parts import left_out
    from indexes.index import open_index

    assistant = left_out(Assistant(open_index()), without)
    return _asking(assistant)


def open_worded(model: str) -> Ask:
    """dxcite with answers worded by a language model.

    Args:
        model: As `DXCITE_MODEL` has it, "provider:model".

    Raises:
        DxciteError: the model cannot be set up.
    """
    from assistant.language_model import configured_model
    from assistant.pipeline import Assistant
    from indexes.index import open_index

    configured = configured_model({**os.environ, "DXCITE_MODEL": model})
    return _asking(Assistant(open_index(), configured[1] if configured else None))


def _asking(assistant: Assistant) -> Ask:
    from assistant.pipeline import BadQuestion, make_question

    # the first question waits for what later ones find open, and is nobody's measure of speed
    assistant.warm()
    assistant.ask(make_question("acute appendicitis"))

    def ask(case: Case, today: date) -> dict[str, Any]:
        try:
            question = make_question(
                case.asked,
                id=case.id,
                setting=case.setting,
                date_of_service=case.date_of_service or today,
                history=case.history,
            )
        except BadQuestion as refused:  # said in one sentence before it is asked: it declines
            return {"id": case.id, "answer": "", "abstained": True, "abstain_reason": str(refused)}
        return {**assistant.ask(question).model_dump(mode="json"), "id": case.id}

    return ask
