"""Text to HTML, safely: escaping, and the small Markdown that answers are written in.

Everything that reaches the page goes through `escape`. The Markdown is a subset (paragraphs, lists,
headings, bold, italic, code and [n] markers), so nothing a chart says can become a link, an image
or a tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BULLET = re.compile(r"^\s*[-*•]\s+(.*)$")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+(.*)$")
_HEADING = re.compile(r"^\s*#{1,6}\s+(.*?)\s*#*$")
BlockKind = Literal["p", "ul", "ol", "h"]
_STARTS: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (
    ("ul", _BULLET),
    ("ol", _NUMBER),
    ("h", _HEADING),
)
_INLINE = re.compile(
    r"\*\*(?P<bold>\S(?:.*?\S)?)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<cite>\d{1,3}(?:\s*,\s*\d{1,3})*)\]"
)
_MARKER = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")


def escape(text: object) -> str:
    """Escape text for HTML content and double- or single-quoted attributes.

    Control characters and lone surrogates, which no browser shows, become U+FFFD one for one, so
    that character offsets stay true.
    """
    return html.escape(_CONTROL.sub("\ufffd", str(text)), quote=True)


def without_markers(text: str) -> str:
    """A Markdown text without its [n] markers and emphasis, for comparing what it says."""
    return " ".join(_MARKER.sub("", text).replace("**", "").replace("`", "").split())


def cited_numbers(text: str) -> set[int]:
    """The numbers of all [n] markers in a Markdown text."""
    return {int(n) for group in _MARKER.findall(text) for n in group.split(",")}


@dataclass(frozen=True)
class Block:
    """A paragraph, list or heading of Markdown, not rendered yet.

    Attributes:
        kind: Its kind.
        lines: The paragraph's lines or the list's items.
    """

    kind: BlockKind
    lines: tuple[str, ...]


def parse(text: str) -> list[Block]:
    """The blocks of a Markdown text."""
    out: list[Block] = []
    lines: list[str] = []
    kind: BlockKind = "p"
    for raw in [*text.splitlines(), ""]:
        found, content = _line(raw)
        if lines and (found != kind or not content or kind == "h"):
            out.append(Block(kind, tuple(lines)))
            lines = []
        kind = found
        if content:
            lines.append(content)
    return out


class Markdown:
    """Renders answer Markdown for one turn.

    Attributes:
        anchors: Element id of each citation by its number; a marker without one stays plain text.
        hues: CSS class of each code that the answer lists, by code.
    """

    def __init__(self, anchors: Mapping[int, str], hues: Mapping[str, str] | None = None) -> None:
        """Keep what the markers and codes of this turn refer to."""
        self.anchors = dict(anchors)
        self.hues = dict(hues or {})
        longest_first = sorted(self.hues, key=len, reverse=True)
        self._codes = (
            re.compile(
                r"(?<![\w.])(" + "|".join(map(re.escape, longest_first)) + r")(?!\w|\.[A-Za-z0-9])"
            )
            if longest_first
            else None
        )

    def cite(self, numbers: Iterable[int]) -> str:
        """Markers for citation numbers, each a link to the text it stands for."""
        return "".join(self._marker(n) for n in numbers)

    def inline(self, text: str) -> str:
        """One line of Markdown as HTML."""
        parts: list[str] = []
        at = 0
        for match in _INLINE.finditer(text):
            before = text[at : match.start()]
            if match["cite"] and before.endswith(" "):
                # A marker stays on the line of the word it follows.
                before = f"{before[:-1]}\u00a0"
            parts += self._plain(before), self._token(match)
            at = match.end()
        parts.append(self._plain(text[at:]))
        return "".join(parts)

    def blocks(self, text: str) -> list[str]:
        """Markdown as a list of HTML blocks: paragraphs, lists and headings."""
        return [self.block(block) for block in parse(text)]

    def block(self, block: Block) -> str:
        """One block as HTML."""
        lines = [self.inline(line) for line in block.lines]
        if block.kind == "p":
            return f"<p>{' '.join(lines)}</p>"
        if block.kind == "h":
            return f'<p class="dx-subhead">{lines[0]}</p>'
        items = "".join(f"<li>{line}</li>" for line in lines)
        return f"<{block.kind}>{items}</{block.kind}>"

    def _token(self, match: re.Match[str]) -> str:
        if (bold := match["bold"]) is not None:
            return f"<strong>{self.inline(bold)}</strong>"
        if (italic := match["italic"]) is not None:
            return f"<em>{self.inline(italic)}</em>"
        if (code := match["code"]) is not None:
            return f"<code>{escape(code)}</code>"
        return self.cite(int(n) for n in match["cite"].split(","))

    def _marker(self, n: int) -> str:
        anchor = self.anchors.get(n)
        if anchor is None:
            return f"[{n}]"
        name = escape(anchor)
        return (
            f'<a class="dx-cite" href="#{name}" data-source="{name}" '
            f'aria-label="Source {n}">{n}</a>'
        )

    def _plain(self, text: str) -> str:
        if not self._codes:
            return escape(text)
        parts = self._codes.split(text)
        return "".join(
            f'<span class="dx-code {self.hues[part]}">{escape(part)}</span>'
            if i % 2
            else escape(part)
            for i, part in enumerate(parts)
        )


def _line(raw: str) -> tuple[BlockKind, str]:
    for kind, pattern in _STARTS:
        if match := pattern.match(raw):
            return kind, match[1].strip()
    return "p", raw.strip()
