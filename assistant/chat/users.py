"""Who may use a server for a team: names with passwords, kept as salted hashes in a file.

A line of the file is `name:scrypt$salt$hash` (hexadecimal) or, for a trial, `name:password`. Empty
lines and lines that begin with # are skipped.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guidelines.errors import DxciteError

_COST = {"n": 2**14, "r": 8, "p": 1}
_MARK = "scrypt$"


class BadUsers(DxciteError):
    """The file of users cannot be used; the message says which line and why."""


def hashed(password: str, salt: bytes | None = None) -> str:
    """A password as the file keeps it.

    Args:
        password: In plain text.
        salt: Random by default.
    """
    salt = salt or os.urandom(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, **_COST)
    return f"{_MARK}{salt.hex()}${digest.hex()}"


@dataclass(frozen=True)
class Users:
    """Names and their passwords, hashed or plain."""

    held: Mapping[str, str]

    def allows(self, name: str, password: str) -> bool:
        """Whether the password is that of the name; takes as long for unknown names."""
        kept = self.held.get(name)
        if kept is None:
            hashed(password, b"nobody")
            return False
        if kept.startswith(_MARK):
            salt = bytes.fromhex(kept.split("$")[1])
            return secrets.compare_digest(hashed(password, salt), kept)
        return secrets.compare_digest(password.encode(), kept.encode())


def read_users(path: Path) -> Users:
    """The users of a file.

    Raises:
        BadUsers: it cannot be read, a line is malformed, or there is no user.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8 text"
        raise BadUsers(f"The users cannot be read from {path} ({why}).") from error
    held: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, kept = line.strip().partition(":")
        if not name or not kept or not _usable(kept):
            raise BadUsers(f"Line {number} of {path} must be written name:password.")
        if name in held:
            raise BadUsers(f"Line {number} of {path} names {name} a second time; remove one.")
        held[name] = kept
    if not held:
        raise BadUsers(f"There is no user in {path}; add a line written name:password.")
    return Users(held)


def _usable(kept: str) -> bool:
    if not kept.startswith(_MARK):
        return True
    parts = kept.split("$")
    try:
        return len(parts) == 3 and bool(bytes.fromhex(parts[1])) and bool(bytes.fromhex(parts[2]))
    except ValueError:
        return False


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user to the file, or give one a new password.

    Raises:
        BadUsers: the name or password is empty or malformed, or the file cannot be written.
    """
    if not name or ":" in name or name.startswith("#") or not name.isprintable():
        raise BadUsers("A user's name must not be empty, hold a colon or begin with #.")
    if len(password) < 8:
        raise BadUsers("A password needs at least 8 characters.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if not line.startswith(f"{name}:")]
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join([*kept, f"{name}:{hashed(password)}"]) + "\n")
    except OSError as error:
        raise BadUsers(f"{path} cannot be written ({error.strerror}).") from error
