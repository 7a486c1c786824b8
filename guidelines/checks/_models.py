"""What a check of a set of codes finds: one record per finding, each with its sources."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Setting = Literal["inpatient", "outpatient"]

Level = Literal["error", "query", "consider", "note"]
"""error: not reportable like this; query: the record or the provider decides; consider: a note asks
for a further code where there is something to code; note: good to know."""

Kind = Literal[
    "unreadable",
    "unknown",
    "retired",
    "incomplete",
    "duplicate",
    "excludes1",
    "excludes2",
    "left out",
    "combination",
    "less specific",
    "laterality",
    "etiology missing",
    "code first missing",
    "use additional missing",
    "code also",
    "pair",
    "added by rule",
    "documentation gap",
    "order",
    "never first",
    "only first",
    "unacceptable principal",
    "record",
    "age",
    "poa exempt",
    "hcc",
]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Value):
    """Where a finding comes from."""

    kind: Literal["tabular", "guideline", "edit"]
    ref: str
    """Code, section of the Tabular List or guideline section at which it stands, or the list."""
    quote: str
    """The deciding words; for a guideline section those of the digest."""
    release: str


class Finding(_Value):
    """One thing that a check has to say about the codes."""

    kind: Kind
    level: Level
    codes: tuple[str, ...]
    """The codes it is about, in reporting order where an order is at stake."""
    text: str
    """One sentence."""
    sources: tuple[Source, ...] = ()
    question: str | None = None
    """What has to be asked, of the record or the provider, to settle it."""
    out: tuple[str, ...] = ()
    """Of the codes, those that are not reported where the finding holds."""
    suggested: tuple[str, ...] = ()
    """Codes or categories to use instead or in addition, nearest first."""


class CheckedCode(_Value):
    """One code as typed and what is known of it."""

    typed: str
    code: str
    """In dotted form."""
    title: str | None = None
    """None where the code does not exist in the release."""
    billable: bool = False
    poa_exempt: bool | None = None
    """Whether it is exempt from reporting present on admission; None without the official list."""
    hcc: tuple[str, ...] = ()
    """Payment categories of CMS-HCC V28, such as "HCC 37 Diabetes with Chronic Complications"."""


class Report(_Value):
    """What a check found."""

    codes: tuple[CheckedCode, ...]
    findings: tuple[Finding, ...]
    """Errors first, then what the record decides, then what to consider, then notes."""
    order: tuple[str, ...]
    """The codes in the order that notes and guidelines ask for; as typed where they ask for none."""
    setting: Setting | None = None
    date_of_service: date
    age: int | None = None
    release: str
    notices: tuple[str, ...] = ()
    """What could not be checked, and what to keep in mind about the releases used."""

    def of(self, *kinds: Kind) -> tuple[Finding, ...]:
        """The findings of some kinds."""
        return tuple(f for f in self.findings if f.kind in kinds)

    @property
    def clean(self) -> bool:
        """Whether nothing stands against reporting the codes as typed."""
        return not any(f.level in ("error", "query") for f in self.findings)
