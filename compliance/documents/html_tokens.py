"""HTML source to tokens with exact offsets, in one pass whose time grows with the length alone.

The standard library's parser was tried and left: on Python 3.11 it raises on `<![<![` and takes two
minutes for 120 kB of `<a <a <a`, and it reads comments and scripts otherwise from one patch release
to the next. What counts as a tag, a comment or raw text here is what the HTML standard says,
but for a page that ends inside a tag: a browser drops its rest, this reads on and says so.
"""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

from compliance.model.span import LineIndex

TEXT, OPEN, CLOSE, RAW, VERBATIM = range(5)
"""Kinds of token: text with references, tags, the inside of a script or style, text without references."""


Token = tuple[int, int, int, str, str, int]
"""Kind, start, end, lower-case name (of RAW and VERBATIM: of the element around it), attributes as written, where these start."""


class Attribute(NamedTuple):
    """An attribute's value as written, and where it stands relative to the attributes' start."""

    value: str
    start: int
    end: int


_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_CUT_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)(>?)")
_COMMENT_END = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?+""")
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "iframe", "noembed", "noframes", "xmp", "title", "textarea")
}
_READ_AS_TEXT = frozenset({"title", "textarea"})


def attributes(written: str) -> dict[str, Attribute]:
    """The attributes of a tag by lower-case name; the first of a name counts."""
    out: dict[str, Attribute] = {}
    for found in _ATTRIBUTE.finditer(written):
        group = found.lastindex or 1
        span = found.span(group) if group > 1 else (found.end(), found.end())
        out.setdefault(found[1].lower(), Attribute(found[group] if group > 1 else "", *span))
    return out


class Tokens:
    """The tokens of one page; `notes` tell, once all are taken, what of it was damaged."""

    __slots__ = ("_is_cut", "_missing", "notes", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.notes: list[str] = []
        self._is_cut = False
        self._missing: set[str] = set()  # ends that the rest of the page does not hold, so that none is sought twice

    def __iter__(self) -> Iterator[Token]:
        source, size = self.source, len(self.source)
        find, match_tag = source.find, _TAG.match
        at = text = 0
        while True:
            at = find("<", at)
            if at < 0:
                break
            found = match_tag(source, at) if not self._is_cut else None
            if found is None:
                found, stop = self._unusual(at)
                if stop == at:  # a "<" that is text
                    at += 1
                    continue
            else:
                stop = found.end()
            if text < at:
                yield TEXT, text, at, "", "", 0
            if found is None:
                at = text = stop
                continue
            name = found[2].lower()
            if found[1]:
                yield CLOSE, at, stop, name, "", 0
            else:
                yield OPEN, at, stop, name, found[3], found.start(3)
                if name in _RAW_END:
                    inside = stop
                    stop = self._raw_end(name, stop)
                    if stop > inside:
                        yield TEXT if name in _READ_AS_TEXT else VERBATIM if name == "xmp" else RAW, inside, stop, name, "", 0
                elif name == "plaintext":
                    yield VERBATIM, stop, size, name, "", 0
                    return
            at = text = stop
        if text < size:
            yield TEXT, text, size, "", "", 0

    def _unusual(self, at: int) -> tuple[re.Match[str] | None, int]:
        """What begins at a "<" that begins no whole tag: (a tag or None, its end); the end is `at` for text."""
        source = self.source
        after = source[at + 1 : at + 2]
        if after in ("!", "?") or (after == "/" and not source[at + 2 : at + 3].isascii()) or (after == "/" and not source[at + 2 : at + 3].isalpha()):
            return None, self._declaration_end(at)
        if not (after == "/" or (after.isascii() and after.isalpha())):
            return None, at
        if not self._is_cut:
            self._is_cut = True
            self._note(at, "a tag is never closed; what follows it was read as far as it could be")
        found = _CUT_TAG.match(source, at)
        if found is None:
            return None, at
        if found[4]:
            return found, found.end()
        return None, found.end() if "=" in found[3] or not found[3].strip() else at

    def _declaration_end(self, at: int) -> int:
        """Where a comment, doctype or processing instruction ends; `at` where nothing ends it but the page."""
        source = self.source
        if source.startswith("<!--", at):
            if source.startswith((">", "->"), at + 4):
                return source.index(">", at) + 1
            found = None if "-->" in self._missing else _COMMENT_END.search(source, at + 4)
            if found:
                return found.end()
            if "-->" not in self._missing:
                self._note(at, "a comment is never closed; browsers show nothing after it, and nothing after it was read")
            self._missing.add("-->")
            return len(source)
        stop = -1 if ">" in self._missing else source.find(">", at)
        if stop < 0:
            self._missing.add(">")
            return at
        return stop + 1

    def _raw_end(self, name: str, start: int) -> int:
        """Where the inside of a script, style or title ends."""
        found = None if name in self._missing else _RAW_END[name].search(self.source, start)
        if found:
            return found.start()
        if name in self._missing or name in _READ_AS_TEXT:
            self._missing.add(name)
            return start
        self._missing.add(name)
        self._note(start, f"a {name} element is never closed; browsers show nothing after it, and nothing after it was read")
        return len(self.source)

    def _note(self, at: int, text: str) -> None:
        line, column = LineIndex(self.source).position(at)
        self.notes.append(f"line {line}, column {column}: {text}")
