"""Tumors named by their cells."""

from __future__ import annotations

import pytest

from indexes._histology import by_site


@pytest.mark.parametrize(
    ("term", "searched"),
    [
        ("squamous cell carcinoma of the larynx", "malignant neoplasm of the larynx"),
        ("squamous cell carcinoma of skin of the esophagus", "malignant neoplasm of the esophagus"),
        ("squamous cell carcinoma of the nose", "squamous cell carcinoma of the nose"),
        ("adenocarcinoma of the lung", "adenocarcinoma of the lung"),
        ("squamous cell carcinoma of anal skin", "squamous cell carcinoma of anal skin"),
    ],
)
def test_an_organ_takes_the_place_of_the_cells(term: str, searched: str) -> None:
    assert by_site(term) == searched
