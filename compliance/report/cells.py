"""Text of an advert as it may stand in a cell of a workbook: harmless, and never cut without saying where it goes on."""

from __future__ import annotations

import re

from compliance.report.visible import visible

UNITS = 32_000
"""UTF-16 units to a cell; Excel holds 32,767, and a pointer to the rest must fit"""
BREAKS = 250
"""line ends to a cell; Excel holds 253"""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STARTS = ("=", "+", "-", "@", "\t", "\n", " ", "'", "|", "%")


def cell_text(text: str) -> str:
    """The text with line ends as \\n, what is invisible made visible, and nothing that Excel would decode as _x0041_."""
    seen = visible(text.replace("\r\n", "\n")).replace("\r", "\u240d")
    return _ESCAPE.sub("_x005F_", seen) if "_x" in seen else seen


def parts(text: str) -> list[str]:
    """The text in parts that each fit into a cell; together they are the text."""
    if len(text) * 2 <= UNITS and text.count("\n") <= BREAKS:
        return [text]
    out: list[str] = []
    start = units = breaks = 0
    for index, character in enumerate(text):
        size = 2 if character > "\uffff" else 1
        if units + size > UNITS or (character == "\n" and breaks == BREAKS):
            out.append(text[start:index])
            start, units, breaks = index, 0, 0
        units += size
        breaks += character == "\n"
    return [*out, text[start:]]


def needs_quote(text: str) -> bool:
    """Would a spreadsheet take the text for something else if it were typed in or came back through a CSV file?"""
    return text.startswith(_STARTS)


def lines(text: str, width: float) -> int:
    """About how many lines the text takes in a column of that many characters."""
    return sum(1 + int(len(line) / max(width * 1.05, 1)) for line in text.split("\n"))
