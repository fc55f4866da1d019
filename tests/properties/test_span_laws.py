"""What lines, columns and offset maps always obey."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from compliance.model.span import LineIndex, MapBuilder

TEXTS = st.text(alphabet=st.sampled_from("ab\n\r \u2028é🩺"), max_size=40)
PIECES = st.lists(st.tuples(st.integers(0, 4), st.text(alphabet="abc", max_size=4), st.booleans()), max_size=8)


@given(TEXTS)
def test_positions_run_through_the_text_line_by_line(text: str) -> None:
    index = LineIndex(text)
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    expected = [(number, column) for number, line in enumerate(lines, 1) for column in range(1, len(line) + 1)]
    assert [index.position(offset) for offset in range(len(text))] == expected


@given(PIECES)
def test_every_derived_span_maps_into_the_source_and_keeps_its_order(pieces: list[tuple[int, str, bool]]) -> None:
    builder = MapBuilder()
    source = 0
    for skipped, text, is_copy in pieces:
        source += skipped
        size = len(text) if is_copy else max(1, 2 * len(text))
        builder.add(text, source, source + size)
        source += size
    derived, back = builder.build()
    spans = [back.to_source(offset, offset + 1) for offset in range(len(derived))]
    assert all(0 <= span.start < span.end <= source for span in spans)
    assert all(one.start <= two.start and one.end <= two.end for one, two in itertools.pairwise(spans))
    for start in range(len(derived)):
        for end in range(start + 1, len(derived) + 1):
            assert back.to_source(start, end) == (spans[start].start, spans[end - 1].end)
