"""The points of all scorecards at once: one integer holds a sum for each, so that one addition adds to all of them.

A field of the integer is a scorecard's sum. Sums are negative too: with `_MIDDLE` in each field
added, no field borrows from the one above it, and its highest bit says whether its sum is at least 0.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Iterable, Iterator, Mapping, Sequence

from compliance.engine.cards import Cards
from compliance.engine.cues import Cue, Cues

_BITS = 64
_MIDDLE = 1 << _BITS - 1


class Weights:
    """What each cue is worth to all scorecards together, by the cue's prefix; neighbouring stems as pairs."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        count = len(cards.cards)
        self.start = _packed((number, card.start - card.threshold) for number, card in enumerate(cards.cards))
        self._middles = _packed((number, _MIDDLE) for number in range(count))
        self._ones = _packed((number, 1) for number in range(count))
        self.of: dict[str, dict[Any, int]] = defaultdict(dict)
        self.hopes = {cue: _packed((number, points) for number, points in worth if points > 0) for (prefix, cue), worth in cards.worth.items() if prefix == "r"}
        """for each rule or sign no more than what it adds to a card"""
        self._alone: dict[int, dict[str, dict[Any, int]]] = {}
        for (prefix, cue), worth in cards.worth.items():
            self.of[prefix][_key(prefix, cue)] = _packed(worth)

    def alone(self, card: int) -> Mapping[str, Mapping[Any, int]]:
        """What each cue is worth to one scorecard, by the cue's prefix."""
        found = self._alone.get(card)
        if found is None:
            found = self._alone[card] = defaultdict(dict)
            for (prefix, cue), worth in self.cards.worth.items():
                for number, points in worth:
                    if number == card:
                        found[prefix][_key(prefix, cue)] = points
        return found

    def reaches(self, total: int, least: int) -> bool:
        """Is the sum of some scorecard at least so much?"""
        return bool(total - least * self._ones + self._middles & self._middles)

    def sums(self, total: int) -> list[int]:
        """The sum of each scorecard."""
        total += self._middles
        return [(total >> number * _BITS & 2 * _MIDDLE - 1) - _MIDDLE for number in range(len(self.cards.cards))]


def _packed(values: Iterable[tuple[int, int]]) -> int:
    return sum(points << number * _BITS for number, points in values)


def _key(prefix: str, cue: str) -> Any:
    return tuple(cue.split(" ")) if prefix == "b" else cue


class Sums:
    """The sums of a document's units: the same as if the points of all their cues were added one by one."""

    def __init__(self, cues: Cues, weights: Weights) -> None:
        self.cues, self.weights = cues, weights
        self._stems: dict[int, frozenset[str]] = {}
        self._shown: tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str], frozenset[Cue]] | None = None
        self._above: dict[tuple[str, int], int] = {}
        self._base = weights.start + sum(map(self._worth, cues.document))

    def total(self, unit: int) -> int:
        """The sums of all scorecards for a unit without its signs, the start counted and the threshold taken off."""
        units, of = self.cues.view.units, self.weights.of
        here = units[unit]
        _, lexicons = self.cues.words(unit)
        total = self._base + _known(of["w"], self.stems(unit)) + _known(of["b"], self.pairs(unit)) + _known(of["c"], lexicons)
        if here.section >= 0 and here.section != unit:
            total += self._of_above("h", here.section)
        if here.lead >= 0 and here.lead != unit:
            total += self._of_above("l", here.lead)
        if unit:
            total += self._of_beside("p", unit - 1)
        if unit + 1 < len(units):
            total += self._of_beside("n", unit + 1)
        for cue in self.cues.others(unit):
            total += self._worth(cue)
        return total

    def hope(self, unit: int) -> int:
        """What the signs of a unit can add at most."""
        return sum(self.weights.hopes.get(each.id, 0) for each in self.cues.judge.possible_signs.get(unit, ()))

    def of_signs(self, unit: int) -> int:
        """What the signs of a unit add; they are dear to look for."""
        signs = self.weights.of["r"]
        judge = self.cues.judge
        return sum(signs[each.id] for each in judge.possible_signs.get(unit, ()) if each.id in signs and judge.is_sign(each, unit))

    def _signs_of_document(self, known: Mapping[str, int]) -> Iterator[tuple[Cue, int]]:
        judge = self.cues.judge
        found = set()
        for unit, signs in judge.possible_signs.items():
            for each in signs:
                if each.id in known and each.id not in found and judge.is_sign(each, unit):
                    found.add(each.id)
                    yield ("r", each.id), known[each.id]

    def whole(self, card: int, grade: str = "") -> list[tuple[Cue, int]]:
        """The cues of the document as a whole that a scorecard knows, with their points; see `Cues.of_document`."""
        known = self.weights.alone(card)
        if self._shown is None:
            self._shown = self._of_document()
        stems, pairs, lexicons, others = self._shown
        told = [(("w", each), known["w"][each]) for each in known["w"].keys() & stems]
        told += [(("b", " ".join(each)), known["b"][each]) for each in known["b"].keys() & pairs]
        told += [(("c", each), known["c"][each]) for each in known["c"].keys() & lexicons]
        told += [((prefix, cue), known[prefix][cue]) for prefix, cue in others if cue in known[prefix]]
        told += self._signs_of_document(known["r"])
        return told + ([(("f", grade), known["f"][grade])] if grade in known["f"] else [])

    def _of_document(self) -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str], frozenset[Cue]]:
        """Stems, pairs, lexicons and other cues but signs, of all units."""
        cues, units = self.cues, range(len(self.cues.view.units))
        stems = frozenset[str]().union(*map(self.stems, units))
        pairs = frozenset[tuple[str, str]]().union(*map(self.pairs, units))
        lexicons = frozenset[str]().union(*(cues.words(unit)[1] for unit in units))
        return stems, pairs, lexicons, frozenset(cues.document).union(*map(cues.others, units))

    def stems(self, unit: int) -> frozenset[str]:
        """The distinct stems of a unit."""
        found = self._stems.get(unit)
        if found is None:
            found = self._stems[unit] = frozenset(self.cues.words(unit)[0])
        return found

    def pairs(self, unit: int) -> set[tuple[str, str]]:
        """The pairs of neighbouring stems in a unit, see `cues`."""
        stems: Sequence[str] = self.cues.words(unit)[0]
        return set(zip(["<", *stems], [*stems, ">"]))

    def _worth(self, cue: Cue) -> int:
        return self.weights.of[cue[0]].get(cue[1], 0)

    def _of_above(self, name: str, other: int) -> int:
        found = self._above.get((name, other))
        if found is None:
            of = self.weights.of
            found = _known(of[name], self.stems(other)) + _known(of[name + "c"], self.cues.words(other)[1])
            if self.cues.is_question(other):
                found += of[name].get("?", 0)
            self._above[name, other] = found
        return found

    def _of_beside(self, name: str, other: int) -> int:
        of, cues, reader = self.weights.of, self.cues, self.cues.reader
        return (
            _known(of[name], reader.pronouns & self.stems(other))
            + _known(of[name + "c"], reader.neighbours & cues.words(other)[1])
            + _known(of[name + "s"], cues.senses(other))
            + _known(of[name + "k"], cues.categories(other))
        )


def _known(worth: Mapping[Any, int], cues: Iterable[Any]) -> int:
    return sum(map(worth.__getitem__, worth.keys() & cues))
