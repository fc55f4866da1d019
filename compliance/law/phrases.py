"""Phrases of the law's data files, found in folded text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Callable, Iterable, Iterator, NamedTuple

from compliance.model.span import OffsetMap

Fold = Callable[[str], tuple[str, OffsetMap]]
"""a text to its folded form and the map back"""

_GAP = r"(?:[^\w\s]*\s+[^\s.!?]+){0,4}?[^\w\s]*\s+"


class Seen(NamedTuple):
    """A phrase in a text: offsets in the folded text, and the phrase as the data has it."""

    start: int
    end: int
    phrase: str


class Phrases:
    """Some phrases, compiled once: any one of them is looked for.

    Blanks match any run of blanks, words may carry a plural or possessive ending, … stands for up
    to four words of the sentence and a star for any ending. Scripts without blanks between words,
    and stems in other alphabets than the Latin, are matched as they stand.
    """

    __slots__ = ("_by_group", "_regex")

    def __init__(self, phrases: Iterable[str], fold: Fold) -> None:
        self._by_group = tuple(phrases)
        parts = [f"(?P<p{number}>{_pattern(each, fold)})" for number, each in enumerate(self._by_group)]
        self._regex = re.compile("|".join(parts)) if parts else None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Seen]:
        """Every place of a phrase in folded text, in order, none overlapping another."""
        if self._regex is not None:
            for found in self._regex.finditer(text, start, len(text) if end is None else end):
                assert found.lastgroup is not None
                yield Seen(found.start(), found.end(), self._by_group[int(found.lastgroup[1:])])

    def first(self, text: str, start: int = 0, end: int | None = None) -> Seen | None:
        """The first place of a phrase, or None."""
        return next(self.find(text, start, end), None)


@lru_cache(maxsize=2048)
def phrases(terms: tuple[str, ...], fold: Fold) -> Phrases:
    """The compiled form of some phrases, made once."""
    return Phrases(terms, fold)


def _pattern(term: str, fold: Fold) -> str:
    pieces = " … ".join(fold(part.strip())[0] for part in term.split("…")).split()
    out = ""
    gap = False
    for piece in pieces:
        if piece == "…":
            gap = True
            continue
        if out:
            out += _GAP if gap else r"[\s]+"
        out += re.escape(piece.rstrip("*")) + (r"\w*" if piece.endswith("*") else "")
        gap = False
    first, last = pieces[0][0], pieces[-1][-1]
    before = r"(?<!\w)" if (first.isalnum() and ord(first) < 0x0E00) else ""
    after = r"(?:'?s)?(?!\w)" if last.isalnum() and last.isascii() else ""
    return before + out + after
