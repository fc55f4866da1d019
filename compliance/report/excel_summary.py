"""The first sheet of the workbook: what was run, counts with a chart, and the documents to look at first."""

from __future__ import annotations

from heapq import heappush, heapreplace
from typing import Any, Iterable, Mapping, Sequence

from compliance.model.finding import RunError
from compliance.model.rule import Pack
from compliance.report.tally import LEVELS, Tally
from compliance.report.wording import CAUTION, LIMITS, NO_FINDINGS, no_findings, summary
from compliance.report.workbook_looks import BARS, FILLS, HEAD, Link, stacked_bars, styled

FIRST = 10
"""how many documents the summary names"""
_SPAN = 7


class Worst:
    """The documents with the weightiest findings, of those seen so far."""

    def __init__(self, most: int = FIRST) -> None:
        self.most = most
        self._heap: list[tuple[tuple[int, ...], int, str, tuple[str, int]]] = []
        self._seen = 0

    def add(self, path: str, counts: tuple[int, ...], place: tuple[str, int]) -> None:
        """Take up a document by its counts (worst severity first) and its place in the workbook."""
        self._seen += 1
        if not any(counts):
            return
        entry = counts, -self._seen, path, place
        if len(self._heap) < self.most:
            heappush(self._heap, entry)
        elif entry > self._heap[0]:
            heapreplace(self._heap, entry)

    def listed(self) -> list[tuple[str, tuple[int, ...], tuple[str, int]]]:
        """Path, counts and place of each, the worst first; of equals the earlier first."""
        return [(path, counts, place) for counts, _, path, place in sorted(self._heap, reverse=True)]


def write_summary(sheet: Any, run: Mapping[str, Any], tally: Tally, errors: Sequence[RunError], worst: Worst, pack: Pack | None) -> None:
    """Fill the sheet."""
    page = _Page(sheet)
    page.row([styled(sheet, "Screening report", bold=True, size=18)], height=28)
    page.wide(summary(tally, errors, run), bold=True)
    page.wide(f"{CAUTION} {NO_FINDINGS} {LIMITS}")
    page.blank()
    page.heading("Run")
    for name, value in _facts(run, tally, errors):
        page.row([styled(sheet, name), styled(sheet, value, align="left")])
    page.blank()
    page.heading("Findings by severity", "", "Findings")
    for level, count in tally.by_severity().items():
        page.row([styled(sheet, str(level), fill=FILLS[str(level)]), None, styled(sheet, count)])
    page.row([styled(sheet, "total", bold=True), None, styled(sheet, tally.findings, bold=True)])
    page.blank()
    _categories(page, tally, pack)
    page.blank()
    page.heading("Documents to look at first", "", *map(_title, LEVELS), "All")
    for path, counts, place in worst.listed():
        page.row([styled(sheet, Link(path, *place)), None, *(styled(sheet, count or None) for count in counts), styled(sheet, sum(counts))])
    if not tally.findings:
        page.row([styled(sheet, f"none: {no_findings(tally)}")])


def _categories(page: _Page, tally: Tally, pack: Pack | None) -> None:
    sheet = page.sheet
    page.heading("Findings by category", "", *map(_title, LEVELS), "All")
    head = page.at
    totals = tally.by_category()
    for slug in sorted(totals, key=lambda each: (-totals[each], each)):
        title = pack.categories[slug].title if pack and slug in pack.categories else ""
        counts = [tally.cells[slug, level] for level in LEVELS]
        page.row([styled(sheet, slug), styled(sheet, title), *(styled(sheet, count or None) for count in counts), styled(sheet, totals[slug], bold=True)])
    if totals:
        stacked_bars(sheet, "Findings by category and severity", head, page.at, 1, 3, {str(level): BARS[str(level)] for level in LEVELS}, "I5")
    else:
        page.row([styled(sheet, f"none: {no_findings(tally)}")])


def _facts(run: Mapping[str, Any], tally: Tally, errors: Sequence[RunError]) -> Iterable[tuple[str, str | int]]:
    yield "Tool", f"{run.get('tool', 'compliance')} {run.get('version', '')}".strip()
    for each in run.get("packs", ()):
        yield "Rules", f"{each.get('name', '')} {each.get('version', '')}, sha256 {each.get('sha256', '')}"
    config = run.get("config", {})
    if config:
        yield "Configuration", f"{config.get('source', '')}, sha256 {config.get('sha256', '')}"
    yield "Begun (UTC)", str(run.get("start", ""))
    yield "Ended (UTC)", str(run.get("end", ""))
    yield "Documents screened", tally.documents - tally.not_screened
    yield "Documents not screened", tally.not_screened
    yield "Inputs not read", sum(each.code.startswith("D") and each.path not in tally.unscreened for each in errors) + sum(run.get("not_read", {}).values())
    if run.get("min_severity", "low") != "low":
        yield "Shown from severity", str(run["min_severity"])


def _title(level: object) -> str:
    return str(level).capitalize()


class _Page:
    """Rows of a sheet with a count of them."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.at = 0

    def row(self, cells: Sequence[Any], height: float = 15) -> None:
        """Append a row."""
        self.at += 1
        self.sheet.row_dimensions[self.at].height = height
        self.sheet.append(list(cells))

    def blank(self) -> None:
        """Append an empty row."""
        self.row([])

    def wide(self, text: str, bold: bool = False) -> None:
        """Append a row of one wrapped text over all columns."""
        self.row([styled(self.sheet, text, bold=bold, wrap=True)], height=15 * (1 + len(text) // 110))
        self.sheet.merged_cells.add(f"A{self.at}:G{self.at}")

    def heading(self, *texts: str) -> None:
        """Append a row of headings that spans the columns."""
        sides = [None, None, *["right"] * (_SPAN - 2)]
        shown = [*texts, *[""] * (_SPAN - len(texts))]
        self.row([styled(self.sheet, text, bold=True, color="FFFFFF", fill=HEAD, align=side) for text, side in zip(shown, sides)])
