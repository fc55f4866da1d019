"""`compliance bulk`: every row once, in every form, whatever is killed on the way."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from compliance.bulk.parts import DOCUMENT_COLUMNS, FINDING_COLUMNS
from compliance.config import Config
from compliance.rows import RowScreener
from tests.unit.cli.conftest import TINY, Run

CURE, CALM, PRESSURE = "Our cells cure lupus.", "We serve coffee.\u2028Welcome.", "Call today! We guarantee results."
TEXTS = [CURE, CALM, PRESSURE]
POISON = """
import os, sys, time
if sys.flags.safe_path:  # a worker
    from compliance.rows import RowScreener
    real = RowScreener.__call__

    def screen(self, key, text, fault=""):
        if text == "POISON":
            os._exit(9)
        if text == "ENDLESS":
            time.sleep(600)
        return real(self, key, text, fault)

    RowScreener.__call__ = screen
"""


def shard(path: Path, texts: list[str], begin: int = 0) -> Path:
    """A shard by its extension, with ids A0, A1 …"""
    keys = [f"A{number}" for number in range(begin, begin + len(texts))]
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in zip(keys, texts)), encoding="utf-8")
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["id", "text"], *zip(keys, texts)])
    else:
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.table({"other": [1] * len(texts), "id": keys, "text": texts}), path, row_group_size=7)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a result but its state."""
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file() and each.parent.name != "state"}


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """All rows of documents or findings, in order."""
    out: list[dict[str, Any]] = []
    for path in sorted((folder / name).iterdir()):
        if path.suffix == ".parquet":
            out += pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
        else:
            out += [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return out


@pytest.fixture
def poison(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In worker processes the text POISON ends the process and ENDLESS never ends."""
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder / "site"))


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
@pytest.mark.parametrize("to", ["jsonl", "parquet"])
def test_every_shard_gives_the_rows_of_the_function_in_every_form(run: Run, folder: Path, suffix: str, to: str) -> None:
    pytest.importorskip("pyarrow")
    shard(folder / f"a{suffix}", TEXTS * 5)
    assert run("bulk", f"a{suffix}", "-o", "out", "--to", to, "--part-rows", "6", "--jobs", "1").exit_code == 1
    screen = RowScreener(config=Config(core=False, rules=(str(TINY),)))
    expected = [screen(f"A{number}", text) for number, text in enumerate(TEXTS * 5)]
    documents = table(folder / "out", "documents")
    assert documents == [{"shard": f"a{suffix}", "row": number, **each.document} for number, each in enumerate(expected, 1)]
    findings = [{"shard": f"a{suffix}", "row": number, **one} for number, each in enumerate(expected, 1) for one in each.findings]
    assert table(folder / "out", "findings") == findings
    assert [list(each) for each in (documents[0], findings[0])] == [[column.name for column in columns] for columns in (DOCUMENT_COLUMNS, FINDING_COLUMNS)]


def test_the_manifest_has_counts_and_digests_that_can_be_checked_by_hand(run: Run, folder: Path) -> None:
    (folder / "shards").mkdir()
    shard(folder / "shards" / "b.jsonl", TEXTS * 3)
    shard(folder / "shards" / "a.csv", [CURE], begin=50)
    (folder / "shards" / "c.jsonl").write_bytes(b"")
    assert run("bulk", "shards", "-o", "out", "--part-rows", "5").exit_code == 1
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [(each["path"], each["rows"]) for each in manifest["inputs"]] == [("shards/a.csv", 1), ("shards/b.jsonl", 9), ("shards/c.jsonl", 0)]
    for each in manifest["inputs"]:
        assert each["sha256"] == sha256((folder / each["path"]).read_bytes()).hexdigest()
    for each in manifest["outputs"]:
        data = (folder / "out" / each["path"]).read_bytes()
        assert (each["bytes"], each["sha256"], each["rows"]) == (len(data), sha256(data).hexdigest(), data.count(b"\n"))
    assert {name: manifest["counts"][name] for name in ("documents", "findings", "critical", "errors")} == {
        "documents": 10, "findings": 10, "critical": 4, "errors": 0,
    }  # fmt: skip
    assert manifest["rules"]["packs"][0]["name"] == "tiny"


@pytest.mark.parametrize("to", ["jsonl", "parquet"])
def test_a_run_killed_again_and_again_ends_in_the_bytes_of_one_that_was_not(run: Run, folder: Path, to: str) -> None:
    pytest.importorskip("pyarrow")
    for number in range(2):
        shard(folder / f"{number}.jsonl", TEXTS * 200, begin=number * 600)
    options = ["bulk", "0.jsonl", "1.jsonl", "--to", to, "--part-rows", "50", "--jobs", "1", "--as-of", "2026-11-01"]
    assert run(*options, "-o", "whole").exit_code == 1
    command = [sys.executable, "-m", "compliance", *options, "-o", "out", "--no-core", "--rules", str(TINY)]
    for least in (2, 7):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_for(lambda least=least: len(list((folder / "out" / "state").glob("part-*.json"))) >= least)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (folder / "out" / "manifest.json").exists()
    last = run(*options, "-o", "out")
    assert (last.exit_code, "of an earlier run kept" in last.stderr) == (1, True)
    assert contents(folder / "out") == contents(folder / "whole")


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_finished_run_is_not_done_again_and_a_lost_part_is(run: Run, folder: Path) -> None:
    shard(folder / "a.jsonl", TEXTS * 4)
    options = ["bulk", "a.jsonl", "-o", "out", "--part-rows", "4"]
    run(*options)
    whole = contents(folder / "out")
    assert "3 parts of an earlier run kept" in run(*options).stderr
    (folder / "out" / "findings" / "part-00000-00001.jsonl").unlink()
    (folder / "out" / "findings" / "part-00000-00002.jsonl.unfinished").write_text("cut off", encoding="utf-8")
    assert "2 parts of an earlier run kept" in run(*options).stderr
    assert contents(folder / "out") == whole


def test_a_folder_with_another_run_is_left_alone(run: Run, folder: Path) -> None:
    shard(folder / "a.jsonl", TEXTS)
    run("bulk", "a.jsonl", "-o", "out")
    shard(folder / "a.jsonl", TEXTS * 2)
    result = run("bulk", "a.jsonl", "-o", "out", "--part-rows", "2")
    assert result.exit_code == 2
    assert "out holds a run of other options, inputs; choose another folder" in result.stderr


def test_two_runs_do_not_write_to_one_folder(run: Run, folder: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    shard(folder / "a.jsonl", TEXTS)
    run("bulk", "a.jsonl", "-o", "out")
    with (folder / "out" / "state" / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = run("bulk", "a.jsonl", "-o", "out")
    assert (result.exit_code, "another run is writing to out" in result.stderr) == (2, True)


def test_rows_that_cannot_be_screened_are_rows(run: Run, folder: Path) -> None:
    lines = [
        '{"id": "a", "text": "Our cells cure lupus."}', "{broken", '["no object"]', '{"id": "b"}', '{"id": "c", "text": {"en": "x"}}', '{"text": "\\ud800 x"}',
    ]  # fmt: skip
    (folder / "a.jsonl").write_text("\n".join([*lines, '{"id": "e", "text": "' + "x" * 50 + '"}']), encoding="utf-8")
    result = run("bulk", "a.jsonl", "-o", "out", "--max-text", "40")
    assert result.exit_code == 3
    assert [(each["id"], each["error_code"]) for each in table(folder / "out", "documents")] == [
        ("a", None), ("a.jsonl:2", "D033"), ("a.jsonl:3", "D033"), ("b", "D032"), ("c", "D032"), ("a.jsonl:6", None), ("e", "D007"),
    ]  # fmt: skip


def test_a_row_that_kills_or_hangs_its_worker_is_a_row(run: Run, folder: Path, poison: None) -> None:
    shard(folder / "a.jsonl", [*TEXTS * 9, "POISON", *TEXTS, "ENDLESS", *TEXTS])
    result = run("bulk", "a.jsonl", "-o", "out", "--jobs", "2", "--timeout", "1")
    documents = table(folder / "out", "documents")
    assert result.exit_code == 3
    assert {each["row"]: each["error_code"] for each in documents if each["error_code"]} == {28: "D030", 32: "D031"}
    assert [each["row"] for each in documents] == list(range(1, 36))
    assert "2 row errors" in result.stderr


def test_a_worker_killed_from_outside_costs_at_most_a_row(folder: Path) -> None:
    shard(folder / "a.jsonl", TEXTS * 300)
    command = [sys.executable, "-m", "compliance", "bulk", "a.jsonl", "-o", "out", "--part-rows", "50", "--jobs", "2", "--no-core", "--rules", str(TINY)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_for(lambda: len(list((folder / "out" / "state").glob("part-*.json"))) >= 2)
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout.split()  # noqa: S607
    os.kill(int(children[0]), signal.SIGKILL)
    assert process.wait() in (1, 3)
    documents = table(folder / "out", "documents")
    assert [each["row"] for each in documents] == list(range(1, 901))
    assert sum(each["error_code"] == "D030" for each in documents) <= 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["gone.jsonl"], "gone.jsonl: no such file or folder"), (["empty"], "empty: no shard in this folder"), (["a.txt"], "a.txt: no shard"),
        (["a.jsonl", "--text-column", "txt"], "a.jsonl: no column 'txt'; did you mean 'text'? with --text-column"),
        (["a.jsonl", "--id-column", "key"], "a.jsonl: no column 'key'"), (["b.parquet"], "b.parquet: cannot be read as Parquet"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_its_remedy(run: Run, folder: Path, arguments: list[str], problem: str) -> None:
    pytest.importorskip("pyarrow")
    shard(folder / "a.jsonl", TEXTS)
    (folder / "empty").mkdir()
    (folder / "a.txt").write_text(CURE, encoding="utf-8")
    (folder / "b.parquet").write_text("no parquet", encoding="utf-8")
    result = run("bulk", *arguments, "-o", "out")
    assert result.exit_code == 2
    assert problem in result.stderr


@pytest.mark.parametrize("arguments", [["a.jsonl", "--to", "parquet"], ["b.parquet"]])
def test_without_pyarrow_one_message_says_how_to_install_it(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    shard(folder / "a.jsonl", TEXTS)
    (folder / "b.parquet").write_bytes(b"PAR1")
    for name in [each for each in sys.modules if each.split(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_Without(), *sys.meta_path])
    result = run("bulk", *arguments, "-o", "out")
    assert (result.exit_code, result.stderr) == (2, "compliance: Parquet needs an optional part of this tool; type: pip install 'compliance[parquet]'\n")


class _Without:
    """An importer that knows no pyarrow."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.split(".")[0] == "pyarrow":
            raise ImportError(name)


def test_progress_tells_how_fast_in_a_log(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.commands import bulk

    monkeypatch.setattr(bulk, "_STEP_LOG", 0.0)
    shard(folder / "a.jsonl", TEXTS)
    assert "shard 1 of 1: 3 rows, " in run("bulk", "a.jsonl", "-o", "out").stderr
    assert "rows/s" not in run("bulk", "a.jsonl", "-o", "out2", "--quiet").stderr
