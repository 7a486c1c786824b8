"""From mentions to candidate codes: what is coded, what is left out, by how it is documented.

Confirmed conditions are coded (I.A.19); negated ones are not; uncertain ones depend on the setting
(II.H, III.C against IV.H); past ones become history codes where the classification has them
(I.C.21.c.4); family history likewise.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Assertion, Basis, CodeHit, Mention, Span
from assistant.reading._cues import MONTHS
from assistant.reasoning._case import Case, Item
from assistant.reasoning._corrosions import corrosion
from assistant.reasoning._documented import (
    ENCOUNTERS,
    Note,
    not_a_diagnosis,
    not_a_status,
    own_words,
    undocumented,
)
from assistant.reasoning._exposed import add_contact
from assistant.reasoning._guessed import documented
from assistant.reasoning._lasting import CHRONIC
from assistant.reasoning._parts import in_parts
from assistant.reasoning._plausible import foreign_site, plausible
from assistant.reasoning._under_treatment import under_treatment
from assistant.reasoning._within import known_within
from guidelines import lazy_re as re
from guidelines.rules import any_matches
from indexes._surface import analyze
from indexes._text import word_set

_SURE = 0.25  # a score from which an entry is taken whatever share of the words it explains
_MINIMUM_SCORE = 0.05
_MINIMUM_COVERED = 0.6


def gather(case: Case, hits: Sequence[Sequence[CodeHit]]) -> None:
    """Put every mention where it belongs: confirmed, uncertain, history, or rejected.

    Args:
        case: The case, whose lists are filled.
        hits: For each mention of the reading, the entries found for it, best first.
    """
    note = Note(case)
    found_items: list[tuple[Mention, Item]] = []
    for mention, found in zip(case.reading.mentions, hits, strict=True):
        kind = dict(mention.attributes).get("kind")
        if kind == "drug":
            _drug(case, mention)
            continue
        best = _reliable(case, mention, documented(case, mention, found))
        best = best or known_within(case, mention)
        if best is None:
            continue
        item = _item(case, mention, best)
        if item is not None:
            found_items += [(mention, part) for part in in_parts(case, mention, item)]
    found_items = [f for f in found_items if not _ruled_out_later(case, note, f, found_items)]
    note.list_of((m, i.code) for m, i in found_items)
    for mention, item in found_items:
        _place(case, note, mention, item)
    _keep_passing_symptoms(case, found_items)
    _drop_drawn_in(case)


def _keep_passing_symptoms(case: Case, found: Sequence[tuple[Mention, Item]]) -> None:
    """Symptoms that are gone where no diagnosis was made: they are what the visit was for (IV.D)."""
    told = [i for i in case.items if not i.drug]
    if not any(i.code[0] == "R" for i in told) or any(i.code[0] not in "RZ" for i in told):
        return
    gone = [i for m, i in found if m.assertion is Assertion.RESOLVED and i.code[0] == "R"]
    case.items += [i for i in gone if not case.has(i.code)]
    kept = {i.code for i in gone}
    case.rejected = [r for r in case.rejected if r.code not in kept]


_EXCLUDED = re.compile(
    r"\b(?:ruled out|excluded|withdrawn|not (?:present|supported|confirmed|found|diagnosed|suspected)|no longer)\b",
    re.IGNORECASE,
)


_CONSIDERED = re.compile(
    r"\b(?:consider\w*|entertain\w*|thought (?:about|of)|worr\w*|concern\w*|question\w*|query)\b",
    re.IGNORECASE,
)


def _weighed(case: Case, mention: Mention, denied: Mention) -> bool:
    """Whether a sentence weighs a condition and then denies it: "considered strep - not strep"."""
    start, _ = case.sentence_at(mention.span)
    before = case.text[start : mention.span.start]
    return denied.span.start > mention.span.start and bool(_CONSIDERED.search(before))


def _ruled_out_later(
    case: Case, note: Note, found: tuple[Mention, Item], others: Sequence[tuple[Mention, Item]]
) -> bool:
    """Whether what is told of as a condition is ruled out elsewhere in the same note."""
    mention, item = found
    if mention.assertion not in (Assertion.PRESENT, Assertion.UNCERTAIN):
        return False
    for other, same in others:
        if (
            other.assertion is Assertion.RESOLVED
            and other.section == "assessment"
            and same.code == item.code
            and mention.section != "assessment"
        ):
            reason = "The list of diagnoses has it as resolved."
            case.reject(item.code, reason, item.spans, [case.guideline("IV.J", 0)])
            return True
        if other.assertion is not Assertion.NEGATED or same.code[:3] != item.code[:3]:
            continue
        if mention.section == "assessment" and other.sentence != mention.sentence:
            continue
        if (same.code == item.code or item.code.startswith(same.code[:5])) and (
            other.cue is not None
            and (
                (_EXCLUDED.search(other.cue.text) and other.sentence >= mention.sentence)
                or (other.sentence == mention.sentence and _weighed(case, mention, other))
            )
        ):
            case.reject(
                item.code,
                "It is ruled out in the same note.",
                item.spans,
                [case.guideline("I.A.19", 0)],
            )
            return True
    return False


def _drop_drawn_in(case: Case) -> None:
    """Words that made one code more exact are no condition of their own."""
    for whole in [i for i in case.items if i.choice.drawn_in and i.mention]:
        assert whole.mention is not None
        for part in [i for i in case.items if i is not whole and i.mention and not i.drug]:
            assert part.mention is not None
            words = analyze(part.mention.span.text, case.index.lexicon.equivalents, title=False)
            same = part.mention.sentence == whole.mention.sentence
            if same and words.core and set(words.core) <= whole.choice.drawn_in:
                case.items.remove(part)
                case.reject(
                    part.code, f"{whole.code} says it already.", part.spans, whole.basis[:1]
                )


def _reliable(case: Case, mention: Mention, found: Sequence[CodeHit]) -> CodeHit | None:
    """The best entry that is good enough and fits the circumstances of the chart."""
    absent = set(case.denied_in(mention.span.text))
    fallback: CodeHit | None = None
    for hit in found:
        if hit.score < _MINIMUM_SCORE:
            break
        good = hit.score >= _SURE or hit.covered >= _MINIMUM_COVERED
        if _of_another(case, mention, hit) or _more_than_a_mass(mention, hit):
            continue
        if good and plausible(hit.code, case.text) and not foreign_site(case, hit, mention.term):
            title = case.codeset.get(hit.code).title if hit.code in case.codeset else ""
            if not absent & {*case.words_of(hit.via), *case.words_of(title)}:
                return hit
            fallback = fallback or hit
    return fallback


_MASS = re.compile(
    r"\b(?:nodules?|mass(?:es)?|lesions?|lumps?|growths?|spots?|cysts?|polyps?|nodes?|(?:lymph)?adenopathy|swell\w*|swollen"
    r"|enlarg\w*|opacit\w+|densit\w+)\b",
    re.I,
)
_MALIGNANT = re.compile(
    r"cancer|\bca\b|carcin|malig|neoplas|tumou?r|lymphoma|leuk|myeloma|sarcoma|melanoma|blastoma|glioma|\bmets?\b|metasta"
    r"|adenoca|(?-i:[A-Z]{2,6})\b.*\b(?:cell|stage)|(?-i:\b(?:N?SCLC|SCC|BCC|RCC|HCC|GBM|DLBCL|NET|GIST|TCC|DCIS|LCIS)\b)",
    re.IGNORECASE,
)


def _more_than_a_mass(mention: Mention, hit: CodeHit) -> bool:
    """Whether an entry makes a cancer of what the chart calls a nodule, a mass or a lesion (I.A.19)."""
    if hit.code[0] != "C" or dict(mention.attributes).get("lexicon"):
        return False
    said = f"{mention.term} {mention.span.text}"
    return bool(_MASS.search(said)) and not _MALIGNANT.search(said)


_SPREAD_FRAME = word_set(
    "secondari malignant neoplasm other unspecifi specifi site lymph node region multipl"
)
_SEPTIC = re.compile(r"seps|septic", re.IGNORECASE)
_ANY_SUBSTANCE = word_set(
    "alcohol opioid opiat cannabi marijuana cocain stimul amphetamin methamphetamin sedat hypnot anxiolyt hallucinogen "
    "inhal nicotin tobacco cigarett caffein"
)


def _of_another(case: Case, mention: Mention, hit: CodeHit) -> bool:
    """Whether an entry names what the mention does not: a sepsis of an organism, a substance.

    "Pseudomonas aeruginosa" alone is no sepsis, and "use disorder, severe" tells of no substance.
    """
    if hit.code.startswith(("C77", "C78", "C79")) and not dict(mention.attributes).get("lexicon"):
        site = set(case.words_of(case.codeset.get(hit.code).title)) - _SPREAD_FRAME
        told = {*case.words_of(mention.term), *case.words_of(mention.span.text)}
        return bool(site) and not site & told  # "metastatic adenocarcinoma" alone names no site
    if hit.code.startswith(("A40", "A41")):
        return not _SEPTIC.search(f"{mention.term} {mention.span.text}")
    if not "F10" <= hit.code[:3] <= "F19" or dict(mention.attributes).get("lexicon"):
        return False
    named = {s for s in _ANY_SUBSTANCE if s in hit.via.lower()}
    if hit.code.startswith("F19"):
        named |= {"substanc", "drug", "psychoactiv", "inhal"}
    said = f"{mention.term} {' '.join(case.words_of(mention.term))}".lower()
    return bool(named) and not any(s in said for s in named)


def _item(case: Case, mention: Mention, hit: CodeHit) -> Item | None:
    choice = case.complete(
        corrosion(case, _by_cause(case, hit.code, case.sentence_of(mention))), mention
    )
    if choice is None:
        return None
    reason = f"“{mention.span.text}” is found at {hit.via}"
    return Item(
        choice.code,
        choice,
        reason,
        (mention.span,),
        mention,
        [case.tabular(choice.code)],
        alternative=not choice.billable,
    )


_FOREIGN_BODY = re.compile(
    r"\b(?:foreign|fb|glass|splinter|embedded|retained|metal|bullet|fragment|shrapnel|gravel|thorn|nail in|hook)\b",
    re.I,
)


_BITTEN = re.compile(
    r"\b(?:bit(?:ten)?(?: \w+){0,2} by"
    r"|(?:dog|cat|pet|animal|human|puppy|pit ?bull|raccoon|horse|rat|hamster|rabbit|monkey|bat)(?:'s)? bites?"
    r"|(?:dog|cat|puppy) bit|bites? (?:from|by))\b(?! (?:an? )?(?:insect|bug|spider|tick|snake|flea|mosquito|bee))",
    re.IGNORECASE,
)
"""A wound that teeth made."""


def _by_cause(case: Case, code: str, said: str) -> str:
    """The line of a wound by what made it: teeth, or what is left in it."""
    title = case.codeset.get(code).title if code in case.codeset else ""
    parent = case.codeset.get(code).parent if title else None
    wound = re.match(r"(?:Laceration|Puncture wound)(?: without foreign body)?(?= of)", title)
    if code[0] == "S" and parent and wound and _BITTEN.search(said) and not _LEFT_IN.search(said):
        wanted = f"Open bite{title[wound.end() :]}"
        near = (*case.codeset.get(parent).children, *_cousins(case, parent))
        return next((c for c in near if case.codeset.get(c).title == wanted), code)
    return _by_foreign_body(case, code, said)


def _cousins(case: Case, parent: str) -> list[str]:
    """The lines beside those under a header: the bites of a hand beside its lacerations."""
    above = case.codeset.get(parent).parent
    if above is None:
        return []
    headers = case.codeset.get(above).children
    return [*headers, *(c for h in headers for c in case.codeset.get(h).children)]


_LEFT_IN = re.compile(
    r"\b(?:retained|embedded|imbedded)\b[^.;]{0,20}\b(?:glass|metal|splinter|gravel|fragment|wood|fb|foreign)"
    r"|(?<!no )(?<!without )(?<!w/o )\b(?:w/|with) (?:an? )?(?:retained |embedded )?(?:fb|foreign bod(?:y|ies)|splinter|glass)\b",
    re.IGNORECASE,
)
"""What a wound's own sentence says is in it."""


def _by_foreign_body(case: Case, code: str, said: str) -> str:
    """The line with or without a foreign body, as the chart names one or none (S01–S91)."""
    title = case.codeset.get(code).title if code in case.codeset else ""
    parent = case.codeset.get(code).parent if title else None
    if code[0] == "S" and parent and " without foreign body" in title and _LEFT_IN.search(said):
        wanted = title.replace(" without foreign body", " with foreign body")
        near = (*case.codeset.get(parent).children, *_cousins(case, parent))
        return next((c for c in near if case.codeset.get(c).title == wanted), code)
    if code[0] != "S" or " with foreign body" not in title or parent is None:
        return code
    if _FOREIGN_BODY.search(case.text) and not _NO_FOREIGN_BODY.search(case.text):
        return code
    wanted = title.replace(" with foreign body", " without foreign body")
    siblings = case.codeset.get(parent).children
    return next((c for c in siblings if case.codeset.get(c).title == wanted), code)


_NO_FOREIGN_BODY = re.compile(
    r"\b(?:no|without|w/o|neg(?:ative)? for) (?:\w+ )?(?:fb|foreign)", re.I
)


def _drug(case: Case, mention: Mention) -> None:
    if mention.assertion in (Assertion.NEGATED, Assertion.FAMILY, Assertion.OTHER_PERSON):
        return
    code = dict(mention.attributes).get("lexicon", "").rstrip("-").rstrip(".")
    if not code or code not in case.codeset:
        return
    choice = case.complete(code, mention)
    if choice is None:
        return
    case.items.append(
        Item(code, choice, f"“{mention.span.text}”", (mention.span,), mention, [], drug=True)
    )


def _place(case: Case, note: Note, mention: Mention, item: Item) -> None:
    spans: tuple[Span, ...] = (mention.span,)
    cue = mention.cue.text if mention.cue else (mention.section or "")
    assertion = mention.assertion
    if assertion is Assertion.PRESENT:
        why_not = not_a_diagnosis(note, mention, item.code) or not_a_status(
            note, mention, item.code
        )
        if why_not is None:
            case.items.append(item)
        else:
            case.reject(item.code, why_not, spans, [case.guideline("I.A.19", 0)])
    elif assertion is Assertion.NEGATED:
        basis = [case.guideline("I.A.19", 0)]
        case.reject(item.code, f"The documentation says it is absent (“{cue}”).", spans, basis)
    elif assertion is Assertion.UNCERTAIN:
        if undocumented(case, mention):
            reason = "The provider does not document it."
            case.reject(item.code, reason, spans, [case.guideline("I.A.19", 0)])
        else:
            case.uncertain.append(item)
    elif assertion is Assertion.HISTORY:
        why_not = not_a_status(note, mention, item.code)
        watched = mention.cue is not None and mention.cue.text.lower() == "surveillance"
        residual = _left_a_residual(case, mention, item)
        if residual is not None:
            case.items.append(residual)
        elif _still_healing(case, mention, item) or (watched and item.code[0] not in "CDZ"):
            case.items.append(item)
        elif why_not is None:
            _history(case, note, mention, item)
        else:
            case.reject(item.code, why_not, spans, [case.guideline("I.C.21.c.4", 0)])
    elif assertion is Assertion.FAMILY:
        basis = [case.guideline("I.C.21.c.4", 0)]
        case.reject(
            item.code,
            f"It is a family member's condition (“{cue}”), not the patient's.",
            spans,
            basis,
        )
        screened = re.search(_RISK_MATTERS, case.text, re.IGNORECASE) is not None
        screened = screened or _of_the_same_organ(case, mention)
        _offer(
            case,
            f"family history of {mention.term}",
            mention,
            ("Z80-Z84",),
            alternative=not (screened and item.code[0] == "C"),
        )
    elif assertion is Assertion.OTHER_PERSON and any_matches(("Z20.-", "Z77.-"), item.code):
        case.items.append(item)
    elif assertion is Assertion.OTHER_PERSON:
        case.reject(
            item.code,
            f"It is not the patient's condition (“{cue}”).",
            spans,
            [case.guideline("I.C.21.c.1", 0)],
        )
        if not add_contact(case, mention, item.code):
            words = f"contact with and exposure to {mention.term}"
            _offer(case, words, mention, ("Z20.-", "Z77.-"))
    elif assertion is Assertion.SCREENING:
        case.reject(
            item.code,
            f"It is what was screened for (“{cue}”), not a diagnosis.",
            spans,
            [case.guideline("I.C.21.c.5", 0)],
        )
        if not _SCREENED_BEFORE.search(case.sentence_of(mention)):
            _offer(case, f"encounter for screening for {mention.term}", mention, ("Z11-Z13",))
    elif assertion is Assertion.RESOLVED and item.code.startswith(("G45", "H35.32")):
        case.items.append(item)  # that it passes, or lies inactive, is what makes it one
    elif assertion is Assertion.RESOLVED:
        case.reject(
            item.code,
            f"It is documented as resolved (“{cue}”).",
            spans,
            [case.guideline("IV.J", 0)],
        )
    else:
        case.reject(
            item.code,
            f"It is named as a possibility to come (“{cue}”), not as a diagnosis.",
            spans,
            [case.guideline("I.A.19", 0)],
        )


_REPAIRED = re.compile(
    r"\b(?:orif|crpp|im ?n(?:ail)?|nail(?:ing|ed)?|pinning|pinned|fixation|repair(?:ed)?|cast(?:ed|ing)?|reduction|splint\w*"
    r"|closure|sutur\w*|graft\w*|arthroplasty|hemi\w*|replacement|t[hs]a)\b",
    re.IGNORECASE,
)


def _still_healing(case: Case, mention: Mention, item: Item) -> bool:
    """Whether an injury whose repair is past is what the aftercare is for (I.C.19.a)."""
    if not any_matches(("S00-T34", "M80.-", "M84.-"), item.code) or mention.cue is None:
        return False
    between = case.text[min(mention.cue.start, mention.span.start) : mention.span.end]
    return case.attributes.get("encounter") == "subsequent" and bool(_REPAIRED.search(between))


_RESIDUAL = re.compile(
    r"\b(?:scar\w*|keloids?|contractures?|painful|pain|stiff\w*|deformit\w*|arthritis|neuropathy)\b"
    r"[^.;\n]{0,40}\b(?:from|due to|d/t|after|2/2|secondary to|of)\b[^.;\n]*$",
    re.IGNORECASE,
)


def _left_a_residual(case: Case, mention: Mention, item: Item) -> Item | None:
    """A past injury with the 7th character S where it is the cause of what is treated (I.B.10)."""
    start, _ = case.sentence_at(mention.span)
    if not any_matches(("S00-T34",), item.code):
        return None
    if not _RESIDUAL.search(case.text[start : mention.span.end]):
        return None
    attributes = tuple(sorted({**dict(mention.attributes), "encounter": "sequela"}.items()))
    of_old = mention.model_copy(update={"attributes": attributes})
    choice = case.complete(case.codeset.base_of(item.code), of_old)
    if choice is None or not choice.billable or not choice.code.endswith("S"):
        return None
    basis = [case.guideline("I.B.10", 0), case.tabular(choice.code)]
    reason = "the old injury left what is treated now"
    return Item(choice.code, choice, reason, item.spans, mention, basis)


def _history(case: Case, note: Note, mention: Mention, item: Item) -> None:
    treated = mention.cue is not None and mention.cue.text.lower().endswith(" for")
    if (
        any_matches(CHRONIC, item.code)
        and not treated
        and not _OUTGROWN.search(own_words(case, mention))
    ):
        case.items.append(item)
        case.assumptions.append(
            f"“{mention.span.text}” is a lasting condition, so “{mention.cue.text if mention.cue else 'history'}” "
            "is read as a condition the patient still has."
        )
        return
    if any_matches(_TUMORS_OF_THE_PAST, item.code) and under_treatment(case.text):
        item.basis.insert(0, case.guideline("I.C.2.m", 0))
        case.items.append(item)
        return
    case.history.append(item)
    if any_matches(ENCOUNTERS, item.code):
        reason = "It was what an earlier encounter was for."
        case.reject(item.code, reason, (mention.span,), [case.guideline("I.C.21.c.4", 0)])
        return
    passing = mention.cue is not None and _PASSING.fullmatch(mention.cue.text)
    by_rule = any_matches(_TUMORS_OF_THE_PAST, item.code)
    before = len(case.items)
    added = (
        by_rule
        or item.code.startswith("Z")
        or (
            not passing
            and _offer(
                case,
                f"personal history of {mention.term}",
                mention,
                ("Z85-Z87", "Z86.-", "Z87.-", "Z91.-", "Z92.-", "I25.2"),
            )
        )
    )
    if item.code.startswith("Z"):
        case.items.append(item)
        return
    for offered in case.items[before:]:
        if why_not := not_a_status(note, mention, offered.code):
            case.items.remove(offered)
            case.reject(offered.code, why_not, offered.spans, [case.guideline("I.C.21.c.4", 0)])
            added = False
    basis = [case.guideline("I.C.21.c.4", 0)]
    reason = "It is documented as a past condition"
    reason += "; a history code is reported instead." if added else " that is not current."
    case.reject(item.code, reason, (mention.span,), basis)


_TUMORS_OF_THE_PAST = (
    "C00-C25",
    "C30-C34",
    "C37",
    "C40-C44",
    "C49-C67",
    "C69-C75",
    "C81-C88",
    "C91-C95",
)
"""Tumors whose history code a rule gives by their site (I.C.2.m)."""
_PASSING = re.compile(rf"{MONTHS}|after|following|post", re.IGNORECASE)
"""Cues of an episode that is over, and no history of it: "the Dec UTI course", "after a URI"."""
_RISK_MATTERS = r"\bscreen\w*|\bprophylactic\b|\bbrca\w*|\bgenetic\b|\bhigh[- ]risk\b|\bcounsel\w*"
_ORGANS = (
    "breast",
    "colon",
    "prosta",
    "ovar",
    "lung",
    "thyroid",
    "stomach",
    "pancrea",
    "kidney",
    "uter",
    "melanoma",
)


def _of_the_same_organ(case: Case, mention: Mention) -> bool:
    """Whether a family's tumor is of the organ that the patient is seen for: "breast lump, mom had breast ca"."""
    rest = f"{case.text[: mention.span.start]} {case.text[mention.span.end :]}".lower()
    said = f"{mention.term} {mention.span.text}".lower()
    return any(organ in said and organ in rest for organ in _ORGANS)


_OUTGROWN = re.compile(
    r"\b(?:childhood|as (?:a )?(?:child|kid|baby|teen\w*)|in (?:his|her) teens|outgr\w+|not now|in the past"
    r"|no flares?|no symptoms now|none now|off medication"
    r"|resolved|no medicines?|no treatment since|never confirmed|spirometry normal)\b",
    re.IGNORECASE,
)
_SCREENED_BEFORE = re.compile(
    r"\b(?:last|was|were|passed|negative|normal|zero|up to date|done|completed|\d{4})\b",
    re.IGNORECASE,
)
_SHARED = 0.6  # of what a history title names; "fever" is no "rheumatic fever"
_FRAME = frozenset(
    ("person", "histori", "other", "specifi", "unspecifi", "diseas", "condit", "famili", "contact", "exposur",
     "suspect", "encount", "screen", "disord", "certain", "system", "self", "behavior", "status")
)  # fmt: skip


def _speaks_of(case: Case, via: str, mention: Mention) -> bool:
    """Whether an entry for a history, a screening or an exposure names the mention's condition."""
    equivalents = case.index.lexicon.equivalents
    named, said = analyze(via, equivalents), analyze(mention.term, equivalents, title=False)
    wanted = set(named.core) - _FRAME
    heard = {*said.core, *said.soft}
    if not wanted:
        return bool((set(named.soft) & heard) - _FRAME)
    return len(wanted & heard) >= _SHARED * len(wanted)


def _offer(
    case: Case, words: str, mention: Mention, within: Sequence[str], *, alternative: bool = False
) -> bool:
    """Add a history, exposure or screening code whose title covers the words."""
    hits = case.index.terms.hits(words, case.codeset)
    for hit in hits:
        if any_matches(within, hit.code) and hit.covered >= _MINIMUM_COVERED:
            if not _speaks_of(case, hit.via, mention):
                continue
            choice = case.complete(hit.code, mention, words)
            if choice is None or not choice.billable:
                continue
            basis: list[Basis] = [case.tabular(choice.code), case.guideline("I.C.21.c.4", 0)]
            case.items.append(
                Item(
                    choice.code,
                    choice,
                    f"“{mention.span.text}”: {hit.via}",
                    (mention.span,),
                    mention,
                    basis,
                    alternative=alternative,
                )
            )
            return True
    return False
