"""Scorecards: everything a unit shows, weighed for one category, in points that stand in YAML.

A pattern rule says that a construction is there; whether a careful reader would call the sentence a
claim depends on much else at once: who acts, what the heading was, what kind of page it is. A scorecard
adds up the points of all cues. Where they reach its threshold the unit is a finding, with or without
a pattern rule; where they do not, the findings of the rules it knows are cleared. Rules it does not know,
such as those of a user's own pack, it leaves alone, and in a text of a few sentences it clears nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Iterable

from compliance.engine.cards import GROUPS, Card, Cards
from compliance.engine.cues import Cue, Cues
from compliance.engine.judge import Candidate, Judge
from compliance.model.finding import Severity
from compliance.model.rule import Rule

NAMES = {prefix: group for group, prefix in GROUPS.items()}
SHOWN = 8
"""how many cues a finding names"""


def weigh(judge: Judge, candidates: Iterable[Candidate], cards: Cards) -> list[Candidate]:
    """The candidates of a document as its scorecards see them, those that only a scorecard finds added."""
    listed = list(candidates)
    rules = [each for each in listed if each.rule.kind != "sign"]
    if not cards.cards:
        return rules
    compiled = judge.view.compiled
    cues = Cues(judge, listed, compiled.reader())
    by_unit: dict[int, list[Candidate]] = defaultdict(list)
    for each in rules:
        by_unit[each.unit].append(each)
    may_clear = len(judge.view.units) >= int(compiled.pack.settings.get("short_document_units", 5))
    weighed = {card.rule.category for card in cards.cards}
    out = [each for each in rules if each.rule.category not in weighed]
    beginning = [card.start - card.threshold for card in cards.cards]
    for unit in range(len(judge.view.units)):
        here = by_unit.get(unit, [])
        if judge.evidence.is_entry(unit):
            out += [each for each in here if each.rule.category in weighed]
            continue
        totals = beginning.copy()
        known: list[tuple[Cue, tuple[tuple[int, int], ...]]] = []
        for prefix, names in cues.of(unit):
            of_prefix = cards.worth.get(prefix, {})
            known += [((prefix, name), of_prefix[name]) for name in names if name in of_prefix]
        for _, worth in known:
            for number, points in worth:
                totals[number] += points
        found = {each.rule.category for each in here}
        for number, (card, excess) in enumerate(zip(cards.cards, totals)):
            if excess >= 0 or card.rule.category in found:
                own = [each for each in here if each.rule.category == card.rule.category]
                told = [(cue, points) for cue, worth in known for other, points in worth if other == number]
                out += _judged(judge, unit, own, card, excess, told, may_clear)
    return out


def _judged(judge: Judge, unit: int, own: list[Candidate], card: Card, excess: int, told: list[tuple[Cue, int]], may_clear: bool) -> list[Candidate]:
    """The candidates of one category in one unit, given by how much its scorecard exceeds (or misses) the threshold."""
    weightiest = sorted(told, key=lambda pair: (-abs(pair[1]), pair[0]))[:SHOWN]
    points = (("start", card.start / 100), *((NAMES[name] + " " + cue, value / 100) for (name, cue), value in weightiest))
    live = [each for each in own if not each.cleared_by]
    if excess < 0:
        if not may_clear:
            return own
        return [replace(each, cleared_by="scorecard", points=each.points or points) if each in live and each.rule.id in card.knows else each for each in own]
    if live:
        return [replace(each, also=tuple(sorted({*each.also, card.rule.id})), points=each.points or points) if each in live else each for each in own]
    return [*own, _found(judge, unit, card.rule, excess, points)]


def _found(judge: Judge, unit: int, rule: Rule, excess: int, points: tuple[tuple[str, float], ...]) -> Candidate:
    """The finding of a scorecard alone: the whole unit, lowered by what would lower a rule's."""
    here = judge.view.units[unit]
    told = judge.context.senses(unit, 0, len(judge.view.texts[unit]))
    severity, lowered = rule.severity, ""
    for sense in sorted({each.sense for each in told} & set(rule.context.lower)):
        if rule.context.lower[sense] < severity:
            severity, lowered = rule.context.lower[sense], str(rule.severity)
    if severity is Severity.CRITICAL and excess < 100:
        severity, lowered = Severity.HIGH, str(rule.severity)
    severity, lowered = judge.bounded(severity, lowered)
    return Candidate(
        rule=rule, unit=unit, last=unit, start=here.start, end=here.end, severity=severity, captures={}, told=told, lowered_from=lowered, points=points
    )

