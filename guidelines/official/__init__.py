"""Official files of CDC/NCHS and CMS: which there are, which are at hand, getting more of them.

Nothing here is needed while no release was added: looking whether one is at hand reads a folder.
"""

from __future__ import annotations

from guidelines.official._naming import folder_name, named_release
from guidelines.official._slots import KINDS, SLOTS, Slot
from guidelines.official._store import ReleaseStore, Stored, read_stored

__all__ = [
    "KINDS",
    "SLOTS",
    "ReleaseStore",
    "Slot",
    "Stored",
    "folder_name",
    "named_release",
    "read_stored",
]
