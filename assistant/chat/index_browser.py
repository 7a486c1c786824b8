"""The Alphabetic Index as coders walk it: main term, subterms, where it sends them (section I.A.1).

The official Index and its tables are read where the user has added them; without them the page says
how to. An entry is named by its file and its places on the way down, such as "index:120.3".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from assistant.chat.markup import escape
from guidelines.alphabetic import KINDS, Row, Term, load_kept
from guidelines.errors import DxciteError
from guidelines.official import ReleaseStore, Stored

_MOST = 40
"""Entries listed for a search."""
_NAMES = {
    "index": "Index to Diseases and Injuries",
    "external_causes": "External Cause Index",
    "neoplasms": "Table of Neoplasms",
    "drugs": "Table of Drugs and Chemicals",
}
_HOW = (
    '<p class="dx-quiet">The Alphabetic Index is shown once you have it: '
    "<code>dxcite releases fetch FY2027 --only index</code></p>"
)
_Node = Term | Row


class NoEntry(DxciteError):
    """The entry is not in the Index at hand."""


def found(query: str, on: date) -> str:
    """Main terms that begin with what is typed; after a comma, their subterms.

    Args:
        query: Such as "cardiomyopathy" or "cardiomyopathy, hyper".
        on: Date of service; the newest Index at hand is taken where its release's is not.
    """
    files = _files(on)
    if not files:
        return _HOW
    words = [part.strip().casefold() for part in query.split(",")]
    if not words[0]:
        names = ", ".join(_NAMES[s.slot] for s in files)
        return f'<p class="dx-quiet">{escape(names)} of {escape(files[0].release.name)}.</p>'
    hits = [hit for file in files for hit in _matching(file, words)][:_MOST]
    if not hits:
        return '<p class="dx-quiet">No main term begins with this.</p>'
    return _list(hits)


def entry(at: str, on: date) -> str:
    """One entry: where it stands, its code, where it sends the coder, and its subterms.

    Raises:
        NoEntry: there is none at that place.
    """
    slot, _, places = at.partition(":")
    file = next((f for f in _files(on) if f.slot == slot), None)
    path: list[_Node] = _path(file, places) if file is not None else []
    if file is None or not path:
        raise NoEntry("This entry is not in the Index at hand; search again.")
    node = path[-1]
    numbers = places.split(".")
    crumbs = "".join(
        f'<li><button type="button" class="dx-link" data-index="{slot}:{".".join(numbers[: n + 1])}">'
        f"{escape(step.words)}</button></li>"
        for n, step in enumerate(path)
    )
    below = [(f"{at}.{n}", sub.words, sub) for n, sub in enumerate(_below(node))]
    return (
        f'<nav aria-label="Place in the Index"><ol class="dx-crumbs">{crumbs}</ol></nav>'
        f"<h3>{escape(node.printed)}</h3>{_codes(node, file)}{_sent(node)}"
        f"{_list(below) if below else ''}"
        f'<p class="dx-quiet">{_NAMES[slot]}, {escape(file.release.name)}. Check each code in the '
        "Tabular List.</p>"
    )


def _files(on: date) -> list[Stored]:
    """The Index's files in force on a date, or the newest at hand."""
    store = ReleaseStore()
    chosen = ((store.in_force(s, on) or next(iter(store.having(s)[-1:]), None)) for s in KINDS)  # type: ignore[arg-type]
    return [one for one in chosen if one is not None]


def _read(file: Stored) -> Any:
    return load_kept(file.path, file.slot)


def _matching(file: Stored, words: list[str]) -> Iterator[tuple[str, str, _Node]]:
    begun = [(f"{file.slot}:{n}", m.words, m) for n, m in enumerate(_read(file).main_terms)]
    if file.slot == "neoplasms":
        # Its one main term goes without saying: "breast" is looked up as it is written there.
        begun += [
            (f"{at}.{n}", sub.words, sub)
            for at, _, main in begun
            for n, sub in enumerate(_below(main))
        ]
    level = [hit for hit in begun if hit[1].casefold().startswith(words[0])]
    level.sort(key=lambda hit: hit[1].casefold() != words[0])
    for word in words[1:]:
        level = [
            (f"{at}.{n}", f"{said}, {sub.words}", sub)
            for at, said, node in level
            for n, sub in enumerate(_below(node))
            if sub.words.casefold().startswith(word)
        ]
    yield from level


def _path(file: Stored, places: str) -> list[_Node]:
    level, path = _read(file).main_terms, []
    for place in places.split("."):
        if not place.isdecimal() or int(place) >= len(level):
            return []
        path.append(level[int(place)])
        level = path[-1].subterms
    return path


def _below(node: _Node) -> Sequence[_Node]:
    return node.subterms


def _list(hits: Iterable[tuple[str, str, _Node]]) -> str:
    rows = "".join(
        f'<li><button type="button" class="dx-row" data-index="{escape(at)}">'
        f"<span>{escape(said)}</span>{_short(node)}</button></li>"
        for at, said, node in hits
    )
    return f'<ul class="dx-list">{rows}</ul>'


def _short(node: _Node) -> str:
    code = node.code if isinstance(node, Term) else None
    more = ' <span class="dx-more">›</span>' if node.subterms else ""
    return f'<span class="dx-code">{escape(code)}</span>{more}' if code else more


def _codes(node: _Node, file: Stored) -> str:
    if isinstance(node, Term):
        pairs = [("", node.code), ("then", node.manifestation)]
    else:
        columns = _read(file).columns
        pairs = list(zip(columns, node.cells, strict=False))
    links = [
        f"<li>{escape(said)} {_code(code)}</li>" if said else f"<li>{_code(code)}</li>"
        for said, code in pairs
        if code
    ]
    return f'<ul class="dx-notes">{"".join(links)}</ul>' if links else ""


def _code(code: str) -> str:
    """A code that opens in the Tabular List; "C56.-" opens C56."""
    at = code.rstrip("-").rstrip(".")
    return f'<button type="button" class="dx-link" data-open-code="{escape(at)}">{escape(code)}</button>'


def _sent(node: _Node) -> str:
    """Where "see" and "see also" send the coder (section I.A.16)."""
    lines = [
        f'<p class="dx-see">{how} <button type="button" class="dx-link" '
        f'data-index-look="{escape(term)}">{escape(term)}</button></p>'
        for how, terms in (("See", node.see), ("See also", node.see_also))
        for term in terms
    ]
    if isinstance(node, Term) and node.see_category:
        lines.append(f'<p class="dx-see">See category {_code(node.see_category)}</p>')
    return "".join(lines)
