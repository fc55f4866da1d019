"""What folding always does, whatever the text: it keeps the way back, and forgets how a word was dressed up."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from compliance.model.span import OffsetMap
from compliance.text.fold import FoldOptions, fold

WORD = re.compile(r"[^\W_]+")
LATIN = "x" * 60 + " "
FOREIGN = "ф" * 60 + " "
"""put before a short piece so that folding takes it for part of a text in that script"""
PIECES = st.one_of(
    st.sampled_from(
        [
            "cure",
            "Cures",
            "ЅТЕМ",
            "curе",
            "ﬁne",
            "c-u-r-e",
            "c u r e",
            "c.u.r.e",
            "cu\u200bre",
            "cu\u00adre",
            "&amp;",
            "&#99;ure",
            "&nbsp;",
            "&unknown;",
            "ﷺ",
            "½",
            "ＦＵＬＬ",
            "e\u0301",
            "MS",
            "it's",
            "90%",
            "\ue000",
            "\n",
            "\r\n",
            "\t",
            " ",
            "  ",
            "-",
            "—",
            ".",
            ", ",
        ]
    ),
    st.text(max_size=6),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
SPELT = st.sampled_from(["cure", "lupus", "regenerates", "guaranteed", "safe"])
HIDDEN = st.sampled_from(["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u0301", "&shy;", "&#8203;"])


def length_of(back: OffsetMap, text: str) -> int:
    return back.length if back.derived else len(text)


@given(TEXTS)
def test_every_folded_word_maps_back_to_source_that_folds_to_it(text: str) -> None:
    folded = fold(text)
    for found in WORD.finditer(folded.text):
        start, end = folded.map.to_source(*found.span())
        assert 0 <= start < end <= len(text)
        again = [fold(around + text[start:end]).text for around in (LATIN, FOREIGN)]  # which letters are look-alikes, the whole text decides
        assert any(found[0] in each for each in again)


@given(TEXTS)
def test_the_map_covers_the_folded_text_and_never_runs_backwards(text: str) -> None:
    folded = fold(text)
    assert length_of(folded.map, folded.text) == len(folded.text)
    spans = [folded.map.to_source(offset, offset + 1) for offset in range(len(folded.text))]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert all(one.start <= two.start and one.end <= two.end for one, two in itertools.pairwise(spans))


@given(TEXTS)
def test_a_source_offset_comes_back_at_or_before_the_place_it_went_to(text: str) -> None:
    folded = fold(text)
    went = [folded.map.to_derived(offset) for offset in range(len(text) + 1)]
    assert went == sorted(went)
    assert all(0 <= offset <= len(folded.text) for offset in went)
    for offset in range(len(folded.text)):
        span = folded.map.to_source(offset, offset + 1)
        assert folded.map.to_derived(span.start) <= offset < folded.map.to_derived(span.end)


@given(TEXTS)
def test_no_private_use_character_survives_that_could_pass_for_a_tag(text: str) -> None:
    assert not re.search("[\ue000-\uf8ff]", fold(text).text)


@given(TEXTS)
def test_no_line_break_tab_or_invisible_character_survives(text: str) -> None:
    assert not re.search("[\n\r\t\u00ad\u200b-\u200f\u2060\ufeff]", fold(text).text)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_upper_case_makes_no_difference_but_to_words_kept_in_capitals(text: str) -> None:
    plain = re.sub("&[^;]*;", "", text)
    assert fold(plain.upper()).text == fold(plain.lower()).text


@given(SPELT, st.data())
def test_a_word_with_a_hidden_character_anywhere_inside_folds_to_the_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    assert fold(f"it is {word[:at]}{data.draw(HIDDEN)}{word[at:]} here").text == f"it is {word} here"


@given(SPELT, st.sampled_from(" .-_*·•"))
def test_a_word_spelt_letter_by_letter_folds_to_the_word_and_maps_back_whole(word: str, gap: str) -> None:
    spelt = gap.join(word)
    folded = fold(f"they will {spelt}, we say")
    start = folded.text.index(word)
    assert folded.map.to_source(start, start + len(word)) == (10, 10 + len(spelt))
    assert (10, 10 + len(spelt)) in folded.masked


@given(TEXTS)
def test_options_change_only_the_case_and_the_accents_of_letters(text: str) -> None:
    plain = fold(text)
    kept = fold(text, FoldOptions(frozenset({"MS", "ALS"}), frozenset({"curé"})))
    assert fold(kept.text).text.split() == fold(plain.text).text.split()
