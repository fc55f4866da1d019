"""Work of a library written in C, done in a process of its own: what it cannot be stopped in there ends with that process.

A PDF of a few kilobytes can keep its library busy for hours or fill the memory from within one call, and a damaged
one may crash it. Where the system cannot fork, the work is done here, and only checked between calls.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import warnings
from contextlib import suppress
from time import monotonic
from typing import Any, Callable, Iterator

from compliance.documents.limits import Budget
from compliance.errors import UnreadableDocument
from compliance.model.document import Document

_CHUNK = 1 << 20
Found = Iterator[Document | UnreadableDocument]


def apart(work: Callable[[], Found], path: str, budget: Budget) -> Found:
    """What some work yields, within the time that is left and `Limits.memory`; raises UnreadableDocument."""
    if not hasattr(os, "fork"):
        yield from work()
        return
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads elsewhere in the process: the child calls nothing that waits for one
        child = os.fork()
    if not child:
        _serve(work, reading, writing, budget.limits.memory)
    os.close(writing)
    try:
        answer = _answer(reading, path, budget)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not answer:
        problem = f"reading it broke its library or took more than {budget.limits.memory:,} bytes of memory, as an object bomb does"
        raise UnreadableDocument(path, "D013", problem, "open it in its program and save or print it anew")
    for kind, value in pickle.loads(answer):  # noqa: S301 - our own child wrote it
        if kind == "fault":
            yield UnreadableDocument(*value)
        elif kind == "defect":
            raise RuntimeError(value)
        else:
            yield value


def _serve(work: Callable[[], Found], reading: int, writing: int, memory: int) -> None:
    """The child: do the work, hand over what came of it, and end without any of the parent's tidying up."""
    try:
        os.close(reading)
        _bound(memory)
        out: list[tuple[str, Any]] = []
        try:
            for each in work():
                out.append(_fault(each) if isinstance(each, UnreadableDocument) else ("document", each))  # noqa: PERF401 - what came before a fault is kept
        except UnreadableDocument as error:
            out.append(_fault(error))
        except MemoryError:
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - told to the parent, which reports it as a defect
            out.append(("defect", f"{type(error).__name__}: {error}"))
        with os.fdopen(writing, "wb") as file:
            file.write(pickle.dumps(out))
        os._exit(0)
    finally:
        os._exit(1)


def _fault(error: UnreadableDocument) -> tuple[str, Any]:
    return "fault", (error.path, error.code, error.problem, error.hint)


def _bound(memory: int) -> None:
    """Let the process grow by so many bytes and no more, where the system can tell its size."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = size + memory if most == resource.RLIM_INFINITY else min(size + memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(reading: int, path: str, budget: Budget) -> bytes:
    parts: list[bytes] = []
    while True:
        if not select.select([reading], [], [], max(0.0, budget.until - monotonic()))[0]:
            budget.check_time(path)
            continue
        part = os.read(reading, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
