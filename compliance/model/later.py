"""Mappings that are worked out when they are first used."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Iterator, Mapping


class Later(Mapping[Any, Any]):
    """A mapping with what `_all` gives, which is asked for each time and keeps its answer itself."""

    __slots__ = ()

    @abstractmethod
    def _all(self) -> Mapping[Any, Any]: ...

    def __getitem__(self, key: Any) -> Any:
        return self._all()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
