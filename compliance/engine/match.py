"""Evaluating a rule's nodes on a unit: composition, order, distance and scope."""

from __future__ import annotations

from typing import Iterator, Sequence

from compliance.engine.nodes import Elsewhere, Every, Never, Patterns, Ready
from compliance.engine.sentence import Hit
from compliance.engine.view import NOWHERE, View
from compliance.model.rule import Groups, UnitIs


def evaluate(node: Ready, view: View, unit: int) -> Sequence[Hit]:
    """Where a node holds in a unit; NOWHERE where it holds without a place of its own."""
    if isinstance(node, Patterns):
        return _patterns(node, view, unit)
    if isinstance(node, Elsewhere):
        return _seen(node, view, unit)
    if isinstance(node, Never):
        return () if holds(node.part, view, unit) else (NOWHERE,)
    if isinstance(node, Every):
        return _all(node, view, unit)
    if isinstance(node, Groups):
        return _groups(node, view, unit)
    return (NOWHERE,) if _is(node, view, unit) else ()


def hits(node: Ready, view: View, unit: int) -> Iterator[Hit]:
    """The same as `evaluate` in another order and bit by bit, for who may not need them all."""
    if isinstance(node, Patterns):
        bits = view.candidates[unit] & node.mask
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            for _, found in view.matching(lowest, unit):
                yield from found
        for part in node.rest:
            yield from evaluate(part, view, unit)
    else:
        yield from evaluate(node, view, unit)


def holds(node: Ready, view: View, unit: int) -> bool:
    """Does a node hold in a unit? The same as `evaluate`, without the places, which are dear to find."""
    if isinstance(node, Patterns):
        bits = view.candidates[unit] & node.mask
        return bool(bits and view.has(bits, unit)) or any(holds(part, view, unit) for part in node.rest)
    if isinstance(node, Never):
        return not holds(node.part, view, unit)
    if isinstance(node, Every) and not node.within and not node.ordered:
        return all(holds(part, view, unit) for part in node.parts)
    if isinstance(node, Elsewhere):
        return bool(_seen(node, view, unit))
    return bool(evaluate(node, view, unit))


def _patterns(node: Patterns, view: View, unit: int) -> Sequence[Hit]:
    bits = view.candidates[unit] & node.mask
    hits: list[Hit] = []
    if bits:
        found = view.matching(bits, unit)
        if len(found) == 1 and not node.rest:
            return found[0][1]
        if len(found) > 1:  # in the order in which the rule names them
            found.sort(key=lambda pair: node.numbers.index(pair[0]))
        for _, own in found:
            hits += own
    for part in node.rest:
        hits += evaluate(part, view, unit)
    return hits


def _all(node: Every, view: View, unit: int) -> Sequence[Hit]:
    found = []
    for part in node.parts:
        hits = evaluate(part, view, unit)
        if not hits:
            return ()
        found.append(hits)
    placed = [[hit for hit in hits if hit.start >= 0] for hits in found]
    placed = [hits for hits in placed if hits]
    if not placed:
        return (NOWHERE,)
    if not node.within and not node.ordered:
        return placed[0]
    return _near(node, view, unit, placed)


def _near(node: Every, view: View, unit: int, placed: Sequence[Sequence[Hit]]) -> Sequence[Hit]:
    out = []
    for first in placed[0]:
        chain: list[Hit] | None = [first]
        for others in placed[1:]:
            assert chain is not None
            fit = _closest_fit(node, view, unit, chain, others)
            if fit is None:
                chain = None
                break
            chain.append(fit)
        if chain:
            captures = tuple(pair for hit in chain for pair in hit.captures)
            out.append(Hit(min(hit.start for hit in chain), max(hit.end for hit in chain), first.focus_start, first.focus_end, captures, first.is_marked))
    return out


def _closest_fit(node: Every, view: View, unit: int, chain: Sequence[Hit], others: Sequence[Hit]) -> Hit | None:
    left, right = min(hit.start for hit in chain), max(hit.end for hit in chain)
    for other in others:
        if node.ordered and other.start < chain[-1].end:
            continue
        if node.within:
            gap = view.words_between(unit, right, other.start) if other.start >= right else view.words_between(unit, other.end, left)
            if gap > node.within:
                continue
        return other
    return None


def _seen(node: Elsewhere, view: View, unit: int) -> Sequence[Hit]:
    key = node.key, view.scope_key(unit, node.scope)
    memory = view.remembered(node.scope, unit)
    hits = memory.get(key)
    if hits is None:
        hits = memory[key] = _look(node, view, unit)
    return hits


def _look(node: Elsewhere, view: View, unit: int) -> Sequence[Hit]:
    count = 0
    first: Hit | None = None
    need = node.need
    if need and node.scope == "document" and not view.seen & need:
        return ()
    for index in view.scope(unit, node.scope):
        if need and not view.candidates[index] & need:
            continue
        if node.at_least == 1 and node.scope != "unit":
            if holds(node.part, view, index):
                return (NOWHERE,)
            continue
        hits = evaluate(node.part, view, index)
        if hits:
            count += len(hits)
            first = first or hits[0]
            if count >= node.at_least:
                return (first if node.scope == "unit" else NOWHERE,)
    return ()


def _groups(node: Groups, view: View, unit: int) -> Sequence[Hit]:
    codes = view.compiled.group_codes.get(node.lexicon, {})
    wanted = node.groups or tuple(codes)
    if node.scope == "list":
        scope = [index for index in view.scope(unit, "section") if view.units[index].lead == view.units[unit].lead and view.units[index].kind == "bullet"] or [
            unit
        ]
    else:
        scope = list(view.scope(unit, node.scope))
    text = "".join(view.tagged(index) for index in scope)
    return (NOWHERE,) if sum(codes[group] in text for group in wanted if group in codes) >= node.at_least else ()


def _is(node: UnitIs, view: View, unit: int) -> bool:
    here = view.units[unit]
    if node.property == "unit":
        return here.kind in node.values
    if node.property == "place":
        return str(here.place) in node.values
    if node.property == "stance":
        return view.stance in node.values
    return False
