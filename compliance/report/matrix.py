"""Findings counted by category and place, with the worst verdict of each and where it stands; the same for every format."""

from __future__ import annotations

from collections import Counter
from typing import Any, Generic, Iterable, Mapping, NamedTuple, TypeVar

from compliance.model.finding import Finding, Severity
from compliance.model.law import Ruling

Where = TypeVar("Where")
Place = tuple[str, str]
"""code and name"""


class Cell(NamedTuple, Generic[Where]):
    """What stands where a category and a place meet."""

    number: int
    words: str
    """the worst verdict, or why there is none"""
    severity: str = ""
    target: Where | None = None


def chosen(run: Mapping[str, Any]) -> tuple[Place, ...]:
    """Code and name of the places that a run was told to apply."""
    return tuple((str(each["code"]), str(each["name"])) for each in run.get("jurisdictions", ()) if each.get("chosen"))


class Matrix(Generic[Where]):
    """Takes up findings one at a time, each with where it stands in the report."""

    def __init__(self) -> None:
        self.counts: Counter[Place] = Counter()
        self.categories: dict[str, None] = {}
        self._worst: dict[Place, tuple[Severity, int, Ruling, Where]] = {}
        self._silent: set[Place] = set()
        """where the category was found and the place knows no rule"""
        self._open: set[Place] = set()
        """where nobody has looked for one"""

    def add(self, each: Finding, where: Where) -> None:
        """Take up a finding."""
        for one in each.verdicts:
            key = each.category, one.jurisdiction
            if one.ruling in (Ruling.NO_RULE, Ruling.ALLOWED):
                (self._open if one.is_open else self._silent).add(key)
                continue
            self.categories[each.category] = None
            self.counts[key] += 1
            rank = one.severity, one.ruling.weight
            if key not in self._worst or rank > self._worst[key][:2]:
                self._worst[key] = (*rank, one.ruling, where)

    def ordered(self, order: Iterable[str]) -> list[str]:
        """The categories that some place objects to, in an order, others by name at the end."""
        known = list(order)
        return sorted(self.categories, key=lambda each: (known.index(each) if each in known else len(known), each))

    def cell(self, category: str, code: str) -> Cell[Where]:
        """What stands where a category and a place meet."""
        key = category, code
        if key not in self._worst:
            return Cell(0, "not looked up" if key in self._open else "no rule" if key in self._silent else "–")
        severity, _, ruling, where = self._worst[key]
        return Cell(self.counts[key], f"{ruling}, {severity}", str(severity), where)

    def total(self, code: str) -> int:
        """Findings that a place objects to."""
        return sum(count for (_, other), count in self.counts.items() if other == code)
