"""How the cells, pages and charts of a workbook look, and the kinds of value a cell can hold."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Sequence

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from compliance.report.cells import cell_text, needs_quote, parts

FILLS = {"critical": "F4B6B6", "high": "FBD5B5", "medium": "FFF2B3", "low": "DCE9F7", "quiet": "E4E4E4"}
BARS = {"critical": "B3261E", "high": "E8710A", "medium": "F2C200", "low": "7BAAF7"}
HEAD, BLUE = "1F3A5F", "0B57D0"
LINE = Side(style="thin", color="D0D0D0")


class Link(NamedTuple):
    """Text that leads to the cell in the first column of a row of a sheet."""

    text: str
    sheet: str
    row: int


class Web(NamedTuple):
    """An address that leads out of the workbook."""

    url: str


class Marked(NamedTuple):
    """Text with a part that stands out."""

    text: str
    start: int
    end: int


Value = str | int | float | Link | Web | Marked | None


def lay_out(sheet: Any, widths: Sequence[float]) -> None:
    """Column widths, and a page that is printed as wide as the sheet."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4


def head_cell(sheet: Any, text: str) -> Any:
    """A heading of a column."""
    cell = styled(sheet, text, bold=True, color="FFFFFF", fill=HEAD)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def styled(
    sheet: Any,
    value: str | int | Link | None,
    *,
    bold: bool = False,
    size: int = 11,
    color: str = "",
    fill: str = "",
    wrap: bool = False,
    align: str | None = None,
) -> Any:
    """A single cell, its text always text."""
    cell: Any = WriteOnlyCell(sheet)
    if isinstance(value, (str, Link)):
        cell.value = parts(cell_text(value.text if isinstance(value, Link) else value))[0]
        cell.data_type = "s"
        cell.quotePrefix = needs_quote(cell.value)
    else:
        cell.value = value
    if isinstance(value, Link):
        cell.hyperlink = Hyperlink(ref="", location=f"'{value.sheet}'!A{value.row}")
        color = color or BLUE
    cell.font = Font(name="Calibri", bold=bold, size=size, color=color or "000000", underline="single" if isinstance(value, Link) else None)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap, horizontal=align)
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    return cell


def bordered(cell: Any) -> Any:
    """The cell with a thin line around it."""
    cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
    return cell


def rich(before: str, quote: str, after: str) -> CellRichText:
    """A text whose middle stands out."""
    plain = InlineFont(rFont="Calibri", sz=11, color=Color("000000"))
    strong = InlineFont(rFont="Calibri", sz=11, b=True, color=Color(BARS["critical"]))
    return CellRichText(*(TextBlock(font, text) for font, text in ((plain, before), (strong, quote), (plain, after)) if text))


def stacked_bars(sheet: Any, title: str, head: int, last: int, names: int, first: int, colors: Mapping[str, str], anchor: str) -> None:
    """A chart of horizontal stacked bars: categories in column `names`, one series per colour from column `first` on."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 60
    chart.title, chart.legend.position = title, "b"
    chart.add_data(Reference(sheet, min_col=first, max_col=first + len(colors) - 1, min_row=head, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=names, min_row=head + 1, max_row=last))
    for series, color in zip(chart.series, colors.values()):
        series.graphicalProperties.solidFill = color
        series.graphicalProperties.line.solidFill = color
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorUnit = None
    chart.y_axis.number_format = "0"
    chart.height, chart.width = max(7, 3 + 3 * (last - head) // 4), 20
    sheet.add_chart(chart, anchor)
