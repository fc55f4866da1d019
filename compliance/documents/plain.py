"""Plain text: paragraphs, headings, bullets and table cells as the layout of the lines shows them."""

from __future__ import annotations

import re
from typing import NamedTuple, Sequence

from compliance.documents.words import words
from compliance.model.document import Block, BlockKind, Place

BULLET = re.compile(
    r"\s*(?:[•·▪▫◦‣⁃●○■□►▶➢➤✓✔☑✅★☆–—*\-+]\ufe0f?|o(?=\t|\s\s)|\(?\d{1,2}[.)]|(?!\([cC]\))\(?[a-zA-Z]\)|[a-zA-Z]\.)\s+(?=\S)"
    r"|\s*[•▪●■►➢➤✓✔✅]\ufe0f?(?=[^\s\ufe0f])"
    r"|\s*[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?[ \t]+(?=\S)"
)
_DOUBTFUL = re.compile(r"\s*(?:(?P<dash>[–—])|(?P<letter>[A-Z])\.|(?P<picture>[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]))")
"""a list only where a neighbouring line begins alike: else a signature, an initial, an ornament"""
_SURE_PICTURES = frozenset("►▶➢➤✓✔☑✅★☆●○■□")
_LINE = re.compile(r"[^\n\r]+")
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]]*(?:\[\d{1,3}\]|[¹²³⁰-⁹]+)*\s*$")
_UNDERLINE = re.compile(r"\s*([=\-_*~#·•–—])\1{2,}\s*")
_COLUMNS = re.compile(r"(?<![\s.!?:;])(?:\t+| {3,})(?=\S)|\s*\|\s*")
_RULED = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?(?:[$€£¥]|(?:USD|EUR|GBP|AUD)\b)")
_MAX_HEADING_WORDS = 14
_LONGEST_TITLE = 90
_NEXT_LINE = 20  # characters, all blank, that may stand between the ends of two lines of one table
SHORT_LINE = 40
"""shorter paragraphs may name a part as a heading does"""


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    bullet: int
    """where the text behind a bullet begins, or 0"""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, offsets in code points of it."""
    lines = _lines(text)
    wrapped = _is_hard_wrapped(lines)
    out: list[Block] = []
    at = 0
    while at < len(lines):
        first = lines[at]
        if _UNDERLINE.fullmatch(first.text):
            _underline(text, out, first)
            at += 1
            continue
        rows = _rows(lines, at)
        if rows:
            out += (cell for row in lines[at : at + rows] for cell in _cells(row))
            at += rows
            continue
        upto = at + 1
        while upto < len(lines) and _continues(text, lines[upto - 1], lines[upto], wrapped, bool(first.bullet)):
            upto += 1
        stop = lines[upto - 1].end
        if first.bullet:
            out.append(Block(first.start + first.bullet, stop, BlockKind.BULLET))
        elif upto == at + 1 and is_heading(first.text, _blank_before(text, first.start) or _blank_after(text, stop)):
            out.append(Block(first.start, stop, BlockKind.HEADING, 1 if not out else 2))
        else:
            out.append(Block(first.start, stop, BlockKind.PARAGRAPH))
        at = upto
    return place(text, out)


def place(text: str, found: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with their position class worked out from headings and wording.

    References end with the next heading; questions and answers with the first heading after the
    last question.
    """
    out: list[Block] = []
    where = Place.BODY
    last_question = max((index for index, block in enumerate(found) if _is_question(text, block)), default=-1)
    for index, block in enumerate(found):
        line = text[block.start : block.end]
        is_heading_here = block.kind is BlockKind.HEADING
        if is_heading_here or (block.kind is BlockKind.PARAGRAPH and len(line) < SHORT_LINE):
            named = named_place(line)
            if named:
                where = named
            elif is_heading_here and (where is Place.REFERENCES or (where is Place.FAQ and index > last_question)):
                where = Place.BODY
        own = where
        if where is not Place.REFERENCES and is_last(index, len(found)) and is_footer(line):
            own = where = Place.FOOTER
        out.append(block if block.place is not Place.BODY else block._replace(place=own))
    return tuple(out)


def named_place(line: str) -> Place | None:
    """The place that a heading's wording gives to what follows it."""
    known = words()
    return Place.REFERENCES if known.references.match(line) else Place.FAQ if known.questions.match(line) else None


def is_last(index: int, count: int) -> bool:
    """Is a block among the last few of its document, where a footer may stand?"""
    return index >= count - max(4, count // 12)


def is_footer(line: str) -> bool:
    """Is a block worded like a footer?"""
    return bool(words().footer.search(line))


def is_heading(line: str, alone: bool) -> bool:
    """Does a line read like a heading? `alone` says that it stands beside a blank line."""
    said = line.split()
    if words().label.match(line) and line.rstrip().endswith("?") and len(said) <= 3 * _MAX_HEADING_WORDS:
        return True
    if not said or len(said) > _MAX_HEADING_WORDS or not re.search(r"\w", line):
        return False
    stripped = re.sub(r"(?:\[\d{1,3}\]|[¹²³⁰-⁹]+)+$", "", line.strip())
    if stripped.endswith("?"):
        return True
    if re.search(r"[.!;,…][\"'”’)]*$", stripped) or stripped[:1].islower() or re.search(r"[.!?]\s+[A-Z]", stripped):
        return False
    if stripped.endswith(":"):
        return len(said) <= 8
    if stripped[:1] in "\"“'‘[–—" or "@" in stripped or _PRICE.search(stripped) or re.match(r"#\w", stripped):
        return False
    capitals = sum(word[:1].isupper() for word in said)
    return alone or len(said) <= 5 or capitals * 2 >= len(said)


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank, without the blanks at their beginning where no bullet stands."""
    spans = [(found.start(), found.end()) for found in _LINE.finditer(text) if not found[0].isspace()]
    texts = [text[start:end] for start, end in spans]
    out: list[_Line] = []
    for index, ((start, _), line) in enumerate(zip(spans, texts, strict=True)):
        bullet = BULLET.match(line)
        doubt = _DOUBTFUL.match(line) if bullet else None
        is_sure = doubt is None or doubt["picture"] in _SURE_PICTURES
        if not is_sure and not any(_are_alike(doubt, near) for near in (texts[max(0, index - 1) : index], texts[index + 1 : index + 2])):
            bullet = None
        indent = 0 if bullet else len(line) - len(line.lstrip())
        stop = start + len(line.rstrip())
        out.append(_Line(start + indent, stop, text[start + indent : stop], bullet.end() if bullet else 0))
    return out


def _are_alike(doubt: re.Match[str] | None, near: Sequence[str]) -> bool:
    """Does a neighbouring line begin with a bullet of the same sort: two dashes, two ornaments, two letters in a row?"""
    other = _DOUBTFUL.match(near[0]) if near else None
    if not doubt or not other or other.lastgroup != doubt.lastgroup:
        return False
    return doubt.lastgroup != "letter" or abs(ord(doubt["letter"]) - ord(other["letter"])) == 1


def _underline(text: str, out: list[Block], line: _Line) -> None:
    """A line of dashes ends a block; right under a single line of text it makes that a heading."""
    if not out or out[-1].kind is not BlockKind.PARAGRAPH or line.text[0] not in "=-~":
        return
    above = text[out[-1].start : line.start]
    if len(above) <= _LONGEST_TITLE and len(above.splitlines()) == 1:
        out[-1] = out[-1]._replace(kind=BlockKind.HEADING, level=2 if len(out) > 1 else 1)


def _rows(lines: Sequence[_Line], at: int) -> int:
    """How many lines from `at` on are rows of a table: two or more with columns set off by tabs, wide gaps or bars."""
    upto = at
    while upto < len(lines) and (upto == at or lines[upto].start - lines[upto - 1].end <= _NEXT_LINE):
        line = lines[upto]
        if line.bullet or not (len(_cells(line)) > 1 or (upto > at and _RULED.fullmatch(line.text))):
            break
        upto += 1
    return upto - at if upto - at > 1 else 0


def _cells(line: _Line) -> list[Block]:
    out: list[Block] = []
    at = 0
    for start, end in [*(found.span() for found in _COLUMNS.finditer(line.text)), (len(line.text), len(line.text))]:
        if re.search(r"\w", line.text[at:start]):
            out.append(Block(line.start + at, line.start + start, BlockKind.CELL))
        at = end
    return out


def _is_hard_wrapped(lines: Sequence[_Line]) -> bool:
    lengths = [line.end - line.start for line in lines]
    long = sum(length >= 50 for length in lengths)
    return long >= 3 and sum(length > 110 for length in lengths) * 20 <= len(lengths) and long * 2 >= len(lengths)


def _continues(text: str, one: _Line, two: _Line, wrapped: bool, in_bullet: bool) -> bool:
    between = text[one.end : two.start]
    if two.bullet or between.replace("\r\n", "\n").replace("\r", "\n").count("\n") != 1 or _UNDERLINE.fullmatch(two.text):
        return False
    first, second = one.text, two.text
    if in_bullet and between[-1:] in " \t" and not _TERMINAL.search(first):
        return True
    if _TERMINAL.search(first):
        return wrapped and len(first) >= 55 and not in_bullet and first.rstrip()[-1] not in ":;" and second[:1].isalpha()
    if len(first) < 30:
        return False
    return second[:1].islower() or first.rstrip().endswith(",") or (wrapped and len(first) >= 55)


def _is_question(text: str, block: Block) -> bool:
    line = text[max(block.start, block.end - 4) : block.end]
    return block.kind is BlockKind.HEADING and "?" in line


def _blank_before(text: str, start: int) -> bool:
    return not text[max(0, start - 400) : start].strip() if start < 400 else bool(re.search(r"\n[ \t]*\r?\n[ \t]*$", text[start - 60 : start]))


def _blank_after(text: str, end: int) -> bool:
    return not text[end : end + 60].strip() or bool(re.match(r"[ \t]*\r?\n[ \t]*\r?\n", text[end : end + 60]))
