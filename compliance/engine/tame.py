"""Which /raw/ parts are no wilder than the rest of the phrase language: the same to the standard library, and never long.

Read off their syntax. What is not known here counts as wild, and runs under a clock.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any

MOST = 2_000
"""how many ways of repeating its parts a pattern may have to try at one place"""
WILD = MOST + 1
_UNBOUNDED = 1_000
"""how often something without bound can stand in a short text"""
_FUZZY = re.compile(r"\{(?!\d*,?\d*\})")
_PLAIN = frozenset("LITERAL NOT_LITERAL ANY IN AT".split())
_REPEATS = frozenset("MAX_REPEAT MIN_REPEAT".split())


@lru_cache(maxsize=1024)
def ways(source: str) -> int:
    """How many ways of repeating its parts an expression may have to try at one place; `WILD` where that is not told."""
    from re import _parser  # type: ignore[attr-defined]  # has no types

    if _FUZZY.search(source):  # to the standard library no syntax, but text
        return WILD
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of sets within sets, which the standard library does not know yet
            tree = _parser.parse(source)
    except (re.error, Warning, RecursionError, OverflowError):
        return WILD
    return WILD if tree.state.flags & ~re.UNICODE.value else min(_ways(tree), WILD)


def _ways(tree: Any) -> int:
    found = 1
    for operation, argument in tree:
        name = str(operation)
        if name in _REPEATS:
            least, most, body = argument
            count = min(int(most), _UNBOUNDED) - least + 1
            found *= (_ways(body) if most == 1 else 1 if _is_one(body) else WILD) * max(count, 1)
        elif name == "POSSESSIVE_REPEAT":
            found *= 1 if _is_one(argument[2]) else WILD
        elif name == "SUBPATTERN":
            found *= WILD if argument[1] or argument[2] else _ways(argument[3])
        elif name == "BRANCH":
            found *= sum(map(_ways, argument[1]))
        elif name not in _PLAIN:
            return WILD
        if found > MOST:
            return WILD
    return found


def _is_one(body: Any) -> bool:
    """Is it one character, so that repeating it can be done in one way only?"""
    return len(body) == 1 and str(body[0][0]) in _PLAIN - {"AT"}
