"""A standalone Spark cluster on this machine: a job loses a worker half-way, and must give the rows of `compliance bulk`.

    python examples/spark_cluster.py            # needs java and pip install 'compliance[spark]'

A master and two workers are started on the loopback, each a process of its own. When a few tasks are
done one worker is killed with its executor (SIGKILL). Exit code 0: every row is the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyspark

ROOT = Path(__file__).parent.parent
SPARK = Path(pyspark.__file__).parent
MASTER_PORT, UI_PORT = 17077, 14040
MASTER = f"spark://127.0.0.1:{MASTER_PORT}"
WAIT_SECONDS = 600


def adverts(path: Path, rows: int, seed: int) -> None:
    """Adverts of three to ten sentences of the labelled corpus, with ids."""
    texts = [json.loads(line)["text"] for file in sorted((ROOT / "tests" / "corpus").glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(seed)  # noqa: S311 - a test text, not a secret
    table = {"id": [f"ad-{number:06}" for number in range(rows)], "text": ["\n\n".join(chance.sample(texts, chance.randint(3, 10))) for _ in range(rows)]}
    pq.write_table(pa.table(table), path)


class Node:
    """A process of the cluster, in a session of its own, so that it can be killed with what it started."""

    def __init__(self, folder: Path, name: str, *command: str) -> None:
        self.log = folder / f"{name}.log"
        environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(SPARK), "SPARK_NO_DAEMONIZE": "1"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)  # noqa: S603 - our own command

    def kill(self) -> None:
        """End it, and everything it started, at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[list[Node]]:
    """A master and two workers; gives the workers."""
    command = str(SPARK / "bin" / "spark-class")
    deploy = "org.apache.spark.deploy"
    nodes = [Node(folder, "master", command, f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(MASTER_PORT), "--webui-port", "0")]
    try:
        until("the master runs", lambda: "I have been elected leader" in nodes[0].log.read_text())
        for number in (1, 2):
            place = ["--work-dir", str(folder / f"work{number}")]
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", *place]
            nodes.append(Node(folder, f"worker{number}", command, f"{deploy}.worker.Worker", *options, MASTER))
        until("both workers are registered", lambda: nodes[0].log.read_text().count("Registering worker") == 2)
        yield nodes[1:]
    finally:
        for each in reversed(nodes):
            each.kill()


def until(what: str, is_so: Callable[[], Any]) -> Any:
    """Wait for something to be so, and give what it was."""
    end = time.monotonic() + WAIT_SECONDS
    while not (found := is_so()):
        if time.monotonic() > end:
            raise SystemExit(f"waited {WAIT_SECONDS} seconds in vain until {what}")
        time.sleep(0.2)
    return found


def tasks_done() -> int:
    """How many tasks of the job are done, as its own interface on the loopback tells."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{UI_PORT}/api/v1/applications", timeout=5) as answer:
            application = json.load(answer)[0]["id"]
        with urllib.request.urlopen(f"http://127.0.0.1:{UI_PORT}/api/v1/applications/{application}/executors", timeout=5) as answer:
            return sum(int(each["completedTasks"]) for each in json.load(answer))
    except (OSError, ValueError, IndexError, KeyError):
        return 0


def rows(folder: Path, order: list[str]) -> list[dict[str, Any]]:
    """All rows of a folder of Parquet, in the order of some columns, without the columns that only bulk has."""
    table = pa.concat_tables([pq.read_table(each).drop_columns(_only_of_bulk(each)) for each in sorted(folder.glob("*.parquet"))])
    found: list[dict[str, Any]] = table.sort_by([(name, "ascending") for name in order]).to_pylist()
    return found


def _only_of_bulk(path: Path) -> list[str]:
    return [name for name in ("shard", "row") if name in pq.read_schema(path).names]


def main() -> int:
    """Run both, compare, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--partitions", type=int, default=24)
    parser.add_argument("--rules", metavar="PATH", help="screen with these rules alone (default: those that ship with the tool)")
    options = parser.parse_args()
    rules = ["--no-core", "--rules", options.rules] if options.rules else []
    with tempfile.TemporaryDirectory(prefix="compliance-spark-") as name:
        folder = Path(name)
        adverts(folder / "ads.parquet", options.rows, seed=4)
        bulk = [sys.executable, "-m", "compliance", "bulk", str(folder / "ads.parquet"), "-o", str(folder / "bulk"), "--to", "parquet", *rules]
        if subprocess.run(bulk, check=False).returncode not in (0, 1):  # noqa: S603 - our own command
            raise SystemExit("bulk failed")
        with cluster(folder) as workers:
            killed_at, seconds, log = run_job(folder, workers, options.partitions, rules)
        print(f"worker 1 was killed after {killed_at} tasks; the job took {seconds:.0f} s and ended by itself")
        losses = sorted({each[:100] for each in re.findall(r"(?:Lost executor|Lost task)[^\n]*", log)})
        print(f"the driver's log: {len(losses)} lines on lost executors and tasks, such as\n  " + "\n  ".join(losses[:3]))
        return compare(folder)


def run_job(folder: Path, workers: list[Node], partitions: int, rules: list[str]) -> tuple[int, float, str]:
    """The job, with the first worker killed once some tasks are done; gives when, how long all took, and the driver's log."""
    settings = {"spark.ui.port": str(UI_PORT), "spark.executor.memory": "512m", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    submit = [str(SPARK / "bin" / "spark-submit"), "--master", MASTER, *(each for pair in settings.items() for each in ("--conf", "=".join(pair)))]
    start = time.monotonic()
    job = Node(
        folder, "job", *submit, str(ROOT / "examples" / "spark_job.py"), str(folder / "ads.parquet"), str(folder / "spark"),
        "--partitions", str(partitions), *rules,
    )  # fmt: skip
    try:
        done = until("some tasks are done", lambda: (tasks_done() >= 4 and tasks_done()) or job.process.poll() is not None)
        if job.process.poll() is not None:
            raise SystemExit(f"the job ended before a worker could be killed:\n{job.log.read_text()[-3000:]}")
        workers[0].kill()
        until("the job ends", lambda: job.process.poll() is not None)
        if job.process.returncode:
            raise SystemExit(f"the job failed:\n{job.log.read_text()[-3000:]}")
        return int(done), time.monotonic() - start, job.log.read_text(errors="replace")
    finally:
        job.kill()


def compare(folder: Path) -> int:
    """Say whether both tables of both engines are the same, row for row."""
    is_same = True
    for name, order in (("documents", ["id"]), ("findings", ["id", "number"])):
        ours, theirs = rows(folder / "bulk" / name, order), rows(folder / "spark" / name, order)
        is_same &= ours == theirs
        print(f"{name}: {len(ours):,} rows of bulk, {len(theirs):,} of Spark: {'the same, row for row' if ours == theirs else 'NOT THE SAME'}")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
