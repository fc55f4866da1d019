"""Expressions of the standard library say what those of `regex` say, where they are used at all."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from compliance.engine import plain
from compliance.engine.compiled import CompiledPack
from compliance.engine.tame import MOST, ways


def _spans(found: object) -> dict[str, tuple[int, int]]:
    return plain.captured(found)


@pytest.mark.parametrize("text", ["plain words, 5 %", "naïve – “quoted” … 20 € • ½ of it", "Καρκίνος 癌"])
def test_ordinary_text_is_plain(text: str) -> None:
    assert plain.is_plain(text) is (plain._IS_SOUND and "½" not in text)


@pytest.mark.parametrize("character", ["\u0301", "\u20e3", "\x1c", "²", "\ue123"])
def test_what_the_two_see_differently_and_tags_are_not_plain(character: str) -> None:
    assert not plain.is_plain(f"cells{character}cure")


@given(st.characters())
def test_a_plain_character_is_the_same_to_both(character: str) -> None:
    if plain.is_plain(character):
        assert all(bool(re.match(kind, character)) is bool(regex.match(kind, character)) for kind in (r"\w", r"\W", r"\d", r"\s"))


def test_a_program_comes_back_as_its_expression() -> None:
    found = plain.expression(plain.program(r"(?<!\w)(?P<focus>cures?)(?!\w)")).search("it cures")
    assert found
    assert _spans(found) == {"focus": (3, 8)}


def test_what_is_no_program_is_refused() -> None:
    import marshal

    with pytest.raises((RuntimeError, ValueError)):
        plain.expression(marshal.dumps((b"\xff\xff\0\0" * 4, 32, 1, {})))


@pytest.mark.parametrize("text", ["one 1 two 2", "one 1", "two 2", "none"])
def test_of_groups_of_one_name_the_last_to_close_counts_as_with_regex(text: str) -> None:
    source = r"(?:one (?P<number>\d))?(?: ?two (?P<number>\d))?"
    ours, theirs = plain.expression(plain.program(source)).match(text), regex.match(source, text)
    assert ours
    assert theirs
    assert {name: text[slice(*span)] for name, span in _spans(ours).items()} == {name: value for name, value in theirs.groupdict().items() if value is not None}


@given(text=st.text("abz curelups0123 %,.-'é…\n", max_size=60))
def test_both_find_the_same(compile_small_once: CompiledPack, text: str) -> None:
    for pattern in compile_small_once.patterns:
        if not pattern.is_raw and plain.is_plain(text):
            ours, theirs = ([(found.span(), _spans(found)) for found in each.finditer(text)] for each in (pattern.plain, pattern.regex))
            assert ours == theirs


@pytest.fixture(scope="module")
def compile_small_once() -> CompiledPack:
    from pathlib import Path

    from compliance.loading import load_packs

    return load_packs([Path(__file__).parents[2] / "data" / "tiny"], core=False)


@pytest.mark.parametrize(
    "source",
    [r"(?:a|aa)+z", r"(?:a|a){0,50}b", r"(?i)a", r"[[a]b]", r"a{e<=1}", r"\p{L}", r"\.*\.*", r"(?P<x>a)(?P=x)", r"(?>a+)b", r"(?=a)", r"(a", r"\d{1,6}*"],
)
def test_what_can_run_long_or_only_regex_knows_is_wild(source: str) -> None:
    assert ways(source) > MOST


@pytest.mark.parametrize(
    ("source", "expected"),
    [(r"[.,;]", 1), (r"\d{1,6} ?/ ?\d{1,6}", 144), (r"[^?]{0,300}[?]", 301), (r"(?:rs|usd)\.? ?\d", 8), (r"[\d,.]+", 1000), (r"a++b", 1)],
)
def test_other_raw_parts_are_tame(source: str, expected: int) -> None:
    assert ways(source) == expected
