"""The code browser: search as you type, a code with all its notes, and the 7th-character builder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from assistant.chat.markup import escape
from guidelines.codeset import CodeSet, Entry, NoteField, load_codeset, normalize
from guidelines.errors import CodeError

FOUND = 24
"""Codes listed for a search."""
_CODE = re.compile(r"[A-TV-Z]\d[0-9A-Z]?(?:\.?[0-9A-Z]{0,4})?-?", re.IGNORECASE)
_KINDS: tuple[tuple[NoteField, str, str], ...] = (
    ("inclusion_terms", "Inclusion terms", ""),
    ("includes", "Includes", ""),
    ("excludes1", "Excludes1", "never together, not coded here"),
    ("excludes2", "Excludes2", "not part of it, may be coded too"),
    ("code_first", "Code first", ""),
    ("use_additional", "Use additional code", ""),
    ("code_also", "Code also", ""),
    ("notes", "Notes", ""),
    ("seventh_note", "7th character", ""),
)


def found_codes(query: str, on: date, assistant: Any) -> list[str]:
    """Codes for what is being typed: a code's beginning, or words.

    Args:
        query: A code or its beginning, or a term.
        on: Date of service, which decides the release.
        assistant: The pipeline; its index finds terms. Without one, titles are searched.
    """
    codes = load_codeset(on)
    text = query.strip()
    if _CODE.fullmatch(text):
        return _beginning(codes, text)
    if len(text) < 2:
        return []
    index = getattr(assistant, "index", None)
    if index is None:
        words = text.lower().split()
        hits = (e.code for e in codes.entries() if all(w in e.title.lower() for w in words))
        return [code for code, _ in zip(hits, range(FOUND), strict=False)]
    from assistant.looking_up import look_up

    return [hit.code for hit in look_up(text, codes, index).hits][:FOUND]


def _beginning(codes: CodeSet, text: str) -> list[str]:
    key = normalize(text)
    if key in codes:
        entry = codes.get(key)
        return [entry.code, *entry.children][:FOUND]
    plain = key.replace(".", "")
    matching = (c for c in codes.categories if c.startswith(plain[:3]))
    if len(plain) < 3:
        return list(matching)[:FOUND]
    below = (d for c in matching for d in (c, *codes.descendants(c)))
    return [d for d in below if d.replace(".", "").startswith(plain)][:FOUND]


def chapters(on: date) -> str:
    """The chapters, the tree's top."""
    codes = load_codeset(on)
    return _rows(codes, [code for code in codes if code.isdigit()])


def results(found: Sequence[str], query: str, on: date) -> str:
    """What a search found, as HTML."""
    if not query.strip():
        return chapters(on)
    if not found:
        return '<p class="dx-quiet">Nothing found; try other words or the beginning of a code.</p>'
    return _rows(load_codeset(on), found)


def _rows(codes: CodeSet, found: Iterable[str]) -> str:
    items = "".join(_row(codes.get(code)) for code in found)
    return f'<ul class="dx-list">{items}</ul>'


def _row(entry: Entry, here: bool = False) -> str:
    mark = "" if entry.billable else '<span class="dx-more" title="More characters needed">›</span>'
    place = ' aria-current="true"' if here else ""
    return (
        f'<li><button type="button" class="dx-row" data-open-code="{escape(entry.code)}"{place}>'
        f'<span class="dx-code">{escape(place_name(entry.code))}</span>'
        f"<span>{escape(entry.title)}</span>{mark}</button></li>"
    )


def place_name(code: str) -> str:
    """A code, section or chapter as a coder names it."""
    return f"Chapter {code}" if code.isdigit() else code


def code_page(code: str, on: date) -> str:
    """Everything the Tabular List says about a code, as HTML.

    Raises:
        UnknownCode: there is no such code; the message names the nearest.
    """
    codes = load_codeset(on)
    entry = codes.get(code)
    above = tuple(reversed(codes.ancestors(entry.code)))
    crumbs = "".join(
        f'<li><button type="button" class="dx-link" data-open-code="{escape(a)}" '
        f'title="{escape(codes.get(a).title)}">{escape(place_name(a))}</button></li>'
        for a in above
    )
    standing = "Billable" if entry.billable else "Not billable"
    if entry.kind in ("chapter", "section"):
        standing = entry.kind.capitalize()
    style = "dx-yes" if entry.billable else "dx-depends"
    history = codes.history(entry.code)
    changed = f'<p class="dx-alert">{escape(history)}</p>' if history else ""
    copy = (
        ""
        if not entry.billable
        else (
            f'<button type="button" class="dx-button" data-copy="{escape(entry.code)}">Copy</button>'
        )
    )
    return (
        f'<nav aria-label="Place in the Tabular List"><ol class="dx-crumbs">{crumbs}</ol></nav>'
        f'<div class="dx-head"><h2><span class="dx-code">{escape(place_name(entry.code))}</span> '
        f"{escape(entry.title)}</h2>{copy}</div>"
        f'<p class="dx-standing"><span class="dx-badge {style}">{standing}</span>'
        f'<span class="dx-quiet">{escape(codes.release.name)}</span></p>{changed}'
        f"{builder(entry.code, on)}{_notes(codes, entry)}{_family(codes, entry)}"
    )


def _notes(codes: CodeSet, entry: Entry) -> str:
    out = []
    own = {entry.code, codes.base_of(entry.code)}
    for kind, name, meaning in _KINDS:
        notes = [
            n for n in codes.inherited(entry.code, kind) if kind != "inclusion_terms" or n.at in own
        ]
        if not notes:
            continue
        lines = ""
        for place in dict.fromkeys(n.at for n in notes):
            texts = "".join(f"<li>{linked(n.text, codes)}</li>" for n in notes if n.at == place)
            source = (
                ""
                if place in own
                else f'<p class="dx-from">from {escape(place_name(place))} '
                f"{escape(codes.get(place).title)}</p>"
            )
            lines += f'{source}<ul class="dx-notes">{texts}</ul>'
        hint = f' <span class="dx-quiet">{meaning}</span>' if meaning else ""
        out.append(f'<section class="dx-kind-of"><h3>{name}{hint}</h3>{lines}</section>')
    return "".join(out)


def linked(text: str, codes: CodeSet) -> str:
    """A note as HTML in which the codes that exist open when clicked."""
    parts = re.split(r"\b([A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?!\w|\.\w)", text)
    return "".join(
        f'<button type="button" class="dx-link" data-open-code="{escape(part)}">{escape(part)}'
        "</button>"
        if i % 2 and part in codes
        else escape(part)
        for i, part in enumerate(parts)
    )


def _family(codes: CodeSet, entry: Entry) -> str:
    out = ""
    if entry.children:
        out += f"<section><h3>Below it</h3>{_rows(codes, entry.children)}</section>"
    if entry.parent and entry.kind not in ("chapter", "section"):
        beside = codes.get(entry.parent).children
        rows = "".join(_row(codes.get(c), here=c == entry.code) for c in beside)
        name = escape(place_name(entry.parent))
        out += f'<section><h3>Beside it, under {name}</h3><ul class="dx-list">{rows}</ul></section>'
    return out


def builder(code: str, on: date, chosen: str = "") -> str:
    """The 7th-character builder of a code, "" where none applies.

    Args:
        code: A code whose 7th characters are defined, with or without one.
        on: Date of service.
        chosen: The character chosen, "" for the one that the code carries.

    Raises:
        UnknownCode: there is no such code.
    """
    codes = load_codeset(on)
    entry = codes.get(code)
    allowed = codes.seventh_characters(entry.code)
    base = codes.base_of(entry.code)
    if not allowed or codes.get(base).children != _completed(codes, base, allowed):
        return ""
    carried = entry.code[-1] if entry.code != base and len(entry.code.replace(".", "")) == 7 else ""
    now = chosen or carried
    options = "".join(
        f'<label class="dx-choice"><input type="radio" name="choice" value="{escape(c)}"'
        f"{' checked' if c == now else ''}><b>{escape(c)}</b> <span>{escape(meaning)}</span></label>"
        for c, meaning in allowed.items()
    )
    return (
        '<form class="dx-builder" data-tool="seventh" data-into=".dx-built" data-live>'
        f'<input type="hidden" name="code" value="{escape(base)}">'
        f"<fieldset><legend>7th character of {escape(base)}</legend>{options}</fieldset>"
        f'<div class="dx-built" aria-live="polite">{built(base, now, on) if now else ""}</div></form>'
    )


def _completed(codes: CodeSet, base: str, characters: Iterable[str]) -> tuple[str, ...]:
    """The codes that the characters make of a base; empty where it is divided further first."""
    try:
        return tuple(codes.complete(base, c) for c in characters)
    except CodeError:
        return ()


def built(base: str, character: str, on: date) -> str:
    """The complete code for a 7th character and how it was built, as HTML.

    Raises:
        CodeError: the code does not take the character, or needs more characters first.
    """
    codes = load_codeset(on)
    try:
        code = codes.complete(base, character)
    except CodeError as error:
        return f'<p class="dx-alert">{escape(str(error))}</p>'
    filled = 6 - len(codes.base_of(base).replace(".", ""))
    placeholder = (
        f" {filled} placeholder{'s' if filled > 1 else ''} X fill{'' if filled > 1 else 's'} the "
        "places up to the 7th (I.A.4 and I.A.5)."
        if filled > 0
        else ""
    )
    return (
        f'<p><span class="dx-code dx-big">{escape(code)}</span> '
        f'<button type="button" class="dx-button" data-copy="{escape(code)}">Copy</button></p>'
        f'<p class="dx-quiet">{escape(codes.get(code).title)}.{placeholder}</p>'
    )
