"""The way to an element of a page, as a selector that a browser's inspector takes: `#main > p:nth-of-type(2)`.

Paths are written out only where somebody asks: a page has thousands of texts and few findings.
"""

from __future__ import annotations

import re
from typing import Any

from compliance.documents.html_state import State, shown_size
from compliance.model.document import Locator
from compliance.model.later import Later

_MOST_STEPS = 12
_IDENTITY = re.compile(r"[A-Za-z][\w-]{0,80}", re.ASCII)
_TOPS = ("html", "head", "body")
_OF_HEAD = ("title", "meta", "base", "link")


class Element:
    """An element by its parent and its number among those of its name; knows how many of each name it holds."""

    __slots__ = ("_counts", "identity", "name", "number", "parent")

    def __init__(self, parent: Element | None, name: str, number: int, identity: str) -> None:
        self.parent, self.name, self.number, self.identity = parent, name, number, identity
        self._counts: dict[str, int] | None = None

    def child(self, name: str, identity: str = "") -> Element:
        """The next child of a name."""
        if self._counts is None:
            self._counts = {}
        number = self._counts[name] = self._counts.get(name, 0) + 1
        return Element(self, name, number, identity)

    def path(self) -> str:
        """The selector, from the nearest element with an id or from the top; of a long one the last steps."""
        steps: list[str] = []
        here: Element = self
        while here.parent is not None:
            if len(steps) >= _MOST_STEPS:
                return f"… > {' > '.join(reversed(steps))}"
            if _IDENTITY.fullmatch(here.identity):
                steps.append(f"#{here.identity}")
                return " > ".join(reversed(steps))
            steps.append(here.name if here.name in _TOPS else f"{here.name}:nth-of-type({here.number})")
            if here.name == "tr" and here.parent.name == "table":
                steps.append("tbody")  # browsers put one in
            if here.name in ("head", "body"):
                break
            here = here.parent
        if steps and steps[-1] not in _TOPS:
            steps.append("head" if steps[-1].startswith(_OF_HEAD) else "body")
        return " > ".join(reversed(steps))


class ElementPlace(Later):
    """Where a text of a page stands: its element, the attribute where it is one, else the size of its type in px if known."""

    __slots__ = ("_attribute", "_element", "_state")

    def __init__(self, element: Element, state: State | None, attribute: str) -> None:
        self._element, self._state, self._attribute = element, state, attribute

    def _all(self) -> dict[str, Any]:
        out: dict[str, Any] = {"element": self._element.path()}
        if self._attribute:
            out["attribute"] = self._attribute
        elif self._state:
            out["size"] = round(shown_size(self._state), 1)
        return out


class Trail:
    """Notes, while a page is read, where each of its texts stands; `has_sizes` where no unread style sheet may say otherwise."""

    __slots__ = ("_has_sizes", "_spots")

    def __init__(self, has_sizes: bool) -> None:
        self._has_sizes = has_sizes
        self._spots: list[tuple[int, Element, State | None, str]] = []

    def text(self, start: int, element: Element, state: State) -> None:
        """A text begins here."""
        self._spots.append((start, element, state if self._has_sizes else None, ""))

    def attribute(self, start: int, end: int, element: Element, name: str, state: State) -> None:
        """An attribute that is read stands here; what follows it is of its element again."""
        self._spots += ((start, element, None, name), (end, element, state if self._has_sizes else None, ""))

    def locators(self, end: int) -> tuple[Locator, ...]:
        """A place for every stretch of the source from the first text on: each goes on to the next."""
        spots = sorted(self._spots, key=lambda each: each[0])
        stops = [each[0] for each in spots[1:]] + [end]
        return tuple(
            Locator(start, stop, ElementPlace(element, state, attribute)) for (start, element, state, attribute), stop in zip(spots, stops) if stop > start
        )
