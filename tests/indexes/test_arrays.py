"""Arrays on disk, and what is found in them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from indexes._arrays import open_arrays, save_arrays
from indexes._surface_table import ExactSurfaces


def test_arrays_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = {
        "vectors": np.arange(12, dtype=np.float16).reshape(3, 4),
        "sides": np.array([True, False]),
    }
    save_arrays(tmp_path / "new", written)
    read = open_arrays(tmp_path / "new")
    assert sorted(read) == ["sides", "vectors"]
    for name, array in written.items():
        assert type(read[name]) is np.ndarray
        assert read[name].dtype == array.dtype
        assert np.array_equal(read[name], array)
    with pytest.raises(ValueError, match="read-only"):
        read["vectors"][0, 0] = 1.0


def test_surfaces_are_found_by_exactly_their_stems() -> None:
    stems = ["acut", "appendic", "fever", ""]
    core = np.array([[0, 1], [2, 3], [1, 0], [1, 3], [2, 2]], dtype=np.int32)
    exact = ExactSurfaces(SimpleNamespace(stems=stems, core=core))  # type: ignore[arg-type]
    assert list(exact[{"acut", "appendic"}]) == [0, 2]
    assert list(exact[{"appendic"}]) == [3]
    assert list(exact[{"fever"}]) == [1]
    assert {"fever"} in exact
    for other in ({"acut"}, {"acut", "fever"}, {"unknown"}, {"fever", ""}, set()):
        assert other not in exact
        assert list(exact.get(other)) == []
