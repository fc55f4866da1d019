"""Judgement: what clears or lowers a match, scorecards, stance, and one finding where rules agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.documents import load as load_document
from compliance.engine.compiled import CompiledPack
from compliance.engine.judge import fill
from compliance.engine.restrict import restrict
from compliance.engine.screen import screen
from compliance.model.finding import DocumentReport, Severity

Screened = Callable[..., DocumentReport]
EXAMPLES = "examples: {flag: [x], pass: [y]}"
CURE = f"""
  - id: cure-claim/verb
    title: A cure is claimed
    match: "[cure] <2> {{disease}}"
    {EXAMPLES}
"""


def rules(*texts: str) -> str:
    return "rules:" + "".join(texts)


@pytest.mark.parametrize(
    ("context", "text", "expected"),
    [
        ("{}", "We cure lupus.", "critical"),
        ("{}", "We do not cure lupus.", "cleared: negated"),
        ("{}", "It may cure lupus.", "low"),
        ("{keep: [negated]}", "We do not cure lupus.", "critical"),
        ("{keep: [hedged]}", "It may cure lupus.", "critical"),
        ("{clear: [hedged]}", "It may cure lupus.", "cleared: hedged"),
        ("{lower: {negated: medium}}", "We do not cure lupus.", "medium"),
        ("{lower: {hedged: high}}", "It may cure lupus.", "high"),
    ],
)
def test_a_rule_may_say_otherwise_than_its_category_what_a_sense_does(screened: Screened, context: str, text: str, expected: str) -> None:
    report = screened(rules(CURE + f"    context: {context}\n"), text)
    got = [str(each.severity) for each in report.findings] + [f"cleared: {each.cleared_by}" for each in report.cleared]
    assert got == [expected]


def test_lowering_never_raises(screened: Screened) -> None:
    low = CURE.replace("title:", "severity: low\n    title:") + "    context: {lower: {negated: high}}\n"
    [found] = screened(rules(low), "We do not cure lupus.").findings
    assert (found.severity, found.lowered_from) == (Severity.LOW, "")


FREE = f"""
  - id: cure-claim/free
    title: Free of it
    severity: high
    confidence: high
    match: "free of {{disease}}"
    {EXAMPLES}
"""


def test_the_weightiest_rule_of_a_category_speaks_for_a_sentence_and_names_the_others(screened: Screened) -> None:
    [found] = screened(rules(CURE, FREE), "You are free of asthma since we cure lupus.").findings
    assert (found.rule_id, found.also) == ("cure-claim/verb", ("cure-claim/free",))


def test_sentences_are_judged_apart(screened: Screened) -> None:
    found = screened(rules(CURE, FREE), "We cure lupus. You are free of asthma.").findings
    assert [each.rule_id for each in found] == ["cure-claim/verb", "cure-claim/free"]


SCORE = f"""
  - id: testimonial/score
    title: A story
    score:
      threshold: 3
      cues:
        - {{name: speaks, points: 2, match: "(i|my)", anchor: true}}
        - {{name: outcome, points: 2, match: "(walk|run)"}}
        - {{name: disease, points: 1, match: "{{disease}}"}}
        - {{name: the clinic speaks, points: -2, match: "our patients"}}
    {EXAMPLES}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Today I walk.", [("speaks", 2.0), ("outcome", 2.0)]),
        ("My lupus, oh.", [("speaks", 2.0), ("disease", 1.0)]),
        ("I sleep.", None),
        ("Today our patients walk, I say.", None),
        ("They walk with lupus, two points and one, but no anchor.", None),
    ],
)
def test_a_scorecard_counts_its_cues_and_shows_its_points(screened: Screened, text: str, expected: list[tuple[str, float]] | None) -> None:
    found = screened(rules(SCORE), text).findings
    assert [list(each.points) for each in found] == ([expected] if expected else [])


def test_neighbouring_pieces_of_a_story_are_one_finding_that_spans_it(screened: Screened) -> None:
    text = "I came with lupus. The food was fine. Now I run. The weather is wet. It rains. And I walk."
    found = screened(rules(SCORE), text).findings
    assert [each.text for each in found] == ["I came with lupus. The food was fine. Now I run.", "I"]


def test_a_heading_begins_another_story(screened: Screened) -> None:
    text = "Ann's Story\n\nI came with lupus. Now I run.\n\nBob's Story\n\nNow I walk, he says."
    assert [each.text for each in screened(rules(SCORE), text).findings] == ["I came with lupus. Now I run.", "I"]


STANCE = f"""
  - id: stance/page
    kind: stance
    title: What kind of page
    options: {{advertising: 2, sober: -2}}
    score:
      threshold: 0
      cues:
        - {{name: offer, points: 1, match: "(book|call) (us|now)", times: 2}}
        - {{name: sober, points: -2, match: "talk to your doctor"}}
    {EXAMPLES}
"""


@pytest.mark.parametrize(
    ("text", "stance", "score"),
    [
        ("We cure lupus.", "unclear", 0.0),
        ("We cure lupus. Call us. Book now.", "advertising", 2.0),
        ("We cure lupus. Call us. Book now. Call now. Book us.", "advertising", 2.0),
        ("Some cure lupus. Talk to your doctor.", "sober", -2.0),
    ],
)
def test_the_stance_of_a_page_is_scored_by_its_cues(screened: Screened, text: str, stance: str, score: float) -> None:
    report = screened(rules(STANCE, CURE), text)
    assert (report.stance["stance"], report.stance["score"]) == (stance, score)


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("any", "Some cure lupus. Talk to your doctor.", "found"),
        ("not-sober", "Some cure lupus. Talk to your doctor.", "sober-document"),
        ("not-sober", "We cure lupus.", "found"),
        ("advertising", "We cure lupus.", "not-about-therapy"),
        ("advertising", "We cure lupus. Call us. Book now.", "found"),
        ("about-therapy", "We cure lupus. It is late. We go.", "not-about-therapy"),
        ("about-therapy", "We cure lupus. Stem cells are here. We go.", "found"),
        ("about-therapy", "We cure lupus.", "found"),  # too short to tell
    ],
)
def test_a_rule_may_ask_for_a_stance(screened: Screened, wanted: str, text: str, expected: str) -> None:
    report = screened(rules(STANCE, CURE + f"    stance: {wanted}\n"), text)
    got = [*("found" for _ in report.findings), *(each.cleared_by for each in report.cleared)]
    assert got == [expected]


def test_a_rule_may_look_only_at_some_kinds_of_unit_or_place(screened: Screened) -> None:
    text = "We cure lupus.\n\n- we cure asthma\n\nFrequently asked questions\n\nWell, we cure ALS."
    assert [each.text for each in screened(rules(CURE + "    units: [bullet]\n"), text).findings] == ["cure asthma"]
    assert [each.text for each in screened(rules(CURE + "    places: [faq]\n"), text).findings] == ["cure ALS"]


def test_a_deprecated_rule_does_not_run(screened: Screened) -> None:
    report = screened(rules(CURE + "    status: deprecated\n"), "We cure lupus.")
    assert (report.findings, report.cleared) == ((), ())


def test_the_message_names_what_the_pattern_captured(screened: Screened) -> None:
    rule = CURE + '    message: "{quote} / {disease|the disease} / {therapy|the therapy} / {category}"\n'
    [found] = screened(rules(rule), "It is plain to see that here we cure your\nlupus.").findings
    assert found.message == "cure your lupus / lupus / the therapy / cure-claim"


def test_a_slot_that_nothing_fills_says_its_own_name() -> None:
    assert fill("{no_one} and {x|somebody}", {}) == "no one and somebody"


def test_a_repeated_sentence_has_a_fingerprint_of_its_own_that_survives_other_edits(screened: Screened) -> None:
    one, two = screened(rules(CURE), "We cure lupus. Well. We cure lupus.").findings
    assert one.fingerprint != two.fingerprint
    assert two.details["repeats"] == 1
    [moved] = screened(rules(CURE), "Something new comes first.\n\nAnd then: We cure lupus.").findings
    [same] = screened(rules(CURE), "Other words.\n\nAnd then: We  cure\tlupus.").findings
    assert moved.fingerprint == same.fingerprint


def test_positions_are_those_of_the_source(screened: Screened) -> None:
    text = "One line.\r\n\r\nWe say: it will cure\u200b your lupus at once."
    [found] = screened(rules(CURE), text).findings
    assert text[found.start : found.end] == found.text == "cure\u200b your lupus"
    assert (found.line, found.column, found.end_line, found.end_column) == (3, 17, 3, 33)
    assert found.sentence[found.quote_at :].startswith(found.text)


def test_rules_that_are_not_wanted_do_not_hide_those_that_are(compile_small: Callable[..., CompiledPack]) -> None:
    compiled = compile_small(rules(CURE, FREE))
    only = restrict(compiled, lambda rule: rule.id == "cure-claim/free")
    report, _ = screen(load_document(b"You are free of asthma since we cure lupus.", "advert.txt"), only)
    assert [each.rule_id for each in report.findings] == ["cure-claim/free"]
