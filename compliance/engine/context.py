"""Context, ConText's way: triggers with direction, scope and terminations say what holds of a target.

After Harkema, Dowling, Thornblade and Chapman, "ConText: an algorithm for determining negation,
experiencer, and temporal status from clinical reports", J Biomed Inform 2009, extended by triggers
that reach the adjoining sentences or a whole section. All words stand in the packs' trigger files.
"""

from __future__ import annotations

from typing import Iterator, NamedTuple

from compliance.engine.recent import recently
from compliance.engine.sentence import Standing, Triggers
from compliance.engine.view import View
from compliance.model.rule import Trigger


class Found(NamedTuple):
    """A trigger found in a unit: offsets in the unit's folded text."""

    start: int
    end: int
    unit: int
    trigger: Trigger


class Told(NamedTuple):
    """A sense that a trigger gives a target."""

    sense: str
    found: Found


class Context:
    """The triggers of a document's units, found when first asked for."""

    __slots__ = ("_cache", "_everywhere", "_outside", "_possible", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self._cache: dict[int, tuple[list[Found], list[Found], list[Found]]] = recently(len(view.units))
        self._outside: dict[int, tuple[tuple[Found, ...], tuple[Found, ...]]] = recently(len(view.units))
        """for a unit the triggers and pseudo-triggers of others that reach all of it"""
        self._everywhere: dict[int, frozenset[str]] = recently(len(view.units))
        self._possible: dict[int, frozenset[str]] = recently(len(view.units))

    def senses(self, unit: int, start: int, end: int, is_marked: bool = False) -> tuple[Told, ...]:
        """Every sense of the target `start:end` (folded offsets of the unit), with its trigger.

        A negation inside a *marked* target is part of what is claimed ("[no side effects]", "[free of]
        lupus") and does not negate it.
        """
        return tuple(Told(sense, found) for sense, found in sorted(self._told(unit, start, end, is_marked).items()))

    def _told(self, unit: int, start: int, end: int, is_marked: bool) -> dict[str, Found]:
        triggers, terminations, _ = self._of(unit)
        told: dict[str, Found] = {}
        for found in triggers:
            if is_marked and found.trigger.sense == "negated" and start <= found.start and found.end <= end:
                continue
            if found.trigger.sense not in told and self._reaches(found, terminations, start, end):
                told[found.trigger.sense] = found
        outside, pseudo = self._outside_of(unit)
        for found in outside:
            told.setdefault(found.trigger.sense, found)
        for other in pseudo:
            for sense in other.trigger.senses or tuple(told):
                told.pop(sense, None)
        return told

    def is_free(self, unit: int, start: int, end: int, is_marked: bool, senses: frozenset[str]) -> bool:
        """Has the target, see `senses`, none of some senses?"""
        return senses.isdisjoint(self._told(unit, start, end, is_marked))

    def everywhere(self, unit: int) -> frozenset[str]:
        """Senses that `senses` gives any target in a unit."""
        found = self._everywhere.get(unit)
        if found is None:
            outside, pseudo = self._outside_of(unit)
            # A negation may be part of a marked target, and then counts for nothing.
            own = {each.trigger.sense for each in self._of(unit)[0] if each.trigger.direction in ("unit", "adjoining", "block")} - {"negated"}
            told = own.union(each.trigger.sense for each in outside)
            for other in pseudo:
                told = told.difference(other.trigger.senses) if other.trigger.senses else set()
            found = self._everywhere[unit] = frozenset(told)
        return found

    def possible(self, unit: int) -> frozenset[str]:
        """Every sense that `senses` may give some target in a unit, and perhaps more."""
        found = self._possible.get(unit)
        if found is None:
            found = self._possible[unit] = frozenset(each.trigger.sense for each in (*self._of(unit)[0], *self._outside_of(unit)[0]))
        return found

    def triggers(self, unit: int) -> list[Found]:
        """The triggers that stand in a unit, whatever they reach."""
        return self._of(unit)[0]

    def _of(self, unit: int) -> tuple[list[Found], list[Found], list[Found]]:
        found = self._cache.get(unit)
        if found is None:
            found = self._cache[unit] = self._search(unit)
        return found

    def _search(self, unit: int) -> tuple[list[Found], list[Found], list[Found]]:
        sentence = self.view.sentences[unit]
        if sentence.triggers is None:
            sentence.triggers = self._standing(unit)
        triggers, terminations, pseudo = ([Found(start, end, unit, trigger) for start, end, trigger in each] for each in sentence.triggers)
        return triggers, terminations, pseudo

    def _standing(self, unit: int) -> Triggers:
        view = self.view
        triggers: list[Standing] = []
        terminations: list[Standing] = []
        pseudo: list[Standing] = []
        kept = {"trigger": triggers, "termination": terminations, "pseudo": pseudo}
        for number, hits in view.matching(view.candidates[unit] & view.compiled.trigger_mask, unit):
            for trigger in view.compiled.trigger_of[number]:
                kept[trigger.role] += [Standing(hit.focus_start, hit.focus_end, trigger) for hit in hits]
        return tuple(_longest(triggers, pseudo)), tuple(terminations), tuple(pseudo)

    def _reaches(self, found: Found, terminations: list[Found], start: int, end: int) -> bool:
        direction, reach = found.trigger.direction, found.trigger.scope
        if direction in ("previous", "next", "section"):
            return False
        if direction in ("unit", "adjoining", "block"):
            return True
        if found.start < end and start < found.end:
            return True
        if found.end <= start and direction in ("forward", "both"):
            left, right = found.end, start
        elif found.start >= end and direction in ("backward", "both"):
            left, right = end, found.start
        else:
            return False
        for stop in terminations:
            if left <= stop.start and stop.start < right and (not stop.trigger.senses or found.trigger.sense in stop.trigger.senses):
                return False
        return not reach or self.view.words_between(found.unit, left, right) <= reach

    def _outside_of(self, unit: int) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
        found = self._outside.get(unit)
        if found is None:
            found = self._outside[unit] = tuple(self._from_outside(unit)), tuple(self._pseudo_from_outside(unit))
        return found

    def _from_outside(self, unit: int) -> Iterator[Found]:
        view = self.view
        if unit > 0:
            for found in self._of(unit - 1)[0]:
                if found.trigger.direction in ("next", "adjoining") and view.units[unit - 1].kind != "bullet":
                    yield found
        if unit + 1 < len(view.units):
            for found in self._of(unit + 1)[0]:
                if found.trigger.direction in ("previous", "adjoining"):
                    yield found
        here = view.units[unit]
        for index in {here.section, here.lead} - {-1, unit}:
            for found in self._of(index)[0]:
                if found.trigger.direction == "section":
                    yield found
        block = here.block
        for index in (unit - 2, unit - 1, unit + 1, unit + 2):
            if 0 <= index < len(view.units) and view.units[index].block == block:
                for found in self._of(index)[0]:
                    if found.trigger.direction == "block":
                        yield found

    def _pseudo_from_outside(self, unit: int) -> Iterator[Found]:
        if unit + 1 < len(self.view.units):
            for found in self._of(unit + 1)[2]:
                if found.trigger.direction == "previous":
                    yield found
        if unit > 0:
            for found in self._of(unit - 1)[2]:
                if found.trigger.direction == "next":
                    yield found


def _longest(triggers: list[Standing], pseudo: list[Standing]) -> list[Standing]:
    """Drop triggers inside a pseudo-trigger, and those inside a longer trigger of the same sense."""
    kept = []
    for found in triggers:
        if any(
            other.start < found.end and found.start < other.end and (not other.trigger.senses or found.trigger.sense in other.trigger.senses)
            for other in pseudo
            if other.trigger.direction not in ("previous", "next")
        ):
            continue
        if any(
            other is not found
            and other.start <= found.start
            and found.end <= other.end
            and (other.end - other.start) > (found.end - found.start)
            and other.trigger.sense == found.trigger.sense
            and other.trigger.direction == found.trigger.direction
            for other in triggers
        ):
            continue
        kept.append(found)
    return kept
