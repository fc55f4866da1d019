"""What holds inside an element: how its text is seen, and what block it makes."""

from __future__ import annotations

from typing import NamedTuple

from compliance.documents import html_elements as elements
from compliance.documents.flow import Shape
from compliance.documents.html_style import PLAIN, Colour, Look, Sheet, is_same, look
from compliance.documents.html_tokens import Attribute, attributes
from compliance.model.document import BlockKind, Place

_NORMAL_SIZE = 16.0
_SMALL_FACTOR = 0.85
_SMALL_PIXELS = 10.0
_NO_SIZE = 1.5
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_HEADING_SIZES = {1: 2.0, 2: 1.5, 3: 1.17, 4: 1.0, 5: 0.83, 6: 0.67}
_DEEPEST = 20
_REMEMBERED = 4096
_LONGEST_KEY = 240


class State(NamedTuple):
    """What an element passes on to the text and elements in it."""

    shape: Shape = Shape()
    is_block: bool = True
    place: Place = Place.BODY
    """the place by structure alone, small type left aside"""
    is_hidden: bool = False
    is_gone: bool = False
    is_visible: bool = True
    size: float = _NORMAL_SIZE
    body_size: float = _NORMAL_SIZE
    colour: Colour | str | None = None
    background: Colour | str | None = None
    keeps_lines: bool = False
    is_skipped: bool = False
    is_menu: bool = False
    is_icon: bool = False
    is_raised: bool = False
    is_bold: bool = False
    mode: str = "flow"
    """what becomes of text: flow, skip, hide, keep (its lines), icon, raised, small or bold"""
    depth: int = 0
    """how many lists deep"""
    in_article: bool = False


class Traits(NamedTuple):
    """What an element's own attributes say."""

    look: Look = PLAIN
    is_unseen: bool = False
    named: tuple[Place, str] | None = None
    role: str = ""
    level: int = 0
    is_icon: bool = False
    is_open: bool = False
    size: float = 0.0
    """of a font element: px if positive"""


NO_TRAITS = Traits()


class States:
    """Works out states and remembers them: pages repeat the same few elements."""

    __slots__ = ("_children", "_sheet", "_traits", "has_outside_styles")

    def __init__(self, sheet: Sheet, has_outside_styles: bool) -> None:
        self._sheet = sheet
        self._children: dict[tuple[State, str, Traits], State] = {}
        self._traits: dict[tuple[str, str], tuple[Traits, dict[str, Attribute]]] = {}
        self.has_outside_styles = has_outside_styles

    def first(self) -> State:
        """The state of a page before its first tag: black on white, where no unread sheet may say otherwise."""
        if self.has_outside_styles:
            return State(colour="unknown", background="unknown")
        return State(colour=(0, 0, 0), background=(255, 255, 255))

    def traits(self, tag: str, written: str) -> tuple[Traits, dict[str, Attribute]]:
        """What a start tag's attributes say, and the attributes."""
        key = (tag, written)
        known = self._traits.get(key)
        if known is None:
            found = attributes(written)
            known = self._read(tag, found), found
            if len(written) <= _LONGEST_KEY:
                if len(self._traits) >= _REMEMBERED:
                    self._traits.clear()
                self._traits[key] = known
        return known

    def child(self, parent: State, tag: str, traits: Traits) -> State:
        """The state inside an element."""
        key = (parent, tag, traits)
        known = self._children.get(key)
        if known is None:
            if len(self._children) >= _REMEMBERED:
                self._children.clear()
            known = self._children[key] = _derive(parent, tag, traits)
        return known

    def _read(self, tag: str, found: dict[str, Attribute]) -> Traits:
        def value(name: str) -> str:
            return found[name].value if name in found else ""

        classes, identity = value("class"), value("id")
        declared = self._sheet.declared(tag, classes.split(), identity, value("style"))
        style = look(declared) if declared else PLAIN
        if tag == "font" and "color" in found and style.colour is None:
            style = style._replace(colour=look({"color": value("color").strip().lower()}).colour)
        if "bgcolor" in found and style.background is None:
            style = style._replace(background=look({"background": value("bgcolor").strip().lower()}).background)
        role = value("role").strip().lower()
        named = elements.named_place(tag, f"{classes} {identity}", role) if classes or identity or role else None
        if named is None and value("itemtype").rstrip("/").endswith(("/FAQPage", "/Question")) and tag not in ("html", "body", "main"):
            named = (Place.FAQ, "")
        level = value("aria-level").strip()
        return Traits(
            look=style,
            is_unseen="hidden" in found or (bool(classes) and elements.is_unseen(classes)) or (tag == "dialog" and "open" not in found),
            named=named,
            role=role if role in ("navigation", "heading", "listitem", "list", "presentation") else "",
            level=int(level) if role == "heading" and level in ("1", "2", "3", "4", "5", "6") else 2,
            is_icon=value("aria-hidden").lower() == "true" and elements.is_icon(found),
            is_open="open" in found or "shadowrootmode" in found,
            size=_FONT_SIZES.get(value("size").strip(), 10.0 if value("size").startswith("-") else 0.0) if tag == "font" else 0.0,
        )


def shown_size(state: State) -> float:
    """The type size in px at which text in an element is shown: headings are larger by themselves."""
    if state.shape.kind is BlockKind.HEADING and state.size <= state.body_size and state.shape.level:
        return state.body_size * _HEADING_SIZES.get(state.shape.level, 1.0)
    return state.size


def _derive(parent: State, tag: str, traits: Traits) -> State:
    style = traits.look
    is_block = _is_block(parent, tag, traits)
    size = _font_size(parent, tag, traits)
    body_size = size if tag in ("html", "body") else parent.body_size
    is_gone = parent.is_gone or style.gone or traits.is_unseen or style.display == "none" or (tag in elements.FALLBACK and not traits.is_open)
    is_visible = parent.is_visible if style.is_visible is None else style.is_visible
    colour = style.colour or ("unknown" if tag == "a" else parent.colour)
    background = parent.background if style.background in (None, "clear") else style.background
    is_hidden = is_gone or not is_visible or size <= _NO_SIZE or colour == "clear" or is_same(colour, background)
    is_tiny = size < _SMALL_FACTOR * body_size or size <= _SMALL_PIXELS
    place, mark = _place(parent, tag, traits)
    is_menu = (parent.is_menu or tag == "nav" or traits.role == "navigation") and tag not in ("main", "article")
    is_skipped = tag != "text" and (parent.is_skipped or (tag in elements.SKIPPED and not (tag == "template" and traits.is_open)))
    keeps_lines = style.keeps_lines if style.keeps_lines is not None else parent.keeps_lines or tag in elements.PREFORMATTED
    is_icon = parent.is_icon or traits.is_icon
    is_raised = not is_block and (tag == "sup" or parent.is_raised)
    shape = parent.shape
    if is_block:
        shape = _shape(parent, tag, traits, Place.SMALL_PRINT if is_tiny and place in (Place.BODY, Place.HEADER, Place.FAQ) else place)
        if is_menu and tag in ("a", "button"):
            mark = "link"
        elif tag in elements.PREFORMATTED:
            mark = "lines"
        elif place is parent.place:
            mark = mark or parent.shape.mark
        shape = shape._replace(mark=mark)
    is_small = not is_block and is_tiny and shape.place is not Place.SMALL_PRINT
    is_bold = tag in ("b", "strong") or (parent.is_bold and not is_block)
    modes = ((is_skipped, "skip"), (is_hidden, "hide"), (is_icon, "icon"), (keeps_lines, "keep"), (is_raised, "raised"), (is_small, "small"), (is_bold, "bold"))
    return State(
        shape=shape, is_block=is_block, place=place, is_hidden=is_hidden, is_gone=is_gone, is_visible=is_visible, size=size, body_size=body_size,
        colour=colour, background=background, keeps_lines=keeps_lines, is_skipped=is_skipped, is_menu=is_menu, is_icon=is_icon, is_raised=is_raised,
        is_bold=is_bold,
        mode=next((name for holds, name in modes if holds), "flow"), depth=min(_DEEPEST, parent.depth + (tag in ("ul", "ol", "menu", "dir"))),
        in_article=parent.in_article or tag in ("article", "main", "section"),
    )  # fmt: skip


def _is_block(parent: State, tag: str, traits: Traits) -> bool:
    if traits.look.display == "block" or traits.role in ("heading", "listitem"):
        return True
    if parent.is_menu and tag == "a":
        return True
    return (tag in elements.BLOCKS or tag == "text") and traits.look.display != "inline"


def _font_size(parent: State, tag: str, traits: Traits) -> float:
    written = traits.look.size
    if written is not None:
        return written[0] * {"em": parent.size, "rem": _NORMAL_SIZE}.get(written[1], 1.0)
    if traits.size:
        return traits.size
    if tag == "small":
        return parent.size * 0.83
    if tag in elements.HEADINGS and tag not in ("dt", "summary"):
        return max(parent.size, parent.body_size)
    return parent.size


def _place(parent: State, tag: str, traits: Traits) -> tuple[Place, str]:
    """The place by structure, and the mark that goes with a doubtful one; a footer holds for all in it."""
    if parent.place in (Place.FOOTER, Place.ATTRIBUTE):
        return parent.place, parent.shape.mark if parent.shape.mark == "notice" else ""
    if traits.named is not None:
        return traits.named
    if tag == "footer" and parent.shape.kind is not BlockKind.QUOTE:
        return Place.FOOTER, ""
    if tag == "header" and not parent.in_article:
        return Place.HEADER, ""
    if tag == "details":
        return Place.FAQ, ""
    if tag == "title":
        return Place.ATTRIBUTE, ""
    return parent.place, ""


def _shape(parent: State, tag: str, traits: Traits, place: Place) -> Shape:
    outer = parent.shape
    if traits.role == "heading":
        return Shape(BlockKind.HEADING, traits.level, place)
    if tag == "title":
        return Shape(BlockKind.HEADING, 1, Place.ATTRIBUTE)
    if tag in elements.KINDS:
        kind = elements.KINDS[tag]
        level = elements.HEADINGS.get(tag, 0)
        if kind is BlockKind.BULLET:
            level = max(0, parent.depth - 1)
        elif tag == "th":
            level = 1
        return Shape(kind, level, place)
    if traits.role == "listitem":
        return Shape(BlockKind.BULLET, 0, place)
    if tag in elements.CONTAINERS and (outer.kind is not BlockKind.QUOTE or tag in elements.ROW_PARTS):
        return Shape(BlockKind.PARAGRAPH, 0, place)
    return outer._replace(place=place)
