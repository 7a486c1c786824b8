"""The rooms: who may import whom, what each shows to the others, and what the package holds."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

import pytest

from guidelines.errors import DxciteError

ROOT = Path(__file__).resolve().parents[1]
FACES = ("guidelines", "indexes", "assistant")


@pytest.mark.parametrize("room", FACES)
def test_a_face_is_sorted_whole_and_lazy(room: str) -> None:
    face = importlib.import_module(room)
    assert face.__all__ == sorted(face.__all__) == dir(face)
    for name in face.__all__:
        assert getattr(face, name) is not None
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        face.nothing_of_the_kind  # noqa: B018
    code = f"import sys, {room}; print([m for m in sys.modules if m.startswith('{room}.')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.strip() == "[]", run.stderr


@pytest.mark.parametrize("room", FACES)
def test_every_error_that_a_user_can_meet_is_part_of_the_face(room: str) -> None:
    face = importlib.import_module(room)
    errors = {
        name
        for module in public_modules(room)
        for name, value in vars(module).items()
        if inspect.isclass(value)
        and issubclass(value, DxciteError)
        and value.__module__ == module.__name__
    }
    assert errors - {"BadLine"} <= set(face.__all__)


def public_modules(room: str) -> list[ModuleType]:
    package = importlib.import_module(room)
    names = [
        found.name
        for found in pkgutil.walk_packages(package.__path__, f"{room}.")
        if not any(part.startswith("_") for part in found.name.split("."))
        and "training" not in found.name
        and ".chat" not in found.name
    ]
    return [importlib.import_module(name) for name in names]


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    run = subprocess.run([program, "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stdout


def test_every_data_file_is_part_of_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    patterns = settings["package-data"]["*"]
    for room in (*FACES, "evals"):
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                assert any(fnmatch(path.name, pattern) for pattern in patterns), path


def test_versions_are_pinned_for_everything_that_is_needed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {w.split("=")[0].split(">")[0].split("<")[0].lower().replace("_", "-") for w in wanted}
    assert names <= pinned
