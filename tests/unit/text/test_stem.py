"""Stems: forms of a word share one, different words do not."""

from __future__ import annotations

import pytest

from compliance.text.stem import stem

ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s")


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        ("cure cures cured curing", "cur"),
        ("therapy therapies", "therap"),
        ("stop stops stopped stopping", "stop"),
        ("regenerate regenerates regenerated regenerating", "regenerat"),
        ("patient patients patient's", "patient"),
        ("85 9 1,000", "#"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: str, wanted: str) -> None:
    assert {stem(form, ENDINGS) for form in forms.split()} == {wanted}


@pytest.mark.parametrize("word", ["is", "the", "as", "%", "ed", "s"])
def test_short_words_are_left_whole(word: str) -> None:
    assert stem(word, ENDINGS) == word
