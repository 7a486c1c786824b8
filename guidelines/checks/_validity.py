"""Whether each code can be reported as typed (guideline sections I.A.4, I.A.5, I.B.2, I.B.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from guidelines.checks._context import Checked
from guidelines.checks._models import Finding
from guidelines.checks._typed import looks_like_a_code
from guidelines.codeset import CodeSet
from guidelines.errors import UnknownCode

_SHOWN = 6


def not_existing(context: Checked, typed: Sequence[str]) -> Iterator[Finding]:
    """Words that are no code, codes that do not exist, and codes that no longer or not yet do."""
    codeset = context.codeset
    for word in dict.fromkeys(typed):
        if word in codeset:
            continue
        code = codeset.normalize(word)
        if not looks_like_a_code(word, codeset):
            text = f"“{word}” is not written like an ICD-10-CM code; give one such as I50.9."
            yield Finding(kind="unreadable", level="error", codes=(word,), text=text)
            continue
        try:
            codeset.get(word)
        except UnknownCode as error:
            retired = codeset.history(code) is not None
            yield Finding(
                kind="retired" if retired else "unknown",
                level="error",
                codes=(code,),
                text=str(error),
                suggested=_billable(codeset, error.nearest),
                sources=(context.guideline("I.B.2", 1),),
            )


def incomplete(context: Checked) -> Iterator[Finding]:
    """Headers: chapters, sections, categories and codes that lack characters or the 7th one."""
    codeset = context.codeset
    for code in context.codes:
        entry = codeset.get(code)
        if entry.billable:
            continue
        below = codeset.billable_under(code)
        if entry.kind in ("chapter", "section"):
            text = f"{code} ({entry.title}) is a {entry.kind}, not a code."
        elif entry.children and codeset.base_of(entry.children[0]) == code:
            characters = ", ".join(codeset.seventh_characters(code))
            text = f"{code} ({entry.title}) needs a 7th character: one of {characters}."
        else:
            text = f"{code} ({entry.title}) is a header; choose one of the {len(below)} codes below it."
        history = codeset.history(code) or ""
        text = f"{text} {history}".rstrip()
        section = ("I.A.5", 2) if "7th character" in text else ("I.B.2", 5)
        yield Finding(
            kind="retired" if "was billable until" in history else "incomplete",
            level="error",
            codes=(code,),
            text=text,
            sources=(context.guideline(*section), context.tabular(code)),
            suggested=below[:_SHOWN],
        )


def duplicates(context: Checked, typed: Sequence[str]) -> Iterator[Finding]:
    """A code given more than once."""
    counted = Counter(context.codeset.normalize(t) for t in typed)
    for code, count in counted.items():
        if count > 1 and code in context.place:
            yield Finding(
                kind="duplicate",
                level="error",
                codes=(code,),
                text=f"{code} is listed {count} times; a code is reported once per encounter.",
                sources=(context.guideline("I.B.12", 1),),
            )


def _billable(codeset: CodeSet, near: Sequence[str]) -> tuple[str, ...]:
    """The nearest codes that can be reported, those below a header in its place."""
    found = (c for n in near if n in codeset for c in codeset.billable_under(n)[:_SHOWN])
    return tuple(dict.fromkeys(found))[:_SHOWN]
