"""A compiled pack as bytes, of which a run decodes only what its texts touch.

A head, read at once, says where everything else lies: patterns, rules and places with their fields, and the larger
tables. Whole tables are plain data (`marshal`), everything else is read by an unpickler that can build
nothing but the values of a pack. One checksum covers all of it. Places in the rules that ship with the tool are
kept without the folder in which those lie, so that a pack can be made on one machine and read on another.
"""

from __future__ import annotations

import gc
import io
import marshal
import pickle
import struct
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, Callable, Iterator, Mapping
from zlib import crc32

from compliance.engine.compiled import CompiledPack, CompiledPattern
from compliance.errors import Location
from compliance.model.later import Later
from compliance.model.partly import PartlyRead
from compliance.packed.pieces import Pieces
from compliance.packs.files import builtin_folder

MAGIC = b"compliance-pack-5\n"
_SIZES = struct.Struct(">IQ")
"""the checksum of all that follows, and the size of the head"""
_ALLOWED = {
    "compliance.engine.cards": {"Card", "Cards"},
    "compliance.engine.compiled": {"CompiledPack", "Expressions"},
    "compliance.engine.masks": {"Masks"},
    "compliance.engine.memory": {"Memory"},
    "compliance.engine.nodes": {"Elsewhere", "Every", "Never", "Patterns", "ReadyRule"},
    "compliance.engine.sieve": {"Sieve", "Table"},
    "compliance.engine.vocabulary": {"Asked", "Code", "Vocabulary"},
    "compliance.model.finding": {"Severity"},
    "compliance.packed.form": {"_location"},
    "compliance.text.fold": {"FoldOptions"},
    "builtins": {"frozenset", "set"},
}
_ALLOWED_MODULES = {"compliance.model.rule", "compliance.model.law"}
_APART = {
    "Cue": ("match",),
    "Jurisdiction": ("categories regulator rules watch at",),
    "ReadyRule": ("where", "cues needs"),
    "Rule": ("message pack provisions related remediation title", "options", "at clear false_positives flag match todo where"),
    "Trigger": ("pattern",),
}
"""the fields that many texts do without, in groups that are read apart from one another and from the other fields"""
_CLASSES: dict[tuple[str, str], Any] = {}
"""those that have been looked up"""
_BUILTIN = "\0"
"""stands for the folder of the rules that ship with the tool"""
_Place = tuple[int, int]
"""where a part begins among the parts, and its size"""


class ReadLater(Later):
    """A mapping that is read when it is first used."""

    __slots__ = ("_kept", "_read")

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = read
        self._kept: Mapping[str, Any] | None = None

    def _all(self) -> Mapping[str, Any]:
        if self._kept is None:
            self._kept = self._read()
        return self._kept

    def __reduce__(self) -> tuple[object, ...]:
        return dict, (dict(self._all()),)


class _Writer:
    """The parts of a pack, and where each has been put."""

    def __init__(self, compiled: CompiledPack) -> None:
        self.parts = io.BytesIO()
        self.put: dict[int, tuple[Any, ...]] = {}
        self.items: list[object] = []
        """what has been put, so that no other gets its identity"""
        pack, words, table = compiled.pack, compiled.vocabulary, compiled.sieve.table
        self.later = {id(each) for each in (pack.lexicons, pack.provisions, pack.notices, pack.disclosures)}
        self.plain = (
            words.singles, words.multis, words.prefixes, words.features.bits, words.beginnings.bits, words.known, words.asked, table.accepts, table.stays,
            compiled.cards.worth, compiled.rules_by_pattern, compiled.group_codes, pack.settings,
        )  # fmt: skip
        self.tables = {id(each): number for number, each in enumerate(self.plain)}
        self.put_tables: _Place | None = None
        self.ids, self.patterns = compiled.ids, compiled.patterns

    def place(self, data: bytes) -> _Place:
        """Add a part."""
        start = self.parts.tell()
        self.parts.write(data)
        return start, len(data)

    def pickled(self, item: object) -> bytes:
        """An item as a pickle, what it refers to among the parts."""
        out = io.BytesIO()
        _Pickler(out, self).dump(item)
        return out.getvalue()

    def reference(self, item: Any) -> tuple[Any, ...] | None:
        """What stands for an item that is a part; None for one that is none."""
        own = id(item)
        if own not in self.put:
            found = self._reference(item)
            if found is None:
                return None
            self.put[own] = found
            self.items.append(item)
        return self.put[own]

    def _reference(self, item: Any) -> tuple[Any, ...] | None:
        own = id(item)
        if isinstance(item, PartlyRead):
            kind: Any = type(item)
            groups = _groups(kind)
            return "partly", kind, [self.place(self.pickled(tuple(getattr(item, name) for name in group))) for group in groups]
        if item is self.patterns:
            data = [_homeless(*each.as_data()) for each in self.patterns]  # what each run needs of them lies together
            places = [[self.place(marshal.dumps(part)) for part in parts] for parts in zip(*data)]
            return "patterns", *self.place(marshal.dumps(places))
        if item is self.ids:
            return "plain later", *self.place(marshal.dumps(dict(item)))
        if own in self.tables:
            if self.put_tables is None:
                self.put_tables = self.place(marshal.dumps(_bare(self.plain, {})))
            return "table", self.tables[own], *self.put_tables
        return ("later", *self.place(self.pickled(dict(item)))) if own in self.later else None


class _Pickler(pickle.Pickler):
    """Writes a dataclass as a call of its class, which is read several times as fast as its state, and parts by where they lie."""

    def __init__(self, file: io.BytesIO, writer: _Writer) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._writer = writer

    def persistent_id(self, item: Any) -> tuple[Any, ...] | None:
        return self._writer.reference(item)

    def reducer_override(self, item: Any) -> Any:
        if isinstance(item, Location):
            return _location, (_without_home(item.path), item.line, item.column, item.marks)
        if not is_dataclass(item) or isinstance(item, type):
            return NotImplemented
        own = fields(item)
        if any(each.kw_only for each in own):
            return NotImplemented
        return type(item), tuple(getattr(item, each.name) for each in own)


def _homeless(needed: tuple[Any, ...], rest: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """A pattern's data, its place without the folder of the rules that ship with the tool."""
    *others, (path, *where) = rest
    return needed, (*others, (_without_home(path), *where))


def _without_home(path: str) -> str:
    home = str(builtin_folder())
    return _BUILTIN + path[len(home) :] if path.startswith(home) else path


def _with_home(path: str) -> str:
    return f"{builtin_folder()}{path[1:]}" if path[:1] == _BUILTIN else path


def _location(path: str, line: int, column: int, marks: tuple[tuple[int, int], ...]) -> Location:
    return Location(_with_home(path), line, column, marks)


def _bare(item: Any, known: dict[Any, Any]) -> Any:
    """Mappings and tuples of any kind as those that `marshal` can write; of equal texts one, which is then written and read once."""
    if isinstance(item, Mapping):
        return {_bare(key, known): _bare(each, known) for key, each in item.items()}
    if isinstance(item, (tuple, list)):
        return (tuple if isinstance(item, tuple) else list)(_bare(each, known) for each in item)
    if isinstance(item, frozenset):
        return frozenset(_bare(each, known) for each in item)
    return known.setdefault(item, item) if isinstance(item, (str, bytes)) else item


class _Reader:
    """The parts of a pack."""

    def __init__(self, data: bytes | Pieces, base: int) -> None:
        """`base` is where the parts begin in the data."""
        self.data, self.base = data, base
        self.made: dict[_Place, PartlyRead] = {}
        self.tables: tuple[Any, ...] = ()

    def plain(self, start: int, size: int) -> Any:
        """A part that is plain data."""
        return marshal.loads(self._part(start, size))  # noqa: S302  # data without code; where it comes from has been looked at

    def pickled(self, start: int, size: int) -> Any:
        """A part that is a pickle."""
        return _Unpickler(self._part(start, size), self).load()

    def _part(self, start: int, size: int) -> bytes:
        return self.data[self.base + start : self.base + start + size]

    def referred(self, what: Any) -> Any:
        """The item that a reference stands for, unread as far as that can be."""
        kind, *rest = what
        if kind == "partly":
            return self._partly(*rest)
        if kind == "table":
            number, *place = rest
            self.tables = self.tables or self.plain(*place)
            return self.tables[number]
        if kind == "patterns":
            return tuple(CompiledPattern.later(self._pattern, *places) for places in zip(*self.plain(*rest)))
        return ReadLater(partial(self.plain if kind == "plain later" else self.pickled, *rest))

    def _pattern(self, place: _Place) -> Any:
        *others, last = self.plain(*place)
        # The last of what not every run needs is where the pattern stands; see `CompiledPattern.as_data`.
        return (*others, (_with_home(last[0]), *last[1:]) if isinstance(last, tuple) else last)

    def _partly(self, kind: type[PartlyRead], places: list[_Place]) -> PartlyRead:
        found = self.made.get(places[0])
        if found is None:
            found = self.made[places[0]] = kind.later(partial(self._fields, kind, places))
        return found

    def _fields(self, kind: Any, places: list[_Place], name: str) -> dict[str, Any]:
        """A field, and those that are read with it."""
        group, place = next(pair for pair in zip(_groups(kind), places) if name in pair[0])
        return dict(zip(group, self.pickled(*place)))


@cache
def _groups(kind: Any) -> tuple[tuple[str, ...], ...]:
    """The fields of a class of values that can be read in part, as they are read: together, apart from the others."""
    apart = [tuple(group.split()) for group in _APART.get(kind.__name__, ())]
    names = [each.name for each in fields(kind)]
    return tuple(name for name in names if not any(name in group for group in apart)), *apart


class _Unpickler(pickle.Unpickler):
    """Builds the values of a compiled pack and nothing else."""

    def __init__(self, data: bytes, reader: _Reader) -> None:
        super().__init__(io.BytesIO(data))
        self._reader = reader

    def persistent_load(self, which: Any) -> Any:
        return self._reader.referred(which)

    def find_class(self, module: str, name: str) -> Any:
        found = _CLASSES.get((module, name))
        if found is not None:
            return found
        if name in _ALLOWED.get(module, ()) or (module in _ALLOWED_MODULES and name[:1].isupper() and "." not in name):
            found = _CLASSES[module, name] = super().find_class(module, name)
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled pack")


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects that stay: else all of them would be looked through for garbage again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def encoded(compiled: CompiledPack) -> bytes:
    """A compiled pack as bytes, without what its patterns were compiled to."""
    writer = _Writer(compiled)
    head = writer.pickled(compiled)
    body = head + writer.parts.getvalue()
    return MAGIC + _SIZES.pack(crc32(body), len(head)) + body


def decoded(data: bytes | Pieces, is_whole: bool = False) -> CompiledPack | None:
    """The pack that `encoded` made these bytes of, or None where they are not whole; `is_whole`: that is known already."""
    at = len(MAGIC) + _SIZES.size
    if data[: len(MAGIC)] != MAGIC or len(data) < at:
        return None
    checksum, size = _SIZES.unpack(data[len(MAGIC) : at])
    if not is_whole and crc32(data[at:]) != checksum:
        return None
    try:
        with uncollected():
            found = _Unpickler(data[at : at + size], _Reader(data, at + size)).load()
    except Exception:  # noqa: BLE001  # a cache of any wrong shape is only a cache to be made anew
        return None
    return found if isinstance(found, CompiledPack) else None
