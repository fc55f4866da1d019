"""Regular expressions that can backtrack without bound, found by running them on texts made to hurt.

No static test of the `regex` module's language is complete, so this one is by trial: an expression
that needs more than `LIMIT_SECONDS` for two thousand characters is one that a page can stop.
"""

from __future__ import annotations

from typing import Iterator

import regex

from compliance.engine.pattern import Raw, Sequence, items_of

LENGTH = 2_000
LIMIT_SECONDS = 0.4
_SEEDS = ("a", "A", "1", " ", "a ", "aA", "a1", "ab ", "1 ", "1,", "a-", "a.", "a, ", "'", "\n", "Ab ", "Ab, ", "é")
_TAILS = ("", "!", " z!", "\n~")


def raw_parts(sequence: Sequence) -> Iterator[Raw]:
    """The raw parts of a parsed pattern: the only ones that can backtrack without bound."""
    return (item for item in items_of(sequence) if isinstance(item, Raw))


def syntax_fault(source: str) -> str:
    """What is wrong with a regular expression, empty if nothing."""
    try:
        regex.compile(source)
    except regex.error as error:
        return str(error)
    return ""


def runaway_text(source: str, must_fail: bool) -> str | None:
    """A short description of a text on which an expression runs away, or None where none was found.

    `must_fail` tries the worst case, in which whatever follows the expression never matches.
    """
    if syntax_fault(source):
        return None
    compiled = regex.compile(f"(?:{source})(?!)" if must_fail else source)
    words = tuple(dict.fromkeys(regex.findall(r"(?<!\\)[\p{L}\p{N}]{1,12}", source)))[:20]
    # The module skips a text that lacks a letter the expression needs: the last tail brings them all.
    tails = (*_TAILS, "\n~ " + " ".join((source, *words)))
    for seed in (*_SEEDS, *words, *(f"{word} " for word in words)):
        for tail in tails:
            text = (seed * LENGTH)[:LENGTH] + tail
            try:
                for _ in compiled.finditer(text, timeout=LIMIT_SECONDS):
                    pass
            except TimeoutError:
                return f"{seed!r} repeated"
    return None

