"""A workbook written row by row, in bounded memory and to the same bytes each time.

It and its looks are all that writes with openpyxl; they are loaded when a workbook is written and not before.
"""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any, NamedTuple, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from compliance.report.cells import cell_text, lines, needs_quote, parts
from compliance.report.fixed_zip import FixedZip
from compliance.report.workbook_looks import BLUE, FILLS, LINE, Link, Marked, Value, Web, head_cell, lay_out, rich, styled

ROWS = 65_000
"""rows to a sheet under the header: Excel refuses more than 65,530 links in one sheet, and each row has one"""
_LINE_HEIGHT, _MOST_LINES = 15, 16


class Column(NamedTuple):
    """A column of a table: its heading, and its width in characters."""

    title: str
    width: float
    wrap: bool = False
    left: bool = False
    """numbers stand at the left, as names do"""
    colored: bool = False
    """filled with the tint of the row"""
    choices: tuple[str, ...] = ()
    """what may be typed in, as a list to drop down"""


class Book:
    """A workbook; `save` closes its sheets and writes it."""

    def __init__(self, title: str, made: datetime, rows: int = ROWS) -> None:
        self.rows = rows
        self._book = Workbook(write_only=True)
        properties = self._book.properties
        properties.creator, properties.title, properties.created, properties.modified = "compliance", title, made, made
        self._tables: list[Table] = []
        self._long: Table | None = None

    def sheet(self, title: str, widths: Sequence[float]) -> Any:
        """An openpyxl sheet for free use, with those column widths."""
        sheet = self._book.create_sheet(title)
        sheet.sheet_view.showGridLines = False
        lay_out(sheet, widths)
        return sheet

    def table(self, title: str, columns: Sequence[Column]) -> Table:
        """A sheet with a frozen header and a filter, which goes on in further sheets when it is full."""
        table = Table(self, title, columns)
        self._tables.append(table)
        return table

    def open(self, title: str, after: str = "") -> Any:
        """A further sheet, last or right after another."""
        index = None
        if after:
            index = self._book.sheetnames.index(after) + 1
        return self._book.create_sheet(title, index)

    def overflow(self, place: str, rest: Sequence[str]) -> str:
        """Put what does not fit into a cell on the sheet of long texts; the pointer to it."""
        if self._long is None:
            self._long = self.table("Long texts", (Column("Belongs to", 24), Column("Part", 10), Column("Text", 120, wrap=True)))
        first = ""
        for number, text in enumerate(rest, 2):
            sheet, row = self._long.append((place, f"{number} of {len(rest) + 1}", text), ready=True)
            first = first or f"“{sheet}”, row {row}"
        return f"\n[… continues on sheet {first}]"

    def save(self, file: IO[bytes]) -> None:
        """Write the workbook; nothing in it depends on the clock or the machine."""
        for table in self._tables:
            table.close()
        for title in self._long.sheets if self._long else ():
            self._book.move_sheet(title, len(self._book.sheetnames))
        with FixedZip(file, "w") as archive:
            ExcelWriter(self._book, archive).write_data()


class Table:
    """Rows under a header; `append` says where each went."""

    def __init__(self, book: Book, title: str, columns: Sequence[Column]) -> None:
        self.book, self.title, self.columns = book, title, columns
        self.sheets: list[str] = []
        self._sheet: Any = None
        self._row = 0
        self._cells: dict[tuple[int, str, bool], Any] = {}
        self._next()

    def append(self, values: Sequence[Value], tint: str = "", ready: bool = False) -> tuple[str, int]:
        """Write a row, its coloured cells filled with a tint of FILLS; the sheet and the row it stands in.

        `ready` says that texts are cell texts already and short enough.
        """
        if self._row > self.book.rows:
            self._next()
        self._row += 1
        out: list[Any] = []
        height = 1
        for number, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            cell = self._cell(number, tint if column.colored else "", isinstance(value, (Link, Web)))
            place = f"{self.sheets[-1]}!{get_column_letter(number + 1)}{self._row}"
            shown = self._fill(cell, value, place, ready)
            if column.wrap and shown:
                height = max(height, lines(shown, column.width))
            out.append(cell)
        self._sheet.row_dimensions[self._row].height = min(height, _MOST_LINES) * _LINE_HEIGHT
        self._sheet.append(out)
        del self._sheet.row_dimensions[self._row]
        return self.sheets[-1], self._row

    def place(self, index: int) -> tuple[str, int]:
        """The sheet and the row in which the row of that number (from 0) stands or will stand."""
        sheet, row = divmod(index, self.book.rows)
        return _numbered(self.title, sheet), row + 2

    def _fill(self, cell: Any, value: Value, place: str, ready: bool) -> str:
        """Give a cell its value, always as text where it is text; what it shows."""
        cell.quotePrefix = False
        if value is None or isinstance(value, (int, float)):
            cell.value = value
            return ""
        if isinstance(value, Marked):
            before, quote, after = (cell_text(each) for each in (value.text[: value.start], value.text[value.start : value.end], value.text[value.end :]))
            text = before + quote + after
        else:
            text = value.text if isinstance(value, Link) else value.url if isinstance(value, Web) else value
            text = text if ready else cell_text(text)
        if not ready:
            first, *rest = parts(text)
            text = first + (self.book.overflow(place, rest) if rest else "")
        if isinstance(value, Marked) and quote and len(before) + len(quote) <= len(text):
            cell.value = rich(before, quote, text[len(before) + len(quote) :])
        else:
            cell.value = text
            cell.data_type = "s"  # never a formula or an error value, whatever it looks like
        if needs_quote(text):
            cell.quotePrefix = True
        if isinstance(value, Link):
            cell.hyperlink = Hyperlink(ref="", location=f"'{value.sheet}'!A{value.row}")
        if isinstance(value, Web) and len(text) <= 2000:
            cell.hyperlink = text
            cell.value, cell.data_type = text, "s"
        return text

    def close(self) -> None:
        """Finish the sheet that is open: its filter, its choices, its print layout."""
        sheet = self._sheet
        last = max(self._row, 2)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{last}"
        for number, column in enumerate(self.columns, 1):
            if column.choices:
                letter = get_column_letter(number)
                choice = DataValidation(
                    type="list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True, showErrorMessage=True,
                    errorTitle=column.title, error="Choose one of: " + ", ".join(column.choices), sqref=f"{letter}2:{letter}{last}",
                )  # fmt: skip
                sheet.data_validations.append(choice)
        sheet.close()
        sheet._hyperlinks = []  # openpyxl keeps them; they are written by now
        self._cells = {}

    def _next(self) -> None:
        """Open the first or the next sheet."""
        if self._sheet is not None:
            self.close()
        title = _numbered(self.title, len(self.sheets))
        self._sheet = self.book.open(title, self.sheets[-1] if self.sheets else "")
        self.sheets.append(title)
        lay_out(self._sheet, [column.width for column in self.columns])
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
        self._sheet.append([head_cell(self._sheet, column.title) for column in self.columns])
        self._row = 1

    def _cell(self, number: int, tint: str, is_link: bool) -> Any:
        """The cell of a column; the same one again in each row of that look, since a row is written at once."""
        key = number, tint, is_link
        if key not in self._cells:
            column = self.columns[number]
            cell = styled(self._sheet, None, fill=FILLS.get(tint, ""), color=BLUE if is_link else "")
            cell.alignment = Alignment(vertical="top", wrap_text=column.wrap, horizontal="left" if column.left else None)
            cell.border = Border(bottom=LINE)
            self._cells[key] = cell
        return self._cells[key]


def _numbered(title: str, index: int) -> str:
    return f"{title} {index + 1}" if index else title
