"""Blocks to units: lossless sentence splitting that knows abbreviations.

Between them the units of a document hold every character of its blocks but surrounding blanks.
"""

from __future__ import annotations

import re
from typing import Iterator

from compliance.model.document import Block, BlockKind, Document, Unit

_STOP = re.compile(
    r"""(?:
        (?P<end>[.!?…。]+)["'”’»)\]]*(?=\s+["'“‘«(\[¿¡•]*[^\s\d\Wa-z]|\s+["'“‘(]*\d|\s+["“‘]|\s*$|\s*\n)
      | (?P<bang>[!?…])["'”’)\]]*(?=\s)
      | (?<=[^\W\d_A-Z])(?P<tight>[.?!])(?=[A-Z][a-z])
      | (?<=[^\s.!?,;:])(?P<line>\n)(?=[ \t]*[A-Z•✓✔–-])
      | (?<=[a-z]{4})(?P<low>\.)(?=\s+(?:it|we|this|they|our|the|you|he|she|in|but|if|these|no|all)\s)
    )""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])(?:dr|mr|mrs|(?-i:[Mm]s)|prof|st|vs|e\.g|i\.e|etc|approx|fig|figs|no|nos|vol|pp|p|(?-i:ca|cf)|al|dept|inc|ltd|co|corp|"
    r"jr|sr|est|tel|ext|min|max|ph\.d|m\.d|b\.sc|u\.s|u\.k|a\.m|p\.m|[A-Za-z])$",
    re.IGNORECASE,
)
_HARD_ABBREVIATION = re.compile(r"(?:^|[\s(\[“\"'])(?:dr|mr|mrs|(?-i:[Mm]s)|prof|st|vs|e\.g|i\.e|approx|fig|figs|(?-i:cf))$", re.IGNORECASE)


def segment(document: Document) -> tuple[Unit, ...]:
    """The units of a document in order, each with its section's heading and its list's lead-in."""
    units: list[Unit] = []
    headings: list[tuple[int, int]] = []  # (level, unit index)
    lead = -1
    previous: Block | None = None
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            while headings and headings[-1][0] >= block.level:
                headings.pop()
        section = headings[-1][1] if headings else -1
        if block.kind is BlockKind.BULLET:
            if previous is None or previous.kind is not BlockKind.BULLET:
                lead = len(units) - 1 if units else -1
        elif block.kind is not BlockKind.CELL:
            lead = -1
        first = len(units)
        for start, end in sentences(document.content, block.start, block.end):
            kind = "sentence" if block.kind is BlockKind.PARAGRAPH else str(block.kind)
            units.append(Unit(start, end, kind, index, section, lead, block.place, block.hidden))
        if block.kind is BlockKind.HEADING and len(units) > first:
            headings.append((block.level, first))
        previous = block
    return tuple(units)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, without the blanks around them."""
    at = start
    for found in _STOP.finditer(text, start, end):
        if _is_abbreviation(text, at, found) or (found["line"] and not _is_short_line(text, at, found.start())):
            continue
        span = _trim(text, at, found.end())
        if span:
            yield span
        at = found.end()
    span = _trim(text, at, end)
    if span:
        yield span


def _is_abbreviation(text: str, at: int, found: re.Match[str]) -> bool:
    if found["end"] != "." and found["tight"] != ".":
        return False
    if text[at : found.start()].strip().isdigit() and found.start() - at < _LONGEST_ITEM_NUMBER:
        return True  # "3. Side effects are minimal": the number of an item that runs on in its paragraph
    before = text[max(at, found.start() - 12) : found.start()]
    if not _ABBREVIATION.search(before):
        return False
    if _HARD_ABBREVIATION.search(before):
        return True
    if re.search(r"(?:^|\s)(?:[a-zB-HJ-Z]|no|p|co|al|etc|inc|ltd|min|max)$", before) and re.match(r"\s+[A-Z]", text[found.end() : found.end() + 3]):
        # "et al. 2018" goes on; "at 20 min. We" and "etc. The" end; single capitals are initials.
        return bool(re.search(r"(?:^|[\s.])[A-Z]$", before))
    return True


def _is_short_line(text: str, at: int, end: int) -> bool:
    """Does a line end well before the margin, so that its end is meant (an address, a <br>)?"""
    return end - max(at, text.rfind("\n", at, end) + 1) < _SHORT_LINE


_SHORT_LINE = 45
_LONGEST_ITEM_NUMBER = 4  # characters, a blank before it among them


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
