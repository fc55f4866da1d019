"""OpenDocument texts (.odt): body, lists, tables, frames, notes, headers and footers, comments, tracked changes, hidden text."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

from compliance.documents.extract import Extract
from compliance.documents.limits import Budget, encrypted, textless
from compliance.documents.package import Package
from compliance.model.document import BlockKind, Document, Place

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_SIZE = re.compile(r"([\d.]+)pt")
_FURNITURE = {
    "header": Place.HEADER, "header-left": Place.HEADER, "header-first": Place.HEADER, "footer": Place.FOOTER, "footer-left": Place.FOOTER,
    "footer-first": Place.FOOTER,
}  # fmt: skip
_DEEPEST = 20
_Look = tuple[float, bool, bool, bool]
"""size in points, is it bold, hidden, raised"""


def read(data: bytes, path: str, budget: Budget) -> Document:
    """An OpenDocument text as a Document; raises UnreadableDocument."""
    return _Text(Package(data, path, budget), path).read(data)


class _Text:
    def __init__(self, package: Package, path: str) -> None:
        self.package, self.path = package, path
        if "META-INF/manifest.xml" in package and any(each.tag == "encryption-data" for each in package.xml("META-INF/manifest.xml").iter()):
            raise encrypted(path, "it asks for a password")
        self.content = package.xml("content.xml")
        self.furniture = package.xml("styles.xml") if "styles.xml" in package else Element("none")
        self.styles = {each.get("name", ""): each for root in (self.furniture, self.content) for each in root.iter("style")}
        self.looks: dict[tuple[str, _Look], _Look] = {}
        self.out = Extract()
        self.part, self.place, self.is_hidden = "body", Place.BODY, False
        self.numbers: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.later: list[tuple[str, Element, str]] = []

    def read(self, data: bytes) -> Document:
        for element in self.furniture.iter():
            if _FURNITURE.get(element.tag) is Place.HEADER:
                self.blocks_of("header", Place.HEADER, element)
        body = self.content.find("body")
        if body is not None:
            self.blocks_of("body", Place.BODY, body)
        while self.later:
            later, self.later = self.later, []
            for part, element, mark in later:
                self.is_hidden = part == "comments"
                self.blocks_of(part, Place.BODY if part in ("comments", "text box") else Place.SMALL_PRINT, element, mark)
                self.is_hidden = False
        for element in self.furniture.iter():
            if _FURNITURE.get(element.tag) is Place.FOOTER:
                self.blocks_of("footer", Place.FOOTER, element)
        said = {"deleted": "{} passages deleted in tracked changes were not screened", "image": "{} pictures were not read"}
        self.out.notes += [text.format(self.counts[key]) for key, text in said.items() if self.counts[key]]
        self.out.close()
        if not self.out.blocks:
            raise textless(self.path, "it holds no text", "save its pages as pictures and use the OCR extra")
        return self.out.document(data, self.path, MEDIA_TYPE)

    def blocks_of(self, part: str, place: Place, element: Element, mark: str = "") -> None:
        self.part, self.place = part, place
        self.blocks(element, BlockKind.PARAGRAPH, {"note": mark} if mark else {})

    def blocks(self, element: Element, kind: BlockKind, where: dict[str, Any]) -> None:
        """Every paragraph below an element, in order."""
        rows = 0
        columns = 0
        for child in element:
            tag = child.tag
            if tag in ("p", "h"):
                self.paragraph(child, kind, where)
            elif tag == "tracked-changes":
                self.counts["deleted"] += sum(1 for _ in child.iter("deletion"))
            elif tag in ("annotation", "note"):
                self.aside(child)
            elif tag == "list-item":
                self.blocks(child, BlockKind.BULLET, where)
            elif tag == "table":
                self.counts["table"] += 1
                self.blocks(child, BlockKind.CELL, {**where, "table": self.counts["table"]})
            elif tag == "table-row":
                rows += 1
                self.blocks(child, kind, {**where, "row": rows})
            elif tag == "table-cell":
                columns += 1
                self.blocks(child, kind, {**where, "column": columns})
            elif tag not in ("sequence-decls", "forms", "index-source", "table-of-content-source"):
                was = self.is_hidden
                self.is_hidden = was or (tag == "section" and child.get("display") == "none")
                self.blocks(child, kind, where)
                self.is_hidden = was

    def paragraph(self, element: Element, kind: BlockKind, where: dict[str, Any]) -> None:
        self.numbers[self.part] += 1
        if element.tag == "h":
            level = element.get("outline-level", "1")
            kind, depth = BlockKind.HEADING, int(level) if level.isdigit() else 1
        else:
            depth = 0
            title = self.title(element.get("style-name", ""), 0)
            if title in ("title", "subtitle"):
                kind, depth = BlockKind.HEADING, 1 if title == "title" else 2
        place = {"part": self.part, "paragraph": self.numbers[self.part], **where}
        pieces: list[tuple[str, _Look]] = [(where["note"], (0.0, False, False, True))] if "note" in where else []
        self.pieces(element, self.look(element.get("style-name", ""), (12.0, False, False, False), 0), pieces)
        for is_hidden in (False, True):
            chosen = [(run, text, look) for run, (text, look) in enumerate(pieces, 1) if (look[2] or self.is_hidden) == is_hidden]
            if any(text.strip() for _, text, _ in chosen):
                self.out.open(kind, depth, self.place, is_hidden)
                for run, text, look in chosen:
                    self.out.text(text, {**place, "run": run}, look[0], look[1], look[3])
                self.out.close()

    def pieces(self, element: Element, look: _Look, out: list[tuple[str, _Look]]) -> None:
        if element.text:
            out.append((" ".join(re.split(r"[ \t\r\n]+", element.text)), look))
        for child in element:
            tag = child.tag
            if tag == "s":
                count = child.get("c", "1")
                out.append((" " * min(int(count) if count.isdigit() else 1, 1000), look))
            elif tag in ("tab", "line-break"):
                out.append(("\t" if tag == "tab" else "\n", look))
            elif tag in ("note", "annotation"):
                mark = self.aside(child)
                if mark:
                    out.append((mark, (look[0], False, look[2], True)))
            elif tag in ("frame", "custom-shape", "text-box"):
                self.counts["image"] += sum(1 for _ in child.iter("image"))
                self.later.append(("text box", child, ""))
            elif tag in ("hidden-text", "hidden-paragraph"):
                self.pieces(child, (look[0], look[1], True, look[3]), out)
            elif tag not in ("bookmark", "change"):
                own = self.look(child.get("style-name", ""), look, 0) if tag == "span" else look
                self.pieces(child, own, out)
            if child.tail:
                out.append((" ".join(re.split(r"[ \t\r\n]+", child.tail)), look))

    def aside(self, element: Element) -> str:
        """Keep a note or comment for later; the mark that stands for it in the text."""
        if element.tag == "annotation":
            self.later.append(("comments", element, ""))
            return ""
        cited = element.find("note-citation")
        mark = (cited.text or "") if cited is not None else ""
        body = element.find("note-body")
        if body is not None:
            self.later.append(("footnotes", body, mark))
        return mark

    def title(self, name: str, depth: int) -> str:
        element = self.styles.get(name)
        if name.lower() in ("title", "subtitle") or element is None or depth > _DEEPEST:
            return name.lower()
        return self.title(element.get("parent-style-name", ""), depth + 1)

    def look(self, name: str, base: _Look, depth: int) -> _Look:
        key = name, base
        element = self.styles.get(name)
        if element is None or depth > _DEEPEST:
            return base
        if key not in self.looks:
            size, is_bold, is_hidden, is_raised = self.look(element.get("parent-style-name", ""), base, depth + 1)
            properties = element.find("text-properties")
            if properties is not None:
                written = _SIZE.fullmatch(properties.get("font-size", ""))
                size = float(written[1]) if written else size
                is_bold = properties.get("font-weight") == "bold" if properties.get("font-weight") else is_bold
                is_white = properties.get("color", "").lower() == "#ffffff" and properties.get("background-color", "transparent") in ("transparent", "#ffffff")
                is_hidden = is_hidden or properties.get("display") == "none" or is_white or size <= 1
                is_raised = is_raised or properties.get("text-position", "").startswith("super")
            self.looks[key] = size, is_bold, is_hidden, is_raised
        return self.looks[key]
