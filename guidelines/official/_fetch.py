"""Downloads official files, goes on where a download broke off, and checks what came.

A download lies in `releases/partial/` until it is whole. Beside it stands what the server said of
the file (its ETag or date), so that it is only continued when the server still has the same file.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from guidelines.errors import DxciteError, FetchFailed, FileRefused, StoreBusy
from guidelines.official._recognise import LARGEST, Contents, recognise
from guidelines.official._slots import KINDS, Slot
from guidelines.official._store import ReleaseStore
from guidelines.official._table import OfficialFile, mirrored, official_files
from guidelines.releases import Release

if TYPE_CHECKING:
    import httpx

_CONNECT_S, _READ_S = 15.0, 60.0
Told = Callable[[str, int, int | None], None]
"""Told of progress: file name, bytes so far, bytes in all where known."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one official file.

    Attributes:
        file: The file.
        added: What was stored of it now.
        problem: Why it could not be fetched, None where it was or already is at hand.
    """

    file: OfficialFile
    added: tuple[Slot, ...] = ()
    problem: str | None = None


def _quiet(name: str, done: int, total: int | None) -> None:
    """Report nothing."""


def fetch(
    release: Release,
    store: ReleaseStore,
    slots: tuple[Slot, ...] = (),
    told: Told = _quiet,
) -> tuple[Fetched, ...]:
    """Download the official files of a release that are not at hand.

    Args:
        release: The release.
        store: Where they are kept.
        slots: Only these kinds; all by default.
        told: Progress.

    Returns:
        What became of each file; one that its publisher does not have any more is a problem of
        that file only.

    Raises:
        FetchFailed: no address is known, or there is no network.
        DxciteError: the folder cannot be written.
    """
    wanted = [
        f for f in official_files()
        if f.release == release and (not slots or set(f.slots) & set(slots))
    ]  # fmt: skip
    if not wanted:
        what = f"the {KINDS[slots[0]].words} of " if slots else ""
        raise FetchFailed(
            f"No address is known for {what}{release.name}; download it yourself and give it to "
            "`dxcite releases add`."
        )
    with _alone(store):
        return tuple(_one(file, store, told) for file in wanted)


@contextlib.contextmanager
def _alone(store: ReleaseStore) -> Iterator[None]:
    """Keeps a second process from continuing the same downloads."""
    from filelock import FileLock, Timeout

    partial = store.folder / "partial"
    _make(partial)
    try:
        with FileLock(partial / "lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreBusy(
            "Another dxcite process is fetching releases; wait until it is done."
        ) from error


def _one(file: OfficialFile, store: ReleaseStore, told: Told) -> Fetched:
    missing = [s for s in file.slots if store.get(file.release, s) is None]
    if not missing:
        return Fetched(file)
    problems: list[str] = []
    for address in file.addresses:
        expected = file.sha256 if address == file.addresses[0] else None
        try:
            path = download(mirrored(address), store.folder / "partial", expected, told)
            contents = _recognised(path, file)
            store.put([(f.slot, f.release, f.data) for f in contents.found], replace=True)
        except _Elsewhere as problem:
            problems.append(str(problem))
            continue
        path.unlink(missing_ok=True)
        return Fetched(file, tuple(f.slot for f in contents.found))
    return Fetched(file, problem="; ".join(problems))


def _recognised(path: Path, file: OfficialFile) -> Contents:
    try:
        return recognise(path, file.release)
    except FileRefused as error:
        path.unlink(missing_ok=True)
        raise _Elsewhere(str(error).rstrip(".")) from error


class _Elsewhere(DxciteError):
    """This address does not serve the file; another one may."""


def download(address: str, folder: Path, sha256: str | None, told: Told = _quiet) -> Path:
    """Download a file, continuing an earlier attempt.

    Args:
        address: Where from.
        folder: Where it is kept until it is stored.
        sha256: What it must have, None where that is unknown.
        told: Progress.

    Returns:
        The whole file.

    Raises:
        FetchFailed: there is no connection, or it broke off; the next attempt goes on from there.
        DxciteError: the address does not serve the file, or another one than expected.
    """
    import httpx

    name = Path(unquote(urlsplit(address).path)).name
    path = _place(folder, address, name)
    host = urlsplit(address).netloc
    try:
        _continue(address, path, name, told)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise FetchFailed(
            f"{host} cannot be reached, so nothing was fetched; connect to the internet, or "
            "download the files elsewhere and give them to `dxcite releases add`."
        ) from error
    except httpx.HTTPError as error:
        raise FetchFailed(
            f"The download of {name} from {host} broke off; run the same command again and it "
            "goes on from there."
        ) from error
    if sha256 is not None and _checksum(path) != sha256:
        _forget(path)
        raise _Elsewhere(f"{name} at {host} is not the published file (its SHA-256 differs)")
    return path


def _place(folder: Path, address: str, name: str) -> Path:
    _make(folder)
    place = folder / hashlib.sha256(address.encode()).hexdigest()[:16]
    place.mkdir(exist_ok=True)
    return place / name


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DxciteError(
            f"{folder} cannot be written ({error.strerror}); set DXCITE_DATA to a folder you can "
            "write to."
        ) from error


def _continue(address: str, path: Path, name: str, told: Told) -> None:
    import httpx

    part, tag = path.with_name("part"), path.with_name("tag")
    if path.exists():
        return
    have = part.stat().st_size if part.exists() and tag.exists() else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag.read_text("utf-8")}
    timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S)
    with (
        httpx.Client(follow_redirects=True, timeout=timeout) as client,
        client.stream("GET", address, headers=headers) as response,
    ):
        status, place = response.status_code, response.headers.get("Content-Range", "")
        elsewhere = status == httpx.codes.PARTIAL_CONTENT and not place.startswith(f"bytes {have}-")
        if elsewhere or status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            _forget(path)  # the part is no beginning of what the server has now
            raise httpx.ReadError("the part does not fit")
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise _Elsewhere(f"{urlsplit(address).netloc} has no {name} ({status})")
        _receive(response, part, tag, name, told)
    part.replace(path)
    tag.unlink(missing_ok=True)


def _receive(response: httpx.Response, part: Path, tag: Path, name: str, told: Told) -> None:
    """Write what comes; a part that is the server's current file is continued.

    Raises:
        DxciteError: it is larger than any official file.
        httpx.ReadError: fewer bytes came than were announced.
    """
    import httpx

    goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
    done = part.stat().st_size if goes_on else 0
    length = response.headers.get("Content-Length")
    total = done + int(length) if length and length.isdigit() else None
    strong = response.headers.get("ETag") or response.headers.get("Last-Modified")
    if strong and not strong.startswith("W/"):
        tag.write_text(strong, "utf-8")
    else:
        tag.unlink(missing_ok=True)
    with part.open("ab" if goes_on else "wb") as file:
        for piece in response.iter_raw():
            file.write(piece)
            done += len(piece)
            told(name, done, total)
            if done > LARGEST:
                raise _Elsewhere(f"{name} is larger than any official file")
    if total is not None and done < total:
        raise httpx.ReadError("the connection ended early")


def _forget(path: Path) -> None:
    for left in (path, path.with_name("part"), path.with_name("tag")):
        with contextlib.suppress(OSError):
            left.unlink(missing_ok=True)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
