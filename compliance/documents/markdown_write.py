"""Writes the blocks of a Markdown text: their inline markup taken out, HTML in them followed as far as it hides or places text."""

from __future__ import annotations

import re
from typing import Sequence

from compliance.documents.flow import Aside, Flow, Shape
from compliance.documents.html import STUDY_LINK
from compliance.documents.html_elements import BLOCKS, SKIPPED, VOID
from compliance.documents.html_state import State, States
from compliance.documents.html_style import Sheet
from compliance.documents.markdown_inline import SPECIAL, Definitions, Edit, Inline, Lines, Span, folded
from compliance.model.document import BlockKind, Place

NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\n]{1,300})\]:[ \t]*", re.MULTILINE)
"""the beginning of a footnote"""
_BOLD = re.compile(r"[ \t]*(\*\*|__)(?![\s*_])([^*_\n]+)(?<!\s)\1[ \t]*")
_TAGS_ONLY = re.compile(r"(?:\s|<[^<>]*+>)*+")
_ENDED_BY_BLANK = frozenset("p li td th tr dt dd h1 h2 h3 h4 h5 h6 summary caption figcaption".split())
_DEEPEST = 60
_NO_SHAPE = Shape()


class Writer:
    """Sets down blocks one after the other; HTML elements may stay open from one to the next."""

    def __init__(self, source: str, definitions: Definitions) -> None:
        self.source = source
        self.flow = Flow(source)
        self.definitions = definitions
        self.states = States(Sheet(()), True)
        self.state = self.states.first()
        self.open: list[tuple[str, State]] = []  # HTML elements, each with the state around it
        self.shape = Shape()
        self.pictures = 0

    def write(self, shape: Shape, spans: Sequence[Span], at: int) -> None:
        """Set down a block of some lines; it ends at `at`."""
        lines = Lines(self.source, spans)
        place = shape.place if shape.place is not Place.BODY else self.state.shape.place
        is_bold = shape.kind is BlockKind.PARAGRAPH and lines.text.lstrip()[:1] in ("*", "_") and _BOLD.fullmatch(lines.text)
        self.shape = Shape(shape.kind, shape.level, place, "bold" if is_bold else "")
        self.flow.open(lines.source(0), self.shape)
        if SPECIAL.search(lines.text):
            self._set_down(lines)
            self._end_elements(lines.text)
        else:
            self._show(lines, 0, len(lines.text))
        self.flow.open(at, _NO_SHAPE)

    def _set_down(self, lines: Lines) -> None:
        shown = 0
        note = NOTE.match(lines.text) if self.shape.place is Place.SMALL_PRINT else None
        if note:
            number = self.definitions.notes.get(folded(note[1]), note[1])
            self.flow.piece(f"[{number}] ", lines.source(0), lines.source_end(note.end()))
            shown = note.end()
        for edit in Inline(lines.text, self.definitions).edits():
            if edit.start < shown:
                continue
            self._show(lines, shown, edit.start)
            self._edit(lines, edit)
            shown = edit.end
        self._show(lines, shown, len(lines.text))

    def _show(self, lines: Lines, start: int, end: int) -> None:
        if start >= end:
            return
        begin, finish = lines.source(start), lines.source_end(end)
        if self.state.mode == "hide":
            self.flow.hide(begin, finish)
        elif self.state.mode == "small":
            self.flow.small_text(begin, finish)
        elif self.state.mode != "skip":
            self.flow.text(begin, finish)

    def _edit(self, lines: Lines, edit: Edit) -> None:
        flow = self.flow
        begin, finish = lines.source(edit.start), lines.source_end(edit.end)
        is_shown = self.state.mode not in ("hide", "skip")
        if edit.action == "blank" and is_shown:
            flow.blank(begin, finish)
        elif edit.action == "break" and is_shown:
            flow.line_break(begin, finish)
        elif edit.action == "literal" and is_shown:
            flow.verbatim(begin, finish, False)
        elif edit.action == "note" and is_shown:
            flow.piece(edit.text, begin, finish)
        elif edit.action in ("picture", "target"):
            span = lines.source(edit.inner[0]), lines.source_end(edit.inner[1])
            self.pictures += edit.action == "picture"
            if edit.action == "picture" or STUDY_LINK.search(self.source[slice(*span)]):
                kind = self.shape.kind if self.shape.kind in (BlockKind.BULLET, BlockKind.CELL) else BlockKind.CAPTION
                mark = "" if edit.action == "picture" else "study"
                flow.aside(Aside(Shape(kind, 0, Place.ATTRIBUTE, mark), not is_shown, (span,)))
        elif edit.action == "open":
            self._open_tag(edit.text, lines, edit.inner, begin, finish)
        elif edit.action == "close":
            self._close_tag(edit.text, begin)

    def _open_tag(self, name: str, lines: Lines, written: Span, start: int, end: int) -> None:
        traits, found = self.states.traits(name, lines.text[slice(*written)])
        if name == "br":
            self.flow.line_break(start, end)
        if name in VOID:
            self.pictures += name == "img"
            if "alt" in found and any(character.isalpha() for character in found["alt"].value):
                span = lines.source(written[0] + found["alt"].start), lines.source_end(written[0] + found["alt"].end)
                self.flow.aside(Aside(Shape(BlockKind.CAPTION, 0, Place.ATTRIBUTE), self.state.mode == "hide", (span,)))
            return
        if len(self.open) >= _DEEPEST:
            return
        child = self.states.child(self.state, name, traits)
        self.open.append((name, self.state))
        self.state = child
        if child.is_block and name not in SKIPPED:
            kind = child.shape.kind if child.shape.kind is not BlockKind.PARAGRAPH else self.shape.kind
            self.flow.open(start, child.shape._replace(kind=kind, mark=""))

    def _close_tag(self, name: str, at: int) -> None:
        if any(name == each for each, _ in self.open):
            while self._close_last(at) != name:
                pass

    def _close_last(self, at: int) -> str:
        name, around = self.open.pop()
        if self.state.is_block:
            self.flow.open(at, self.shape._replace(place=around.shape.place if self.shape.place is self.state.shape.place else self.shape.place))
        self.state = around
        return name

    def _end_elements(self, text: str) -> None:
        """End the elements that do not outlast a block: paragraphs, cells, and what opened in the midst of text."""
        has_text = bool(self.open) and not _TAGS_ONLY.fullmatch(text)
        while self.open and (self.open[-1][0] in _ENDED_BY_BLANK or (has_text and self.open[-1][0] not in BLOCKS)):
            _, self.state = self.open.pop()
