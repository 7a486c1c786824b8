"""Names of everyday conditions as charts write them, in the lines that the classification has for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.models import Answer

Coded = Callable[[str], list[str]]


@pytest.fixture
def coded(ask: Callable[[str], Answer]) -> Coded:
    return lambda text: [c.code for c in ask(text).codes if c.role != "alternative"]


ORGANS = [
    ("AOM R ear", "H66.91"),
    ("acute otitis media right ear", "H66.91"),
    ("recurrent AOM left ear", "H66.92"),
    ("serous otitis L ear", "H65.92"),
    ("acute serous otitis media left", "H65.02"),
    ("PVD left eye", "H43.812"),
    ("PVD left leg", "I73.9"),
    ("cataract R eye", "H26.9"),
]


@pytest.mark.parametrize(("line", "code"), ORGANS)
def test_the_organ_of_a_chapter_may_be_named(coded: Coded, line: str, code: str) -> None:
    assert coded(line) == [code]


ARTHRITIS = [
    ("R knee arthritis, injection today", "M17.11"),
    ("arthritis, L knee", "M17.12"),
    ("severe arthritis R hip, THA planned", "M16.11"),
    ("wrist arthritis R", "M19.031"),
    ("end stage arthritis L ankle", "M19.072"),
    ("post-traumatic arthritis R ankle", "M12.571"),
    ("post-traumatic knee arthritis L", "M17.32"),
    ("R elbow bursitis, injected today", "M70.31"),
    ("arthritis", "M19.90"),
]


@pytest.mark.parametrize(("line", "code"), ARTHRITIS)
def test_arthritis_of_no_kind_is_that_of_wear(coded: Coded, line: str, code: str) -> None:
    assert coded(line) == [code]


@pytest.mark.parametrize("line", ["septic R knee arthritis", "rheumatoid arthritis R knee"])
def test_arthritis_of_a_kind_is_no_wear(coded: Coded, line: str) -> None:
    assert not any(c.startswith(("M15", "M16", "M17", "M19")) for c in coded(line))


BROKEN = [
    ("bone mets pathological fx femur", ["M84.553A", "C79.51"]),
    ("path fx T12, multiple myeloma", ["M84.58XA", "C90.00"]),
    ("Pathologic fx left femur, cause unclear. Breast ca.", ["M84.452A", "C50.919"]),
]


@pytest.mark.parametrize(("line", "codes"), BROKEN)
def test_a_pathological_fracture_beside_a_tumor(coded: Coded, line: str, codes: list[str]) -> None:
    assert coded(line) == codes
