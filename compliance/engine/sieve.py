"""All patterns at once: which of them can match in a unit, told by one pass over its words.

The Shift-And automaton of Baeza-Yates and Gonnet with the repeated places of Navarro and Raffinot
("Flexible Pattern Matching in Strings", chapters 2 and 4), over words instead of characters: the places of all
patterns' rows (see `layout`) are the bits of one integer, and a step over a word is a shift and a few
operations on whole integers, however many patterns there are.
"""

from __future__ import annotations

from array import array
from functools import reduce
from itertools import chain, repeat
from operator import or_
from typing import Iterable, Mapping, NamedTuple, Sequence

from compliance.engine.masks import PLACE, united
from compliance.engine.turns import Turns
from compliance.engine.vocabulary import GLUED, NARROW, Words

Feature = str
ANYWHERE = 1_000
"""words without number"""
_REMEMBER = 1_536
"""sets of features, two kB each"""


class Table(NamedTuple):
    """The rows of all patterns as plain data; integers are sets of places, by bits."""

    accepts: Mapping[Feature, bytes]
    """the places that a word with a feature can stand at, as numbers"""
    stays: Mapping[Feature, bytes]
    """those that a word with a feature can go on, as numbers"""
    begins: tuple[int, ...]
    """the first places of the rows that may begin with the first word, with the second … and at last with any"""
    last: int
    after: tuple[int, int, int, int]
    """the places that may come after a separator, by its kind"""
    gaps: tuple[int, int, int, int]
    """the places at which any word may be passed over, by the kind of the separator before it"""
    owners: bytes
    """the pattern of each place, as numbers"""
    always: int
    """the patterns (as bits) of which no word can be told"""


class Sieve:
    """A table made ready to run on the words of units."""

    __slots__ = ("_known", "_owners", "_shared", "table")

    def __init__(self, table: Table) -> None:
        self.table = table
        self._owners = array(PLACE, table.owners)
        self._known: Turns[int, tuple[int, int]] = Turns(_REMEMBER)
        """for the number of a word's features the places it can stand at and go on"""
        self._shared: dict[Feature, int] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return Sieve, (self.table,)

    def possible(self, words: Words, features: Sequence[Iterable[Feature]]) -> int:
        """The patterns (as bits) that may match in a unit; `features` are the vocabulary's sets of them."""
        table, known = self.table, self._known
        known.turn()
        for number in words.labels:
            if number not in known:
                known[number] = known.before(number) or self._places(features[number])
        state = self._loosely(words) if words.loose else self._strictly(words)
        owners, state, out = self._owners, state & table.last, table.always
        while state:  # from the highest place down, since that makes the integer shorter
            place = state.bit_length() - 1
            state ^= 1 << place
            out |= 1 << owners[place]
        return out

    def _strictly(self, words: Words) -> int:
        """The places reached where the `regex` module sees the words as we do."""
        known, begins, after, gaps = self._known, self.table.begins, self.table.after, self.table.gaps
        any_gap, state = gaps[NARROW], 0
        for number, kind, first in zip(words.labels, words.kinds, chain(begins, repeat(begins[-1]))):
            accepts, stays = known[number]
            if kind in (NARROW, GLUED):
                state = (state << 1 | first) & accepts | state & (any_gap | stays if stays else any_gap)
            else:
                state = (state << 1 & after[kind] | first) & accepts | state & (gaps[kind] | stays if stays else gaps[kind])
        return state

    def _loosely(self, words: Words) -> int:
        """The same where a word of ours may be none to the `regex` module, or several: rows begin and end anywhere."""
        known, first, after, gaps = self._known, self.table.begins[0], self.table.after, self.table.gaps
        state = seen = 0
        for number, kind, loose in zip(words.labels, words.kinds, words.loose):
            accepts, stays = known[number]
            new = (state << 1 & after[kind] | first) & accepts | state & (gaps[kind] | stays)
            for _ in range(loose):
                new |= state
                new |= (new << 1 | first) & accepts
            state = new
            seen |= state
        return seen

    def _places(self, features: Iterable[Feature]) -> tuple[int, int]:
        listed = tuple(features)
        own = [feature for feature in listed if feature[0] == "w"]
        stays = reduce(or_, (united(self.table.stays.get(feature, b"")) for feature in listed), 0)
        return reduce(or_, map(self._of_shared, set(listed).difference(own)), united(b"".join(self.table.accepts.get(each, b"") for each in own))), stays

    def _of_shared(self, feature: Feature) -> int:
        """The places of what many different words have (a lexicon, a beginning, an ending)."""
        found = self._shared.get(feature)
        if found is None:
            found = self._shared[feature] = united(self.table.accepts.get(feature, b""))
        return found
