"""Lexicons whose patterns lead back to themselves, found before anything is built from them."""

from __future__ import annotations

from typing import Iterator, Mapping, NamedTuple

from compliance.engine.pattern import Reference, Sequence, items_of
from compliance.model.rule import Lexicon


class Circle(NamedTuple):
    """The pattern that closes a circle, the reference in it that does, and the way round."""

    lexicon: Lexicon
    pattern: str
    reference: Reference
    way: tuple[str, ...]


def circles(lexicons: Mapping[str, Lexicon], parsed: Mapping[str, Sequence | None]) -> Iterator[Circle]:
    """Every circle, each once, at the pattern that closes it."""
    done: set[str] = set()
    for name in lexicons:
        yield from _follow(name, (), lexicons, parsed, done)


def _follow(name: str, way: tuple[str, ...], lexicons: Mapping[str, Lexicon], parsed: Mapping[str, Sequence | None], done: set[str]) -> Iterator[Circle]:
    if name in done or name not in lexicons:
        return
    here = (*way, name)
    for text in lexicons[name].patterns:
        for reference in _references(parsed.get(text)):
            if reference.name in here:
                yield Circle(lexicons[name], text, reference, (*here[here.index(reference.name) :], reference.name))
            else:
                yield from _follow(reference.name, here, lexicons, parsed, done)
    done.add(name)


def _references(tree: Sequence | None) -> Iterator[Reference]:
    return (item for item in items_of(tree) if isinstance(item, Reference)) if tree else iter(())
