"""HTML: what a reader sees of a page, in reading order, with the way back to the source.

Visible text becomes blocks; what is hidden is kept and marked so; the words of pictures, tooltips, search results
(title, description) and structured reviews become blocks of their own, of the place ATTRIBUTE. A cell's level
is 1 in a header cell, a bullet's is how deep its list lies in others.
"""

from __future__ import annotations

import re
from collections import defaultdict

from compliance.documents import html_elements as elements
from compliance.documents.element_path import Element, Trail
from compliance.documents.entities import BLANKS, pieces
from compliance.documents.flow import Aside, Flow, Shape
from compliance.documents.html_jsonld import statements
from compliance.documents.html_state import NO_TRAITS, State, States
from compliance.documents.html_style import Sheet, styles
from compliance.documents.html_tokens import CLOSE, OPEN, RAW, TEXT, Attribute, Tokens
from compliance.documents.layout import arrange
from compliance.model.document import Block, BlockKind, Locator, Place
from compliance.model.span import OffsetMap

_OUTSIDE_STYLE = re.compile(r"<link\b[^>]{0,400}\bstylesheet\b|@import\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
STUDY_LINK = re.compile(r"\b10\.\d{4,9}/|\bNCT\d{8}\b|/(?:pubmed|pmc|PMC)|//pubmed\.", re.IGNORECASE)
"""a link to a study or registry: the nearest thing to a citation that a page without references has"""


Read = tuple[str, OffsetMap, tuple[Block, ...], tuple[str, ...], tuple[Locator, ...]]


def read(text: str) -> Read:
    """The content of a page, its map, its blocks, notes on what was not read, and the element of each stretch."""
    return _Page(text).read()


class _Page:
    """One page on its way: the open elements, the state in the innermost, and the text so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.flow = Flow(source)
        sheet = Sheet(styles(source))
        self.styled = sheet.tags
        self.states = States(sheet, bool(_OUTSIDE_STYLE.search(source)))
        self.state = self.states.first()
        self.trail = Trail(not self.states.has_outside_styles)
        self.element = Element(None, "", 1, "")
        self.names: list[str] = []
        self.parents: list[State] = []
        self.depths: defaultdict[str, list[int]] = defaultdict(list)  # where each element is open: no stack is ever searched
        self.walls: list[int] = [-1]
        self.list_walls: list[int] = [-1]
        self.blocks: list[int] = [-1]
        self.seam = 0  # 1: an element ended since the last text, 2: then another began
        self.is_bracketed = False  # inside "[1, 2]" set as raised text
        self.is_data = False  # inside a script of structured data
        self.unread = {"external style sheet": int(self.states.has_outside_styles), "frame": 0, "picture": 0}

    def read(self) -> Read:
        tokens = Tokens(self.source)
        flow = self.flow
        for kind, start, end, name, written, written_at in tokens:
            if kind == TEXT:
                mode = self.state.mode
                if mode != "skip":
                    self.trail.text(start, self.element, self.state)
                if mode == "flow":
                    if self.seam == 2:
                        self._seam(start)
                    flow.text(start, end)
                elif mode != "skip":
                    self._special_text(mode, start, end)
                self.seam = 0
            elif kind == OPEN:
                if name in elements.ENDS_OTHERS:
                    self._end_implied(name, start)
                self._start(name, written, written_at, start, end)
            elif kind == CLOSE:
                self._end(name, start, end)
            elif kind == RAW:
                if self.is_data:
                    self.trail.text(start, self.element, self.state)
                    for told, made in statements(self.source, start, end):
                        flow.aside(Aside(Shape(told, 0, Place.ATTRIBUTE), False, (), made))
            elif self.state.mode != "skip":
                self.trail.text(start, self.element, self.state)
                flow.verbatim(start, end, False)
        self._note_unended(tokens.notes)
        content, back = flow.build()
        found = arrange(content, flow.blocks, flow.marks, flow.small)
        said = tuple(tokens.notes) + self._unread_note() + (() if found else ("the page holds no text that a reader would see",))
        return content, back, found, said, self.trail.locators(len(self.source))

    def _note_unended(self, notes: list[str]) -> None:
        """Say so where an element whose inside is never shown (a template, a menu of choices) goes on to the end of the page."""
        if self.state.is_skipped:
            number = next(number for number, state in enumerate([*self.parents[1:], self.state]) if state.is_skipped)
            notes.append(f"a {self.names[number]} element is never closed; browsers show nothing after it, and nothing after it was read")

    def _unread_note(self) -> tuple[str, ...]:
        counts = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in self.unread.items() if count]
        return (f"not read: {', '.join(counts)}",) if counts else ()

    # -- tags

    def _start(self, name: str, written: str, written_at: int, start: int, end: int) -> None:
        if self.seam == 1:
            self.seam = 0 if name in ("sup", "sub") else 2
        traits, found = self.states.traits(name, written) if written or name in self.styled else (NO_TRAITS, {})
        element = self.element.child(name, found["id"].value if "id" in found else "")
        if name in elements.VOID:
            outer, self.element = self.element, element
            self._void(name, found, written_at, start, end)
            self.element = outer
            return
        child = self.states.child(self.state, name, traits)
        if child.is_skipped:
            if written.endswith("/") and self.depths["svg"]:
                return
            if name == "script":
                self.is_data = "type" in found and found["type"].value.strip().lower() == "application/ld+json" and not self.state.is_skipped
            elif name == "iframe":
                self.unread["frame"] += 1
        if child.is_block:
            self.flow.open(start, child.shape)
        depth = len(self.names)
        self.names.append(name)
        self.element = element
        self.parents.append(self.state)
        self.depths[name].append(depth)
        if name in elements.BLOCKS:
            self.blocks.append(depth)
        if name in elements.LIST_BARRIERS:
            self.list_walls.append(depth)
            if name in elements.BARRIERS:
                self.walls.append(depth)
        self.state = child
        if found and not child.is_skipped:
            self._words(name, found, written_at)
            if name == "a" and "href" in found and STUDY_LINK.search(found["href"].value):
                self._aside(found["href"], written_at, "href", "study")
        if name == "q" and child.mode == "flow":
            self.flow.piece("“", start, end)

    def _end(self, name: str, start: int, end: int) -> None:
        if name == "br":
            self.flow.line_break(start, end)
            return
        depths = self.depths[name]
        if not depths:
            if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
                self._close_any(("h1", "h2", "h3", "h4", "h5", "h6"), self.walls[-1], start)
            return
        if name in ("html", "body"):
            return
        if name in elements.TABLE_PARTS:
            limit = (self.depths["table"] or [-1])[-1] - (name == "table")
        elif name in elements.BARRIERS or name in elements.SKIPPED:
            limit = -1
        elif name == "li":
            limit = self.list_walls[-1]
        elif name in elements.BLOCKS or name in elements.REACHES_THROUGH:
            limit = self.walls[-1]
        else:
            limit = self.blocks[-1]
        if depths[-1] > limit:
            if name == "q" and self.state.mode == "flow":
                self.flow.piece("”", start, end)
            self._pop(depths[-1], start)
            self.seam = max(self.seam, 1)

    def _end_implied(self, name: str, at: int) -> None:
        """End what the start of an element ends without saying so."""
        depths = self.depths
        if depths["p"] and name in elements.CLOSES_PARAGRAPH:
            self._close_any(("p",), self.walls[-1], at)
        if name == "li":
            self._close_any(("li",), self.list_walls[-1], at)
        elif name in ("dt", "dd"):
            self._close_any(("dt", "dd"), self.list_walls[-1], at)
        elif name in elements.HEADINGS:
            self._close_any(("h1", "h2", "h3", "h4", "h5", "h6"), max(self.walls[-1], self.blocks[-1] - 1), at)
        elif name in elements.ROW_PARTS:
            ended = ("td", "th") if name in ("td", "th") else ("td", "th", "tr") if name == "tr" else ("td", "th", "tr", "tbody", "thead", "tfoot", "caption")
            self._close_any(ended, (depths["table"] or [-1])[-1], at)

    def _close_any(self, names: tuple[str, ...], limit: int, at: int) -> None:
        """End the outermost of some elements that is open beyond a depth."""
        open_ = [depth for name in names if self.depths[name] and (depth := self.depths[name][-1]) > limit]
        if open_:
            self._pop(min(open_), at)

    def _pop(self, depth: int, at: int) -> None:
        """End the elements from a depth on."""
        is_block = False
        while len(self.names) > depth:
            name = self.names.pop()
            self.element = self.element.parent or self.element
            is_block = is_block or self.state.is_block
            self.state = self.parents.pop()
            self.depths[name].pop()
            if name in elements.BLOCKS:
                self.blocks.pop()
            if name in elements.LIST_BARRIERS:
                self.list_walls.pop()
                if name in elements.BARRIERS:
                    self.walls.pop()
        if is_block:
            self.flow.open(at, self.state.shape)

    def _void(self, name: str, found: dict[str, Attribute], written_at: int, start: int, end: int) -> None:
        """An element without inside: a line break, a picture, a field, what the head says."""
        state, flow = self.state, self.flow
        if state.is_skipped:
            return
        if name == "br":
            flow.line_break(start, end)
        elif name == "hr":
            flow.open(start, state.shape)
        elif name == "meta":
            self._meta(found, written_at)
        elif name == "input":
            if "value" in found and found.get("type", _NONE).value.lower() in ("submit", "button", "reset") and state.mode == "flow":
                flow.open(start, state.shape)
                flow.text(written_at + found["value"].start, written_at + found["value"].end)
                self.trail.attribute(written_at + found["value"].start, written_at + found["value"].end, self.element, "value", state)
                flow.open(end, state.shape)
            self._words(name, found, written_at)
        elif name != "link":
            self.unread["picture"] += name == "img"
            self.unread["frame"] += name in ("embed", "frame")
            self._words(name, found, written_at)

    # -- text

    def _special_text(self, mode: str, start: int, end: int) -> None:
        flow = self.flow
        if mode == "hide":
            if not self.source[start:end].isspace():
                flow.hide(start, end)
        elif mode == "keep":
            flow.verbatim(start, end)
        elif mode == "bold":
            if self.seam == 2:
                self._seam(start)
            flow.bold_text(start, end)
        elif mode == "small":
            flow.small_text(start, end)
        elif mode == "raised":
            self._raised_text(start, end)
        elif len(self.source[start:end].split()) > 1:  # an icon's name is one word; more is text
            flow.text(start, end)

    def _raised_text(self, start: int, end: int) -> None:
        """A raised number after a word is a reference mark, "[3]"; after a number or unit it is an exponent."""
        flow = self.flow
        bare = self.source[start:end].strip(BLANKS)
        last = flow.last_character()
        if "[" in bare or "]" in bare:
            self.is_bracketed = bare.rfind("[") > bare.rfind("]")
        if self.is_bracketed or not _NUMBERS.fullmatch(bare) or not last or last in "[(–-":
            flow.text(start, end)
            return
        first = self.source.index(bare, start)
        if last.isdigit() or _UNIT.search(flow.recent[-4:]):
            flow.piece(bare.translate(_SUPERSCRIPT), first, first + len(bare))
        else:
            flow.piece("[", first, first)
            flow.piece(bare, first, first + len(bare))
            flow.piece("]", first + len(bare), first + len(bare))

    def _seam(self, start: int) -> None:
        """A blank between two elements set side by side without one, where it shows ("95%" "Success")."""
        last, first = self.flow.last_character(), self.source[start : start + 1]
        if last and (
            (first.isupper() and (last.islower() or last.isdigit() or last in "%+!?.:)"))
            or (first.isalpha() and (last.isdigit() or last in "%+"))
            or (first.isdigit() and last.isalpha())
        ):
            self.flow.blank(start, start)

    # -- attributes

    def _words(self, name: str, found: dict[str, Attribute], written_at: int) -> None:
        """The words of a picture, tooltip or label, behind the block they stand in."""
        if self.state.is_skipped or (name == "img" and self.depths["noscript"]):
            return
        for key in elements.WORDED:
            if key in found:
                self._aside(found[key], written_at, key)

    def _meta(self, found: dict[str, Attribute], written_at: int) -> None:
        if "content" not in found:
            return
        name = next((found[key].value.strip().lower() for key in ("name", "property", "itemprop") if key in found), "")
        content = found["content"]
        start, end = written_at + content.start, written_at + content.end
        self.trail.attribute(start, end, self.element, "content", self.state)
        if name == "ratingvalue":
            made = (("Rating: ", start, start), *pieces(self.source, start, end))
            self.flow.aside(Aside(Shape(BlockKind.CAPTION, 0, Place.ATTRIBUTE), False, (), made))
        elif name in elements.META_NAMES:
            self.flow.aside(Aside(Shape(BlockKind.PARAGRAPH, 0, Place.ATTRIBUTE), False, ((start, end),)))

    def _aside(self, attribute: Attribute, written_at: int, name: str, mark: str = "") -> None:
        if any(character.isalpha() for character in attribute.value):
            kind = self.state.shape.kind if self.state.shape.kind in (BlockKind.BULLET, BlockKind.CELL) else BlockKind.CAPTION
            span = (written_at + attribute.start, written_at + attribute.end)
            self.trail.attribute(*span, self.element, name, self.state)
            self.flow.aside(Aside(Shape(kind, 0, Place.ATTRIBUTE, mark), self.state.is_hidden, (span,)))


_NONE = Attribute("", 0, 0)
_UNIT = re.compile(r"(?:^|[\s\d/])[a-zA-Zµ]{1,2}$")
