"""Rule nodes made ready to run: pattern texts as numbers, and bit masks that rule a unit out at a glance."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Mapping

from compliance.model.partly import PartlyRead
from compliance.model.rule import AllOf, AnyOf, Groups, Node, Not, Pattern, Rule, Seen, UnitIs
from compliance.value import value


@value
class Patterns:
    """Any of some patterns in the unit, or any of some other nodes."""

    mask: int
    numbers: tuple[int, ...]
    rest: tuple[Ready, ...]


@value
class Every:
    parts: tuple[Ready, ...]
    within: int
    ordered: bool


@value
class Never:
    part: Ready


@value
class Elsewhere:
    """A node looked for in another scope; `key` names it in the document's memory."""

    part: Ready
    scope: str
    at_least: int
    key: int
    need: int
    """patterns one of which a unit must have for the node to hold in it; 0 where that cannot be told"""


Ready = Patterns | Every | Never | Elsewhere | Groups | UnitIs


@value
class ReadyRule(PartlyRead):
    """A rule's nodes, ready to run."""

    match: Ready | None
    where: tuple[Ready, ...]
    cues: tuple[Ready, ...]
    needs: tuple[int, ...]
    """for each cue the patterns one of which a unit must have; 0 where that cannot be told"""


def need(node: Ready) -> int:
    """Patterns (as bits) one of which must match in a unit for the node to hold there; 0 where that cannot be told."""
    if isinstance(node, Patterns):
        parts = [need(part) for part in node.rest]
        return node.mask | reduce(or_, parts, 0) if all(parts) else 0
    if isinstance(node, Every):
        return min(filter(None, map(need, node.parts)), key=int.bit_count, default=0)
    if isinstance(node, Elsewhere) and node.scope == "unit":
        return node.need
    return 0


class Preparer:
    """Turns model nodes into ready ones, sharing memory keys between equal `seen` conditions."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        self.ids = ids
        self._keys: dict[Node, int] = {}

    def rule(self, rule: Rule) -> ReadyRule:
        """Everything a rule evaluates."""
        cues = tuple(self.node(cue.match) for cue in rule.cues)
        match = self.node(rule.match) if rule.match is not None else None
        return ReadyRule(match, tuple(self.node(each) for each in rule.where), cues, tuple(map(need, cues)))

    def node(self, node: Node) -> Ready:
        """One node, ready to run."""
        if isinstance(node, Pattern):
            return self._patterns((node,))
        if isinstance(node, AnyOf):
            return self._patterns(node.parts)
        if isinstance(node, AllOf):
            return Every(tuple(self.node(part) for part in node.parts), node.within, node.ordered)
        if isinstance(node, Not):
            return Never(self.node(node.part))
        if isinstance(node, Seen):
            bare = Seen(_without_places(node.part), node.scope, node.at_least)
            part = self.node(node.part)
            return Elsewhere(part, node.scope, node.at_least, self._keys.setdefault(bare, len(self._keys)), need(part))
        return node

    def _patterns(self, parts: tuple[Node, ...]) -> Patterns:
        numbers: list[int] = []
        rest: list[Ready] = []
        for part in parts:
            if isinstance(part, Pattern):
                if part.text in self.ids:
                    numbers.append(self.ids[part.text])
            else:
                ready = self.node(part)
                if isinstance(ready, Patterns) and not ready.rest:
                    numbers += ready.numbers
                else:
                    rest.append(ready)
        unique = tuple(dict.fromkeys(numbers))
        return Patterns(sum(1 << number for number in unique), unique, tuple(rest))


def _without_places(node: Node) -> Node:
    """The same node with every pattern's place forgotten, so that equal conditions compare equal."""
    from compliance.errors import Location

    nowhere = Location("")
    if isinstance(node, Pattern):
        return Pattern(node.text, nowhere)
    if isinstance(node, AnyOf):
        return AnyOf(tuple(_without_places(part) for part in node.parts))
    if isinstance(node, AllOf):
        return AllOf(tuple(_without_places(part) for part in node.parts), node.within, node.ordered)
    if isinstance(node, Not):
        return Not(_without_places(node.part))
    if isinstance(node, Seen):
        return Seen(_without_places(node.part), node.scope, node.at_least)
    return node
