"""What can answer a suite's questions: dxcite, and what it is measured against.

deterministic            dxcite
deterministic-PART+PART  dxcite without parts of it (see `evals.parts`)
dense, bm25, fused       plain retrieval
PROVIDER:MODEL           dxcite, worded by a language model
alone:PROVIDER:MODEL     the language model without retrieval
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from evals.engines._alone import open_alone
from evals.engines._assistant import open_deterministic, open_worded
from evals.engines._engine import Ask, Engine, Outcome, answered
from evals.engines._plain import open_plain_engine
from evals.engines._plain_store import prepare
from evals.errors import EngineError
from evals.schema import Case

__all__ = ["DETERMINISTIC", "Ask", "Engine", "EngineOpener", "Outcome", "answered", "engine_named"]

DETERMINISTIC = "deterministic"


def _prepare_plain() -> None:
    prepare()


_ENGINES = {
    engine.name: engine
    for engine in (
        Engine(DETERMINISTIC, "dxcite", open_deterministic),
        Engine("dense", "MiniLM and Chroma", partial(open_plain_engine, "dense"), _prepare_plain),
        Engine("bm25", "BM25", partial(open_plain_engine, "bm25"), _prepare_plain),
        Engine("fused", "both, fused by rank", partial(open_plain_engine, "fused"), _prepare_plain),
    )
}
BASELINES = ("dense", "bm25", "fused")


def engine_named(name: str) -> Engine:
    """An engine by its name.

    Raises:
        EngineError: there is no such engine, or no such part of dxcite.
    """
    from evals.parts import checked_parts

    if name in _ENGINES:
        return _ENGINES[name]
    whole, _, parts = name.partition("-")
    if whole == DETERMINISTIC and parts:
        without = checked_parts(parts.split("+"))
        return Engine(name, f"dxcite without {parts}", partial(open_deterministic, without))
    before, _, model = name.partition(":")
    if before == "alone" and model:
        return Engine(name, f"{model} alone", partial(open_alone, model))
    if model:
        return Engine(name, f"dxcite worded by {name}", partial(open_worded, name))
    raise EngineError(
        f"There is no engine {name}; use {', '.join(_ENGINES)}, deterministic-PART, "
        "PROVIDER:MODEL or alone:PROVIDER:MODEL."
    )


@dataclass(frozen=True, slots=True)
class EngineOpener:
    """Opens an engine in a process of its own (see `assistant.spreading`)."""

    name: str
    today: date

    def __call__(self) -> Callable[[Case], Outcome]:
        """Open the engine."""
        ask = engine_named(self.name).open()
        return lambda case: answered(ask, case, self.today)
