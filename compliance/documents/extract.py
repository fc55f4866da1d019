"""Text taken out of a file that is no text: pieces with their places, set down block by block.

The extracted text is source and content in one; each piece carries the place where a person finds it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Mapping, Sequence

from compliance.documents.layout import arrange
from compliance.model.document import Block, BlockKind, Document, Locator, Place

_SMALL_FACTOR = 0.85
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")


class Extract:
    """Collects text and blocks; sizes are in points, 0 where unknown.

    Text in type smaller than most of the document's becomes small print where it is a passage of its own.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._start = 0
        self._shape: tuple[BlockKind, int, Place, bool] = (BlockKind.PARAGRAPH, 0, Place.BODY, False)
        self._is_lines = False
        self._bold = 0
        self._typed: list[tuple[int, int, float]] = []
        self.blocks: list[Block] = []
        self.marks: dict[int, str] = {}
        self.locators: list[Locator] = []
        self.notes: list[str] = []

    def open(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0, place: Place = Place.BODY, is_hidden: bool = False, is_lines: bool = False) -> None:
        """End the block and say what the next one is; `is_lines` where its layout is to be told from its lines."""
        self.close()
        self._is_lines = is_lines
        self._shape = kind, level, place, is_hidden

    def text(self, text: str, where: Mapping[str, Any], size: float = 0.0, is_bold: bool = False, is_raised: bool = False) -> None:
        """Add text as it stands to the block; a raised number becomes a raised character."""
        if not text:
            return
        text = text.translate(_CONTROLS)
        if is_raised and text.strip().replace(",", "").replace("–", "").replace("-", "").isdigit():
            text = text.translate(_SUPERSCRIPT)
        if self._size == self._start and self.blocks:
            self._add("\n\n")
            self._start = self._size
        begin = self._size
        self._add(text)
        self.locators.append(Locator(begin, self._size, {**where, "size": size} if size else where))
        if size:
            self._typed.append((begin, self._size, size))
        self._bold += len(text) if is_bold else 0

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def ends_with(self, characters: str) -> bool:
        """Does the open block end with one of some characters, or hold nothing yet?"""
        return self._size == self._start or self._parts[-1][-1] in characters

    def close(self) -> None:
        """End the block if there is text in it."""
        if self._size == self._start:
            return
        kind, level, place, is_hidden = self._shape
        if self._is_lines:
            self.marks[len(self.blocks)] = "lines"
        elif self._bold >= self._size - self._start and kind is BlockKind.PARAGRAPH:
            self.marks[len(self.blocks)] = "bold"
        self.blocks.append(Block(self._start, self._size, kind, level, place, is_hidden))
        self._bold = 0
        self._start = self._size

    def document(self, data: bytes, path: str, media_type: str, notes: Sequence[str] = ()) -> Document:
        """All that was collected as a Document."""
        self.close()
        content = "".join(self._parts)
        blocks = arrange(content, [each for each in self.blocks if content[each.start : each.end].strip()], self._kept_marks(content), self._small())
        return Document(
            path=path, sha256=sha256(data).hexdigest(), media_type=media_type, encoding="binary", source=content, content=content, blocks=blocks,
            notes=(*self.notes, *notes), locators=tuple(self.locators),
        )  # fmt: skip

    def _kept_marks(self, content: str) -> dict[int, str]:
        kept = [index for index, each in enumerate(self.blocks) if content[each.start : each.end].strip()]
        return {new: self.marks[old] for new, old in enumerate(kept) if old in self.marks}

    def body_size(self) -> float:
        """The type size that most of the text has, 0 where none is known."""
        sizes: dict[float, int] = {}
        for start, end, size in self._typed:
            sizes[size] = sizes.get(size, 0) + end - start
        return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0

    def _small(self) -> list[tuple[int, int]]:
        body = self.body_size()
        out: list[tuple[int, int]] = []
        for start, end, size in self._typed:
            if size >= _SMALL_FACTOR * body:
                continue
            if out and out[-1][1] == start:
                out[-1] = out[-1][0], end
            else:
                out.append((start, end))
        return out
