"""Rows of words, and the table that the sieve runs on made of them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import Iterable, Mapping, NamedTuple

from compliance.engine.masks import PLACE
from compliance.engine.pattern import Feature, cost
from compliance.engine.sieve import ANYWHERE, Table
from compliance.engine.vocabulary import FREE, GAP, NARROW

NONE: frozenset[Feature] = frozenset()
_MOST_ROWS, _MOST_PLACES = 4, 4
"""a pattern has no more rows, a row no more places: more would cost every word more than it spares"""


class Place(NamedTuple):
    """One word of a match."""

    accepts: frozenset[Feature]
    stays: frozenset[Feature] = NONE
    """features of further words that belong to it (those of a term of several words)"""
    before: int = NARROW
    """the widest kind of separator that may stand before it"""
    gap: int = -1
    """the widest kind of separator in the gap of any words that may follow it; -1 for no gap"""


class Row(NamedTuple):
    """Places in a row."""

    places: tuple[Place, ...]
    within: int = ANYWHERE
    """so many words of the unit may stand before it at most"""
    ends: bool = False
    """must the unit end with it?"""


def few(rows: Iterable[Row], common: frozenset[Feature]) -> tuple[Row, ...]:
    """Few and short rows, one of which fits wherever one of some rows does; `common` are features of most sentences, of little use."""
    found = _laid_over([_shortened(row, _MOST_PLACES, common) for row in rows])
    if len(found) > _MOST_ROWS:
        found = _laid_over(found, is_rough=True)
    longest = _MOST_PLACES
    while len(found) > _MOST_ROWS:
        longest -= 1
        found = _laid_over([_shortened(row, longest, common) for row in found], is_rough=True)
    return tuple(found)


def table(patterns: Iterable[tuple[Row, ...]]) -> Table:
    """The rows of all patterns, one after another, for the sieve."""
    accepts: dict[Feature, list[int]] = defaultdict(list)
    stays: dict[Feature, list[int]] = defaultdict(list)
    last, owners, always, at = 0, array(PLACE), 0, 0
    begins: dict[int, int] = defaultdict(int)
    after, gaps = [0] * 3, [0] * 3
    for number, own in enumerate(patterns):
        always |= 0 if own else 1 << number
        for row in own:
            if row.within < ANYWHERE:
                owners.append(0)  # the row before must not run on into one that may begin at some words only
                at += 1
            begins[row.within] |= 1 << at
            for place in row.places:
                for features, places in (place.accepts, accepts), (place.stays, stays):
                    for feature in features:
                        places[feature].append(at)
                for kind in range(3):
                    after[kind] |= (place.before >= kind) << at
                    gaps[kind] |= (place.gap >= kind) << at
                owners.append(number)
                at += 1
            last |= 1 << at - 1
            if not row.ends:  # a row that has been met is kept to the end of the unit
                for kind in range(3):
                    gaps[kind] |= 1 << at - 1
    far = max((within for within in begins if within < ANYWHERE), default=-1) + 1
    return Table(
        _stored(accepts), _stored(stays),
        tuple(sum(rows for within, rows in begins.items() if within >= word) for word in range(far + 1)),
        last, (after[NARROW], after[GAP], after[FREE], after[NARROW]), (gaps[NARROW], gaps[GAP], gaps[FREE], gaps[NARROW]), owners.tobytes(), always,
    )  # fmt: skip


def _stored(places: Mapping[Feature, list[int]]) -> dict[Feature, bytes]:
    return {feature: array(PLACE, found).tobytes() for feature, found in sorted(places.items())}


def _shortened(row: Row, size: int, common: frozenset[Feature]) -> Row:
    """A row of no more places than `size`, those that most sentences have left out."""
    places, within, ends = list(row.places), row.within, row.ends
    while len(places) > size:
        at = max(range(len(places)), key=lambda each: (cost(places[each].accepts, common), each))
        gone = places.pop(at)
        if not at:
            within = ANYWHERE if gone.stays or gone.gap >= 0 or within == ANYWHERE else within + 1
        elif at == len(places):
            ends = False
            places[-1] = places[-1]._replace(gap=-1)
        else:
            places[at - 1] = places[at - 1]._replace(gap=max(places[at - 1].gap, gone.before, gone.gap, FREE if gone.stays else NARROW))
    return Row(tuple(places), within, ends)


def _laid_over(rows: Iterable[Row], is_rough: bool = False) -> list[Row]:
    """The rows, those of one shape (or only of one length) as one."""
    found: dict[object, Row] = {}
    for row in rows:
        shape = len(row.places) if is_rough else (row.within, row.ends, *(place.gap >= 0 for place in row.places))
        old = found.get(shape, row)
        places = tuple(
            Place(one.accepts | two.accepts, one.stays | two.stays, max(one.before, two.before), max(one.gap, two.gap))
            for one, two in zip(old.places, row.places)
        )
        found[shape] = Row(places, max(old.within, row.within), old.ends and row.ends)
    return list(found.values())
