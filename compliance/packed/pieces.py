"""A file as bytes of which only the pieces that are asked for are read.

Not mapped into memory: the system maps what lies around each piece as well, which soon is the whole file.
"""

from __future__ import annotations

import os
from pathlib import Path


class Pieces:
    """The bytes of a file as they are when it is opened; it stays open, so that another that takes its place changes nothing."""

    __slots__ = ("_descriptor", "_size", "facts")

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.facts = os.fstat(self._descriptor)
        self._size = self.facts.st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, which: slice) -> bytes:
        start, stop, _ = which.indices(self._size)
        if hasattr(os, "pread"):
            return os.pread(self._descriptor, max(stop - start, 0), start)
        os.lseek(self._descriptor, start, os.SEEK_SET)
        return os.read(self._descriptor, max(stop - start, 0))

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)
