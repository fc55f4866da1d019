"""Registers screened row by row: what is done stands in a journal, so that a run that was killed goes on where it was."""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple, Sequence

from compliance import api
from compliance.config import Config
from compliance.documents.rows import Row, digest, open_register
from compliance.engine.compiled import CompiledPack
from compliance.errors import UsageError
from compliance.law.apply import Law
from compliance.loading import load_packs
from compliance.model.finding import DocumentReport, Finding, Severity
from compliance.model.rule import Pack
from compliance.packs.files import closest
from compliance.report.law import verdict_summary
from compliance.report.register import write
from compliance.run import now

Tell = Callable[[int, int], None]
"""called with how many rows are done and how many findings there are"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to screen: the file, its columns and sheet, and where the result goes."""

    path: Path
    text_column: str
    id_column: str = ""
    date_column: str = ""
    """holds the day on which the advert of a row ran"""
    sheet: str = ""
    output: Path
    extension: str = ".txt"
    longest: int = 2_000_000
    """characters of a text"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    rows: int
    resumed_at: int
    findings: int
    failing: int
    faults: int
    files: tuple[Path, ...]


def screen_register(request: Request, config: Config, tell: Tell | None = None, jobs: int = 1, timeout: float | None = None) -> Outcome:
    """Screen a register, going on with a run that was cut off; raises UsageError and PackError.

    With several `jobs` (0: one a processor) or a `timeout` in seconds, a row whose process dies or
    takes too long is a row with a fault.
    """
    total, encoding = digest(request.path)
    register = open_register(request.path, encoding, request.sheet)
    for name in (request.text_column, request.id_column, request.date_column):
        if name and name not in register.columns:
            raise UsageError(f"{request.path}: no column {name!r}; {closest(name, register.columns)}")
    compiled = load_packs(config.rules, core=config.core)
    api.check_names(compiled, config)
    today = config.as_of or now()[:10]
    Laws(compiled.pack, config.jurisdictions, today)  # a place that no file has is told before anything is written
    table = _Table(request, config, register.columns, register.sheet, today)
    as_of = today if config.jurisdictions else ""
    key = sha256(json.dumps([total, compiled.pack.digest, config.digest, config.as_data(), str(request), as_of, "2"], default=str).encode()).hexdigest()
    journal = request.output.with_name(f"{request.output.name}.partial")
    head = {"key": key, "columns": list(register.columns), "text": request.text_column, "id": request.id_column, "sheet": register.sheet}
    done = _resume(journal, head)
    counts: Counter[str] = Counter()
    with journal.open("ab") as file, ExitStack() as stack:
        for number, line in enumerate(_lines(stack, table, islice(register.rows, done, None), jobs, timeout), done + 1):
            file.write(line)
            file.flush()
            counts["findings"] += line.count(b'"rule_id":')
            if tell:
                tell(number, counts["findings"])
    counts.clear()
    for record in records(journal):
        counts["rows"] += 1
        counts["findings"] += len(record["findings"])
        counts["faults"] += bool(record["fault"])
        counts["failing"] += record["failing"]
    files = write(request.output, head, lambda: records(journal))
    journal.unlink()
    return Outcome(counts["rows"], done, counts["findings"], counts["failing"], counts["faults"], files)


def records(journal: Path) -> Iterator[dict[str, Any]]:
    """The rows of a journal."""
    with journal.open("rb") as file:
        next(file)
        for line in file:
            yield json.loads(line)


def _resume(journal: Path, head: Mapping[str, Any]) -> int:
    """How many rows a journal of the same run holds; one of another run, or none, is begun anew."""
    if journal.exists():
        count, good = -1, 0
        with journal.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                if count < 0 and json.loads(line).get("key") != head["key"]:
                    break
                count += 1
                good += len(line)
        if count >= 0:
            os.truncate(journal, good)
            return count
    try:
        journal.write_bytes(json.dumps(head).encode() + b"\n")
    except OSError as error:
        raise UsageError(f"cannot write {journal}: {error.strerror}; choose another place with -o") from None
    return 0


class Laws:
    """The law of the chosen places on each day that rows name, made once a day."""

    def __init__(self, pack: Pack, codes: Sequence[str], day: str) -> None:
        """`day` is ISO, for rows that name none; raises UsageError for an unknown place."""
        self._pack, self._codes, self.day = pack, codes, day
        self._made = {day: Law(pack, codes, day)}

    def on(self, value: Any) -> tuple[Law, str]:
        """The law of the day that a cell holds, and what is wrong with the cell."""
        if value is None or not str(value).strip():
            return self._made[self.day], ""
        try:
            day = date.fromisoformat(str(value).strip()[:10]).isoformat()  # of a date and time the day
        except ValueError:
            return self._made[self.day], f"{str(value)[:40]!r} is no day like 2025-07-01; the law of {self.day} was applied"
        if day not in self._made:
            self._made[day] = Law(self._pack, self._codes, day)
        return self._made[day], ""


class _Table(NamedTuple):
    """What a row needs to be screened, beside itself."""

    request: Request
    config: Config
    columns: tuple[str, ...]
    sheet: str
    today: str
    """the day (ISO) whose law holds for rows that name none"""


def _lines(stack: ExitStack, table: _Table, rows: Iterable[Row], jobs: int, timeout: float | None) -> Iterator[bytes]:
    """The journal's line for each row, in their order."""
    if jobs == 1 and not timeout:
        yield from map(begin(*table), rows)
        return
    from compliance.workers import Pool, Task  # a run in one process does not need them

    pool = stack.enter_context(Pool(Task("compliance.register", "begin", tuple(table)), jobs, timeout))
    for row, result in pool.run(rows):
        yield result if isinstance(result, bytes) else _line(_record(row, table, None, f"not screened: {result.problem}"))


def begin(request: Request, config: Config, columns: tuple[str, ...], sheet: str, today: str) -> Callable[[Row], bytes]:
    """The function that a worker runs: a row to its line of the journal."""
    table = _Table(request, config, columns, sheet, today)
    compiled = load_packs(config.rules, core=config.core)
    laws = Laws(compiled.pack, config.jurisdictions, today)
    return lambda row: _line(_record(row, table, *_screened(row, table, compiled, laws)))


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _screened(row: Row, table: _Table, compiled: CompiledPack, laws: Laws) -> tuple[DocumentReport | None, str, str]:
    """The report of a row's text, or what is wrong with it, and the day whose law was applied."""
    request = table.request
    text = row.values[table.columns.index(request.text_column)]
    law, undated = laws.on(row.values[table.columns.index(request.date_column)] if request.date_column else None)
    fault = row.fault or undated
    if text is None or not str(text).strip():
        return None, fault or "no text", law.day
    if len(str(text)) > request.longest:
        return None, f"the text has {len(str(text)):,} characters, more than the limit of {request.longest:,}; raise --max-text", law.day
    try:
        report = api.screen_text(str(text), name=f"row {row.number}", extension=request.extension, packs=compiled, law=law)
    except Exception as error:  # noqa: BLE001 - a row that trips a defect must not cost the others
        return None, f"not screened, through a defect of this tool: {type(error).__name__}: {error}", law.day
    return report, fault or ("; ".join(report.notes) if not report.screened else ""), law.day


def _record(row: Row, table: _Table, report: DocumentReport | None, fault: str, day: str = "") -> dict[str, Any]:
    request, config, columns, sheet, _ = table
    column = columns.index(request.text_column)
    settings = config.settings_for(request.path.name)
    least = Severity.parse(settings.min_severity)
    found = [
        one for one in report.findings if one.severity >= least and api.is_selected(settings, one.rule_id, one.category)
    ] if report else []  # fmt: skip
    gate = None if settings.fail_on == "never" else Severity.parse(settings.fail_on)
    severities = Counter(str(one.severity) for one in found)
    worst = max(found, key=lambda one: (one.severity, -one.start), default=None)
    place = f"{sheet}!{_letters(column)}{row.number}" if sheet else f"row {row.number}, column {request.text_column}"
    return {
        "row": row.number,
        "values": [_plain(value) for value in row.values],
        "verdict": "not screened" if report is None or not report.screened else _verdict(worst),
        "counts": [severities[str(each)] for each in reversed(Severity)],
        "worst": f"{worst.rule_id}: {worst.text}" if worst else "",
        "failing": bool(gate and any(one.severity >= gate for one in found)),
        "fault": fault,
        "findings": [
            {
                "severity": str(one.severity), "category": one.category, "rule_id": one.rule_id, "text": one.text, "sentence": one.sentence,
                "message": one.message, "remediation": one.remediation, "place": place, "start": one.start, "end": one.end, "fingerprint": one.fingerprint,
                "provisions": "; ".join(one.provisions), "verdicts": verdict_summary(one), "law of": day if one.verdicts else "",
            }
            for one in found
        ],
    }  # fmt: skip


def _verdict(worst: Finding | None) -> str:
    return f"to review, worst {worst.severity}" if worst else "no rule matched (no clearance)"


def _plain(value: Any) -> Any:
    return {"time": value.isoformat()} if isinstance(value, (datetime, date, time)) else value if isinstance(value, (str, int, float, bool, type(None))) else (
        value if isinstance(value, (list, dict)) else str(value)
    )  # fmt: skip


def _letters(column: int) -> str:
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
