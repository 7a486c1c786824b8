"""`python -m evals run …`: the same as `dxcite eval run …`."""

from __future__ import annotations

from assistant.cli_errors import guarded
from evals.cli import app

if __name__ == "__main__":
    raise SystemExit(guarded(app, None))
