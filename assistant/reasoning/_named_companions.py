"""Second codes that a mention's own words ask for, by the "use additional code" notes of its code.

"HTN with CHF" is one entry of the Tabular List, whose note wants the type of heart failure beside it;
"neutropenic fever" names the fever that the note at neutropenia wants coded (I.A.17, I.B.7).
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.choosing import Choice
from assistant.models import Mention
from assistant.reasoning._case import Case, Item
from guidelines import lazy_re as re
from guidelines.notes import Item as NoteItem
from guidelines.notes import instructions
from guidelines.rules import any_matches
from indexes._surface import analyze
from indexes._text import stem, word_set

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FRAME = frozenset(
    stem(word)
    for word in word_set(
        "code codes additional identify identifying type severity stage degree site kind level any "
        "associated applicable such following specific specify cause condition disease disorder "
        "status other present known involvement organism agent drug"
    )
)
"""Stems of what notes say around the thing they want identified."""


_NO_STAGE = "N18.9"
_TYPE = re.compile(r"\btype (?:[12]|ii?)\b|\bstages? 1 through (?:stage )?4\b", re.IGNORECASE)
"""Numbers that are no stage of what is coded beside: the type of a diabetes, all stages of I12.9."""
_TOLD_APART = ("B95-B97", "L97-L98", "V00-Z99")
"""Organisms, circumstances and the sites of ulcers, which the chart tells of in words of their own."""


def add_named_companions(case: Case) -> None:
    """Add what the words of a coded mention name beside its own code, where nothing answers it yet."""
    for item in [i for i in case.items if i.mention and not i.drug and not i.alternative]:
        assert item.mention is not None
        words = f"{item.mention.span.text} {item.mention.term}"
        reported = [i.code for i in case.items if not i.drug]
        for choice, note in named_companions(case, item.code, words, item.mention, reported):
            basis = [case.guideline("I.B.7", 0), case.tabular(note.at, note.instruction)]
            reason = f"“{item.mention.span.text}” names it, and the note at {note.at} asks for it"
            case.items.append(Item(choice.code, choice, reason, item.spans, None, basis))
            case.orders.append((item.code, choice.code))
            case.step("note", f"{item.code}: {note.instruction}", [choice.code])


def named_companions(
    case: Case, code: str, words: str, mention: Mention | None, reported: list[str]
) -> Iterator[tuple[Choice, NoteItem]]:
    """The additional codes that a term's words name, one for each instruction.

    Args:
        case: The case.
        code: The code of the term.
        words: The term.
        mention: Where it stands, None for a bare term.
        reported: Codes that may answer an instruction already.
    """
    title = analyze(case.codeset.get(code).title, case.index.lexicon.equivalents)
    said = {*case.words_of(words)}
    denied = {*case.denied_in(words)}
    answered: set[str] = set()
    for note in instructions(case.codeset, code, "use_additional"):
        lead = note.lead or note.instruction
        if not note.refs or lead in answered or any(note.refs.matches(r) for r in reported):
            continue
        named = _label(case, note)
        told = said if note.optional else said | set(title.core)
        if not named or not named <= told or named & denied:
            continue
        choice = case.complete(_first(note), mention, _TYPE.sub(" ", words))
        if choice is None or any_matches(_TOLD_APART, choice.code):
            continue
        if any(r[:3] == choice.code[:3] for r in reported):
            continue  # another line of the category answers: a dementia with agitation
        # "CKD" without its stage is one all the same, though the note asks for stages alone
        open_stage = choice.code == _NO_STAGE and any_matches(("N18.-",), _first(note))
        vague = mention is not None and bool(choice.gaps) and not open_stage
        if choice.billable and not vague and (open_stage or note.refs.matches(choice.code)):
            answered.add(lead)
            yield choice, note


def _label(case: Case, note: NoteItem) -> set[str]:
    """Stems of what a note asks to be identified, without the code numbers."""
    surface = analyze(_ASIDE.sub(" ", note.text), case.index.lexicon.equivalents)
    return {s for s in surface.core if s not in _FRAME}


def _first(note: NoteItem) -> str:
    """The code or, of several in one category, the category from which to walk down."""
    ranges = note.refs.ranges
    whole = ranges[0].first == ranges[0].last
    return ranges[0].first if whole else ranges[0].first[:3]
