"""Immutable values: data classes whose methods are shared, not written and compiled for each class when it is imported.

They are data classes to `fields`, `replace` and the type checker, frozen, with slots, equal and hashable
by their fields. Making fifty of the usual kind takes longer than reading all compiled rules does.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, Callable, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def value(cls: type[T], /) -> type[T]: ...
@overload
def value(*, kw_only: bool = False, order: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T] | None = None, /, *, kw_only: bool = False, order: bool = False) -> Any:
    """Make a class of annotated fields one of immutable values; `kw_only` and `order` as of `dataclass`."""
    return _made(cls, kw_only, order) if cls is not None else lambda given: _made(given, kw_only, order)


def _made(cls: Any, kw_only: bool, order: bool) -> Any:
    bare = cls.__doc__ is None
    if bare:
        cls.__doc__ = cls.__name__  # else `dataclass` writes the signature there, at some cost
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    own = fields(made)
    names, compared = [each.name for each in own], [each.name for each in own if each.compare]
    methods: dict[str, Any] = {
        "__init__": _init(made, own),
        "__eq__": _compare(compared, lambda one, other: one == other),
        "__hash__": _hash(compared),
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": lambda self: [getattr(self, name) for name in names],
        "__setstate__": _restore(made, names),
    }
    if order:
        methods |= {
            "__lt__": _compare(compared, lambda one, other: one < other),
            "__le__": _compare(compared, lambda one, other: one <= other),
            "__gt__": _compare(compared, lambda one, other: one > other),
            "__ge__": _compare(compared, lambda one, other: one >= other),
        }
    for name, method in methods.items():
        if name not in cls.__dict__ or name == "__hash__":
            setattr(made, name, method)
    return made


def _init(made: Any, own: tuple[Field[Any], ...]) -> Callable[..., None]:
    setters = [(each.name, getattr(made, each.name).__set__) for each in own]
    listed = [setter for each, (_, setter) in zip(own, setters) if not each.kw_only]
    given_by_place = len(listed)
    ready = {each.name: each.default for each in own if each.default is not MISSING}
    fresh: dict[str, Any] = {each.name: each.default_factory for each in own if each.default_factory is not MISSING}
    is_complete = given_by_place == len(own)

    def __init__(self: Any, *args: Any, **given: Any) -> None:  # noqa: N807
        for put, item in zip(listed, args):
            put(self, item)
        count = len(args)
        if count == given_by_place and is_complete and not given:
            return
        used = 0
        for name, put in setters[count:]:
            if name in given:
                put(self, given[name])
                used += 1
            elif name in ready:
                put(self, ready[name])
            elif name in fresh:
                put(self, fresh[name]())
            else:
                raise TypeError(f"{type(self).__name__}() lacks {name!r}")
        if used < len(given) or count > given_by_place:
            raise TypeError(f"{type(self).__name__}() takes {', '.join(each.name for each in own)}, each once")

    return __init__


def _compare(names: list[str], compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    key = _key(names)
    return lambda self, other: compare(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented


def _hash(names: list[str]) -> Callable[[Any], int]:
    key = _key(names)
    return lambda self: hash(key(self))


def _key(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda item: ()


def _restore(made: Any, names: list[str]) -> Callable[[Any, Any], None]:
    setters = [getattr(made, name).__set__ for name in names]

    def restore(self: Any, state: Any) -> None:
        for put, item in zip(setters, state):
            put(self, item)

    return restore


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{each.name}={getattr(self, each.name)!r}' for each in fields(self) if each.repr)})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r}")
