"""A pack ready to screen with: all that a run needs once the rules have been compiled."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Callable, Mapping, NamedTuple

import regex

from compliance.engine.frozen import freeze, thaw
from compliance.engine.raw import DIGIT
from compliance.engine.sieve import Sieve
from compliance.engine.tags import UNIT_BEGIN
from compliance.engine.vocabulary import Code, Tagged, Vocabulary, Words
from compliance.errors import Location

if TYPE_CHECKING:
    from compliance.engine.cards import Cards
    from compliance.engine.cues import Reader
    from compliance.engine.nodes import ReadyRule
    from compliance.engine.weights import Weights
    from compliance.model.rule import Pack, Rule, Trigger
    from compliance.text.fold import FoldOptions

PLANES = 3
MATCH_SECONDS = 2.0


class Run(NamedTuple):
    """How a pattern is run: what a search needs to know of it, in one place."""

    match: Callable[..., Any]
    finditer: Callable[..., Any]
    is_raw: bool
    begins_at_words: bool
    """can its matches begin nowhere but at words with some features?"""
    begins_with_digits: bool
    begins_unit: bool
    """is its only match at the beginning?"""


class CompiledPattern:
    """One distinct pattern text: its `regex` (built on first use) and what it needs to be worth running."""

    __slots__ = ("_frozen", "_later", "_regex", "_run", "at", "groups", "is_raw", "source", "starts", "text")

    text: str
    source: str
    groups: tuple[frozenset[str], ...]
    at: Location
    starts: frozenset[str] | None
    is_raw: bool
    """has it a part in `regex` syntax, which alone can backtrack without bound?"""
    _later: Callable[[], tuple[Any, ...]]

    def __init__(
        self, text: str, source: str, groups: tuple[frozenset[str], ...], at: Location, starts: frozenset[str] | None, is_raw: bool, frozen: bytes = b""
    ) -> None:
        self.text, self.source, self.groups, self.at, self.starts, self.is_raw = text, source, groups, at, starts, is_raw
        self._regex: Any = None
        self._run: Run | None = None
        self._frozen = frozen

    @classmethod
    def later(cls, read: Callable[[], tuple[Any, ...]]) -> CompiledPattern:
        """A pattern whose data (see `as_data`) are read when the first of them is asked for."""
        pattern = cls.__new__(cls)
        pattern._later = read
        return pattern

    def __getattr__(self, name: str) -> Any:
        """What has not been read yet; an attribute that is there never comes here."""
        if name == "_later" or name not in self.__slots__:
            raise AttributeError(name)
        text, source, groups, at, starts, is_raw, frozen = self._later()
        own = text, source, tuple(map(frozenset, groups)), Location(*at), None if starts is None else frozenset(starts), is_raw, frozen
        self.__init__(*own)  # type: ignore[misc]  # an object made by `later` is made ready here
        del self._later
        return getattr(self, name)

    def as_data(self) -> tuple[Any, ...]:
        """The pattern as plain data, its compiled expression as bytes."""
        groups, starts = tuple(tuple(sorted(each)) for each in self.groups), None if self.starts is None else tuple(sorted(self.starts))
        at = tuple(getattr(self.at, each.name) for each in fields(self.at))
        return self.text, self.source, groups, at, starts, self.is_raw, self._frozen or freeze(self.regex)

    @property
    def regex(self) -> Any:
        """The compiled expression."""
        if self._regex is None:
            self._regex = thaw(self._frozen) if self._frozen else regex.compile(self.source)
        return self._regex

    @property
    def run(self) -> Run:
        """How it is run."""
        if self._run is None:
            compiled, starts = self.regex, self.starts
            self._run = Run(
                compiled.match, compiled.finditer, self.is_raw, starts is not None, starts is not None and DIGIT in starts, self.source.startswith(UNIT_BEGIN)
            )
        return self._run

    def __reduce__(self) -> tuple[object, ...]:
        return CompiledPattern, (self.text, self.source, self.groups, self.at, self.starts, self.is_raw, self._frozen)


@dataclass(frozen=True, slots=True)
class CompiledPack:
    """A pack ready to screen with; holds no open resource and can be pickled."""

    pack: Pack
    patterns: tuple[CompiledPattern, ...]
    ids: Mapping[str, int]
    vocabulary: Vocabulary
    sieve: Sieve
    codes: Mapping[str, Code]
    fold_options: FoldOptions
    sentence_rules: tuple[Rule, ...]
    whole_rules: tuple[Rule, ...]
    stance_rules: tuple[Rule, ...]
    cards: Cards
    rules_by_pattern: Mapping[int, tuple[int, ...]]
    anchor_mask: int
    trigger_of: Mapping[int, tuple[Trigger, ...]]
    trigger_mask: int
    group_codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sure: int = 0
    """patterns (as bits) of a single word, which match wherever the words let them"""
    ready: Mapping[str, ReadyRule] = field(default_factory=dict)
    """each rule's nodes made ready to run, by rule id"""
    readers: list[Reader] = field(default_factory=list, compare=False, repr=False)
    made: dict[int, Weights] = field(default_factory=dict, compare=False, repr=False)
    """the scorecards ready to count with, by their identity: packs with some rules switched off share this"""
    expressions: dict[str, bytes] = field(default_factory=dict)
    """the compiled regular expressions of the settings, as bytes, where the pack comes from a cache"""

    def reader(self) -> Reader:
        """What reads tagged words for the scorecards; made once and kept, with what it has read."""
        if not self.readers:
            from compliance.engine.cues import Reader

            self.readers.append(Reader(self.pack.settings.get("cues", {}), {code.begin: name for name, code in self.codes.items()}))
        return self.readers[0]

    def weights(self) -> Weights:
        """The scorecards ready to count with; made once and kept."""
        found = self.made.get(id(self.cards))
        if found is None:
            from compliance.engine.weights import Weights

            found = self.made[id(self.cards)] = Weights(self.cards)
        return found

    def expression(self, source: str) -> Any:
        """A regular expression of the settings, compiled."""
        return _expression(source, self.expressions.get(source, b""))

    def keep_expressions(self) -> None:
        """Compile the regular expressions of the settings, for a pack that is to be stored."""
        settings = self.pack.settings
        shape = [settings["citation_shape"]] if "citation_shape" in settings else []
        for source in (*(each["regex"] for each in settings.get("citations", ())), *settings.get("reference_entries", ()), *shape):
            self.expressions[source] = freeze(regex.compile(source))

    def candidates(self, tagged: Tagged, words: Words) -> int:
        """The patterns (as bits) that may match in a unit: their required words are there, and its words fit."""
        size, mask = len(self.patterns), tagged.mask
        return mask & (mask >> size) & (mask >> 2 * size) & self.sieve.possible(words, self.vocabulary.labels)


@lru_cache(maxsize=256)
def _expression(source: str, frozen: bytes) -> Any:
    return thaw(frozen) if frozen else regex.compile(source)
