"""Codes that say less than another listed code, and sides that one code covers (I.B.2, I.B.13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from guidelines.checks._context import Checked
from guidelines.checks._models import Finding
from guidelines.codeset import CodeSet

_VAGUE = re.compile(
    r",? unspecified(?: (?:side|site|type|organism|cause))?$|^unspecified |\bunspecified\b"
    r"|,? without complications?$|,? uncomplicated$|,? NOS$",
    re.IGNORECASE,
)
_ORGANISM = re.compile(r"B9[5-7]")
_SHORT_NAME = re.compile(r"\[[^\]]*\]")
_AS_CAUSE = re.compile(r"(?i) as the cause of diseases classified elsewhere")
_SMALL_WORDS = "a an and at by due in of on or other the to with without right left eye"
_SMALL = frozenset(_SMALL_WORDS.split())
_ORGANS = frozenset(("eye", "ear", "side"))
"""What a bilateral title leaves out: "cataract, right eye", "cataract, bilateral"."""
_WORD = re.compile(r"[a-z0-9]+")


def less_specific(context: Checked) -> Iterator[Finding]:
    """A code without detail beside one of the same category that gives it."""
    titles = {c: context.codeset.get(c).title for c in context.codes}
    for vague in context.codes:
        if vague[0] in "VWXYZ" or not _VAGUE.search(titles[vague]):
            continue
        core = _core(titles[vague])
        for better in context.codes:
            if better == vague or better[:3] != vague[:3] or _seventh(better) != _seventh(vague):
                continue
            if _VAGUE.search(titles[better]) or not core or not core <= _core(titles[better]):
                continue
            yield Finding(
                kind="less specific",
                level="query",
                codes=(better, vague),
                text=f"{context.named(vague)} says less than {context.named(better)}.",
                sources=(context.guideline("I.B.2", 1), context.tabular(vague)),
                question=f"Is there a second condition for {vague}, or does {better} say it all?",
                out=(vague,),
                suggested=(better,),
            )
            break


def organism_twice(context: Checked) -> Iterator[Finding]:
    """An organism code (B95–B97) beside a code whose title names that organism."""
    for organism in context.codes:
        if not _ORGANISM.match(organism):
            continue
        title = context.codeset.get(organism).title
        words = _core(_AS_CAUSE.sub("", _SHORT_NAME.sub("", title))) - {"infection", "infections"}
        for other in context.codes:
            if other != organism and words and words <= _core(context.codeset.get(other).title):
                yield Finding(
                    kind="left out",
                    level="error",
                    codes=(organism, other),
                    text=f"{organism} is not reported with {other}, which names the organism itself.",
                    sources=(context.guideline("I.B.9", 4), context.tabular(other)),
                    out=(organism,),
                )


def laterality(context: Checked) -> Iterator[Finding]:
    """Left and right listed apart where one code says bilateral."""
    for a, b in combinations(context.codes, 2):
        if a[:3] != b[:3] or _seventh(a) != _seventh(b):
            continue
        one, two = (context.codeset.get(c).title.lower() for c in (a, b))
        if one == two or one.replace("right", "left") != two.replace("right", "left"):
            continue
        bilateral = _bilateral(context.codeset, a, one)
        if bilateral is not None:
            yield Finding(
                kind="laterality",
                level="error",
                codes=(a, b),
                text=f"{a} and {b} are the two sides of one condition: {context.named(bilateral)}.",
                sources=(context.guideline("I.B.13", 2), context.tabular(bilateral)),
                out=(a, b),
                suggested=(bilateral,),
            )


def _bilateral(codeset: CodeSet, code: str, title: str) -> str | None:
    """The code of the same category that says of both sides what this one says of one."""
    wanted = _sides_out(title)
    for other in codeset.billable_under(code[:3]):
        text = codeset.get(other).title.lower()
        if "bilateral" in text and wanted - _ORGANS <= _sides_out(text) <= wanted:
            return other
    return None


def _sides_out(title: str) -> frozenset[str]:
    words = _WORD.findall(re.sub(r"\b(?:right|left|bilateral|unilateral|both)\b", " ", title))
    # "right knee" and "bilateral knees" are the same place
    return frozenset(w.rstrip("s") for w in words if w not in ("and", "of"))


def _core(title: str) -> frozenset[str]:
    words = _WORD.findall(_VAGUE.sub(" ", title.lower()))
    return frozenset(w for w in words if w not in _SMALL)


def _seventh(code: str) -> str:
    return code[7:8]
