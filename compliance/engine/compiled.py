"""A pack ready to screen with: all that a run needs once the rules have been compiled."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Callable, Mapping

import regex

from compliance.engine import plain
from compliance.engine.frozen import freeze, thaw
from compliance.engine.memory import Memory
from compliance.engine.sieve import Sieve
from compliance.engine.tags import TAG_FIRST, TAG_LAST
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


Key = int | str
"""which expression: of a pattern by its number, for the standard library (even) or for `regex` (odd); of the settings by its source"""


class Expressions:
    """What patterns were compiled to: what earlier runs have kept, as bytes, and what this one has made.

    A text needs a fifth of all patterns at most, and compiling one takes milliseconds, so that none is compiled
    before it is needed.
    """

    __slots__ = ("_kept", "_note", "last_tag", "made")

    def __init__(self) -> None:
        self.last_tag = TAG_LAST
        """the last of the characters that are tags in this pack"""
        self._kept: Mapping[Key, bytes] = {}
        self._note: Callable[[], None] | None = None
        self.made: dict[Key, bytes] = {}
        """what has been compiled since it was last kept"""

    def keep(self, kept: Mapping[Key, bytes], note: Callable[[], None]) -> None:
        """Look in `kept` first; call `note` when the first expression is made that is not there."""
        self._kept, self._note = kept, note

    def regex(self, key: Key, source: Callable[[], str]) -> Any:
        """An expression for `regex`; its source is asked for where it must be compiled."""
        data = self._kept.get(key)
        if data:
            return thaw(data)
        found = regex.compile(source())
        if self._note:
            self._made(key, freeze(found))
        return found

    def plain(self, key: Key, source: Callable[[], str]) -> Any:
        """An expression for the standard library."""
        data = self._kept.get(key)
        if not data:
            data = plain.program(source(), self.last_tag)
            if self._note:
                self._made(key, data)
        return plain.expression(data)

    def _made(self, key: Key, data: bytes) -> None:
        if not self.made and self._note:
            self._note()
        self.made[key] = data

    def __reduce__(self) -> tuple[object, ...]:
        return Expressions, ()


Place = tuple[int, int]


class CompiledPattern:
    """One distinct pattern text: its expressions (compiled on first use) and what it needs to be worth running."""

    __slots__ = ("_expressions", "_groups", "_number", "_places", "_plain", "_read", "_regex", "at", "is_raw", "source", "starts", "text")

    text: str
    source: str
    at: Location
    starts: frozenset[str] | None
    is_raw: bool
    """has it a part in `regex` syntax that may run long, or that only `regex` can run? See `tame`"""
    _groups: bytes
    _read: Callable[[Place], Any]
    _places: tuple[Place, Place]

    def __init__(self, text: str, source: str, groups: tuple[frozenset[str], ...], at: Location, starts: frozenset[str] | None, is_raw: bool) -> None:
        self.text, self.source, self.at, self.starts, self.is_raw = text, source, at, starts, is_raw
        self._groups = marshal.dumps(tuple(tuple(sorted(each)) for each in groups))
        self.belong(Expressions(), 0)

    @classmethod
    def later(cls, read: Callable[[Place], Any], *places: Place) -> CompiledPattern:
        """A pattern whose data are read when they are asked for; `read` gives those of the two places of what `as_data` gives."""
        pattern = cls.__new__(cls)
        pattern._read, pattern._places = read, (places[0], places[1])
        return pattern

    def belong(self, expressions: Expressions, number: int) -> None:
        """Make it the pattern of a number in a pack that keeps some expressions."""
        self._expressions, self._number = expressions, number
        self._plain: Any = None
        self._regex: Any = None

    def __getattr__(self, name: str) -> Any:
        """What has not been read yet; an attribute that is there never comes here."""
        if name in ("is_raw", "starts"):
            starts, self.is_raw = self._read(self._places[0])
            self.starts = None if starts is None else frozenset(starts)
        elif name in ("_groups", "at", "source", "text"):
            self.text, self.source, self._groups, at = self._read(self._places[1])
            self.at = Location(*at)
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def as_data(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """The pattern as plain data: what each run needs, and the rest."""
        at = tuple(getattr(self.at, each.name) for each in fields(self.at))
        return (None if self.starts is None else tuple(sorted(self.starts)), self.is_raw), (self.text, self.source, self._groups, at)

    @property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Features: of each group every text that it matches in has one."""
        return tuple(map(frozenset, marshal.loads(self._groups)))  # noqa: S302  # made above

    @property
    def regex(self) -> Any:
        """The expression, for any text."""
        if self._regex is None:
            self._regex = self._expressions.regex(2 * self._number + 1, lambda: self.source)
        return self._regex

    @property
    def plain(self) -> Any:
        """The expression for the standard library: only of a pattern that is not raw, and only for a text of which `plain.is_plain` holds."""
        if self._plain is None:
            self._plain = self._expressions.plain(2 * self._number, lambda: self.source)
        return self._plain

    def __reduce__(self) -> tuple[object, ...]:
        return CompiledPattern, (self.text, self.source, self.groups, self.at, self.starts, self.is_raw)


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
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    """the sentences met last: packs with some rules switched off share this too, since it knows of patterns and not of rules"""
    expressions: Expressions = field(default_factory=Expressions, compare=False, repr=False)
    """what the patterns, and the regular expressions of the settings, were compiled to"""

    def __post_init__(self) -> None:
        self.expressions.last_tag = max((code.inside for code in self.codes.values()), default=TAG_FIRST)
        for number, pattern in enumerate(self.patterns):
            pattern.belong(self.expressions, number)

    def compile_all(self) -> Mapping[Key, bytes]:
        """What all patterns, and the regular expressions of the settings, are compiled to, for a pack that is to go where nothing can be kept."""
        out: dict[Key, bytes] = {}
        for number, each in enumerate(self.patterns):
            if each.is_raw:
                out[2 * number + 1] = freeze(each.regex)
            else:
                out[2 * number] = plain.program(each.source, self.expressions.last_tag)
        settings = self.pack.settings
        shape = [settings["citation_shape"]] if "citation_shape" in settings else []
        for source in (*(each["regex"] for each in settings.get("citations", ())), *settings.get("reference_entries", ()), *shape):
            out[source] = freeze(self.expression(source))
        return out

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
        return _expression(source, self.expressions)

    def candidates(self, tagged: Tagged, words: Words) -> int:
        """The patterns (as bits) that may match in a unit: their required words are there, and its words fit."""
        size, mask = len(self.patterns), tagged.mask
        return mask & (mask >> size) & (mask >> 2 * size) & self.sieve.possible(words, self.vocabulary.labels)


@lru_cache(maxsize=256)
def _expression(source: str, expressions: Expressions) -> Any:
    return expressions.regex(source, lambda: source)
