"""Composition: all, any, not, order, distance and the scopes a part may be looked for in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from compliance.model.finding import DocumentReport

Holds = Callable[..., bool]


@pytest.fixture
def holds(screened: Callable[..., DocumentReport]) -> Holds:
    """`holds(match, text, where)`: does a rule with these nodes report anything, live or cleared?"""

    def ask(match: Any, text: str, where: list[Any] | None = None) -> bool:
        rule = {"id": "cure-claim/x", "title": "x", "match": match, "where": where or [], "examples": {"flag": ["x"], "pass": ["y"]}}
        report = screened(json.dumps(rule), text)
        return bool(report.findings or report.cleared)

    return ask


def test_any_of_several_patterns_will_do(holds: Holds) -> None:
    assert holds(["cure", "heal"], "We heal it.")
    assert holds({"any": ["cure", "heal"]}, "We cure it.")
    assert not holds(["cure", "heal"], "We help it.")


def test_all_of_several_patterns_must_be_there_in_any_order(holds: Holds) -> None:
    match = {"all": ["cure", "{disease}"]}
    assert holds(match, "Lupus has a cure.")
    assert holds(match, "A cure for lupus.")
    assert not holds(match, "A cure.")
    assert not holds(match, "A cure. And lupus.")


def test_all_in_order_must_follow_one_another(holds: Holds) -> None:
    match = {"all": ["cure", "{disease}"], "ordered": True}
    assert holds(match, "A cure for lupus.")
    assert not holds(match, "Lupus has a cure.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A cure of all lupus.", True), ("A cure of all our lupus.", False), ("Lupus in a cure.", True), ("Lupus is never a cure.", False), ("cure lupus", True)],
)
def test_all_within_a_distance_counts_the_words_between(holds: Holds, text: str, expected: bool) -> None:
    assert holds({"all": ["cure", "{disease}"], "within": 2}, text) is expected


def test_all_within_a_distance_takes_the_pair_that_fits(holds: Holds) -> None:
    assert holds({"all": ["cure", "{disease}"], "within": 1}, "A cure is far away from here, yet cure lupus we must.")


def test_not_holds_where_its_part_is_missing(holds: Holds) -> None:
    match = {"all": ["cure", {"not": ["{disease}", "pain"]}]}
    assert holds(match, "We cure hunger.")
    assert not holds(match, "We cure lupus.")
    assert not holds(match, "We cure pain.")


TEXT = "Our Own Page\n\nWe are all here. We have stem cells. We cure it well. Call us soon. Then pay.\n\nSome Other Page\n\nIt is about lupus."


@pytest.mark.parametrize(
    ("scope", "words", "expected"),
    [
        ("unit", "well", True),
        ("unit", "call", False),
        ("previous", "{therapy}", True),
        ("previous", "here", False),
        ("next", "call", True),
        ("next", "pay", False),
        ("adjoining", "call", True),
        ("adjoining", "{therapy}", True),
        ("adjoining", "well", True),
        ("adjoining", "here", False),
        ("before", "here", True),
        ("before", "own page", True),
        ("before", "call", False),
        ("block", "pay", True),
        ("block", "own page", False),
        ("heading", "own page", True),
        ("heading", "other page", False),
        ("section", "pay", True),
        ("section", "own page", True),
        ("section", "{disease}", False),
        ("hint", "own page", True),
        ("hint", "here", False),
        ("lead", "own page", False),
        ("title", "own page", True),
        ("title", "here", True),
        ("title", "pay", False),
        ("document", "{disease}", True),
        ("document", "asthma", False),
    ],
)
def test_a_part_is_looked_for_in_its_scope(holds: Holds, scope: str, words: str, expected: bool) -> None:
    assert holds("cure it", TEXT, [{"seen": words, "in": scope}]) is expected


def test_the_lead_of_a_bullet_is_a_scope(holds: Holds) -> None:
    text = "We use our own stem cells for any of the following:\n- cure it\n- help it\n"
    assert holds("cure it", text, [{"seen": "{therapy}", "in": "lead"}])
    assert holds("cure it", text, [{"seen": "{therapy}", "in": "hint"}])
    assert not holds("cure it", text, [{"seen": "{disease}", "in": "lead"}])


def test_a_part_may_have_to_be_seen_several_times(holds: Holds) -> None:
    text = "We cure it. Lupus is bad. Lupus and lupus again."
    assert holds("cure it", text, [{"seen": "{disease}", "in": "document", "at_least": 3}])
    assert not holds("cure it", text, [{"seen": "{disease}", "in": "document", "at_least": 4}])


def test_groups_count_how_many_families_are_named(holds: Holds) -> None:
    text = "We cure it. Lupus, MS and asthma."
    assert holds("cure it", text, [{"groups": "disease", "at_least": 2, "in": "document"}])
    assert not holds("cure it", text, [{"groups": "disease", "at_least": 3, "in": "document"}])
    assert not holds("cure it", text, [{"groups": "disease", "at_least": 1, "in": "unit"}])
    assert not holds("cure it", text, [{"groups": "disease", "at_least": 2, "in": "document", "of": ["lung", "heart"]}])


def test_groups_of_a_list_are_counted_over_its_bullets(holds: Holds) -> None:
    text = "We cure all of these and many more with our own stem cells:\n- lupus we cure it\n- asthma\n- ALS\n"
    assert holds("cure it", text, [{"groups": "disease", "at_least": 3, "in": "list"}])
    assert not holds("cure it", text, [{"groups": "disease", "at_least": 4, "in": "list"}])


def test_a_unit_may_have_to_be_of_a_kind(holds: Holds) -> None:
    assert holds("cure it", "- cure it\n- help it", [{"unit": "bullet"}])
    assert holds("cure it", "We Cure It\n\nAnd more of that.", [{"unit": ["heading", "bullet"]}])
    assert not holds("cure it", "We cure it.", [{"unit": ["heading", "bullet"]}])


def test_a_unit_may_have_to_stand_in_a_place(holds: Holds) -> None:
    text = "Some words to begin with.\n\nFrequently asked questions\n\nWell, we cure it."
    assert holds("cure it", text, [{"place": "faq"}])
    assert not holds("cure it", text, [{"place": ["body", "footer"]}])


def test_conditions_nest(holds: Holds) -> None:
    where = [{"any": [{"seen": "asthma", "in": "document"}, {"all": [{"not": {"seen": "pay", "in": "next"}}, {"seen": "{therapy}", "in": "previous"}]}]}]
    assert holds("cure it", TEXT, where)
    assert not holds("cure it", TEXT.replace("Call us soon", "Then pay us"), where)


def test_a_scope_answers_each_unit_for_itself(screened: Callable[..., DocumentReport]) -> None:
    rule = {
        "id": "cure-claim/x",
        "title": "x",
        "match": "cure it",
        "where": [{"seen": "{therapy}", "in": "previous"}],
        "examples": {"flag": ["x"], "pass": ["y"]},
    }
    text = "We cure it. Stem cells are here. We cure it now."
    assert [each.start for each in screened(json.dumps(rule), text).findings] == [text.rindex("cure it")]
