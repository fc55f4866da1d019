"""A quote underlined in its sentence, wrapped to the columns of a terminal."""

from __future__ import annotations

from typing import NamedTuple, Sequence

from compliance.model.finding import Finding
from compliance.report.visible import columns, shown

LINES = 8
"""the most lines of a sentence that are shown; JSON, Excel and HTML have the whole text"""


class Line(NamedTuple):
    """A line of an excerpt and what stands under it (empty: nothing)."""

    text: str
    mark: str


class _Glyph(NamedTuple):
    text: str
    width: int
    marked: bool


def quote_span(finding: Finding) -> tuple[int, int]:
    """Where the quote stands in the finding's sentence; (0, 0) where it does not."""
    at = finding.quote_at
    if at < 0:
        at = finding.sentence.find(finding.text)
    if not 0 <= at < len(finding.sentence) or not finding.text:
        return 0, 0
    return at, min(at + len(finding.text), len(finding.sentence))


def excerpt(finding: Finding, width: int, lines: int = LINES) -> list[Line]:
    """The sentence in lines of at most `width` columns, the quote underlined with ^~~~.

    Of a sentence longer than `lines`, those around the beginning of the quote; what is left out is
    counted. Blanks and line ends are each shown as one blank.
    """
    start, end = quote_span(finding)
    text = finding.sentence
    if start == end and finding.text and finding.text != text:
        text, start, end = finding.text, 0, len(finding.text)
    glyphs = _glyphs(text, start, end)
    wrapped = _wrap(glyphs, max(width, 10))
    marked = [number for number, line in enumerate(wrapped) if any(glyph.marked for glyph in line)]
    first = marked[0] if marked else 0
    out = [_line(line, begins=number == first) for number, line in enumerate(wrapped)]
    return _shorten(out, marked, lines)


def _glyphs(text: str, start: int, end: int) -> list[_Glyph]:
    out: list[_Glyph] = []
    for index, character in enumerate(text):
        inside = start <= index < end
        if character.isspace():
            if out and out[-1].text != " ":
                out.append(_Glyph(" ", 1, inside))
            continue
        seen = shown(character, text[index - 1] if index else "")
        out.append(_Glyph(seen, columns(seen), inside))
    if out and out[-1].text == " ":
        out.pop()
    return out


def _wrap(glyphs: Sequence[_Glyph], width: int) -> list[list[_Glyph]]:
    """Lines broken at blanks, and inside words that are longer than a line."""
    lines: list[list[_Glyph]] = [[]]
    used = 0
    for word in _words(glyphs):
        size = sum(glyph.width for glyph in word)
        blank = word[0] if word[0].text == " " else None
        if used and used + size > width:
            lines.append([])
            used = 0
        if blank and not used:
            word, size = word[1:], size - 1
        for glyph in word:
            if used + glyph.width > width:
                lines.append([])
                used = 0
            lines[-1].append(glyph)
            used += glyph.width
    return lines


def _words(glyphs: Sequence[_Glyph]) -> list[list[_Glyph]]:
    """Words, each with the blank before it."""
    out: list[list[_Glyph]] = []
    for glyph in glyphs:
        if glyph.text == " " or not out:
            out.append([])
        out[-1].append(glyph)
    return out


def _line(glyphs: Sequence[_Glyph], begins: bool) -> Line:
    mark = "".join(("~" if glyph.marked else " ") * glyph.width for glyph in glyphs).rstrip()
    if begins:
        mark = mark.replace("~", "^", 1)
    return Line("".join(glyph.text for glyph in glyphs), mark)


def _shorten(lines: list[Line], marked: Sequence[int], most: int) -> list[Line]:
    if len(lines) <= most:
        return lines
    first, last = (marked[0], marked[-1]) if marked else (0, 0)
    kept = set(range(first, min(last, first + most - 2) + 1)) | {last}
    for distance in range(1, len(lines)):
        for number in (first - distance, last + distance):
            if 0 <= number < len(lines) and len(kept) < most:
                kept.add(number)
    out: list[Line] = []
    gap = 0
    for number, line in enumerate(lines):
        if number not in kept:
            gap += 1
            continue
        if gap:
            out.append(_left_out(gap))
            gap = 0
        out.append(line)
    return out + ([_left_out(gap)] if gap else [])


def _left_out(count: int) -> Line:
    return Line(f"[… {count} line{'s' if count > 1 else ''} left out …]", "")
