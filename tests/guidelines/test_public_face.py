from __future__ import annotations

import subprocess
import sys

import guidelines


def test_every_public_name_exists() -> None:
    for name in guidelines.__all__:
        assert getattr(guidelines, name) is not None
    assert sorted(guidelines.__all__) == guidelines.__all__ == dir(guidelines)
    assert sorted(guidelines._MODULE_OF) == guidelines.__all__


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, guidelines; print([m for m in sys.modules if m.startswith('guidelines.')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
