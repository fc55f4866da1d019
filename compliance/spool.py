"""Things that wait on disk instead of in memory until they are written out."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from typing import Any, Iterable, Iterator

from compliance.model.row import Row

_IN_MEMORY = 4_000_000
"""bytes: a short run needs no file"""
_PART = 1_000_000


class Spool(Row[bytes]):
    """Pieces of bytes in order, in a temporary file once they are many; grows by `add`."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as the spool, and ends with it
        self._ends = array("Q", [0])

    def add(self, piece: bytes) -> None:
        """Append a piece."""
        self.stream((piece,))

    def stream(self, parts: Iterable[bytes]) -> None:
        """Append a piece that comes in parts, and need never be in memory as a whole."""
        self._file.seek(self._ends[-1])
        length = 0
        for each in parts:
            length += self._file.write(each)
        self._ends.append(self._ends[-1] + length)

    def parts(self, number: int) -> Iterator[bytes]:
        """A piece in parts that are not large."""
        at, end = self._ends[number], self._ends[number + 1]
        while at < end:
            self._file.seek(at)
            found = self._file.read(min(_PART, end - at))
            at += len(found)
            yield found

    def __len__(self) -> int:
        return len(self._ends) - 1

    def _item(self, index: int) -> bytes:
        number = range(len(self))[index]
        self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - self._ends[number])

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


class Unpickled(Row[Any]):
    """The objects that the pieces of a spool are pickles of, each made when it is asked for. Only for pickles of our own workers."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def __len__(self) -> int:
        return len(self._spool)

    def _item(self, index: int) -> Any:
        return pickle.loads(self._spool[index])  # noqa: S301 - see above

    def __iter__(self) -> Iterator[Any]:
        return (pickle.loads(each) for each in self._spool)  # noqa: S301 - see above
