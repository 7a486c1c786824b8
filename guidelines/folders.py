"""Where the program keeps what it makes: nothing a user types, only what can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """The search index and fetched releases: `DXCITE_DATA`, or the user's data folder."""
    chosen = os.environ.get("DXCITE_DATA")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir("dxcite", appauthor=False))
