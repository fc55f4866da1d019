"""A pattern as an automaton over words: a quick test of where the pattern can match at all.

A set of positions is one integer, and a step over a word is a handful of operations on integers.
Tables are made by `glushkov`; this is all that a run with compiled packs needs.
"""

from __future__ import annotations

from typing import Iterable, Mapping, NamedTuple, Sequence

from compliance.engine.vocabulary import Words

Feature = str


class Table(NamedTuple):
    """An automaton as plain data."""

    first: int
    last: int
    follow: tuple[int, ...]
    """for each position those that may come after it"""
    labels: Mapping[Feature, int]
    """the positions that a word with a feature can stand at"""
    wild: int
    """the positions that any word can stand at"""
    allow: tuple[int, int, int, int]
    """the positions that may come after a separator, by its kind"""
    is_anchored: bool
    is_empty: bool
    """may the pattern match without any word?"""
    is_raw: bool
    """has the pattern a part in `regex` syntax, which alone can backtrack without bound?"""


class _Follow(dict[int, int]):
    """A set of positions to the set of those that may come next, worked out when first met."""

    __slots__ = ("follow",)

    def __init__(self, follow: Sequence[int]) -> None:
        super().__init__()
        self.follow = follow

    def __missing__(self, state: int) -> int:
        after, rest = 0, state
        while rest:
            lowest = rest & -rest
            rest ^= lowest
            after |= self.follow[lowest.bit_length() - 1]
        if len(self) >= _STATES:
            self.clear()
        self[state] = after
        return after


_STATES = 4_000


class _Labels(dict[int, int]):
    """The number of a word's features to the positions the word can stand at."""

    __slots__ = ("features", "labels", "wild")

    def __init__(self, labels: Mapping[Feature, int], wild: int, features: Sequence[Iterable[Feature]]) -> None:
        super().__init__()
        self.labels, self.wild, self.features = labels, wild, features

    def __missing__(self, number: int) -> int:
        bits, labels = self.wild, self.labels
        for feature in self.features[number]:
            bits |= labels.get(feature, 0)
        self[number] = bits
        return bits


class Automaton:
    """A table made ready to run on the words of a unit."""

    __slots__ = ("_allow", "_first", "_follow", "_is_anchored", "_is_empty", "_labels", "_last")

    def __init__(self, table: Table, features: Sequence[Iterable[Feature]]) -> None:
        self._first, self._last, self._allow = table.first, table.last, table.allow
        self._is_anchored, self._is_empty = table.is_anchored, table.is_empty
        self._follow = _Follow(table.follow)
        self._labels = _Labels(table.labels, table.wild, features)

    def begins(self, words: Words, start: int) -> bool:
        """Can a match begin with the word `start`?"""
        if words.loose:
            return self._loosely(words, start)
        labels, last, follow, allow, numbers, kinds = self._labels, self._last, self._follow, self._allow, words.labels, words.kinds
        state = self._first & labels[numbers[start]]
        for at in range(start + 1, len(numbers)):
            if not state:
                return False
            if state & last:
                return True
            state = follow[state] & labels[numbers[at]] & allow[kinds[at]]
        return bool(state & last)

    def stands(self, words: Words) -> bool:
        """Can there be a match anywhere in the unit?"""
        if self._is_empty:
            return True
        if words.loose:
            return self._loosely(words, None)
        if self._is_anchored:
            return bool(words.labels) and self.begins(words, 0)
        labels, last, follow, allow, first = self._labels, self._last, self._follow, self._allow, self._first
        state = 0
        for number, kind in zip(words.labels, words.kinds):
            state = (follow[state] & allow[kind] | first) & labels[number]
            if state & last:
                return True
        return False

    def _loosely(self, words: Words, start: int | None) -> bool:
        """The same where words of ours and words of the `regex` differ: such a word may also be none, or several."""
        labels, follow, allow, loose = self._labels, self._follow, self._allow, words.loose
        state = 0
        may_begin = True
        for at in range(start or 0, len(words.labels)):
            label = labels[words.labels[at]]
            first = self._first if may_begin else 0
            new = (follow[state] & allow[words.kinds[at]] | first) & label
            if loose[at]:
                for _ in range(loose[at]):
                    new |= state | (follow[new | state] | first) & label
            state = new
            if state & self._last:
                return True
            may_begin = (start is None and not self._is_anchored) or bool(may_begin and loose[at])
            if not state and not may_begin:
                return False
        return False
