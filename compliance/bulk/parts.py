"""Part files: documents and findings of some rows, written to temporary names, and a record that says they are whole.

The record comes last. A run that is killed leaves parts with a record, which are finished, and
leftovers, which are removed: what has been done is never told by anything but finished parts.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Iterator, Mapping, NamedTuple, Protocol

from compliance.bulk.arrow import arrow, schema
from compliance.rows import DOCUMENTS, FINDINGS, INTEGER, STRING, Column

_PLACE = (Column("shard", STRING), Column("row", INTEGER))
DOCUMENT_COLUMNS = (*_PLACE, *DOCUMENTS)
FINDING_COLUMNS = (*_PLACE, *FINDINGS)
TABLES = {"documents": DOCUMENT_COLUMNS, "findings": FINDING_COLUMNS}
JSONL, PARQUET = "jsonl", "parquet"
_TEMPORARY = ".unfinished"
_GROUP_BYTES = 32_000_000
"""of JSON: about what a row group of a Parquet file is made of"""


class PartName(NamedTuple):
    """Which part of which shard, both counted from 0."""

    shard: int
    part: int

    def __str__(self) -> str:
        return f"part-{self.shard:05}-{self.part:05}"


class _Sink(Protocol):
    def write(self, lines: bytes) -> None: ...
    def close(self) -> None: ...


class _Lines:
    """JSON Lines, written as they come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, lines: bytes) -> None:
        self._file.write(lines)

    def close(self) -> None:
        self._file.flush()


class _Table:
    """Parquet, made of JSON lines row group by row group."""

    def __init__(self, file: IO[bytes], columns: tuple[Column, ...]) -> None:
        self._schema = schema(columns)
        self._json = arrow("pyarrow.json")
        self._writer = arrow("pyarrow.parquet").ParquetWriter(file, self._schema, compression="zstd")
        self._lines = bytearray()

    def write(self, lines: bytes) -> None:
        self._lines += lines
        if len(self._lines) >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            how = {
                "read_options": self._json.ReadOptions(use_threads=False, block_size=len(self._lines) + 1),
                "parse_options": self._json.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior="error"),
            }
            self._writer.write_table(self._json.read_json(io.BytesIO(self._lines), **how))
            self._lines.clear()

    def close(self) -> None:
        self._flush()
        self._writer.close()


class Part:
    """A part that is being written; a part without `finish` leaves nothing that counts."""

    def __init__(self, folder: Path, name: PartName, kind: str) -> None:
        self.name, self._folder = name, folder
        self._counts: Counter[str] = Counter()
        self._finals = {table: folder / table / f"{name}.{kind}" for table in TABLES}
        self._files = {table: open(f"{path}{_TEMPORARY}", "w+b") for table, path in self._finals.items()}  # noqa: SIM115 - closed by `finish` or `abandon`
        self._sinks: dict[str, _Sink] = {
            table: _Table(file, TABLES[table]) if kind == PARQUET else _Lines(file) for table, file in self._files.items()
        }  # fmt: skip

    def add(self, row: bytes) -> Mapping[str, Any]:
        """Write what a row came to: the line of its document, then those of its findings. Gives the document."""
        line, _, findings = row.partition(b"\n")
        self._sinks["documents"].write(line + b"\n")
        if findings:
            self._sinks["findings"].write(findings)
        document: dict[str, Any] = json.loads(line)
        self._counts.update({name: document[name] for name in ("findings", "critical", "high", "medium", "low")})
        self._counts.update(documents=1, screened=document["screened"], errors=document["error_code"] is not None, fails=document["fails"])
        return document

    def finish(self, is_last: bool) -> None:
        """Put the files in their places, and the record after them; `is_last`: the shard has no rows after these."""
        rows = {"documents": self._counts["documents"], "findings": self._counts["findings"]}
        outputs = []
        for table, path in self._finals.items():
            self._sinks[table].close()
            outputs.append({"path": path.relative_to(self._folder).as_posix(), "rows": rows[table], **_sealed(self._files[table])})
            os.replace(f"{path}{_TEMPORARY}", path)
        record = {"part": list(self.name), "is_last": is_last, "counts": dict(sorted(self._counts.items())), "outputs": outputs}
        write_whole(self._folder / "state" / f"{self.name}.json", record)

    def abandon(self) -> None:
        """Let the files go, unfinished."""
        for each in self._files.values():
            each.close()


def _sealed(file: IO[bytes]) -> dict[str, Any]:
    """Size and digest of a file that is complete, once it is safely on the disk."""
    file.flush()
    os.fsync(file.fileno())
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    total = sha256()
    while chunk := file.read(1 << 20):
        total.update(chunk)
    file.close()
    return {"bytes": size, "sha256": total.hexdigest()}


def write_whole(path: Path, data: Any) -> None:
    """Write JSON to a file whole or not at all."""
    temporary = Path(f"{path}{_TEMPORARY}")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def finished(folder: Path) -> dict[PartName, dict[str, Any]]:
    """The records of the parts that are whole; what a killed run left unfinished is removed."""
    for leftover in [each for table in (*TABLES, "state") for each in (folder / table).glob(f"*{_TEMPORARY}")]:
        leftover.unlink()
    found = {}
    for path in sorted((folder / "state").glob("part-*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if all(_stands(folder, each) for each in record["outputs"]):
            found[PartName(*record["part"])] = record
    return found


def _stands(folder: Path, output: Mapping[str, Any]) -> bool:
    try:
        return bool(os.path.getsize(folder / output["path"]) == output["bytes"])
    except OSError:
        return False


def leading(records: Mapping[PartName, Any], shard: int) -> Iterator[PartName]:
    """The finished parts of a shard from its first on, up to the first that is missing."""
    part = 0
    while PartName(shard, part) in records:
        yield PartName(shard, part)
        part += 1
