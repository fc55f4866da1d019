"""Sequences whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from typing import Any, Callable, Sequence, TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V", covariant=True)


class Row(Sequence[V]):
    """A sequence of what `_item` gives; a slice of it is a list."""

    __slots__ = ()

    @abstractmethod
    def _item(self, index: int) -> V: ...

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> list[V]: ...
    def __getitem__(self, index: int | slice) -> V | list[V]:
        return [self._item(number) for number in range(*index.indices(len(self)))] if isinstance(index, slice) else self._item(index)


class Made(Row[V]):
    """What a function makes of each of some items, made again whenever it is asked for; elsewhere (pickled) it is a tuple."""

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[Any], V], items: Sequence[Any]) -> None:
        self._make, self._items = make, items

    def __len__(self) -> int:
        return len(self._items)

    def _item(self, index: int) -> V:
        return self._make(self._items[index])

    def __reduce__(self) -> tuple[object, ...]:
        return tuple, (list(self),)


def made(make: Callable[[A], B], items: Sequence[A]) -> Sequence[B]:
    """What a function makes of each of some items: at once, but of what is itself made when asked for only when asked for."""
    return Made(make, items) if isinstance(items, Row) else tuple(map(make, items))


def chosen(is_wanted: Callable[[A], bool], items: Sequence[A]) -> Sequence[A]:
    """Those of some items that are wanted; like `made`."""
    if isinstance(items, Row):
        return Made(items.__getitem__, array("Q", (index for index, each in enumerate(items) if is_wanted(each))))
    return tuple(filter(is_wanted, items))
