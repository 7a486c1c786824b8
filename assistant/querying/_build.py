"""From a gap in the documentation to a query that the provider can answer.

The words come from templates; what stands in them comes from the chart and the Tabular List, so
nothing is suggested that neither of them holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from assistant.models import Span
from assistant.querying._models import OTHER, UNDETERMINED, Gap, ProviderQuery
from guidelines import lazy_re as re
from guidelines._kept import yaml_records
from guidelines.codeset import CodeSet
from guidelines.rules import any_matches

_MOST_INDICATORS = 3
_MOST_OPTIONS = 7
_LONGEST_OPTION = 70  # characters
_LONGEST_INDICATOR = 80
_SENTENCE_END = re.compile(r"[.;\n]")
# What a phrase of a rule says to the coder and not to the provider.
_FOR_THE_CODER = re.compile(
    r"\s*\((?:[A-Z]\d\w)[^)]*\)|,? (?:for|as) (?:an?|the) [A-Z]\d\w*(?:\.\w+)? codes?"
    r"|, (?:which|without which|since) [^;]*$|, if (?:it is not documented|known)$|;.*$"
)


@dataclass(frozen=True, slots=True)
class _Template:
    topic: str
    match: re.Pattern[str]
    codes: tuple[str, ...]
    question: str
    options: tuple[str, ...]
    tree: bool
    indicators: tuple[re.Pattern[str], ...]


@cache
def templates() -> tuple[_Template, ...]:
    """The templates, in the order in which they are tried."""
    return tuple(
        _Template(
            topic=row["topic"],
            match=re.compile(row["match"], re.IGNORECASE),
            codes=tuple(row.get("codes", ())),
            question=row["question"],
            options=tuple(row.get("options", ())),
            tree=row.get("tree", False),
            indicators=tuple(re.compile(i, re.IGNORECASE) for i in row.get("indicators", ())),
        )
        for row in _rows("templates.yaml")
    )


@cache
def usually_known() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Codes that leave open what a provider usually knows, and what that is."""
    return tuple((tuple(row["codes"]), row["what"]) for row in _rows("unspecified.yaml"))


def _rows(name: str) -> list[dict[str, Any]]:
    text = (resources.files("assistant") / "querying" / name).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml_records(name.removesuffix(".yaml"), text)
    return rows


def left_open(code: str) -> str | None:
    """What an unspecified code leaves open that the provider usually knows, None where nothing."""
    return next((what for codes, what in usually_known() if any_matches(codes, code)), None)


def provider_query(gap: Gap, chart: str, codeset: CodeSet) -> ProviderQuery:
    """The query for a gap.

    Args:
        gap: What is open.
        chart: The documentation, from which indicators are quoted.
        codeset: The release in force, for the choices of the code tree.
    """
    for template in templates():
        found = template.match.search(gap.what)
        if found and (not template.codes or any_matches(template.codes, gap.code)):
            options = _from_tree(gap.code, codeset) if template.tree else template.options
            words = {k: _plain(v) for k, v in found.groupdict().items() if v}
            words["about"] = _about(gap, template)
            filled = tuple(o.format(**words) for o in options)
            return ProviderQuery(
                topic=template.topic,
                indicators=indicators(gap, chart, template.indicators),
                question=template.question.format(**words),
                options=(*filled, OTHER, UNDETERMINED) if filled else (),
            )
    return ProviderQuery(
        topic="open question",
        indicators=indicators(gap, chart, ()),
        question=f"Please document {_plain(gap.what)}.",
    )


def _about(gap: Gap, template: _Template) -> str:
    if gap.what.startswith("conflict: ") or gap.what.startswith("relation: "):
        return gap.what.partition(": ")[2]
    named = f"“{gap.about}”" if gap.about else "the condition"
    if template.tree:
        what = re.sub(r",? such as .*", "", _plain(gap.what))
        return f"{what} of {named}" if not what.startswith("whether") else f"{what}: {named}"
    return named


def _plain(phrase: str) -> str:
    """A phrase without what is said to the coder only, beginning in lower case."""
    said = _FOR_THE_CODER.sub("", phrase).strip(" .,")
    lower = said[:1].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said
    return re.sub(r"^the provider documents ", "", lower)


def indicators(gap: Gap, chart: str, expressions: Sequence[re.Pattern[str]]) -> tuple[str, ...]:
    """Words of the chart that bear on a gap: the condition, findings, then what else supports it."""
    standing = [s.text for s in sorted(gap.spans, key=lambda s: s.start) if _stands(s, chart)]
    about = [t for t in standing if t == gap.about] or standing[:1]
    findings = [m[0] for e in expressions for m in e.finditer(chart)]
    kept: list[str] = []
    for words in (*about, *findings, *standing):
        text = " ".join(words.split())[:_LONGEST_INDICATOR].strip(" ,")
        if text and not any(text.lower() in k.lower() for k in kept):
            kept.append(text)
    return tuple(kept[:_MOST_INDICATORS])


def _stands(span: Span, chart: str) -> bool:
    return chart[span.start : span.end] == span.text


def _from_tree(code: str, codeset: CodeSet) -> tuple[str, ...]:
    """The choices between which the chart leaves it open: the lines beside or below a code."""
    if not code or code not in codeset:
        return ()
    entry = codeset.get(codeset.base_of(code))
    above = codeset.get(entry.parent) if entry.billable and entry.parent else entry
    titles = [codeset.get(c).title for c in above.children]
    told = [t for t in titles if not re.search(r"(?i)\bunspecified\b|\bother\b", t)]
    short = dict.fromkeys(_difference(t, titles) for t in told)
    found = tuple(t for t in short if t and len(t) <= _LONGEST_OPTION)
    return found[:_MOST_OPTIONS] if len(found) > 1 else ()


def _difference(title: str, titles: Sequence[str]) -> str:
    """What a title has that those beside it do not share."""
    words = [t.lower().replace(",", " ,").split() for t in titles]
    own = title.replace(",", " ,").split()
    start = 0
    while start < len(own) and all(w[start : start + 1] == [own[start].lower()] for w in words):
        start += 1
    end = len(own)
    back = 1
    while end > start + 1 and all(w[-back:][:1] == [own[end - 1].lower()] for w in words):
        end -= 1
        back += 1
    text = " ".join(own[start:end]).replace(" ,", ",").strip(" ,")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
