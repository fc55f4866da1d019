"""Scorecards as data: the points of each cue for each category, indexed by cue.

They stand in `rules/scorecards/`, one file a category; `engine.scorecards` counts with them.
"""

from __future__ import annotations

from struct import Struct
from typing import Any, Iterable, Iterator, Mapping

from compliance.model.rule import Rule
from compliance.value import value

GROUPS = {
    "words": "w", "phrases": "b", "lexicons": "c", "rules": "r", "categories": "k", "cleared": "x", "senses": "s", "unit": "u",
    "document": "d", "disclosure": "f",
    "heading words": "h", "heading lexicons": "hc", "lead words": "l", "lead lexicons": "lc", "words before": "p", "lexicons before": "pc",
    "senses before": "ps", "categories before": "pk", "words after": "n", "lexicons after": "nc", "senses after": "ns", "categories after": "nk",
}  # fmt: skip
"""What a scorecard's file calls its groups of cues, and the prefix of each, see `cues`"""
Worth = bytes
"""What a cue is worth, as `worth_of` packs it: tens of thousands of cues are held, a few hundred are looked at."""

_PART = Struct("<Hh")


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
    worth: Mapping[str, Mapping[str, Worth]]
    """by the cue's prefix"""

    def without(self, categories: set[str]) -> Cards:
        """The scorecards but those of some categories."""
        kept = [number for number, card in enumerate(self.cards) if card.rule.category not in categories]
        if len(kept) == len(self.cards):
            return self
        new = {old: number for number, old in enumerate(kept)}
        worth: dict[str, dict[str, Worth]] = {}
        for prefix, cues in self.worth.items():
            left = {cue: worth_of((new[old], points) for old, points in parts(values) if old in new) for cue, values in cues.items()}
            worth[prefix] = {cue: values for cue, values in left.items() if values}
        return Cards(tuple(self.cards[number] for number in kept), worth)


def worth_of(points: Iterable[tuple[int, int]]) -> Worth:
    """What a cue is worth: numbers of scorecards with points in hundredths (so that their sum depends on no order), 300 points at most."""
    return b"".join(_PART.pack(number, each) for number, each in points)


def parts(worth: Worth) -> Iterator[tuple[int, int]]:
    """The scorecards to which a cue is worth anything, with its points in hundredths."""
    return _PART.iter_unpack(worth)


def hundredths(points: float) -> int:
    """Points as they stand in YAML, in hundredths."""
    return round(points * 100)


def compile_cards(rules: Iterable[Rule]) -> Cards:
    """The scorecards among some rules."""
    cards: list[Card] = []
    worth: dict[str, dict[str, Worth]] = {prefix: {} for prefix in GROUPS.values()}
    for rule in rules:
        if rule.kind != "scorecard" or rule.status == "deprecated":
            continue
        raw: Mapping[str, Any] = rule.options["weigh"]
        for group, points in raw["points"].items():
            of_group = worth[GROUPS[group]]
            for cue, each in points.items():
                of_group[str(cue)] = of_group.get(str(cue), b"") + worth_of([(len(cards), hundredths(each))])
        cards.append(Card(rule, hundredths(raw["start"]), hundredths(raw.get("threshold", 0)), frozenset(raw.get("knows", ())), raw.get("scope") == "document"))
    return Cards(tuple(cards), worth)
