"""Every rule's own examples, one test each: `flag` is flagged, `pass` is not, `todo` is a known miss."""

from __future__ import annotations

import pytest

from compliance import load_packs
from compliance.model.rule import Rule
from compliance.trial import Example, examples, reasons, run

PACKS = load_packs()


def _cases() -> list[object]:
    known_miss = pytest.mark.xfail(reason="a known miss; move it to `flag` once it is found", strict=True)
    return [pytest.param(each, id=each.name, marks=[known_miss] if each.kind == "todo" else []) for each in examples(PACKS.pack.rules)]


@pytest.mark.parametrize("example", _cases())
def test_a_rule_agrees_with_its_own_example(example: Example) -> None:
    outcome = run(example, PACKS)
    assert outcome.is_right, "\n".join([f"{example.kind}: {example.text!r}", *reasons(outcome.report)])


@pytest.mark.parametrize("rule", PACKS.pack.rules, ids=lambda rule: rule.id)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    # Signs and scorecards find nothing by themselves or by no single reason: they are measured on the corpus.
    assert rule.kind in ("stance", "sign", "scorecard") or (rule.flag and rule.clear)
