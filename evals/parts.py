"""Parts of dxcite that can be left out by name, to see what each is worth.

A part is left out in a process of its own, where the whole is never needed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from evals.errors import EngineError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@dataclass(frozen=True, slots=True)
class Part:
    """A part of dxcite.

    Attributes:
        name: As given on the command line.
        what: What it does, in one phrase.
        leave_out: Takes it out of an assistant and of this process.
    """

    name: str
    what: str
    leave_out: Callable[[Assistant], None]


def checked_parts(names: Sequence[str]) -> tuple[str, ...]:
    """Names of parts.

    Raises:
        EngineError: one is unknown.
    """
    for name in names:
        if name not in PARTS:
            raise EngineError(f"There is no part {name}; the parts are {', '.join(PARTS)}.")
    return tuple(names)


def left_out(assistant: Assistant, names: Sequence[str]) -> Assistant:
    """The assistant without parts; it works on in no other way in this process.

    Raises:
        EngineError: one is unknown.
    """
    for name in checked_parts(names):
        PARTS[name].leave_out(assistant)
    return assistant


def _weights(assistant: Assistant, **weights: Any) -> None:
    sections = assistant.index.guidelines
    sections._weights = replace(sections._weights, **weights)


def _no_dense_terms(assistant: Assistant) -> None:
    assistant.index.terms._dense = lambda text, count: ()


def _no_spelling(assistant: Assistant) -> None:
    spelling = assistant.index.terms._spelling
    spelling.corrected = lambda term: term  # type: ignore[method-assign]
    spelling.misspelt = lambda word: ""  # type: ignore[method-assign]


def _no_lexicon(assistant: Assistant) -> None:
    from indexes.lexicon import Lexicon

    assistant.index = replace(assistant.index, lexicon=Lexicon(()))


def _no_assertion(assistant: Assistant) -> None:
    from assistant.models import Assertion

    _instead("assistant.reading", "assertion_of", lambda *_, **__: (Assertion.PRESENT, None))


def _no_verification(assistant: Assistant) -> None:
    _instead("assistant.pipeline", "verify", lambda answer, *_: answer)


def _instead(module: str, name: str, function: Callable[..., Any]) -> None:
    home = import_module(module)
    getattr(home, name)  # a part that has gone must not pass for one that is worth nothing
    setattr(home, name, function)


def _reasoning(name: str, function: Callable[..., Any], assistant: Assistant) -> None:
    _instead("assistant.reasoning", name, function)


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


def _as_documented(case: Any) -> list[Any]:
    return list(case.items)


PARTS = {
    part.name: part
    for part in (
        Part(
            "section-meaning",
            "sections found by meaning",
            partial(_weights, statement=0.0, ask=0.0, centre=0.0),
        ),
        Part("section-words", "sections found by words", partial(_weights, lexical=0.0)),
        Part("section-asks", "ways of asking in the digest", partial(_weights, ask=0.0)),
        Part("term-meaning", "codes found by meaning", _no_dense_terms),
        Part("spelling", "typing errors put right", _no_spelling),
        Part("lexicon", "abbreviations and words of charts", _no_lexicon),
        Part("assertion", "negation, uncertainty, history", _no_assertion),
        Part("rules", "sections as executable rules", partial(_reasoning, "apply_rules", _nothing)),
        Part("integral", "symptoms left out", partial(_reasoning, "drop_integral", _nothing)),
        Part("excludes1", "Excludes1 notes", partial(_reasoning, "settle_excludes1", _nothing)),
        Part("sequencing", "order of codes", partial(_reasoning, "sequenced", _as_documented)),
        Part("verdict", "yes, no, depends", partial(_reasoning, "decide", _nothing)),
        Part("verification", "the last check of codes and citations", _no_verification),
    )
}
