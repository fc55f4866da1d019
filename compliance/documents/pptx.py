"""PowerPoint files (.pptx): slides in their order with shapes, tables, diagrams and charts, then the speaker notes.

Notes and hidden slides are kept as hidden text: nobody in the audience sees them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterator, NamedTuple
from xml.etree.ElementTree import Element

from compliance.documents.extract import Extract
from compliance.documents.limits import Budget, damaged, textless
from compliance.documents.package import Package
from compliance.documents.pptx_looks import NORMAL_SIZE, UNKNOWN, Looks
from compliance.model.document import BlockKind, Document, Place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_HINT = "save its slides as pictures and use the OCR extra"
_NO_SIZE = 1.0
_TITLES = ("title", "ctrTitle")


class _Piece(NamedTuple):
    text: str
    size: float
    is_bold: bool
    is_raised: bool
    is_hidden: bool


def read(data: bytes, path: str, budget: Budget) -> Document:
    """A presentation as a Document; raises UnreadableDocument."""
    return _Deck(Package(data, path, budget), path).read(data)


class _Deck:
    def __init__(self, package: Package, path: str) -> None:
        self.package, self.path = package, path
        self.out = Extract()
        self.counts: Counter[str] = Counter()
        self.is_hidden = False
        self.known: dict[str, Element] = {}
        self.looks: Looks | None = None

    def read(self, data: bytes) -> Document:
        main = next((target for kind, target in self.package.relations("").values() if kind == "officeDocument"), "ppt/presentation.xml")
        if main not in self.package:
            raise damaged(self.path, "no main part; it is no presentation")
        parts = self.package.relations(main)
        wanted = [parts[each.get("id", "")] for each in self.package.xml(main).iter("sldId") if each.get("id", "") in parts]
        names = [target for kind, target in wanted if kind == "slide" and target in self.package]
        if len(names) < len(wanted):
            self.out.notes.append(f"{len(wanted) - len(names)} slides are missing from the file")
        for number, name in enumerate(names, 1):
            self.slide(number, name)
        if self.counts["picture"]:
            self.out.notes.append(f"{self.counts['picture']} pictures were not read")
        self.out.close()
        if not self.out.blocks:
            raise textless(self.path, "its slides hold no text" + (", only pictures" if self.counts["picture"] else ""), _HINT)
        return self.out.document(data, self.path, MEDIA_TYPE)

    def slide(self, number: int, name: str) -> None:
        """A slide, what is drawn on it from other parts, and its notes."""
        root = self.package.xml(name)
        self.looks = Looks(self.package, name, root, self.known)
        self.is_hidden = root.get("show") in ("0", "false")
        if self.is_hidden:
            self.out.notes.append(f"slide {number} is hidden")
        tree = root.find("cSld/spTree")
        where: dict[str, Any] = {"slide": number}
        if tree is not None:
            self.shapes(tree, where, True)
        relations = sorted(self.package.relations(name).values())
        for kind, target in relations:
            if kind in ("diagramData", "chart") and target in self.package:
                for paragraph in self.package.xml(target).iter("p"):
                    self.paragraph(paragraph, {**where, "shape": "diagram" if kind == "diagramData" else "chart"}, BlockKind.CELL, 0, Place.BODY)
        for kind, target in relations:
            if kind == "notesSlide" and target in self.package:
                notes = self.package.xml(target).find("cSld/spTree")
                self.is_hidden, self.looks = True, None
                if notes is not None:
                    self.shapes(notes, {**where, "part": "speaker notes"}, False)

    def shapes(self, tree: Element, where: dict[str, Any], on_slide: bool) -> None:
        """The shapes below a tree in the order they are drawn, which is that of reading aids."""
        for shape in tree:
            if shape.tag == "AlternateContent":
                for choice in shape:
                    if choice.tag == "Choice":
                        self.shapes(choice, where, on_slide)
            elif shape.tag == "grpSp":
                self.shapes(shape, where, on_slide)
            elif shape.tag in ("sp", "graphicFrame", "pic", "cxnSp"):
                self.shape(shape, where, on_slide)

    def shape(self, shape: Element, where: dict[str, Any], on_slide: bool) -> None:
        facts = next(shape.iter("cNvPr"), Element("cNvPr"))
        where = {**where, "shape": facts.get("name") or facts.get("id", "")}
        holder = next(shape.iter("ph"), None)
        role = (holder.get("type") or "body") if holder is not None else ""
        if role in ("sldNum", "dt", "sldImg", "hdr"):
            return
        was_hidden = self.is_hidden
        self.is_hidden = was_hidden or facts.get("hidden") in ("1", "true")
        place = Place.FOOTER if role == "ftr" else Place.BODY
        self.counts["picture"] += on_slide and shape.tag == "pic"
        if (words := (facts.get("descr") or "").strip()) and on_slide:
            self.out.open(BlockKind.CAPTION, 0, Place.ATTRIBUTE, self.is_hidden)
            self.out.text(words, {**where, "attribute": "alt text"})
        for row, cells in enumerate(shape.iter("tr"), 1):
            for column, cell in enumerate(cells.iter("tc"), 1):
                for paragraph in cell.iter("p"):
                    self.paragraph(paragraph, {**where, "row": row, "column": column}, BlockKind.CELL, 0, place)
        body = shape.find("txBody")
        ground = self.looks.ground(shape) if self.looks else UNKNOWN
        if body is not None:
            paragraphs = list(body.iter("p"))
            full = [each for each in paragraphs if any((part.text or "").strip() for part in each.iter("t"))]
            for number, paragraph in enumerate(paragraphs, 1):
                kind = BlockKind.BULLET if _is_bullet(paragraph, role if on_slide else "", len(full)) else BlockKind.PARAGRAPH
                kind, level = (BlockKind.HEADING, 1 if role == "ctrTitle" else 2) if role in _TITLES else (kind, 0)
                size = self.looks.size(holder, body, _level(paragraph)) * _scale(body) if self.looks else 0.0
                self.paragraph(paragraph, {**where, "paragraph": number}, kind, level, place, ground, size)
        self.is_hidden = was_hidden

    def paragraph(
        self, element: Element, where: dict[str, Any], kind: BlockKind, level: int, place: Place, ground: str = UNKNOWN, size: float = 0.0
    ) -> None:
        """A paragraph, and behind it what of it nobody sees; `size` is that of runs that say none, 0 where unknown."""
        pieces = [(run, each) for run, each in enumerate(self.pieces(element, ground, size), 1) if each.text]
        for is_hidden in (False, True):
            chosen = [(run, each) for run, each in pieces if (each.is_hidden or self.is_hidden) == is_hidden]
            if not any(each.text.strip() for _, each in chosen):
                continue
            self.out.open(kind, level, place, is_hidden)
            for run, each in chosen:
                self.out.text(each.text, {**where, "run": run}, 0.0 if is_hidden else each.size or NORMAL_SIZE, each.is_bold, each.is_raised)
            self.out.close()

    def pieces(self, paragraph: Element, ground: str, usual: float) -> Iterator[_Piece]:
        """The runs and line breaks of a paragraph."""
        for child in paragraph:
            properties = child.find("rPr")
            said = properties.attrib if properties is not None else {}
            size = int(said["sz"]) / 100 if said.get("sz", "").isdigit() else usual
            if child.tag == "br":
                yield _Piece("\n", size, False, False, False)
            elif child.tag in ("r", "fld"):
                baseline = said.get("baseline", "0").rstrip("%")
                is_hidden = 0 < size <= _NO_SIZE or (self.looks is not None and self.looks.is_hidden(properties, ground))
                text = "".join(part.text or "" for part in child.iter("t"))
                yield _Piece(text, size, said.get("b") in ("1", "true"), baseline.isdigit() and int(baseline) > 0, is_hidden)


def _level(paragraph: Element) -> int:
    properties = paragraph.find("pPr")
    level = properties.get("lvl", "0") if properties is not None else "0"
    return int(level) if level in "012345678" and level else 0


def _scale(body: Element) -> float:
    """How far the program shrank the text of a shape to make it fit."""
    fit = body.find("bodyPr/normAutofit")
    said = fit.get("fontScale", "").rstrip("%") if fit is not None else ""
    number = float(said) if said.replace(".", "", 1).isdigit() else 0.0
    return (number / 100_000 if number > 1000 else number / 100) if number else 1.0


def _is_bullet(paragraph: Element, role: str, count: int) -> bool:
    properties = paragraph.find("pPr")
    if properties is not None and properties.find("buNone") is not None:
        return False
    if properties is not None and (properties.find("buChar") is not None or properties.find("buAutoNum") is not None):
        return True
    return role in ("body", "obj") and count > 1
