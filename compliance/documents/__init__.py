"""Bytes to Documents: one reader a format, chosen by extension in READERS."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import Callable

from compliance.documents import html, markdown, plain
from compliance.documents.decode import decode
from compliance.errors import UnreadableDocument
from compliance.model.document import Block, Document
from compliance.model.span import IDENTITY, OffsetMap

TextReader = Callable[[str], tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...]]]


def read_plain(text: str) -> tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...]]:
    """Plain text is its own content."""
    return text, IDENTITY, plain.blocks(text), ()


READERS: dict[str, tuple[str, TextReader]] = {
    ".txt": ("text/plain", read_plain),
    ".text": ("text/plain", read_plain),
    ".md": ("text/markdown", markdown.read),
    ".markdown": ("text/markdown", markdown.read),
    ".html": ("text/html", html.read),
    ".htm": ("text/html", html.read),
    ".xhtml": ("text/html", html.read),
}


def load(data: bytes, path: str, extension: str = "") -> Document:
    """One input as a Document; raises UnreadableDocument where it cannot be read."""
    suffix = (extension or PurePath(path).suffix).lower()
    if suffix not in READERS:
        known = " ".join(sorted(READERS))
        raise UnreadableDocument(path, "D001", f"no reader for {suffix or 'files without extension'}", f"convert it to one of {known}")
    media_type, reader = READERS[suffix]
    text, encoding, notes = decode(data, path)
    if not text.strip():
        raise UnreadableDocument(path, "D004", "the file is empty", "check that the advert was saved")
    content, back, blocks, more = reader(text)
    return Document(
        path=path, sha256=sha256(data).hexdigest(), media_type=media_type, encoding=encoding, source=text, content=content, blocks=blocks,
        to_source=back, notes=notes + more,
    )  # fmt: skip
