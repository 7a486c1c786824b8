"""What instructional notes ask of a coder (guideline section I.A.11–17).

Excludes1 forbids two codes together; code first, use additional code and code also ask for further
codes. The notes of the Tabular List are prose with codes in parentheses; here they are read into
sets of codes that can be asked whether a code is among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guidelines import lazy_re as re
from guidelines._refs import CodeRange, CodeRefs, Qualifier, code_refs

if TYPE_CHECKING:
    from guidelines.codeset import CodeSet, Note, NoteField

__all__ = [
    "CodeRange",
    "CodeRefs",
    "Instruction",
    "Item",
    "Qualifier",
    "code_refs",
    "excludes1_conflicts",
    "grouped",
    "instructions",
    "items",
]

_OPENING: dict[str, str] = {
    "code_first": "Code first",
    "use_additional": "Use additional",
    "code_also": "Code also",
    "excludes1": "Excludes1:",
    "excludes2": "Excludes2:",
    "includes": "Includes:",
}
_OPTIONAL = re.compile(
    r"(?i)\b(?:if|where|when) (?:applicable|known|any|desired|present|appropriate)\b"
)


_CONDITIONAL = re.compile(r"(?i)\bany\b|\bwhen\b|\bif\b|\bcomplicating\b")
_NEW_INSTRUCTION = re.compile(r"(?i)codes?(?:\(s\))?\b")
_FOR_CODES = re.compile(r"\bfor codes (?P<codes>[A-Z]\d[^a-z]*)")
_ADVERSE_EFFECT = re.compile(r"(?i)^, for adverse effects\b")
_ADVERSE_EFFECT_CODES = "T36-T50 with fifth or sixth character 5"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a note asks for or excludes.

    Attributes:
        text: The line as printed.
        lead: The line that introduces it ("code, if applicable, to identify:"), or "".
        refs: The codes it names.
        kind: The kind of note.
        at: Code, section or chapter that carries the note.
        optional: Whether the note says "if applicable", "where known" or the like.
    """

    text: str
    lead: str
    refs: CodeRefs
    kind: NoteField
    at: str
    optional: bool

    @property
    def instruction(self) -> str:
        """The note as one sentence: "Use additional code to identify: tobacco use (Z72.0)"."""
        words = f"{self.lead} {self.text}".strip()
        opening = _OPENING.get(self.kind, "")
        return f"{opening}{'' if words.startswith(',') else ' '}{words}".strip()


def items(notes: Iterable[Note]) -> tuple[Item, ...]:
    """The single items of notes that list several under an introducing line.

    A line that ends in a colon introduces the lines after it in the same note; it becomes an item
    of its own only where nothing follows. A line of a use additional note that begins with "code"
    begins a new instruction.

    Args:
        notes: Notes as `CodeSet.inherited` gives them.
    """
    found: list[Item] = []
    lead: Note | None = None
    used = True

    def close() -> None:
        if lead is not None and not used:
            found.append(_item(lead, ""))

    for note in notes:
        if lead is not None and (note.at, note.kind) != (lead.at, lead.kind):
            close()
            lead, used = None, True
        if lead is not None and note.kind == "use_additional" and _NEW_INSTRUCTION.match(note.text):
            close()
            lead, used = None, True
        if note.text.endswith(":"):
            close()
            lead, used = note, False
        else:
            found.append(_item(note, lead.text if lead else ""))
            used = True
    close()
    return tuple(found)


def _item(note: Note, lead: str) -> Item:
    optional = bool(_OPTIONAL.search(f"{lead} {note.text}"))
    return Item(note.text, lead, code_refs(note.text), note.kind, note.at, optional)


def instructions(codeset: CodeSet, code: str, kind: NoteField) -> tuple[Item, ...]:
    """What the notes of one kind ask for at a code, inherited notes included, nearest first.

    Args:
        codeset: The release to read.
        code: Any code.
        kind: "code_first", "use_additional", "code_also" …

    Raises:
        UnknownCode: no such code.
    """
    return items(codeset.inherited(code, kind))


@dataclass(frozen=True, slots=True)
class Instruction:
    """What one instruction asks for: any of its items answers it.

    Attributes:
        kind: The kind of note.
        at: Code, section or chapter that carries it.
        items: What it lists; a single item where it lists nothing.
    """

    kind: NoteField
    at: str
    items: tuple[Item, ...]

    @property
    def lead(self) -> str:
        """The words that introduce the list, or the whole note."""
        return self.items[0].lead or self.items[0].text

    @property
    def words(self) -> str:
        """The whole instruction as one line."""
        if not self.items[0].lead:
            return self.items[0].instruction
        opening = self.items[0].instruction[: -len(self.items[0].text)]
        return opening + "; ".join(i.text for i in self.items)

    @property
    def conditional(self) -> bool:
        """Whether it asks only where there is something to code ("if applicable", "any …")."""
        return self.items[0].optional or bool(_CONDITIONAL.search(self.lead))

    @property
    def names_codes(self) -> bool:
        """Whether any item names codes."""
        return any(i.refs for i in self.items)

    def matches(self, code: str) -> bool:
        """Whether a code is among those asked for."""
        return any(i.refs.matches(code) for i in self.items)

    def governs(self, code: str) -> bool:
        """Whether it speaks of a code under its place, where it is limited to some of them."""
        if _ADVERSE_EFFECT.search(self.lead):
            return code_refs(_ADVERSE_EFFECT_CODES).matches(code)
        limited = _FOR_CODES.search(self.lead) if self.items[0].lead else None
        return limited is None or code_refs(limited["codes"]).matches(code)


def grouped(codeset: CodeSet, code: str, kind: NoteField) -> tuple[Instruction, ...]:
    """The instructions of one kind that govern a code, nearest place first.

    Args:
        codeset: The release to read.
        code: Any code.
        kind: "code_first", "use_additional" or "code_also".

    Raises:
        UnknownCode: no such code.
    """
    groups: list[list[Item]] = []
    for item in instructions(codeset, code, kind):
        last = groups[-1][-1] if groups else None
        if item.lead and last is not None and (last.lead, last.at) == (item.lead, item.at):
            groups[-1].append(item)
        else:
            groups.append([item])
    found = (Instruction(kind, group[0].at, tuple(group)) for group in groups)
    return tuple(i for i in found if i.governs(code))


def excludes1_conflicts(codeset: CodeSet, a: str, b: str) -> tuple[Note, ...]:
    """The Excludes1 notes that forbid reporting two codes together.

    Both directions are read, and the notes of every category, section and chapter above either
    code. A code never conflicts with itself or with a line above or under it. A note that names
    both codes sets both apart from the others at its place but not from each other.

    The exception for two conditions unrelated to each other (section I.A.12.a) is the coder's to
    make: it rests on the record, not on the codes.

    Args:
        codeset: The release to read.
        a: One code.
        b: The other.

    Returns:
        The notes in conflict, those that govern `a` first; empty when there are none.

    Raises:
        UnknownCode: either code does not exist.
    """
    first, second = codeset.get(a).code, codeset.get(b).code
    if first == second or first in codeset.ancestors(second) or second in codeset.ancestors(first):
        return ()
    found: dict[Note, None] = {}
    for here, other in ((first, second), (second, first)):
        for note in codeset.inherited(here, "excludes1"):
            refs = code_refs(note.text)
            if refs.matches(other) and not refs.matches(here):
                found[note] = None
    return tuple(found)
