"""Registers (CSV, TSV, XLSX, JSON Lines) row by row, in memory that does not grow with the file."""

from __future__ import annotations

import csv
import json
import zipfile
from codecs import getincrementaldecoder
from hashlib import sha256
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Sequence

from compliance.errors import UsageError

KINDS = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
_CHUNK = 1 << 20
_LONGEST_FIELD = 10_000_000
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """One row: its number as a person sees it (line of the sheet, record of the file), its values, and what is wrong with it."""

    number: int
    values: tuple[Any, ...]
    fault: str = ""


class Register(NamedTuple):
    """A file of rows under a header; `rows()` may be asked for once."""

    path: Path
    kind: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    sheet: str = ""


def digest(path: Path) -> tuple[str, str]:
    """SHA-256 of a file, and "utf-8-sig" if all of it is UTF-8, otherwise "cp1252"; raises UsageError."""
    total = sha256()
    decoder = getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                total.update(chunk)
                if encoding == "utf-8-sig":
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        encoding = "cp1252"
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a register: {' '.join(KINDS)}") from None
    return total.hexdigest(), encoding


def open_register(path: Path, encoding: str, sheet: str = "") -> Register:
    """A register by its extension; raises UsageError where it cannot be read."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise UsageError(f"{path}: no register; known are {' '.join(KINDS)}")
    if sheet and kind != ".xlsx":
        raise UsageError(f"--sheet is for .xlsx; {path.name} has no sheets")
    if kind == ".xlsx":
        return _workbook(path, sheet)
    return _objects(path, encoding) if kind in (".jsonl", ".ndjson") else _table(path, encoding)


def _table(path: Path, encoding: str) -> Register:
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = file.readline(_LONGEST_FIELD)
        if not head.strip():
            raise UsageError(f"{path}: the first line is empty; it must name the columns")
        delimiter = max(_DELIMITERS, key=lambda each: (head.count(each), -_DELIMITERS.index(each)))
        file.seek(0)
        columns = tuple(each.strip() for each in next(csv.reader(file, delimiter=delimiter)))

    def rows() -> Iterator[Row]:
        number = 1
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=delimiter)
            next(reader)
            while True:
                number += 1
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield Row(number, (None,) * len(columns), f"unreadable: {error}")
                    continue
                if not values:
                    number -= 1
                elif len(values) > len(columns):
                    yield Row(number, tuple(values[: len(columns)]), f"{len(values)} fields under {len(columns)} columns; is a quote or delimiter wrong?")
                else:
                    yield Row(number, (*values, *[None] * (len(columns) - len(values))))

    return Register(path, path.suffix.lower(), columns, rows())


def _objects(path: Path, encoding: str) -> Register:
    first: dict[str, None] = {}
    with path.open(encoding=encoding, errors="replace") as file:
        for _, line in zip(range(1000), file):
            try:
                read = json.loads(line)
            except ValueError:
                continue
            if isinstance(read, dict):
                first.update(dict.fromkeys(map(str, read)))
    if not first:
        raise UsageError(f"{path}: none of the first 1,000 lines is a JSON object")
    columns = tuple(first)

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, errors="replace") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    read = json.loads(line)
                except (ValueError, RecursionError) as error:
                    yield Row(number, (None,) * len(columns), f"no JSON: {error}")
                    continue
                if not isinstance(read, dict):
                    yield Row(number, (None,) * len(columns), "no JSON object")
                    continue
                strange = sorted(set(map(str, read)) - first.keys())
                fault = f"keys that the first 1,000 lines do not have: {', '.join(strange[:5])}" if strange else ""
                yield Row(number, tuple(read.get(name) for name in columns), fault)

    return Register(path, path.suffix.lower(), columns, rows())


def _workbook(path: Path, sheet: str) -> Register:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UsageError(f"{path}: cannot be opened as a workbook ({error}); save it anew as .xlsx") from None
    names = book.sheetnames
    if sheet and sheet not in names:
        raise UsageError(f"{path}: no sheet {sheet!r}; it has {', '.join(map(repr, names))}")
    chosen = book[sheet] if sheet else book.worksheets[0]
    lines: Iterator[Sequence[Any]] = chosen.iter_rows(values_only=True)
    head = next(lines, ())
    columns = tuple(str(each).strip() if each is not None else "" for each in head)
    if not any(columns):
        raise UsageError(f"{path}: the first row of {chosen.title!r} is empty; it must name the columns")

    def rows() -> Iterator[Row]:
        for number, values in enumerate(lines, 2):
            if any(value is not None for value in values):
                yield Row(number, (*values[: len(columns)], *[None] * (len(columns) - len(values))))
        book.close()

    return Register(path, ".xlsx", columns, rows(), str(chosen.title))
