"""Questions about what changed: "what changed for HIV in FY2026?", "what's new in I.C.2.e?".

The answer is the difference of two editions of the official guidelines, and the changes of the code
set where the topic names codes. Without the editions it says in one sentence how to get them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.models import Basis, Findings, Statement, Step
from assistant.quoting import Quoting, described
from assistant.replacing import looks_like_change
from guidelines.codeset import Change as CodeChange
from guidelines.codeset import code_changes
from guidelines.document import SectionChange, compare, edition_called, editions, open_edition
from guidelines.errors import NotAtHand, UnknownRelease
from guidelines.official import Stored, named_release
from guidelines.releases import GUIDELINE_RELEASES, Release
from guidelines.sections import Digest

_RELEASE = r"(?:FY\s?-?(?:20)?\d\d(?: (?:Jan|Apr|Oct)[a-z]*)?|(?:January|April|October)(?: 1,?)? 20\d\d|20[12]\d)"
_RELEASES = re.compile(rf"\b{_RELEASE}\b", re.IGNORECASE)
_SECTION = re.compile(r"\b(?:Section )?((?:I{1,3}|IV)\.[A-Z](?:\.[A-Za-z0-9]+)*|App\.I)\b")
_STOP_WORDS = (
    "what whats s is are has have was were been the a an any there new change changes changed "
    "changing different difference differences revised revision revisions updated update updates "
    "for in of to from between and or with on about regarding since this year years guideline "
    "guidelines section sections official coding code codes icd cm fiscal fy how did do does which "
    "version edition release releases compared versus vs last previous prior january april october "
    "rules rule when"
)
_STOP = frozenset(_STOP_WORDS.split())
_LONGEST = 30  # words of such a question
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about changes.

    Attributes:
        topic: The words it is about; none for everything.
        section: A section it names.
        releases: The releases it names, oldest first.
    """

    topic: tuple[str, ...]
    section: str | None
    releases: tuple[Release, ...]


def asked_change(text: str) -> Asked | None:
    """What a question about changes asks, None for any other question.

    It has to name a release, a guideline section or the guidelines: "what changed since admission"
    is about a patient.
    """
    if len(text.split()) > _LONGEST or not looks_like_change(text):
        return None
    releases = tuple(sorted(set(_named(text)), key=lambda r: r.start))
    section = _SECTION.search(text)
    if not releases and section is None and "guideline" not in text.lower():
        return None
    rest = _RELEASES.sub(" ", _SECTION.sub(" ", text))
    words = re.findall(r"[A-Za-z][A-Za-z0-9.-]*", rest)
    topic = tuple(w.rstrip(".") for w in words if w.lower().rstrip(".") not in _STOP)
    return Asked(topic, section[1] if section else None, releases)


def _named(text: str) -> Iterator[Release]:
    for match in _RELEASES.finditer(text):
        try:
            yield named_release(re.sub(r"\s1,?(?= 20)", "", match.group()))
        except UnknownRelease:
            continue


def change_findings(asked: Asked, on: date, digest: Digest) -> tuple[Findings, Quoting | None]:
    """What changed, and quoting from the newer edition.

    Args:
        asked: The question.
        on: Date of service, which picks the newer release where the question names none.
        digest: The guideline sections.
    """
    held = editions()
    new = asked.releases[-1] if asked.releases else _in_force(on, held)
    codes = _code_statements(asked, new)
    try:
        used = edition_called(held, new)
        old = edition_called(held, _older(asked, held, used))
    except NotAtHand as missing:
        statements = (Statement(text=str(missing)), *codes)
        return Findings(
            statements=statements,
            abstain_reason=None if codes else str(missing),
            steps=(Step(stage="compare", what=str(missing)),),
        ), None
    quoting = Quoting(digest, on, held, used)
    found = _about(
        asked, compare(asked.section or "", open_edition(old), quoting.document), quoting
    )
    title = f"{old.release.name} → {used.release.name}"
    step = Step(stage="compare", what=title, detail=[c.after or c.before for c in found])
    return Findings(
        statements=(*_statements(asked, found, old.release, quoting), *codes), steps=(step,)
    ), quoting


def _in_force(on: date, held: Sequence[Stored]) -> Release:
    due = next(r for r in GUIDELINE_RELEASES if r.covers(on))
    known = [o.release for o in held if o.release.start <= due.start]
    return known[-1] if known else due


def _older(asked: Asked, held: Sequence[Stored], used: Stored) -> Release:
    """The release to compare with: the one named, else the last at hand of the fiscal year before.

    Raises:
        NotAtHand: there is none.
    """
    if len(asked.releases) > 1:
        return asked.releases[0]
    before = [o.release for o in held if o.release.start < used.release.start]
    if before:
        return before[-1]
    place = GUIDELINE_RELEASES.index(used.release)
    return edition_called(tuple(held), GUIDELINE_RELEASES[max(place - 1, 0)]).release


def _about(
    asked: Asked, changes: Sequence[SectionChange], quoting: Quoting
) -> tuple[SectionChange, ...]:
    """The changes that have to do with the topic."""
    if not asked.topic:
        return tuple(changes)
    return tuple(c for c in changes if _mentions(asked.topic, _words(c, quoting)))


def _words(change: SectionChange, quoting: Quoting) -> str:
    titles = [change.old_title, change.new_title]
    above = change.after or ""
    while "." in above:
        above = above.rpartition(".")[0]
        if above in quoting.document:
            titles.append(quoting.document[above].title)
    sentences = (s.text for c in change.changes for s in (c.before, c.after) if s is not None)
    return " ".join([*titles, *sentences]).lower()


def _mentions(topic: Sequence[str], words: str) -> bool:
    return all(re.search(rf"\b{re.escape(w.lower().removesuffix('s'))}", words) for w in topic)


def _statements(
    asked: Asked, found: Sequence[SectionChange], old: Release, quoting: Quoting
) -> Iterator[Statement]:
    topic = f" on {' '.join(asked.topic)}" if asked.topic else ""
    where = f" in {asked.section}" if asked.section else ""
    span = f"from {old.name} to {quoting.release.name}"
    if not found:
        yield Statement(text=f"The guidelines{topic}{where} did not change {span}.")
        return
    count = len(found)
    yield Statement(
        text=f"{count} section{'s' if count > 1 else ''} of the guidelines{topic}{where} changed {span}."
    )
    for change in found[:_SHOWN]:
        yield _statement(change, quoting)
    if count > _SHOWN:
        more = ", ".join(c.after or f"{c.before} (gone)" for c in found[_SHOWN : 3 * _SHOWN])
        yield Statement(text=f"Also changed: {more}{' …' if count > 3 * _SHOWN else ''}.")


def _statement(change: SectionChange, quoting: Quoting) -> Statement:
    if change.after is None:
        return Statement(text=f"**{change.before}** {change.old_title}: gone.")
    heading = f"**{change.after}** {change.new_title}"
    if change.before is None:
        words = " ".join(
            f"“{' '.join(c.after.text.split())}”" for c in change.changes[:2] if c.after
        )
        text = f"{heading} is new: {words}" if words else f"{heading} is new."
    else:
        parts = [f"was {change.before}"] if change.before != change.after else []
        if change.retitled and change.before == change.after:
            parts.append(f"was headed “{change.old_title}”")
        parts += [described(c) for c in change.changes[:2]]
        if len(change.changes) > 2:
            parts.append(f"{len(change.changes) - 2} more")
        text = f"{heading}: {'; '.join(parts)}."
    after = next((c.after for c in change.changes if c.after is not None), None)
    section = quoting.digest_section(change.after)
    if after is None or section is None:
        return Statement(text=text)
    return Statement(text=text, basis=(Basis(kind="guideline", ref=section, quote=after.text),))


def _code_statements(asked: Asked, new: Release) -> tuple[Statement, ...]:
    """Codes of the topic that came, went or were renamed with a release."""
    if not asked.topic:
        return ()
    found = [c for c in code_changes(new) if _mentions(asked.topic, c.title.lower())]
    if not found:
        return ()
    kinds: dict[str, list[CodeChange]] = {}
    for change in found:
        kinds.setdefault(change.change, []).append(change)
    said = {"add": "New codes", "delete": "Deleted codes", "revise": "Revised titles"}
    return tuple(
        Statement(text=f"{said[kind]} in {new.name}: {_listed(some)}.")
        for kind, some in kinds.items()
        if kind in said
    )


def _listed(changes: Sequence[CodeChange]) -> str:
    shown = ", ".join(f"{c.code} {c.title}" for c in changes[:_SHOWN])
    return f"{shown} and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else shown
