"""Markdown within a block: emphasis, code, links, pictures, escapes and tags taken out of the text, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Iterator, Mapping, NamedTuple, Sequence

SPECIAL = re.compile(r"[\\`<*_~!\[\]]|(?<![ \t])[ \t]*\n[ \t]*")
"""where markup may begin; a text without any is shown as it stands"""
_CODE = re.compile(r"`+")
_MARKUP = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*+)(?=[\s/>])((?:[^<>\"'=]++|=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')?+|[\"'])*+)>")
_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[^\s<>@]{1,64}+@[^\s<>]{1,200}+)>")
_RUN = re.compile(r"\*+|_+|~+")
_TARGET = re.compile(r"\(\s*+(<[^<>\n]*+>|(?:[^\s()<\\]++|\\.|\((?:[^\s()\\]++|\\.)*+\))*+)(?:\s++(\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?+\s*+\)", re.DOTALL)
_LABEL = re.compile(r"\[([^\[\]]{0,300}+)\]")
_LONGEST_RUN = 3
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

Span = tuple[int, int]


class Definitions(NamedTuple):
    """The link targets and the footnotes that a document defines, by folded label; footnotes with their numbers."""

    links: Mapping[str, Span]
    notes: Mapping[str, str]


class Edit(NamedTuple):
    """What becomes of a span of the block's text instead of being shown as it stands.

    `action` is drop, blank, break, literal (shown, not decoded), note (a footnote mark, `text` shown), open or close (a tag
    named `text`), picture (`inner` is its description) or target (of a link; `inner` is the address).
    """

    start: int
    end: int
    action: str
    text: str = ""
    inner: Span = (0, 0)


class Lines:
    """The text of a block whose lines stand apart in the source, and the way back to it."""

    __slots__ = ("_first", "_source", "text")

    def __init__(self, source: str, lines: Sequence[Span]) -> None:
        self.text = source[slice(*lines[0])] if len(lines) == 1 else "\n".join(source[start:end] for start, end in lines)
        self._source = [start for start, _ in lines]
        self._first: list[int] = []
        at = 0
        for start, end in lines:
            self._first.append(at)
            at += end - start + 1

    def source(self, offset: int) -> int:
        """The source offset of an offset of `text`."""
        line = max(0, bisect_right(self._first, offset) - 1) if len(self._first) > 1 else 0
        return self._source[line] + offset - self._first[line]

    def source_end(self, offset: int) -> int:
        """The source offset at which a span that ends at `offset` ends."""
        return self.source(offset - 1) + 1 if offset else self.source(0)


def folded(label: str) -> str:
    """A link label in the form that labels are compared in."""
    return " ".join(label.split()).casefold()


class _Delimiters(NamedTuple):
    start: int
    length: int
    opens: bool
    closes: bool


class Inline:
    """Finds the edits of one block's text; `edits()` gives them in order and without overlaps."""

    __slots__ = ("_brackets", "_definitions", "_edits", "_no_code", "_runs", "_text")

    def __init__(self, text: str, definitions: Definitions) -> None:
        self._text = text
        self._definitions = definitions
        self._edits: list[Edit] = []
        self._brackets: list[int] = []  # where "[" or "![" may begin a link
        self._runs: list[_Delimiters] = []
        self._no_code: set[int] = set()  # lengths of backtick runs that the rest does not hold

    def edits(self) -> Iterator[Edit]:
        """Every edit in order of its start; an edit inside another is left out."""
        at, size = 0, len(self._text)
        while at < size and (found := SPECIAL.search(self._text, at)):
            at = self._special(found.start(), found.end())
        self._emphasis()
        self._edits.sort(key=lambda each: (each.start, -each.end))
        reached = 0
        for each in self._edits:
            if each.start >= reached:
                yield each
                reached = max(reached, each.end)

    def _special(self, start: int, end: int) -> int:
        """Deal with what stands at a special character; the offset at which to go on."""
        text = self._text
        first = text[start]
        if first in " \t\n":
            is_hard = text[start:end].startswith("  ")
            self._edits.append(Edit(start, end, "break" if is_hard else "blank"))
        elif first == "\\":
            if text[start + 1 : start + 2] == "\n":
                end = start + 2
                self._edits.append(Edit(start, end, "break"))
            elif text[start + 1 : start + 2] in _ESCAPABLE:
                self._edits.append(Edit(start, start + 1, "drop"))
                self._edits.append(Edit(start + 1, start + 2, "literal"))
                end = start + 2
        elif first == "`":
            end = self._code(start)
        elif first == "<":
            end = self._tag(start)
        elif first in "*_~":
            end = self._run(start)
        elif first == "[" or (first == "!" and text[start + 1 : start + 2] == "["):
            self._brackets.append(start)
            end = start + (2 if first == "!" else 1)
        elif first == "]" and self._brackets:
            end = self._bracket(start)
        return end

    def _code(self, start: int) -> int:
        text = self._text
        run = _CODE.match(text, start)
        size = len(run[0]) if run else 1
        at = start + size
        while size not in self._no_code:
            found = _CODE.search(text, at)
            if found is None:
                self._no_code.add(size)
                break
            if len(found[0]) == size:
                self._edits.append(Edit(start, start + size, "drop"))
                for line in re.finditer(r"[^\n]+|\n", text[start + size : found.start()]):
                    kind = "blank" if line[0] == "\n" else "literal"
                    self._edits.append(Edit(start + size + line.start(), start + size + line.end(), kind))
                self._edits.append(Edit(found.start(), found.end(), "drop"))
                return found.end()
            at = found.end()
        return start + size

    def _tag(self, start: int) -> int:
        text = self._text
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4) + 3 if -1 not in self._no_code else 2
            if end > 2:
                self._edits.append(Edit(start, end, "drop"))
                return end
            self._no_code.add(-1)
            return start + 1
        found = _MARKUP.match(text, start)
        if found:
            self._edits.append(Edit(start, found.end(), "close" if found[1] else "open", found[2].lower(), found.span(3)))
            return found.end()
        found = _ADDRESS.match(text, start)
        if found:
            self._edits.append(Edit(start, start + 1, "drop"))
            self._edits.append(Edit(start + 1, found.end() - 1, "literal"))
            self._edits.append(Edit(found.end() - 1, found.end(), "drop"))
            return found.end()
        return start + 1

    def _bracket(self, at: int) -> int:
        """A "]": the end of a link's or picture's text, a footnote's mark, or nothing."""
        text = self._text
        opener = self._brackets.pop()
        is_picture = text[opener] == "!"
        inner = (opener + 1 + is_picture, at)
        if not is_picture and text[inner[0] : inner[0] + 1] == "^":
            number = self._definitions.notes.get(folded(text[inner[0] + 1 : at])) if at - inner[0] < 300 else None
            if number:
                self._edits.append(Edit(opener, at + 1, "note", f"[{number}]"))
            return at + 1
        found = _TARGET.match(text, at + 1)
        address: Span = (0, 0)
        if found:
            end, address = found.end(), found.span(1)
        else:
            reference = _LABEL.match(text, at + 1)
            label = reference[1] if reference and reference[1] else text[slice(*inner)] if at - inner[0] < 300 else ""
            if folded(label) not in self._definitions.links or not label:
                return at + 1
            end = reference.end() if reference else at + 1
        if is_picture:
            self._edits.append(Edit(opener, end, "picture", "", inner))
        else:
            self._edits.append(Edit(opener, opener + 1, "drop"))
            self._edits.append(Edit(at, end, "target", "", address))
        return end

    def _run(self, start: int) -> int:
        """A run of emphasis characters: can it open, can it close (the rules of CommonMark)?"""
        text = self._text
        found = _RUN.match(text, start)
        end = found.end() if found else start + 1
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        left = not after.isspace() and (after.isalnum() or not (before.isalnum()))
        right = not before.isspace() and (before.isalnum() or not (after.isalnum()))
        if text[start] == "_":
            left, right = left and not (right and before.isalnum()), right and not (left and after.isalnum())
        if text[start] != "~" or end - start == 2:
            self._runs.append(_Delimiters(start, end - start, left, right))
        return end

    def _emphasis(self) -> None:
        """Pair the runs that open with those that close; what stays unpaired is text ("results*")."""
        text = self._text
        open_: dict[str, list[list[int]]] = {"*": [], "_": [], "~": []}  # each [end of what is left of the run, its length]
        for run in self._runs:
            start, length = run.start, run.length
            waiting = open_[text[run.start]]
            while run.closes and length and waiting:
                end, left = waiting[-1]
                size = min(left, length, _LONGEST_RUN)
                self._edits.append(Edit(end - size, end, "drop"))
                self._edits.append(Edit(start, start + size, "drop"))
                start, length = start + size, length - size
                if left == size:
                    waiting.pop()
                else:
                    waiting[-1] = [end - size, left - size]
            if run.opens and length:
                waiting.append([start + length, length])
