"""The characters of PDF pages to lines, paragraphs and headings, with the way back and a box for every word."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import Iterable, NamedTuple, Sequence

from compliance.documents.layout import arrange
from compliance.documents.plain import BULLET
from compliance.model.document import Block, BlockKind, Document, Locator, Place
from compliance.model.span import MapBuilder

_GUTTER = 2.5
_LINE_GAP = 0.9
_SAME_SIZE = 0.12
_HEADING = 1.18
_LONGEST_HEADING = 160
_SMALL = 0.85
_EDGE = 0.09
_WORD = re.compile(r"\S+")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")
_HYPHEN = "\u00ad"


class Glyph(NamedTuple):
    """A character with its box in points from the top left of the page."""

    character: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool
    is_white: bool


class Line(NamedTuple):
    """A run of characters on one height; `words` are (start, end, box) in `text`."""

    text: str
    page: int
    box: tuple[float, float, float, float]
    size: float
    is_bold: bool
    is_white: bool
    is_hidden: bool
    height: float
    words: tuple[tuple[int, int, tuple[float, float, float, float]], ...]


def lines_of(glyphs: Iterable[Glyph], page: int, height: float) -> list[Line]:
    """The lines of a page as the file has them; a line ends where a gutter begins."""
    out: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.character in "\r\n":
            _end(run, page, height, out)
            run = []
            continue
        before = next((each for each in reversed(run) if not each.character.isspace()), None)
        if before and not glyph.character.isspace():
            size = max(before.size, glyph.size, 1.0)
            if glyph.left - before.right > _GUTTER * size or before.left - glyph.right > size or abs(glyph.bottom - before.bottom) > 1.5 * size:
                _end(run, page, height, out)
                run = []
        if run or not glyph.character.isspace():
            run.append(glyph)
    _end(run, page, height, out)
    return out


def _end(run: list[Glyph], page: int, height: float, out: list[Line]) -> None:
    text = "".join(each.character if each.character.isprintable() or each.character == _HYPHEN else " " for each in run).rstrip()
    inked = [each for each in run if not each.character.isspace()]
    if not text or not inked:
        return
    words = tuple((found.start(), found.end(), _box(run[found.start() : found.end()])) for found in _WORD.finditer(text))
    sizes = Counter(round(each.size, 1) for each in inked)
    bold, white = (sum(each) * 2 > len(inked) for each in ([g.is_bold for g in inked], [g.is_white for g in inked]))
    out.append(Line(text, page, _box(inked), max(sizes, key=lambda size: (sizes[size], size)), bold, white, False, height, words))


def _box(glyphs: Sequence[Glyph]) -> tuple[float, float, float, float]:
    return (
        round(min(each.left for each in glyphs), 1), round(min(each.top for each in glyphs), 1), round(max(each.right for each in glyphs), 1),
        round(max(each.bottom for each in glyphs), 1),
    )  # fmt: skip


def setting(pages: Sequence[Sequence[Line]], data: bytes, path: str, count: int) -> Document:
    """The lines of all pages as a Document: paragraphs put together, running heads told once."""
    pages, notes = _without_running(pages)
    body = _body_size(line for page in pages for line in page)
    groups = _continued([group for page in pages for group in _groups(page)])
    source: list[str] = []
    at = 0
    builder = MapBuilder()
    blocks: list[Block] = []
    locators: list[Locator] = []
    marks: dict[int, str] = {}
    for group in groups:
        if blocks:
            builder.add("\n\n", at, at + 2)
            source.append("\n\n")
            at += 2
        start = len(builder)
        for number, line in enumerate(group):
            text = line.text.replace(_HYPHEN, "-")
            is_split = line.text.endswith(_HYPHEN) or (text.endswith("-") and len(text) > 1 and text[-2].isalpha())
            follows = group[number + 1].text[:1].islower() if number + 1 < len(group) else False
            for begin, end, box in line.words:
                locators.append(Locator(at + begin, at + end, {"page": line.page, "box": list(box), "size": line.size}))
            source.append(text)
            if is_split and follows:
                builder.add(text[:-1], at, at + len(text) - 1)
            else:
                builder.add(text, at, at + len(text))
            at += len(text)
            if number + 1 < len(group):
                source.append("\n")
                if not (is_split and follows):
                    builder.add(" ", at, at + 1)
                at += 1
        marks.update(_marked(group, body, len(blocks)))
        blocks.append(_block(group, body, start, len(builder)))
    content, back = builder.build()
    if count > len(pages):
        notes.append(f"{count - len(pages)} of {count} pages could not be opened")
    return Document(
        path=path, sha256=sha256(data).hexdigest(), media_type="application/pdf", encoding="binary", source="".join(source), content=content,
        blocks=arrange(content, blocks, marks, ()), to_source=back, notes=tuple(notes), locators=tuple(locators),
    )  # fmt: skip


def _marked(group: Sequence[Line], body: float, index: int) -> dict[int, str]:
    is_bold = all(line.is_bold for line in group) and len(group) < 3 and not group[0].size < body
    return {index: "bold"} if is_bold else {}


def _block(group: Sequence[Line], body: float, start: int, end: int) -> Block:
    first = group[0]
    size = max(line.size for line in group)
    place = Place.SMALL_PRINT if size < _SMALL * body else Place.BODY
    if BULLET.match(first.text):
        return Block(start + _bullet(first.text), end, BlockKind.BULLET, 0, place, first.is_hidden)
    if size > _HEADING * body and end - start < _LONGEST_HEADING:
        return Block(start, end, BlockKind.HEADING, 1 if size > 1.6 * body else 2, place, first.is_hidden)
    return Block(start, end, BlockKind.PARAGRAPH, 0, place, first.is_hidden)


def _bullet(text: str) -> int:
    found = BULLET.match(text)
    return min(found.end(), len(text) - 1) if found else 0


def _body_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines to paragraphs: a line joins the one right above it, of like size, in its own column."""
    out: list[list[Line]] = []
    for line in lines:
        for group in reversed(out[-12:]):
            if _is_next(group, line):
                group.append(line)
                break
        else:
            out.append([line])
    return out


def _is_next(group: Sequence[Line], line: Line) -> bool:
    last = group[-1]
    size = max(last.size, line.size)
    gap = line.box[1] - last.box[3]
    shared = min(last.box[2], line.box[2]) - max(last.box[0], line.box[0])
    narrower = min(last.box[2] - last.box[0], line.box[2] - line.box[0])
    if last.is_hidden != line.is_hidden or abs(last.size - line.size) > _SAME_SIZE * size or BULLET.match(line.text):
        return False
    if not -0.5 * size < gap < _LINE_GAP * size or shared < 0.5 * narrower or line.box[1] <= last.box[1]:
        return False
    if last.is_bold != line.is_bold and all(each.is_bold == last.is_bold for each in group):
        return not _ENDS.search(last.text) and line.text[:1].islower()
    if len(group) > 1 and gap > group[1].box[1] - group[0].box[3] + 0.35 * size:
        return False
    width = max(each.box[2] for each in group) - min(each.box[0] for each in group)
    ends_early = last.box[2] < min(each.box[0] for each in group) + 0.8 * max(width, line.box[2] - line.box[0])
    return not (ends_early and _ENDS.search(last.text) and not line.text[:1].islower())


def _continued(groups: Sequence[list[Line]]) -> list[list[Line]]:
    """Paragraphs that go on in the next column or on the next page, put together."""
    out: list[list[Line]] = []
    for group in groups:
        last = out[-1][-1] if out else None
        first = group[0]
        if (
            last and not _ENDS.search(last.text) and first.text[:1].islower() and not last.is_hidden
            and not first.is_hidden and abs(last.size - first.size) <= _SAME_SIZE * first.size and (first.page > last.page or first.box[1] < last.box[1])
        ):  # fmt: skip
            out[-1].extend(group)
        else:
            out.append(group)
    return out


def _without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Pages without heads and feet that come again on most of them; the first of each is kept, as its page's last paragraph."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(line) for line in page if _is_edge(line)})
    running = {key for key, times in counts.items() if times >= 3 and times * 2 >= len(pages)}
    seen: set[str] = set()
    out: list[list[Line]] = []
    for page in pages:
        kept = []
        for line in page:
            if _is_edge(line) and _key(line) in running:
                if _key(line) in seen:
                    continue
                seen.add(_key(line))
            kept.append(line)
        out.append(kept)
    return out, [f"{len(running)} lines that come again on most pages were screened once"] if running else []


def _is_edge(line: Line) -> bool:
    return line.box[3] < _EDGE * line.height or line.box[1] > (1 - _EDGE) * line.height


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
