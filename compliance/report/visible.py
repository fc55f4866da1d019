"""Text of an advert made harmless and honest to look at: what is invisible or a control is spelled out.

An advert is hostile input: escape sequences must not reach a terminal, bidirectional controls must
not turn a line around, and letters hidden between letters are evidence a reviewer should see.
"""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("\t\n\r")
_JOINERS = frozenset("\u200c\u200d")


def visible(text: str) -> str:
    """The text with controls as pictures (␛), invisible characters and lone surrogates as escapes (\\u200b).

    Tabs and line ends stay; joiners stay where a script needs them (after other than ASCII).
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(shown(character, text[index - 1] if index else "") for index, character in enumerate(text))


def shown(character: str, before: str = "") -> str:
    """One character as `visible` shows it, after the character `before`."""
    if character.isprintable() or character in _KEPT:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if character in _JOINERS and before and not before.isascii():
        return character
    kind = unicodedata.category(character)
    if kind in ("Zs", "Co", "Cn") and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF:
        return character
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    """The text made visible, in lines of at most `width` columns that begin with `first` and go on with `then`.

    Every run of blanks and line ends counts as one blank; a word longer than a line is broken.
    """
    lines: list[str] = []
    line, used = first, columns(first)
    empty = True
    for word in visible(" ".join(text.split())).split(" "):
        if not empty and used + 1 + columns(word) > width:
            lines.append(line)
            line, used, empty = then, columns(then), True
        if not empty:
            line, used = line + " ", used + 1
        for character in word:
            size = columns(character)
            if used + size > width and not empty:
                lines.append(line)
                line, used = then, columns(then)
            line, used, empty = line + character, used + size, False
    return [*lines, line] if not empty else lines
