"""A document as the engine sees it: units tagged once, patterns searched on demand and remembered."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Iterator, NamedTuple, Sequence

from compliance.engine.compile import MATCH_SECONDS, CompiledPack, CompiledPattern
from compliance.engine.vocabulary import STRIP_TAGS, WORDS, untagged_length
from compliance.model.document import Document, Unit
from compliance.text.fold import Folded


class Hit(NamedTuple):
    """A place a pattern was found at: offsets in the folded text of its unit, -1 where it has none."""

    start: int
    end: int
    focus_start: int
    focus_end: int
    unit: int
    captures: tuple[tuple[str, str], ...] = ()
    is_marked: bool = False
    """whether the pattern marks its focus with [...]"""


NOWHERE = Hit(-1, -1, -1, -1, -1)


class View:
    """One document, folded and segmented, with its units tagged and their candidate patterns known."""

    __slots__ = (
        "_begins",
        "_found",
        "_offsets",
        "_parts",
        "_position",
        "_tagged",
        "candidates",
        "compiled",
        "document",
        "failures",
        "folded",
        "memory",
        "seen",
        "stance",
        "stopped",
        "texts",
        "units",
    )

    def __init__(self, compiled: CompiledPack, document: Document, folded: Folded, units: tuple[Unit, ...]) -> None:
        self.compiled, self.document, self.folded, self.units = compiled, document, folded, units
        self.texts: list[str] = []
        self.candidates: list[int] = []
        self._tagged: list[str] = []
        self._begins: list[list[int]] = []
        self._parts: list[list[str]] = []
        self._offsets: dict[int, list[int]] = {}
        """where the tagged words of a unit begin, once that has been asked for"""
        self._position: list[int] = []
        self._found: dict[tuple[int, int], tuple[Hit, ...]] = {}
        self.failures: list[tuple[str, int]] = []
        self.stopped: set[int] = set()
        """patterns that ran away once and are not tried again in this document"""
        self.memory: dict[tuple[int, object], Sequence[Hit]] = {}
        self.stance = ""
        vocabulary, to_derived, text = compiled.vocabulary, folded.map.to_derived, folded.text
        seen = 0
        for unit in units:
            start, end = to_derived(unit.start), to_derived(unit.end)
            piece = text[start:end]
            tagged = vocabulary.tag(piece)
            candidates = compiled.candidates(tagged.mask)
            seen |= candidates
            self.texts.append(piece)
            self._position.append(start)
            self._tagged.append("".join(tagged.parts))
            self._begins.append(tagged.begins)
            self._parts.append(tagged.parts)
            self.candidates.append(candidates)
        self.seen = seen

    def tagged(self, unit: int) -> str:
        """The tagged text of a unit."""
        return self._tagged[unit]

    def find(self, pattern: int, unit: int) -> tuple[Hit, ...]:
        """Every place of a pattern in a unit, in order; a pattern that runs away is stopped and noted."""
        if not self.candidates[unit] >> pattern & 1:
            return ()
        key = (pattern, unit)
        hits = self._found.get(key)
        if hits is None:
            hits = self._found[key] = tuple(self._search(pattern, unit))
        return hits

    def _search(self, pattern: int, unit: int) -> Iterator[Hit]:
        if pattern in self.stopped:
            return
        tagged = self._tagged[unit]
        compiled = self.compiled.patterns[pattern]
        try:
            for found in self._matches(pattern, unit, compiled, tagged):
                start = untagged_length(tagged[: found.start()])
                end = start + untagged_length(found[0])
                focus = found.span("focus") if "focus" in compiled.regex.groupindex else (-1, -1)
                if focus[0] >= 0:
                    left = untagged_length(tagged[: focus[0]])
                    right = left + untagged_length(tagged[focus[0] : focus[1]])
                else:
                    left, right = start, end
                captures = tuple((name, STRIP_TAGS.sub("", value)) for name, value in found.groupdict().items() if value and name != "focus")
                if end > start:
                    yield Hit(start, end, left, right, unit, captures, focus[0] >= 0)
        except TimeoutError:
            self.stopped.add(pattern)
            self.failures.append((compiled.text, unit))

    def _matches(self, pattern: int, unit: int, compiled: CompiledPattern, tagged: str) -> Iterator[Any]:
        """Matches of one pattern, from left to right and apart, tried only where its first word stands."""
        if compiled.starts is None:
            yield from compiled.regex.finditer(tagged, timeout=MATCH_SECONDS)
            return
        offsets = self._offsets.get(unit)
        if offsets is None:
            offsets = self._offsets[unit] = _word_offsets(self._parts[unit])
        match, after = compiled.regex.match, 0
        for number, begins in enumerate(self._begins[unit]):
            if begins >> pattern & 1 and offsets[number] >= after:
                found = match(tagged, offsets[number], timeout=MATCH_SECONDS)
                if found:
                    after = found.end()
                    yield found

    def words_between(self, unit: int, start: int, end: int) -> int:
        """How many words stand between two offsets of a unit's folded text."""
        return len(WORDS.findall(self.texts[unit][start:end])) if end > start else 0

    def content_span(self, unit: int, start: int, end: int) -> tuple[int, int]:
        """Offsets in a unit's folded text as a span of the document's content."""
        base = self._position[unit]
        span = self.folded.map.to_source(base + start, base + end)
        owner = self.units[unit]
        return max(span.start, owner.start), min(max(span.end, span.start + 1), owner.end)

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
            for index in range(len(units)):
                if units[index].section == here.section or index == here.section:
                    yield index
        elif scope == "title":
            for index in range(min(3, len(units))):
                yield index
        elif scope == "document":
            yield from range(len(units))



def _word_offsets(parts: Sequence[str]) -> list[int]:
    """Where the words (every second part) begin in the joined parts."""
    offsets = list(accumulate(map(len, parts), initial=0))
    return offsets[1:-1:2]


def _around(unit: int, count: int, reach: int = 40) -> range:
    return range(max(0, unit - reach), min(count, unit + reach + 1))
