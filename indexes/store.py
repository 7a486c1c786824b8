"""Index generations: built aside, sealed by a manifest, swapped in whole, verified before use.

Chroma's local store answers wrongly when it is written while it is read, opens a half-written
collection without a word, and misses some damage. So an index is never changed: a new generation
is built in a folder of its own, its manifest (inputs, versions, checksums) is written last, and
only then the `current` pointer moves. A build that is killed leaves the old generation working.
Readers check every file against the manifest and open a private view, so that a generation may lie
in a read-only folder and be read by many processes.

Layout, under the data folder (`DXCITE_DATA`, or the platform's user data folder):

    index/current                 name of the generation in use
    index/lock                    held by the one process that builds
    index/gen-…/manifest.json     sealed facts
    index/gen-…/chroma/           collections `guidelines` and `codes`
    index/gen-…/lexical/, terms/  lexical indexes
    index/gen-…/sections/         the vectors of `guidelines` in order, for exact search
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from guidelines.errors import DxciteError

FORMAT = 4
_GENERATION = re.compile(r"gen-[0-9a-f]{16}")
_LIBRARIES = ("bm25s", "chromadb", "tokenizers")


class IndexUnusable(DxciteError):
    """There is no index, or it is stale or damaged; it has to be built."""


class IndexBusy(DxciteError):
    """Another process is building the index."""


class IndexNotWritable(DxciteError):
    """The folder of the index cannot be written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and what it must look like."""

    format: int
    inputs: Mapping[str, str]
    libraries: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, str]
    seconds: float


def library_versions() -> dict[str, str]:
    """Versions of the libraries that decide what an index looks like."""
    return {name: metadata.version(name) for name in _LIBRARIES}


class IndexStore:
    """The folder that holds index generations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def current(self) -> Path | None:
        """Folder of the generation in use, None where there is none."""
        try:
            name = (self.folder / "current").read_bytes().strip().decode("ascii")
            path = self.folder / name
            return path if _GENERATION.fullmatch(name) and path.is_dir() else None
        except (OSError, ValueError):
            return None

    def verified(self, inputs: Mapping[str, str]) -> tuple[Path, Manifest]:
        """The generation in use, after checking it against what it should be made from.

        Raises:
            IndexUnusable: none there, made from other inputs or versions, or damaged.
        """
        path = self.current
        if path is None:
            raise IndexUnusable("There is no search index yet; run `dxcite index build`.")
        manifest = read_manifest(path)
        if manifest.format != FORMAT:
            raise IndexUnusable("The search index was written by another version of dxcite.")
        for name, now in inputs.items():
            if manifest.inputs.get(name) != now:
                raise IndexUnusable(f"The search index is out of date: the {name} changed.")
        if dict(manifest.libraries) != library_versions():
            raise IndexUnusable("The search index was built with other library versions.")
        try:
            whole = checksums(path) == dict(manifest.files)
        except OSError as error:
            raise IndexUnusable(f"The search index cannot be read ({error.strerror}).") from error
        if not whole:
            raise IndexUnusable("The search index is damaged.")
        return path, manifest

    def begin(self) -> Path:
        """An empty folder for a new generation, beside the others."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix="building-", dir=self.folder))
        except OSError as error:
            raise self._not_writable(error) from error

    def seal(
        self, building: Path, inputs: Mapping[str, str], counts: Mapping[str, int], seconds: float
    ) -> Path:
        """Write the manifest, put the generation in place and point `current` at it."""
        manifest = Manifest(
            FORMAT, dict(inputs), library_versions(), dict(counts), checksums(building), seconds
        )
        data = orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        write_atomically(building / "manifest.json", data)
        before = self.current
        final = self.folder / _name(data)
        if final.exists():
            shutil.rmtree(final)
        building.rename(final)
        write_atomically(self.folder / "current", final.name.encode())
        self._sweep(keep=(final, before))
        return final

    @contextmanager
    def building(self, seconds: float) -> Iterator[None]:
        """Holds the builder's lock.

        Args:
            seconds: How long to wait for it.

        Raises:
            IndexBusy: another process holds it for longer.
            IndexNotWritable: the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "lock")
            _acquire(lock, seconds)
        except OSError as error:
            raise self._not_writable(error) from error
        try:
            yield
        finally:
            lock.release()

    def _not_writable(self, error: OSError) -> IndexNotWritable:
        return IndexNotWritable(
            f"The search index cannot be written to {self.folder} ({error.strerror or error}); "
            "set DXCITE_DATA to a folder you can write to."
        )

    def _sweep(self, keep: Container[Path | None]) -> None:
        """Remove older generations and what killed builds left.

        The one before stays until the next build: a process that opened it may still read from it.
        """
        for path in self.folder.iterdir():
            if path.is_dir() and path not in keep and path.name.startswith(("gen-", "building-")):
                shutil.rmtree(path, ignore_errors=True)


def _acquire(lock: FileLock, seconds: float) -> None:
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise IndexBusy(
            "Another dxcite process is building the search index; wait until it is done and ask "
            "again."
        ) from error


def read_manifest(generation: Path) -> Manifest:
    """The manifest of a generation.

    Raises:
        IndexUnusable: it is missing or unreadable.
    """
    try:
        data = (generation / "manifest.json").read_bytes()
        if _name(data) == generation.name:
            return Manifest(**orjson.loads(data))
    except (OSError, orjson.JSONDecodeError, TypeError) as error:
        raise IndexUnusable("The search index is incomplete.") from error
    raise IndexUnusable("The search index is damaged.")


def _name(manifest: bytes) -> str:
    """Name of a generation: the checksum of its manifest, which holds those of its files."""
    return "gen-" + hashlib.sha256(manifest).hexdigest()[:16]


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new one, never a part."""
    temporary = path.with_name(path.name + ".writing")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def checksums(generation: Path) -> dict[str, str]:
    """SHA-256 of every file of a generation but its manifest, by relative path."""
    found: dict[str, str] = {}
    for path in sorted(generation.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[path.relative_to(generation).as_posix()] = digest
    return found


def private_view(chroma: Path) -> Path:
    """A temporary folder in which Chroma may open a collection without touching the generation.

    Chroma writes to its SQLite file when it only opens it, which fails in a read-only folder and
    would change the generation; so that file is copied, and the vectors are linked. The folder
    goes when the process ends.

    Raises:
        DxciteError: the temporary folder cannot be written.
    """
    try:
        view = Path(tempfile.mkdtemp(prefix="dxcite-index-"))
        atexit.register(shutil.rmtree, view, ignore_errors=True)
        for path in chroma.iterdir():
            if path.is_dir():
                _link(path, view / path.name)
            else:
                shutil.copyfile(path, view / path.name)
    except OSError as error:
        raise DxciteError(
            f"The temporary folder {tempfile.gettempdir()} cannot be written ({error.strerror}); "
            "free some disk space or set TMPDIR to another folder."
        ) from error
    return view


def _link(folder: Path, link: Path) -> None:
    try:
        link.symlink_to(folder.resolve(), target_is_directory=True)
    except OSError:  # Windows allows links only to administrators
        shutil.copytree(folder, link)
