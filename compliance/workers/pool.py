"""The parent's side: chunks out to worker processes, results back in the order of the items.

Workers are fresh interpreters, not forks: the parent may have threads, and a module that calls this
needs no `if __name__ == "__main__"`. One thread a worker waits on its pipes, so that the parent never does.
"""

from __future__ import annotations

import mmap
import os
import pickle
import subprocess
import sys
import tempfile
from collections import deque
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Iterable, Iterator, NamedTuple, Self

from compliance.errors import UsageError
from compliance.workers.child import MARK

CHUNK_SECONDS = 0.1
"""how much work is handed out at once: enough that handing out costs nothing"""
LONGEST_CHUNK = 256
AHEAD = 4
"""how many of the longest chunks a worker may be ahead of the slowest item: this bounds the memory"""
FRUITLESS = 3
"""how many workers in a row may die without an answer and without an item in hand"""
START_SECONDS = 120.0
"""how long a worker may take to begin, which includes compiling the rules where no cache has them"""
_CHILD = "import sys; sys.path.append({root!r}); from compliance.workers.child import main; main()"


class Task(NamedTuple):
    """What workers run: a function, named so that it can be imported there, and arguments; it returns the function of one item to bytes."""

    module: str
    function: str
    arguments: tuple[Any, ...] = ()


class Lost(NamedTuple):
    """Why an item has no result: its worker "died", was stopped after a "timeout", or the function "failed"."""

    kind: str
    problem: str


class _Chunk(NamedTuple):
    serial: int
    numbers: tuple[int, ...]
    items: tuple[Any, ...]


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A process, the thread that speaks with it, and what it has in hand."""

    def __init__(self, pool: Pool, slot: int) -> None:
        self.slot = slot
        self.chunk: _Chunk | None = None
        self.seen: tuple[int, int] = (0, 0)
        self.since = monotonic()
        self.is_ready = self.is_late = False
        self._outbox = pool.answers
        self._inbox: SimpleQueue[_Chunk | None] = SimpleQueue()
        # -P: the current folder holds adverts, and must not be able to bring modules along
        code = _CHILD.format(root=str(Path(__file__).parent.parent.parent))
        self.process = subprocess.Popen([sys.executable, "-P", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own code
        self._thread = Thread(target=self._talk, args=((pool.mark_path, slot * MARK.size, tuple(pool.task)),), daemon=True)
        self._thread.start()

    def give(self, chunk: _Chunk) -> None:
        """Hand a chunk over; the answer, or None for the worker's end, comes to the pool's queue."""
        self.chunk, self.since = chunk, monotonic()
        self._inbox.put(chunk)

    def stop(self) -> None:
        """End the process at once."""
        self._inbox.put(None)
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self._thread.join()

    def _talk(self, setup: Any) -> None:
        source, sink = self.process.stdout, self.process.stdin
        assert source is not None and sink is not None  # noqa: PT018 - both were asked for as pipes
        with suppress(OSError, EOFError, pickle.UnpicklingError, ValueError), source, sink:
            pickle.dump(setup, sink, protocol=pickle.HIGHEST_PROTOCOL)
            sink.flush()
            self._outbox.put((self, pickle.load(source)))  # noqa: S301 - from a process of our own
            while chunk := self._inbox.get():
                pickle.dump((chunk.serial, chunk.items), sink, protocol=pickle.HIGHEST_PROTOCOL)
                sink.flush()
                self._outbox.put((self, pickle.load(source)))  # noqa: S301 - as above
        self._outbox.put((self, None))


class Pool:
    """Worker processes for one task; a context manager, to be used for one `run`."""

    def __init__(self, task: Task, jobs: int, timeout: float | None = None) -> None:
        self.task, self.timeout = task, timeout
        self.jobs = jobs or cores()
        self.answers: SimpleQueue[tuple[_Worker, Any]] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._results: dict[int, tuple[Any, bytes | Lost]] = {}
        self._waiting: deque[tuple[int, Any]] = deque()
        """items of dead workers that are to be handed out again"""
        self._next = 0
        self._serial = 0
        self._fruitless = 0
        self._pace = CHUNK_SECONDS
        """seconds an item takes, a running mean"""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="compliance-")
        self.mark_path = os.path.join(self._folder.name, "marks")
        Path(self.mark_path).write_bytes(bytes(MARK.size * self.jobs))
        with open(self.mark_path, "r+b") as file:
            self._marks = mmap.mmap(file.fileno(), 0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for each in self._workers:
            each.stop()
        self._marks.close()
        self._folder.cleanup()

    def run(self, items: Iterable[Any]) -> Iterator[tuple[Any, bytes | Lost]]:
        """Each item with its result, in the order of the items; only so many are taken as are needed ahead.

        Raises UsageError where workers cannot be started.
        """
        source = enumerate(items)
        while True:
            self._hand_out(source)
            if not self._is_busy() and self._next not in self._results:
                return
            while self._next in self._results:
                yield self._results.pop(self._next)
                self._next += 1
                if not self.answers.empty():  # the taker may be slow: workers need not wait for it
                    self._take(*self.answers.get())
                    self._hand_out(source)
            if self._is_busy():
                self._wait()

    def _is_busy(self) -> bool:
        return any(each.chunk for each in self._workers)

    # -- handing out

    def _hand_out(self, source: Iterator[tuple[int, Any]]) -> None:
        """Give every idle worker a chunk, as long as there is something to give, starting workers as needed."""
        while True:
            idle = next((each for each in self._workers if each.chunk is None), None)
            if idle is None and len(self._workers) >= self.jobs:
                return
            pairs = self._chunk(source)
            if not pairs:
                return
            if idle is None:
                free = set(range(self.jobs)) - {each.slot for each in self._workers}
                idle = _Worker(self, min(free))
                self._workers.append(idle)
            self._serial += 1
            idle.give(_Chunk(self._serial, tuple(number for number, _ in pairs), tuple(item for _, item in pairs)))

    def _chunk(self, source: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
        size = max(1, min(LONGEST_CHUNK, int(CHUNK_SECONDS / self._pace)))
        pairs: list[tuple[int, Any]] = []
        while len(pairs) < size and self._waiting:
            pairs.append(self._waiting.popleft())
        if pairs or len(self._results) >= AHEAD * LONGEST_CHUNK:
            return pairs
        for pair in source:
            pairs.append(pair)
            if len(pairs) >= size:
                break
        return pairs

    # -- taking in

    def _wait(self) -> None:
        if not self.timeout:
            self._take(*self.answers.get())
            return
        try:
            self._take(*self.answers.get(timeout=min(0.25, self.timeout / 4)))
        except Empty:
            for each in self._workers:
                self._watch(each, self.timeout)

    def _watch(self, worker: _Worker, timeout: float) -> None:
        """Stop a worker that has had one item in hand for too long (its thread then tells of its end)."""
        seen = self._mark(worker)
        timeout = timeout if worker.is_ready else timeout + START_SECONDS
        if seen != worker.seen:
            worker.seen, worker.since = seen, monotonic()
        elif worker.chunk and monotonic() - worker.since > timeout and not worker.is_late:
            worker.is_late = True
            worker.process.kill()

    def _mark(self, worker: _Worker) -> tuple[int, int]:
        serial, place = MARK.unpack_from(self._marks, worker.slot * MARK.size)
        return int(serial), int(place)

    def _take(self, worker: _Worker, answer: Any) -> None:
        if answer is None:
            self._bury(worker)
        elif isinstance(answer, str):
            if answer:
                raise UsageError(f"a worker process could not begin: {answer}; use --jobs 1")
            worker.is_ready, worker.since = True, monotonic()
        else:
            assert worker.chunk is not None
            results, seconds = answer
            for number, item, result in zip(worker.chunk.numbers, worker.chunk.items, results):
                self._results[number] = item, result if isinstance(result, bytes) else Lost("failed", result)
            self._pace = max(1e-6, (self._pace + seconds / len(results)) / 2)
            self._fruitless = 0
            worker.chunk = None

    def _bury(self, worker: _Worker) -> None:
        """Note what a dead worker had in hand as lost, and hand the rest of its chunk out again."""
        code = worker.process.wait()
        serial, place = self._mark(worker)
        self._workers.remove(worker)
        if worker.chunk is None:
            return
        pairs = list(zip(worker.chunk.numbers, worker.chunk.items))
        if serial == worker.chunk.serial and place:
            number, item = pairs.pop(place - 1)
            self._results[number] = item, _lost(worker, code, self.timeout)
        else:
            self._fruitless += 1
            if self._fruitless >= FRUITLESS:
                raise UsageError(f"worker processes cannot be kept running ({_ending(code)}); use --jobs 1, or free some memory")
        self._waiting.extend(pairs)


def _lost(worker: _Worker, code: int, timeout: float | None) -> Lost:
    if worker.is_late:
        return Lost("timeout", f"it took longer than {timeout:g} seconds and was stopped")
    return Lost("died", f"the worker process that had it in hand died ({_ending(code)})")


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
