"""Sequences whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from typing import Sequence, TypeVar, overload

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
