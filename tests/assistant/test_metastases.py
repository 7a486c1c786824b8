"""Where a tumor has spread to, as charts tell it (I.C.2): each site of the list with its code."""

from __future__ import annotations

import pytest

from assistant.reading._metastases import spread_in


@pytest.mark.parametrize(
    ("sentence", "sites"),
    [
        ("prostate ca metastatic to the lumbar spine and pelvis", [("C79.51", None)]),
        ("lung adenoca metastatic to brain and liver", [("C79.31", None), ("C78.7", None)]),
        ("mets to RUL lung, mediastinal and hilar nodes", [("C78.0-", "right"), ("C77.1", None)]),
        ("metastatic pancreatic ca (head) to liver", [("C78.7", None)]),
        ("metastatic to bone (ribs, spine) and pleura", [("C79.51", None), ("C78.2", None)]),
        ("pain spread to the left arm", []),
        ("exercise to 5 METs, lung clear", []),
    ],
)
def test_each_site_has_its_code(sentence: str, sites: list[tuple[str, str | None]]) -> None:
    assert [(s.code, s.side) for s in spread_in(sentence)] == sites


@pytest.mark.parametrize(
    ("sentence", "sites"),
    [
        ("Brain met resected this admission", ["C79.31"]),
        ("breast ca with lung and liver mets", ["C78.0-", "C78.7"]),
        ("brain, adrenal and osseous mets", ["C79.31", "C79.7-", "C79.51"]),
        ("do I add a code for the lung met", ["C78.0-"]),
        ("the spine met criteria for surgery", []),
        ("colon mets", []),
    ],
)
def test_sites_named_before_the_word(sentence: str, sites: list[str]) -> None:
    assert [s.code for s in spread_in(sentence)] == sites
