"""What is read and what is judged: documents, blocks and units."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from enum import StrEnum
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from compliance.model.span import IDENTITY, OffsetMap
from compliance.value import value


class BlockKind(StrEnum):
    """What a block of text is in its document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    CELL = "cell"
    QUOTE = "quotation"
    CAPTION = "caption"


class Place(StrEnum):
    """Where in the document a block stands (its position class)."""

    BODY = "body"
    HEADER = "header"
    FAQ = "faq"
    FOOTER = "footer"
    SMALL_PRINT = "small-print"
    REFERENCES = "references"
    ATTRIBUTE = "attribute"


class Block(NamedTuple):
    """A run of content that a reader sees as one thing; offsets index `Document.content`."""

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    place: Place = Place.BODY
    hidden: bool = False


class Locator(NamedTuple):
    """Where a stretch of `Document.source` stands for a person: a page and box, a slide and shape, a cell, an attachment."""

    start: int
    end: int
    place: Mapping[str, Any]
    """plain data for the report, like {"page": 2, "box": [72.0, 96.5, 310.2, 110.0]}"""


@value
class Document:
    """One input after reading.

    `source` is the decoded text as given (for a file that is no text, the text taken out of it) and
    what every reported offset indexes; `content` is what a reader would see of it, and `to_source`
    leads back from the one to the other. For plain text the two are the same. `blocks` are in order
    and do not overlap. `locators` are in order of their start, each as long as what it names.
    """

    path: str
    sha256: str
    media_type: str
    encoding: str
    source: str
    content: str
    blocks: tuple[Block, ...]
    to_source: OffsetMap = IDENTITY
    notes: tuple[str, ...] = field(default=())
    locators: tuple[Locator, ...] = field(default=())

    def place_of(self, start: int, end: int) -> Mapping[str, Any]:
        """Where a person finds source `start:end`: the places it runs through, boxes on one page joined; empty if unknown."""
        first = max(0, bisect_right(self.locators, start, key=lambda each: each.start) - 1)
        met: list[Mapping[str, Any]] = []
        for each in self.locators[first:]:
            if each.start >= max(end, start + 1):
                break
            if each.end > start:
                met.append(each.place)
        if not met:
            return {}
        joined = dict(met[0])
        boxes = _lines(each["box"] for each in met if "box" in each and each.get("page") == joined.get("page"))
        if boxes:
            edges = list(zip(*boxes, strict=True))
            joined["box"] = [min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])]
        if len(boxes) > 1:
            joined["boxes"] = boxes
        if len(met) > 1 and "confidence" in joined:
            joined["confidence"] = min(each["confidence"] for each in met if "confidence" in each)
        return joined


def _lines(boxes: Iterable[Sequence[float]]) -> list[list[float]]:
    """Boxes of words as boxes of lines: neighbours that share more than half their height become one."""
    out: list[list[float]] = []
    for left, top, right, bottom in boxes:
        last = out[-1] if out else None
        if last and min(last[3], bottom) - max(last[1], top) > 0.5 * min(last[3] - last[1], bottom - top) and left >= last[0]:
            out[-1] = [last[0], min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            out.append([left, top, right, bottom])
    return out


class Unit(NamedTuple):
    """What is judged on its own: a sentence, bullet, heading or table cell of `Document.content`."""

    start: int
    end: int
    kind: str
    """sentence, bullet, heading, cell, quotation or caption"""
    block: int
    """index into `Document.blocks`"""
    section: int
    """index of the unit that heads this unit's section, or -1"""
    lead: int
    """index of the unit that introduces this unit's list, or -1"""
    place: Place
    hidden: bool
