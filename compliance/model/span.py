"""Positions: half-open code-point spans, lines and columns, and maps between texts."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import NamedTuple, Sequence

from compliance.value import value

OFFSET = "I"
"""how offsets in a text are stored, see the module `array`"""


class Span(NamedTuple):
    """A half-open range of code points, `text[start:end]`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Do the two share at least one code point?"""
        return self.start < other.end and other.start < self.end


class LineIndex:
    """Offset to 1-based line and column, counted in code points; lines end at \\n, \\r\\n or \\r."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        starts = array(OFFSET, [0])
        at = text.find("\n")
        if "\r" in text:
            for index, character in enumerate(text):
                if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
                    starts.append(index + 1)
        else:
            while at >= 0:
                starts.append(at + 1)
                at = text.find("\n", at + 1)
        self._starts = starts

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based (line, column) of a code-point offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@value
class OffsetMap:
    """The way back from a derived text to the text it was made from.

    The derived text is cut into pieces; piece k begins at `derived[k]` and stands for
    `source[k]:source_end[k]`. A piece as long as its source maps letter by letter, any other
    maps as a whole (an entity, a removed character, a collapsed run of blanks).
    An empty map is the identity. Pieces are in order and together cover the derived text.
    """

    derived: Sequence[int] = ()
    source: Sequence[int] = ()
    source_end: Sequence[int] = ()
    length: int = 0

    def to_source(self, start: int, end: int) -> Span:
        """The smallest source span that covers derived `start:end`."""
        if not self.derived:
            return Span(start, end)
        first = bisect_right(self.derived, start) - 1
        last = bisect_right(self.derived, end - 1) - 1 if end > start else first
        left = self._begin(first, start)
        right = self._finish(last, end) if end > start else left
        return Span(left, max(left, right))

    def to_derived(self, offset: int) -> int:
        """Where a source offset went: the first derived offset at or after it."""
        if not self.derived:
            return offset
        piece = bisect_right(self.source, offset) - 1
        if piece < 0:
            return 0
        start, end = self.source[piece], self.source_end[piece]
        if offset >= end:
            return self._limit(piece)
        if end - start == self._limit(piece) - self.derived[piece]:
            return self.derived[piece] + offset - start
        return self.derived[piece] if offset == start else self._limit(piece)

    def _limit(self, piece: int) -> int:
        return self.derived[piece + 1] if piece + 1 < len(self.derived) else self.length

    def _is_linear(self, piece: int) -> bool:
        return self.source_end[piece] - self.source[piece] == self._limit(piece) - self.derived[piece]

    def _begin(self, piece: int, offset: int) -> int:
        inside = offset - self.derived[piece]
        return self.source[piece] + (inside if self._is_linear(piece) else 0)

    def _finish(self, piece: int, offset: int) -> int:
        if self._is_linear(piece):
            return self.source[piece] + offset - self.derived[piece]
        return self.source_end[piece]


IDENTITY = OffsetMap()


class MapBuilder:
    """Collects a derived text piece by piece; `build()` gives the text and its map."""

    __slots__ = ("_derived", "_ends", "_length", "_parts", "_sources")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._derived, self._sources, self._ends = array(OFFSET), array(OFFSET), array(OFFSET)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, text: str, start: int, end: int) -> None:
        """Append `text`, which stands for source `start:end` (a copy where the lengths agree)."""
        if not text:
            return
        self._parts.append(text)
        self._derived.append(self._length)
        self._sources.append(start)
        self._ends.append(end)
        self._length += len(text)

    def last_character(self) -> str:
        """The last character collected, or an empty string."""
        return self._parts[-1][-1] if self._parts else ""

    def build(self) -> tuple[str, OffsetMap]:
        """The derived text and the map from it to the source."""
        return "".join(self._parts), self.map()

    def pieces(self) -> tuple[str, ...]:
        """The derived text in pieces: those of the map."""
        return tuple(self._parts)

    def map(self) -> OffsetMap:
        """The map from the derived text to the source."""
        return OffsetMap(self._derived, self._sources, self._ends, self._length)
