"""Compiled expressions in a file: looked up one by one, without reading the others.

A head says where each lies, with a checksum of its own: one that is damaged counts as missing, and is compiled anew.
"""

from __future__ import annotations

import marshal
import struct
from functools import partial
from pathlib import Path
from typing import Callable, Iterator, Mapping
from zlib import crc32

from compliance.model.later import Later
from compliance.packed.pieces import Pieces

MAGIC = b"compliance-kept-1\n"
_HEAD = struct.Struct(">IQ")
"""the checksum and the size of the head"""
Key = int | str
_Entry = tuple[int, int, int]
"""where an expression begins behind the head, its size and checksum"""


class Kept(Later):
    """The expressions of a file, which is opened when the first is asked for; none where there is no such file, or a damaged one."""

    __slots__ = ("_data", "_entries", "_open", "_start")

    def __init__(self, file: Path | bytes) -> None:
        """`file`: or its bytes."""
        self._open: Callable[[], Pieces | bytes] = partial(Pieces, file) if isinstance(file, Path) else lambda: file
        self._entries: dict[Key, _Entry] | None = None
        self._data: Pieces | bytes = b""
        self._start = 0

    def _all(self) -> dict[Key, _Entry]:
        if self._entries is None:
            self._entries = self._opened()
        return self._entries

    def _opened(self) -> dict[Key, _Entry]:
        try:
            data = self._open()
        except OSError:
            return {}
        at = len(MAGIC) + _HEAD.size
        if len(data) < at or data[: len(MAGIC)] != MAGIC:
            return {}
        checksum, size = _HEAD.unpack(data[len(MAGIC) : at])
        head, self._data, self._start = data[at : at + size], data, at + size
        if crc32(head) != checksum:
            return {}
        try:
            entries = marshal.loads(head)  # noqa: S302  # data without code, in a file that only its owner can write
        except (EOFError, TypeError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def __getitem__(self, key: Key) -> bytes:
        start, size, checksum = self._all()[key]
        data = self._data[self._start + start : self._start + start + size]
        if crc32(data) != checksum:
            raise KeyError(key)
        return data


def joined(old: Mapping[Key, bytes], new: Mapping[Key, bytes]) -> Iterator[bytes]:
    """The pieces of a file with the expressions of another and some more."""
    entries: dict[Key, _Entry] = {}
    pieces: list[bytes] = []
    start = 0
    for key in dict.fromkeys((*old, *new)):
        data = new.get(key) or old.get(key)
        if data:
            entries[key] = start, len(data), crc32(data)
            pieces.append(data)
            start += len(data)
    head = marshal.dumps(entries)
    yield MAGIC + _HEAD.pack(crc32(head), len(head)) + head
    yield from pieces
