"""Which sections are executable: a table of sections, their rules and the rules' examples.

`python -m guidelines.rules.coverage > docs/rules.md` writes it anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from guidelines.rules._load import load_rules
from guidelines.rules._schema import Rule
from guidelines.sections import load_digest

_TITLE_WORDS = 8
_HEAD = """# Executable sections

Written by `make docs` from `guidelines/rules/`. A family is one rule as it is written there; where
it is a table, each of its rows is a rule. The examples are documentation on which a rule must fire,
and near-misses on which it must not; tests run them all.

"""


def coverage_table() -> str:
    """The table, in Markdown, sections in their official order."""
    of_section: dict[str, list[Rule]] = defaultdict(list)
    for rule in load_rules():
        of_section[rule.section].append(rule)
    digest = load_digest()
    lines = [
        "| section | title | families | rules | must fire | must not |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for section in sorted(of_section, key=_order):
        title = _short(digest[section].title)
        lines.append(f"| {section} | {title} | {_counts(of_section[section])} |")
    every = load_rules()
    lines.append(f"| all {len(of_section)} | | {_counts(every)} |")
    families = [
        _families(section, of_section[section]) for section in sorted(of_section, key=_order)
    ]
    return _HEAD + "\n".join(lines) + "\n\n## Families\n\n" + "\n".join(families) + "\n"


def _short(title: str) -> str:
    words = title.replace("|", "/").split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def _counts(rules: Sequence[Rule]) -> str:
    families = {(r.section, r.family or r.id) for r in rules}
    fires, stays = sum(len(r.fires) for r in rules), sum(len(r.stays) for r in rules)
    return f"{len(families)} | {len(rules)} | {fires} | {stays}"


def _families(section: str, rules: Sequence[Rule]) -> str:
    counted: dict[str, int] = defaultdict(int)
    for rule in rules:
        counted[rule.family or rule.id] += 1
    named = (f"`{name}`" + (f" ({n})" if n > 1 else "") for name, n in counted.items())
    return f"- **{section}**: " + ", ".join(named)


def _order(section: str) -> tuple[tuple[int, int, str], ...]:
    """Official order: Roman numerals and numbers by value, App. last."""
    romans = {"I": 1, "II": 2, "III": 3, "IV": 4}
    parts = section.split(".")
    first = (0, romans.get(parts[0], 9), parts[0])
    rest = ((0, int(p), "") if re.fullmatch(r"\d+", p) else (1, 0, p) for p in parts[1:])
    return (first, *rest)


if __name__ == "__main__":
    print(coverage_table(), end="")
