"""Codes that notes ask for beside the ones listed (guideline sections I.A.13, I.A.17, I.B.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidelines import lazy_re as re
from guidelines._seventh_notes import seventh_notes
from guidelines.checks._context import Checked, joined
from guidelines.checks._models import Finding, Kind, Level, Source
from guidelines.notes import Instruction, grouped

_REQUIRED = re.compile(
    r"(?:the |to )?(?:underlying|associated (?:neoplasm|condition|renal)|condition resulting"
    r"|condition requiring|malignan|neoplasm|infection\b|type of|cause of dependence|asthma, by"
    r"|poisoning due to drug or toxin, such|erythematous|cong\w+ or hereditary|associated physical"
    r"|\(T51-T65\))",
    re.IGNORECASE,
)
"""Beginnings of code first notes that ask for a code in every case."""
_OPEN_LIST = re.compile(r"\b(?:such as|including)\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\b(?:stages?|type of|severity|outcome|degree|extent|percentage|organ dysfunction)\b",
    re.IGNORECASE,
)
"""What a use additional note asks for in every case; the rest depends on the patient having it."""
_TITLE_MANIFESTATION = re.compile(
    r"\bin (?:other |\w+ (?:and \w+ )?)*diseases? classified elsewhere\b", re.I
)
_NO_ETIOLOGY = re.compile(r"[R-Z]")
_SHOWN = 6


def is_manifestation(context: Checked, code: str) -> bool:
    """Whether a code is a manifestation: by its title and code first note, or by the official list."""
    editor = context.edits.code_editor
    if editor is not None and editor.is_manifestation(code):
        return True
    codeset = context.codeset
    titles = (codeset.get(line).title for line in context.lines[code] if line[:1].isalpha())
    return any(_TITLE_MANIFESTATION.search(t) for t in titles) and bool(
        codeset.inherited(code, "code_first")
    )


def required(instruction: Instruction) -> bool:
    """Whether a code first note asks for a code in every case, not only where there is one."""
    return not instruction.conditional and bool(_REQUIRED.match(instruction.lead))


def code_first(context: Checked) -> Iterator[Finding]:
    """Code first notes to which no listed code answers."""
    for code in context.codes:
        missing = [
            i
            for i in grouped(context.codeset, code, "code_first")
            if required(i) and not answers(context, i, code)
        ]
        if missing:
            yield _unanswered(context, code, missing[0])


def _unanswered(context: Checked, code: str, note: Instruction) -> Finding:
    manifestation = is_manifestation(context, code)
    others = [c for c in context.codes if c != code and not _NO_ETIOLOGY.match(c)]
    open_list = not note.names_codes or bool(_OPEN_LIST.search(note.lead))
    level: Level = "error" if manifestation and not (others and open_list) else "query"
    # without a list of codes, a listed code may well be the one meant
    what = "the etiology" if manifestation else "the code to be listed first"
    if others and open_list:
        text = f"{code} needs {what} before it: {note.words}."
        question = f"Is one of the other codes ({joined(others[:_SHOWN])}) what the note asks for?"
    else:
        text = f"{code} needs {what} before it, and no listed code is: {note.words.rstrip('.')}."
        question = f"Which condition does the record give for “{_asked(note)}”?"
    return Finding(
        kind="etiology missing" if manifestation else "code first missing",
        level=level,
        codes=(code,),
        text=text,
        sources=(context.tabular(note.at, note.words), context.guideline("I.A.13", 1)),
        question=question,
        suggested=_named(note),
    )


def use_additional(context: Checked) -> Iterator[Finding]:
    """Use additional code notes to which no listed code answers, each once for all codes under it."""
    yield from _open(context, "use_additional", "use additional missing")


def code_also(context: Checked) -> Iterator[Finding]:
    """Code also notes to which no listed code answers."""
    yield from _open(context, "code_also", "code also")


def _open(context: Checked, field: str, kind: Kind) -> Iterator[Finding]:
    notes: dict[Instruction, list[str]] = {}
    for code in context.codes:
        for note in grouped(
            context.codeset, code, "code_also" if kind == "code also" else "use_additional"
        ):
            said = note.names_codes or note.at in (code, context.codeset.base_of(code), code[:3])
            if said and not answers(context, note, code):
                notes.setdefault(note, []).append(code)
    for note, codes in notes.items():
        pair = kind == "use additional missing" and _pairs(context, note)
        yield Finding(
            kind=kind,
            level="query" if pair else "consider",
            codes=tuple(codes),
            text=f"{joined(codes)}: {note.words.rstrip('.')}.",
            sources=(context.tabular(note.at, note.words), _rule(context, kind)),
            question=f"What does the record say of “{_asked(note)}”?" if pair else None,
            suggested=_named(note),
        )


def _rule(context: Checked, kind: Kind) -> Source:
    return context.guideline("I.A.17", 1) if kind == "code also" else context.guideline("I.B.7", 2)


def _pairs(context: Checked, note: Instruction) -> bool:
    """Whether a note at a code or category asks without a condition (stage, outcome …)."""
    narrow = "-" not in note.at and not note.at.isdigit()
    return narrow and not note.conditional and bool(_ALWAYS.search(note.lead))


def followed(context: Checked) -> Iterator[Finding]:
    """Pairs that a note asks for and that are listed."""
    for code in context.codes:
        for field in ("code_first", "use_additional", "code_also"):
            for note in grouped(context.codeset, code, field):
                found = [c for c in context.codes if c != code and note.matches(c)]
                if found:
                    yield Finding(
                        kind="pair",
                        level="note",
                        codes=(*found, code) if field == "code_first" else (code, *found),
                        text=f"{code} goes with {joined(found)}: {only_naming(note, found)}.",
                        sources=(context.tabular(note.at, only_naming(note, found)),),
                    )


def only_naming(note: Instruction, codes: Sequence[str]) -> str:
    """An instruction with only the items that name the codes, as one line."""
    items = tuple(i for i in note.items if any(i.refs.matches(c) for c in codes))
    return Instruction(note.kind, note.at, items).words


def seventh_companions(context: Checked) -> Iterator[Finding]:
    """Codes whose 7th character asks for a code of another category (O31 … with O30)."""
    for code in context.codes:
        for note in seventh_notes(context.codeset, code)[:1]:
            listed = any(c.startswith(note.companion) for c in context.codes)
            if note.companion and code[-1:] in note.characters and len(code) == 8 and not listed:
                yield Finding(
                    kind="use additional missing",
                    level="error",
                    codes=(code,),
                    text=(
                        f"{code} has the 7th character {code[-1]}, with which a code from category "
                        f"{note.companion} must be assigned too."
                    ),
                    sources=(context.tabular(note.note.at, note.note.text),),
                    suggested=(note.companion,),
                )


def answers(context: Checked, note: Instruction, code: str) -> tuple[str, ...]:
    """The listed codes that answer an instruction at a code."""
    return tuple(c for c in context.codes if c != code and note.matches(c))


def _named(note: Instruction) -> tuple[str, ...]:
    """Codes and ranges that a note names, as printed."""
    spans = [r for i in note.items for r in i.refs.ranges]
    named = (r.first if r.first == r.last else f"{r.first}-{r.last}" for r in spans)
    return tuple(dict.fromkeys(named))[:_SHOWN]


def _asked(note: Instruction) -> str:
    """What a note asks for, without the words that every note has."""
    words = re.sub(
        r"^(?:codes?(?:\(s\))?)?[ ,]*(?:if applicable|where applicable|if known)?[ ,]*"
        r"(?:(?:to identify|to specify|for)\b[ :]*)?",
        "",
        note.lead,
        flags=re.IGNORECASE,
    ).strip(" :,.")
    if note.items[0].lead and (not words or len(words) < 5):
        words = "; ".join(i.text for i in note.items[:4])
    return re.sub(r",? such as$", "", words) or note.words
