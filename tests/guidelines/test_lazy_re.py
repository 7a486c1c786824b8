"""Patterns that are compiled on first use are those of Python's own `re`."""

from __future__ import annotations

import copy
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from guidelines import lazy_re

ROOMS = ("guidelines", "indexes", "assistant")
ROOT = Path(__file__).resolve().parents[2]


def test_it_does_what_the_compiled_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *a: made.append(a[0]) or compile_(*a))
    own = lazy_re.compile(r"(?P<word>\w+)-(\d)", re.IGNORECASE)
    assert made == []
    theirs = compile_(r"(?P<word>\w+)-(\d)", re.IGNORECASE)
    text = "Stage-3 and stage-4"
    assert [m.span() for m in own.finditer(text)] == [m.span() for m in theirs.finditer(text)]
    assert own.sub(r"\2", text) == theirs.sub(r"\2", text) == "3 and 4"
    found = own.search(text)
    assert found is not None
    assert found["word"] == "Stage"
    assert own.match(text, 12) is not None
    assert own.fullmatch("a-1") is not None
    assert own.split("a-1") == theirs.split("a-1")
    assert own.findall(text) == theirs.findall(text)
    for name in ("flags", "groups", "groupindex", "pattern"):
        assert getattr(own, name) == getattr(theirs, name)
    assert len(made) == 1


def test_what_a_pattern_has_not_is_no_attribute_of_it() -> None:
    own = lazy_re.compile("a")
    assert not hasattr(own, "nothing")
    assert copy.copy(own).search("a") is not None


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    """A fault in one is otherwise only found by the question that needs it."""
    patterns = 0
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            if ".training" in found.name or found.name.endswith("__main__"):
                continue
            values = vars(import_module(found.name)).values()
            own = [v for v in values if isinstance(v, lazy_re._Lazy)]
            assert all(v.pattern is not None for v in own)
            patterns += len(own)
    assert patterns > 200
