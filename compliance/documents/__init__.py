"""Bytes to Documents: one reader a format, chosen by extension in READERS (texts) and FILE_READERS (all else)."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from time import monotonic
from typing import Callable, NamedTuple

from compliance.documents import plain, sniff
from compliance.documents.decode import decode
from compliance.documents.files import FILE_READERS, Found, Opener
from compliance.documents.limits import Budget, Limits
from compliance.errors import UnreadableDocument
from compliance.model.document import Block, Document, Locator
from compliance.model.span import IDENTITY, OffsetMap


class Content(NamedTuple):
    """What a reader of texts gives: what a person sees, the way back to the source, blocks, notes for the report, and places."""

    content: str
    back: OffsetMap
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    locators: tuple[Locator, ...] = ()


def read_plain(text: str) -> Content:
    """Plain text is its own content."""
    return Content(text, IDENTITY, plain.blocks(text), ())


def read_markdown(text: str) -> Content:
    """Markdown, imported when first met."""
    from compliance.documents import markdown

    return Content(*markdown.read(text))


def read_html(text: str) -> Content:
    """HTML, imported when first met."""
    from compliance.documents import html

    return Content(*html.read(text))


READERS: dict[str, tuple[str, Callable[[str], Content]]] = {
    ".txt": ("text/plain", read_plain),
    ".text": ("text/plain", read_plain),
    ".md": ("text/markdown", read_markdown),
    ".markdown": ("text/markdown", read_markdown),
    ".html": ("text/html", read_html),
    ".htm": ("text/html", read_html),
    ".xhtml": ("text/html", read_html),
}


REGISTERS = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson"})
"""kinds of file that hold an advert a row; see `rows`"""
EXTENSIONS = frozenset(READERS) | frozenset(FILE_READERS)
"""every extension that has a reader"""


def load(data: bytes, path: str, extension: str = "") -> Document:
    """One input as its first Document; raises UnreadableDocument where it cannot be read. See `load_all`."""
    for each in load_all(data, path, extension):
        if isinstance(each, UnreadableDocument):
            raise each
        return each
    raise UnreadableDocument(path, "D004", "the file is empty", "check that the advert was saved")


def load_all(data: bytes, path: str, extension: str = "", limits: Limits | None = None) -> Found:
    """The Documents of one input: one, or one for each member, attachment or response, with what could not be read between them."""
    suffix = (extension or PurePath(path).suffix).lower()
    budget = Budget(limits or Limits())
    found = Opener(budget, _load_text, frozenset(READERS)).read(data, path, suffix)
    del data  # the reader lets it go as soon as it can, and so must we
    for each in found:
        before = monotonic()
        yield each
        budget.until += monotonic() - before  # what is done with a document between two is no reading


def _load_text(data: bytes, path: str, suffix: str) -> Document:
    if suffix in REGISTERS:
        hint = f"screen it row by row: compliance register {PurePath(path).name} --text-column NAME"
        raise UnreadableDocument(path, "D001", "a register of rows, not one advert", hint)
    if suffix not in READERS:
        known = " ".join(sorted(EXTENSIONS))
        raise UnreadableDocument(path, "D001", f"no reader for {suffix or 'files without extension'}", f"convert it to one of {known}")
    media_type, reader = READERS[suffix]
    if data and sniff.kind(data):
        sniff.check(data, path, ("",))
    text, encoding, notes = decode(data, path)
    if not text.strip():
        raise UnreadableDocument(path, "D004", "the file is empty", "check that the advert was saved")
    content, back, blocks, more, locators = reader(text)
    return Document(
        path=path, sha256=sha256(data).hexdigest(), media_type=media_type, encoding=encoding, source=text, content=content, blocks=blocks,
        to_source=back, notes=notes + more, locators=locators,
    )  # fmt: skip
