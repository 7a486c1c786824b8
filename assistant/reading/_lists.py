"""Lists that share a head: "glaucoma, right eye mild stage, left eye severe stage" (I.B.13)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.models import Mention, Span
from assistant.reading._segments import Sentence
from assistant.reading._vocabulary import word_set
from guidelines import lazy_re as re

_OTHER_SIDE = {"right": "left", "left": "right"}
_PIECE = re.compile(
    r"(?:,|;| and| &)\s+(?:the )?(right|left|r|l|od|os)\b([^,;.:()]{0,45})", re.IGNORECASE
)
_SIDE_OF = {"r": "right", "l": "left", "od": "right", "os": "left"}
_GRADED = re.compile(
    r"\b(?:stage|mild|moderate|severe|degree|proliferative|grade|type)\b", re.IGNORECASE
)
_SIDES = re.compile(r"\b(?:right|left|rt|lt|OD|OS)\b\.?", re.IGNORECASE)


def shared_heads(text: str, sentence: Sentence, mention: Mention) -> Iterator[Mention]:
    """The mention again for the other side, where a later piece grades that side on its own.

    Args:
        text: The whole text.
        sentence: The sentence in which the mention stands.
        mention: A mention that has a side.
    """
    attributes = dict(mention.attributes)
    side = attributes.get("side")
    if side not in _OTHER_SIDE:
        return
    near = text[mention.span.start : mention.span.end + 40]
    if not _GRADED.search(near) or not _SIDES.search(near):
        return
    for match in _PIECE.finditer(text, mention.span.start, sentence.end):
        written = match[1].lower()
        if _SIDE_OF.get(written, written) != _OTHER_SIDE[side] or not _GRADED.search(match[2]):
            continue
        start, end = match.start(1), match.end()
        head = _GRADED.split(_SIDES.sub(" ", mention.term))[0].strip(" ,")
        attributes["side"] = _OTHER_SIDE[side]
        attributes.pop("lexicon", None)
        yield mention.model_copy(
            update={
                "span": Span(start=start, end=end, text=text[start:end]),
                "term": f"{head}, {_OTHER_SIDE[side]}{match[2]}".strip(),
                "attributes": tuple(sorted(attributes.items())),
            }
        )
        return


_SPREAD = re.compile(
    r"\b([a-z]+)(?:,| ?/| &| and| \+) ?(?=[a-z]+(?:,? (?:&|and) [a-z]+)? (?:mets\b|metasta\w+))",
    re.IGNORECASE,
)
_ORGANS = word_set(
    "bone liver lung lungs brain adrenal adrenals nodal node nodes lymph pleural peritoneal kidney skin"
)


def more_metastases(sentence: Sentence, mention: Mention) -> Iterator[Mention]:
    """Sites that share the word for a metastasis: "liver and bone mets"."""
    if not re.search(r"\bmet(?:s|asta\w*)\b", mention.span.text, re.IGNORECASE):
        return
    for match in _SPREAD.finditer(sentence.text):
        if match[1].lower() not in _ORGANS or mention.span.start < sentence.start + match.end() - 1:
            continue
        start = sentence.start + match.start(1)
        attributes = {k: v for k, v in mention.attributes if k != "lexicon"}
        yield mention.model_copy(
            update={
                "span": Span(start=start, end=start + len(match[1]), text=match[1]),
                "term": f"secondary malignant neoplasm of {match[1]}",
                "attributes": tuple(sorted(attributes.items())),
            }
        )


_ORIGIN = re.compile(
    r"\b(?:metastatic|widely metastatic|stage (?:iv|4),? metastatic) (?P<organ>breast|colon|colorectal|rectal|pancreatic|prostate"
    r"|ovarian|lung|gastric|esophageal|renal cell|kidney|bladder|urothelial|endometrial|uterine|cervical|thyroid"
    r"|testicular|gallbladder|laryngeal|tongue|salivary|anal|small cell lung|non-?small cell lung)"
    r" (?:cancer|ca|carcinoma|adeno-?ca(?:rcinoma)?)\b",
    re.IGNORECASE,
)
"""A cancer that has spread, by the organ where it began."""
_ORIGIN_FIRST = re.compile(
    r"\b(?P<organ>breast|colon|colorectal|rectal|pancreatic|prostate|ovarian|gastric|esophageal|bladder|endometrial|uterine"
    r"|cervical"
    r"|thyroid|testicular) (?:cancer|ca|carcinoma|adeno-?ca(?:rcinoma)?)(?: (?:R|L|right|left))?,? (?:now )?"
    r"(?:widely )?metastatic"
    r"(?! (?:from|to|in|disease (?:from|to|in))\b)",
    re.IGNORECASE,
)
"""The same with the spread told behind: "breast ca R metastatic"."""
_SPREAD_TO = re.compile(
    r"(?: \([^)\n]{0,20}\))?,?(?: (?:with|w/) (?:mets|metastas[ei]s|spread|disease))? (?:to|involving|in) (?:the |her |his )?"
    r"((?:(?:bone|bones|liver|lungs?|brain|adrenals?|pleura|peritoneum|omentum|lymph nodes?|nodes|spine|skin|kidney|ovar\w+)"
    r"(?:, ?(?:and )?| and | ?& ?| ?/ ?| ?\+ ?)?)+)",
    re.IGNORECASE,
)
_METASTASIS = re.compile(r"\bmet(?:s|asta\w*)\b", re.IGNORECASE)
_SITE = re.compile(r"[a-z]+(?: nodes?)?", re.IGNORECASE)


def _covers(match: re.Match[str], span: Span) -> bool:
    """Whether a span lies within a match and holds the organ that it names."""
    inside = match.start() <= span.start and span.end <= match.end()
    return inside and span.start <= match.start("organ") and match.end("organ") <= span.end


def from_its_origin(text: str, sentence: Sentence, mention: Mention) -> tuple[Mention, ...]:
    """ "Metastatic breast cancer to bone": the breast is where it began, the bone where it went.

    The organ named with the cancer is the primary site; what follows "to" is secondary, and
    where no site of spread is named anywhere, that site is unspecified (I.C.2).
    """
    told = (
        m for p in (_ORIGIN, _ORIGIN_FIRST) for m in p.finditer(text, sentence.start, sentence.end)
    )
    match = next((m for m in told if _covers(m, mention.span)), None)
    if match is None:
        return (mention,)
    attributes = tuple((k, v) for k, v in mention.attributes if k != "lexicon")
    origin = mention.model_copy(
        update={"term": f"{match['organ']} cancer", "attributes": attributes}
    )
    spread = _SPREAD_TO.match(text, match.end(), sentence.end)
    places = list(_SITE.finditer(text, *spread.span(1))) if spread else []
    found = [(p.start(), p.end(), p.group()) for p in places if p.group().lower() != "and"]
    if not found and len(_METASTASIS.findall(text)) == 1:
        found = [(*match.span(), "unspecified site")]
    return (
        origin,
        *(
            origin.model_copy(
                update={
                    "span": Span(start=a, end=b, text=text[a:b]),
                    "term": f"secondary malignant neoplasm of {site}",
                }
            )
            for a, b, site in found
        ),
    )


_STAGED = re.compile(
    r"(?:,|;| and| &|\+)\s+(?:an? )?((?:stage ?(?:[1-4]|i{1,3}v?|iv)|unstageable|dti)(?: \w+)? (?:[RL]|right|left|bilat\w*)?"
    r" ?(?:heel|hip|buttock|ankle|elbow|ischi\w+|sacr\w+|coccyx|trochanter|back|foot|malleolus)|(?:[RL]|right|left)"
    r" (?:heel|hip|buttock|ankle|elbow|ischi\w+|trochanter|foot) (?:stage ?(?:[1-4]|i{1,3}v?|iv)|unstageable"
    r"|dti))(?! (?:pressure|ulcer))",
    re.IGNORECASE,
)
_PRESSURE = re.compile(
    r"\b(?:pressure (?:ulcers?|injur\w+|sores?)|decub\w*|bed ?sores?)\b", re.IGNORECASE
)


def more_ulcers(text: str, sentence: Sentence, mention: Mention) -> Iterator[Mention]:
    """Pressure ulcers that a list names by stage and site alone (I.C.12.a)."""
    named = _PRESSURE.search(text[mention.span.start : mention.span.end])
    if named is None:
        return
    for match in _STAGED.finditer(text, mention.span.end, sentence.end):
        start, end = match.span(1)
        attributes = dict(mention.attributes)
        attributes.pop("lexicon", None)
        attributes.pop("side", None)
        if side := _SIDES.search(match[1]) or re.search(r"\b[RL]\b", match[1]):
            written = side.group().lower().rstrip(".")
            attributes["side"] = _SIDE_OF.get(
                written, {"rt": "right", "lt": "left"}.get(written, written)
            )
        yield mention.model_copy(
            update={
                "span": Span(start=start, end=end, text=text[start:end]),
                "term": f"pressure ulcer {match[1]}",
                "attributes": tuple(sorted(attributes.items())),
            }
        )
