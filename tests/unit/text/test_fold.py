"""Folding: the dress a word comes in makes no difference, and nothing else is lost."""

from __future__ import annotations

import pytest

from compliance.text.fold import FoldOptions, fold

OPTIONS = FoldOptions(capitals=frozenset({"MS", "ALS"}), keep=frozenset({"curé"}))


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("CURE", "cure"),
        ("ＣＵＲＥ", "cure"),
        ("𝐜𝐮𝐫𝐞", "cure"),
        ("𝒸𝓊𝓇ℯ", "cure"),
        ("ⓒⓤⓡⓔ", "cure"),
        ("curе", "cure"),  # Cyrillic е
        ("СURЕ", "cure"),  # Cyrillic С and Е
        ("ϲure", "cure"),  # Greek lunate sigma
        ("ⅽure", "cure"),  # Roman numeral one hundred
        ("cu\u00adre", "cure"),
        ("c\u200bu\u200cr\u200de", "cure"),
        ("c\u2060u\ufeffr\u034fe", "cure"),
        ("cure\ufe0f", "cure"),
        ("c\u0336u\u0336r\u0336e\u0336", "cure"),
        ("cúrè", "cure"),
        ("&#99;&#x75;re", "cure"),
        ("c&shy;ure", "cure"),
        ("c&ZeroWidthSpace;ure", "cure"),
        ("c u r e", "cure"),
        ("c-u-r-e", "cure"),
        ("c.u.r.e", "cure"),
        ("c*u*r*e", "cure"),
        ("c·u·r·e", "cure"),
        ("c_u_r_e", "cure"),
        ("C U R E", "cure"),
        ("с u r е", "cure"),  # spaced and Cyrillic at once
        ("ﬁt", "fit"),
        ("Œdema", "œdema"),
    ],
)
def test_a_disguised_word_folds_to_the_plain_one(written: str, word: str) -> None:
    assert fold(f"They will {written} you.").text == f"they will {word} you."


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("stem-cell", "stem cell"),
        ("stem‐cell", "stem cell"),
        ("stem‑cell", "stem cell"),
        ("stem\u00a0cell", "stem cell"),
        ("stem&nbsp;cell", "stem cell"),
        ("stem   cell", "stem cell"),
        ("stem\ncell", "stem cell"),
        ("stem\r\n   cell", "stem cell"),
        ("stem \t cell", "stem cell"),
        ("the patient’s knee", "the patient's knee"),
        ("“safe”", '"safe"'),
        ("safe — really", "safe — really"),
        ("risk &amp; benefit", "risk & benefit"),
        ("&lt;b&gt;", "<b>"),
        ("٪ 90", "% 90"),
    ],
)
def test_blanks_hyphens_and_quotation_marks_have_one_form(written: str, folded: str) -> None:
    assert fold(written).text == folded


@pytest.mark.parametrize(
    "text", ["e.g. at 5 p.m. i.e. late", "U.S. law", "a b", "Dr. A. B. Cole", "it's a T cell", "plan b or c", "R&D and AT&T", "90% & more", "x < y; z &c"]
)
def test_what_only_looks_like_a_disguise_is_left_alone(text: str) -> None:
    assert fold(text).text == text.lower().replace("-", " ")


def test_an_entity_without_a_name_stays_as_it_is() -> None:
    assert fold("a &unheardof; b").text == "a &unheardof; b"


def test_letters_of_a_russian_text_are_no_look_alikes() -> None:
    text = "Вода и сор в аре на русском языке, рост и сон."
    assert fold(text).text == text.lower()


def test_a_foreign_letter_in_a_latin_text_is_a_look_alike() -> None:
    assert fold("We treat раtients here").text == "we treat patients here"


def test_a_word_of_both_scripts_is_a_disguise_however_short_the_text() -> None:
    assert fold("Our ѕuссеѕѕ rate").text == "our success rate"
    assert fold("Раtіеnt ѕtоrіеѕ").text == "patient stories"


def test_a_latin_name_in_a_greek_text_does_not_make_its_letters_latin() -> None:
    text = "Η κλινική προσφέρει αγωγή με βλαστοκύτταρα. ABC."
    assert "κλινικη" in fold(text).text


def test_words_listed_by_the_packs_keep_their_capitals() -> None:
    assert fold("MS and Ms Smith, ms and ALS", OPTIONS).text == "MS and ms smith, ms and ALS"


def test_a_dotted_acronym_is_the_acronym() -> None:
    assert fold("for A.L.S. patients", OPTIONS).text == "for ALS. patients"


def test_words_listed_by_the_packs_keep_their_accents() -> None:
    assert fold("The Curé was cúred", OPTIONS).text == "the curé was cured"


def test_an_entity_maps_back_as_a_whole() -> None:
    folded = fold("a &#99;ure b")
    start = folded.text.index("cure")
    assert folded.map.to_source(start, start + 4) == (2, 10)
    assert folded.map.to_source(start, start + 1) == (2, 7)


def test_a_ligature_that_becomes_several_letters_maps_back_as_a_whole() -> None:
    folded = fold("the ﬁne ﷺ day")
    assert folded.text.startswith("the fine ")
    assert folded.map.to_source(4, 5) == folded.map.to_source(5, 6) == (4, 5)
    last = folded.text.index("day")
    assert folded.map.to_source(last, last + 3) == (10, 13)


def test_removed_characters_inside_a_word_belong_to_its_span() -> None:
    folded = fold("a cu\u200b\u00adre b")
    assert folded.map.to_source(2, 6) == (2, 8)


def test_what_was_hidden_or_swapped_is_remembered_as_masked() -> None:
    assert fold("a cu\u200bre b").masked == ((4, 5),)
    assert fold("the c.u.r.e now").masked == ((4, 11),)


def test_a_zero_width_character_between_words_masks_nothing() -> None:
    assert fold("one \u200b two").masked == ()


def test_folding_nothing_gives_nothing() -> None:
    assert fold("").text == ""
    assert fold("\u200b\u200b").text == ""


def test_a_text_that_needs_no_edit_keeps_its_offsets() -> None:
    assert fold("Plain Text").map.to_source(6, 10) == (6, 10)


@pytest.mark.parametrize("text", ["", "Our cells.", "c u r e  lupus\n\n&amp; A\u00ad\u200bLS ﬁne 😀\n\nthat is all"])
def test_folded_text_is_cut_like_any_text(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded.text) + 1):
        for end in range(start, len(folded.text) + 1):
            assert folded.cut(start, end) == folded.text[start:end]
