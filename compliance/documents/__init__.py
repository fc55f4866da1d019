"""Bytes to Documents: one reader a format, chosen by extension in READERS."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import Callable

from compliance.documents import plain
from compliance.documents.decode import decode
from compliance.errors import UnreadableDocument
from compliance.model.document import Block, Document
from compliance.model.span import IDENTITY, OffsetMap

Content = tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...]]
"""what a reader sees, the way back to the source, its blocks, and notes for the report"""


def read_plain(text: str) -> Content:
    """Plain text is its own content."""
    return text, IDENTITY, plain.blocks(text), ()


def read_markdown(text: str) -> Content:
    """Markdown, imported when first met."""
    from compliance.documents import markdown

    return markdown.read(text)


def read_html(text: str) -> Content:
    """HTML, imported when first met."""
    from compliance.documents import html

    return html.read(text)


READERS: dict[str, tuple[str, Callable[[str], Content]]] = {
    ".txt": ("text/plain", read_plain),
    ".text": ("text/plain", read_plain),
    ".md": ("text/markdown", read_markdown),
    ".markdown": ("text/markdown", read_markdown),
    ".html": ("text/html", read_html),
    ".htm": ("text/html", read_html),
    ".xhtml": ("text/html", read_html),
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
