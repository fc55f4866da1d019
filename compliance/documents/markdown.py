"""Markdown: what a reader sees of it, with the way back to the source.

Headings, lists, tables and quotations become blocks; the characters that only mark them up do not reach the content.
Code blocks are left out (the notes say how many), as are comments and front matter but for titles. HTML in it
is understood as far as it hides, shrinks or places text. A cell's level is 1 in a header row, a
bullet's is how deep its list lies in others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Sequence

from compliance.documents.flow import Shape
from compliance.documents.layout import arrange
from compliance.documents.markdown_inline import Definitions, Span, folded
from compliance.documents.markdown_write import NOTE, Writer
from compliance.model.document import Block, BlockKind, Place
from compliance.model.span import LineIndex, OffsetMap

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_FRONT = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<inside>.*?)^(?:(?P=fence)|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FRONT_KEY = re.compile(r"^(title|subtitle|description|summary|excerpt)[ \t]*[:=][ \t]*([\"']?)([^\r\n]*?)\2[ \t]*$", re.MULTILINE | re.IGNORECASE)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,300})\]:[ \t]*(<[^<>\n]*>|[^\s<]\S*)(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*\r?$", re.MULTILINE)
_QUOTE = re.compile(r" {0,3}> ?")
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`\n]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})$")
_ITEM = re.compile(r"[ \t]*([-*+]|\d{1,9}[.)])(?:[ \t]+|$)|[ \t]*([•▪◦‣●○■►➢➤✓✔✅])[ \t]*(?=\S)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_DASHES = re.compile(r"[ \t]*+(?:\|[ \t]*+)?+:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?:\\.|[^|])*+")
_RAW = re.compile(r" {0,3}(?:(<!--)|<(script|style)(?=[\s>]))", re.IGNORECASE)
_DEEPEST = 60


def read(text: str) -> tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...]]:
    """The content of a Markdown text, its map, its blocks and notes on what was not read."""
    return _Text(text).read()


class _Text:
    """One text on its way: the lines of the block so far and the lists that are open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = [found.span() for found in _LINE.finditer(source) if found.end() > found.start()]
        self.writer = Writer(source, _definitions(source))
        self.shape = Shape()
        self.pending: list[Span] = []
        self.indents: list[int] = []  # of the contents of open list items
        self.quotes = 0
        self.fence = ""
        self.closers: dict[str, tuple[list[int], list[int]]] | None = None
        self.code_blocks = 0
        self.notes: list[str] = []

    def read(self) -> tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...]]:
        number = self._front_matter()
        while number < len(self.lines):
            number = self._line(number)
        self._flush(len(self.source))
        flow = self.writer.flow
        content, back = flow.build()
        counts = (("code block", self.code_blocks), ("picture", self.writer.pictures))
        unread = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts if count]
        if unread:
            self.notes.append(f"not read: {', '.join(unread)}")
        found = arrange(content, flow.blocks, flow.marks, flow.small)
        return content, back, found, tuple(self.notes)

    def _front_matter(self) -> int:
        """Set down the titles of the front matter; the number of the first line after it."""
        found = _FRONT.match(self.source, 1 if self.source.startswith("\ufeff") else 0)
        if not found:
            return 0
        for key in _FRONT_KEY.finditer(self.source, found.start("inside"), found.end("inside")):
            shape = Shape(BlockKind.HEADING if key[1].lower() == "title" else BlockKind.PARAGRAPH, int(key[1].lower() == "title"), Place.ATTRIBUTE)
            self.writer.flow.open(key.start(), shape)
            self.writer.flow.text(*key.span(3))
        self.writer.flow.open(found.end(), Shape())
        return next((number for number, (start, _) in enumerate(self.lines) if start >= found.end()), len(self.lines))

    # -- lines to blocks

    def _line(self, number: int) -> int:
        """Deal with a line; the number of the next one to deal with."""
        start, stop = self.lines[number]
        end = stop
        while end > start and self.source[end - 1] in "\r\n":
            end -= 1
        at, quotes = start, 0
        while quotes < _DEEPEST and (found := _QUOTE.match(self.source, at, end)):
            at, quotes = found.end(), quotes + 1
        text = self.source[at:end]
        if self.fence and quotes < self.quotes:
            self.fence = ""
        if self.fence:
            if text.strip().startswith(self.fence) and not text.strip().strip(self.fence[0]):
                self.fence = ""
            return number + 1
        if not text.strip():
            self._flush(start)
            return number + 1
        begins = self._begins_block(text)
        if quotes != self.quotes and (quotes > self.quotes or begins or not self.pending):
            self._flush(start)
            self.quotes = quotes
            self.indents = []
        return self._block(number, at, end, text)

    @staticmethod
    def _begins_block(text: str) -> bool:
        return bool(_HEADING.match(text) or _FENCE.match(text) or _ITEM.match(text) or _RULE.match(text))

    def _block(self, number: int, at: int, end: int, text: str) -> int:
        """What a line that is not blank begins or goes on with."""
        raw = _RAW.match(text)
        if raw:
            return self._skip_raw(number, at, raw)
        fence = _FENCE.match(text)
        if fence:
            self._flush(at)
            self._open_fence(number, fence[1])
            return number + 1
        heading = _HEADING.match(text)
        if heading:
            self._flush(at)
            self._heading(at + heading.end(), at + len(text.rstrip()), len(heading[1]))
            return number + 1
        underline = _UNDERLINE.match(text)
        if underline and self.pending and self.shape.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
            self.shape = Shape(BlockKind.HEADING, 1 if underline[1][0] == "=" else 2)
            self._flush(at)
            return number + 1
        if _RULE.match(text):
            self._flush(at)
            self.indents = []
            return number + 1
        if "|" in text and number + 1 < len(self.lines) and self._is_dashes(number + 1):
            return self._table(number, at)
        note = NOTE.match(text)
        if note:
            self._flush(at)
            self.indents = []
            self.shape = Shape(BlockKind.PARAGRAPH, 0, Place.SMALL_PRINT)
            self.pending = [(at + note.start(), end)]
            return number + 1
        if not self.pending and _DEFINITION.match(text):
            return number + 1
        self._text_line(number, at, end, text)
        return number + 1

    def _text_line(self, number: int, at: int, end: int, text: str) -> None:
        """A line of a list item or paragraph, the first or a later one."""
        indent = len(text) - len(text.lstrip(" \t"))
        item = _ITEM.match(text)
        if item and not (self.pending and not self.indents and item[1] and item[1][0].isdigit() and item[1] not in ("1.", "1)")):
            self._flush(at)
            while self.indents and indent < self.indents[-1]:
                self.indents.pop()
            if len(self.indents) < _DEEPEST:
                self.indents.append(indent + len(item[1] or item[2]) + 1)
            self.shape = Shape(BlockKind.BULLET, len(self.indents) - 1)
            at += item.end()
            while len(self.indents) < _DEEPEST and (item := _ITEM.match(self.source, at, end)):  # "- 1. text"
                self.indents.append(self.indents[-1] + item.end() - item.start())
                self.shape = Shape(BlockKind.BULLET, len(self.indents) - 1)
                at = item.end()
            self._item_text(number, at, end)
            return
        if not self.pending:
            while self.indents and indent < self.indents[-1]:
                self.indents.pop()
            self.shape = Shape(BlockKind.BULLET, len(self.indents) - 1) if self.indents else Shape(BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH)
        self.pending.append((at + indent, end))

    def _item_text(self, number: int, at: int, end: int) -> None:
        """What stands behind a list item's mark: a heading, a code block or text."""
        text = self.source[at:end]
        heading, fence, task = _HEADING.match(text), _FENCE.match(text), _TASK.match(text)
        if heading:
            self._heading(at + heading.end(), end, len(heading[1]))
        elif fence:
            self._open_fence(number, fence[1])
        elif text:
            self.pending = [(at + (task.end() if task else 0), end)]

    def _open_fence(self, number: int, fence: str) -> None:
        """Leave out a code block; one that nothing closes is read as text, lest the rest of the advert go unread."""
        if self.closers is None:
            self.closers = _closers(self.source, self.lines)
        lines, longest = self.closers[fence[0]]
        after = bisect_right(lines, number)
        if after < len(lines) and longest[after] >= len(fence):
            self.fence = fence
            self.code_blocks += 1
        else:
            self.notes.append(f"line {number + 1}: a code block is never closed; what follows was read as text")

    def _heading(self, at: int, end: int, level: int) -> None:
        bare = self.source[at:end].rstrip()
        opened = bare.rstrip("#")
        if not opened or opened[-1] in " \t":
            bare = opened.rstrip()
        self.shape = Shape(BlockKind.HEADING, level)
        self.pending = [(at, at + len(bare))]
        self.indents = []
        self._flush(end)

    def _skip_raw(self, number: int, at: int, raw: re.Match[str]) -> int:
        """Pass over a comment, script or style; the number of the line on which it ends, cut to what follows."""
        self._flush(at)
        begin = at + raw.end()
        close = re.compile("-->" if raw[1] else f"</{raw[2]}[^<>]{{0,200}}>", re.IGNORECASE).search(self.source, begin)
        if not close:
            line, column = LineIndex(self.source).position(at)
            what = "comment" if raw[1] else f"{raw[2].lower()} element"
            self.notes.append(f"line {line}, column {column}: a {what} is never closed; nothing after it was read")
            return len(self.lines)
        while number < len(self.lines) and self.lines[number][1] <= close.end():
            number += 1
        if number < len(self.lines) and self.lines[number][0] < close.end():
            self.lines[number] = (close.end(), self.lines[number][1])
        return number

    # -- tables

    def _is_dashes(self, number: int) -> bool:
        start, end = self.lines[number]
        text = self.source[start:end].lstrip("> \t").rstrip()
        return "|" in text and bool(_DASHES.match(text))

    def _table(self, number: int, at: int) -> int:
        """The rows from a header row on; the number of the line after the last."""
        self._flush(at)
        header = number
        while number < len(self.lines):
            start, stop = self.lines[number]
            text = self.source[start:stop]
            begin = start + len(text) - len(text.lstrip("> \t"))
            end = start + len(text.rstrip())
            if number != header + 1:
                if "|" not in text or (number > header and self._begins_block(self.source[begin:end])):
                    break
                self._row(begin, end, int(number == header))
            number += 1
        return number

    def _row(self, at: int, end: int, level: int) -> None:
        at += self.source.startswith("|", at)
        while at < end:
            found = _CELL.match(self.source, at, end)
            stop = found.end() if found else end
            self.shape = Shape(BlockKind.CELL, level)
            self.pending = [(at, stop)]
            self._flush(stop)
            at = stop + 1

    def _flush(self, at: int) -> None:
        """Set down the block whose lines have been gathered."""
        if self.pending:
            lines, self.pending = self.pending, []
            self.writer.write(self.shape, lines, at)


def _definitions(source: str) -> Definitions:
    """The link targets and footnotes that the whole text defines."""
    links = {folded(found[1]): found.span(2) for found in _DEFINITION.finditer(source) if not found[1].startswith("^")}
    notes: dict[str, str] = {}
    for number, found in enumerate(NOTE.finditer(source), 1):
        notes.setdefault(folded(found[1]), found[1] if found[1].isdigit() else str(number))
    return Definitions(links, notes)


def _closers(source: str, lines: Sequence[Span]) -> dict[str, tuple[list[int], list[int]]]:
    """For each fence character the lines that may close a code block, and the longest fence from each of them on."""
    out: dict[str, tuple[list[int], list[int]]] = {"`": ([], []), "~": ([], [])}
    for number in range(len(lines) - 1, -1, -1):
        bare = source[slice(*lines[number])].lstrip("> \t").rstrip()
        if bare.startswith(("```", "~~~")) and not bare.strip(bare[0]):
            numbers, longest = out[bare[0]]
            numbers.append(number)
            longest.append(max(len(bare), longest[-1] if longest else 0))
    for numbers, longest in out.values():
        numbers.reverse()
        longest.reverse()
    return out
