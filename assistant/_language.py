"""Whether a text is clearly in another language than English.

Charts are full of letters that look foreign: OS is an eye, LE a leg, DES a stent, "para 2" a number of
births. So a text is refused only where several words that no chart uses stand in it, and more of
them than English ones.
"""

from __future__ import annotations

import re

_LATIN_END = "\u024f"
_GREEK = range(0x0370, 0x0400)  # charts write α, β and µ
_OTHER_SCRIPT = 0.3  # share of letters of other scripts past which a text is not English
_SHARE = 0.25  # share of words of other languages past which a text may be in one
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_ONLY_FOREIGN_WORDS = (
    "una qué cuál cual código códigos codigo paciente pacientes años está según diagnóstico "
    "también por cómo tiene fue não são uma qual você pelo pela mais anos il gli della dello "
    "nel nella che quale codice paziente anni questo questa quel quelle avec pour dans "
    "une chez patiente sont aux cette être qui que où der und ist nicht ein eine "
    "einer eines einem für bei welche welcher welches wird auf dem den zur zum wie jahre oder "
    "einen een voor wat welke bij niet hoe patiënt"
)
_ONLY_FOREIGN = frozenset(_ONLY_FOREIGN_WORDS.split())
"""Words of other languages that are no abbreviation and no English word."""
_ALSO_FOREIGN_WORDS = (
    "sono ans das el la los las dos hay como het un de con para en del es le les des du est et sur "
    "per die im mit von zu se al o a e é è os as em com da do di in no si mi su lo l van op te"
)
_ALSO_FOREIGN = frozenset(_ALSO_FOREIGN_WORDS.split())
"""Words of other languages that a chart may use as well; they count only beside the others."""
_ENGLISH_WORDS = (
    "the of and with for is was to on has had what which not without at by due after from "
    "does do can code codes coded coding pt history left right this that or an how if should "
    "she he they it are be there when who why report first any both only add use same then "
    "than but also still now her his my our we i you your would could will must may have were "
    "been did old year"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def clearly_foreign(text: str) -> bool:
    """Whether a text is in another language, beyond doubt."""
    letters = [c for c in text if c.isalpha()]
    other = sum(c > _LATIN_END and ord(c) not in _GREEK for c in letters)
    if other > len(letters) * _OTHER_SCRIPT and other > 1:
        return True
    words = _WORD.findall(text.lower())
    only = [w for w in words if w in _ONLY_FOREIGN]
    also = sum(w in _ALSO_FOREIGN for w in words)
    accented = {w for w in words if not w.isascii() and w not in _ONLY_FOREIGN}
    telling = len(set(only)) + (len(accented) if only or also > 1 else 0)
    english = sum(w in _ENGLISH for w in words)
    return telling >= 2 and len(only) + also > max(english, len(words) * _SHARE)
