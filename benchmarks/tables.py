"""What was measured as Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_COLUMNS = ("group", "name", "mb_s", "ms", "times", "documents", "seconds", "peak_mib", "note")
_TITLES = ("group", "what", "MB/s", "ms", "times", "documents", "seconds", "peak MiB", "note")


def write_tables(folder: Path, facts: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write results.json with everything, results.csv and results.md with what people compare."""
    data = {"machine": dict(facts), "measurements": [dict(each) for each in rows]}
    (folder / "results.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    with (folder / "results.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_COLUMNS, *([each.get(name, "") for name in _COLUMNS] for each in rows)])
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    lines = [f"Measured with {told}.", "", f"| {' | '.join(_TITLES)} |", "| --- | --- " + "| ---: " * (len(_TITLES) - 3) + "| --- |"]
    lines += [f"| {' | '.join(_cells(each))} |" for each in rows]
    (folder / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cells(row: Mapping[str, Any]) -> list[str]:
    note = row.get("note", "")
    if row.get("resident_mib"):
        note = f"MiB in use over the time: {' '.join(f'{each:.0f}' for each in row['resident_mib'])}"
    return [_shown(row.get(name)) for name in _COLUMNS[:-1]] + [note]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
