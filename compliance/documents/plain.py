"""Plain text: paragraphs, headings and bullets as the layout of the lines shows them."""

from __future__ import annotations

import re
from typing import Sequence

from compliance.model.document import Block, BlockKind, Place

BULLET = re.compile(r"\s*(?:[•·▪▫◦‣●○■□►▶➢➤✓✔☑✅★☆–—*\-+]|\(?\d{1,2}[.)]|(?!\([cC]\))\(?[a-zA-Z][.)])\s+(?=\S)|\s*[•▪●■►➢➤✓✔✅](?=\S)")
_LINE = re.compile(r"[^\n\r]+")
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")
_REFERENCES = re.compile(r"^\W*(?:references?|bibliography|works cited|literature|citations?|sources)\W*$", re.IGNORECASE)
_FOOTER = re.compile(r"©|\(c\)\s*\d{4}|all rights reserved|privacy policy|terms (?:of use|and conditions)|^\W*disclaimer", re.IGNORECASE)
_FAQ = re.compile(r"^\W*(?:faqs?|frequent(?:ly asked)? questions|questions (?:and|&) answers)\W*", re.IGNORECASE)
_MAX_HEADING_WORDS = 14
SHORT_LINE = 40
"""shorter paragraphs may name a part as a heading does"""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, offsets in code points of it."""
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text) if not text[found.start() : found.end()].isspace()]
    wrapped = _is_hard_wrapped(text, lines)
    out: list[Block] = []
    at = 0
    while at < len(lines):
        start, end = lines[at]
        first_line = text[start:end]
        bullet = BULLET.match(first_line)
        upto = at + 1
        while upto < len(lines) and _continues(text, lines[upto - 1], lines[upto], wrapped, bool(bullet)):
            upto += 1
        stop = lines[upto - 1][1]
        alone = _blank_before(text, start) or _blank_after(text, stop)
        if bullet:
            out.append(Block(start + bullet.end(), stop, BlockKind.BULLET))
        elif upto == at + 1 and is_heading(first_line, alone):
            out.append(Block(start, stop, BlockKind.HEADING, 1 if not out else 2))
        else:
            out.append(Block(start, stop, BlockKind.PARAGRAPH))
        at = upto
    return place(text, out)


def place(text: str, found: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with their position class worked out from headings and wording."""
    out: list[Block] = []
    where = Place.BODY
    for index, block in enumerate(found):
        line = text[block.start : block.end]
        if block.kind is BlockKind.HEADING or len(line) < SHORT_LINE:
            named = named_place(line)
            if named:
                where = named
            elif block.kind is BlockKind.HEADING and where is Place.REFERENCES:
                where = Place.BODY
        own = where
        if where is not Place.REFERENCES and is_last(index, len(found)) and is_footer(line):
            own = where = Place.FOOTER
        out.append(block if block.place is not Place.BODY else block._replace(place=own))
    return tuple(out)


def named_place(line: str) -> Place | None:
    """The place that a heading's wording gives to what follows it."""
    return Place.REFERENCES if _REFERENCES.match(line) else Place.FAQ if _FAQ.match(line) else None


def is_last(index: int, count: int) -> bool:
    """Is a block among the last few of its document, where a footer may stand?"""
    return index >= count - max(4, count // 12)


def is_footer(line: str) -> bool:
    """Is a block worded like a footer?"""
    return bool(_FOOTER.search(line))


def _is_hard_wrapped(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    lengths = [end - start for start, end in lines]
    long = [length for length in lengths if length >= 50]
    return len(long) >= 3 and max(lengths) <= 110 and len(long) * 2 >= len(lengths)


def _continues(text: str, one: tuple[int, int], two: tuple[int, int], wrapped: bool, in_bullet: bool) -> bool:
    between = text[one[1] : two[0]]
    if between.replace("\r\n", "\n").replace("\r", "\n").count("\n") != 1:
        return False
    first, second = text[one[0] : one[1]], text[two[0] : two[1]]
    if BULLET.match(second):
        return False
    if in_bullet and second[:1].isspace() and not _TERMINAL.search(first):
        return True
    if _TERMINAL.search(first):
        return wrapped and len(first) >= 55 and not in_bullet and first.rstrip()[-1] not in ":;" and second[:1].isalpha()
    if len(first) < 30:
        return False
    starts_low = second.lstrip()[:1].islower()
    return starts_low or first.rstrip().endswith(",") or (wrapped and len(first) >= 55)


def is_heading(line: str, alone: bool) -> bool:
    """Does a line read like a heading? `alone` says that it stands between blank lines."""
    words = line.split()
    if not words or len(words) > _MAX_HEADING_WORDS or not re.search(r"\w", line):
        return False
    stripped = line.strip()
    if stripped.endswith("?"):
        return True
    if re.search(r"[.!;,…][\"'”’)]*$", stripped) or stripped[:1].islower() or re.search(r"[.!?]\s+[A-Z]", stripped):
        return False
    if stripped.endswith(":"):
        return len(words) <= 8
    if stripped[:1] in "\"“'‘[" or "@" in stripped:
        return False
    capitals = sum(word[:1].isupper() for word in words)
    return alone or len(words) <= 5 or capitals * 2 >= len(words)


def _blank_before(text: str, start: int) -> bool:
    return start == 0 or bool(re.search(r"\n[ \t]*\r?\n[ \t]*$|^\s*$", text[max(0, start - 6) : start]))


def _blank_after(text: str, end: int) -> bool:
    return not text[end:].strip() or bool(re.match(r"[ \t]*\r?\n[ \t]*\r?\n", text[end : end + 8]))
