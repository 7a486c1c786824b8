from __future__ import annotations

from typing import Literal

import pytest

from assistant.models import SectionHit
from assistant.reasoning._sections import _contradicted
from assistant.reasoning._verdict import Decided, voted
from guidelines.sections import Ask, Digest, Section

ASKS: tuple[tuple[str, Literal["yes", "no"], int], ...] = (
    ("Can septic shock be the principal diagnosis?", "no", 1),
    ("Is the infection sequenced first?", "yes", 2),
)


@pytest.fixture
def digest() -> Digest:
    asks = tuple(Ask(q=q, answer=a, because=b) for q, a, b in ASKS)
    text = ("Septic shock is never principal.", "The infection is first.")
    sections = [Section(id=i, title=i, page=1, text=text, asks=asks) for i in ("II.A", "II.B")]
    return Digest(sections)


def hit(section: str, score: float, *asks: tuple[int, float]) -> SectionHit:
    return SectionHit(section=section, score=score, asks=tuple((*a, 0.0) for a in asks))


def test_nearest_way_of_asking_answers(digest: Digest) -> None:
    found = voted("septic shock as principal?", (hit("II.A", 1.0, (0, 0.9), (1, 0.4)),), digest)
    assert found is not None
    assert (found.verdict, found.section, found.statement) == ("no", "II.A", 0)


def test_no_verdict_between_two_equal_answers(digest: Digest) -> None:
    assert voted("first?", (hit("II.A", 1.0, (0, 0.7), (1, 0.7)),), digest) is None


def test_no_verdict_without_sections(digest: Digest) -> None:
    assert voted("first?", (), digest) is None


def test_leading_section_decides_where_it_agrees(digest: Digest) -> None:
    hits = (hit("II.A", 1.0, (0, 0.80)), hit("II.B", 0.99, (0, 0.85)))
    found = voted("septic shock as principal?", hits, digest)
    assert found is not None
    assert found.section == "II.A"


def test_of_two_as_near_the_one_answered_alike_decides(digest: Digest) -> None:
    near = SectionHit(section="II.A", score=1.0, asks=((0, 0.8, -0.2), (1, 0.8, 0.6)))
    found = voted("where does shock go?", (near,), digest)
    assert found is not None
    assert found.verdict == "yes"


def test_a_known_question_that_blames_answers_a_plain_one_the_other_way_round() -> None:
    asks = (Ask(q="Is it a mistake to put septic shock first?", answer="yes", because=1),)
    blaming = Digest([Section(id="II.A", title="t", page=1, text=("Never first.",), asks=asks)])
    found = voted("Can septic shock go first?", (hit("II.A", 1.0, (0, 0.9)),), blaming)
    assert found is not None
    assert found.verdict == "no"


@pytest.mark.parametrize(
    ("asked", "share", "nearest", "worked_out", "gives_way"),
    [
        ("no", 0.7, 0.5, False, True),
        ("no", 0.5, 0.9, False, False),
        # a code that the case has stands against more
        ("yes", 0.7, 0.5, False, False),
        ("yes", 0.85, 0.5, False, True),
        # and so does what was worked out on the question's own words
        ("no", 0.7, 0.9, True, False),
        ("no", 0.99, 0.5, True, False),
        ("no", 0.99, 0.9, True, True),
    ],
)
def test_the_case_gives_way_to_a_clear_vote(
    asked: Literal["yes", "no"], share: float, nearest: float, worked_out: bool, gives_way: bool
) -> None:
    other: Literal["yes", "no"] = "no" if asked == "yes" else "yes"
    vote = Decided(other, "II.A", 0, share, nearest=nearest)
    assert _contradicted(asked, vote, "J18.9?", worked_out=worked_out) is gives_way
    assert not _contradicted(other, vote, "J18.9?", worked_out=worked_out)
