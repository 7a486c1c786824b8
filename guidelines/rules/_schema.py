"""What a rule is: when it applies, what follows, and examples of both sides."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from guidelines.rules._patterns import PATTERN

LONG_TERM = "long-term use"
"""What a rule adds for a drug taken for long: the drug's own code from Z79."""
DRUG_USES = {
    "poisoning accidental": "1",
    "poisoning self-harm": "2",
    "poisoning assault": "3",
    "poisoning undetermined": "4",
    "adverse effect": "5",
    "underdosing": "6",
}
"""The character of T36–T50 that says how a drug did harm (I.C.19.e.5)."""
_REPORTED = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4}|\.)?(\{n(:0\d)?\})?-?(\.\*)?$")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


KEPT = "kept"
"""Validation context of rules that were checked when they were kept: to compile their expressions
and match their patterns again would take longer than all else at the start of the program."""


def _checked_before(info: ValidationInfo[Any]) -> bool:
    return bool(info.context == KEPT)


def _compiled(expression: str) -> str:
    try:
        re.compile(expression, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"“{expression}” is no regular expression: {error}") from error
    return expression


def _patterns(value: tuple[str, ...], info: ValidationInfo[Any]) -> tuple[str, ...]:
    for pattern in () if _checked_before(info) else value:
        if not PATTERN.match(pattern):
            raise ValueError(f"“{pattern}” is no code, range or pattern of codes")
    return value


class Number(_Model):
    """A number of the chart that decides, such as a score, weeks or a weight.

    Its whole part stands for `{n}` in the codes that follow, `{n:02}` with two digits.
    """

    words: str | None = None
    """A regular expression; the number is its group."""
    attribute: str | None = None
    """Or a circumstance read from the text, such as `weeks`."""
    at_least: float = 0
    below: float = 1_000_000

    @model_validator(mode="after")
    def _one_source(self, info: ValidationInfo[Any]) -> Number:
        if _checked_before(info):
            return self
        if (self.words is None) == (self.attribute is None):
            raise ValueError("a number needs either `words` or `attribute`")
        if self.words is not None and re.compile(_compiled(self.words)).groups != 1:
            raise ValueError(f"“{self.words}” needs exactly one group around the number")
        return self


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
    near: tuple[str, ...] = ()
    """Each must be found in the sentence (after its heading) of a code of the first group."""
    not_near: tuple[str, ...] = ()
    """None of these may be found in that sentence."""
    number: Number | None = None
    """A number must be found and lie within bounds."""
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

    @field_validator("words", "without_words", "near", "not_near")
    @classmethod
    def _expressions(cls, value: tuple[str, ...], info: ValidationInfo[Any]) -> tuple[str, ...]:
        return value if _checked_before(info) else tuple(_compiled(v) for v in value)

    @model_validator(mode="after")
    def _near_what(self) -> When:
        if (self.near or self.not_near) and not self.codes:
            raise ValueError("`near` and `not_near` need `codes`: the sentence is theirs")
        return self

    @field_validator("without_codes", "uncertain", "history")
    @classmethod
    def _code_patterns(cls, value: tuple[str, ...], info: ValidationInfo[Any]) -> tuple[str, ...]:
        return _patterns(value, info)

    @field_validator("codes")
    @classmethod
    def _groups(
        cls, value: tuple[tuple[str, ...], ...], info: ValidationInfo[Any]
    ) -> tuple[tuple[str, ...], ...]:
        return tuple(_patterns(v, info) for v in value)


class Replace(_Model):
    """Take these codes out and report another in their place."""

    codes: tuple[str, ...]
    with_: str = Field(alias="with")
    """A billable code, or a header that is completed from the words of the chart.

    `F02.*` takes the line under F02 whose title goes on as the replaced code's does: severity and
    disturbance stay. For a drug: how it did harm, such as `adverse effect`.
    """

    @field_validator("codes")
    @classmethod
    def _code_patterns(cls, value: tuple[str, ...], info: ValidationInfo[Any]) -> tuple[str, ...]:
        return _patterns(value, info)

    @field_validator("with_")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in DRUG_USES and not _REPORTED.match(value):
            raise ValueError(f"“{value}” is no code and no use of a drug")
        return value


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
    def _code_patterns(cls, value: tuple[str, ...], info: ValidationInfo[Any]) -> tuple[str, ...]:
        return _patterns(value, info)

    @field_validator("add")
    @classmethod
    def _reported(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if code != LONG_TERM and not _REPORTED.match(code):
                raise ValueError(f"“{code}” is no code that can be added")
        return value

    @model_validator(mode="after")
    def _agrees(self) -> Then:
        if both := set(self.add) & set(self.drop):
            raise ValueError(f"{', '.join(sorted(both))} is both added and dropped")
        if not self.model_fields_set:
            raise ValueError("nothing follows from the rule")
        return self


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
    family: str = ""
    """The id as it is written in the file, for a rule that is one line of a table."""
