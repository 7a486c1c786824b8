"""The Alphabetic Index and its tables, read as the phrases that a chart would use.

An Index path is a main term with its subterms, each indented one further: "Fracture, traumatic |
radius | lower end". Read backwards it is what a provider writes: "traumatic fracture of lower end
of radius". Nonessential modifiers (guideline section I.A.7) are kept or left out by chance, since
they do not affect the code.
"""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexes._text import word_set

_CONNECTIVES = (
    "with", "without", "due to", "in", "by", "from", "during", "following", "of", "to", "on", "at",
    "as", "for", "and", "or", "complicating", "complicated by", "affecting", "associated with",
    "resulting", "caused by", "causing", "secondary to", "involving", "after", "before", "against",
    "under", "through", "into", "than", "while", "because of", "related to",
)  # fmt: skip
_CONNECTIVE = re.compile(rf"(?:{'|'.join(_CONNECTIVES)})\b")
_OPEN = re.compile(rf"\b(?:{'|'.join(_CONNECTIVES)}):?$")  # ends in a connective
_ADJECTIVE = re.compile(
    r".*(?:al|ic|ous|ive|ed|ar|ary|ory|oid|ent|ant|ile|ing|less|like|ual|ean|ible|able|otic|ized)$"
)
_ADJECTIVES = word_set(
    "acute chronic subacute left right bilateral unilateral multiple open closed severe mild "
    "moderate simple complex late early old new upper lower deep benign primary secondary mixed "
    "partial complete total double single major minor common"
)
_NOUNS = word_set("canal meningeal animal hospital wing ring thing string sling")
_DROPPED = re.compile(r"\b(?:NEC|NOS|unspecified site|unspecified|\(s\)|see also.*)(?=\W|$)")
_NONESSENTIAL = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One line of the Index that gives a code.

    Attributes:
        path: Titles from the main term down, without nonessential modifiers.
        modifiers: The nonessential modifiers of each title.
        code: As printed, without its dash ("L89.5-" is "L89.5").
    """

    path: tuple[str, ...]
    modifiers: tuple[tuple[str, ...], ...]
    code: str

    @property
    def main_term(self) -> str:
        """The main term as printed."""
        return self.path[0]


def read_index(path: Path) -> Iterator[IndexLine]:
    """Lines with a code, from the XML of the Alphabetic Index or the External Cause Index."""
    for main in ET.parse(path).iter("mainTerm"):
        yield from _lines(main, (), ())


def read_table(path: Path) -> Iterator[tuple[tuple[str, ...], dict[int, str]]]:
    """Rows of the Neoplasm Table or the Table of Drugs: the path and the code of each column."""
    for main in ET.parse(path).iter("mainTerm"):
        yield from _cells(main, ())


def _lines(
    element: ET.Element, path: tuple[str, ...], modifiers: tuple[tuple[str, ...], ...]
) -> Iterator[IndexLine]:
    title, loose = _title(element)
    path, modifiers = (*path, title), (*modifiers, loose)
    code = element.findtext("code")
    if code:
        yield IndexLine(path, modifiers, code.strip().rstrip("-").rstrip("."))
    for term in element.findall("term"):
        yield from _lines(term, path, modifiers)


def _cells(
    element: ET.Element, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[int, str]]]:
    path = (*path, _title(element)[0])
    cells = {int(c.get("col", "0")): (c.text or "").strip() for c in element.findall("cell")}
    codes = {n: c.rstrip("-").rstrip(".") for n, c in cells.items() if c.strip("-")}
    if codes:
        yield path, codes
    for term in element.findall("term"):
        yield from _cells(term, path)


def _title(element: ET.Element) -> tuple[str, tuple[str, ...]]:
    title = element.find("title")
    if title is None:
        return "", ()
    loose = _NONESSENTIAL.findall(" ".join(n.text or "" for n in title.findall("nemod")))
    text = (title.text or "") + " ".join((n.tail or "") for n in title.findall("nemod"))
    return " ".join(text.split()), tuple(loose)


def phrase(line: IndexLine, chance: random.Random, modifiers: float = 0.15) -> str:
    """An Index line as a chart would say it.

    Args:
        line: The line.
        chance: Decides between the forms of a main term, the order of words and the modifiers.
        modifiers: Share of nonessential modifiers that are kept.
    """
    kept = [
        [m for m in loose if chance.random() < modifiers / max(1, len(loose) - 1)]
        for loose in line.modifiers
    ]
    head = _main_form(line.path[0], chance)
    before: list[str] = [m for m in kept[0] if _is_adjective(m)]
    after: list[str] = []
    joined = False  # the last part ends in a connective, so the next one belongs to it
    for title, loose in zip(line.path[1:], kept[1:], strict=True):
        part = " ".join([*loose, *_clean(title).replace(",", " ").split()])
        if not part:
            continue
        if joined:
            place = next(i for i, text in enumerate(after) if _OPEN.search(text))
            after[place] += f" {part}"
        elif _CONNECTIVE.match(part):
            after.append(part)
        elif _is_adjective(part):
            before.insert(0, part)
        elif after and not _CONNECTIVE.match(after[0]):
            after[0] = f"{part} of {after[0]}" if chance.random() < 0.7 else f"{after[0]} {part}"
        else:
            after.insert(0, part)
        joined = any(_OPEN.search(text) for text in after)
    site = after and not _CONNECTIVE.match(after[0])
    if site and chance.random() < 0.25:
        return " ".join([*before, after[0], head.lower(), *after[1:]]).replace(":", "")
    link = ["of"] if site else []
    return " ".join([*before, head.lower(), *link, *after]).replace(":", "").strip()


def _clean(title: str) -> str:
    return " ".join(_DROPPED.sub(" ", _NONESSENTIAL.sub(" ", title)).split())


def _main_form(title: str, chance: random.Random) -> str:
    """One of the forms of a main term: "Ulcer, ulcerated, ulcerating" gives mostly "Ulcer"."""
    parts = [p.strip() for p in _clean(title).split(",") if p.strip()]
    if not parts:
        return ""
    forms = [p for p in parts if p[:3].lower() == parts[0][:3].lower()]
    rest = [p for p in parts if p not in forms]
    form = forms[0] if chance.random() < 0.8 else chance.choice(forms)
    return " ".join([*rest, form]) if rest and chance.random() < 0.7 else " ".join([form, *rest])


def _is_adjective(part: str) -> bool:
    words = part.lower().split()
    if not words or words[-1] in _NOUNS or len(words) > 3:
        return False
    return words[-1] in _ADJECTIVES or bool(_ADJECTIVE.fullmatch(words[-1]))


_NEOPLASMS = {
    1: (),
    2: ("malignant neoplasm of {}", "{} cancer", "cancer of {}", "primary {} malignancy",
        "carcinoma of {}", "malignant tumor of {}"),
    3: ("secondary malignant neoplasm of {}", "metastasis to {}", "metastatic cancer to {}",
        "{} metastases"),
    4: ("carcinoma in situ of {}", "{} carcinoma in situ"),
    5: ("benign neoplasm of {}", "benign {} tumor"),
    6: ("neoplasm of uncertain behavior of {}",),
    7: ("neoplasm of unspecified behavior of {}", "{} tumor", "mass neoplasm of {}"),
}  # fmt: skip
_DRUGS = {
    2: ("{} poisoning", "accidental overdose of {}", "poisoning by {} accidental"),
    3: ("intentional {} overdose", "suicide attempt with {}", "self-harm poisoning by {}"),
    6: ("adverse effect of {}", "{} side effect"),
    7: ("underdosing of {}", "noncompliance with {} underdosing"),
}
NEOPLASM_COLUMNS = _NEOPLASMS
DRUG_COLUMNS = _DRUGS


def table_phrase(path: Sequence[str], patterns: Sequence[str], chance: random.Random) -> str:
    """A row of a table, in words of its column; a site reads from its innermost part outwards."""
    parts = [_clean(p).replace(",", " ") for p in path]
    name = " ".join(p for p in reversed(parts) if p)
    return " ".join(chance.choice(list(patterns)).format(name).lower().split())
