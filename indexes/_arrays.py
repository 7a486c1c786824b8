"""Arrays of an index on disk, one file each, so that opening them reads nothing.

They are mapped into memory: what a question touches is read when it does, and processes that open
the same index share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write each array to a file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def open_arrays(folder: Path) -> dict[str, Any]:
    """The arrays that `save_arrays` wrote, by name; they cannot be written to."""
    return {path.stem: _mapped(path) for path in sorted(folder.glob("*.npy"))}


def _mapped(path: Path) -> NDArray[Any]:
    # a plain array over the map: `numpy.memmap` does more at each use
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
