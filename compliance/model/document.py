"""What is read and what is judged: documents, blocks and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from compliance.model.span import IDENTITY, OffsetMap


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


@dataclass(frozen=True, slots=True)
class Document:
    """One input after reading.

    `source` is the decoded text as given and what every reported offset indexes; `content` is what
    a reader would see of it, and `to_source` leads back from the one to the other. For plain text
    the two are the same. `blocks` are in order and do not overlap.
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
