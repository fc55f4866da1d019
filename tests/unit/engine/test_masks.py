"""Sets of patterns as numbers of bits are the integers they stand for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compliance.engine.masks import Masks, places, united

MASKS = st.dictionaries(st.text("abc", max_size=3), st.integers(0, 2**200))


@given(st.integers(0, 2**300))
def test_an_integer_comes_back_from_its_places(mask: int) -> None:
    assert united(places(mask)) == mask


@given(MASKS, st.lists(st.text("abc", max_size=3)))
def test_features_together_have_the_bits_of_each(masks: dict[str, int], asked: list[str]) -> None:
    expected = 0
    for feature in asked:
        expected |= masks.get(feature, 0)
    kept = Masks.of(masks)
    assert [kept.any(asked), kept.any(asked)] == [expected, expected]
