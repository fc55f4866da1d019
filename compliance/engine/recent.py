"""What is known of a long document's units, held for those looked at last only and worked out again for others.

A document is judged unit by unit, in order, so that nearly all that is asked for lies close by. Nothing kept here is
more than a saving of time: whoever looks in must be able to work out again what is not there.
"""

from __future__ import annotations

from array import array
from typing import Any, Callable, Iterable, Iterator, Sequence, TypeVar

from compliance.model.document import Place, Unit
from compliance.model.row import Row
from compliance.model.span import OFFSET

K = TypeVar("K")
V = TypeVar("V")

UNITS = 2_048
"""A document with no more of them is held whole. A unit takes some 8 kB with all that is found out about it, so that this is 16 MB."""
_SIGNED = "i"
"""how numbers of blocks and units are stored"""
_PIECE = 64
"""how many stretches are kept in one string"""


class Recent(dict[K, V]):
    """A dictionary that forgets all it holds once that is too much. That is no dearer than to drop the oldest, and simpler, where keys come in order."""

    __slots__ = ("most",)

    def __init__(self, most: int = 4 * UNITS) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, item: V) -> None:
        if len(self) >= self.most:
            self.clear()
        super().__setitem__(key, item)


def recently(units: int) -> dict[Any, Any]:
    """A dictionary for what is known of a document of so many units: one that forgets is dearer to fill, and a short document needs none."""
    return Recent() if units > UNITS else {}


class Again(Row[V]):
    """What follows from each text of a list, made when it is asked for, and again when it has been forgotten."""

    __slots__ = ("_make", "_recent", "_texts")

    def __init__(self, texts: Sequence[str], make: Callable[[str], V], most: int) -> None:
        self._texts, self._make = texts, make
        self._recent: Recent[int, V] = Recent(most)

    def __len__(self) -> int:
        return len(self._texts)

    def _item(self, index: int) -> V:
        found = self._recent.get(index)
        if found is None:
            found = self._recent[index] = self._make(self._texts[index])
        return found


class Stretches(Row[str]):
    """Stretches of a text that itself need not be kept."""

    __slots__ = ("_ends", "_last", "_pieces", "starts")

    def __init__(self) -> None:
        self.starts = array(OFFSET)
        """where they begin in the text"""
        self._ends = array(OFFSET)
        """where they end in their piece"""
        self._pieces: list[str] = []
        self._last: list[str] = []
        """the stretches of the piece that is not full yet"""

    def add(self, stretch: str, start: int) -> None:
        """Append the stretch that begins at an offset of the text."""
        self._ends.append(len(stretch) + (self._ends[-1] if self._last else 0))
        self.starts.append(start)
        self._last.append(stretch)
        if len(self._last) == _PIECE:
            self._pieces.append("".join(self._last))
            self._last.clear()

    def __len__(self) -> int:
        return len(self.starts)

    def _item(self, index: int) -> str:
        piece, at = divmod(range(len(self.starts))[index], _PIECE)
        if piece == len(self._pieces):
            return self._last[at]
        return self._pieces[piece][self._ends[index - 1] if at else 0 : self._ends[index]]


class Units(Row[Unit]):
    """The units of a document in arrays, some 25 bytes each, made when they are asked for."""

    __slots__ = ("_look", "_looks", "_numbers", "_recent")

    def __init__(self, units: Iterable[Unit]) -> None:
        self._numbers = tuple(array(_SIGNED) for _ in range(5))
        """start, end, block, section, lead"""
        self._look = array(_SIGNED)
        numbers: dict[tuple[str, Place, bool], int] = {}
        for unit in units:
            for kept, number in zip(self._numbers, (unit.start, unit.end, unit.block, unit.section, unit.lead)):
                kept.append(number)
            self._look.append(numbers.setdefault((unit.kind, unit.place, unit.hidden), len(numbers)))
        self._looks = [*numbers]
        """kind, place and whether hidden, of which there are few"""
        self._recent: Recent[int, Unit] = Recent(UNITS)

    def __len__(self) -> int:
        return len(self._look)

    def _item(self, index: int) -> Unit:
        found = self._recent.get(index)
        if found is None:
            start, end, block, section, lead = (kept[index] for kept in self._numbers)
            kind, place, hidden = self._looks[self._look[index]]
            found = self._recent[index] = Unit(start, end, kind, block, section, lead, place, hidden)
        return found


class Sets:
    """Sets of few numbers below some bound, in a row; they are given as integers, by bits, and take two bytes a number."""

    __slots__ = ("_bits", "_ends", "_numbers", "_recent")

    def __init__(self, bound: int) -> None:
        self._bits = [*(1 << number for number in range(bound)), 0]
        """for each number its bit, and none for `bound`, which stands where one has been taken out"""
        self._numbers, self._ends = array("H" if bound < 1 << 16 else OFFSET), array(OFFSET, [0])
        self._recent: Recent[int, int] = Recent(UNITS)

    def append(self, bits: int) -> None:
        """Add a set at the end."""
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            self._numbers.append(lowest.bit_length() - 1)
        self._ends.append(len(self._numbers))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[int]:
        return map(self._read, range(len(self)))

    def __getitem__(self, index: int) -> int:
        found = self._recent.get(index)
        if found is None:
            found = self._recent[index] = self._read(index)
        return found

    def __setitem__(self, index: int, bits: int) -> None:
        """Take numbers out of a set; none can be put in."""
        gone = self[index] & ~bits
        while gone:
            number = gone.bit_length() - 1
            gone ^= 1 << number
            self._numbers[self._numbers.index(number, self._ends[index], self._ends[index + 1])] = len(self._bits) - 1
        self._recent[index] = bits

    def _read(self, index: int) -> int:
        return sum(map(self._bits.__getitem__, self._numbers[self._ends[index] : self._ends[index + 1]]))
