from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.report.excerpt import LINES, excerpt, quote_span
from compliance.report.visible import columns, visible, wrapped

SENTENCE = "After two infusions the patients of our clinic walk again, and most of them need no cane at all any more."


def test_the_quote_is_underlined_in_its_sentence(finding):
    assert [tuple(line) for line in excerpt(finding(), 80)] == [("Six months later she is lupus free.", " " * 24 + "^~~~~~~~~~")]


def test_a_quote_over_a_line_end_is_underlined_on_both_lines(finding):
    assert [tuple(line) for line in excerpt(finding("our clinic walk again", SENTENCE), 40)] == [
        ("After two infusions the patients of our", " " * 36 + "^~~"),
        ("clinic walk again, and most of them need", "~" * 17),
        ("no cane at all any more.", ""),
    ]


def test_the_place_of_the_quote_is_taken_not_searched_for(finding):
    sentence = "Cure? Yes, cure."
    assert quote_span(finding("ure", sentence, quote_at=12)) == (12, 15)


def test_without_a_place_the_first_equal_text_is_underlined(finding):
    assert quote_span(finding("cure", "A cure is a cure.", quote_at=-1)) == (2, 6)


def test_a_quote_that_is_not_in_its_sentence_stands_alone(finding):
    odd = replace(finding(), text="elsewhere", quote_at=-1)
    assert [tuple(line) for line in excerpt(odd, 80)] == [("elsewhere", "^~~~~~~~~")]


def test_line_ends_and_runs_of_blanks_are_one_blank(finding):
    lines = excerpt(finding("lupus\r\n\t free", "She is lupus\r\n\t free  now."), 80)
    assert [tuple(line) for line in lines] == [("She is lupus free now.", " " * 7 + "^~~~~~~~~~")]


def test_wide_letters_are_underlined_by_their_columns(finding):
    lines = excerpt(finding("治愈", "我们治愈狼疮。"), 80)
    assert [tuple(line) for line in lines] == [("我们治愈狼疮。", "    ^~~~")]


def test_hidden_letters_are_spelled_out_and_underlined(finding):
    lines = excerpt(finding("cu\u200bre", "We cu\u200bre it."), 80)
    assert [tuple(line) for line in lines] == [(r"We cu\u200bre it.", "   ^" + "~" * 9)]


def test_a_long_story_is_cut_in_the_middle_and_says_so(finding):
    story = " ".join(f"Sentence number {number} of a long story." for number in range(100))
    lines = excerpt(finding(story, story), 76)
    assert len(lines) == LINES + 1
    assert lines[0].text.startswith("Sentence number 0")
    assert lines[-1].text.endswith("number 99 of a long story.")
    assert [line.text for line in lines if not line.mark] == [f"[… {_count(story) - LINES} lines left out …]"]


def _count(story: str) -> int:
    return len(wrapped(story, 76))


def test_a_short_quote_in_a_long_block_is_shown_with_the_lines_around_it(finding):
    story = " ".join(f"Sentence number {number} of a long story." for number in range(100))
    lines = excerpt(finding("number 50", story), 76)
    marked = [number for number, line in enumerate(lines) if line.mark]
    assert 0 < marked[0] < len(lines) - 1
    assert "number 50" in lines[marked[0]].text


@settings(deadline=None)
@given(st.text(max_size=300), st.data(), st.integers(12, 90))
def test_no_line_is_wider_than_asked_and_the_mark_covers_what_is_quoted(finding, sentence, data, width):
    start = data.draw(st.integers(0, len(sentence)))
    end = data.draw(st.integers(start, len(sentence)))
    each = replace(finding(), text=sentence[start:end], sentence=sentence, quote_at=start)
    lines = excerpt(each, width, lines=10_000)
    assert all(columns(line.text) <= max(width, 10) for line in lines)
    assert all(columns(line.mark) <= columns(line.text) for line in lines)
    assert sum(line.mark.count("^") for line in lines) == (1 if sentence[start:end].strip() else 0)


@settings(deadline=None)
@given(st.text())
def test_visible_text_has_no_control_characters_and_survives_utf_8(text):
    seen = visible(text)
    assert seen.encode().decode() == seen
    assert all(each.isprintable() or each in "\t\n\r" or each.isspace() or ord(each) > 0x7F for each in seen)
    assert "\x1b" not in seen
    assert "\x9b" not in seen
    assert "\u202e" not in seen


def test_joiners_stay_where_a_script_needs_them():
    assert visible("👩\u200d⚕ می\u200cخواهم") == "👩\u200d⚕ می\u200cخواهم"
    assert visible("cu\u200dre") == r"cu\u200dre"


@pytest.mark.parametrize("text", ["plain", "tabs\tand\nlines", "naïve ünïcode — “quotes” 😀"])
def test_ordinary_text_is_shown_as_it_is(text):
    assert visible(text) == text


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(20, 90))
def test_wrapped_text_keeps_within_its_width_and_loses_no_letter(text, width):
    lines = wrapped(text, width, "  ", "    ")
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(visible(" ".join(text.split())).split())
