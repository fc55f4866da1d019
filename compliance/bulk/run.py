"""A bulk run: rows of shards out to worker processes, parts and a manifest back; a run that was killed goes on behind its finished parts."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import monotonic
from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple

from compliance import __version__
from compliance.bulk.arrow import arrow
from compliance.bulk.parts import PARQUET, TABLES, Part, PartName, finished, leading, write_whole
from compliance.bulk.shards import PARQUET as PARQUET_SHARD
from compliance.bulk.shards import Columns, Shard, ShardRow, describe, find_shards, rows
from compliance.config import Config
from compliance.errors import UsageError
from compliance.loading import identities
from compliance.rows import RowScreener, Screened, lost, row_screener
from compliance.workers import Lost, Pool, Task

LOST = {"died": "D030", "timeout": "D031", "failed": "D099"}
_LIBRARIES = ("regex", "pyarrow")
_BREAKS = ("\u0085", "\u2028", "\u2029")
"""what some readers take for the end of a line; in JSON these only stand inside strings"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to screen and how to write it."""

    inputs: tuple[str, ...]
    output: Path
    columns: Columns
    to: str = "jsonl"
    part_rows: int = 20_000
    """rows of a shard that make a part: what a killed run may have to do again"""
    extension: str = ".txt"
    longest: int = 2_000_000
    """characters of a text"""


class Progress(NamedTuple):
    """How far a run has come since it was started or went on."""

    shard: int
    shards: int
    rows: int
    text_bytes: int
    findings: int
    errors: int
    seconds: float


class Outcome(NamedTuple):
    """What came of it, over all parts."""

    counts: Mapping[str, int]
    resumed: int
    """parts of an earlier run that were not done again"""
    manifest: Path


class _Item(NamedTuple):
    """A row on its way to a worker."""

    part: PartName
    shard: str
    row: ShardRow


def bulk(request: Request, config: Config, jobs: int = 0, timeout: float | None = None, tell: Callable[[Progress], None] | None = None) -> Outcome:
    """Screen shards into parts; raises UsageError and PackError. A row that fails is a row of the documents, never a stop."""
    paths = find_shards(request.inputs)
    if request.to == PARQUET or any(each.endswith(PARQUET_SHARD) for each in paths):
        arrow()
    with ExitStack() as stack:
        state = _prepare(request.output)
        stack.enter_context(_alone(state))
        earlier = _earlier(state / "run.json")
        screener = row_screener(replace(config, as_of=config.as_of or (earlier or {}).get("as_of", "")), request.extension, request.longest)
        shards = [describe(each, _known(earlier)) for each in paths]
        run = _run_facts(request, config, screener, shards)
        if earlier and (differing := [name for name in run if name != "shards" and run[name] != earlier.get(name)]):
            raise UsageError(f"{request.output} holds a run of other {', '.join(differing)}; choose another folder with -o, or remove this one")
        write_whole(state / "run.json", run)
        records = finished(request.output)
        pool = stack.enter_context(Pool(Task("compliance.bulk.run", "begin", (screener,)), jobs, timeout))
        _screen(pool, _items(shards, request, records), request, len(shards), tell)
    whole = finished(request.output)
    counts = _total(whole.values())
    manifest = request.output / "manifest.json"
    write_whole(manifest, _manifest(run, shards, whole, counts))
    return Outcome(counts, len(records), manifest)


def begin(screener: RowScreener) -> Callable[[_Item], bytes]:
    """The function that a worker runs: a row to the line of its document and those of its findings."""

    def work(item: _Item) -> bytes:
        row = item.row
        found = screener(_key(item), row.text, row.fault if row.text is None else "")
        if row.fault and row.text is not None:
            found.document["notes"].append(row.fault)
        return _written(item, found)

    return work


def _key(item: _Item) -> str:
    return item.row.key or f"{item.shard}:{item.row.number}"


def _written(item: _Item, found: Screened) -> bytes:
    place = {"shard": item.shard, "row": item.row.number}
    text = "".join(json.dumps({**place, **each}, ensure_ascii=False, separators=(",", ":")) + "\n" for each in (found.document, *found.findings))
    for each in _BREAKS:
        if each in text:
            text = text.replace(each, f"\\u{ord(each):04x}")
    return text.encode()


# -- the state of a run


def _prepare(output: Path) -> Path:
    try:
        for name in (*TABLES, "state"):
            (output / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}; choose another place with -o") from None
    return output / "state"


def _alone(state: Path) -> Any:
    """A lock on the folder, which ends with the process however that ends; raises UsageError where another run has it."""
    file = (state / "lock").open("wb")
    with suppress(ImportError):  # no such locks on Windows
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise UsageError(f"another run is writing to {state.parent}; wait for it, or choose another folder with -o") from None
    return file


def _earlier(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _known(earlier: Mapping[str, Any] | None) -> Callable[[str, int, int], Shard | None]:
    kept = {(each.path, each.size, each.changed): each for each in (Shard(*one) for one in (earlier or {}).get("shards", ()))}
    return lambda *facts: kept.get(facts)


def _run_facts(request: Request, config: Config, screener: RowScreener, shards: list[Shard]) -> dict[str, Any]:
    """What must be the same for a run to go on where it was."""
    return {
        "versions": {"compliance": __version__, "python": ".".join(map(str, sys.version_info[:3])), **{name: _version(name) for name in _LIBRARIES}},
        "rules": {"sha256": screener.digest, "packs": identities(config.rules, core=config.core)},
        "settings": config.as_data(),
        "as_of": screener.as_of,
        "options": {
            "text_column": request.columns.text, "id_column": request.columns.id, "to": request.to, "part_rows": request.part_rows,
            "extension": request.extension, "longest": request.longest,
        },
        "inputs": [{"path": each.path, "bytes": each.size, "sha256": each.sha256} for each in shards],
        "shards": [list(each) for each in shards],
    }  # fmt: skip


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


# -- screening


def _items(shards: Iterable[Shard], request: Request, records: Mapping[PartName, Mapping[str, Any]]) -> Iterator[_Item]:
    """The rows of all parts that are not finished, in order."""
    for number, shard in enumerate(shards):
        done = list(leading(records, number))
        if done and records[done[-1]]["is_last"]:
            continue
        for row in rows(shard, request.columns, len(done) * request.part_rows):
            part = PartName(number, (row.number - 1) // request.part_rows)
            if part not in records:
                yield _Item(part, shard.path, row)


def _screen(pool: Pool, items: Iterator[_Item], request: Request, shards: int, tell: Callable[[Progress], None] | None) -> None:
    start = monotonic()
    counts: Counter[str] = Counter()
    results = pool.run(items)
    part: Part | None = None
    try:
        for item, result in results:
            if part is None or part.name != item.part:
                if part:
                    part.finish(is_last=part.name.shard != item.part.shard)
                part = Part(request.output, item.part, request.to)
            if isinstance(result, Lost):
                result = _written(item, lost(_key(item), LOST[result.kind], f"not screened: {result.problem}"))
            document = part.add(result)
            counts.update(rows=1, findings=document["findings"], errors=document["error_code"] is not None, text=_size(item.row.text))
            if tell:
                tell(Progress(item.part.shard + 1, shards, counts["rows"], counts["text"], counts["findings"], counts["errors"], monotonic() - start))
        if part:
            part.finish(is_last=True)
    finally:
        if part:
            part.abandon()


def _size(text: Any) -> int:
    return len(text) if isinstance(text, (str, bytes)) else 0


# -- the manifest


def _total(records: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for each in records:
        counts.update(each["counts"])
    return dict(sorted(counts.items()))


def _manifest(run: Mapping[str, Any], shards: list[Shard], records: Mapping[PartName, Mapping[str, Any]], counts: Mapping[str, int]) -> dict[str, Any]:
    """What was screened by what, and what came of it: the same bytes for the same inputs, rules and settings, killed in between or not."""
    of_shard: Counter[int] = Counter()
    for name, record in records.items():
        of_shard[name.shard] += record["counts"]["documents"]
    inputs = [{**each, "rows": of_shard[number]} for number, each in enumerate(run["inputs"])]
    outputs = [output for name in sorted(records) for output in records[name]["outputs"]]
    return {
        "tool": "compliance", **{name: run[name] for name in ("versions", "rules", "settings", "as_of", "options")}, "counts": counts, "inputs": inputs,
        "outputs": outputs,
    }  # fmt: skip
