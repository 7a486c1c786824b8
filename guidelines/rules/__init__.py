"""Guideline sections as executable rules: data that an educator can read, checked by a schema.

A rule names its section and the statement of the digest that decides, when it applies to the
conditions of a case, and what follows. `assistant.reasoning` applies them; this module only knows
what a rule is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from guidelines._kept import yaml_records
from guidelines.errors import DxciteError
from guidelines.sections import load_digest

_PATTERN = re.compile(
    r"[A-Z]\d[0-9A-Z](\.[0-9A-Zx?]{0,4}-?)?(-[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?)?$"
)


class RuleError(DxciteError):
    """A rule file that cannot be used; the message names file, rule and fault."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


@lru_cache(maxsize=262_144)  # the same few thousand patterns meet the same codes again and again
def matches(pattern: str, code: str) -> bool:
    """Whether a code falls under a pattern: `I10`, `I11.-`, `I51.4-I51.7`, `T36-T50`.

    A `?` stands for any one character (`T36.0X5?`, `T??`), and a pattern with a dash or `?` at its
    end takes everything below.
    """
    if "?" in pattern:
        stem = pattern.rstrip("-").rstrip(".")
        return bool(re.match("".join("." if c == "?" else re.escape(c) for c in stem), code))
    low, dash, high = pattern.partition("-")
    if dash and high:
        return low <= code[: len(low)] and code[: len(high)] <= high
    if dash:
        return code.startswith(low.rstrip("."))
    return code == pattern or (len(pattern) == 3 and code.startswith(pattern + "."))


def any_matches(patterns: Sequence[str], code: str) -> bool:
    """Whether a code falls under one of the patterns."""
    return any(matches(p, code) for p in patterns)


class When(_Model):
    """When a rule applies. All parts given must hold."""

    codes: tuple[tuple[str, ...], ...] = ()
    """Each group needs at least one confirmed code of the case that matches a pattern in it."""
    without_codes: tuple[str, ...] = ()
    """No confirmed code may match."""
    words: tuple[str, ...] = ()
    """Each regular expression must be found in the text (case does not matter)."""
    without_words: tuple[str, ...] = ()
    """None of these may be found in the text."""
    setting: Literal["inpatient", "outpatient"] | None = None
    """Holds in this setting only; unknown does not count."""
    uncertain: tuple[str, ...] = ()
    """A condition documented as uncertain must have a code that matches."""
    history: tuple[str, ...] = ()
    """A condition documented as past history must have a code that matches."""
    attributes: dict[str, str] = Field(default_factory=dict)
    """Circumstances read from the text, such as `encounter: subsequent`, `trimester: "3"`."""
    age_below: int | None = None
    """The patient's age in years is known and below this."""
    age_from: int | None = None
    """The patient's age in years is known and at least this."""


class Replace(_Model):
    """Take these codes out and report another in their place."""

    codes: tuple[str, ...]
    with_: str = Field(alias="with")
    """A billable code, or a header that is completed from the words of the chart."""
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Then(_Model):
    """What follows."""

    replace: tuple[Replace, ...] = ()
    add: tuple[str, ...] = ()
    """Codes to add as additional; a header is completed from the words of the chart."""
    drop: tuple[str, ...] = ()
    """Codes that are not reported; they are listed as rejected with this rule's reason."""
    first: tuple[str, ...] = ()
    """Codes that are sequenced before all others; earlier patterns come first."""
    last: tuple[str, ...] = ()
    """Codes that are sequenced after all others."""
    order: tuple[str, ...] = ()
    """Patterns in the order in which their codes must follow one another."""
    ask: str | None = None
    """What to ask the provider, as a short phrase of what is missing."""
    assume: str | None = None
    """What was taken as given, one sentence."""

    @field_validator("drop", "first", "last", "order")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return value


class Rule(_Model):
    """One rule of a guideline section."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    section: str
    because: int = Field(ge=1)
    """1-based number of the digest statement that decides."""
    why: str
    """The reason in one short sentence, shown beside the codes."""
    when: When
    then: Then
    fires: tuple[str, ...] = ()
    """Documentation on which it must fire."""
    stays: tuple[str, ...] = ()
    """Near-misses on which it must not fire."""


def _check(rule: Rule, file: str) -> None:
    digest = load_digest()
    where = f"Rule {rule.id} in {file}"
    if rule.section not in digest:
        raise RuleError(f"{where} names section {rule.section}, which does not exist.")
    if rule.because > len(digest[rule.section].text):
        raise RuleError(f"{where}: section {rule.section} has no statement {rule.because}.")


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, in file and then written order, which is the order of application.

    Raises:
        RuleError: a file is malformed, or a rule names a section that does not exist.
    """
    rules: list[Rule] = []
    seen: set[tuple[str, str]] = set()
    folder = resources.files("guidelines") / "rules"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        try:
            records: list[Any] = yaml_records("rules", file.read_text(encoding="utf-8"))
            parsed = [Rule.model_validate(r) for r in records]
        except (yaml.YAMLError, ValidationError, TypeError) as error:
            raise RuleError(f"Rule file {file.name} cannot be read: {error}") from error
        for rule in parsed:
            if (file.name, rule.id) in seen:
                raise RuleError(f"Rule {rule.id} in {file.name} exists twice.")
            seen.add((file.name, rule.id))
            _check(rule, file.name)
        rules += parsed
    return tuple(rules)
