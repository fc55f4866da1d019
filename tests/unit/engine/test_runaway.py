"""A pattern that runs away is stopped and reported, and everything else goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.documents import load as load_document
from compliance.engine import evidence, sentence
from compliance.engine.compiled import CompiledPack
from compliance.engine.screen import screen

BAIT = "A" + "a" * 400


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence, "MATCH_SECONDS", 0.02)
    monkeypatch.setattr(evidence, "MATCH_SECONDS", 0.02)


@pytest.mark.usefixtures("impatient")
def test_other_rules_still_report_and_the_hostile_pattern_is_named(hostile: CompiledPack) -> None:
    text = f"We cure lupus. {BAIT} lupus. We cure asthma."
    report, errors = screen(load_document(text.encode(), "advert.txt"), hostile)
    assert [each.text for each in report.findings] == ["cure lupus", "cure asthma"]
    [error] = errors
    assert (error.path, error.code) == ("advert.txt", "R010")
    assert "/(?:a|aa)+z/ {disease}" in error.problem
    assert "unit 2" in error.problem
    assert "rules lint" in error.hint


@pytest.mark.usefixtures("impatient")
def test_a_stopped_pattern_is_not_tried_again_in_the_same_document(hostile: CompiledPack) -> None:
    text = f"{BAIT} lupus.\n\n" * 50 + "We cure lupus."
    report, errors = screen(load_document(text.encode(), "advert.txt"), hostile)
    assert len(errors) == 1
    assert [each.text for each in report.findings] == ["cure lupus"]


def test_the_same_pattern_works_where_nothing_baits_it(hostile: CompiledPack) -> None:
    report, errors = screen(load_document(b"He said aaaz lupus.", "advert.txt"), hostile)
    assert errors == ()
    assert [each.rule_id for each in report.findings] == ["cure-claim/hostile"]


@pytest.mark.usefixtures("impatient")
def test_a_citation_pattern_that_runs_away_is_stopped_too(compile_small: Callable[..., CompiledPack]) -> None:
    pack = "pack: {name: more, version: 1}\nsettings:\n  citations: [{kind: endless, regex: '(?:a|aa)+z'}, {kind: doi, regex: '10\\.\\d{4}/x'}]"
    rule = "id: success-rate/figure\ntitle: A figure\nmatch: '{percent}'\nexamples: {flag: [x], pass: [y]}"
    text = f"It works in 90% of people {BAIT}. It works in 80% of people: 10.1000/x."
    report, errors = screen(load_document(text.encode(), "advert.txt"), compile_small(pack, rule))
    assert [error.code for error in errors] == ["R010"]
    assert [each.text for each in report.cleared] == ["90%", "80%"]
