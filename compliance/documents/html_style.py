"""The little of CSS that decides whether and how large text is seen: inline styles and simple rules.

Selectors of one compound (`p`, `.note`, `#id`, `p.note.small`) are applied. Of longer ones only this is taken:
where they set a colour or background, the colour of what they may touch is no longer known, so that
white text on an unseen dark panel is not called hidden. Rules under a condition on the screen
(`@media print`, `max-width`) and external sheets are not applied.
"""

from __future__ import annotations

import re
from typing import Iterable, Mapping, NamedTuple

Colour = tuple[int, int, int]


class Look(NamedTuple):
    """What an element's own style says; None where it says nothing."""

    display: str | None = None
    """none, block, inline or None"""
    gone: bool = False
    """nothing inside can be seen: transparent, clipped or moved off the screen"""
    is_visible: bool | None = None
    """`visibility`, which a child may set back"""
    size: tuple[float, str] | None = None
    """font size: a number of px, or a factor with the unit "em" or "rem" """
    colour: Colour | str | None = None
    """"unknown" where something sets it that was not understood; "clear" for transparent"""
    background: Colour | str | None = None
    keeps_lines: bool | None = None


PLAIN = Look()

_STYLE_BEGIN = re.compile(r"<!--|<(style|script)\b", re.IGNORECASE)
_STYLE_END = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("style", "script")}
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_DECLARATION = re.compile(r"(?<![\w-])([\w-]++)\s*+:\s*+((?:[^;\"'(]++|\"[^\"]*+\"?|'[^']*+'?|\([^)]*+\)?)++)")
_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][a-zA-Z0-9]*+)?(?P<rest>(?:[.#][\w-]++)*+)")
_CONDITION = re.compile(r"\(|\b(?:print|speech|not)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))\s*(px|pt|em|rem|%|vw|vh|ch|ex)?")
_READ = frozenset(
    "display visibility opacity font-size font color background background-color background-image text-indent position left top right "
    "clip clip-path height max-height width max-width overflow transform white-space filter".split()
)
_NAMED = {
    "white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245), "floralwhite": (255, 250, 240), "azure": (240, 255, 255), "mintcream": (245, 255, 250), "silver": (192, 192, 192),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "gainsboro": (220, 220, 220),
    "red": (255, 0, 0), "maroon": (128, 0, 0), "yellow": (255, 255, 0), "olive": (128, 128, 0), "lime": (0, 255, 0), "green": (0, 128, 0),
    "aqua": (0, 255, 255), "cyan": (0, 255, 255), "teal": (0, 128, 128), "blue": (0, 0, 255), "navy": (0, 0, 128), "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255), "purple": (128, 0, 128), "orange": (255, 165, 0), "beige": (245, 245, 220),
}  # fmt: skip
_SIZES = {
    "xx-small": (9.0, "px"), "x-small": (10.0, "px"), "small": (13.0, "px"), "medium": (16.0, "px"), "large": (18.0, "px"), "x-large": (24.0, "px"),
    "xx-large": (32.0, "px"), "smaller": (0.83, "em"), "larger": (1.2, "em"),
}  # fmt: skip
_OFF_SCREEN = -400.0
_NESTING = 8
_LONGEST_VALUE = 300  # a longer one says nothing that is read here


def styles(source: str) -> list[str]:
    """The insides of a page's style elements, those in comments and scripts left out."""
    out = []
    at = 0
    while found := _STYLE_BEGIN.search(source, at):
        if not found[1]:
            at = source.find("-->", found.end()) + 3
            if at < 3:
                break
            continue
        begin = source.find(">", found.end()) + 1
        finish = _STYLE_END[found[1].lower()].search(source, begin) if begin else None
        if finish is None:
            break
        if found[1].lower() == "style":
            out.append(source[begin : finish.start()])
        at = finish.end()
    return out


class _Rule(NamedTuple):
    rank: tuple[int, int]
    tag: str
    names: frozenset[str]
    declared: Mapping[str, str]


class Sheet:
    """The simple rules of a page's `<style>` elements, looked up by tag, class and id."""

    __slots__ = ("_rules", "tags")

    def __init__(self, styles: Iterable[str]) -> None:
        self.tags: set[str] = set()
        """the tags that rules name without a class or id"""
        self._rules: dict[str, list[_Rule]] = {}
        order = 0
        for style in styles:
            for selectors, body in _rules(_COMMENT.sub(" ", style)):
                declared = declarations(body)
                if not declared:
                    continue
                for selector in selectors.split(","):
                    order += 1
                    self._add(selector.strip(), declared, order)

    def _add(self, selector: str, declared: Mapping[str, str], order: int) -> None:
        last = re.split(r"[\s>+~]+", selector)[-1]
        found = _COMPOUND.fullmatch(last)
        if not found or not last:
            return
        if last != selector:
            declared = {name: "unknown" for name in ("color", "background") if any(key.startswith(name) for key in declared)}
            if not declared:
                return
        names = re.findall(r"[.#][\w-]+", found["rest"])
        key = next((name for name in names if name[0] == "#"), names[0] if names else (found["tag"] or "").lower())
        rank = 100 * sum(name[0] == "#" for name in names) + 10 * sum(name[0] == "." for name in names) + bool(found["tag"])
        if not names:
            self.tags.add(key)
        self._rules.setdefault(key, []).append(_Rule((rank, order), (found["tag"] or "").lower(), frozenset(names), declared))

    def declared(self, tag: str, classes: Iterable[str], identity: str, inline: str) -> dict[str, str]:
        """The declarations that hold for an element, the weightiest of each property."""
        found: list[_Rule] = []
        if self._rules:
            names = {f".{name}" for name in classes}
            if identity:
                names.add(f"#{identity}")
            for key in (tag, *sorted(names)):
                found += (rule for rule in self._rules.get(key, ()) if rule.tag in ("", tag) and rule.names <= names)
            found.sort(key=lambda rule: rule.rank)
        out: dict[str, str] = {}
        for declared in (*(rule.declared for rule in found), declarations(inline) if inline else {}):
            for name, value in declared.items():
                if not out.get(name, "").endswith("!important") or value.endswith("!important"):
                    out[name] = value
        return out


def _rules(style: str) -> list[tuple[str, str]]:
    """The (selectors, declarations) of a style sheet, without those under a condition."""
    out: list[tuple[str, str]] = []
    open_: list[bool] = []  # for each open brace: may what stands in it apply
    selectors = ""
    parts = _BRACE.split(style)
    for text, brace in zip(parts[::2], parts[1::2]):
        if brace == "{":
            prelude = text.rpartition(";")[2].strip()
            if prelude.startswith("@"):
                holds = prelude.startswith(("@media", "@supports", "@layer")) and not (prelude.startswith("@media") and _CONDITION.search(prelude))
                selectors = ""
            else:
                holds, selectors = True, prelude
            open_.append(holds and (not open_ or open_[-1]) and len(open_) < _NESTING)
        elif open_:
            if open_.pop() and selectors:
                out.append((selectors, text))
            selectors = ""
    return out


def declarations(text: str) -> dict[str, str]:
    """The declarations of a style attribute or rule body that are read here, lower-case."""
    out = {}
    for name, value in _DECLARATION.findall(text.lower()):
        if name in _READ:
            out[name] = " ".join(value[:_LONGEST_VALUE].split()).replace("! important", "!important")
    return out


def look(declared: Mapping[str, str]) -> Look:
    """What some declarations mean for a reader."""
    plain = {name: value.removesuffix("!important").strip() for name, value in declared.items()}
    display = plain.get("display", "")
    space = plain.get("white-space")
    visibility = plain.get("visibility")
    return Look(
        display="none" if display == "none" else "inline" if display in ("inline", "inline-block", "contents") else "block" if display else None,
        gone=_is_gone(plain),
        is_visible=None if visibility is None else visibility not in ("hidden", "collapse"),
        size=_size(plain),
        colour=_colour(plain["color"]) if "color" in plain else None,
        background=_background(plain),
        keeps_lines=None if space is None else space.startswith("pre"),
    )


def _is_gone(plain: Mapping[str, str]) -> bool:
    opacity = _NUMBER.match(plain.get("opacity", ""))
    if opacity and float(opacity[1]) * (0.01 if opacity[2] == "%" else 1) <= 0.05:
        return True
    if re.search(r"opacity\s*(?:=|\()\s*0(?:\.0+)?%?\)", plain.get("filter", "")) or re.search(r"scale[xy]?\(\s*0\s*[,)]", plain.get("transform", "")):
        return True
    if _pixels(plain.get("text-indent")) <= _OFF_SCREEN:
        return True
    if plain.get("position") in ("absolute", "fixed", "relative"):
        if min(_pixels(plain.get(side)) for side in ("left", "top", "right")) <= _OFF_SCREEN:
            return True
        if re.match(r"rect\((?:\s*[01](?:px)?\s*,?){4}\)", plain.get("clip", "")):
            return True
    if re.match(r"inset\(\s*(?:50|100)%|circle\(0", plain.get("clip-path", "")):
        return True
    boxes = (plain.get(name) for name in ("height", "max-height", "width", "max-width"))
    return plain.get("overflow", "") in ("hidden", "clip") and any(box is not None and 0 <= _pixels(box) <= 1 for box in boxes)


def _pixels(value: str | None) -> float:
    """A length in px, roughly; 0 where there is none, and a large one for what depends on the window."""
    if value is None:
        return 0.0
    found = _NUMBER.match(value)
    if not found:
        return 1000.0
    return float(found[1]) * {"em": 16, "rem": 16, "pt": 1.33, "%": 10, "vw": 10, "vh": 10}.get(found[2] or "px", 1)


def _size(plain: Mapping[str, str]) -> tuple[float, str] | None:
    written = plain.get("font-size")
    if written is None and "font" in plain:
        shorthand = re.search(r"(?<![\w.-])(?:\d*\.?\d+(?:px|pt|em|rem|%)|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?![\w-])", plain["font"])
        written = shorthand[0] if shorthand else None
    if written is None:
        return None
    if written in _SIZES:
        return _SIZES[written]
    found = _NUMBER.match(written)
    if not found:
        return None
    number, unit = float(found[1]), found[2] or "px"
    if unit in ("px", "pt"):
        return (number * (4 / 3 if unit == "pt" else 1), "px")
    if unit in ("em", "rem"):
        return (number, unit)
    return (number / 100, "em") if unit == "%" else None


def _background(plain: Mapping[str, str]) -> Colour | str | None:
    if plain.get("background-image", "none") != "none" or "url(" in plain.get("background", "") or "gradient" in plain.get("background", ""):
        return "unknown"
    written = plain.get("background-color", plain.get("background"))
    if written is None or written in ("none", "transparent", "inherit", "initial", "0", "0 0"):
        return None
    return next((found for found in map(_colour, re.findall(r"[\w#-]+(?:\([^)]*\))?", written)) if found != "unknown"), "unknown")


def _colour(written: str) -> Colour | str | None:
    """A colour as red, green and blue; "clear" for a transparent one, "unknown" for one not understood."""
    if written in _NAMED:
        return _NAMED[written]
    if written == "inherit":
        return None
    if written == "transparent":
        return "clear"
    hexadecimal = re.fullmatch(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", written)
    if hexadecimal:
        digits = hexadecimal[1] if len(hexadecimal[1]) > 4 else "".join(digit * 2 for digit in hexadecimal[1])
        if digits[6:] and int(digits[6:], 16) < 13:
            return "clear"
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    numbers = re.findall(r"\d*\.?\d+%?", written) if written.startswith("rgb") else []
    if len(numbers) < 3:
        return "unknown"
    red, green, blue = (round(min(255.0, float(each.rstrip("%")) * (2.55 if each.endswith("%") else 1))) for each in numbers[:3])
    if len(numbers) > 3 and float(numbers[3].rstrip("%")) * (0.01 if numbers[3].endswith("%") else 1) < 0.05:
        return "clear"
    return red, green, blue


def is_same(one: Colour | str | None, two: Colour | str | None) -> bool:
    """Are two colours so near that text in the one cannot be read on the other?"""
    return isinstance(one, tuple) and isinstance(two, tuple) and sum(abs(a - b) for a, b in zip(one, two, strict=True)) <= 24
