"""RTF files: text with its paragraphs, cells, notes, headers and footers, type size and hidden runs.

The format is groups in braces and words behind a backslash; destinations that hold no text of the advert are left out.
"""

from __future__ import annotations

import codecs
import re
from typing import Any, NamedTuple

from compliance.documents.extract import Extract
from compliance.documents.limits import Budget, damaged, textless
from compliance.errors import UnreadableDocument
from compliance.model.document import BlockKind, Document, Place

_TOKEN = re.compile(r"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z']))|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\")
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict fldinst listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore latentstyles "
    "xmlnstbl object objdata bkmkstart bkmkend wgrffmtfilter mmathPr filetbl pgdsctbl nonshppict sp sn sv atnid atnauthor atrfstart atrfend atndate atnref "
    "atntime atnparent tc xe template operator author title subject keywords doccomm".split()
)
_PLACES = {
    "header": ("header", Place.HEADER), "headerl": ("header", Place.HEADER), "headerr": ("header", Place.HEADER), "headerf": ("header", Place.HEADER),
    "footer": ("footer", Place.FOOTER), "footerl": ("footer", Place.FOOTER), "footerr": ("footer", Place.FOOTER), "footerf": ("footer", Place.FOOTER),
    "footnote": ("footnotes", Place.SMALL_PRINT), "annotation": ("comments", Place.BODY), "shptxt": ("text box", Place.BODY),
}  # fmt: skip
_CHARACTERS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "tab": "\t", "line": "\n", "emspace": " ",
    "enspace": " ", "qmspace": " ", "lbr": "\n", "page": "\n",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "-": ""}
_DEEPEST = 2000


class _State(NamedTuple):
    """What holds in a group; size in points."""

    part: str = "body"
    is_skipped: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_bold: bool = False
    is_raised: bool = False
    is_starred: bool = False
    size: float = 12.0
    skip: int = 1
    """characters to pass over behind \\u"""


class _Piece(NamedTuple):
    text: str
    state: _State
    run: int


def read(data: bytes, path: str, budget: Budget) -> Document:
    """An RTF file as a Document; raises UnreadableDocument."""
    return _Rtf(data.decode("latin-1"), path, budget).read(data)


class _Rtf:
    def __init__(self, text: str, path: str, budget: Budget) -> None:
        self.text, self.path, self.budget = text, path, budget
        self.out = Extract()
        self.state = _State()
        self.stack: list[_State] = []
        self.encoding = "cp1252"
        self.paragraphs: dict[str, list[tuple[list[_Piece], BlockKind, int]]] = {}
        self.open: dict[str, list[_Piece]] = {}
        self.kind, self.level = BlockKind.PARAGRAPH, 0
        self.bytes = bytearray()
        self.pass_over = 0
        self.runs = 0
        self.deleted = 0

    def read(self, data: bytes) -> Document:
        at = 0
        number = 0
        while found := _TOKEN.match(self.text, at):
            number += 1
            at = found.end()
            if not number % 65536:
                self.budget.check_time(self.path)
            word, value, code, symbol, brace, plain = found.groups()
            if code is None and self.bytes:
                self.flush()
            if brace:
                self.brace(brace)
            elif plain is not None:
                self.put(plain)
            elif code is not None:
                self.byte(int(code, 16))
            elif symbol is not None:
                self.symbol(symbol)
            elif word == "bin" and value:
                at = found.end() + max(0, int(value))
            elif word:
                self.word(word, None if value is None else int(value))
        self.flush()
        if self.stack:
            raise damaged(self.path, f"{len(self.stack)} groups are not closed")
        return self.finish(data)

    def brace(self, brace: str) -> None:
        self.runs += 1
        if brace == "{":
            if len(self.stack) >= _DEEPEST:
                raise UnreadableDocument(self.path, "D015", f"groups nested more than {_DEEPEST} deep", "open it in its program and save it anew")
            self.stack.append(self.state)
        elif self.stack:
            if self.state.part != self.stack[-1].part:
                self.end_paragraph()
            self.state = self.stack.pop()

    def symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.state = self.state._replace(is_starred=True)
        elif symbol in "\r\n":
            self.end_paragraph()
        else:
            self.put(_SYMBOLS.get(symbol, ""))

    def word(self, word: str, value: int | None) -> None:
        state = self.state
        is_on = value != 0
        if word in _PLACES:
            self.state = state._replace(part=_PLACES[word][0], is_starred=False)
        elif word in _SKIPPED or (state.is_starred and word not in ("shppict", "shpinst", "pn", "fldrslt", "cs", "ud")):
            self.state = state._replace(is_skipped=True, is_starred=False)
        elif word in ("pntext", "listtext"):
            self.kind = BlockKind.BULLET
            self.state = state._replace(is_skipped=True)
        elif word in ("par", "sect"):
            self.end_paragraph()
        elif word in ("cell", "nestcell"):
            self.kind = BlockKind.CELL
            self.end_paragraph()
        elif word == "pard":
            self.kind, self.level = BlockKind.PARAGRAPH, 0
        elif word == "plain":
            self.state = state._replace(is_bold=False, is_hidden=False, is_raised=False, size=12.0)
        elif word == "outlinelevel" and value is not None and value < 9:
            self.kind, self.level = BlockKind.HEADING, value + 1
        elif word == "intbl":
            self.kind = BlockKind.CELL if self.kind is BlockKind.PARAGRAPH else self.kind
        elif word in ("ls", "ilvl") and self.kind is BlockKind.PARAGRAPH:
            self.kind = BlockKind.BULLET
        elif word == "u" and value is not None:
            self.put(chr(value & 0xFFFF))
            self.pass_over = state.skip
        elif word in _CHARACTERS:
            self.put(_CHARACTERS[word])
        elif word == "ansicpg" and value:
            self.code_page(value)
        else:
            changes: dict[str, dict[str, Any]] = {
                "v": {"is_hidden": is_on}, "deleted": {"is_deleted": is_on}, "b": {"is_bold": is_on}, "super": {"is_raised": is_on},
                "nosupersub": {"is_raised": False}, "fs": {"size": (value or 24) / 2}, "uc": {"skip": value or 0},
            }  # fmt: skip
            changed = changes.get(word)
            if changed:
                self.state = state._replace(**changed)
                self.runs += 1

    def code_page(self, number: int) -> None:
        try:
            self.encoding = codecs.lookup("mac-roman" if number == 10000 else f"cp{number}").name
        except LookupError:
            self.out.notes.append(f"unknown code page {number}; read as Windows-1252")

    def byte(self, value: int) -> None:
        if self.pass_over:
            self.pass_over -= 1
        else:
            self.bytes.append(value)

    def flush(self) -> None:
        text = bytes(self.bytes).decode(self.encoding, "replace")
        self.bytes.clear()
        self.put(text)

    def put(self, text: str) -> None:
        if self.pass_over and text:
            passed = min(self.pass_over, len(text))
            if not (len(text) == 1 and ord(text) > 127):
                text, self.pass_over = text[passed:], self.pass_over - passed
        if text and not self.state.is_skipped:
            if self.state.is_deleted:
                self.deleted += 1
            else:
                self.open.setdefault(self.state.part, []).append(_Piece(text, self.state, self.runs))

    def end_paragraph(self) -> None:
        part = self.state.part
        if pieces := self.open.pop(part, []):
            self.paragraphs.setdefault(part, []).append((pieces, self.kind, self.level))

    def finish(self, data: bytes) -> Document:
        for part, pieces in list(self.open.items()):
            self.paragraphs.setdefault(part, []).append((pieces, self.kind, self.level))
        order = {"header": -1, "body": 0, "text box": 1, "footnotes": 2, "comments": 3, "footer": 4}
        places = dict(_PLACES.values())
        for part in sorted(self.paragraphs, key=lambda name: order.get(name, 5)):
            for number, (pieces, kind, level) in enumerate(self.paragraphs[part], 1):
                for is_hidden in (False, True):
                    self.block([each for each in pieces if (each.state.is_hidden or part == "comments") == is_hidden], kind, level,
                               places.get(part, Place.BODY), is_hidden, {"part": part, "paragraph": number})  # fmt: skip
        if self.deleted:
            self.out.notes.append(f"{self.deleted} passages deleted in tracked changes were not screened")
        self.out.close()
        if not self.out.blocks:
            raise textless(self.path, "it holds no text", "save its pages as pictures and use the OCR extra")
        return self.out.document(data, self.path, "application/rtf")

    def block(self, pieces: list[_Piece], kind: BlockKind, level: int, place: Place, is_hidden: bool, where: dict[str, Any]) -> None:
        text = "".join(each.text for each in pieces)
        if not text.strip():
            return
        self.out.open(kind, level, place, is_hidden)
        if any("\ud800" <= character <= "\udfff" for character in text):  # \\u gives halves of a pair
            self.out.text(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), {**where, "run": 1}, pieces[0].state.size)
        else:
            first = pieces[0].run
            for each in pieces:
                self.out.text(each.text, {**where, "run": each.run - first + 1}, each.state.size, each.state.is_bold, each.state.is_raised)
        self.out.close()
