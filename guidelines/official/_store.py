"""Where official files are kept: beside the search index, one folder a release.

    releases/FY2026/guidelines-992310dd8323de12.pdf
    releases/FY2025-April/guidelines-eb9fddc7c388a157.pdf
    releases/lock                       held while files are added or removed
    releases/partial/…                  downloads under way

A file's name says what it is and, with the beginning of its SHA-256, that it is whole: there is no
list beside the files that could contradict them. A file is written under another name and moved
into place, so an interrupted or failed write leaves what was there as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidelines.errors import DxciteError, FileRefused, NotAtHand, StoreBusy
from guidelines.folders import data_folder
from guidelines.official._naming import folder_name
from guidelines.official._slots import KINDS, SLOTS, Slot
from guidelines.releases import GUIDELINE_RELEASES, Release

_NAME = re.compile(r"(?P<slot>[a-z_]+)-(?P<mark>[0-9a-f]{16})\.(?:pdf|txt|xml|xlsx)")
_WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Stored:
    """An official file at hand.

    Attributes:
        slot: What it is.
        release: The release it belongs to.
        path: Where it lies.
        mark: The first 16 digits of its SHA-256.
    """

    slot: Slot
    release: Release
    path: Path
    mark: str


class ReleaseStore:
    """The folder of official files."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is by default that in the user's data folder; it need not exist."""
        self.folder = folder or data_folder() / "releases"

    # -- reading ------------------------------------------------------------------------------

    def stored(self) -> tuple[Stored, ...]:
        """Every file at hand, oldest release first."""
        if not self.folder.is_dir():
            return ()
        return tuple(one for r in GUIDELINE_RELEASES for one in self.of(r))

    def of(self, release: Release) -> tuple[Stored, ...]:
        """The files of one release, in the order of `SLOTS`."""
        try:
            paths = sorted((self.folder / folder_name(release)).iterdir())
        except OSError:
            return ()
        found: dict[Slot, Stored] = {}
        for path in paths:
            match = _NAME.fullmatch(path.name)
            if match is not None and match["slot"] in KINDS:
                slot: Slot = match["slot"]
                found[slot] = Stored(slot, release, path, match["mark"])
        return tuple(found[s] for s in SLOTS if s in found)

    def get(self, release: Release, slot: Slot) -> Stored | None:
        """One file of a release, None where it is not at hand."""
        return next((one for one in self.of(release) if one.slot == slot), None)

    def having(self, slot: Slot) -> tuple[Stored, ...]:
        """All files of one kind, oldest release first."""
        if not self.folder.is_dir():
            return ()
        found = (self.get(r, slot) for r in GUIDELINE_RELEASES)
        return tuple(one for one in found if one is not None)

    def in_force(self, slot: Slot, on: date) -> Stored | None:
        """The file of the release in force on a date of service, None where it is not at hand."""
        if not self.folder.is_dir():
            return None
        release = next((r for r in GUIDELINE_RELEASES if r.covers(on)), None)
        return self.get(release, slot) if release is not None else None

    # -- writing ------------------------------------------------------------------------------

    def put(self, files: Sequence[tuple[Slot, Release, bytes]], *, replace: bool = False) -> int:
        """Store files; either all of them are stored or none.

        Args:
            files: What each is, its release and its content.
            replace: Whether a different file of the same kind and release makes way.

        Returns:
            How many were not there before.

        Raises:
            FileRefused: another file is in the same place and `replace` is not set.
            StoreBusy: another process is changing the releases.
            DxciteError: the folder cannot be written.
        """
        with self.locked():
            new = [(s, r, d, m) for s, r, d in files if (m := _mark(d)) != self._held(s, r)]
            for slot, release, _, mark in new:
                if self._held(slot, release) and not replace:
                    raise FileRefused(
                        f"{release.name} already has another {KINDS[slot].words} than this one "
                        f"(SHA-256 {mark}…); remove it first, or give --replace."
                    )
            written: list[tuple[Path, Path]] = []
            try:
                for slot, release, data, mark in new:
                    written.append(self._write(slot, release, data, mark))
            except BaseException:
                for temporary, _ in written:
                    temporary.unlink(missing_ok=True)
                raise
            for (temporary, path), (slot, release, _, _) in zip(written, new, strict=True):
                old = self.get(release, slot)
                temporary.replace(path)
                if old is not None:
                    old.path.unlink(missing_ok=True)
            return len(new)

    def remove(self, release: Release, slots: Sequence[Slot] = ()) -> tuple[Stored, ...]:
        """Delete the files of a release, or those of some kinds.

        Raises:
            NotAtHand: there is nothing of the kind.
        """
        with self.locked():
            gone = tuple(o for o in self.of(release) if not slots or o.slot in slots)
            if not gone:
                what = f"no {KINDS[slots[0]].words}" if slots else "nothing"
                raise NotAtHand(f"Of {release.name} there is {what} to remove.")
            for one in gone:
                one.path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                (self.folder / folder_name(release)).rmdir()
            return gone

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the one writer's lock; what earlier writers left unfinished is cleared away.

        Raises:
            StoreBusy: another process holds it for long.
            DxciteError: the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "lock")
            lock.acquire(timeout=_WAIT_S)
        except Timeout as error:
            raise StoreBusy(
                "Another dxcite process is changing the stored releases; wait until it is done."
            ) from error
        except OSError as error:
            raise self._not_writable(error) from error
        try:
            self._sweep()
            yield
        except OSError as error:
            raise self._not_writable(error) from error
        finally:
            lock.release()

    def _held(self, slot: Slot, release: Release) -> str | None:
        held = self.get(release, slot)
        return held.mark if held is not None else None

    def _write(self, slot: Slot, release: Release, data: bytes, mark: str) -> tuple[Path, Path]:
        """Write a file aside; its final path is returned with it."""
        folder = self.folder / folder_name(release)
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix="writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return Path(temporary), folder / f"{slot}-{mark}{KINDS[slot].suffix}"

    def _sweep(self) -> None:
        for path in self.folder.glob("*/writing-*"):
            path.unlink(missing_ok=True)

    def _not_writable(self, error: OSError) -> DxciteError:
        free = shutil.disk_usage(self.folder).free if self.folder.is_dir() else None
        if free is not None and free < 1_000_000:
            return DxciteError(
                f"The disk is full, so nothing was added to {self.folder}; free some space and "
                "try again."
            )
        return DxciteError(
            f"The releases cannot be written to {self.folder} ({error.strerror or error}); set "
            "DXCITE_DATA to a folder you can write to."
        )


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def read_stored(stored: Stored) -> bytes:
    """The content of a stored file, checked against its name.

    Raises:
        NotAtHand: it was changed or cannot be read; it has to be added again.
    """
    try:
        data = stored.path.read_bytes()
    except OSError as error:
        raise NotAtHand(f"{stored.path} cannot be read ({error.strerror}).") from error
    if _mark(data) != stored.mark:
        raise NotAtHand(
            f"The {KINDS[stored.slot].words} of {stored.release.name} was changed since it was "
            f"added; remove {stored.release.name} and add it again."
        )
    return data
