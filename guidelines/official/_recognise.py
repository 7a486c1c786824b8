"""What a file is and which release it belongs to; what cannot be placed is refused with a reason."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guidelines.errors import FileRefused
from guidelines.official import _documents, _texts, _workbooks, _xml
from guidelines.official._naming import release_called
from guidelines.official._slots import KINDS, Slot
from guidelines.official._table import known_release
from guidelines.releases import Release

LARGEST = 400_000_000
"""Bytes of a file, and of all that an archive unpacks to; the largest official one has 70 MB."""
MOST_MEMBERS = 500


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file, or a file in an archive, that has its place.

    Attributes:
        slot: What it is.
        release: The release it belongs to.
        name: Its own name, with that of the archive.
        data: Its content.
    """

    slot: Slot
    release: Release
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Checksum of the content."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found in a file given by the user.

    Attributes:
        found: Files that have a place.
        aside: Names of archive members that have none, each with the reason.
    """

    found: tuple[Recognised, ...]
    aside: tuple[str, ...]


def recognise(path: Path, wanted: Release | None = None) -> Contents:
    """What a file holds.

    Args:
        path: A PDF, XML, text or Excel file, or a zip of such files, as published.
        wanted: The release the user says it belongs to.

    Raises:
        FileRefused: it cannot be read, is none of the official files, or belongs to another
            release than the one wanted.
    """
    data = _read(path)
    known = known_release(hashlib.sha256(data).hexdigest())
    if _is_archive(data, path.name):
        contents = _in_archive(path.name, data, known or wanted)
    else:
        contents = Contents((_placed(path.name, data, known or wanted),), ())
    for one in contents.found:
        if wanted is not None and one.release != wanted:
            raise FileRefused(
                f"{one.name} belongs to {one.release.name}, not to {wanted.name}; nothing was "
                "added."
            )
    return contents


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileRefused(f"{path} is not a file; give the path of an official file or zip.")
        if path.stat().st_size > LARGEST:
            raise FileRefused(f"{path.name} is larger than any official file.")
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"{path} cannot be read ({error.strerror}).") from error
    if not data.strip():
        raise FileRefused(f"{path.name} is empty; download it again.")
    return data


def _is_archive(data: bytes, name: str) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" not in archive.namelist()
    except zipfile.BadZipFile as error:
        raise FileRefused(f"{name} is damaged or incomplete; download it again.") from error


def _in_archive(name: str, data: bytes, hint: Release | None) -> Contents:
    found: list[Recognised] = []
    aside: list[str] = []
    for member, content in _members(name, data):
        shown = f"{name}/{PurePosixPath(member).name}"
        try:
            found.append(_placed(shown, content, hint))
        except FileRefused as reason:
            aside.append(str(reason))
    if not found:
        said = f" ({aside[0].rstrip('.')})" if len(aside) == 1 else ""
        raise FileRefused(f"{name} holds no official ICD-10-CM file that dxcite uses{said}.")
    slots = [f.slot for f in found]
    for one in found:
        if slots.count(one.slot) > 1:
            raise FileRefused(
                f"{name} holds two files for the {KINDS[one.slot].words}; unpack it and add the "
                "one you want."
            )
    return Contents(tuple(found), tuple(aside))


def _members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir()]
            if len(infos) > MOST_MEMBERS or sum(i.file_size for i in infos) > LARGEST:
                raise FileRefused(f"{name} unpacks to more than any official archive holds.")
            for info in infos:
                if info.flag_bits & 1:
                    raise FileRefused(f"{name} is protected by a password; add it unpacked.")
                yield info.filename, archive.read(info)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise FileRefused(f"{name} is damaged or incomplete; download it again.") from error


def _placed(name: str, data: bytes, hint: Release | None) -> Recognised:
    """Recognise one file.

    Raises:
        FileRefused: it has no place.
    """
    head = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"%PDF"):
        slot, release = _documents.placed(name, data)
    elif head.startswith(b"PK"):
        slot, release = _workbooks.placed(name, data)
    elif head.startswith(b"<"):
        slot, release = _xml.placed(name, data, hint)
    else:
        slot, release = _texts.placed(name, data, hint)
    if release is None:
        raise FileRefused(
            f"{name} is {_article(KINDS[slot].words)}, but nothing tells of which release; say so "
            "with --release, such as --release FY2026."
        )
    return Recognised(slot, release_called(release.name), name, data)


def _article(words: str) -> str:
    return words if words[0].isupper() else f"a {words}"
