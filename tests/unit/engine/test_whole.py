"""Rules on the whole document: a disclosure missing, buried or distant, and one therapy for many diseases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.model.finding import DocumentReport, Finding

Screened = Callable[..., DocumentReport]
RULES = """
rules:
  - id: cure-claim/verb
    title: A cure is claimed
    match: "[cure] <2> {disease}"
    examples: {flag: [We cure lupus.], pass: [We do not cure lupus.]}
  - id: experimental-status/missing-or-buried
    kind: disclosure
    title: The status is not said
    options: {claims: [cure-claim], topic: "{therapy}", distant: medium, buried: low, short_units: 6}
    match: "[(experimental|unproven)]"
    where: [{seen: "{therapy}", in: document}]
    examples: {flag: [Stem cells cure lupus.], pass: [Stem cells are experimental.]}
"""
FILLER = ["The kitchen is open.", "The garden is green.", "Parking is easy.", "Nurses are kind.", "Rooms are quiet.", "Trains run often.", "The sea is near."]
CLAIM = "Our stem cells cure lupus."


def status(report: DocumentReport) -> Finding | None:
    found = [each for each in report.findings if each.category == "experimental-status"]
    assert len(found) < 2
    return found[0] if found else None


def grade(report: DocumentReport) -> tuple[str, str]:
    found = status(report)
    return (str(found.details["status"]), str(found.severity)) if found else ("adequate", "")


def page(*parts: str) -> str:
    return "\n\n".join(parts)


def fill(count: int) -> list[str]:
    return [FILLER[number % len(FILLER)] for number in range(count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page(CLAIM), ("missing", "high")),
        (page(CLAIM, *fill(20)), ("missing", "high")),
        (page(CLAIM, "This is experimental."), ("adequate", "")),
        (page("This is experimental.", CLAIM), ("adequate", "")),
        (page("This is experimental.", *fill(20), CLAIM), ("adequate", "")),
        (page(CLAIM, *fill(5), "This is experimental.", *fill(12)), ("adequate", "")),
        (page(CLAIM, *fill(11), "This is experimental.", *fill(12)), ("distant", "medium")),
        (page(CLAIM, *fill(18), "This is experimental.", "Come soon."), ("buried", "low")),
        (page(CLAIM, "© 2026 A Clinic. All rights reserved. This is experimental."), ("buried", "low")),
        (page(CLAIM, "Frequently asked questions", "What is it?", "This is experimental."), ("buried", "low")),
        # a denial of the status is no disclosure of it
        (page(CLAIM, "This is not experimental."), ("missing", "high")),
        # a text without the therapy needs no disclosure
        (page("Our soup is here to cure lupus."), ("adequate", "")),
    ],
)
def test_a_disclosure_is_graded_by_where_it_stands(screened: Screened, text: str, expected: tuple[str, str]) -> None:
    assert grade(screened(RULES, text)) == expected


def test_the_best_of_several_statements_counts(screened: Screened) -> None:
    text = page(CLAIM, "This is experimental.", *fill(20), "© 2026. All rights reserved. It is experimental.")
    assert status(screened(RULES, text)) is None


def test_the_finding_stands_at_the_first_claim_and_names_the_statement(screened: Screened) -> None:
    text = page("Welcome to us all.", "Stem cells are here.", CLAIM, "© 2026. All rights reserved. It is experimental.")
    found = status(screened(RULES, text))
    assert found is not None
    assert found.text == CLAIM
    [statement] = found.related
    assert statement["grade"] == "buried"
    assert statement["place"] == "footer"
    assert text[statement["start"] : statement["end"]] == "experimental"
    assert found.message == "The status is buried."
    assert "units" in found.details["looked_at"]


def test_without_a_claim_the_finding_stands_where_the_therapy_is_first_named(screened: Screened) -> None:
    found = status(screened(RULES, page("Welcome to us all.", "Stem cells are here.", "Come soon.")))
    assert found is not None
    assert found.text == "Stem cells are here."


LIST = """
id: broad-indications/list
kind: list
title: One therapy for many diseases
options: {lexicon: disease, at_least: 3, ignore_groups: [skin]}
match: "{disease}"
where: [{seen: "{therapy}", in: document}]
examples: {flag: ["Cells for lupus, asthma and ALS."], pass: [Cells for lupus.]}
"""


def lists(report: DocumentReport) -> list[tuple[str, list[str]]]:
    return [(each.text, list(each.details["families"])) for each in report.findings]


def test_a_sentence_with_diseases_of_three_families_is_one_finding(screened: Screened) -> None:
    text = "Stem cells treat lupus, asthma and knee pain. They treat lupus, too."
    assert lists(screened(LIST, text)) == [("Stem cells treat lupus, asthma and knee pain.", ["autoimmune", "joint", "lung"])]


def test_a_list_of_bullets_is_one_finding_on_its_first_item(screened: Screened) -> None:
    text = "Our stem cells treat all of these and more conditions:\n\n- lupus\n- asthma\n- emphysema\n- ALS\n- heart failure\n\nAsk us."
    assert lists(screened(LIST, text)) == [("lupus", ["autoimmune", "heart", "lung", "neurological"])]


def test_a_run_of_headings_that_name_diseases_is_a_list(screened: Screened) -> None:
    text = "We use stem cells for every patient who comes here to us.\n\nLupus\n\nAsthma\n\nHeart Failure\n\nWe are here for you all."
    assert [families for _, families in lists(screened(LIST, text))] == [["autoimmune", "heart", "lung"]]


@pytest.mark.parametrize(
    "text",
    [
        "Stem cells treat lupus and asthma.",
        "Stem cells treat lupus, rheumatoid disease and MS.",
        "Stem cells treat lupus, asthma and naive itch.",
        "We treat lupus, asthma and knee pain.",
        "Stem cells treat lupus.\n\nStem cells treat asthma.\n\nStem cells treat ALS.",
    ],
)
def test_fewer_families_or_another_therapy_make_no_list(screened: Screened, text: str) -> None:
    assert screened(LIST, text).findings == ()


def test_a_list_that_is_denied_is_cleared(screened: Screened) -> None:
    report = screened(LIST, "Stem cells do not treat lupus, asthma or ALS.")
    assert report.findings == ()
    assert [each.cleared_by for each in report.cleared] == ["negated"]
