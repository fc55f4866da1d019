"""The worker's side: build the function once, then answer chunks of items until the parent is gone.

Before each item its place in the chunk is written to a mark, a few bytes of memory shared with the
parent. So the parent knows what a dead worker had in hand although results come back by the chunk.
"""

from __future__ import annotations

import mmap
import os
import pickle
import signal
import struct
import sys
from importlib import import_module
from threading import Thread
from time import monotonic, sleep
from typing import IO, Any, Callable, Sequence

MARK = struct.Struct("<QQ")
"""serial number of the chunk, and 1 + place of the item in hand (0: none)"""


def main() -> None:
    """Serve the parent on standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt reaches the whole group: the parent decides
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    try:
        path, offset, (module, function, arguments) = pickle.load(source)  # noqa: S301 - from the process that started this one
        with open(path, "r+b") as file:
            mark = mmap.mmap(file.fileno(), 0)
        work = getattr(import_module(module), function)(*arguments)
    except Exception as error:  # noqa: BLE001 - told to the parent, which shows it
        _send(sink, f"{type(error).__name__}: {error}")
        sys.exit(1)
    _send(sink, "")
    _serve(source, sink, work, mark, offset)


def _leave_with(parent: int) -> None:
    """End with the parent, however it ended: a worker that hangs would otherwise go on for ever."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _serve(source: IO[bytes], sink: IO[bytes], work: Callable[[Any], bytes], mark: mmap.mmap, offset: int) -> None:
    while True:
        try:
            serial, items = pickle.load(source)  # noqa: S301 - as above
        except EOFError:
            return
        start = monotonic()
        answers = _answers(serial, items, work, mark, offset)
        try:
            _send(sink, (answers, monotonic() - start))
        except BrokenPipeError:
            return


def _answers(serial: int, items: Sequence[Any], work: Callable[[Any], bytes], mark: mmap.mmap, offset: int) -> list[bytes | str]:
    """A result for each item, or the text of the error that it ended in."""
    out: list[bytes | str] = []
    for place, item in enumerate(items, 1):
        MARK.pack_into(mark, offset, serial, place)
        try:
            out.append(work(item))
        except Exception as error:  # noqa: BLE001 - one item must not cost the others
            out.append(f"{type(error).__name__}: {error}")
    MARK.pack_into(mark, offset, serial, 0)
    return out


def _send(sink: IO[bytes], value: Any) -> None:
    pickle.dump(value, sink, protocol=pickle.HIGHEST_PROTOCOL)
    sink.flush()
