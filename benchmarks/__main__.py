"""Measure the engine and write tables and plots: `python benchmarks [--quick] [-o FOLDER]`.

Every measurement has a share of time, not a size of work: the same plan fits an engine of 0.05 MB/s and
one of 20. What the time does not allow is in the table as not measured, never left out in silence.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from tables import write_tables

HERE = Path(__file__).resolve().parent
QUICK_SECONDS = 50.0
RATE_SECONDS = 0.5
"""a rough look at the speed, by which the other work is sized"""
_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
_RULES = (100, 300, 1_000)


class Measure(NamedTuple):
    """A row of the table before it is measured: its group, its name in the group, the case and its arguments."""

    group: str
    name: str
    case: str
    arguments: dict[str, Any]
    x: float | None = None
    least: float = 0.0
    """seconds it is known to take at least: with less left it is not begun"""
    longest: float = 12.0
    """seconds after which a quick run goes on without it, so that one that is slow does not cost all those after it"""


def plan(quick: bool, seconds: float, rate: float, cores: int) -> Iterator[Measure]:
    """What to measure, the most important first; `rate` is about how many bytes a second one process manages."""
    repeats = 3 if quick else 15
    yield Measure("start", "only import click, regex, json", "floor", {"repeats": repeats})
    yield Measure("start", "one 8 kB file, warm cache", "start", {"warm": True, "repeats": repeats})
    yield Measure("matcher", "full pipeline, 8 kB text", "stream", {"kind": "txt", "size": 8_000, "seconds": seconds})
    yield Measure("matcher", "the same by the plain loop", "stream", {"kind": "txt", "size": 8_000, "seconds": seconds, "loop": True})
    for jobs in dict.fromkeys((1, 2, cores)):
        volume = int(max(rate, 20_000) * seconds * (2 if quick else 4))
        yield Measure("processes", f"--jobs {jobs}", "processes", {"jobs": jobs, "size": 8_000, "volume": volume}, x=jobs, least=seconds)
    yield Measure("formats", "8 kB text", "stream", {"kind": "txt", "size": 8_000, "seconds": seconds})
    yield Measure("formats", "8 kB HTML", "stream", {"kind": "html", "size": 8_000, "seconds": seconds})
    for size in _SIZES:
        for kind in ("txt", "html"):
            yield Measure(f"one {kind} document", f"{size:,} bytes", "one", {"kind": kind, "size": size}, x=size, least=size / rate)
    yield Measure("memory", "a worker over many 8 kB files", "memory", {"size": 8_000, "seconds": max(2 * seconds, 1.0)})
    for rules in _RULES:
        case = {"kind": "txt", "size": 8_000, "seconds": seconds, "rules": rules}
        yield Measure("rules", f"{rules:,} rules", "stream", case | {"warm": True}, x=rules, longest=40.0)
        yield Measure("rules met", f"{rules:,} rules, patterns compiled as they are met", "stream", case, x=rules, longest=25.0)


def measured(each: Measure, until: float, options: argparse.Namespace) -> dict[str, Any]:
    """The row with what was found, or with why there is nothing."""
    row = {"group": each.group, "name": each.name, "x": each.x, "note": ""}
    left = until - monotonic()
    longest = min(left, each.longest if options.quick else options.longest)
    if longest < 1 + each.least:
        return row | {"note": f"not measured: {longest:.0f} s are not enough"}
    command = [sys.executable, str(HERE / "measure.py"), each.case, json.dumps(each.arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        told, errors = process.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # with what it has started itself
        process.communicate()
        return row | {"note": f"not measured: it took longer than {longest:.0f} s"}
    if process.returncode:
        return row | {"note": f"failed: {errors.strip().splitlines()[-1]}"}
    return row | json.loads(told.splitlines()[-1])


def compared(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that follow from others: how many times faster the index is, and whether what must be the same is."""
    by_name = {(each["group"], each["name"]): each for each in rows}
    index, loop = by_name.get(("matcher", "full pipeline, 8 kB text"), {}), by_name.get(("matcher", "the same by the plain loop"), {})
    out = []
    if "mb_s" in index and "mb_s" in loop:
        both = min(len(index["reports"]), len(loop["reports"]))
        same = index["reports"][:both] == loop["reports"][:both]
        out.append({"group": "matcher", "name": "index, times the plain loop", "times": index["mb_s"] / loop["mb_s"]})
        out.append({"group": "matcher", "name": f"reports compared: {both}", "note": "identical" if same else "DIFFERENT"})
    spread = [each for each in rows if each["group"] == "processes" and "mb_s" in each]
    if len(spread) > 1:
        same = len({each["reports"][0] for each in spread}) == 1
        out.append({"group": "processes", "name": f"reports of {len(spread)} runs", "note": "identical" if same else "DIFFERENT"})
    return out


def main() -> None:
    """The command line, with a cache of compiled rules that nobody else uses."""
    with tempfile.TemporaryDirectory(prefix="compliance-cache-") as cache:
        os.environ |= {"COMPLIANCE_CACHE": os.environ.get("COMPLIANCE_CACHE", cache), "COMPLIANCE_CONFIG": ""}
        run()


def run() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under a minute, whatever the speed")
    parser.add_argument("--seconds", type=float, default=0.0, help="of one throughput measurement (default: 5; quick: 1)")
    parser.add_argument("--longest", type=float, default=300.0, help="seconds after which any measurement is given up (default: 300)")
    parser.add_argument("--output", "-o", type=Path, default=Path("benchmark-results"), help="folder for results.md, .csv, .json and plots")
    options = parser.parse_args()
    start = monotonic()
    until = start + (QUICK_SECONDS if options.quick else 24 * 3600.0)
    seconds = options.seconds or (1.0 if options.quick else 5.0)
    cold = Measure("start", "one 8 kB file, cold cache", "start", {"warm": False, "repeats": 1 if options.quick else 5}, longest=25.0)
    rows = [measured(cold, until, options)]  # first: it fills the cache that all others find
    look = measured(Measure("", "", "stream", {"kind": "txt", "size": 8_000, "seconds": RATE_SECONDS}), until, options)
    rate = look.get("mb_s", 0.05) * 1e6
    for each in plan(options.quick, seconds, rate, os.cpu_count() or 1):
        rows.append(measured(each, until, options))
        print(f"{monotonic() - start:6.1f} s  {each.group}: {each.name}  {rows[-1]['note'] or 'measured'}", file=sys.stderr)
    rows += compared(rows)
    load = f"{os.getloadavg()[0]:.1f}"
    facts = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count(), "load": load, "quick": options.quick}
    options.output.mkdir(parents=True, exist_ok=True)
    write_tables(options.output, facts, rows)
    _plots(options.output, rows)
    print((options.output / "results.md").read_text(encoding="utf-8"))


def _plots(folder: Path, rows: list[dict[str, Any]]) -> None:
    os.environ.setdefault("MPLCONFIGDIR", tempfile.gettempdir())
    try:
        from plots import draw
    except ImportError:
        print("no plots: matplotlib is missing; type: pip install 'compliance[bench]'", file=sys.stderr)
        return
    draw(folder, rows)


if __name__ == "__main__":
    main()
