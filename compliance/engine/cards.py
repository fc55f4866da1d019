"""Scorecards as data: the points of each cue for each category, indexed by cue.

They stand in `rules/scorecards/`, one file a category; `engine.scorecards` counts with them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Iterable, Mapping

from compliance.model.rule import Rule
from compliance.value import value

GROUPS = {
    "words": "w", "phrases": "b", "lexicons": "c", "rules": "r", "categories": "k", "cleared": "x", "senses": "s", "unit": "u",
    "document": "d", "disclosure": "f",
    "heading words": "h", "heading lexicons": "hc", "lead words": "l", "lead lexicons": "lc", "words before": "p", "lexicons before": "pc",
    "senses before": "ps", "categories before": "pk", "words after": "n", "lexicons after": "nc", "senses after": "ns", "categories after": "nk",
}  # fmt: skip
"""What a scorecard's file calls its groups of cues, and the prefix of each, see `cues`"""
@value
class Card:
    """One category's scorecard, ready to count with."""

    rule: Rule
    start: int
    """points, like the threshold in hundredths"""
    threshold: int
    knows: frozenset[str]
    is_of_document: bool
    """does it weigh whole documents instead of units?"""


@value
class Cards:
    """All scorecards of a pack, and for each cue what it is worth to which of them."""

    cards: tuple[Card, ...]
    worth: Mapping[tuple[str, str], tuple[tuple[int, int], ...]]
    """points in hundredths, so that their sum depends on no order"""

    def without(self, categories: set[str]) -> Cards:
        """The scorecards but those of some categories."""
        kept = [number for number, card in enumerate(self.cards) if card.rule.category not in categories]
        if len(kept) == len(self.cards):
            return self
        new = {old: number for number, old in enumerate(kept)}
        worth = {cue: tuple((new[number], points) for number, points in values if number in new) for cue, values in self.worth.items()}
        return Cards(tuple(self.cards[number] for number in kept), {cue: values for cue, values in worth.items() if values})


def hundredths(points: float) -> int:
    """Points as they stand in YAML, in hundredths."""
    return round(points * 100)


def compile_cards(rules: Iterable[Rule]) -> Cards:
    """The scorecards among some rules."""
    cards: list[Card] = []
    worth: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for rule in rules:
        if rule.kind != "scorecard" or rule.status == "deprecated":
            continue
        raw: Mapping[str, Any] = rule.options["weigh"]
        for group, points in raw["points"].items():
            for cue, each in points.items():
                worth[GROUPS[group], str(cue)].append((len(cards), hundredths(each)))
        cards.append(Card(rule, hundredths(raw["start"]), hundredths(raw.get("threshold", 0)), frozenset(raw.get("knows", ())), raw.get("scope") == "document"))
    return Cards(tuple(cards), {cue: tuple(values) for cue, values in worth.items()})
