from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.report.cells import BREAKS, UNITS, cell_text, lines, needs_quote, parts

TEXTS = st.lists(st.sampled_from(["a", "é", "😀", "\n", "␀", "_x005F_x0041_", "="]), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain", "plain"),
        ("two\r\nlines", "two\nlines"),
        ("\rold", "␍old"),
        ("\x00\x1b", "␀␛"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"),
        ("snake_case_x1", "snake_case_x1"),
        ("\ud800", r"\ud800"),
        ("\ufffe", r"\ufffe"),
    ],
)
def test_a_cell_shows_the_text_and_what_it_hides(text, wanted):
    assert cell_text(text) == wanted


@settings(deadline=None)
@given(TEXTS.map(lambda each: each * 800))
def test_parts_fit_into_cells_and_together_are_the_text(text):
    found = parts(text)
    assert "".join(found) == text
    for each in found:
        assert len(each.encode("utf-16-le", "surrogatepass")) // 2 <= UNITS
        assert each.count("\n") <= BREAKS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "'"])
def test_what_a_spreadsheet_might_run_is_marked_as_text(start):
    assert needs_quote(f"{start}1+1")
    assert not needs_quote("1+1")


def test_lines_are_counted_by_the_width_of_the_column():
    assert lines("x" * 100, 20) == 5
    assert lines("a\nb\nc", 20) == 3
