"""What the authorities say: code sets, guideline sections, releases.

Names are loaded when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guidelines._note_coverage import (
        NoteCoverage,
        note_coverage,
    )
    from guidelines._version import (
        __version__,
    )
    from guidelines.checks import (
        Finding,
        NoCodes,
        Report,
        check_codes,
    )
    from guidelines.codeset import (
        CodeSet,
        Entry,
        Note,
        load_codeset,
        normalize,
        open_tabular,
    )
    from guidelines.edits import (
        Edits,
        find_edits,
    )
    from guidelines.errors import (
        CodeError,
        DataDamaged,
        DataMissing,
        DateOutOfRange,
        DxciteError,
        FetchFailed,
        FileRefused,
        NotAtHand,
        SeventhCharacterError,
        StoreBusy,
        UnknownCode,
        UnknownRelease,
    )
    from guidelines.notes import (
        CodeRefs,
        Instruction,
        Item,
        code_refs,
        excludes1_conflicts,
        grouped,
        instructions,
        items,
    )
    from guidelines.releases import (
        CodeRelease,
        GuidelineRelease,
        Release,
        code_release,
        guideline_release,
    )
    from guidelines.rules import RuleError
    from guidelines.sections import (
        Ask,
        Digest,
        DigestError,
        Section,
        load_digest,
    )

_HOME = {
    "guidelines._note_coverage": (
        "NoteCoverage",
        "note_coverage",
    ),
    "guidelines._version": ("__version__",),
    "guidelines.checks": (
        "Finding",
        "NoCodes",
        "Report",
        "check_codes",
    ),
    "guidelines.codeset": (
        "CodeSet",
        "Entry",
        "Note",
        "load_codeset",
        "normalize",
        "open_tabular",
    ),
    "guidelines.edits": (
        "Edits",
        "find_edits",
    ),
    "guidelines.errors": (
        "CodeError",
        "DataDamaged",
        "DataMissing",
        "DateOutOfRange",
        "DxciteError",
        "FetchFailed",
        "FileRefused",
        "NotAtHand",
        "SeventhCharacterError",
        "StoreBusy",
        "UnknownCode",
        "UnknownRelease",
    ),
    "guidelines.notes": (
        "CodeRefs",
        "Instruction",
        "Item",
        "code_refs",
        "excludes1_conflicts",
        "grouped",
        "instructions",
        "items",
    ),
    "guidelines.releases": (
        "CodeRelease",
        "GuidelineRelease",
        "Release",
        "code_release",
        "guideline_release",
    ),
    "guidelines.rules": ("RuleError",),
    "guidelines.sections": (
        "Ask",
        "Digest",
        "DigestError",
        "Section",
        "load_digest",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Ask",
    "CodeError",
    "CodeRefs",
    "CodeRelease",
    "CodeSet",
    "DataDamaged",
    "DataMissing",
    "DateOutOfRange",
    "Digest",
    "DigestError",
    "DxciteError",
    "Edits",
    "Entry",
    "FetchFailed",
    "FileRefused",
    "Finding",
    "GuidelineRelease",
    "Instruction",
    "Item",
    "NoCodes",
    "NotAtHand",
    "Note",
    "NoteCoverage",
    "Release",
    "Report",
    "RuleError",
    "Section",
    "SeventhCharacterError",
    "StoreBusy",
    "UnknownCode",
    "UnknownRelease",
    "__version__",
    "check_codes",
    "code_refs",
    "code_release",
    "excludes1_conflicts",
    "find_edits",
    "grouped",
    "guideline_release",
    "instructions",
    "items",
    "load_codeset",
    "load_digest",
    "normalize",
    "note_coverage",
    "open_tabular",
]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'guidelines' has no attribute {name!r}")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return sorted(__all__)
