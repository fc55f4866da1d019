"""A document as the engine sees it: units tagged once, patterns searched on demand and remembered."""

from __future__ import annotations

from array import array
from functools import partial
from typing import Iterable, Iterator, NamedTuple, Sequence

from compliance.engine import recent
from compliance.engine.compiled import CompiledPack
from compliance.engine.memory import Memory
from compliance.engine.recent import Again, Sets, Stretches, Units, recently
from compliance.engine.sentence import Hit, Sentence
from compliance.engine.vocabulary import WORDS
from compliance.model.document import Document, Unit
from compliance.model.span import OffsetMap
from compliance.text.fold import Folded

NOWHERE = Hit(-1, -1, -1, -1)


class RanAway(Exception):
    """A pattern ran away in a document whose sentences are shared with others."""


class Positions(NamedTuple):
    """The way from folded text back to content."""

    units: Sequence[Unit]
    starts: Sequence[int]
    """where the units begin in the folded text of the document"""
    back: OffsetMap

    def content_span(self, unit: int, start: int, end: int) -> tuple[int, int]:
        """Offsets in a unit's folded text as a span of the document's content."""
        base = self.starts[unit]
        span = self.back.to_source(base + start, base + end)
        owner = self.units[unit]
        return max(span.start, owner.start), min(max(span.end, span.start + 1), owner.end)


class View:
    """One document, folded and segmented, with its units tagged and their candidate patterns known.

    With a `memory` its sentences are those that other documents have met, with all that has been found out about
    them. A pattern that runs away is not tried again in its document, so that what is found in a sentence then depends on what
    was searched before it. That must not be remembered: such a view raises RanAway, and the document must be viewed
    without memory.

    Of a document with more units than `recent.UNITS` only the sentences asked for last are held.
    """

    __slots__ = (
        "_is_shared",
        "_sections",
        "candidates",
        "compiled",
        "document",
        "everywhere",
        "failures",
        "memory",
        "positions",
        "seen",
        "sentences",
        "stance",
        "stopped",
        "texts",
        "units",
    )

    def __init__(self, compiled: CompiledPack, document: Document, folded: Folded, units: tuple[Unit, ...], memory: Memory | None = None) -> None:
        is_long = len(units) > recent.UNITS
        self.compiled, self.document = compiled, document
        self.units: Sequence[Unit] = Units(units) if is_long else units
        self.texts = Stretches()
        self.positions = Positions(self.units, self.texts.starts, folded.map)
        self.candidates: list[int] | Sets = Sets(len(compiled.patterns)) if is_long else []
        """for each unit the patterns (as bits) that may match in it"""
        self._sections: dict[int, array[int]] | None = None
        self._is_shared = memory is not None
        self.failures: list[tuple[str, int]] = []
        self.stopped: set[int] = set()
        """patterns that ran away once and are not tried again in this document"""
        self.memory: dict[tuple[int, object], Sequence[Hit]] = recently(len(units))
        self.everywhere: dict[tuple[int, object], Sequence[Hit]] = {}
        """the memory of what is looked for in all units, and must not be looked for there twice"""
        self.stance = ""
        to_derived, make = folded.map.to_derived, partial(Sentence, compiled)
        read, again = (partial(memory.recall, read=make), partial(memory.again, read=make)) if memory is not None else (make, make)
        kept: list[Sentence] = []
        seen = 0
        for unit in units:
            start = to_derived(unit.start)
            text = folded.cut(start, to_derived(unit.end))
            self.texts.add(text, start)
            sentence = read(text)
            seen |= sentence.possible
            self.candidates.append(sentence.candidates)
            if not is_long:
                kept.append(sentence)
        self.seen = seen
        self.sentences: Sequence[Sentence] = Again(self.texts, again, recent.UNITS) if is_long else kept

    def tagged(self, unit: int) -> str:
        """The tagged text of a unit."""
        return self.sentences[unit].tagged

    def matching(self, bits: int, unit: int) -> list[tuple[int, tuple[Hit, ...]]]:
        """Those of some patterns (as bits, all of them candidates of the unit) that match in it, with their places."""
        found = self.sentences[unit].found
        out = []
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            number = lowest.bit_length() - 1
            hits = found.get(number)
            if hits is None:
                hits = found[number] = self._places(number, unit)
            if hits:
                out.append((number, hits))
            else:
                self._strike(lowest, unit)
        return out

    def has(self, bits: int, unit: int) -> bool:
        """Does one of some patterns (as bits, all of them candidates of the unit) match in it? Cheaper than to ask for its places."""
        sentence = self.sentences[unit]
        if bits & sentence.known:
            return True
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            number = lowest.bit_length() - 1
            hits = sentence.found.get(number)
            if hits or (hits is None and self._is_anywhere(number, unit)):
                sentence.known |= lowest
                return True
            self._strike(lowest, unit)
        return False

    def find(self, pattern: int, unit: int) -> tuple[Hit, ...]:
        """Every place of a pattern in a unit, in order; a pattern that runs away is stopped and noted."""
        found = self.matching(self.candidates[unit] & 1 << pattern, unit)
        return found[0][1] if found else ()

    def _strike(self, bit: int, unit: int) -> None:
        """Look for a pattern (as a bit) in a unit no more."""
        self.candidates[unit] &= ~bit
        self.sentences[unit].candidates &= ~bit

    def _places(self, pattern: int, unit: int) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        if pattern not in self.stopped:
            try:
                self.sentences[unit].add_places(pattern, hits)
            except TimeoutError:
                self._stop(pattern, unit)
        return tuple(hits)

    def _is_anywhere(self, pattern: int, unit: int) -> bool:
        if pattern not in self.stopped:
            try:
                return self.sentences[unit].is_anywhere(pattern)
            except TimeoutError:
                self._stop(pattern, unit)
        return False

    def _stop(self, pattern: int, unit: int) -> None:
        if self._is_shared:
            raise RanAway from None
        self.stopped.add(pattern)
        self.failures.append((self.compiled.patterns[pattern].text, unit))

    def words_between(self, unit: int, start: int, end: int) -> int:
        """How many words stand between two offsets of a unit's folded text."""
        return len(WORDS.findall(self.texts[unit][start:end])) if end > start else 0

    def content_span(self, unit: int, start: int, end: int) -> tuple[int, int]:
        """Offsets in a unit's folded text as a span of the document's content."""
        return self.positions.content_span(unit, start, end)

    def remembered(self, scope: str, unit: int) -> dict[tuple[int, object], Sequence[Hit]]:
        """Where it is kept what a scope shows, seen from a unit."""
        is_wide = scope in ("document", "title") or (scope == "section" and self.units[unit].section < 0)
        return self.everywhere if is_wide else self.memory

    def _section(self, section: int) -> Iterable[int]:
        """The units of a section in order, its heading the first."""
        if self._sections is None:
            self._sections = {}
            for index, unit in enumerate(self.units):
                self._sections.setdefault(unit.section, array("I", [unit.section] if unit.section >= 0 else [])).append(index)
        return self._sections[section]

    def scope_key(self, unit: int, scope: str) -> object:
        """What two units must share for a scope to be the same units for both."""
        here = self.units[unit]
        if scope in ("document", "title"):
            return scope
        if scope in ("heading", "section"):
            return scope, here.section
        if scope == "lead":
            return scope, here.lead
        if scope == "hint":
            return here.lead, here.section
        return unit

    def scope(self, unit: int, scope: str) -> Iterator[int]:
        """The units a scope name means, seen from a unit."""
        units = self.units
        here = units[unit]
        if scope == "unit":
            yield unit
        elif scope in ("previous", "adjoining", "next"):
            if scope != "next" and unit > 0:
                yield unit - 1
            if scope == "adjoining":
                yield unit
            if scope != "previous" and unit + 1 < len(units):
                yield unit + 1
        elif scope == "before":
            yield from range(max(0, unit - 3), unit)
        elif scope == "block":
            for index in _around(unit, len(units)):
                if units[index].block == here.block:
                    yield index
        elif scope == "lead":
            if here.lead >= 0:
                yield here.lead
        elif scope == "heading":
            if here.section >= 0:
                yield here.section
        elif scope == "hint":
            if here.lead >= 0:
                yield here.lead
            if here.section >= 0 and here.section != here.lead:
                yield here.section
        elif scope == "section":
            yield from self._section(here.section)
        elif scope == "title":
            for index in range(min(3, len(units))):
                yield index
        elif scope == "document":
            yield from range(len(units))


def _around(unit: int, count: int, reach: int = 40) -> range:
    return range(max(0, unit - reach), min(count, unit + reach + 1))
