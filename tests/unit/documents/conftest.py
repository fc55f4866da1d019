"""What the tests of all readers share: a reading that can be asked for its blocks and places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from compliance.documents import html, markdown
from compliance.model.document import Block, Locator, Place
from compliance.model.span import LineIndex, OffsetMap, Span


@dataclass(frozen=True)
class Reading:
    """What a reader made of a source."""

    source: str
    content: str
    back: OffsetMap
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    locators: tuple[Locator, ...] = ()

    def text(self, block: Block) -> str:
        """A block's text as the reader sees it."""
        return self.content[block.start : block.end]

    def texts(self, place: Place | None = None) -> list[str]:
        """The texts of all blocks, or of those of a place."""
        return [self.text(block) for block in self.blocks if place in (None, block.place)]

    def kinds(self) -> list[tuple[str, str]]:
        """Kind and text of every block."""
        return [(str(block.kind), self.text(block)) for block in self.blocks]

    def block(self, text: str) -> Block:
        """The first block that holds a text."""
        return next(block for block in self.blocks if text in self.text(block))

    def hidden(self) -> list[str]:
        """The texts that no reader sees."""
        return [self.text(block) for block in self.blocks if block.hidden]

    def span(self, text: str) -> Span:
        """Where the first sight of a text in the content stands in the source."""
        start = self.content.index(text)
        return self.back.to_source(start, start + len(text))

    def quote(self, text: str) -> str:
        """The source that a text of the content stands for."""
        return self.source[slice(*self.span(text))]

    def position(self, text: str) -> tuple[int, int]:
        """Line and column at which a text of the content begins in the source."""
        return LineIndex(self.source).position(self.span(text).start)


Read = Callable[[str], Reading]


@pytest.fixture(scope="session")
def page() -> Read:
    """Reads HTML."""
    return lambda source: Reading(source, *html.read(source))


@pytest.fixture(scope="session")
def article() -> Read:
    """Reads Markdown."""
    return lambda source: Reading(source, *markdown.read(source))
