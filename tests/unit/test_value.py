"""Values behave as the frozen data classes they stand in for."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from compliance.value import value


@value
class Own:
    """A value."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()
    seen: dict[str, int] = field(default_factory=dict)
    at: str = field(default="", compare=False, repr=False)

    @property
    def twice(self) -> int:
        return 2 * self.size


@dataclass(frozen=True, slots=True)
class Usual:
    """What it stands in for."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()
    seen: dict[str, int] = field(default_factory=dict)
    at: str = field(default="", compare=False, repr=False)


@value(order=True)
class Ranked:
    """A value with an order."""

    major: int
    minor: int = 0


@value(kw_only=True)
class Named:
    """A value whose fields are named."""

    one: int
    two: int = 2


@pytest.mark.parametrize(("args", "given"), [(("a",), {}), (("a", 1), {"at": "x"}), ((), {"name": "a", "parts": ("b",)}), (("a", 1, (), {}, "x"), {})])
def test_fields_are_taken_as_by_a_data_class(args: tuple[Any, ...], given: dict[str, Any]) -> None:
    own, usual = Own(*args, **given), Usual(*args, **given)
    assert [getattr(own, each.name) for each in fields(own)] == [getattr(usual, each.name) for each in fields(usual)]
    assert repr(own) == repr(usual).replace("Usual", "Own")


@pytest.mark.parametrize(("args", "given"), [((), {}), (("a",), {"name": "b"}), (("a",), {"other": 1}), (("a", 1, (), {}, "x", "y"), {})])
def test_what_a_data_class_refuses_is_refused(args: tuple[Any, ...], given: dict[str, Any]) -> None:
    for kind in (Own, Usual):
        with pytest.raises(TypeError):
            kind(*args, **given)


def test_fields_that_must_be_named_cannot_be_given_by_place() -> None:
    assert Named(one=1) == Named(two=2, one=1)
    with pytest.raises(TypeError):
        Named(1)  # type: ignore[misc]


def test_nothing_can_be_changed() -> None:
    one = Own("a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.name
    with pytest.raises((FrozenInstanceError, AttributeError)):
        one.other = 1  # type: ignore[attr-defined]


def test_values_are_equal_by_the_fields_that_count() -> None:
    assert Own("a", at="x") == Own("a", at="y")
    assert Own("a") != Own("b")
    assert Own("a") != Usual("a")
    assert hash(Ranked(1)) == hash(Ranked(1, 0))


def test_an_order_goes_by_the_fields() -> None:
    assert sorted([Ranked(2), Ranked(1, 5), Ranked(1)]) == [Ranked(1), Ranked(1, 5), Ranked(2)]
    assert Ranked(1) <= Ranked(1) < Ranked(1, 1) <= Ranked(2)
    assert Ranked(2) > Ranked(1) >= Ranked(1)


def test_it_is_a_data_class_to_the_library() -> None:
    assert is_dataclass(Own)
    assert replace(Own("a", at="x"), size=5) == Own("a", 5)
    assert Own("a").twice == 6


@pytest.mark.parametrize("item", [Own("a", seen={"b": 1}), Ranked(1), Named(one=1)])
def test_it_can_be_copied_and_pickled(item: object) -> None:
    assert pickle.loads(pickle.dumps(item)) == item  # noqa: S301 - our own
    assert copy.deepcopy(item) == item
