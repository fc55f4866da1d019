"""Evidence: what counts as a citation, where it has to stand, and reference markers that lead somewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.model.finding import DocumentReport

Screened = Callable[..., DocumentReport]
FIGURE = """
id: success-rate/figure
title: A figure
match: "{percent}"
examples: {flag: [It works in 90%.], pass: [It works.]}
"""
LIST = "\n\nReferences\n\n1. Li QW, Wu Bo, Cells in lupus and what became of them. Lancet.\n\n2. Ray KT, Poe AA, More about cells in asthma. Brain."


def outcome(report: DocumentReport) -> str:
    """found, or what the only candidate was cleared by"""
    assert len(report.findings) + len(report.cleared) == 1
    return "found" if report.findings else report.cleared[0].cleared_by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works in 90% of people.", "found"),
        ("It works in 90% of people (Li et al. 2018).", "cited"),
        ("It works in 90% of people (Li, 2018).", "cited"),
        ("It works in 90% of people: 10.1000/abc123.", "cited"),
        ("It works in 90% of people, see NCT01234567.", "cited"),
        ("Studies show that it works in 90% of people.", "found"),
        ("In 2018 it worked in 90% of people.", "found"),
        # the adjoining sentence counts, one further away does not
        ("It works in 90% of people. See Li et al. 2018.", "cited"),
        ("See Li et al. 2018. It works in 90% of people.", "cited"),
        ("See Li et al. 2018. Then think. It works in 90% of people.", "found"),
        # a citation under another heading is about something else
        ("It works in 90% of people here.\n\nOther Matters\n\nSee Li et al. 2018.", "found"),
    ],
)
def test_a_figure_is_cleared_by_a_citation_beside_it(screened: Screened, text: str, expected: str) -> None:
    assert outcome(screened(FIGURE, text)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It works in 90% of people [1].", "cited"),
        ("It works in 90% of people [2, 3].", "cited"),
        ("It works in 90% of people.²", "cited"),
        ("It works in 90% of people¹.", "cited"),
        ("It works in 90% of people [7].", "found"),
        ("It works in 90% of people.⁹", "found"),
        ("It works in 90% of people.", "found"),
    ],
)
def test_a_reference_marker_counts_where_the_document_lists_the_reference(screened: Screened, sentence: str, expected: str) -> None:
    assert outcome(screened(FIGURE, sentence + LIST)) == expected


def test_a_marker_in_a_document_without_references_leads_nowhere(screened: Screened) -> None:
    assert outcome(screened(FIGURE, "It works in 90% of people [1].")) == "found"


def test_a_list_of_references_alone_cites_nothing(screened: Screened) -> None:
    assert outcome(screened(FIGURE, "It works in 90% of people.\n\nAnd there is more." + LIST)) == "found"


def test_an_entry_of_a_reference_list_claims_nothing(screened: Screened) -> None:
    report = screened(FIGURE, "Welcome to our page about cells.\n\nReferences\n\n1. Li QW, Wu Bo, Cells help 90% of people with lupus. Lancet.")
    assert report.findings == ()
    assert [each.cleared_by for each in report.cleared] == ["reference-list"]


def test_a_line_that_looks_like_an_entry_is_one_even_without_a_heading(screened: Screened) -> None:
    report = screened(FIGURE, "Welcome to our page about cells.\n\n[1] Li QW, Wu Bo, Cells help 90% of people with lupus.")
    assert [each.cleared_by for each in report.cleared] == ["reference-list"]


def test_the_citation_stands_in_the_report_with_its_span(screened: Screened) -> None:
    text = "It works in 90% of people. See Li et al. 2018."
    [cleared] = screened(FIGURE, text).cleared
    [citation] = cleared.evidence
    assert citation["kind"] == "author-year"
    assert text[citation["start"] : citation["end"]] == citation["text"] == "Li et al. 2018"


def test_a_category_that_citations_do_not_clear_is_left_alone(screened: Screened) -> None:
    rule = "id: cure-claim/x\ntitle: x\nmatch: '{percent}'\nexamples: {flag: [It works in 90%.], pass: [x]}"
    assert outcome(screened(rule, "It works in 90% of people (Li et al. 2018).")) == "found"
