"""What structured data (JSON-LD) on a page tells readers of search results: reviews, ratings, answers.

Read token by token with positions, so that faulty JSON yields what can be read of it.
"""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

from compliance.documents.entities import Piece, pieces
from compliance.model.document import BlockKind

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)|([{}\[\],:])|([^\s{}\[\],:"]++)', re.DOTALL)
_PLAIN_OR_ESCAPE = re.compile(r"[^\\<]++|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|<[^<>]{0,400}>|[\\<]", re.DOTALL)
_ESCAPES = {"n": " ", "t": " ", "r": " ", "b": "", "f": " "}
_TEXTS = {
    "reviewBody": BlockKind.QUOTE, "description": BlockKind.PARAGRAPH, "slogan": BlockKind.PARAGRAPH, "headline": BlockKind.PARAGRAPH,
    "abstract": BlockKind.PARAGRAPH, "disambiguatingDescription": BlockKind.PARAGRAPH,
}  # fmt: skip
_RATING = ("ratingValue", "bestRating", "reviewCount", "ratingCount")

Span = tuple[int, int]


class _Object(NamedTuple):
    """An open object or list, with the strings and numbers seen in it."""

    start: int
    is_list: bool
    values: dict[str, Span]


def statements(source: str, start: int, end: int) -> Iterator[tuple[BlockKind, tuple[Piece, ...]]]:
    """The texts of `source[start:end]` that readers get to see, in order, each in pieces that lead back."""
    found: list[tuple[int, BlockKind, tuple[Piece, ...]]] = []
    open_: list[_Object] = []
    key = ""
    is_value = False
    for token in _TOKEN.finditer(source, start, end):
        mark = token[2]
        if mark is None:
            group = 1 if token[1] is not None else 3
            if is_value and open_ and not open_[-1].is_list:
                open_[-1].values.setdefault(key, token.span(group))
            elif group == 1 and not (open_ and open_[-1].is_list):
                key = token[1]
        elif mark in "{[":
            open_.append(_Object(token.start(), mark == "[", {}))
        elif mark in "}]" and open_:
            closed = open_.pop()
            if not closed.is_list:
                found += _told(source, closed)
        is_value = mark == ":"
    for rest in open_:
        found += _told(source, rest)
    found.sort(key=lambda each: each[0])
    for _, kind, made in found:
        yield kind, made


def _told(source: str, one: _Object) -> Iterator[tuple[int, BlockKind, tuple[Piece, ...]]]:
    """What one object tells."""
    values = one.values
    type_ = _written(source, values, "@type")
    for name, span in values.items():
        kind = _TEXTS.get(name)
        if kind is None and ((name == "name" and type_ in ("Question", "Review")) or (name == "text" and type_ in ("Answer", "Review"))):
            kind = BlockKind.PARAGRAPH if type_ != "Review" else BlockKind.QUOTE
        if kind is not None and span[1] > span[0]:
            yield span[0], kind, tuple(_decoded(source, *span))
    if "ratingValue" in values:
        spans = [values[name] for name in _RATING if name in values]
        best = _written(source, values, "bestRating") or "5"
        count = _written(source, values, "reviewCount") or _written(source, values, "ratingCount")
        text = f"Rating: {_written(source, values, 'ratingValue')} out of {best} stars" + (f" ({count} reviews)" if count else "")
        begin, finish = min(span[0] for span in spans), max(span[1] for span in spans)
        yield begin, BlockKind.CAPTION, ((text, begin, finish),)


def _written(source: str, values: dict[str, Span], name: str) -> str:
    return source[slice(*values[name])][:80] if name in values else ""


def _decoded(source: str, start: int, end: int) -> Iterator[Piece]:
    """A JSON string's text: escapes and references decoded, tags dropped."""
    for found in _PLAIN_OR_ESCAPE.finditer(source, start, end):
        first = found[0][0]
        if first == "<" and len(found[0]) > 1:
            yield " ", found.start(), found.end()
        elif first != "\\":
            yield from pieces(source, found.start(), found.end())
        elif found[0][1:2] == "u" and len(found[0]) > 2:
            units = bytes.fromhex(found[0].replace("\\u", ""))
            text = units.decode("utf-16-be", errors="replace")
            yield (text if text.strip() else " "), found.start(), found.end()
        else:
            yield _ESCAPES.get(found[0][1:], found[0][1:]), found.start(), found.end()
