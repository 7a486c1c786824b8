"""What can go wrong in words a coder can act on.

Every message is one plain sentence that says what is wrong and what to do.

    DxciteError
    ├── DateOutOfRange        the date of service lies outside ICD-10-CM's years
    ├── DataMissing           an official file that the program needs is not installed
    ├── DataDamaged           an official file is there but cannot be read as such
    ├── UnknownRelease        no release has the name that was typed
    ├── FileRefused           a file is none of the official ones, or not what it should be
    ├── FetchFailed           an official file could not be downloaded
    ├── StoreBusy             another process is changing the stored releases
    ├── NotAtHand             what was asked needs a release that is not stored
    ├── CodeError
    │   ├── UnknownCode           the code is not in the release in force
    │   └── SeventhCharacterError the 7th character does not fit the code
    └── DigestError           the built-in digest is faulty (guidelines.sections)
"""

from __future__ import annotations


class DxciteError(Exception):
    """Base of every error that a user can put right; its text is one plain sentence."""


class DateOutOfRange(DxciteError):
    """A date of service before ICD-10-CM began (2015-10-01) or after 2030."""


class DataMissing(DxciteError):
    """An official file is not where it should be; the message says where and what to install."""


class DataDamaged(DxciteError):
    """An official file cannot be read as the Tabular List it should be."""


class UnknownRelease(DxciteError):
    """No release has the name that was typed; the message lists how releases are named."""


class FileRefused(DxciteError):
    """A file is not taken into the stored releases; the message names it and says why."""


class FetchFailed(DxciteError):
    """An official file could not be downloaded; what was there before still is."""


class StoreBusy(DxciteError):
    """Another process is changing the stored releases."""


class NotAtHand(DxciteError):
    """What was asked needs a release, or a file of it, that is not stored."""


class CodeError(DxciteError):
    """Something is wrong with a code as typed.

    Attributes:
        code: The code in dotted form.
    """

    def __init__(self, message: str, code: str) -> None:
        """Keep the dotted code beside the sentence."""
        super().__init__(message)
        self.code = code


class UnknownCode(CodeError):
    """The code does not exist in the release.

    Attributes:
        nearest: Codes that do exist and lie nearest, best first.
    """

    def __init__(self, message: str, code: str, nearest: tuple[str, ...] = ()) -> None:
        """Keep the nearest existing codes beside the sentence."""
        super().__init__(message, code)
        self.nearest = nearest


class SeventhCharacterError(CodeError):
    """A 7th character that the Tabular List does not define for the code."""
