"""Character references (`&amp;`, `&#8217;`) and blanks: source text to what a browser shows of it."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Iterator

BLANKS = " \t\n\r\f"
"""the characters a browser collapses; a no-break space is a letter to it"""

Piece = tuple[str, int, int]
"""Derived text and the half-open source span it stands for."""

_REFERENCE = r"(?P<reference>&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]{0,31}+;?))|&"
_RUNS = re.compile(rf"(?P<run>[^{BLANKS}&]++(?: [^{BLANKS}&]++)*+)|(?P<blank>[{BLANKS}]++)|{_REFERENCE}")
_LINES = re.compile(rf"(?P<run>[^&]++)|{_REFERENCE}")
_LONGEST_NUMBER = 12
_LONGEST_BARE_NAME = max(len(name) for name in html5 if not name.endswith(";"))


def pieces(source: str, start: int, end: int, keeps_blanks: bool = False) -> Iterator[Piece]:
    """The text of `source[start:end]` with references decoded and, if not kept, each run of blanks as one " ".

    A piece as long as its span is a copy of it, but for a blank (a tab gives " ").
    """
    for found in (_LINES if keeps_blanks else _RUNS).finditer(source, start, end):
        kind = found.lastgroup
        if kind == "blank":
            yield " ", found.start(), found.end()
        elif kind == "reference":
            text, stop = _decoded(found[0])
            yield (" " if text and text in BLANKS and not keeps_blanks else text), found.start(), found.start() + stop
            if found.start() + stop < found.end():
                yield source[found.start() + stop : found.end()], found.start() + stop, found.end()
        else:
            yield found[0], found.start(), found.end()


def _decoded(reference: str) -> tuple[str, int]:
    """What a reference stands for, and how many of its characters were needed to say so."""
    if reference[1] == "#":
        return ("\ufffd" if len(reference) > _LONGEST_NUMBER else unescape(reference)), len(reference)
    name = reference[1:]
    if name in html5:
        return html5[name], len(reference)
    for size in range(min(_LONGEST_BARE_NAME, len(name)), 1, -1):  # "&copy2026": old names need no semicolon
        if name[:size] in html5:
            return html5[name[:size]], size + 1
    return reference, len(reference)
