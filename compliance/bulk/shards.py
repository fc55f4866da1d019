"""Shards (JSON Lines, CSV, TSV, Parquet) as rows of an id and a text, in memory that does not grow with the shard."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, NamedTuple

from compliance.bulk.arrow import arrow
from compliance.documents.rows import digest, open_register
from compliance.errors import UsageError
from compliance.packs.load import closest

PARQUET = ".parquet"
KINDS = (".jsonl", ".ndjson", ".csv", ".tsv", PARQUET)
_BATCH = 1024


class Columns(NamedTuple):
    """Which columns hold the text and the id; `is_id_required`: it was asked for, not only hoped for."""

    text: str = "text"
    id: str = "id"
    is_id_required: bool = False


class Shard(NamedTuple):
    """A file of rows, as it was when the run began."""

    path: str
    size: int
    changed: int
    """when, in nanoseconds: a file of the same size and time need not be read again to know its digest"""
    sha256: str
    encoding: str


class ShardRow(NamedTuple):
    """One row: its number (from 1), its id (empty: it has none), its text, and what is wrong with it."""

    number: int
    key: str
    text: Any
    fault: str


def find_shards(paths: Iterable[str]) -> list[str]:
    """The shards that some files and folders mean, each once, those of a folder by name; raises UsageError."""
    found: dict[str, str] = {}
    for given in paths:
        path = Path(given)
        if not path.exists():
            raise UsageError(f"{given}: no such file or folder; name shards ({' '.join(KINDS)}) or a folder of them")
        inside = sorted(each for each in path.rglob("*") if each.suffix.lower() in KINDS and each.is_file()) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{given}: no shard in this folder; known are {' '.join(KINDS)}")
        for each in inside:
            if each.suffix.lower() not in KINDS:
                raise UsageError(f"{each}: no shard; known are {' '.join(KINDS)}")
            found.setdefault(os.path.realpath(each), each.as_posix())
    return list(found.values())


def describe(path: str, known: Callable[[str, int, int], Shard | None]) -> Shard:
    """A shard with its digest, which `known` may have of an earlier run (path, size, time of change)."""
    facts = os.stat(path)
    kept = known(path, facts.st_size, facts.st_mtime_ns)
    if kept:
        return kept
    return Shard(path, facts.st_size, facts.st_mtime_ns, *digest(Path(path)))


def rows(shard: Shard, columns: Columns, start: int = 0) -> Iterator[ShardRow]:
    """The rows of a shard but for the first `start`; raises UsageError where it lacks a column or cannot be read at all."""
    if Path(shard.path).suffix.lower() == PARQUET:
        return _parquet(shard.path, columns, start)
    return _register(shard, columns, start)


def _check(path: str, present: Iterable[str], columns: Columns) -> bool:
    """Has the shard the columns it must have, and an id column at all?"""
    names = list(present)
    for option, name, is_required in (("--text-column", columns.text, True), ("--id-column", columns.id, columns.is_id_required)):
        if name not in names and is_required:
            raise UsageError(f"{path}: no column {name!r}; {closest(name, names)} with {option}")
    return columns.id in names


def _register(shard: Shard, columns: Columns, start: int) -> Iterator[ShardRow]:
    if not shard.size:
        return
    register = open_register(Path(shard.path), shard.encoding)
    has_id = _check(shard.path, register.columns, columns)
    text, key = register.columns.index(columns.text), register.columns.index(columns.id) if has_id else -1
    for number, row in enumerate(islice(register.rows, start, None), start + 1):
        name = row.values[key] if has_id else None
        yield ShardRow(number, "" if name is None else str(name), row.values[text], row.fault)


def _parquet(path: str, columns: Columns, start: int) -> Iterator[ShardRow]:
    parquet, pa = arrow("pyarrow.parquet"), arrow()
    try:
        with parquet.ParquetFile(path) as file:
            has_id = _check(path, file.schema_arrow.names, columns)
            wanted = [columns.text, *([columns.id] if has_id else [])]
            groups, before = _groups_from(file.metadata, start)
            number = before
            for batch in file.iter_batches(_BATCH, row_groups=groups, columns=wanted):
                texts = batch.column(columns.text).to_pylist()
                keys = batch.column(columns.id).to_pylist() if has_id else [None] * len(texts)
                for text, key in zip(texts, keys):
                    number += 1
                    if number > start:
                        yield ShardRow(number, "" if key is None else str(key), text, "")
    except pa.ArrowException as error:
        raise UsageError(f"{path}: cannot be read as Parquet ({str(error).splitlines()[0]}); write the shard again, or leave it out") from None


def _groups_from(metadata: Any, start: int) -> tuple[list[int], int]:
    """The row groups that are not wholly before a row, and how many rows stand before them."""
    before = 0
    for group in range(metadata.num_row_groups):
        size = metadata.row_group(group).num_rows
        if before + size > start:
            return list(range(group, metadata.num_row_groups)), before
        before += size
    return [], before
