"""What breaks a schema is named where it stands, with what to type instead."""

from __future__ import annotations

import pytest

from compliance.packs.read import read_yaml
from compliance.packs.schema import validate

EXAMPLES = "examples: {flag: [a], pass: [b]}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("match: {all: [a, b], wihtin: 3}\n", ["3 unknown key 'wihtin'; did you mean 'within'?"]),
        ("match: {anny: [a, b]}\n", ["3 unknown key 'anny'; did you mean 'any'?"]),
        ("match: [a, {any: [{seen: x, inn: document}]}]\n", ["3 unknown key 'inn'; did you mean 'in'?"]),
        ("match: {any: word}\n", ["3 'any' is text, not a list; write a list"]),
        ("match: {seen: word, in: documnet}\n", ["3 'in' is 'documnet'; did you mean 'document'?"]),
        ("match: 3\n", ["3 'match' is a number, not text or a list or a mapping; "]),
        ("match: a\nwhere: [{unit: 3}]\n", ["4 'unit' is a number, not text or a list; "]),
        ("match: a\ncontext: {lower: {hedgd: low}}\n", ["4 unknown key 'hedgd'; did you mean 'hedged'?"]),
        ("match: a\nb: 1\na: 2\n", ["5 unknown key 'a'; known are: ", "4 unknown key 'b'; known are: "]),
        ("match: a\nscore: {}\n", ["4 'score' lacks the key 'threshold'; add 'threshold: …'", "4 'score' lacks the key 'cues'; add 'cues: …'"]),
    ],
)
def test_a_fault_is_named_with_its_place_and_the_remedy(text: str, expected: list[str]) -> None:
    source = read_yaml(f"id: cure-claim/x\ntitle: X\n{text}{EXAMPLES}", "rule.yaml")
    found = [f"{each.at.line} {each.problem}; {each.hint}" for each in validate(source, "rule")]
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True))


def test_an_unknown_section_of_triggers_is_an_unknown_key() -> None:
    source = read_yaml("triggers:\n  negatedd:\n  - {pattern: x}\n", "t.yaml")
    assert [(each.at.line, each.at.column, each.problem) for each in validate(source, "triggers")] == [(2, 3, "unknown key 'negatedd'")]
