"""What can go wrong with an evaluation, in words that say what to do.

DxciteError
└── EvalError
    ├── SuiteError     a suite cannot be used; the message names the file and the line
    ├── RunError       a run's folder cannot be used, or does not fit what was asked
    └── EngineError    the engine asked for is unknown or not set up
"""

from __future__ import annotations

from guidelines.errors import DxciteError


class EvalError(DxciteError):
    """Base of what can go wrong with suites, runs and engines."""


class SuiteError(EvalError):
    """A suite that cannot be used; nothing has run."""


class RunError(EvalError):
    """A run's folder that cannot be read, written, or compared."""


class EngineError(EvalError):
    """An engine that is unknown or lacks something it needs."""
