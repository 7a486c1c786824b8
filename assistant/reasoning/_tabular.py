"""What the Tabular List's notes say about the codes of a case, and the order they ask for."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

from assistant.models import Basis
from assistant.querying import Gap
from assistant.reasoning._case import Case, Item
from assistant.reasoning._documented import Note
from guidelines.codeset import Note as ExcludesNote
from guidelines.notes import Item as NoteItem
from guidelines.notes import code_refs, excludes1_conflicts, instructions
from indexes._surface import Surface, analyze
from indexes._text import stem

_MAX_QUERIES = 4
_CATEGORY = 3  # characters of a category's code


def settle_duplicates(case: Case) -> None:
    """One code once (I.B.12); an unspecified line gives way to a specific one of the same subcategory."""
    kept: list[Item] = []
    for item in case.items:
        twin = next((k for k in kept if k.code == item.code and k.drug == item.drug), None)
        if twin is not None:
            twin.spans = tuple(dict.fromkeys([*twin.spans, *item.spans]))
            twin.alternative = twin.alternative and item.alternative
            continue
        kept.append(item)
    case.items = kept
    _combine(case)
    candidates = [i for i in case.items if not i.drug and i.code[0] not in "VWXYZ"]
    for vague in [
        i for i in candidates if _is_vague(case, i) or any(_denied(case, i, j) for j in candidates)
    ]:
        category = vague.code[:3]
        better = next(
            (
                i
                for i in case.items
                if i is not vague
                and i.code[:3] == category
                and not i.drug
                and not i.alternative
                and (
                    not _is_vague(case, i) or _says_more(case, i, vague) or _denied(case, vague, i)
                )
                and _same_side(case, i, vague)
                and not _loses_side(case, i, vague)
                and _kindred(case, i, vague)
            ),
            None,
        )
        if better is not None:
            case.put_in_place_of(vague, better)
            case.reject(
                vague.code,
                f"{better.code} says the same more exactly.",
                vague.spans,
                [case.guideline("I.B.2", 0)],
            )
            better.spans = tuple(dict.fromkeys([*better.spans, *vague.spans]))


_BARE = frozenset(map(stem, ("unspecified", "other", "specified", "uncomplicated", "without", "complication",
                             "site", "region", "part", "stage", "crisis", "type", "product")))  # fmt: skip
_SIDED = re.compile(r"\b(right|left|bilateral)\b")


def _denied(case: Case, denying: Item, affirming: Item) -> bool:
    """Whether a line "without …" stands beside one of its category "with" it."""
    if denying is affirming or denying.code[:3] != affirming.code[:3]:
        return False
    without = set(_surface(case, denying).negated)
    said = set(_surface(case, affirming).core)
    return bool(without & said) and not set(_surface(case, affirming).negated) & set(
        _surface(case, denying).core
    )


def _combine(case: Case) -> None:
    """Two lines of one category for which the category has a line that says both (I.B.9)."""
    items = [
        i for i in case.items if not i.drug and not i.alternative and i.code[0] not in "VWXYZSTBC"
    ]
    for a, b in combinations(items, 2):
        if (
            a.code[:3] != b.code[:3]
            or a.code == b.code
            or a not in case.items
            or b not in case.items
        ):
            continue
        if not _denied(case, a, b) and not _denied(case, b, a):
            continue
        told = [set(_mentioned(case, i)) for i in (a, b)]
        own = [told[0] - told[1], told[1] - told[0]]
        if not all(own) or not _same_side(case, a, b):
            continue
        found = _line_for(case, a, told[0] | told[1], own)
        if found is None:
            continue
        spans = tuple(dict.fromkeys([*a.spans, *b.spans]))
        choice = replace(a.choice, code=found)
        joined = replace(a, code=found, choice=choice, spans=spans, basis=[case.tabular(found)])
        case.items[case.items.index(a)] = joined
        case.items.remove(b)
        for left in (c for c in dict.fromkeys((a.code, b.code)) if c != found):
            case.reject(left, f"{found} says both.", spans, [case.guideline("I.B.9", 0)])


def _line_for(case: Case, item: Item, told: set[str], own: list[set[str]]) -> str | None:
    """The one billable line whose title has words of both and denies none."""
    best: list[tuple[int, str]] = []
    for code in case.codeset.billable_under(item.code[:3]):
        if case.codeset.base_of(code) != code:
            continue
        surface = analyze(case.codeset.get(code).title, case.index.lexicon.equivalents)
        core = set(surface.core) - _BARE
        if all(core & o for o in own) and core <= told and not set(surface.negated) & told:
            best.append((len(core), code))
    best.sort(reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def _mentioned(case: Case, item: Item) -> set[str]:
    """Stems of an item's own words."""
    words = item.mention.term if item.mention else ""
    said = analyze(words, case.index.lexicon.equivalents, title=False)
    return {*said.core, *said.soft} - _BARE


def _surface(case: Case, item: Item) -> Surface:
    return analyze(case.codeset.get(item.code).title, case.index.lexicon.equivalents)


def _says_more(case: Case, exact: Item, vague: Item) -> bool:
    """Whether a title has all the words of another and more, or the other is a header."""
    if not vague.choice.billable:
        return exact.choice.billable
    own, other = (set(_title_stems(case, i)) for i in (exact, vague))
    return other < own


def _kindred(case: Case, exact: Item, vague: Item) -> bool:
    """Whether two lines of a category are of one condition: insomnia is no sleep apnea."""
    if "F10" <= exact.code[:3] <= "F19" and exact.code[:5] != vague.code[:5]:
        return False  # use, abuse and dependence are ranked by their own rules (I.C.5.b.2)
    if exact.code.startswith(vague.code) or exact.code[:5] == vague.code[:5]:
        return True
    if not vague.choice.billable and len(vague.code) == _CATEGORY:
        return True
    own, other = (_title_stems(case, i) for i in (exact, vague))
    title = analyze(case.codeset.get(vague.code[:3]).title, case.index.lexicon.equivalents)
    category = {*title.core, *title.soft}
    return other <= category or bool((own & other) - category)


def _title_stems(case: Case, item: Item) -> frozenset[str]:
    surface = analyze(case.codeset.get(item.code).title, case.index.lexicon.equivalents)
    return frozenset((*surface.core, *surface.soft)) - _BARE


def _same_side(case: Case, exact: Item, vague: Item) -> bool:
    """Whether neither title is of another side than the other."""
    sides = [_side_of(case, i) for i in (exact, vague)]
    return not sides[0] or not sides[1] or bool(sides[0] & sides[1])


def _loses_side(case: Case, better: Item, vague: Item) -> bool:
    """Whether a line without a side, told of the other side, would take the place of a sided one.

    "NPDR of the right eye with edema, of the left without": the edema is the right eye's.
    """
    side, none = (_side_of(case, i) for i in (vague, better))
    if not side or none or not _is_vague(case, better):
        return False
    return any(
        i.code[:3] == vague.code[:3]
        and (other := _side_of(case, i))
        and not other & side
        and not _denied(case, i, better)
        for i in case.items
    )


def _side_of(case: Case, item: Item) -> set[str]:
    """The side that a code's title names."""
    return set(_SIDED.findall(case.codeset.get(item.code).title.lower()))


def _is_vague(case: Case, item: Item) -> bool:
    if item.drug:
        return False
    if not item.choice.billable:
        return True
    title = case.codeset.get(item.code).title.lower()
    return (
        title.endswith(", unspecified")
        or title.startswith("unspecified ")
        or "without complications" in title
        or re.search(
            r"with unspecified diabetic|\bunspecified (?:site|part|region|eye|limb|stage|severity|product"
            r"|organism|degree|weight)|unspecified,",
            title,
        )
        is not None
        or (
            title.endswith(
                (" without crisis", ", uncomplicated", "unspecified site", "unspecified stage")
            )
            and not title.startswith("unspecified, ")
        )
    )


def settle_excludes1(case: Case) -> None:
    """Two codes that an Excludes1 note keeps apart are not both reported (I.A.12.a)."""
    reported = [i for i in case.items if not i.drug and not i.alternative]
    for a, b in combinations(reported, 2):
        if a not in case.items or b not in case.items or a.code == b.code:
            continue
        conflicts = excludes1_conflicts(case.codeset, a.code, b.code)
        note = next((n for n in conflicts if _concerns(case, n, a.code, b.code)), None)
        if note is None or _functional_beside(a.code, b.code) or _glomerular_beside(a.code, b.code):
            continue
        # the code that the note sends elsewhere for stays; the one under which it stands goes
        under_a = note.at == a.code or note.at in case.codeset.ancestors(a.code)
        loser, keeper = (a, b) if under_a else (b, a)
        if _weak(case, keeper) and not _weak(case, loser):
            loser, keeper = keeper, loser
        case.items.remove(loser)
        case.guideline("I.A.12.a", 0)
        basis = [
            Basis(kind="tabular", ref=note.at, quote=f"Excludes1: {note.text}"),
            case.guideline("I.A.12.a", 0),
        ]
        case.reject(
            loser.code,
            f"An Excludes1 note at {note.at} keeps it apart from {keeper.code}.",
            loser.spans,
            basis,
        )
        case.warnings.append(
            f"{loser.code} and {keeper.code} are kept apart by the Excludes1 note at {note.at}; both are reported "
            "only if the provider documents that the two conditions are unrelated."
        )
        case.step("excludes1", f"{loser.code} gives way to {keeper.code}", note.text)


def _glomerular_beside(*codes: str) -> bool:
    """Whether one code is of a named disease of the glomeruli and the other of hypertension.

    An IgA nephropathy is no kidney disease of the hypertension that the patient has as well; the
    link with the chronic kidney disease is presumed all the same (I.A.12.a, I.C.9.a.2).
    """
    hypertensive = [c[:3] in ("I12", "I13") for c in codes]
    return any(hypertensive) and any("N00" <= c[:3] <= "N07" for c in codes)


def _functional_beside(*codes: str) -> bool:
    """Whether one code is of a functional disorder and the other of the disease it resembles.

    Both diagnosed, as epilepsy and psychogenic seizures, they are by nature unrelated (I.A.12.a).
    """
    functional = [c.startswith("F44.") for c in codes]
    return any(functional) and any(c[0] == "G" for c in codes)


def _concerns(case: Case, note: ExcludesNote, *codes: str) -> bool:
    """Whether what an Excludes1 note names is one of these codes.

    A note that names a whole category by a part of it, "insufficiency of precerebral artery
    (G45.-)", leaves alone a code of the category that has none of its words where others have them.
    """
    refs = code_refs(note.text)
    named = [c for c in codes if refs.matches(c)]
    if len(named) != 1 or named[0] in note.text:
        return True
    category = named[0][:3]
    if f"{category}.-" not in note.text or len(re.findall(r"[A-Z]\d", note.text)) > 1:
        return True
    words = _words(case, note.text.split("(")[0])
    told = {
        c: bool(words & _words(case, case.codeset.get(c).title))
        for c in (named[0], *case.codeset.billable_under(category))
    }
    return told[named[0]] or not any(told.values())


def _words(case: Case, text: str) -> set[str]:
    """Stems of the words of a title or a note."""
    said = analyze(text, case.index.lexicon.equivalents)
    return {*said.core, *said.soft} - _BARE


def ask_for_companions(case: Case) -> None:
    """Code first and use additional code notes of the reported codes (I.A.13, I.A.17)."""
    reported = [i for i in case.items if not i.drug and not i.alternative]
    for item in reported:
        for kind in ("code_first", "use_additional"):
            for note in instructions(case.codeset, item.code, kind):
                if not note.refs:
                    continue
                companions = [i for i in reported if i is not item and note.refs.matches(i.code)]
                basis = Basis(kind="tabular", ref=note.at, quote=note.instruction)
                for companion in companions:
                    pair = (companion, item) if kind == "code_first" else (item, companion)
                    if not _WITHDRAWAL.match(pair[1].code):
                        case.orders.append((pair[0].code, pair[1].code))
                    if basis not in item.basis:
                        item.basis.append(basis)
                if companions:
                    case.guideline("I.A.13", 0) if kind == "code_first" else None
                    case.step(
                        "note", f"{item.code}: {note.instruction}", [c.code for c in companions]
                    )
                elif (
                    kind == "code_first"
                    and not _conditional(note.instruction)
                    and _same_lead_unmet(case, item, note, reported)
                ):
                    _ask(case, item, note.instruction)


_WITHDRAWAL = re.compile(r"F1[0-9]\.[129]3")
"""Withdrawal is treated for itself; it does not wait for what the substance did elsewhere."""


def _weak(case: Case, item: Item) -> bool:
    """Whether a code says less than a diagnosis: a symptom, a habit, an unspecified disorder."""
    title = case.codeset.get(item.code).title.lower()
    return item.code[0] == "R" or item.code.startswith("Z72") or title.startswith("unspecified ")


def _conditional(instruction: str) -> bool:
    """Whether a note asks for a companion only where there is one ("if applicable", "any associated")."""
    return bool(
        re.search(
            r"\b(?:if|any|when|where|associated|applicable|such as)\b", instruction, re.IGNORECASE
        )
    )


def _same_lead_unmet(case: Case, item: Item, note: NoteItem, reported: list[Item]) -> bool:
    """Whether none of the alternatives under one "code first" heading is among the codes."""
    group = [n for n in instructions(case.codeset, item.code, "code_first") if n.lead == note.lead]
    return not any(
        n.refs.matches(i.code) for n in group for i in reported if n.refs and i is not item
    )


def _ask(case: Case, item: Item, instruction: str) -> None:
    words = item.spans[0].text if item.spans else case.codeset.get(item.code).title
    what = f"the underlying condition of “{words}”"
    case.step("note", f"{item.code}: nothing answers “{instruction}”")
    if sum(g.code == item.code for g in case.gaps) == 0 and len(case.gaps) < _MAX_QUERIES:
        case.gaps.append(Gap(what, words, item.code, item.spans))


def sequenced(case: Case) -> list[Item]:
    """The reported codes in reporting order, alternatives after them."""
    from guidelines.rules import any_matches

    reported = [i for i in case.items if not i.drug and not i.alternative]
    note = Note(case)
    lead = _leading_symptom(case, note, reported)

    def rank(item: Item) -> tuple[int, int, int]:
        for n, pattern in enumerate(case.first):
            if any_matches((pattern,), item.code):
                return (0, n, 0)
        for n, pattern in enumerate(case.last):
            if any_matches((pattern,), item.code):
                return (4, n, 0)
        if item.code[0] in "VWXY":
            return (3, 1, 0)
        if item.code[0] == "Z" and _status(item.code):
            return (3, 0, 0)
        place = note.place(item)
        if item is lead:
            return (1, 0, 0)
        if item.code[0] == "R" and any(i.code[0] not in "RZVWXY" for i in reported):
            place = max(place, 4 if place else 1)
        return (1, place, note.position(item) if place == 0 else 0)

    ordered = sorted(reported, key=rank)
    for _ in range(len(ordered)):
        moved = False
        for order in case.orders:
            moved = _settle(ordered, order) or moved
        if not moved:
            break
    alternatives = [i for i in case.items if i.alternative and not i.drug]
    return ordered + alternatives


def _leading_symptom(case: Case, note: Note, reported: list[Item]) -> Item | None:
    """The symptom that heads the list of an outpatient visit's diagnoses: its reason (IV.D, IV.G)."""
    listed = [i for i in reported if note.place(i) == 0 and i.code[0] not in "ZVWXY"]
    if case.setting != "outpatient" or not listed:
        return None
    head = min(listed, key=note.position)
    return head if head.code[0] == "R" else None


_STATUS = frozenset(
    (
        *(f"Z{n}" for n in range(79, 100)),
        *("Z14", "Z15", "Z16", "Z17", "Z37", "Z3A", "Z66", "Z67", "Z68", "Z72", "Z73", "Z74"),
    )
)
"""Status, history and circumstance codes, which follow the conditions (I.C.21.c.3, c.4)."""


def _status(code: str) -> bool:
    return code[:3] in _STATUS


def _settle(ordered: list[Item], order: tuple[str, ...]) -> bool:
    """Move codes so that they follow one another as the patterns do; whether anything moved."""
    from guidelines.rules import any_matches

    for earlier, later in combinations(order, 2):
        firsts = [i for i in ordered if any_matches((earlier,), i.code)]
        for item in firsts:
            before = [
                o
                for o in ordered[: ordered.index(item)]
                if any_matches((later,), o.code) and o is not item
            ]
            if before:
                ordered.remove(item)
                ordered.insert(ordered.index(before[0]), item)
                return True
    return False
