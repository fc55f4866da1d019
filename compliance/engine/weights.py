"""The points of all scorecards at once: one integer holds a sum for each, so that one addition adds to all of them.

A field of the integer is a scorecard's sum. Sums are negative too: with `_MIDDLE` in each field
added, no field borrows from the one above it, and its highest bit says whether its sum is at least 0.
"""

from __future__ import annotations

from functools import cache
from typing import AbstractSet, Iterable, Iterator, Mapping, NamedTuple

from compliance.engine.cards import Cards, Worth, parts
from compliance.engine.cues import Cue, Cues

_BITS = 32
"""enough for 70,000 cues of 300 points each, which is what a card may give"""
_MIDDLE = 1 << _BITS - 1


class Points(dict[str, int]):
    """What each cue of a prefix is worth to all scorecards together, put together when it is first asked for; 0 for a cue that none knows.

    A page shows some hundreds of the thousands of cues.
    """

    def __init__(self, listed: Mapping[str, Worth]) -> None:
        super().__init__()
        self.listed = listed
        """the cues that some scorecard knows"""

    def __missing__(self, cue: str) -> int:
        worth = self.listed.get(cue)
        if worth is None:
            return 0
        found = self[cue] = _packed(parts(worth))
        return found

    def sum(self, cues: Iterable[str]) -> int:
        """What some cues are worth together, each counted once."""
        return sum(map(self.__getitem__, self.listed.keys() & cues))

    def told(self, cues: Iterable[str], card: int) -> list[tuple[str, int]]:
        """Those of some cues that a scorecard gives points, with these."""
        return [(cue, points) for cue in self.listed.keys() & cues if (points := _field(self[cue], card))]


class OfSign(NamedTuple):
    """What a sign is worth to all scorecards."""

    points: int
    hope: int
    """the same without what it takes from a card"""
    cards: int
    """those it is worth anything to, as `Weights.field` gives them"""


class Weights:
    """What each cue is worth to all scorecards together, by the cue's prefix."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        count = len(cards.cards)
        self.start = _packed((number, card.start - card.threshold) for number, card in enumerate(cards.cards))
        self._middles = _middles(count)
        self._of_units = sum(self.field(number) for number, card in enumerate(cards.cards) if not card.is_of_document)
        self._ones = _packed((number, 1) for number in range(count))
        self.of = {prefix: Points(cues) for prefix, cues in cards.worth.items()}
        signs = cards.worth["r"]
        self.signs = {cue: _of_sign(worth) for cue, worth in signs.items()}
        """what each rule or sign is worth"""
        self.signs_of_document = frozenset(cue for cue, worth in signs.items() if any(cards.cards[number].is_of_document for number, _ in parts(worth)))

    @staticmethod
    def field(card: int) -> int:
        """The highest bit of a scorecard's field, which stands for the scorecard in sets of them."""
        return _MIDDLE << card * _BITS

    def reached(self, total: int, least: int) -> int:
        """The scorecards of units whose sum is at least so much, as bits, see `field`."""
        return total - least * self._ones + self._middles & self._of_units

    def told(self, card: int, stems: Iterable[str], pairs: Iterable[str], lexicons: Iterable[str], others: Iterable[Cue]) -> Iterator[tuple[Cue, int]]:
        """Those of some cues that a scorecard knows, with their points."""
        for prefix, own in (("w", stems), ("b", pairs), ("c", lexicons)):
            yield from (((prefix, cue), points) for cue, points in self.of[prefix].told(own, card))
        for prefix, cue in others:
            if points := _field(self.of[prefix][cue], card):
                yield (prefix, cue), points

    def sums(self, total: int) -> list[int]:
        """The sum of each scorecard."""
        total += self._middles
        return [(total >> number * _BITS & 2 * _MIDDLE - 1) - _MIDDLE for number in range(len(self.cards.cards))]


def _field(total: int, card: int) -> int:
    """The sum of one scorecard."""
    return (total + _middles(card + 1) >> card * _BITS & 2 * _MIDDLE - 1) - _MIDDLE


@cache
def _middles(count: int) -> int:
    """What is added so that no field borrows from the one above it."""
    return _packed((number, _MIDDLE) for number in range(count))


def _packed(values: Iterable[tuple[int, int]]) -> int:
    return sum(points << number * _BITS for number, points in values)


def _of_sign(worth: Worth) -> OfSign:
    listed = tuple(parts(worth))
    return OfSign(_packed(listed), _packed((number, points) for number, points in listed if points > 0), sum(Weights.field(number) for number, _ in listed))


class OfWords(NamedTuple):
    """What the words of a unit alone are worth to all scorecards, and the cues among them that some scorecard knows."""

    weights: Weights
    total: int
    stems: AbstractSet[str]
    pairs: AbstractSet[str]
    lexicons: AbstractSet[str]
    elsewhere: dict[str, int]
    """what words and senses are worth where the unit is another's heading (h), lead-in (l) or neighbour (p, n), as far as that has been asked for"""


class _Shown(NamedTuple):
    """What the units of a document show together, as far as they have been gone through."""

    stems: set[str]
    """those that some scorecard knows, and so with pairs and lexicons"""
    pairs: set[str]
    lexicons: set[str]
    signs: set[str]
    """those that a scorecard of documents knows"""
    others: set[Cue]


class Sums:
    """The sums of a document's units: the same as if the points of all their cues were added one by one."""

    def __init__(self, cues: Cues, weights: Weights) -> None:
        self.cues, self.weights = cues, weights
        self._shown = _Shown(set(), set(), set(), set(), set(cues.document))
        self._gathered = 0
        """how many units have been looked at for that"""
        self._quiet = bytearray()
        self._base = weights.start + sum(map(self._worth, cues.document))

    def total(self, unit: int) -> int:
        """The sums of all scorecards for a unit without its signs, the start counted and the threshold taken off."""
        units = self.cues.view.units
        here = units[unit]
        total = self._base + self.of_words(unit).total
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

    def with_signs(self, unit: int, total: int, least: int, wanted: int) -> int:
        """The sums of a unit, of which `total` gives those without signs; exact for the `wanted` scorecards and for those that reach `least`.

        Signs are dear to look for: those that only count for scorecards which no hope is left for are not.
        """
        judge, weights = self.cues.judge, self.weights
        signs = [(each, weights.signs[each.id]) for each in judge.possible_signs(unit) if each.id in weights.signs]
        most = total + sum(worth.hope for _, worth in signs)
        for each, worth in signs:
            if not (weights.reached(most, least) | wanted) & worth.cards:
                continue
            if judge.is_sign(each, unit):
                total += worth.points
                most += worth.points
            most -= worth.hope
        return total

    def told(self, unit: int, card: int) -> list[tuple[Cue, int]]:
        """The cues of a unit that a scorecard knows, with their points; see `Cues.of`."""
        words, judge = self.of_words(unit), self.cues.judge
        told = [*self.weights.told(card, words.stems, words.pairs, words.lexicons, self.cues.beyond(unit))]
        signs = {each.id: each for each in judge.possible_signs(unit)}
        return told + [(("r", name), points) for name, points in self.weights.of["r"].told(signs, card) if judge.is_sign(signs[name], unit)]

    def sift(self, upto: int) -> None:
        """Go through the units before one in order, as far as that has not been done: what they show of the whole, and in which nothing can be found.

        All candidates of the next unit must be known already. What is quiet by itself is so in every kind of document, since none makes the scorecards milder.
        """
        self._gather(upto)
        for unit in range(len(self._quiet), upto):
            self._quiet.append(not self.weights.reached(self.with_signs(unit, self.total(unit), 0, 0), 0))

    def is_quiet(self, unit: int) -> bool:
        """Is it known that no scorecard finds anything in a unit?"""
        return unit < len(self._quiet) and bool(self._quiet[unit])

    def whole(self, card: int, grade: str = "") -> list[tuple[Cue, int]]:
        """The cues of the document as a whole that a scorecard knows, with their points; see `Cues.of_document`."""
        shown, of = self._shown, self.weights.of
        self._gather(len(self.cues.view.units))
        told = [*self.weights.told(card, shown.stems, shown.pairs, shown.lexicons, shown.others)]
        told += [(("r", each), points) for each, points in of["r"].told(shown.signs, card)]
        return told + [(("f", each), points) for each, points in of["f"].told([grade], card)]

    def _gather(self, upto: int) -> None:
        """Add what the units before one show of the document as a whole."""
        cues, judge, shown, signs = self.cues, self.cues.judge, self._shown, self.weights.signs_of_document
        for unit in range(self._gathered, upto):
            words = self.of_words(unit)
            shown.stems.update(words.stems)
            shown.pairs.update(words.pairs)
            shown.lexicons.update(words.lexicons)
            shown.others.update(cues.others(unit))
            for each in judge.possible_signs(unit):
                if each.id in signs and each.id not in shown.signs and judge.is_sign(each, unit):
                    shown.signs.add(each.id)
        self._gathered = max(upto, self._gathered)

    def of_words(self, unit: int) -> OfWords:
        """What the words of a unit are worth; remembered with its sentence for as long as the scorecards are the same."""
        sentence = self.cues.view.sentences[unit]
        found = sentence.of_words
        if found is None or found.weights is not self.weights:
            listed, named = self.cues.words(unit)
            words, neighbours, lexicons = self.weights.of["w"], self.weights.of["b"], self.weights.of["c"]
            stems, pairs = words.listed.keys() & listed, neighbours.listed.keys() & map(" ".join, zip(["<", *listed], [*listed, ">"]))
            names = lexicons.listed.keys() & named
            total = sum(map(words.__getitem__, stems)) + sum(map(neighbours.__getitem__, pairs)) + sum(map(lexicons.__getitem__, names))
            found = sentence.of_words = OfWords(self.weights, total, stems, pairs, names, {})
        return found

    def _worth(self, cue: Cue) -> int:
        return self.weights.of[cue[0]][cue[1]]

    def _of_above(self, name: str, other: int) -> int:
        known = self.of_words(other).elsewhere
        found = known.get(name)
        if found is None:
            of, (stems, lexicons) = self.weights.of, self.cues.words(other)
            found = of[name].sum(stems) + of[name + "c"].sum(lexicons)
            if self.cues.is_question(other):
                found += of[name]["?"]
            known[name] = found
        return found

    def _of_beside(self, name: str, other: int) -> int:
        known = self.of_words(other).elsewhere
        found = known.get(name)
        of, cues, reader = self.weights.of, self.cues, self.cues.reader
        if found is None:
            stems, lexicons = cues.words(other)
            found = known[name] = (
                of[name].sum(reader.pronouns.intersection(stems)) + of[name + "c"].sum(reader.neighbours & lexicons) + of[name + "s"].sum(cues.senses(other))
            )
        # What rules find there hangs on more than its words.
        return found + of[name + "k"].sum(cues.categories(other))
