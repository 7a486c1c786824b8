"""Every rule file loads, cites what exists, names codes that exist, and agrees with itself."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import takewhile

import pytest

from guidelines.codeset import load_codeset
from guidelines.rules import (
    DRUG_USES,
    LONG_TERM,
    Names,
    RuleError,
    any_matches,
    load_rules,
    matches,
    parse_names,
    parse_rules,
)
from guidelines.rules.coverage import coverage_table

RULES = load_rules()
CODES = load_codeset()
_RULE = """
- id: a-rule
  section: I.A.19
  because: 1
  why: Because.
  when: {codes: [[I10]]}
  then: {add: [Z79.4]}
"""


def _parse(text, names=None):
    return parse_rules("x.yaml", text, names or Names())


def test_every_code_to_report_exists():
    special = {*DRUG_USES, LONG_TERM}
    missing = [
        (rule.id, code)
        for rule in RULES
        for code in (*rule.then.add, *(r.with_ for r in rule.then.replace))
        if code not in special and not _exists(code)
    ]
    assert missing == []


def _exists(code):
    if "{n" in code:
        stem = code.partition("{")[0]
        return any(c.startswith(stem) for c in CODES.descendants(stem.rstrip(".")[:3]))
    return code.removesuffix(".*").rstrip("-").rstrip(".") in CODES


def test_every_pattern_of_codes_meets_a_code():
    patterns = {
        p
        for rule in RULES
        for p in (
            *(p for group in rule.when.codes for p in group),
            *rule.when.without_codes,
            *rule.then.drop,
            *rule.then.first,
            *rule.then.order,
        )
    }
    known = sorted(CODES)
    assert sorted(p for p in patterns if not _meets(p, known)) == []


def _meets(pattern, known):
    """Whether a code falls under a pattern; looked for where it would stand."""
    stem = re.split(r"[-?]", pattern)[0].rstrip(".")
    at = bisect_left(known, stem)
    return any(
        matches(pattern, code)
        for code in takewhile(lambda c: c[: len(stem)] == stem or "-" in pattern, known[at:])
    )


def test_the_busiest_chapters_have_rules():
    chapters = Counter(".".join(r.section.split(".")[:3]) for r in RULES)
    for chapter in ("I.C.1", "I.C.2", "I.C.4", "I.C.9", "I.C.10", "I.C.15", "I.C.19", "I.C.21"):
        assert chapters[chapter] > 0


def test_no_two_rules_with_the_same_conditions_contradict_each_other():
    """What one adds the other must not drop, unless the one refines what the other left."""
    by_conditions = defaultdict(list)
    for rule in RULES:
        by_conditions[rule.when.model_dump_json()].append(rule)
    contradictions = [
        (a.id, b.id)
        for rules in by_conditions.values()
        for a in rules
        for b in rules
        if any(any_matches(b.then.drop, code) for code in a.then.add)
    ]
    assert contradictions == []


def test_no_example_stands_on_both_sides_of_a_rule():
    assert [r.id for r in RULES if set(r.fires) & set(r.stays)] == []


def test_any_of_several_patterns_matches():
    assert any_matches(("I10", "I11.-"), "I11.0")
    assert not any_matches(("I10", "I11.-"), "I12.9")


def test_a_table_makes_one_rule_of_each_row():
    names = Names(
        words={"seen": "saw|met"}, tables={"organs": [{"organ": "lung", "code": "C34.9"}]}
    )
    (rule,) = _parse(
        "- id: '{organ}-cancer'\n  each: organs\n  section: I.C.2\n  because: 1\n  why: So.\n"
        "  when: {words: ['{organ} {seen}']}\n  then: {add: ['{code}']}\n"
        "  fires: ['{organ} cancer']\n",
        names,
    )
    assert rule.id == "lung-cancer"
    assert rule.family == "{organ}-cancer"
    assert rule.when.words == ("lung (?:saw|met)",)
    assert rule.then.add == ("C34.9",)
    assert rule.fires == ("lung cancer",)


def test_two_tables_give_every_pair_of_rows():
    names = Names(tables={"a": [{"x": "1"}, {"x": "2"}], "b": [{"y": "3"}, {"y": "4"}]})
    text = _RULE.replace("a-rule", "'r-{x}-{y}'\n  each: [a, b]")
    assert [r.id for r in _parse(text, names)] == ["r-1-3", "r-1-4", "r-2-3", "r-2-4"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("I.A.19", "I.Z.1", "names section I.Z.1, which does not exist"),
        ("because: 1", "because: 99", "has no statement 99"),
        ("[[I10]]", "[['{hypertension}']]", "“hypertension” is known neither"),
        ("[[I10]]", "[[high]]", "“high” is no code, range or pattern"),
        ("{codes: [[I10]]}", "{words: ['(open']}", "“(open” is no regular expression"),
        ("{codes: [[I10]]}", "{sections: [x]}", "when.sections: Extra inputs are not permitted"),
        ("{codes: [[I10]]}", "{near: [daily]}", "`near` and `not_near` need `codes`"),
        ("{add: [Z79.4]}", "{add: [Z79.4], drop: [Z79.4]}", "both added and dropped"),
        ("{add: [Z79.4]}", "{add: [insulin]}", "“insulin” is no code that can be added"),
        ("{add: [Z79.4]}", "{}", "nothing follows from the rule"),
        ("why: Because.", "", "why: Field required"),
        ("[[I10]]", "[[I10", "cannot be read"),
    ],
)
def test_a_faulty_rule_is_refused_with_its_name_and_fault(old, new, said):
    with pytest.raises(RuleError, match=re.escape(said)) as caught:
        _parse(_RULE.replace(old, new))
    assert "x.yaml" in str(caught.value)


def test_a_file_that_is_no_list_is_refused():
    with pytest.raises(RuleError, match="must hold a list of rules"):
        _parse("id: a-rule")
    with pytest.raises(RuleError, match="“I10” is not a rule"):
        _parse("- I10")


def test_a_rule_that_exists_twice_is_refused():
    with pytest.raises(RuleError, match=r"Rule a-rule in x\.yaml exists twice"):
        _parse(_RULE + _RULE)


def test_faulty_names_are_refused():
    with pytest.raises(RuleError, match="must hold words, codes, tables only"):
        parse_names("phrases: {}")
    with pytest.raises(RuleError, match="without end"):
        _parse(_RULE.replace("{codes: [[I10]]}", "{words: ['x {a}']}"), Names(words={"a": "{a}"}))


def test_the_coverage_table_in_the_documentation_is_up_to_date(request):
    written = (request.config.rootpath / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == coverage_table(), "write it anew with `make docs`"
