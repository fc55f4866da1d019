"""Compiled packs kept between runs: owner-only, keyed by content, read by an unpickler that can build nothing else.

A run reads what it needs: patterns (plain data, by `marshal`) and the larger tables when first asked for. Beside each pack lies
a note for every state of the rule files (paths, times of change, sizes) that gave it, so that files that have not
been touched need not be read to know their content. A cache file that is foreign, corrupt, of another version or writable by others is ignored and made anew; a
folder that cannot be written is no fault. Set COMPLIANCE_CACHE to a folder to choose the place, or to
"off" to do without.
"""

from __future__ import annotations

import gc
import io
import json
import marshal
import os
import pickle
import re
import struct
import sys
import tempfile
from dataclasses import fields, is_dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping
from zlib import crc32

import regex

from compliance.engine.compiled import CompiledPack, CompiledPattern

MAGIC = b"compliance-pack-2\n"
_SIZES = struct.Struct(">IQ")
"""the checksum of all that follows, and the size of the head"""
_NAME = re.compile(r"[0-9a-f]{64}")
_ALLOWED = {
    "compliance.engine.cards": {"Card", "Cards"},
    "compliance.engine.compiled": {"CompiledPack", "CompiledPattern"},
    "compliance.engine.nodes": {"Elsewhere", "Every", "Never", "Patterns", "ReadyRule"},
    "compliance.engine.sieve": {"Sieve", "Table"},
    "compliance.engine.vocabulary": {"Code", "Vocabulary"},
    "compliance.errors": {"Location"},
    "compliance.model.finding": {"Severity"},
    "compliance.text.fold": {"FoldOptions"},
    "builtins": {"frozenset", "set"},
}
_ALLOWED_MODULES = {"compliance.model.rule", "compliance.model.law"}


class Later(Mapping[str, Any]):
    """A mapping that is read when it is first used."""

    __slots__ = ("_kept", "_read")

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = read
        self._kept: Mapping[str, Any] | None = None

    def _all(self) -> Mapping[str, Any]:
        if self._kept is None:
            self._kept = self._read()
        return self._kept

    def __getitem__(self, key: str) -> Any:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __reduce__(self) -> tuple[object, ...]:
        return dict, (dict(self._all()),)


class _Flat(pickle.Pickler):
    """Writes a dataclass as a call of its class, which is read several times as fast as its state."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)

    def reducer_override(self, item: Any) -> Any:
        if not is_dataclass(item) or isinstance(item, type):
            return NotImplemented
        own = fields(item)
        if any(each.kw_only for each in own):
            return NotImplemented
        return type(item), tuple(getattr(item, each.name) for each in own)


class _Pickler(_Flat):
    """Puts patterns and the larger mappings of a pack into parts of their own, behind the head."""

    def __init__(self, file: io.BytesIO, compiled: CompiledPack) -> None:
        super().__init__(file)
        pack = compiled.pack
        self._mappings = {id(each) for each in (pack.lexicons, pack.provisions, pack.notices, pack.disclosures)}
        self.parts = io.BytesIO()

    def persistent_id(self, item: Any) -> tuple[str, int, int] | None:
        if isinstance(item, CompiledPattern):
            start = self.parts.tell()
            self.parts.write(marshal.dumps(item.as_data()))
            return "pattern", start, self.parts.tell() - start
        if id(item) in self._mappings:
            start = self.parts.tell()
            _Flat(self.parts).dump(dict(item))
            return "mapping", start, self.parts.tell() - start
        return None


class _Unpickler(pickle.Unpickler):
    """Builds the values of a compiled pack and nothing else."""

    def __init__(self, data: memoryview, parts: memoryview) -> None:
        super().__init__(io.BytesIO(data))
        self._parts = parts

    def persistent_load(self, which: Any) -> Any:
        kind, start, size = which
        part = self._parts[start : start + size]
        return CompiledPattern.later(partial(marshal.loads, part)) if kind == "pattern" else Later(_Unpickler(part, self._parts).load)

    def find_class(self, module: str, name: str) -> Any:
        if name in _ALLOWED.get(module, ()) or (module in _ALLOWED_MODULES and name[:1].isupper() and "." not in name):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled pack")


def folder() -> Path | None:
    """Where compiled packs are kept, or None where that is switched off or there is no home."""
    chosen = os.environ.get("COMPLIANCE_CACHE")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base) / "compliance" if base else Path.home() / ".cache" / "compliance"
    except RuntimeError:
        return None


State = tuple[tuple[str, int, int], ...]
"""Path, time of change and size of files."""


def _made_by(version: str) -> str:
    """The versions of all that makes a compiled pack, and the state of our own code."""
    here = os.path.dirname(__file__)
    code = [each for part in ("engine", "model", "packs", "text") for each in os.scandir(os.path.join(here, part)) if each.name.endswith(".py")]
    facts = sorted((each.path, each.stat().st_size, each.stat().st_mtime_ns) for each in code)
    return f"{MAGIC!r} {version} {sys.version} {regex.__version__} {pickle.HIGHEST_PROTOCOL} {facts}"


def maker(version: str) -> str:
    """What `_made_by` names, by content: the same wherever the same code is installed, whenever its files were written."""
    here = Path(__file__).parent
    total = sha256(f"{MAGIC!r} {version} {sys.version} {regex.__version__} {pickle.HIGHEST_PROTOCOL}".encode())
    for part in ("engine", "model", "packs", "text"):
        for file in sorted((here / part).glob("*.py")):
            data = file.read_bytes()
            total.update(f"\0{part}/{file.name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def key(files: Iterable[Path], version: str) -> str:
    """What a compiled pack depends on: the files' names and bytes, and all that made it."""
    total = sha256(_made_by(version).encode("utf-8", "surrogateescape"))
    for file in files:
        data = file.read_bytes()
        total.update(f"\0{file}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def quick_key(state: State, version: str) -> str:
    """The same, told from the state of the files without reading them."""
    return sha256(f"{_made_by(version)}{state}".encode("utf-8", "surrogateescape")).hexdigest()


def recall(quick: str) -> tuple[str, list[dict[str, str]]] | None:
    """The key of the pack that files in a state gave, and what identifies the packs; None where that is not known."""
    place = folder()
    if place is None or not _is_private(place):
        return None
    try:
        note = json.loads((place / f"{quick}.note").read_bytes())
        name, identities = note["pack"], note["identities"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    is_whole = isinstance(name, str) and _NAME.fullmatch(name) and isinstance(identities, list)
    return (name, identities) if is_whole and all(isinstance(each, dict) for each in identities) else None


def remember(quick: str, name: str, identities: list[dict[str, str]]) -> None:
    """Keep what `recall` gives; quietly nothing where that cannot be done."""
    _put(f"{quick}.note", lambda: json.dumps({"pack": name, "identities": identities}).encode(), keep=32)


def read(name: str) -> CompiledPack | None:
    """The compiled pack of a key, or None where there is none that can be trusted."""
    place = folder()
    if place is None or not _is_private(place):
        return None
    try:
        data = (place / f"{name}.pack").read_bytes()
    except OSError:
        return None
    return decoded(data)


def decoded(data: bytes) -> CompiledPack | None:
    """The pack that `encoded` made these bytes of, or None where they are not whole."""
    at = len(MAGIC) + _SIZES.size
    if not data.startswith(MAGIC) or len(data) < at:
        return None
    checksum, size = _SIZES.unpack_from(data, len(MAGIC))
    body = memoryview(data)[at:]
    if crc32(body) != checksum:
        return None
    collects = gc.isenabled()
    gc.disable()  # so many new objects would have all of them looked through for garbage again and again
    try:
        found = _Unpickler(body[:size], body[size:]).load()
    except Exception:  # noqa: BLE001  # a cache of any wrong shape is only a cache to be made anew
        return None
    finally:
        if collects:
            gc.enable()
    return found if isinstance(found, CompiledPack) else None


def write(name: str, compiled: CompiledPack) -> None:
    """Keep a compiled pack, its expressions compiled; quietly nothing where that cannot be done."""
    _put(f"{name}.pack", lambda: encoded(compiled), keep=8)


def encoded(compiled: CompiledPack) -> bytes:
    """A compiled pack as bytes, its expressions compiled."""
    compiled.keep_expressions()
    head = io.BytesIO()
    pickler = _Pickler(head, compiled)
    pickler.dump(compiled)
    body = head.getvalue() + pickler.parts.getvalue()
    return MAGIC + _SIZES.pack(crc32(body), len(head.getvalue())) + body


def _put(name: str, encoded: Callable[[], bytes], keep: int) -> None:
    place = folder()
    if place is None:
        return
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(place):
            return
        data = encoded()
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, place / name)
        _tidy(place, name.rpartition(".")[2], keep)
    except (OSError, pickle.PicklingError):
        return


def _is_private(place: Path) -> bool:
    """Is the folder ours, and can nobody else write to it?"""
    try:
        facts = place.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return place.is_dir()
    return place.is_dir() and not place.is_symlink() and facts.st_uid == os.getuid() and not facts.st_mode & 0o022


def _tidy(place: Path, kind: str, keep: int) -> None:
    files = sorted(place.glob(f"*.{kind}"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in files[keep:]:
        each.unlink(missing_ok=True)


__all__ = ["State", "decoded", "encoded", "folder", "key", "maker", "quick_key", "read", "recall", "remember", "write"]
