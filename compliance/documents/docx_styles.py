"""What the styles of a Word file say of its paragraphs and runs: level, list, size, weight, hidden or not."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_COLOUR = re.compile("[0-9a-fA-F]{6}")
_NEAR = 24
_PAPER = "FFFFFF"
_NO_SIZE = 1.0
_DEEPEST = 20


class Style(NamedTuple):
    """What holds for a paragraph or run; size in points, level 0 for what is no heading."""

    size: float = 10.0
    is_bold: bool = False
    is_hidden: bool = False
    level: int = 0
    is_list: bool = False
    is_quote: bool = False
    is_caption: bool = False
    colour: str = "auto"
    """of the words, as six hexadecimal digits; "auto" and "unknown" are never taken for hidden"""
    ground: str = _PAPER
    """what they stand on, likewise"""


class Styles:
    """The styles of a file by id."""

    def __init__(self, root: Element) -> None:
        self._elements = {each.get("styleId", ""): each for each in root.iter("style")}
        self._known: dict[str, Style] = {}
        default = root.find("docDefaults/rPrDefault/rPr")
        self._base = self.run(default, Style()) if default is not None else Style()
        self._normal = next((key for key, each in self._elements.items() if each.get("type") == "paragraph" and each.get("default") in ("1", "true")), "")

    def paragraph(self, properties: Element | None, ground: str = "FFFFFF") -> Style:
        """The style of a paragraph by its properties, on the ground of the page or cell it stands in."""
        named = properties.find("pStyle") if properties is not None else None
        style = self._named(named.get("val", "") if named is not None else self._normal, 0)
        level = properties.find("outlineLvl") if properties is not None else None
        if level is not None and level.get("val", "9").isdigit() and int(level.get("val", "9")) < 9:
            style = style._replace(level=int(level.get("val", "9")) + 1)
        return style._replace(ground=shade(properties, style.ground if style.ground != _PAPER else ground))

    def run(self, properties: Element | None, style: Style) -> Style:
        """The style of a run in a paragraph of a style."""
        if properties is None:
            return style
        named = properties.find("rStyle")
        if named is not None and (element := self._elements.get(named.get("val", ""))) is not None:
            own = element.find("rPr")
            style = self.run(own, style) if own is not None and own.find("rStyle") is None else style
        size = properties.find("sz")
        if size is not None and re.fullmatch(r"\d{1,4}(\.\d+)?", size.get("val", "")):
            style = style._replace(size=float(size.get("val", "20")) / 2)
        if (bold := properties.find("b")) is not None:
            style = style._replace(is_bold=is_on(bold))
        if (vanish := properties.find("vanish")) is not None:
            style = style._replace(is_hidden=is_on(vanish))
        if (colour := properties.find("color")) is not None:
            style = style._replace(colour="unknown" if colour.get("themeColor") else colour.get("val", "auto"))
        style = style._replace(ground="unknown" if properties.find("highlight") is not None else shade(properties, style.ground))
        return style._replace(is_hidden=True) if style.size <= _NO_SIZE else style

    def _named(self, name: str, depth: int) -> Style:
        if name in self._known:
            return self._known[name]
        element = self._elements.get(name)
        if element is None or depth > _DEEPEST:
            return self._base
        based = element.find("basedOn")
        style = self._named(based.get("val", ""), depth + 1) if based is not None else self._base
        style = self.run(element.find("rPr"), style._replace(ground=shade(element.find("pPr"), style.ground)))
        title = element.find("name")
        said = (title.get("val", "") if title is not None else name).lower()
        heading = _HEADING.fullmatch(said)
        level = element.find("pPr/outlineLvl")
        if heading or said in ("title", "subtitle"):
            style = style._replace(level=int(heading[1]) if heading else 1 if said == "title" else 2)
        elif level is not None and level.get("val", "9") in "012345678":
            style = style._replace(level=int(level.get("val", "0")) + 1)
        style = style._replace(
            is_list=style.is_list or (said.startswith("list") and "paragraph" not in said) or element.find("pPr/numPr") is not None,
            is_quote=style.is_quote or "quote" in said, is_caption=style.is_caption or said == "caption",
        )  # fmt: skip
        self._known[name] = style
        return style


def is_on(element: Element) -> bool:
    """Is a switch like <w:b/> on?"""
    return element.get("val", "1").lower() not in _OFF


def shade(properties: Element | None, ground: str) -> str:
    """The ground that a paragraph's, run's, cell's or table's properties give, or the one it has anyway."""
    found = properties.find("shd") if properties is not None else None
    if found is None or found.get("fill", "auto").lower() in ("auto", ""):
        return ground
    return "unknown" if found.get("themeFill") else found.get("fill", "")


def is_same_colour(one: str, two: str) -> bool:
    """Are two colours, each as six hexadecimal digits, so near that words in the one cannot be read on the other?"""
    if not (_COLOUR.fullmatch(one) and _COLOUR.fullmatch(two)):
        return False
    return sum(abs(int(one[at : at + 2], 16) - int(two[at : at + 2], 16)) for at in (0, 2, 4)) <= _NEAR
