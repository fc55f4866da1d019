"""Visible text into content, block by block, with the way back to the source.

Text that a reader does not see where it stands (hidden text, the words of a picture or a tooltip) is set down
as blocks of its own right behind the block it stands in, so that it neither breaks up a sentence
("c<span hidden>x</span>ure" reads "cure") nor gets lost. Only there do pieces of the map go back in the source.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

from compliance.documents.entities import BLANKS, Piece, pieces
from compliance.model.document import Block, BlockKind, Place
from compliance.model.span import MapBuilder, OffsetMap


class Shape(NamedTuple):
    """What the next block will be. `mark` is for `layout`: "link" in a menu, "lines" in preformatted text,
    "notice" of a disclaimer, "study" of a link's target, "bold"."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    place: Place = Place.BODY
    mark: str = ""


class Aside(NamedTuple):
    """Text to be set down behind the block it stands in: source spans, or pieces made of one."""

    shape: Shape
    is_hidden: bool = False
    spans: Sequence[tuple[int, int]] = ()
    pieces: Sequence[Piece] = ()


def _begin(aside: Aside) -> int:
    return aside.spans[0][0] if aside.spans else aside.pieces[0][1]


class Flow:
    """Collects blocks in reading order; every offset given is one of the source."""

    __slots__ = (
        "_add", "_asides", "_bold", "_builder", "_edge", "_gap", "_hidden", "_size", "_source", "_start",
        "blocks", "marks", "recent", "shape", "small",
    )  # fmt: skip

    def __init__(self, source: str) -> None:
        self._source = source
        self._builder = MapBuilder()
        self._add = self._builder.add
        self._size = 0
        self._start = 0  # where the block begins
        self._edge = 0  # where the line begins: no blank is kept there
        self._gap: Piece | None = None
        self._bold = 0  # how much of the block is in bold type
        self._hidden: list[tuple[int, int]] = []
        self._asides: list[Aside] = []
        self.recent = ""
        """the last piece of text"""
        self.shape = Shape()
        self.blocks: list[Block] = []
        self.marks: dict[int, str] = {}
        self.small: list[tuple[int, int]] = []

    def text(self, start: int, end: int) -> None:
        """Visible text: blanks collapse and references are decoded as a browser does."""
        written = self._source[start:end]
        bare = written.strip(BLANKS)
        if not bare:
            if self._gap is None and self._size > self._edge:
                self._gap = (" ", start, end)
        elif "&" in bare or "\n" in bare or "  " in bare or "\t" in bare or "\r" in bare or "\f" in bare:
            for piece in pieces(self._source, start, end):
                self.piece(*piece)
        else:
            size = len(bare)
            if size == len(written):
                first = start
            else:
                first = start + written.index(bare[0])
                if first > start and self._gap is None and self._size > self._edge:
                    self._gap = (" ", start, first)
            if self._gap is not None:
                self._bridge()
            last = first + size
            self._add(bare, first, last)
            self._size += size
            self.recent = bare
            if last < end:
                self._gap = (" ", last, end)

    def piece(self, text: str, start: int, end: int) -> None:
        """A piece as `entities.pieces` makes them: text, or " " for a blank that may collapse."""
        if text == " ":
            if self._gap is None and self._size > self._edge:
                self._gap = (" ", start, end)
        elif text:
            if self._gap is not None:
                self._bridge()
            self._add(text, start, end)
            self._size += len(text)
            self.recent = text

    def blank(self, start: int, end: int) -> None:
        """Blanks: one is kept if text follows in the same line."""
        self.piece(" ", start, end)

    def line_break(self, start: int, end: int) -> None:
        """A line ends within the block; two breaks in a row end the block."""
        if self._size == self._start:
            return
        if self._gap is not None and self._gap[0] == "\n":
            self.close(start)
        else:
            self._gap = ("\n", start, end)

    def verbatim(self, start: int, end: int, has_references: bool = True) -> None:
        """Text whose blanks and lines are kept."""
        source = self._source
        if self._size == self._start and not source[start:end].strip():
            return
        if self._gap is not None:
            self._bridge()
        for piece in pieces(source, start, end, True) if has_references else ((source[start:end], start, end),):
            self._keep(*piece)

    def small_text(self, start: int, end: int) -> None:
        """Visible text in type smaller than that of the block around it."""
        before = self._size + (self._gap is not None)
        self.text(start, end)
        if self._size > before:
            if self.small and self.small[-1][1] >= before - 1 and self.small[-1][0] >= self._start:
                before = self.small.pop()[0]
            self.small.append((before, self._size))

    def bold_text(self, start: int, end: int) -> None:
        """Visible text in bold type: a block of nothing else may be a heading."""
        before = self._size
        self.text(start, end)
        self._bold += self._size - before

    def hide(self, start: int, end: int) -> None:
        """Text that no reader sees."""
        self._hidden.append((start, end))

    def aside(self, aside: Aside) -> None:
        """Words of a picture, a tooltip or the like."""
        self._asides.append(aside)

    def last_character(self) -> str:
        """The last character of the line so far, or "" where a blank or nothing stands."""
        return self._builder.last_character() if self._gap is None and self._size > self._edge else ""

    def close(self, at: int) -> None:
        """End the block, if one has begun, and set down what was put aside in it."""
        self._gap = None
        shape = self.shape
        if self._size > self._start:
            if self._bold and not shape.mark and self._bold >= self._size - self._start:
                self._finish(at, shape._replace(mark="bold"), False)
            else:
                self._finish(at, shape, False)
            self._bold = 0
        if self._asides or self._hidden:
            asides, self._asides = self._asides, []
            if self._hidden:
                asides.append(Aside(shape, True, self._hidden))
                self._hidden = []
            for each in sorted(asides, key=_begin):
                self._set_down(at, each)

    def open(self, at: int, shape: Shape) -> None:
        """End the block and let the next one be of another shape."""
        if self._size > self._start or self._hidden or self._asides:
            self.close(at)
        self._gap = None
        self.shape = shape

    def build(self) -> tuple[str, OffsetMap]:
        """The content and its map; closes the last block."""
        self.close(len(self._source))
        return self._builder.build()

    def _keep(self, text: str, start: int, end: int) -> None:
        self._add(text, start, end)
        self._size += len(text)

    def _bridge(self) -> None:
        """Set down the blank or line break that is due before text."""
        if self._gap is not None:
            self._add(*self._gap)
            self._size += 1
            if self._gap[0] == "\n":
                self._edge = self._size
            self._gap = None

    def _finish(self, at: int, shape: Shape, is_hidden: bool) -> None:
        if shape.mark:
            self.marks[len(self.blocks)] = shape.mark
        self.blocks.append(Block(self._start, self._size, shape.kind, shape.level, shape.place, is_hidden))
        self._keep("\n", at, at)
        self._start = self._edge = self._size

    def _set_down(self, at: int, aside: Aside) -> None:
        self._gap = None
        last = -1
        for start, end in aside.spans:
            if start > last >= 0:
                self.blank(last, last)
            self.text(start, end)
            last = end
        for piece in aside.pieces:
            self.piece(*piece)
        self._gap = None
        if self._size > self._start:
            self._finish(at, aside.shape, aside.is_hidden)
