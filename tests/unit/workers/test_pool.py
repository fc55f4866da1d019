"""Worker processes: order, deaths, hangs and bounds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from compliance.errors import UsageError
from compliance.workers import Lost, Pool, Task, cores

OBEY = Task("tasks", "obey")


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def results(items: list[str], jobs: int = 2, timeout: float | None = None) -> list[bytes | Lost]:
    with Pool(OBEY, jobs, timeout) as pool:
        found = list(pool.run(items))
    assert [item for item, _ in found] == items
    return [result for _, result in found]


def test_results_come_in_the_order_of_the_items() -> None:
    items = ["sleep 0.1", *(f"item {number}" for number in range(2000))]
    assert results(items) == [item.encode() for item in items]


def test_nothing_comes_of_nothing() -> None:
    assert results([]) == []


def test_0_jobs_are_as_many_as_there_are_processors() -> None:
    with Pool(OBEY, 0) as pool:
        assert pool.jobs == cores() >= 1


@pytest.mark.parametrize(
    ("order", "kind", "problem"),
    [
        ("exit 9", "died", "exit code 9"), ("killed", "died", "killed by signal 9"), ("raise mishap", "failed", "RuntimeError: mishap"),
        ("quit 4", "died", "exit code 4"),
    ],
)  # fmt: skip
def test_an_item_that_ends_its_worker_costs_itself_alone(order: str, kind: str, problem: str) -> None:
    items = [f"item {number}" for number in range(60)]
    items[31:31] = [order]
    found = results(items)
    lost = found.pop(31)
    assert isinstance(lost, Lost)
    assert (lost.kind, problem in lost.problem) == (kind, True)
    assert found == [item.encode() for item in items if item != order]


def test_an_item_that_hangs_is_stopped_and_costs_itself_alone() -> None:
    found = results(["a", "sleep 60", "b", "c", "sleep 0.01"], timeout=0.4)
    assert found[1] == Lost("timeout", "it took longer than 0.4 seconds and was stopped")
    assert [each for each in found if isinstance(each, bytes)] == [b"a", b"b", b"c", b"sleep 0.01"]


def test_every_item_that_kills_is_told_when_all_do() -> None:
    assert [each.kind for each in results(["exit 1"] * 4) if isinstance(each, Lost)] == ["died"] * 4


def test_a_worker_killed_from_outside_costs_one_item() -> None:
    with Pool(OBEY, 1) as pool:
        run = pool.run(["pid", *["sleep 0.3"] * 4])
        _, pid = next(run)
        assert isinstance(pid, bytes)
        time.sleep(0.1)
        os.kill(int(pid), signal.SIGKILL)
        kinds = [result.kind if isinstance(result, Lost) else "fine" for _, result in run]
    assert sorted(kinds) == ["died", *["fine"] * 3]


def test_what_a_library_prints_is_no_answer() -> None:
    assert results(["print", "b"]) == [b"print", b"b"]


@pytest.mark.parametrize(("task", "problem"), [(Task("tasks", "refuse", ("no rules",)), "ValueError: no rules"), (Task("tasks", "vanish"), "exit code 7")])
def test_a_worker_that_cannot_begin_ends_the_run_with_a_remedy(task: Task, problem: str) -> None:
    with pytest.raises(UsageError, match=rf"(?s){problem}.*use --jobs 1"), Pool(task, 2) as pool:
        list(pool.run(["a", "b"]))


def test_items_are_taken_only_so_far_ahead_of_the_slowest() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "sleep 1.5" if taken == 1 else "item"

    with Pool(OBEY, 2) as pool:
        assert next(pool.run(endless()))[1] == b"sleep 1.5"
    assert taken < 3000


def test_an_abandoned_run_leaves_no_process_behind() -> None:
    with Pool(OBEY, 1) as pool:
        _, pid = next(pool.run(["pid", "sleep 60"]))
    assert isinstance(pid, bytes)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_the_current_folder_brings_no_modules_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('an advert was run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert results(["a"]) == [b"a"]
