"""Metamorphic tests: each rule's flagged examples, rewritten; the verdict must move as the taxonomy says.

Pairs of rule and rewriting that are known to fail stand in `known_failures.yaml` and are strict xfails, so
that a fix is noticed. The list is made by `pytest tests/metamorphic --update-known-failures`; a pair that
comes to stand in it anew is a step back, and the diff shows it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from compliance import load_packs, screen_text
from compliance.model.finding import DocumentReport, Severity
from compliance.model.rule import Rule

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from transform import AT_MOST_LOW, CLEARED, KEPT, REPORTED, TRANSFORMATIONS, UNSAID, Transformation  # noqa: E402 - a plain module beside this one

KNOWN = HERE / "known_failures.yaml"
HEAD = "# Made by `pytest tests/metamorphic --update-known-failures`; do not edit. Rewriting: rules whose examples do not move as they should.\n"
PACKS = load_packs()
RULES = tuple(rule for rule in PACKS.pack.rules if rule.kind in ("sentence", "score", "list") and rule.status != "deprecated")


@cache
def report_on(text: str) -> DocumentReport:
    return screen_text(text, packs=PACKS)


def weight(text: str, category: str) -> int:
    """The severity of the weightiest live finding of a category in a text; 0 for none."""
    return max((each.severity for each in report_on(text).findings if each.category == category), default=0)


def found_words(text: str, category: str) -> str:
    return next(each.text for each in report_on(text).findings if each.category == category)


def failures(rule: Rule, how: Transformation) -> Iterator[str]:
    """What of a rule's flagged examples does not move as the taxonomy says."""
    for text in rule.flag:
        before = weight(text, rule.category)
        if not before:
            continue  # the example itself fails, which is for the rule's own tests to say
        rewritten = how.rewrite(text, found_words(text, rule.category))
        if rewritten is None:
            continue
        after, wanted = weight(rewritten, rule.category), how.outcome(rule.category)
        is_right = {KEPT: after == before, REPORTED: after > 0, CLEARED: after == 0, AT_MOST_LOW: after <= Severity.LOW, UNSAID: True}[wanted]
        if not is_right:
            yield f"{how.name}: {rewritten!r} should be {wanted}: severity {before} before, {after} after"


def known_failures() -> dict[str, list[str]]:
    return yaml.safe_load(KNOWN.read_text(encoding="utf-8")) or {} if KNOWN.exists() else {}


def cases() -> list[object]:
    known = known_failures()
    fails = pytest.mark.xfail(reason="a known failure; rerun with --update-known-failures once it is mended", strict=True)
    return [
        pytest.param(rule, how, id=f"{rule.id}-{how.name}", marks=[fails] if rule.id in known.get(how.name, ()) else [])
        for rule in RULES
        for how in TRANSFORMATIONS
    ]


@pytest.fixture(scope="session")
def refreshing(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-known-failures"))


@pytest.mark.parametrize(("rule", "how"), cases())
def test_the_verdict_moves_as_the_taxonomy_says(rule: Rule, how: Transformation, refreshing: bool) -> None:
    if refreshing:
        pytest.skip("the list of known failures is being rewritten")
    assert list(failures(rule, how)) == []


def test_the_list_of_known_failures_names_only_rules_and_rewritings_that_exist(refreshing: bool) -> None:
    if refreshing:
        found = {how.name: sorted(rule.id for rule in RULES if any(failures(rule, how))) for how in TRANSFORMATIONS}
        text = HEAD + yaml.safe_dump({name: rules for name, rules in found.items() if rules}, sort_keys=False, allow_unicode=True)
        KNOWN.write_text(text, encoding="utf-8")
    known = known_failures()
    assert set(known) <= {how.name for how in TRANSFORMATIONS}
    assert {rule for rules in known.values() for rule in rules} <= {rule.id for rule in RULES}


@pytest.mark.parametrize("how", TRANSFORMATIONS, ids=lambda how: how.name)
def test_every_rewriting_applies_to_some_example(how: Transformation) -> None:
    texts = [(text, found_words(text, rule.category)) for rule in RULES for text in rule.flag if weight(text, rule.category)]
    assert any(how.rewrite(*pair) for pair in texts)
