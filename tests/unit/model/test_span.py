"""Positions: lines and columns, and maps between a text and what was made of it."""

from __future__ import annotations

import pytest

from compliance.model.span import IDENTITY, LineIndex, MapBuilder, OffsetMap, Span


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_line_begins_after_each_newline_of_any_kind(newline: str) -> None:
    text = newline.join(["ab", "", "cde"])
    index = LineIndex(text)
    assert index.position(0) == (1, 1)
    assert index.position(1) == (1, 2)
    assert index.position(text.index("c")) == (3, 1)
    assert index.position(text.index("e")) == (3, 3)
    assert index.position(2 + len(newline)) == (2, 1)


def test_a_newline_belongs_to_the_line_it_ends() -> None:
    assert LineIndex("ab\ncd").position(2) == (1, 3)
    assert LineIndex("ab\r\ncd").position(3) == (1, 4)


def test_the_offset_behind_the_text_has_a_position() -> None:
    assert LineIndex("ab\nc").position(4) == (2, 2)
    assert LineIndex("ab\n").position(3) == (2, 1)
    assert LineIndex("").position(0) == (1, 1)


def test_newlines_of_different_kinds_may_be_mixed() -> None:
    text = "a\rb\r\nc\nd"
    assert [LineIndex(text).position(text.index(letter)) for letter in "abcd"] == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_columns_count_code_points_and_not_bytes_or_glyphs() -> None:
    text = "é\u0301🩺x"
    assert LineIndex(text).position(text.index("x")) == (1, 4)


def test_other_line_separators_do_not_count_as_lines() -> None:
    assert LineIndex("a\u2028b\x0cc\x85d").position(6) == (1, 7)


def test_spans_overlap_where_they_share_a_character() -> None:
    assert Span(0, 3).overlaps(Span(2, 5))
    assert Span(2, 5).overlaps(Span(0, 3))
    assert not Span(0, 3).overlaps(Span(3, 5))


def test_the_identity_maps_every_span_to_itself() -> None:
    assert IDENTITY.to_source(3, 7) == (3, 7)
    assert IDENTITY.to_derived(5) == 5


@pytest.fixture
def back() -> OffsetMap:
    """ "abc" copied, "&amp;" as "&", "xyz" left out, "ﬁ" as "fi", " \\n " as " ", "d" copied."""
    builder = MapBuilder()
    builder.add("abc", 0, 3)
    builder.add("&", 3, 8)
    builder.add("", 8, 11)
    builder.add("fi", 11, 12)
    builder.add(" ", 12, 15)
    builder.add("d", 15, 16)
    text, back = builder.build()
    assert text == "abc&fi d"
    return back


@pytest.mark.parametrize(
    ("derived", "source"),
    [
        ((0, 3), (0, 3)),
        ((1, 2), (1, 2)),
        ((3, 4), (3, 8)),
        ((2, 4), (2, 8)),
        ((4, 5), (11, 12)),
        ((5, 6), (11, 12)),
        ((4, 6), (11, 12)),
        ((6, 7), (12, 15)),
        ((3, 8), (3, 16)),
        ((0, 8), (0, 16)),
        ((7, 8), (15, 16)),
    ],
)
def test_a_derived_span_maps_to_the_smallest_source_that_covers_it(back: OffsetMap, derived: tuple[int, int], source: tuple[int, int]) -> None:
    assert back.to_source(*derived) == source


@pytest.mark.parametrize(("source", "derived"), [(0, 0), (2, 2), (3, 3), (5, 4), (8, 4), (10, 4), (11, 4), (12, 6), (13, 7), (15, 7), (16, 8), (99, 8)])
def test_a_source_offset_went_to_the_first_derived_one_at_or_after_it(back: OffsetMap, source: int, derived: int) -> None:
    assert back.to_derived(source) == derived


def test_an_empty_span_maps_to_a_place() -> None:
    builder = MapBuilder()
    builder.add("ab", 5, 7)
    _, back = builder.build()
    assert back.to_source(1, 1) == (6, 6)


def test_a_builder_knows_its_length_and_last_character() -> None:
    builder = MapBuilder()
    assert (len(builder), builder.last_character()) == (0, "")
    builder.add("abc", 0, 3)
    assert (len(builder), builder.last_character()) == (3, "c")
