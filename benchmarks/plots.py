"""Plots of what was measured, one PNG a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")  # no screen is needed

from matplotlib import pyplot as plt

Rows = Sequence[Mapping[str, Any]]


def draw(folder: Path, rows: Rows) -> None:
    """Write the PNG files; a plot of which nothing was measured is left out."""
    _bars(folder / "matcher.png", _of(rows, "matcher", "mb_s"), "mb_s", "MB/s", "Full pipeline and plain loop, one process, 8 kB texts", is_log=True)
    _bars(folder / "formats.png", _of(rows, "formats", "mb_s"), "mb_s", "MB/s", "Text and HTML, one process")
    _bars(folder / "start.png", _of(rows, "start", "ms"), "ms", "ms", "One 8 kB file, whole process")
    _lines(folder / "processes.png", {"": _of(rows, "processes", "mb_s")}, "mb_s", "processes", "MB/s", "Throughput by number of processes")
    _lines(folder / "rules.png", {"": _of(rows, "rules", "mb_s")}, "mb_s", "rules", "MB/s", "Throughput by number of rules", is_log=True)
    kinds = {kind: _of(rows, f"one {kind} document", "seconds") for kind in ("txt", "html")}
    _lines(folder / "seconds-by-size.png", kinds, "seconds", "bytes of the document", "seconds", "Time of one document", is_log=True)
    _lines(folder / "memory-by-size.png", kinds, "peak_mib", "bytes of the document", "peak MiB", "Peak memory of one document", is_log=True)
    looks = [{"x": 10 * (number + 1), "mib": value} for each in rows if each.get("resident_mib") for number, value in enumerate(each["resident_mib"])]
    _lines(folder / "memory-over-time.png", {"": looks}, "mib", "% of the files", "MiB in use", "A worker over many files", from_zero=True)


def _of(rows: Rows, group: str, value: str) -> list[Mapping[str, Any]]:
    return [each for each in rows if each["group"] == group and value in each]


def _bars(path: Path, rows: Rows, value: str, unit: str, title: str, is_log: bool = False) -> None:
    if not rows:
        return
    figure, axes = plt.subplots(figsize=(8, 1.2 + 0.6 * len(rows)), layout="constrained")
    bars = axes.barh([each["name"] for each in rows], [each[value] for each in rows])
    axes.bar_label(bars, fmt="%.3g", padding=3)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    if is_log:
        axes.set_xscale("log")
    _save(figure, axes, path, title)


def _lines(
    path: Path, series: Mapping[str, Rows], value: str, across: str, unit: str, title: str, is_log: bool = False, from_zero: bool = False
) -> None:  # fmt: skip
    if not any(series.values()):
        return
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for name, rows in series.items():
        axes.plot([each["x"] for each in rows], [each[value] for each in rows], marker="o", label=name or None)
    if any(series):
        axes.legend()
    if is_log:
        axes.set_xscale("log")
        axes.set_yscale("log")
    elif from_zero or value == "mb_s":
        axes.set_ylim(bottom=0)
    axes.set_xlabel(across)
    axes.set_ylabel(unit)
    _save(figure, axes, path, title)


def _save(figure: Any, axes: Any, path: Path, title: str) -> None:
    axes.set_title(title)
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(path, dpi=120)
    plt.close(figure)
