"""PDF files, through the optional pypdfium2: lines in reading order with page, box and type size, hyphenation repaired.

pypdfium2 rather than pdfminer.six: it gives single blanks in justified text, is several times as fast, names hyphens and
characters without a text map, and draws pages, which OCR and the test for invisible text need.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, Iterator

from compliance.documents.apart import apart
from compliance.documents.limits import Budget, damaged, encrypted, missing, textless, too_long
from compliance.documents.mail import Found, Inner
from compliance.documents.pdf_layout import Glyph, Line, lines_of, setting
from compliance.errors import UnreadableDocument

_PASSWORD = 4
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\0]")
_MOST_UNMAPPED = 0.3
_WHITE = 250
_NO_SIZE = 1.0


def read(data: bytes, path: str, budget: Budget, inner: Inner) -> Found:
    """A PDF as a Document, and its scanned pages as another by OCR, or as what was not read; raises UnreadableDocument."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise missing(path, "pdf", "a PDF") from None
    yield from apart(lambda: _read(pdfium, data, path, budget), path, budget)


def _read(pdfium: Any, data: bytes, path: str, budget: Budget) -> Found:
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if pdfium.raw.FPDF_GetLastError() == _PASSWORD or "password" in str(error).lower():
            raise encrypted(path, "it asks for a password") from None
        raise damaged(path, str(error)) from None
    try:
        yield from _Pages(pdfium, file, path, budget).read(data)
    finally:
        file.close()


class _Pages:
    def __init__(self, pdfium: Any, file: Any, path: str, budget: Budget) -> None:
        self.pdfium, self.raw, self.file, self.path, self.budget = pdfium, pdfium.raw, file, path, budget
        self.letters = self.unmapped = 0

    def read(self, data: bytes) -> Found:
        count = len(self.file)
        if not count:
            raise damaged(self.path, "it has no pages")
        if count > self.budget.limits.pages:
            raise too_long(self.path, self.budget.limits.pages)
        pages: list[list[Line]] = []
        scanned: list[int] = []
        broken: list[int] = []
        for number in range(1, count + 1):
            self.budget.check_time(self.path)
            try:
                page = self.file[number - 1]
            except self.pdfium.PdfiumError:
                broken.append(number)
                continue
            found = self.page(page, number)
            pages.append(found)
            if not found and self.has_picture(page):
                scanned.append(number)
            page.close()
        if len(broken) == count:
            raise damaged(self.path, "none of its pages can be opened")
        if self.letters and self.unmapped > _MOST_UNMAPPED * self.letters:
            hint = "export it anew from its program, or save its pages as pictures and use the OCR extra"
            raise UnreadableDocument(self.path, "D017", "its fonts have no text map, so the letters cannot be told", hint)
        if any(pages):
            yield setting(pages, data, self.path, count)
        elif not scanned:
            yield textless(self.path, "the PDF holds no text and no pictures", "check that it was exported in full")
        if broken:
            yield damaged(self.path, f"pages that cannot be opened: {_listed(broken)}")
        if scanned:
            yield from self.recognised(scanned, data)

    def recognised(self, numbers: list[int], data: bytes) -> Found:
        """Scanned pages, by OCR."""
        from compliance.documents import ocr

        if not ocr.is_ready():
            what = f"scanned, a picture without text: {'page' if len(numbers) == 1 else 'pages'} {_listed(numbers)}"
            yield textless(self.path, what, f"to read it by OCR: {ocr.HOW}")
            return
        pictures = ((number, self.file[number - 1].render(scale=ocr.SCALE).to_pil(), ocr.SCALE) for number in numbers)
        yield ocr.recognised(pictures, data, self.path if len(numbers) == len(self.file) else f"{self.path}!scanned pages", "application/pdf", self.budget)

    def has_picture(self, page: Any) -> bool:
        """Is there anything drawn on the page?"""
        return any(True for _ in page.get_objects(max_depth=3))

    def page(self, page: Any, number: int) -> list[Line]:
        """The lines of a page in reading order."""
        width, height = page.get_size()
        text = page.get_textpage()
        found = lines_of(self.glyphs(text, height), number, height)
        text.close()
        suspects = [line for line in found if line.is_white]
        seen = self.drawn(page) if suspects else None
        out = []
        for line in found:
            left, top, right, bottom = line.box
            is_outside = right <= 0 or bottom <= 0 or left >= width or top >= height
            is_unseen = line.size <= _NO_SIZE or is_outside or (line.is_white and seen is not None and seen(line.box))
            out.append(line._replace(is_hidden=is_unseen))
        return out

    def drawn(self, page: Any) -> Any:
        """Is a box of the drawn page of one colour throughout?"""
        bitmap = page.render(scale=2, grayscale=True)
        pixels, stride, width, height = bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height

        def is_plain(box: tuple[float, float, float, float]) -> bool:
            left, top, right, bottom = (round(each * 2) for each in box)
            rows = range(max(0, top), min(height, bottom))
            shades = {shade for row in rows for shade in pixels[row * stride + max(0, left) : row * stride + min(width, right)]}
            return bool(shades) and max(shades) - min(shades) < 24

        return is_plain

    def glyphs(self, text: Any, height: float) -> Iterator[Glyph]:
        """The characters of a page as the file has them, in top-left coordinates and points."""
        raw = self.raw
        handle = text.raw
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        matrix = raw.FS_MATRIX()
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        high = 0
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(handle, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high:
                code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
            character = chr(code) if 0 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            if raw.FPDFText_IsHyphen(handle, index) == 1:
                character = "\u00ad"
            if not character.isspace():
                self.letters += 1
                self.unmapped += raw.FPDFText_HasUnicodeMapError(handle, index) == 1 or bool(_PRIVATE.match(character))
            raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
            size = raw.FPDFText_GetFontSize(handle, index)
            if raw.FPDFText_GetMatrix(handle, index, matrix):
                size *= (matrix.c**2 + matrix.d**2) ** 0.5
            raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
            is_white = min(red.value, green.value, blue.value) >= _WHITE
            weight = raw.FPDFText_GetFontWeight(handle, index)
            yield Glyph(character, left.value, height - top.value, right.value, height - bottom.value, size, weight >= 600, is_white)


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (f" and {len(numbers) - 20} more" if len(numbers) > 20 else "")
