"""Expressions by the standard library, several times as fast as `regex`, for the texts in which both see the same.

Patterns of the phrase language use little of what `regex` can do: the standard library runs them as well, from a
program that is read back in microseconds. What differs are the characters that each takes for a part of a
word, a digit or a space: a text in which one of those occurs is left to `regex`, as are /raw/ parts and long texts.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections import Counter
from functools import partial
from typing import Any

from compliance.engine.tags import TAG_FIRST, TAG_LAST

_WORD = "I"
"""how the words of a program are stored, see the module `array`"""
_RANGE = f"{TAG_FIRST}-{TAG_LAST}"
_GROUP = re.compile(r"\(\?P<(\w+)>")
_AGAIN = "__"
"""between the name of a group and a number, where a name is given again: the standard library takes each name once"""
_IS_SOUND = sys.version_info >= (3, 11, 5)
"""before, a possessive repetition of what can itself backtrack was matched wrongly (python/cpython#106052)"""


class _Alike(dict[str, bool]):
    """Does a character mean the same to both, and is none of those that tags are made of? Worked out on first sight."""

    def __missing__(self, character: str) -> bool:
        import regex

        kinds = r"\w", r"\d", r"\s"
        is_alike = all(bool(re.match(kind, character)) is bool(regex.match(kind, character)) for kind in kinds)
        alike = self[character] = is_alike and not TAG_FIRST <= character <= TAG_LAST
        return alike


_ALIKE = _Alike()


def is_plain(text: str) -> bool:
    """Does every character of a text (without its tags) mean the same to the standard library and to `regex`?"""
    return _IS_SOUND and ((text.isascii() and text.isprintable()) or all(map(_ALIKE.__getitem__, set(text))))


def program(source: str, last: str = TAG_LAST) -> bytes:
    """An expression of the phrase language, compiled for the standard library; `last` is the last of the characters that are tags in fact.

    The standard library looks at each character of a range while it compiles, and there are thousands that could be tags.
    """
    from re import _compiler, _parser  # type: ignore[attr-defined]  # has no types, and no public way to what a pattern was compiled to

    seen: Counter[str] = Counter()
    tree = _parser.parse(_GROUP.sub(partial(_once, seen), source.replace(_RANGE, f"{TAG_FIRST}-{last}")), 0)
    code = array(_WORD, _compiler._code(tree, 0))
    return marshal.dumps((code.tobytes(), tree.state.flags, tree.state.groups, dict(tree.state.groupdict)))


def expression(data: bytes) -> re.Pattern[str]:
    """The expression of a program, which the standard library checks: one that is none raises RuntimeError."""
    import _sre  # type: ignore[import-not-found]  # the C part of `re`

    code, flags, groups, index = marshal.loads(data)  # noqa: S302  # plain data, from a file that only its owner could write
    names: list[str | None] = [None] * groups
    for name, number in index.items():
        names[number] = name
    found: re.Pattern[str] = _sre.compile(None, flags, array(_WORD, code).tolist(), groups - 1, index, tuple(names))
    return found


def captured(found: Any) -> dict[str, tuple[int, int]]:
    """Where the named groups of a match lie, without those that took no part; of groups of one name the one that closed last."""
    out: dict[str, tuple[int, int]] = {}
    for name in found.re.groupindex:
        start, end = found.span(name)
        name = name.partition(_AGAIN)[0]
        if start >= 0 and (name not in out or (end, -start) > (out[name][1], -out[name][0])):
            out[name] = start, end
    return out


def _once(seen: Counter[str], found: re.Match[str]) -> str:
    name = found[1]
    seen[name] += 1
    return found[0] if seen[name] == 1 else f"(?P<{name}{_AGAIN}{seen[name]}>"
