"""Markdown: what a reader sees of it, with the way back to the source."""

from __future__ import annotations

from compliance.documents import plain
from compliance.model.document import Block
from compliance.model.span import IDENTITY, OffsetMap


def read(text: str) -> tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...]]:
    return text, IDENTITY, plain.blocks(text), ()
