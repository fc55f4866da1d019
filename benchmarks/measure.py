"""One measurement in a process of its own: `python measure.py CASE '{"argument": value}'` prints what it found as JSON.

A process for each keeps them apart: the peak memory is that of the case, and nothing is warm that should not be.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

import generate

from compliance import api, checking
from compliance.config import Config
from compliance.documents.walk import Input
from compliance.engine import screen as screening
from compliance.engine.compile import compile_pack
from compliance.loading import load_packs
from compliance.report.json import document_dict

Facts = dict[str, Any]
_DAY = "2026-01-01"
_SAME = 40
"""so many reports are compared between the index and the plain loop"""
_MOST_BYTES = 400_000_000


def stream(kind: str, size: int, seconds: float, loop: bool = False, rules: int = 0, warm: bool = False) -> Facts:
    """One process, files of one size, read from disk and reported as JSON, for some seconds.

    `rules`: with a pack of so many, made here; `warm`: with its patterns compiled before the clock runs, not as they are met.
    """
    if loop:
        screening.View = _plain_loop()  # type: ignore[misc]
    work = _work(rules, warm)
    with tempfile.TemporaryDirectory() as name:
        paths = generate.write_files(Path(name), max(2, min(400, 4_000_000 // size)), size, kind)
        (first,) = generate.write_files(Path(name) / "first", 1, 1000, kind, seed=99)
        work(first)
        done, count, same, start = 0, 0, [], perf_counter()
        while not count or perf_counter() - start < seconds:
            path = paths[count % len(paths)]
            report = work(path)
            if count < _SAME:
                same.append(sha256(report).hexdigest()[:12])
            done, count = done + path.stat().st_size, count + 1
        taken = perf_counter() - start
    return {"mb_s": done / taken / 1e6, "documents": count, "seconds": taken, "peak_mib": _peak(), "reports": same}


def one(kind: str, size: int) -> Facts:
    """One document of a size, once, in a process that is warm."""
    work = _work()
    with tempfile.TemporaryDirectory() as name:
        (warm,) = generate.write_files(Path(name) / "warm", 1, 1000, kind, seed=99)
        (path,) = generate.write_files(Path(name), 1, size, kind)
        work(warm)
        before, start = _peak(), perf_counter()
        work(path)
        taken = perf_counter() - start
        return {"mb_s": path.stat().st_size / taken / 1e6, "seconds": taken, "peak_mib": _peak(), "peak_before_mib": before}


def processes(jobs: int, size: int, volume: int) -> Facts:
    """`compliance check --jobs` over files, begin and end included; `volume` is about how many bytes to screen."""
    with tempfile.TemporaryDirectory() as name:
        paths = generate.write_files(Path(name) / "ads", max(jobs, min(volume, _MOST_BYTES) // size), size, "txt")
        total = sum(each.stat().st_size for each in paths)
        command = [sys.executable, "-m", "compliance", "check", "ads", "-f", "json", "-o", "report.json", "--exit-zero", "--no-config", "--jobs", str(jobs)]
        start = perf_counter()
        subprocess.run(command, check=True, cwd=name, env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"})
        taken = perf_counter() - start
        digest = sha256((Path(name) / "report.json").read_bytes()).hexdigest()
    return {"mb_s": total / taken / 1e6, "documents": len(paths), "seconds": taken, "peak_mib": _peak(resource.RUSAGE_CHILDREN), "reports": [digest[:12]]}


def start(warm: bool, repeats: int) -> Facts:
    """The command on one 8 kB file, whole process, with or without compiled rules in the cache."""
    with tempfile.TemporaryDirectory() as name:
        (path,) = generate.write_files(Path(name), 1, 8_000, "txt")
        command = [sys.executable, "-m", "compliance", "check", str(path), "-f", "json", "--no-config", "--exit-zero"]
        caches: list[dict[str, str]] = [{}] * (repeats + warm)
        if not warm:  # all in folders of their own but the last, which fills the cache of those that are measured after it
            caches = [{"COMPLIANCE_CACHE": str(Path(name) / f"cache-{number}")} for number in range(repeats - 1)] + [{}]
        times = [_timed(command, cache) for cache in caches]
        return {"ms": statistics.median(times[warm:]) * 1e3, "repeats": repeats, "peak_mib": _peak(resource.RUSAGE_CHILDREN)}


def floor(repeats: int) -> Facts:
    """What a process costs that only imports the libraries a run needs."""
    command = [sys.executable, "-c", "import click, regex, json"]
    return {"ms": statistics.median(_timed(command, {}) for _ in range(repeats)) * 1e3, "repeats": repeats, "peak_mib": _peak(resource.RUSAGE_CHILDREN)}


def memory(size: int, seconds: float) -> Facts:
    """The memory in use of a worker's function while it screens many files: ten looks, evenly spread over the time."""
    work = checking.begin(Config(), _DAY, checking.Want(frozenset({checking.JSON})))
    with tempfile.TemporaryDirectory() as name:
        paths = generate.write_files(Path(name), max(2, min(500, 4_000_000 // size)), size, "txt")
        looks: list[float] = []
        count, begun = 0, perf_counter()
        while len(looks) < 10:
            path = paths[count % len(paths)]
            work(Input(path, path.name, path.suffix))
            count += 1
            if perf_counter() - begun >= seconds * (len(looks) + 1) / 10:
                looks.append(round(_resident(), 1))
    return {"documents": count, "resident_mib": looks, "peak_mib": _peak()}


def _work(rules: int = 0, warm: bool = False) -> Callable[[Path], bytes]:
    """The full pipeline for one file: read, fold, segment, match, context, evidence, whole-document rules, JSON."""
    compiled = load_packs()
    if rules:
        from variants import with_rules

        compiled = compile_pack(with_rules(compiled.pack, rules))
        for each in compiled.patterns if warm else ():
            assert each.regex if each.is_raw else each.plain
    screener = api.Screener(compiled, Config(max_size=_MOST_BYTES), _DAY)

    def work(path: Path) -> bytes:
        reports = [report for report, _ in screener.screen(Input(path, path.name, path.suffix)) if report]  # by name: fingerprints tell
        assert reports, f"{path} was not screened"
        return json.dumps([document_dict(each) for each in reports], ensure_ascii=False).encode()

    return work


def _plain_loop() -> Any:
    """The reference matcher of the tests: every pattern is run on every unit."""
    spec = importlib.util.spec_from_file_location("reference", generate.ROOT / "tests" / "conftest.py")
    assert spec is not None and spec.loader is not None  # noqa: PT018 - the file is part of the project
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PlainLoop


def _timed(command: list[str], environment: dict[str, str]) -> float:
    # As a user has it: with modules that Python has compiled and kept. Where it may not, reading them takes half as long as all else.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**usual, **environment})
    return perf_counter() - start


def _peak(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that was in use, in MiB; of children: of the largest one."""
    return resource.getrusage(who).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _resident() -> float:
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20) if pages.exists() else _peak()


CASES: dict[str, Callable[..., Facts]] = {each.__name__: each for each in (stream, one, processes, start, floor, memory)}

if __name__ == "__main__":
    print(json.dumps(CASES[sys.argv[1]](**json.loads(sys.argv[2]))))
