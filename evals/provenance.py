"""What a run was made with: program, index, libraries, machine."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from importlib import metadata, resources
from pathlib import Path

from guidelines.official import ReleaseStore

_ROOMS = ("guidelines", "indexes", "assistant")
_LIBRARIES = ("bm25s", "chromadb", "numpy", "tokenizers")


def program_fingerprint() -> str:
    """SHA-256 over every file of the rooms that answer a question, data and weights included."""
    checksum = hashlib.sha256()
    for room in _ROOMS:
        folder = Path(str(resources.files(room)))
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                checksum.update(path.relative_to(folder.parent).as_posix().encode())
                checksum.update(path.read_bytes())
    return checksum.hexdigest()


def official_files() -> dict[str, str]:
    """The official files that the user has added, with the beginning of their checksums."""
    return {f"{one.release.name} {one.slot}": one.mark for one in ReleaseStore().stored()}


def libraries() -> dict[str, str]:
    """Versions of the libraries that can change an answer."""
    return {name: metadata.version(name) for name in _LIBRARIES}


def machine() -> dict[str, str]:
    """The machine in words, without its name."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "python": platform.python_version(),
    }


def commit() -> str | None:
    """The commit that the program's files stand at, with a + where they were changed since."""
    here = Path(str(resources.files("evals")))

    def git(*words: str) -> str | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(here), *words], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout.strip()

    found = git("rev-parse", "--short", "HEAD")
    return f"{found}+" if found and git("status", "--porcelain", "--untracked-files=no") else found
