"""The result of a register: every row with its verdict, and the findings on a second sheet or in a second file, keyed by row."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import IO, Any, Callable, Iterator, Mapping, NamedTuple, Sequence

from compliance.errors import UsageError
from compliance.report.cells import cell_text, needs_quote, parts

ADDED = ("verdict", "critical", "high", "medium", "low", "worst finding", "findings", "row error")
FINDING = (
    "row", "id", "severity", "category", "rule_id", "text", "sentence", "message", "remediation", "place", "start", "end", "fingerprint", "provisions",
    "verdicts", "law of",
)  # fmt: skip
_SHEET_ROWS = 1_000_000
Records = Callable[[], Iterator[dict[str, Any]]]


def write(output: Path, head: Mapping[str, Any], records: Records) -> tuple[Path, ...]:
    """Write the files of a result, each whole or not at all; raises UsageError."""
    kind = output.suffix.lower()
    second = output.with_name(f"{output.stem}.findings{output.suffix}")
    try:
        if kind == ".xlsx":
            _replace(output, lambda file: _workbook(file, head, records))
            return (output,)
        rows, findings = (_objects, _found_objects) if kind in (".jsonl", ".ndjson") else (_table, _found_table)
        _replace(output, lambda file: rows(file, head, records, "\t" if kind == ".tsv" else ","))
        _replace(second, lambda file: findings(file, head, records, "\t" if kind == ".tsv" else ","))
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}; choose another place with -o") from None
    return output, second


def _replace(path: Path, fill: Callable[[IO[bytes]], None]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _added(record: Mapping[str, Any], link: Any) -> tuple[Any, ...]:
    return record["verdict"], *record["counts"], record["worst"], link, record["fault"]


def _found(head: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    key = record["values"][head["columns"].index(head["id"])] if head["id"] else ""
    for one in record["findings"]:
        yield record["row"], _typed(key), *(one[name] for name in FINDING[2:])


def _typed(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"time"}:
        return value["time"]
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


# -- CSV: columns that came are carried through as they were, ours cannot start a formula


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and needs_quote(value) else value


def _lines(file: IO[bytes], rows: Iterator[Sequence[Any]], delimiter: str) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="backslashreplace", newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    text.flush()
    text.detach()


def _table(file: IO[bytes], head: Mapping[str, Any], records: Records, delimiter: str) -> None:
    def rows() -> Iterator[Sequence[Any]]:
        yield *head["columns"], *ADDED
        for each in records():
            link = f"row {each['row']}" if each["findings"] else ""
            yield *map(_typed, each["values"]), *map(_safe, _added(each, link))

    _lines(file, rows(), delimiter)


def _found_table(file: IO[bytes], head: Mapping[str, Any], records: Records, delimiter: str) -> None:
    def rows() -> Iterator[Sequence[Any]]:
        yield FINDING
        for each in records():
            for one in _found(head, each):
                yield tuple(map(_safe, one))

    _lines(file, rows(), delimiter)


def _objects(file: IO[bytes], head: Mapping[str, Any], records: Records, _: str) -> None:
    for each in records():
        link = each["row"] if each["findings"] else None
        _dump(file, dict(zip((*head["columns"], *ADDED), (*each["values"], *_added(each, link)))))


def _found_objects(file: IO[bytes], head: Mapping[str, Any], records: Records, _: str) -> None:
    for each in records():
        for one in _found(head, each):
            _dump(file, dict(zip(FINDING, one)))


def _dump(file: IO[bytes], value: Any) -> None:
    file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


# -- XLSX


class _Link(NamedTuple):
    """A cell that leads to a place in the workbook."""

    target: str


def _workbook(file: IO[bytes], head: Mapping[str, Any], records: Records) -> None:
    """Sheets "Register" and "Findings", each going on in a further one when it is full."""
    from openpyxl import Workbook

    def rows() -> Iterator[Sequence[Any]]:
        met = 0
        for each in records():
            part, at = divmod(met, _SHEET_ROWS)
            link = _Link(f"'Findings{f' {part + 1}' if part else ''}'!A{at + 2}") if each["findings"] else None
            met += len(each["findings"])
            yield *each["values"], *_added(each, link)

    book = Workbook(write_only=True)
    _fill(book, "Register", (*head["columns"], *ADDED), rows())
    _fill(book, "Findings", FINDING, (one for each in records() for one in _found(head, each)))
    book.save(file)


def _fill(book: Any, title: str, header: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    sheet = _sheet(book, title, header)
    for number, values in enumerate(rows):
        if number and number % _SHEET_ROWS == 0:
            sheet = _sheet(book, f"{title} {number // _SHEET_ROWS + 1}", header)
        sheet.append([_cell(sheet, value) for value in values])


def _sheet(book: Any, title: str, header: Sequence[str]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in header])
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    """A cell; text is always text, never a formula, and says where it had to be cut."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, _Link):
        return WriteOnlyCell(sheet, f'=HYPERLINK("#{value.target}","findings")')
    value = _typed(value)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = cell_text(value)
    if len(parts(text)) > 1:
        text = f"{parts(text)[0][:-60]} … ({len(text):,} characters, cut here)"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
