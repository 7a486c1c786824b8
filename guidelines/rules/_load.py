"""Reading the rule files, with a plain word about what is wrong in one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ValidationError

from guidelines._kept import NotYaml, cache_folder, keep, kept, yaml_records
from guidelines.errors import DxciteError
from guidelines.rules._expand import Names, UnknownNameError, expand
from guidelines.rules._needed import needed
from guidelines.rules._schema import KEPT, Rule
from guidelines.sections import load_digest

_NAMES_FILE = "names.yaml"
_SOURCES = (".yaml", ".py")
_FROM_TABLES = ("words", "codes", "tables")


class RuleError(DxciteError):
    """A rule file that cannot be used; the message names file, rule and fault."""


def load_rules() -> tuple[Rule, ...]:
    """All rules, in file and then written order, which is the order of application.

    Raises:
        RuleError: a file is malformed, or a rule names a section that does not exist.
    """
    return _rule_set().rules


def needed_words(expression: str) -> tuple[str, ...]:
    """Texts in lower case of which a rule's expression needs one; empty where it needs none."""
    return _rule_set().needed.get(expression, ())


class _RuleSet(BaseModel):
    """All rules as they are kept once they were read and checked."""

    rules: tuple[Rule, ...]
    needed: dict[str, tuple[str, ...]]


@cache
def _rule_set() -> _RuleSet:
    folder = resources.files("guidelines") / "rules"
    files = {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(_SOURCES)}
    made_from = hashlib.sha256(load_digest().fingerprint.encode())
    for name in sorted(files):
        made_from.update(files[name])
    path = cache_folder() / f"rules-{made_from.hexdigest()[:16]}.json"
    body = kept(path, made_from.hexdigest())
    if body is not None:
        return _RuleSet.model_validate_json(body, context=KEPT)
    rules = _parsed({n: files[n].decode() for n in files if n.endswith(".yaml")})
    whole = _RuleSet(rules=rules, needed=_needed_by(rules))
    keep(path, made_from.hexdigest(), whole.model_dump_json(by_alias=True).encode())
    return whole


def _parsed(files: dict[str, str]) -> tuple[Rule, ...]:
    names = parse_names(files.pop(_NAMES_FILE))
    return tuple(rule for name in sorted(files) for rule in parse_rules(name, files[name], names))


def _needed_by(rules: tuple[Rule, ...]) -> dict[str, tuple[str, ...]]:
    expressions = {w for r in rules for w in (*r.when.words, *r.when.without_words)}
    found = {expression: needed(expression) for expression in sorted(expressions)}
    return {expression: texts for expression, texts in found.items() if texts}


def parse_names(text: str) -> Names:
    """The shared names of a names.yaml.

    Raises:
        RuleError: it is malformed.
    """
    try:
        content = yaml_records("rule-names", text)
    except NotYaml as error:
        raise RuleError(f"Rule file {_NAMES_FILE} cannot be read: {_first_line(error)}") from error
    if not isinstance(content, Mapping) or set(content) - set(_FROM_TABLES):
        raise RuleError(f"Rule file {_NAMES_FILE} must hold {', '.join(_FROM_TABLES)} only.")
    return Names(**content)


def parse_rules(file: str, text: str, names: Names) -> list[Rule]:
    """The rules of one file.

    Args:
        file: Its name, for messages.
        text: Its content.
        names: What it may refer to by name.

    Raises:
        RuleError: it is malformed, or names what does not exist.
    """
    try:
        records: Any = yaml_records("rules", text)
    except NotYaml as error:
        raise RuleError(f"Rule file {file} cannot be read: {_first_line(error)}") from error
    if not isinstance(records, list):
        raise RuleError(f"Rule file {file} must hold a list of rules.")
    rules = [rule for record in records for rule in _rules_of(file, record, names)]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"Rule {rule.id} in {file} exists twice.")
        seen.add(rule.id)
        _check(rule, file)
    return rules


def _rules_of(file: str, record: Any, names: Names) -> Iterator[Rule]:
    if not isinstance(record, Mapping):
        raise RuleError(f"Rule file {file}: “{str(record)[:60]}” is not a rule.")
    where = f"Rule {record.get('id', '(without id)')} in {file}"
    try:
        for filled in expand(record, names):
            yield Rule.model_validate(filled)
    except UnknownNameError as error:
        raise RuleError(f"{where}: {error}.") from error
    except ValidationError as error:
        raise RuleError(f"{where}: {_faults(error)}") from error


def _faults(error: ValidationError) -> str:
    """The faults of a record, each with the place where it stands."""
    found = []
    for fault in error.errors(include_url=False):
        place = ".".join(str(part) for part in fault["loc"])
        found.append(
            f"{place}: {fault['msg'].removeprefix('Value error, ')}" if place else fault["msg"]
        )
    return "; ".join(found)


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _check(rule: Rule, file: str) -> None:
    digest = load_digest()
    where = f"Rule {rule.id} in {file}"
    if rule.section not in digest:
        raise RuleError(f"{where} names section {rule.section}, which does not exist.")
    if rule.because > len(digest[rule.section].text):
        raise RuleError(f"{where}: section {rule.section} has no statement {rule.because}.")
