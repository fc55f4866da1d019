"""What the text of a unit says by itself, wherever it stands: its words, and the places of the patterns in it.

Everything here follows from the folded text and the pack alone, so that it can be remembered from one document to
the next. What neighbours, headings, places or the document add is known to `View`, `Context` and `Cues`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Callable, Iterator, Mapping, NamedTuple, Sequence

from compliance.engine.compiled import MATCH_SECONDS, CompiledPack
from compliance.engine.plain import captured, is_plain
from compliance.engine.raw import DIGIT
from compliance.engine.tags import TAGS
from compliance.engine.vocabulary import STRIP_TAGS

if TYPE_CHECKING:
    from compliance.engine.weights import OfWords
    from compliance.model.rule import Trigger


class Hit(NamedTuple):
    """A place a pattern was found at: offsets in the folded text of a unit, -1 where it has none."""

    start: int
    end: int
    focus_start: int
    focus_end: int
    captures: tuple[tuple[str, str], ...] = ()
    is_marked: bool = False
    """whether the pattern marks its focus with [...]"""


class Standing(NamedTuple):
    """A trigger where it stands in a sentence."""

    start: int
    end: int
    trigger: Trigger


Triggers = tuple[tuple[Standing, ...], tuple[Standing, ...], tuple[Standing, ...]]
"""triggers, terminations and pseudo-triggers"""

_SHORT = 1000
_TAG = re.compile(TAGS)


class Sentence:
    """A folded text, tagged, with its candidate patterns; what is dear is worked out when first asked for."""

    __slots__ = (
        "_begins",
        "_has_inner_words",
        "_is_plain",
        "_offsets",
        "_parts",
        "_patterns",
        "_tagged",
        "_tags",
        "candidates",
        "found",
        "known",
        "of_words",
        "possible",
        "stems",
        "text",
        "triggers",
    )

    def __init__(self, compiled: CompiledPack, text: str) -> None:
        tagged = compiled.vocabulary.tag(text)
        words = tagged.words()
        self.text = text
        self.possible = self.candidates = compiled.candidates(tagged, words)
        """patterns (as bits) that its words allow; `candidates` without those that have been searched in vain"""
        self.known = 0 if words.loose or not text.isascii() or "_" in text else compiled.sure
        """patterns (as bits) that match if they are candidates"""
        self.found: dict[int, tuple[Hit, ...]] = {}
        """the places of the patterns that have been searched"""
        self.triggers: Triggers | None = None
        self.stems: tuple[list[str], frozenset[str]] | None = None
        """the stems of its words in order, and the lexicons they belong to"""
        self.of_words: OfWords | None = None
        """what its words are worth to the scorecards"""
        self._patterns = compiled.patterns
        self._parts, self._begins = tagged.parts, tagged.begins
        self._has_inner_words = words.has_inner_words()
        self._tagged: str | None = None
        self._tags: list[int] | None = None
        self._offsets: list[int] | None = None
        self._is_plain: bool | None = None

    @property
    def tagged(self) -> str:
        """The text with its tags."""
        if self._tagged is None:
            self._tagged = "".join(self._parts)
        return self._tagged

    def words(self) -> list[str]:
        """The words, each with the tags before it."""
        return self._parts[1::2]

    def add_places(self, pattern: int, hits: list[Hit]) -> None:
        """Add every place of a pattern to some hits, in order. Raises TimeoutError where it runs away, with those before added."""
        for found in self._search(pattern):
            if self._tags is None:
                self._tags = [tag.start() for tag in _TAG.finditer(self.tagged)]
            hit = _hit(found, self._tags)
            if hit is not None:
                hits.append(hit)

    def is_anywhere(self, pattern: int) -> bool:
        """Has a pattern any place? Raises TimeoutError where it runs away."""
        # What is optional throughout matches nothing, and a raw part perhaps nothing but tags.
        return any(STRIP_TAGS.sub("", found[0]) for found in self._search(pattern))

    def _search(self, pattern: int) -> Iterator[Any]:
        """Every match of a pattern in the tagged text, from left to right and apart."""
        compiled = self._patterns[pattern]
        starts = compiled.starts
        if starts is None or (DIGIT in starts and self._has_inner_words):
            places = None
        else:
            bit = 1 << pattern
            places = [word for word, begins in enumerate(self._begins) if begins & bit]
            if not places:
                return
        text = self._tagged or self.tagged
        # A clock is dear to start, and no short text can make a pattern without raw parts run long.
        is_short = not compiled.is_raw and len(text) <= _SHORT
        if self._is_plain is None:
            self._is_plain = is_plain(self.text)
        expression = compiled.plain if is_short and self._is_plain else compiled.regex
        limit = {} if is_short else {"timeout": MATCH_SECONDS}
        if places is None:
            yield from expression.finditer(text, **limit)
        else:
            yield from self._matches(expression.match, text, places, limit)

    def _matches(self, match: Callable[..., Any], text: str, places: Sequence[int], limit: Mapping[str, float]) -> Iterator[Any]:
        """Matches that begin with one of some words, from left to right and apart."""
        if self._offsets is None:
            self._offsets = _word_offsets(self._parts)
        offsets, after = self._offsets, 0
        for word in places:
            at = offsets[word]
            if at >= after:
                found = match(text, at, **limit)
                if found:
                    after = found.end()
                    yield found


def _hit(found: Any, tags: list[int]) -> Hit | None:
    """A match in text that has tags at some places as a hit in folded text; None where it holds nothing."""
    start, end = found.span()
    start -= bisect_left(tags, start)
    end -= bisect_left(tags, end)
    if end <= start:
        return None
    if not found.re.groups:
        return Hit(start, end, start, end)
    left, right, is_marked = start, end, False
    captures = []
    for name, (begin, stop) in captured(found).items():
        if name == "focus":
            left, right = begin - bisect_left(tags, begin), stop - bisect_left(tags, stop)
            is_marked = True
        elif stop > begin:
            captures.append((name, STRIP_TAGS.sub("", found.string[begin:stop])))
    return Hit(start, end, left, right, tuple(captures), is_marked)


def _word_offsets(parts: Sequence[str]) -> list[int]:
    """Where the words (every second part) begin in the joined parts."""
    offsets = list(accumulate(map(len, parts), initial=0))
    return offsets[1:-1:2]
