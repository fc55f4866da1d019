"""Citations: which sentences cite a study, and which lines are entries of a reference list.

The shapes of citations (author and year, DOI, PMID, registry ids, journal with year) are regular
expressions in the pack's settings; they run on the text as written, since capitals matter here.
"""

from __future__ import annotations

from typing import Any, Iterator, NamedTuple

import regex

from compliance.engine.compiled import MATCH_SECONDS
from compliance.engine.recent import recently
from compliance.engine.view import View
from compliance.model.document import Place

_MARKERS = regex.compile(r"\[(\d{1,3})(?:\s?[,–-]\s?\d{1,3})*\]|(?<=[\w.,;:)])([⁰¹²³⁴-⁹]{1,3})")
_ENTRY_NUMBER = regex.compile(r"^\W{0,3}(\d{1,3})[.)\]\s]")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Citation(NamedTuple):
    """A citation in a unit: its kind and content offsets."""

    kind: str
    start: int
    end: int


class Evidence:
    """The citations of one document, recognised when first asked for."""

    __slots__ = ("_cache", "_entries", "_entry", "_near", "_numbers", "_patterns", "_shape", "_stopped", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        settings, expression = view.compiled.pack.settings, view.compiled.expression
        self._patterns: list[tuple[str, Any]] = [(each["kind"], expression(each["regex"])) for each in settings.get("citations", ())]
        self._entries: list[Any] = [expression(source) for source in settings.get("reference_entries", ())]
        self._shape = expression(settings["citation_shape"]) if "citation_shape" in settings else None
        self._cache: dict[int, tuple[Citation, ...]] = recently(len(view.units))
        self._entry = bytearray(len(view.document.blocks))
        """for each block whether it is an entry: not known yet (0), no (1) or yes (2)"""
        self._near: dict[int, tuple[Citation, ...]] = recently(len(view.units))
        self._numbers: frozenset[str] | None = None
        self._stopped: set[str] = set()

    def is_entry(self, unit: int) -> bool:
        """Is the unit (or its whole line) an entry of a reference list, a title that claims nothing itself?"""
        here = self.view.units[unit]
        if here.place is Place.REFERENCES:
            return True
        if not self._entry[here.block]:
            self._entry[here.block] = 1 + self._is_entry(here.block, unit)
        return self._entry[here.block] == 2

    def _is_entry(self, number: int, unit: int) -> bool:
        block = self.view.document.blocks[number]
        line = self.view.document.content[block.start : min(block.end, block.start + 1500)]
        return any(next(self._search(found, line, unit), None) for found in self._entries)

    def _search(self, pattern: Any, text: str, unit: int) -> Iterator[Any]:
        if pattern.pattern in self._stopped:
            return
        try:
            yield from pattern.finditer(text, timeout=MATCH_SECONDS)
        except TimeoutError:
            self._stopped.add(pattern.pattern)
            self.view.failures.append((pattern.pattern, unit))

    def citations(self, unit: int) -> tuple[Citation, ...]:
        """The citations that stand in a unit itself."""
        kept = self._cache.get(unit)
        if kept is None:
            kept = self._cache[unit] = tuple(sorted(self._citations(unit), key=lambda each: each.start))
        return kept

    def _citations(self, unit: int) -> list[Citation]:
        here = self.view.units[unit]
        text = self.view.document.content[here.start : here.end]
        if self._shape is not None and not self._shape.search(text):
            return []
        found = [
            Citation(kind, here.start + hit.start(), here.start + hit.end()) for kind, pattern in self._patterns for hit in self._search(pattern, text, unit)
        ]
        for hit in _MARKERS.finditer(text):
            number = hit[1] or hit[2].translate(_SUPERSCRIPT)
            if number in self._listed():
                found.append(Citation("reference marker", here.start + hit.start(), here.start + hit.end()))
        return found

    def near(self, unit: int) -> tuple[Citation, ...]:
        """The citations in a unit or in an adjoining one of the same block or section."""
        found = self._near.get(unit)
        if found is not None:
            return found
        units = self.view.units
        out = list(self.citations(unit))
        for other in (unit - 1, unit + 1):
            if 0 <= other < len(units) and units[other].section == units[unit].section and not self.is_entry(other):
                out += self.citations(other)
        found = self._near[unit] = tuple(out)
        return found

    def _listed(self) -> frozenset[str]:
        """The numbers of the document's own reference list."""
        if self._numbers is None:
            numbers = set()
            count = 0
            for index, unit in enumerate(self.view.units):
                if self.is_entry(index) and (index == 0 or self.view.units[index - 1].block != unit.block):
                    count += 1
                    block = self.view.document.blocks[unit.block]
                    start = self.view.document.content.rfind("\n", 0, block.start) + 1
                    own = _ENTRY_NUMBER.match(self.view.document.content[start : block.end])
                    numbers.add(own[1] if own else str(count))
            self._numbers = frozenset(numbers)
        return self._numbers
