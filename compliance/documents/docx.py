"""Word files (.docx): body, tables, text boxes, notes, headers and footers, comments, tracked changes, hidden runs.

Inserted text is read as it stands, deleted text is not and is counted in a note. Hidden text and comments, which
readers of the print do not see, are blocks of their own, marked hidden.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterator, NamedTuple
from xml.etree.ElementTree import Element

from compliance.documents.docx_styles import Style, Styles, is_same_colour, shade
from compliance.documents.extract import Extract
from compliance.documents.limits import Budget, damaged, textless
from compliance.documents.package import Package
from compliance.model.document import BlockKind, Document, Place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HINT = "save its pages as pictures and use the OCR extra"
_PARTS = (("header", Place.HEADER), ("footnotes", Place.SMALL_PRINT), ("endnotes", Place.SMALL_PRINT), ("comments", Place.BODY), ("footer", Place.FOOTER))
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr", "sdtPr", "delText", "delInstrText"})


class _Run(NamedTuple):
    text: str
    number: int
    style: Style
    is_raised: bool


def read(data: bytes, path: str, budget: Budget) -> Document:
    """A Word file as a Document; raises UnreadableDocument."""
    return _Word(Package(data, path, budget), path).read(data)


class _Word:
    """One file on its way: the styles, the text so far, and where in it we are."""

    def __init__(self, package: Package, path: str) -> None:
        self.package, self.path = package, path
        main = [target for kind, target in package.relations("").values() if kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"
        if self.main not in package:
            raise damaged(path, "no main part; it is no Word document")
        self.relations = package.relations(self.main)
        styles = [target for kind, target in self.relations.values() if kind == "styles" and target in package]
        self.styles = Styles(package.xml(styles[0]) if styles else Element("styles"))
        self.out = Extract()
        self.part = "body"
        self.place = Place.BODY
        self.is_hidden = False
        self.ground = "FFFFFF"
        self.paragraphs: Counter[str] = Counter()
        self.tables = 0
        self.notes: dict[str, int] = {}
        self.counts: Counter[str] = Counter()

    def read(self, data: bytes) -> Document:
        root = self.package.xml(self.main)
        page = root.find("background")
        if page is not None:
            self.ground = page.get("color", "unknown")
        self.blocks(root, {})
        for kind, place in _PARTS:
            for name in sorted({target for sort, target in self.relations.values() if sort == kind and target in self.package}):
                self.part, self.place, self.is_hidden = kind, place, kind == "comments"
                self.blocks(self.package.xml(name), {})
        out = self.out
        said = {
            "deleted": "{} passages deleted in tracked changes were not screened", "inserted": "{} passages inserted in tracked changes were screened",
            "picture": "{} pictures were not read", "comment": "{} comments were screened as hidden text",
        }  # fmt: skip
        out.notes += [text.format(self.counts[key]) for key, text in said.items() if self.counts[key]]
        if not out.blocks:
            raise textless(self.path, "it holds no text" + (", only pictures" if self.counts["picture"] else ""), _HINT)
        return out.document(data, self.path, MEDIA_TYPE)

    def blocks(self, element: Element, where: dict[str, Any]) -> None:
        """Every paragraph and table below an element, in order."""
        for child in element:
            tag = child.tag
            if tag == "p":
                self.paragraph(child, where)
            elif tag == "tbl":
                self.table(child)
            elif tag in ("del", "moveFrom"):
                self.counts["deleted"] += 1
            elif tag in ("footnote", "endnote"):
                if child.get("type") not in ("separator", "continuationSeparator", "continuationNotice"):
                    self.blocks(child, {"note": self.notes.get(f"{tag}{child.get('id')}", child.get("id", ""))})
            elif tag == "comment":
                self.counts["comment"] += 1
                self.blocks(child, {"author": child.get("author", "")})
            elif tag not in _SKIPPED:
                self.blocks(child, where)

    def table(self, table: Element) -> None:
        self.tables += 1
        number, outer = self.tables, self.ground
        properties = table.find("tblPr")
        # A named table style may colour rows and columns; what it does to white words in a dark head row is not worked out.
        is_styled = properties is not None and properties.find("tblStyle") is not None
        ground = "unknown" if is_styled else shade(properties, outer)
        for at, row in enumerate(_below(table, "tr"), 1):
            for column, cell in enumerate(_below(row, "tc"), 1):
                self.ground = shade(cell.find("tcPr"), ground)
                self.blocks(cell, {"table": number, "row": at, "column": column})
        self.ground = outer

    def paragraph(self, element: Element, where: dict[str, Any]) -> None:
        """One paragraph, then what hangs in it: hidden text, pictures' words, text boxes."""
        self.paragraphs[self.part] += 1
        place = {"part": self.part, "paragraph": self.paragraphs[self.part], **where}
        properties = element.find("pPr")
        style = self.styles.paragraph(properties, self.ground)
        runs: list[_Run] = []
        boxes: list[Element] = []
        words: list[str] = []
        self._runs(element, style, runs, boxes, words)
        kind, level = self._kind(properties, style, where)
        if "note" in where and self.part in ("footnotes", "endnotes") and runs:
            runs.insert(0, _Run(str(where["note"]), 0, style, True))
        out = self.out
        for is_hidden in (False, True):
            chosen = [run for run in runs if (run.style.is_hidden or self.is_hidden) == is_hidden]
            if any(run.text.strip() for run in chosen):
                out.open(kind, level, self.place, is_hidden)
                for run in chosen:
                    out.text(run.text, {**place, "run": run.number}, run.style.size, run.style.is_bold, run.is_raised)
                out.close()
        for text in words:
            out.open(BlockKind.CAPTION, 0, Place.ATTRIBUTE)
            out.text(text, {**place, "attribute": "alt text"})
        outer, self.ground = self.ground, "unknown"  # a box may be filled, or lie on a picture
        for box in boxes:
            self.blocks(box, {**where, "text box": True})
        self.ground = outer

    def _kind(self, properties: Element | None, style: Style, where: dict[str, Any]) -> tuple[BlockKind, int]:
        level = style.level
        numbered = properties.find("numPr") if properties is not None else None
        if level:
            return BlockKind.HEADING, level
        number = numbered.find("numId") if numbered is not None else None
        if style.is_list or (number is not None and number.get("val") != "0"):
            return BlockKind.BULLET, 0
        if "table" in where:
            return BlockKind.CELL, 0
        return (BlockKind.QUOTE if style.is_quote else BlockKind.CAPTION if style.is_caption else BlockKind.PARAGRAPH), 0

    def _runs(self, element: Element, style: Style, runs: list[_Run], boxes: list[Element], words: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag == "r":
                self._run(child, style, runs, boxes, words)
            elif tag in ("del", "moveFrom"):
                self.counts["deleted"] += 1
            elif tag not in _SKIPPED:
                self.counts["inserted"] += tag == "ins"
                self._runs(child, style, runs, boxes, words)

    def _run(self, run: Element, style: Style, runs: list[_Run], boxes: list[Element], words: list[str]) -> None:
        properties = run.find("rPr")
        own = self.styles.run(properties, style)
        if is_same_colour(own.colour, own.ground):
            own = own._replace(is_hidden=True)
        align = properties.find("vertAlign") if properties is not None else None
        is_raised = align is not None and align.get("val") == "superscript"
        number = len(runs) + 1
        for child in run:
            tag = child.tag
            if tag == "t":
                runs.append(_Run(child.text or "", number, own, is_raised))
            elif tag in ("tab", "ptab"):
                runs.append(_Run("\t", number, own, False))
            elif tag in ("br", "cr"):
                runs.append(_Run("\n", number, own, False))
            elif tag == "noBreakHyphen":
                runs.append(_Run("-", number, own, False))
            elif tag in ("footnoteReference", "endnoteReference"):
                shown = self.notes.setdefault(tag.removesuffix("Reference") + str(child.get("id")), len(self.notes) + 1)
                runs.append(_Run(str(shown), number, own, True))
            elif tag == "sym":
                runs.append(_Run("•", number, own, False))
            elif tag in ("drawing", "pict", "object", "AlternateContent"):
                self._drawing(child, boxes, words)

    def _drawing(self, element: Element, boxes: list[Element], words: list[str]) -> None:
        """Text boxes in a drawing, and the words that stand for a picture."""
        for child in element:
            if child.tag in ("txbxContent", "txBody"):
                boxes.append(child)
            elif child.tag not in _SKIPPED:
                if child.tag in ("docPr", "shape") and (text := child.get("descr") or child.get("alt") or "").strip():
                    words.append(text)
                self.counts["picture"] += child.tag in ("blip", "imagedata")
                if child.tag == "textpath" and (text := child.get("string", "").strip()):
                    words.append(text)
                self._drawing(child, boxes, words)



def _below(element: Element, tag: str) -> Iterator[Element]:
    """The nearest elements of a tag below one, through what only wraps them (content controls, tracked insertions)."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _below(child, tag)
