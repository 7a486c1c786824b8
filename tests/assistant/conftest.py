"""A question asked in one line."""

from __future__ import annotations

import pytest

from assistant.given import make_question
from assistant.models import Answer
from assistant.pipeline import Assistant


@pytest.fixture(scope="session")
def ask(assistant: Assistant):  # type: ignore[no-untyped-def]
    """Answers a question as of one date on which the digest's release is in force."""

    def asked(text: str, setting: str | None = None) -> Answer:
        return assistant.ask(make_question(text, setting=setting, date_of_service="2026-06-01"))

    return asked
