from __future__ import annotations

from typing import Any

import pytest

from assistant.chat.step_detail import readable


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        (None, ""),
        ([], ""),
        ("I10 (1.00)", "I10 (1.00)"),
        (["one", "two"], "one\ntwo"),
        ({"date_of_service": "2026-06-01", "cue": None}, "date of service: 2026-06-01"),
        ({"codes": ["I10"], "billable": True}, "codes: I10\nbillable: yes"),
        (
            {"conditions": [{"words": "HTN", "cue": None}, {"words": "cough", "cue": "denies"}]},
            "conditions:\n   HTN\n   cough · denies",
        ),
        ([{"words": "HTN", "codes": ["I10", "I11"]}], "words: HTN\ncodes:\n   I10\n   I11"),
        ({"votes": 0}, "votes: 0"),
    ],
)
def test_details_read_as_lines(detail: Any, shown: str) -> None:
    assert readable(detail) == shown
