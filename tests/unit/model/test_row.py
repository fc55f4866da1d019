"""What is made when asked for is what would be made at once."""

from __future__ import annotations

import pickle

from compliance.model.row import Made, Row, chosen, made


def _double(number: int) -> int:
    return 2 * number


def _is_large(number: int) -> bool:
    return number > 2


def test_a_row_makes_its_items_when_they_are_asked_for() -> None:
    asked: list[int] = []
    row = Made(lambda number: asked.append(number) or _double(number), (1, 2, 3))
    assert (len(row), asked) == (3, [])
    assert (row[-1], asked) == (6, [3])
    assert [*row] == row[:] == [2, 4, 6]


def test_what_comes_of_a_row_is_a_row_and_of_a_tuple_a_tuple() -> None:
    row = Made(_double, (1, 2, 3))
    for make in (made(_double, row), chosen(_is_large, row)):
        assert isinstance(make, Row)
    assert tuple(made(_double, row)) == made(_double, (2, 4, 6)) == (4, 8, 12)
    assert tuple(chosen(_is_large, row)) == chosen(_is_large, (2, 4, 6)) == (4, 6)


def test_a_row_is_a_tuple_once_it_has_been_elsewhere() -> None:
    assert pickle.loads(pickle.dumps(Made(_double, (1, 2, 3)))) == (2, 4, 6)  # noqa: S301 - made a moment ago
