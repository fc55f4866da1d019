"""What blocks turn out to be once the whole document is known: their place, and what is no block at all."""

from __future__ import annotations

import re
from typing import Iterable, Mapping, Sequence

from compliance.documents import plain
from compliance.model.document import Block, BlockKind, Place

_PROSE_WORDS = 30
_LABEL_WORDS = 8
_SMALL_WORDS = 3
_LATE = 0.6
_LOWEST_LEVEL = 9
_BOLD_LEVEL = 6
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s*$")
_GLYPH = re.compile(r"\s*(?:[•▪▫◦‣●○■□►▶➢➤✓✔☑✅★☆]|(?P<doubtful>[*–-](?=\s)))\s*(?=[^\W_])")
_WORD = re.compile(r"\w")
_INK = re.compile(r"\S")


def arrange(content: str, blocks: Sequence[Block], marks: Mapping[int, str], small: Sequence[tuple[int, int]]) -> tuple[Block, ...]:
    """The blocks of a marked-up document, final.

    `marks` name what the reader knew of a block (see `flow.Shape`), `small` holds content spans set in
    smaller type inside their block.
    """
    out: list[Block] = []
    links: set[int] = set()
    for index, block in enumerate(blocks):
        mark = marks.get(index, "")
        block = _bare(content, block)
        if block.start == block.end:
            continue
        if mark == "study":
            links.add(block.start)
        if mark == "link" and _is_label(content, block):
            continue
        if mark == "notice" and block.start < _LATE * len(content):
            block = block._replace(place=Place.BODY)
        if mark == "bold" and block.kind is BlockKind.PARAGRAPH and plain.is_heading(content[block.start : block.end], True):
            block = block._replace(kind=BlockKind.HEADING, level=_BOLD_LEVEL)
        if block.kind is BlockKind.CELL and _is_prose(content, block):
            block = block._replace(kind=BlockKind.PARAGRAPH, level=0)
        if mark == "lines":
            out += (part._replace(place=block.place, hidden=block.hidden) for part in _inside(content, block))
        else:
            out += _lines(content, block)
    found = placed(content, _without_small(content, out, small) if small else out)
    return without_repeats(content, _without_listed(found, links) if links else found)


def placed(content: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with the places that headings and wording give: references, questions and answers, the last lines.

    A part ends with the next heading of the same or a higher level, questions and answers not with a question.
    """
    out: list[Block] = []
    where, level = Place.BODY, 0
    is_end = False
    for index, block in enumerate(blocks):
        if block.place in (Place.ATTRIBUTE, Place.FOOTER, Place.HEADER) or block.hidden:
            out.append(block)
            continue
        is_heading = block.kind is BlockKind.HEADING
        is_question = where is Place.FAQ and content[block.end - 1] == "?"
        if is_heading and where is not Place.BODY and block.level <= level and not is_question:
            where = Place.BODY
        if is_heading or (block.kind is BlockKind.PARAGRAPH and block.end - block.start < plain.SHORT_LINE):
            named = plain.named_place(content[block.start : block.end])
            if named:
                where, level = named, block.level if is_heading else _LOWEST_LEVEL
        if where is not Place.REFERENCES and plain.is_last(index, len(blocks)) and plain.is_footer(content[block.start : block.end]):
            is_end = True
        own = Place.FOOTER if is_end else where
        out.append(block if block.place is not Place.BODY or own is Place.BODY else block._replace(place=own))
    return tuple(out)


def without_repeats(content: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks without the attribute texts that only repeat a visible block or an earlier attribute."""
    if not any(block.place is Place.ATTRIBUTE for block in blocks):
        return tuple(blocks)
    seen = {_key(content, block) for block in blocks if block.place is not Place.ATTRIBUTE and not block.hidden}
    out: list[Block] = []
    for block in blocks:
        if block.place is Place.ATTRIBUTE and block.kind is not BlockKind.HEADING:
            key = _key(content, block)
            if key in seen:
                continue
            seen.add(key)
        out.append(block)
    return tuple(out)


def _without_listed(blocks: Iterable[Block], links: set[int]) -> tuple[Block, ...]:
    """Blocks without the link targets in a reference list, whose entries are citations themselves."""
    out: list[Block] = []
    place = Place.BODY
    for block in blocks:
        if block.place is not Place.ATTRIBUTE:
            place = block.place
        elif block.start in links and place is Place.REFERENCES:
            continue
        out.append(block)
    return tuple(out)


def _key(content: str, block: Block) -> str:
    return " ".join(content[block.start : block.end].split()).lower()


def _is_label(content: str, block: Block) -> bool:
    """Is the block the wording of a menu's link, and no sentence?"""
    text = content[block.start : block.end]
    return len(text.split()) <= _LABEL_WORDS and not _SENTENCE_END.search(text)


def _is_prose(content: str, block: Block) -> bool:
    return block.end - block.start > 4 * _PROSE_WORDS and len(content[block.start : block.end].split()) > _PROSE_WORDS


def _inside(content: str, block: Block) -> Iterable[Block]:
    for part in plain.blocks(content[block.start : block.end]):
        yield part._replace(start=part.start + block.start, end=part.end + block.start)


def _lines(content: str, block: Block) -> list[Block]:
    """The block, cut where lines in it are bullets made by hand ("• one<br>• two")."""
    if "\n" not in content[block.start : block.end] or block.kind in (BlockKind.HEADING, BlockKind.CAPTION):
        return [block]
    lines = content[block.start : block.end].split("\n")
    glyphs = [_GLYPH.match(line) for line in lines]
    if sum(found is not None for found in glyphs) < 1 + any(found is not None and found["doubtful"] for found in glyphs):
        return [block]
    out: list[Block] = []
    at = block.start
    for line, glyph in zip(lines, glyphs, strict=True):
        stop = at + len(line)
        if glyph:
            out.append(block._replace(start=at + glyph.end(), end=stop, kind=BlockKind.BULLET))
        elif out and out[-1].kind is block.kind:
            out[-1] = out[-1]._replace(end=stop)
        else:
            out.append(block._replace(start=at, end=stop))
        at = stop + 1
    return [part for each in out for part in _trimmed(content, each)]


def _without_small(content: str, blocks: Iterable[Block], small: Sequence[tuple[int, int]]) -> list[Block]:
    """Blocks with small print at their beginning or end, or on lines of its own, cut off as blocks of their own."""
    out: list[Block] = []
    at = 0
    for block in blocks:
        while at < len(small) and small[at][1] <= block.start:
            at += 1
        rest = block
        while at < len(small) and small[at][1] <= block.end:
            start, end = max(small[at][0], rest.start), small[at][1]
            start = end - len(content[start:end].lstrip())
            at += 1
            is_first = not _INK.search(content, rest.start, start)
            is_last = not _WORD.search(content, end, block.end)
            begins = is_first or content[start - 1].isspace() or not content[start].isalnum()
            ends = is_last or is_first or content[end] == "\n"
            if block.place is not Place.BODY or block.hidden or not (begins and ends) or len(content[start:end].split()) < _SMALL_WORDS:
                continue
            stop = block.end if is_last else end
            out += _trimmed(content, rest._replace(end=start))
            out.append(block._replace(start=start, end=stop, place=Place.SMALL_PRINT))
            rest = rest._replace(start=stop)
        out += _trimmed(content, rest)
    return out


def _trimmed(content: str, block: Block) -> list[Block]:
    bare = _bare(content, block)
    return [bare] if bare.end > bare.start else []


def _bare(content: str, block: Block) -> Block:
    """The block without the blanks around it."""
    start, end = block.start, block.end
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    return block if (start, end) == (block.start, block.end) else block._replace(start=start, end=end)
