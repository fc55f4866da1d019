"""Scorecards: everything a unit shows, weighed for one category, in points that stand in YAML.

A pattern rule says that a construction is there; whether a careful reader would call the sentence a
claim depends on much else at once: who acts, what the heading was, what kind of page it is. A scorecard
adds up the points of all cues. Where they reach its threshold the unit is a finding, with or without
a pattern rule; where they do not, the findings of the rules it knows are cleared. Rules it does not know,
such as those of a user's own pack, it leaves alone, and in a text of a few sentences it clears only what it misses by far.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Iterable, Iterator, NamedTuple

from compliance.engine.cards import GROUPS, Card, hundredths
from compliance.engine.cues import Cue, Cues
from compliance.engine.judge import NOTHING, Candidate, Judge
from compliance.engine.weights import Sums
from compliance.engine.whole import Graded
from compliance.model.rule import STANCE, Rule

NAMES = {prefix: group for group, prefix in GROUPS.items()}
SHOWN = 8
"""how many cues a finding names"""


def weigh(cues: Cues, candidates: dict[int, list[Candidate]], sums: Sums, stance: str) -> Iterator[Candidate]:
    """The candidates of a document of some stance as its scorecards see them, those that only a scorecard finds added, unit by unit.

    `candidates` are those of rules by their units, and are taken out of it: what is weighed need not be held twice.
    """
    judge, weights, cards = cues.judge, sums.weights, sums.weights.cards
    is_short = _is_short(cues)
    weighed = {card.rule.category for card in cards.cards if not card.is_of_document}
    settings = judge.view.compiled.pack.settings
    leeway: int | None = hundredths(settings.get("rule_leeway", 0)) if stance == "advertising" else 0
    if is_short:
        leeway = hundredths(settings["short_leeway"]) if "short_leeway" in settings else None
    stricter = hundredths(settings.get("sober_margin", 0)) if stance == "sober" and not is_short else 0
    for unit in range(len(judge.view.units)):
        listed = candidates.pop(unit, ())
        here = [each for each in listed if each.rule.category in weighed]
        yield from (each for each in listed if each.rule.category not in weighed)
        if not weighed or judge.evidence.is_entry(unit):
            yield from here
            continue
        if not here and sums.is_quiet(unit):
            continue
        found = {each.rule.category for each in here}
        wanted = sum(weights.field(number) for number, card in enumerate(cards.cards) if card.rule.category in found and not card.is_of_document)
        total = sums.with_signs(unit, sums.total(unit), stricter, wanted)
        shown = weights.reached(total, stricter) | wanted
        if not shown:
            continue
        for number, (card, over) in enumerate(zip(cards.cards, weights.sums(total))):
            if shown & weights.field(number):
                own = [each for each in here if each.rule.category == card.rule.category]
                yield from _judged(cues, unit, own, card, over - stricter, sums.told(unit, number), is_short, leeway)


def weigh_document(cues: Cues, graded: Graded, sums: Sums) -> Candidate | None:
    """The finding of a disclosure rule, live or cleared, as the scorecard of its category sees it; None where there is nothing to say.

    A statement that is adequate is never outweighed, and in a text of a few sentences the rule stands.
    """
    rule, cards = graded.candidate.rule, sums.weights.cards
    number = next((number for number, card in enumerate(cards.cards) if card.is_of_document and card.rule.category == rule.category), -1)
    least = int(cues.view.compiled.pack.settings.get("weighed_document_units", 0))
    if number < 0 or graded.grade == "adequate" or len(cues.view.units) < least:
        return graded.candidate if graded.is_finding else None
    told = sums.whole(number, graded.grade if graded.applies else "none")
    points = _points(cards.cards[number], told)
    excess = cards.cards[number].start - cards.cards[number].threshold + sum(value for _, value in told)
    if excess >= 0 and (graded.applies or cues.judge.is_about_therapy()):
        return replace(graded.candidate, points=points, also=(cards.cards[number].rule.id,), margin=excess / 100)
    return replace(graded.candidate, points=points, cleared_by="scorecard") if graded.is_finding else None


class Weighed(NamedTuple):
    """What the scorecard of stances says of a page: the points by which it is an advert (below 0: is none), and the weightiest of them."""

    excess: int
    points: tuple[tuple[str, float], ...]


def weigh_stance(cues: Cues, sums: Sums) -> Weighed | None:
    """Is the page an advert? None without such a scorecard, and of a text too short to tell."""
    cards = sums.weights.cards.cards
    number = next((number for number, card in enumerate(cards) if card.rule.category == STANCE), -1)
    least = int(cues.view.compiled.pack.settings.get("weighed_document_units", 0))
    if number < 0 or len(cues.view.units) < least:
        return None
    told = sums.whole(number)
    return Weighed(cards[number].start - cards[number].threshold + sum(value for _, value in told), _points(cards[number], told))


def _is_short(cues: Cues) -> bool:
    return len(cues.view.units) < int(cues.view.compiled.pack.settings.get("short_document_units", 5))


def _points(card: Card, told: Iterable[tuple[Cue, int]]) -> tuple[tuple[str, float], ...]:
    """A scorecard's weightiest points, as a finding shows them."""
    weightiest = sorted(told, key=lambda pair: (-abs(pair[1]), pair[0]))[:SHOWN]
    return (("start", card.start / 100), *(_point(name, cue, value) for (name, cue), value in weightiest))


@lru_cache(maxsize=16_384)
def _point(name: str, cue: str, value: int) -> tuple[str, float]:
    """A cue and its points as a finding shows them: the same few thousand in all findings, so that they share them."""
    return f"{NAMES[name]} {cue}", value / 100


def _judged(
    cues: Cues, unit: int, own: list[Candidate], card: Card, excess: int, told: list[tuple[Cue, int]], is_short: bool, leeway: int | None
) -> list[Candidate]:
    """The candidates of one category in one unit, given by how much its scorecard exceeds (or misses) the threshold.

    Rules' findings stand where it misses it by no more than `leeway` (None: always). A text of a few sentences says
    little of itself: there nothing is found beside a trigger of a sense that clears.
    """
    points = _points(card, told)
    live = [each for each in own if not each.cleared_by]
    stands = bool(live) and (leeway is None or excess >= -leeway)
    if is_short and stands and excess < 0:
        return own
    if excess < 0 and not stands:
        lost = [not each.cleared_by and each.rule.id in card.knows for each in own]
        return [replace(each, cleared_by="scorecard", points=each.points or points) if gone else each for each, gone in zip(own, lost)]
    if live:
        return [each if each.cleared_by else _confirmed(each, card, excess, points) for each in own]
    if is_short and cues.senses(unit) & card.rule.context.clear:
        return own
    return [*own, _found(cues.judge, unit, card.rule, excess, points)]


def _confirmed(each: Candidate, card: Card, excess: int, points: tuple[tuple[str, float], ...]) -> Candidate:
    """A rule's finding that the scorecard agrees with."""
    return replace(each, also=tuple(sorted({*each.also, card.rule.id})), points=each.points or points, margin=excess / 100)


def _found(judge: Judge, unit: int, rule: Rule, excess: int, points: tuple[tuple[str, float], ...]) -> Candidate:
    """The finding of a scorecard alone: the whole unit, lowered by what would lower a rule's."""
    here = judge.view.units[unit]
    told = judge.context.senses(unit, 0, len(judge.view.texts[unit]))
    severity, lowered = rule.severity, ""
    for sense in sorted({each.sense for each in told} & set(rule.context.lower)):
        if rule.context.lower[sense] < severity:
            severity, lowered = rule.context.lower[sense], str(rule.severity)
    return Candidate(
        rule=rule, unit=unit, last=unit, start=here.start, end=here.end, severity=severity, captures=NOTHING, told=told, lowered_from=lowered, points=points,
        margin=excess / 100,
    )  # fmt: skip

