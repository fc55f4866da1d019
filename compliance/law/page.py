"""A document as the law stage reads it: folded once, with the passages around a finding."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property
from typing import Any, Callable, Mapping, NamedTuple

from compliance.law.phrases import Fold, Phrases, phrases
from compliance.model.document import BlockKind, Document, Place
from compliance.model.span import LineIndex, Span

Senses = Callable[[str, int, int], frozenset[str]]
"""what the words around a span of a text say of it: negated, warned …"""

AWAY = (Place.FOOTER, Place.FAQ, Place.REFERENCES, Place.SMALL_PRINT, Place.ATTRIBUTE)
SAME_SIZE = 0.95
"""of another size, from which on type counts as set alike: sizes are measured and rounded"""
_SHORT_CAPITALS = 4


class Passage(NamedTuple):
    """A stretch of the folded text."""

    start: int
    end: int


class Size(NamedTuple):
    """A size of type, as the format gives it: pixels on a web page, else points."""

    value: float
    unit: str

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"

    def is_below(self, other: Size) -> bool:
        """Smaller by more than the rounding of what was measured; never where the units differ."""
        return self.unit == other.unit and self.value < SAME_SIZE * other.value


def _size(place: Mapping[str, Any]) -> Size | None:
    value = place.get("size")
    return Size(float(value), "px" if "element" in place else "pt") if value else None


class Page:
    """One document with what the law stage asks of it; offsets are those of the folded text unless said otherwise."""

    def __init__(self, document: Document, fold: Fold, senses: Senses) -> None:
        self.document = document
        self.text, self._map = fold(document.content)
        self.senses = senses
        self._fold = fold
        self._starts = [each.start for each in document.blocks]

    def fold(self, text: str) -> str:
        """Another text, folded as the document is."""
        return self._fold(text)[0]

    @cached_property
    def lines(self) -> LineIndex:
        """Lines of the source."""
        return LineIndex(self.document.source)

    def compiled(self, terms: tuple[str, ...]) -> Phrases:
        """Phrases folded as the text is, made once a run."""
        return phrases(terms, self._fold)

    # -- offsets

    def content(self, start: int, end: int) -> Span:
        """The span of the content that a folded span stands for."""
        return self._map.to_source(start, end)

    def source(self, start: int, end: int) -> Span:
        """The span of the source that a folded span stands for."""
        inside = self.content(start, end)
        return self.document.to_source.to_source(inside.start, inside.end)

    def of_source(self, start: int, end: int) -> Passage:
        """The folded stretch of a source span."""
        back = self.document.to_source.to_derived
        return self.of_content(back(start), back(end))

    def of_content(self, start: int, end: int) -> Passage:
        """The folded stretch of a content span."""
        return Passage(self._map.to_derived(start), self._map.to_derived(end))

    # -- blocks

    def block_at(self, offset: int) -> int:
        """The number of the block a folded offset lies in, or of the one before it; -1 before the first."""
        return bisect_right(self._starts, self.content(offset, offset + 1).start) - 1

    def of_block(self, number: int) -> Passage:
        """The stretch of a block."""
        block = self.document.blocks[number]
        return self.of_content(block.start, block.end)

    def headings_over(self, offset: int) -> list[Passage]:
        """The headings that a place stands under, the nearest first, and the title: the first block of the document."""
        out: list[Passage] = []
        level = 100
        number = self.block_at(offset)
        for index in range(number - 1, -1, -1):
            block = self.document.blocks[index]
            if block.kind is BlockKind.HEADING and block.level < level:
                level = block.level
                out.append(self.of_block(index))
        if self.document.blocks and number > 0:
            title = self.document.blocks[0]
            reads_as_title = title.kind is BlockKind.HEADING or not self.document.content[title.start : title.end].rstrip().endswith((".", "!", "?"))
            if title.end - title.start <= 120 and reads_as_title and self.of_block(0) not in out:
                out.append(self.of_block(0))
        return out

    # -- sizes of type

    def size(self, start: int, end: int) -> Size | None:
        """The size in which most letters of a folded span are set; None where the format shows none."""
        inside = self.content(start, end)
        found = self._sizes(inside.start, inside.end)
        return max(found, key=lambda each: (found[each], each), default=None)

    def largest(self) -> Size | None:
        """The largest type that a reader of the document meets; None where the format shows none."""
        found: Counter[Size] = Counter()
        for each in self.document.blocks:
            if not each.hidden:
                found.update(self._sizes(each.start, each.end))
        return max(found, default=None)

    def _sizes(self, start: int, end: int) -> Counter[Size]:
        """How many letters and digits of a stretch of the content are set in each size; raised marks are outnumbered."""
        locators, to_source = self.document.locators, self.document.to_source.to_source
        out: Counter[Size] = Counter()
        if not locators:
            return out
        known: dict[int, Size | None] = {}
        for at in range(start, end):
            if not self.document.content[at].isalnum():
                continue
            source = to_source(at, at + 1).start
            number = bisect_right(locators, source, key=lambda each: each.start) - 1
            if number not in known:
                known[number] = _size(self.document.place_of(source, source + 1))
            size = known[number]
            if size:
                out[size] += 1
        return out

    # -- looking for phrases

    def find(self, terms: tuple[str, ...], passages: list[Passage]) -> tuple[int, int, str] | None:
        """The first of some phrases in some passages: its folded offsets and the phrase, or None.

        Short phrases in capitals (ALS, PRP) count only where the text has capitals too.
        """
        found = self.compiled(terms)
        for start, end in passages:
            for seen in found.find(self.text, start, end):
                if self._is_as_written(seen.phrase, seen.start, seen.end):
                    return seen.start, seen.end, seen.phrase
        return None

    def find_all(self, terms: tuple[str, ...]) -> list[tuple[int, int, str]]:
        """Every place of some phrases in the document."""
        return [(seen.start, seen.end, seen.phrase) for seen in self.compiled(terms).find(self.text) if self._is_as_written(seen.phrase, seen.start, seen.end)]

    def _is_as_written(self, phrase: str, start: int, end: int) -> bool:
        if len(phrase) > _SHORT_CAPITALS or not phrase.isupper() or not phrase.isascii():
            return True
        span = self.content(start, end)
        return self.document.content[span.start : span.end][: len(phrase)].isupper()

    def sentence(self, start: int, end: int) -> Passage:
        """The sentence around a folded span, within its block: from one full stop to the next."""
        number = self.block_at(start)
        block = self.of_block(number) if number >= 0 else Passage(0, len(self.text))
        left = max((self.text.rfind(stop, block.start, start) for stop in (". ", "! ", "? ")), default=-1)
        first = block.start if left < 0 else left + 2
        rights = [at for stop in (". ", "! ", "? ") if (at := self.text.find(stop, max(end - 1, start), block.end)) >= 0]
        last = min(rights) + 1 if rights else block.end
        return Passage(first, max(last, end))

    def whole(self) -> list[Passage]:
        """The whole document."""
        return [Passage(0, len(self.text))]
