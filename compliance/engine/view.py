"""A document as the engine sees it: units tagged once, patterns searched on demand and remembered."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Sequence

from compliance.engine.compiled import MATCH_SECONDS, CompiledPack
from compliance.engine.plain import captured, is_plain
from compliance.engine.raw import DIGIT
from compliance.engine.tags import TAGS
from compliance.engine.vocabulary import STRIP_TAGS, WORDS, Tagged
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


_SHORT = 1000
_TAG = re.compile(TAGS)
NOWHERE = Hit(-1, -1, -1, -1, -1)


class View:
    """One document, folded and segmented, with its units tagged and their candidate patterns known."""

    __slots__ = (
        "_found",
        "_joined",
        "_known",
        "_offsets",
        "_plain",
        "_position",
        "_tagged",
        "_tags",
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
        self._tagged: list[Tagged] = []
        self._joined: dict[int, str] = {}
        self._tags: dict[int, list[int]] = {}
        self._offsets: dict[int, list[int]] = {}
        """where the tagged words of a unit begin, once that has been asked for"""
        self._plain: dict[int, bool] = {}
        self._position: list[int] = []
        self._found: list[dict[int, tuple[Hit, ...]]] = [{} for _ in units]
        self._known: list[int] = []
        """for each unit patterns (as bits) that are known to match wherever they are candidates"""
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
            words = tagged.words()
            candidates = compiled.candidates(tagged, words)
            seen |= candidates
            self.texts.append(piece)
            self._position.append(start)
            self._tagged.append(tagged)
            self.candidates.append(candidates)
            self._known.append(0 if words.loose or not piece.isascii() or "_" in piece else compiled.sure)
        self.seen = seen

    def tagged(self, unit: int) -> str:
        """The tagged text of a unit."""
        text = self._joined.get(unit)
        if text is None:
            text = self._joined[unit] = "".join(self._tagged[unit].parts)
        return text

    def tagged_words(self, unit: int) -> list[str]:
        """The words of a unit, each with the tags before it."""
        return self._tagged[unit].parts[1::2]

    def matching(self, bits: int, unit: int) -> list[tuple[int, tuple[Hit, ...]]]:
        """Those of some patterns (as bits, all of them candidates of the unit) that match in it, with their places."""
        found = self._found[unit]
        out = []
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            number = lowest.bit_length() - 1
            hits = found.get(number)
            if hits is None:
                hits = found[number] = self._places(number, unit)
                if not hits:
                    self.candidates[unit] ^= lowest
            if hits:
                out.append((number, hits))
        return out

    def has(self, bits: int, unit: int) -> bool:
        """Does one of some patterns (as bits, all of them candidates of the unit) match in it? Cheaper than to ask for its places."""
        if bits & self._known[unit]:
            return True
        found = self._found[unit]
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            number = lowest.bit_length() - 1
            if number in found or self._is_anywhere(number, unit):
                self._known[unit] |= lowest
                return True
            self.candidates[unit] ^= lowest
        return False

    def find(self, pattern: int, unit: int) -> tuple[Hit, ...]:
        """Every place of a pattern in a unit, in order; a pattern that runs away is stopped and noted."""
        found = self.matching(self.candidates[unit] & 1 << pattern, unit)
        return found[0][1] if found else ()

    def _places(self, pattern: int, unit: int) -> tuple[Hit, ...]:
        hits = []
        for found in self._search(pattern, unit):
            tags = self._tags.get(unit)
            if tags is None:
                tags = self._tags[unit] = [tag.start() for tag in _TAG.finditer(self.tagged(unit))]
            hit = _hit(found, tags, unit)
            if hit is not None:
                hits.append(hit)
        return tuple(hits)

    def _is_anywhere(self, pattern: int, unit: int) -> bool:
        # What is optional throughout matches nothing, and a raw part perhaps nothing but tags.
        return any(STRIP_TAGS.sub("", found[0]) for found in self._search(pattern, unit))

    def _search(self, pattern: int, unit: int) -> Iterator[Any]:
        """Every match of a pattern in the tagged text of a unit, from left to right and apart, while it does not run away."""
        if pattern in self.stopped:
            return
        compiled, words = self.compiled.patterns[pattern], self._tagged[unit]
        starts = compiled.starts
        if starts is None or (DIGIT in starts and words.has_inner_words()):
            places = None
        else:
            bit = 1 << pattern
            places = [word for word, begins in enumerate(words.begins) if begins & bit]
            if not places:
                return
        text = self._joined.get(unit) or self.tagged(unit)
        # A clock is dear to start, and no short text can make a pattern without raw parts run long.
        is_short = not compiled.is_raw and len(text) <= _SHORT
        expression = compiled.plain if is_short and self._is_plain(unit) else compiled.regex
        limit = {} if is_short else {"timeout": MATCH_SECONDS}
        try:
            if places is None:
                yield from expression.finditer(text, **limit)
            else:
                yield from self._matches(expression.match, text, unit, places, limit)
        except TimeoutError:
            self.stopped.add(pattern)
            self.failures.append((compiled.text, unit))

    def _matches(self, match: Callable[..., Any], text: str, unit: int, places: Sequence[int], limit: Mapping[str, float]) -> Iterator[Any]:
        """Matches that begin with one of some words, from left to right and apart."""
        offsets = self._offsets.get(unit)
        if offsets is None:
            offsets = self._offsets[unit] = _word_offsets(self._tagged[unit].parts)
        after = 0
        for word in places:
            at = offsets[word]
            if at >= after:
                found = match(text, at, **limit)
                if found:
                    after = found.end()
                    yield found

    def _is_plain(self, unit: int) -> bool:
        """Can the standard library run patterns on a unit in place of `regex`?"""
        known = self._plain.get(unit)
        if known is None:
            known = self._plain[unit] = is_plain(self.texts[unit])
        return known

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


def _hit(found: Any, tags: list[int], unit: int) -> Hit | None:
    """A match in text that has tags at some places as a hit in folded text; None where it holds nothing."""
    start, end = found.span()
    start -= bisect_left(tags, start)
    end -= bisect_left(tags, end)
    if end <= start:
        return None
    if not found.re.groups:
        return Hit(start, end, start, end, unit)
    left, right, is_marked = start, end, False
    captures = []
    for name, (begin, stop) in captured(found).items():
        if name == "focus":
            left, right = begin - bisect_left(tags, begin), stop - bisect_left(tags, stop)
            is_marked = True
        elif stop > begin:
            captures.append((name, STRIP_TAGS.sub("", found.string[begin:stop])))
    return Hit(start, end, left, right, unit, tuple(captures), is_marked)


def _word_offsets(parts: Sequence[str]) -> list[int]:
    """Where the words (every second part) begin in the joined parts."""
    offsets = list(accumulate(map(len, parts), initial=0))
    return offsets[1:-1:2]


def _around(unit: int, count: int, reach: int = 40) -> range:
    return range(max(0, unit - reach), min(count, unit + reach + 1))
