"""How text on a slide looks, where slide, layout, master or theme say so: its size, its colour and what it stands on.

A colour that is worked out by more than a name (lighter, half clear) is "unknown" and never taken for hidden, and so
is the ground under a shape without fill where pictures or filled shapes may lie below it.
"""

from __future__ import annotations

from typing import Iterator
from xml.etree.ElementTree import Element

from compliance.documents.docx_styles import is_same_colour
from compliance.documents.package import Package

NORMAL_SIZE = 18.0
CLEAR, UNKNOWN = "clear", "unknown"
_WHITE = "FFFFFF"
_TITLES = ("title", "ctrTitle")
_BODIES = ("body", "obj", "subTitle", "tbl", "chart")


class Looks:
    """What holds on one slide; `known` keeps layouts and masters read before."""

    def __init__(self, package: Package, slide: str, root: Element, known: dict[str, Element]) -> None:
        self._root = root
        names = [slide]
        for kind in ("slideLayout", "slideMaster", "theme"):
            target = next((to for sort, to in package.relations(names[-1]).values() if sort == kind and to in package), "")
            if not target:
                break
            if target not in known:
                known[target] = package.xml(target)
            names.append(target)
        found = [known[name] for name in names[1:]]
        self._layers = found[:2]  # layout, master
        self._theme = found[2] if len(found) > 2 else None
        self._page = self._slide_ground()

    def size(self, holder: Element | None, body: Element | None, level: int) -> float:
        """The size of type in points that a shape's text has where its runs say none."""
        role = (holder.get("type") or "obj") if holder is not None else ""
        lists = [body.find("lstStyle")] if body is not None else []
        lists += [each.find("txBody/lstStyle") for layer in self._layers if holder is not None for each in _like(layer, holder)]
        if len(self._layers) > 1:
            kind = "titleStyle" if role in _TITLES else "bodyStyle" if role in _BODIES else "otherStyle"
            lists.append(self._layers[1].find(f"txStyles/{kind}"))
        for each in lists:
            said = each.find(f"lvl{level + 1}pPr/defRPr") if each is not None else None
            if said is not None and said.get("sz", "").isdigit():
                return int(said.get("sz", "0")) / 100
        return 0.0

    def ground(self, shape: Element) -> str:
        """What the text of a shape stands on."""
        if shape.tag == "graphicFrame":
            return UNKNOWN
        own = _fill(shape)
        if own is not None:
            return self.colour(own)
        style = shape.find("style/fillRef")
        return UNKNOWN if style is not None and style.get("idx") != "0" else self._page

    def colour(self, fill: Element | None) -> str:
        """The colour of a solid fill as six hexadecimal digits, CLEAR or UNKNOWN."""
        if fill is None or fill.tag != "solidFill" or not len(fill):
            return UNKNOWN
        said = fill[0]
        alpha = said.find("alpha")
        if alpha is not None and alpha.get("val") in ("0", "0%"):
            return CLEAR
        if len(said):
            return UNKNOWN
        return said.get("val", UNKNOWN) if said.tag == "srgbClr" else self._named(said) if said.tag == "schemeClr" else UNKNOWN

    def is_hidden(self, run: Element | None, ground: str) -> bool:
        """Do a run's properties give it the colour of its ground, or none?"""
        fill = run.find("solidFill") if run is not None else None
        if fill is None:
            return False
        colour = self.colour(fill)
        return colour == CLEAR or is_same_colour(colour, ground)

    def _named(self, said: Element) -> str:
        name = said.get("val", "")
        mapped = self._layers[1].find("clrMap") if len(self._layers) > 1 else None
        name = mapped.get(name, name) if mapped is not None else name
        entry = self._theme.find(f"themeElements/clrScheme/{name}") if self._theme is not None and name.isalnum() else None
        if entry is None or not len(entry):
            return UNKNOWN
        return entry[0].get("lastClr", "") or entry[0].get("val", UNKNOWN)

    def _slide_ground(self) -> str:
        for layer in (self._root, *self._layers):
            if any(_covers(shape) for shape in _shapes(layer)):
                return UNKNOWN
        for layer in (self._root, *self._layers):
            back = layer.find("cSld/bg")
            if back is not None:
                fill, named = back.find("bgPr/solidFill"), back.find("bgRef/schemeClr")
                return self.colour(fill) if fill is not None else self._named(named) if named is not None and not len(named) else UNKNOWN
        return _WHITE


def _shapes(layer: Element) -> Iterator[Element]:
    tree = layer.find("cSld/spTree")
    return (each for each in tree.iter() if each.tag in ("sp", "pic", "graphicFrame")) if tree is not None else iter(())


def _covers(shape: Element) -> bool:
    """May the shape be seen below another's text?"""
    style = shape.find("style/fillRef")
    return shape.tag != "sp" or _fill(shape) is not None or (style is not None and style.get("idx") != "0")


def _fill(shape: Element) -> Element | None:
    properties = shape.find("spPr")
    return next((each for each in properties if each.tag.endswith("Fill") and each.tag != "noFill"), None) if properties is not None else None


def _like(layer: Element, holder: Element) -> Iterator[Element]:
    """The shapes of a layout or master that a placeholder takes its looks from."""
    for shape in _shapes(layer):
        other = next(shape.iter("ph"), None)
        if other is not None and (other.get("idx", "0"), other.get("type")) == (holder.get("idx", "0"), holder.get("type")):
            yield shape
    for shape in _shapes(layer):
        other = next(shape.iter("ph"), None)
        if other is not None and other.get("type", "obj").replace("ctrTitle", "title") == holder.get("type", "obj").replace("ctrTitle", "title"):
            yield shape
