"""Scorecards: what they find, what they clear, what they leave alone, and what they show of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.documents import load as load_document
from compliance.engine.compiled import CompiledPack
from compliance.engine.restrict import restrict
from compliance.engine.screen import screen
from compliance.model.finding import DocumentReport

KNOWN = """
id: cure-claim/known
title: A rule that the scorecard knows
match: ["(cures|cured) {disease}"]
examples: {flag: [x], pass: [y]}
"""
OWN = """
id: cure-claim/own
title: A rule of a user's own pack
match: ["ends {disease}"]
examples: {flag: [x], pass: [y]}
"""
SIGN = """
id: cure-claim/sign-gone
kind: sign
title: Something is gone
match: ["(gone|vanished)"]
"""
CARD = """
id: cure-claim/scorecard
kind: scorecard
title: All cues weighed
weigh:
  start: -2
  threshold: 0
  knows: [cure-claim/known]
  points:
    rules: {cure-claim/known: 1.5, cure-claim/sign-gone: 1}
    words: {forever: 1.1, leaflet: -3}
    phrases: {"never return": 2.5}
    unit: {question: -5}
"""
PADDING = "\n\nWe open at nine.\n\nParking is free behind the house.\n\nBring your papers along."


@pytest.fixture(scope="module")
def report_of(compile_small: Callable[..., CompiledPack]) -> Callable[[str], DocumentReport]:
    compiled = compile_small(KNOWN, OWN, SIGN, CARD)
    return lambda text: screen(load_document((text + PADDING).encode(), "advert.txt"), compiled)[0]


def found(report: DocumentReport) -> list[str]:
    return [each.rule_id for each in report.findings if each.category == "cure-claim"]


def test_a_rule_and_a_word_that_reach_the_threshold_together_are_the_rules_finding(report_of: Callable[[str], DocumentReport]) -> None:
    report = report_of("The infusion cures lupus forever.")
    assert found(report) == ["cure-claim/known"]
    assert "cure-claim/scorecard" in report.findings[0].also


def test_a_known_rule_below_the_threshold_is_cleared_and_shown_as_such(report_of: Callable[[str], DocumentReport]) -> None:
    report = report_of("The infusion cures lupus.")
    assert found(report) == []
    assert [(each.rule_id, each.cleared_by) for each in report.cleared] == [("cure-claim/known", "scorecard")]
    assert ("rules cure-claim/known", 1.5) in report.cleared[0].points


def test_a_rule_it_does_not_know_is_left_alone(report_of: Callable[[str], DocumentReport]) -> None:
    assert found(report_of("The infusion ends lupus.")) == ["cure-claim/own"]


def test_enough_cues_are_a_finding_without_any_rule(report_of: Callable[[str], DocumentReport]) -> None:
    report = report_of("The swelling will never return.")
    assert found(report) == ["cure-claim/scorecard"]
    assert report.findings[0].text == "The swelling will never return."
    assert report.findings[0].points == (("start", -2.0), ("phrases never return", 2.5))


def test_a_sign_counts_and_finds_nothing_by_itself(report_of: Callable[[str], DocumentReport]) -> None:
    assert found(report_of("The swelling has vanished forever.")) == ["cure-claim/scorecard"]
    report = report_of("The swelling has vanished.")
    assert found(report) == []
    assert not report.cleared


def test_cues_against_count_as_well(report_of: Callable[[str], DocumentReport]) -> None:
    assert found(report_of("The leaflet says the infusion cures lupus forever.")) == []
    assert found(report_of("Will it never return?")) == []


def test_a_text_of_one_sentence_keeps_what_the_rules_found(compile_small: Callable[..., CompiledPack]) -> None:
    compiled = compile_small(KNOWN, CARD)
    report = screen(load_document(b"The infusion cures lupus.", "advert.txt"), compiled)[0]
    assert found(report) == ["cure-claim/known"]


def test_without_some_rules_of_a_category_its_scorecard_is_not_asked(compile_small: Callable[..., CompiledPack]) -> None:
    compiled = restrict(compile_small(KNOWN, OWN, SIGN, CARD), lambda rule: rule.id == "cure-claim/known")
    report = screen(load_document(("The infusion cures lupus." + PADDING).encode(), "advert.txt"), compiled)[0]
    assert found(report) == ["cure-claim/known"]
