"""Faulty patterns: the column of the fault, what is wrong, and what to type instead."""

from __future__ import annotations

import re

import pytest

from compliance.engine.pattern import PatternError, parse


@pytest.mark.parametrize(
    ("pattern", "fault", "problem"),
    [
        # the caret stands under the fault
        ("cure [lupus", "     ^     ", "the focus '[' is never closed"),
        ("(cure|heal lupus", "^", "the choice '(' is never closed"),
        ("a (cure|(heal) it", "  ^", "the choice '(' is never closed"),
        ("cure it) now", "       ^", "unexpected ')'"),
        ("cure] it", "    ^", "unexpected ']'"),
        ("cure | heal", "     ^", "unexpected '|'"),
        ("(cure]", "     ^", "unexpected ']'"),
        ("cure <3 lupus", "     ^", "'<' does not begin a gap"),
        ("cure <> lupus", "     ^", "'<' does not begin a gap"),
        ("cure <100> it", "     ^", "'<' does not begin a gap"),
        ("cure <3> > it", "         ^", "unexpected '>'"),
        ("cure {disease", "     ^", "'{' does not begin a lexicon name"),
        ("cure {Disease}", "     ^", "'{' does not begin a lexicon name"),
        ("cure {} it", "     ^", "'{' does not begin a lexicon name"),
        ("cure } it", "     ^", "unexpected '}'"),
        ("cure /lupus", "     ^", "the raw part '/' is never closed"),
        ("cure // it", "     ^", "an empty raw part"),
        ("cure [] it", "     ^", "an empty focus"),
        ("cure () it", "     ^", "an empty choice"),
        ("cure (|) it", "     ^", "an empty choice"),
        ("cure [(it)?] now", "     ^", "brackets in which no word has to stand"),
        ("cure (<3>|it)", "     ^", "brackets in which no word has to stand"),
        ("cure @ it", "     ^", "unexpected '@'"),
        ("cure \\n it", "     ^", "unexpected '\\\\'"),
        ("", "^", "a pattern without any word"),
        ("  ", "^", "a pattern without any word"),
        ("^ $", "^", "a pattern without any word"),
        ("<3>", "^", "a pattern without any word"),
    ],
)
def test_a_faulty_pattern_is_refused_at_the_column_of_the_fault(pattern: str, fault: str, problem: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse(pattern)
    assert caught.value.problem == problem
    assert caught.value.column == fault.index("^")
    assert caught.value.hint


@pytest.mark.parametrize(
    "pattern", ["cure", "[cure]", "(a|b|)", "{x}", "{x.y}", "<3> cure", "/x/", "a - b", "cure ?", "^ cure $", "*itis", "x?", "\\? yes", "a<2!>b", "(a|$)"]
)
def test_a_sound_pattern_is_accepted(pattern: str) -> None:
    assert parse(pattern).items


def test_brackets_may_stand_in_brackets() -> None:
    assert parse("((a|b) [c (d|e)?]|f)") == parse("( (a|b)  [c (d|e)?] | f )")


def test_words_are_the_same_in_capitals_and_with_typographic_apostrophes() -> None:
    assert parse("Don’t CURE") == parse("don't cure")


def test_a_slash_inside_a_raw_part_is_escaped() -> None:
    [raw] = parse("/9\\/10/").items
    assert re.search(raw.regex, "9/10")
