"""`dxcite diff`: what changed in a guideline section from one release to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.cli_output import console, print_json
from guidelines.errors import DxciteError, NotAtHand
from guidelines.official import named_release

if TYPE_CHECKING:
    from guidelines.document import Document, SectionChange, Sentence

_SECTION = re.compile(r"(?:I{1,3}|IV|App\.I)(?:\.[A-Za-z0-9]+)*")


def diff(section: str, old: str, new: str, *, json: bool) -> None:
    """Print what changed in a section and those below it.

    Raises:
        UnknownRelease: a release is not named as such.
        NotAtHand: the guidelines of one are not at hand.
        DxciteError: neither release has the section.
    """
    from guidelines.document import compare, edition_called, editions, open_edition

    id = section.strip().rstrip(".").removeprefix("Section ")
    releases = sorted((named_release(old), named_release(new)), key=lambda r: r.start)
    if releases[0] == releases[1]:
        raise DxciteError(f"Both releases are {releases[0].name}; give two different ones.")
    held = editions()
    used = [edition_called(held, r) for r in releases]
    releases = [one.release for one in used]
    if releases[0] == releases[1]:
        raise NotAtHand(f"Of that fiscal year only {releases[0].name} is at hand.")
    older, newer = map(open_edition, used)
    if not _SECTION.fullmatch(id) or (id not in older and id not in newer):
        raise DxciteError(
            f"Neither {releases[0].name} nor {releases[1].name} has a section {section}; sections "
            "are written like I.C.1.d."
        )
    changes = compare(id, older, newer)
    names = (releases[0].name, releases[1].name)
    if json:
        print_json(
            {
                "section": id,
                "from": names[0],
                "to": names[1],
                "changes": [_facts(c, older, newer) for c in changes],
            }
        )
        return
    out = console()
    for depth, text, style in _lines(id, names, changes, older, newer):
        from rich.padding import Padding
        from rich.text import Text

        out.print(Padding(Text(text, style=style), (0, 0, 0, 2 * depth), expand=False))


def _facts(change: SectionChange, old: Document, new: Document) -> dict[str, Any]:
    return {
        "section": change.after,
        "section_before": change.before,
        "title": change.new_title or None,
        "title_before": change.old_title or None,
        "page": new[change.after].page if change.after else None,
        "page_before": old[change.before].page if change.before else None,
        "sentences": [
            {"before": _words(c.before), "after": _words(c.after)} for c in change.changes
        ],
    }


def _words(sentence: Sentence | None) -> str | None:
    return sentence.text if sentence is not None else None


def _lines(
    id: str,
    names: tuple[str, str],
    changes: tuple[SectionChange, ...],
    old: Document,
    new: Document,
) -> Iterator[tuple[int, str, str]]:
    if not changes:
        yield 0, f"Section {id} is the same in {names[0]} and {names[1]}.", ""
        return
    yield 0, f"Section {id} from {names[0]} to {names[1]}", "bold"
    for change in changes:
        yield 0, "", ""
        yield 0, _heading(change, names, old, new), "bold"
        for one in change.changes:
            if one.before is not None:
                yield 1, f"- {' '.join(one.before.text.split())}", "red"
            if one.after is not None:
                yield 1, f"+ {' '.join(one.after.text.split())}", "green"


def _heading(change: SectionChange, names: tuple[str, str], old: Document, new: Document) -> str:
    if change.after is None:
        page = old[change.before or ""].page
        return f"{change.before}  {change.old_title} ({names[0]}, page {page}): gone"
    page = new[change.after].page
    start = f"{change.after}  {change.new_title} ({names[1]}, page {page})"
    if change.before is None:
        return f"{start}: new"
    if change.before != change.after:
        return f"{start}: was {change.before}  {change.old_title}"
    if change.retitled:
        return f"{start}: was “{change.old_title}”"
    return start
