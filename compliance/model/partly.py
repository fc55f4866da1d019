"""Values of which a cache holds the fields: they are read when the first of them is asked for."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Self


class PartlyRead:
    """Base of values that can be made without their fields; in every other way they are values like others."""

    __slots__ = ("_read",)

    _read: Callable[[str], Mapping[str, Any]]

    @classmethod
    def later(cls, read: Callable[[str], Mapping[str, Any]]) -> Self:
        """A value without its fields; `read` gives a field of some name, and others that lie beside it."""
        made = cls.__new__(cls)
        object.__setattr__(made, "_read", read)
        return made

    def __getattr__(self, name: str) -> Any:
        """A field that has not been read yet; one that is there never comes here."""
        if name[:1] == "_":
            raise AttributeError(name)
        found = self._read(name)
        for each, value in found.items():
            object.__setattr__(self, each, value)
        if name not in found:
            raise AttributeError(name)
        return found[name]
