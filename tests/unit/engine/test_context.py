"""Context: direction, scope, termination, pseudo-triggers, the longest trigger, and neighbouring units."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.model.finding import DocumentReport

Senses = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # direction: a forward trigger looks ahead, a backward one behind it
        ("We do not cure lupus.", {"negated": "not"}),
        ("We cure and do not lie.", {}),
        ("That we cure is not true.", {"negated": "is not true"}),
        ("It is not true that we cure.", {"negated": "not"}),
        ("A cure, so far unconfirmed, is here.", {"hedged": "so far unconfirmed"}),
        ("So far unconfirmed is a cure.", {"hedged": "so far unconfirmed"}),
        # scope: how many words a trigger reaches
        ("It may here or there or anywhere cure.", {"hedged": "may"}),
        ("It may here or there or anywhere else cure.", {}),
        ("A cure that one two three is not true.", {"negated": "is not true"}),
        ("A cure that one two three four five six is not true.", {}),
        ("Not one two three four five six seven eight nine ten cure.", {"negated": "not"}),
        # termination: "but" ends every scope, "," only that of a hypothesis
        ("We do not lie but we cure.", {}),
        ("We do not, we say, cure.", {"negated": "not"}),
        ("If you ask, we cure.", {}),
        ("If we cure you, pay.", {"hypothetical": "if"}),
        ("But we do not cure.", {"negated": "not"}),
        ("We do not cure but we help.", {"negated": "not"}),
        # pseudo-triggers: a negation inside an affirmative
        ("We not only cure but please.", {}),
        ("She no longer needs it: a cure.", {}),
        ("We do not, not only here, cure.", {"negated": "not"}),
        ("It may nine times cure.", {}),
        # a trigger says nothing of a target that it does not name
        ("We cure lupus.", {}),
        # the whole unit
        ("Can we cure lupus?", {"questioned": "?"}),
        # several senses at once
        ("We may not cure.", {"hedged": "may", "negated": "not"}),
        ("Beware of clinics that may cure.", {"warned": "beware of", "hedged": "may"}),
    ],
)
def test_triggers_of_the_same_unit(senses: Senses, text: str, expected: dict[str, str]) -> None:
    assert senses(text) == expected


def test_the_longest_trigger_of_a_sense_is_the_one_that_is_named(senses: Senses) -> None:
    assert senses("There is no real evidence of a cure.") == {"negated": "no real evidence"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We cure lupus. There is no evidence for this.", {"rejected": "there is no evidence"}),
        ("We cure lupus. Come soon. There is no evidence for this.", {}),
        ("We cure lupus, and there is no evidence.", {}),
        ("Do not believe what follows. We cure lupus.", {"warned": "do not believe what follows"}),
        ("Do not believe what follows. Listen. We cure lupus.", {}),
        ("We cure lupus. This is a scam.", {"warned": "this is a scam"}),
        ("This is a scam. We cure lupus.", {"warned": "this is a scam"}),
        ("We cure lupus, this is a scam.", {"warned": "this is a scam"}),
        ("Can we cure lupus? Yes, we can.", {}),
        ("Can we cure lupus? Perhaps.", {"questioned": "?"}),
    ],
)
def test_triggers_of_the_neighbouring_units(senses: Senses, text: str, expected: dict[str, str]) -> None:
    assert senses(text) == expected


def test_a_question_above_is_answered_by_the_next_unit_even_in_another_block(senses: Senses) -> None:
    assert senses("Can we cure lupus?\n\nYes, we certainly can do that.") == {}
    assert senses("Can we cure lupus?\n\nNo, nobody can do that.") == {"questioned": "?"}


def test_a_block_trigger_reaches_two_units_of_its_own_block(senses: Senses) -> None:
    text = "A warning to readers comes first. Listen. We cure lupus. We cure asthma."
    assert senses(text, "cure lupus") == {"warned": "a warning to readers"}
    assert senses(text, "cure asthma") == {}
    assert senses("A warning to readers comes first.\n\nWe cure lupus.", "cure lupus") == {}


def test_a_section_trigger_in_a_heading_reaches_all_that_stands_under_it(senses: Senses) -> None:
    text = "Myth or fact\n\nListen well to this. We cure lupus.\n\nWe heal asthma too.\n\nOur Prices\n\nWe cure ALS."
    assert senses(text, "cure lupus") == {"negated": "myth or fact"}
    assert senses(text, "heal asthma") == {"negated": "myth or fact"}
    assert senses(text, "cure ALS") == {}


def test_a_section_trigger_in_the_line_that_leads_into_a_list_reaches_its_bullets(senses: Senses) -> None:
    text = "We say to all who read this that the following are myths:\n- we cure lupus\n- we heal asthma\n\nWe cure ALS here and now."
    assert senses(text, "cure lupus") == {"negated": "the following are myths"}
    assert senses(text, "heal asthma") == {"negated": "the following are myths"}
    assert senses(text, "cure ALS") == {}


def test_a_trigger_reaches_over_a_line_break_within_its_unit(senses: Senses) -> None:
    assert senses("It is plain that no clinic of this or any other country can\ncure lupus.", "cure lupus") == {"negated": "no"}


def test_a_disguised_trigger_is_a_trigger(senses: Senses) -> None:
    assert senses("We do n\u200bot cure lupus.") == {"negated": "not"}


RULE = """
id: cure-claim/verb
title: A cure is claimed
match: "[cure] <2> {disease}"
examples: {flag: [We cure lupus.], pass: [We do not cure lupus.]}
"""


def test_a_finding_names_each_sense_with_the_span_of_its_trigger(screened: Callable[..., DocumentReport]) -> None:
    text = "It may, we think, cure lupus."
    [found] = screened(RULE, text).findings
    [sense] = found.context
    assert (sense.name, sense.trigger, text[sense.start : sense.end]) == ("hedged", "may", "may")
    assert (str(found.severity), found.lowered_from) == ("low", "critical")


def test_a_clearance_names_the_trigger_in_the_next_sentence(screened: Callable[..., DocumentReport]) -> None:
    text = "They cure lupus. There is no evidence for this."
    report = screened(RULE, text)
    [cleared] = report.cleared
    assert report.findings == ()
    assert cleared.cleared_by == "rejected"
    assert text[cleared.context[0].start : cleared.context[0].end] == "There is no evidence"


def test_one_live_match_in_a_unit_outweighs_a_cleared_one(screened: Callable[..., DocumentReport]) -> None:
    [found] = screened(RULE, "We do not cure asthma, but we cure lupus.").findings
    assert found.text == "cure lupus"
