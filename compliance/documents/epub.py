"""Electronic books (.epub): the chapters in reading order, each as HTML."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from compliance.documents.decode import decode
from compliance.documents.join import Part, joined, page_part
from compliance.documents.limits import Budget, damaged, encrypted, textless
from compliance.documents.package import Package
from compliance.model.document import Document

MEDIA_TYPE = "application/epub+zip"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(data: bytes, path: str, budget: Budget) -> Document:
    """A book as a Document whose source is that of its chapters; raises UnreadableDocument."""
    package = Package(data, path, budget)
    if "META-INF/container.xml" not in package:
        raise damaged(path, "META-INF/container.xml is missing; it is no EPUB")
    root = next((each.get("full-path", "") for each in package.xml("META-INF/container.xml").iter("rootfile")), "")
    book = package.xml(root)
    folder = posixpath.dirname(root)
    items = {each.get("id", ""): each for each in book.iter("item")}
    locked = _locked(package)
    parts: list[Part] = []
    notes: list[str] = []
    for entry in book.iter("itemref"):
        item = items.get(entry.get("idref", ""))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        if name in locked:
            raise encrypted(path, f"{name} is protected by digital rights management")
        if name not in package:
            notes.append(f"the chapter {name} is missing from the file")
            continue
        budget.check_time(path)
        source, _, said = decode(package.read(name), path)
        parts.append(page_part(source, {"part": name}))
        notes += said
    if not any(part.blocks for part in parts):
        raise textless(path, "its chapters hold no text", "if they are pictures, save them as such and use the OCR extra")
    return joined(parts, data, path, MEDIA_TYPE, notes)


def _locked(package: Package) -> set[str]:
    if "META-INF/encryption.xml" not in package:
        return set()
    return {unquote(each.get("URI", "")) for each in package.xml("META-INF/encryption.xml").iter("CipherReference")}
