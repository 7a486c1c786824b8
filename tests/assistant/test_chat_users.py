"""Users of a team's server: the file, its hashes, and what is said of a faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat.users import BadUsers, Users, add_user, read_users


def test_a_user_is_added_hashed_and_let_in(tmp_path: Path) -> None:
    file = tmp_path / "users"
    add_user(file, "ann", "correct horse")
    add_user(file, "bob", "battery staple")
    add_user(file, "ann", "another horse")
    assert "horse" not in file.read_text() and file.stat().st_mode & 0o077 == 0
    users = read_users(file)
    assert set(users.held) == {"ann", "bob"}
    assert users.allows("ann", "another horse") and users.allows("bob", "battery staple")
    for name, password in (("ann", "correct horse"), ("bob", ""), ("eve", "x"), ("", "")):
        assert not users.allows(name, password)


def test_plain_passwords_and_comments_are_read(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text("# team\n\nann:pass:word\n")
    users = read_users(file)
    assert users.allows("ann", "pass:word") and not users.allows("ann", "pass")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ann\n", "Line 1"),
        ("ann:\n", "Line 1"),
        ("# x\n:secret\n", "Line 2"),
        ("ann:scrypt$zz$1\n", "Line 1"),
        ("ann:a\nann:b\n", "names ann a second time"),
        ("# nobody\n", "no user"),
    ],
)
def test_a_faulty_file_is_said_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "users"
    file.write_text(text)
    with pytest.raises(BadUsers, match=words):
        read_users(file)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadUsers, match="cannot be read"):
        read_users(tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "password"), [("", "long enough"), ("a:b", "long enough"), ("ann", "short")]
)
def test_bad_names_and_short_passwords_are_refused(
    tmp_path: Path, name: str, password: str
) -> None:
    with pytest.raises(BadUsers):
        add_user(tmp_path / "users", name, password)
    assert not (tmp_path / "users").exists()


def test_an_unknown_name_takes_no_password() -> None:
    assert not Users({"ann": "x"}).allows("scrypt$", "")
