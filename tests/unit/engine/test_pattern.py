"""The phrase-pattern language: what each part of it finds in a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Search = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        # words
        ("cure", "We cure it; the cure cures, cured.", ["cure", "cure"]),
        ("stem cells", "Stem cells, stem-cells and STEM  CELLS.", ["Stem cells", "stem-cells", "STEM  CELLS"]),
        ("stem-cells", "our stem cells", ["stem cells"]),
        ("patient", "the patient's knee", ["patient's"]),
        ("patients", "our patients' knees", ["patients"]),
        ("cure", "a ‘cure’ or 'cure'", ["cure", "cure"]),
        ("can't", "You can't. You can’t!", ["can't", "can’t"]),
        ("3d scan", "a 3d scan", ["3d scan"]),
        ("2nd visit", "your 2nd visit", ["2nd visit"]),
        # the last letter and the rest of a word
        ("claims?", "a claim, two claims, claiming", ["claim", "claims"]),
        ("regenerat*", "it regenerates by regeneration", ["regenerates", "regeneration"]),
        ("*itis", "arthritis, bursitis, it is", ["arthritis", "bursitis"]),
        # choices and optional parts
        ("(cure|heal) it", "cure it, heal it, help it", ["cure it", "heal it"]),
        ("(the|your)? pain", "the pain, your pain, my pain", ["the pain", "your pain", "pain"]),
        ("cure (of)? {disease}", "cure lupus and cure of lupus", ["cure lupus", "cure of lupus"]),
        ("(cure|) lupus", "cure lupus", ["cure lupus"]),
        ("({disease}|pain) gone", "lupus gone, pain gone, hope gone", ["lupus gone", "pain gone"]),
        # gaps
        ("cure <2> {disease}", "cure lupus", ["cure lupus"]),
        ("cure <2> {disease}", "cure all your lupus", ["cure all your lupus"]),
        ("cure <2> {disease}", "cure all of your lupus", []),
        ("cure <2> {disease}", "cure, (all) lupus", ["cure, (all) lupus"]),
        ("cure <2> {disease}", "cure 90% lupus", ["cure 90% lupus"]),
        ("cure <2> {disease}", "cure; lupus", []),
        ("cure <2> {disease}", "cure — lupus", []),
        ("cure <2!> {disease}", "cure; the lupus", ["cure; the lupus"]),
        ("cure <2!> {disease}", "cure — lupus", ["cure — lupus"]),
        # beginnings, ends and punctuation
        ("^ we cure", "We cure it. And we cure more.", ["We cure"]),
        ("it $", "You see it. It is here", ["it."]),
        ("cure ?", "a cure? a cure.", ["cure?"]),
        ("cure\\?", "a cure? a cure.", ["cure?"]),
        ("well , yes", "well, yes", ["well, yes"]),
        ("90 %", "90% or 90 %", ["90%", "90 %"]),
        ("no. 1", "the no. 1 clinic", ["no. 1"]),
        ("# 1", "the #1 clinic", ["#1"]),
        # raw parts
        ("/lup[a-z]+/", "Lupus and LUPINE", ["Lupus", "LUPINE"]),
        ("cure /lup(us|ine)/", "cure lupine", ["cure lupine"]),
        ("we /c[a-z]+e/ lupus", "we cure lupus", ["we cure lupus"]),
        ("/\\d+ ?\\/ ?\\d+/", "9/10 patients", ["9/10"]),
    ],
)
def test_a_pattern_finds_this(found: Search, pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("cure {disease}", "We cure lupus.", ["cure lupus"]),
        ("cure {disease}", "We cure rheumatoid arthritis now.", ["cure rheumatoid arthritis"]),
        ("cure {disease} fast", "We cure rheumatoid arthritis fast.", ["cure rheumatoid arthritis fast"]),
        ("{disease.lung}", "lupus, asthma and COPD", ["asthma", "COPD"]),
        ("{disease} patients", "MS patients and multiple sclerosis patients", ["MS patients", "multiple sclerosis patients"]),
        ("{number} %", "90%, 95.5 % and 1,000%", ["90%", "95.5 %", "1,000%"]),
        ("{percent} better", "nine out of ten better, 90 percent better", ["nine out of ten better", "90 percent better"]),
        ("{cure_verb} {disease}", "We cured lupus, got rid of asthma, are curing MS.", ["cured lupus", "curing MS"]),
        ("{cure_verb.stop} {disease}", "stops lupus, cures asthma", ["stops lupus"]),
    ],
)
def test_a_lexicon_stands_for_each_of_its_terms(found: Search, pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "whole", "marked"),
    [
        ("[cure] <2> {disease}", "We cure your lupus.", "cure your lupus", "cure"),
        ("we [cure {disease}] here", "We cure lupus here.", "We cure lupus here", "cure lupus"),
        ("([cure]|help) {disease}", "We cure lupus.", "cure lupus", "cure"),
        ("[cure|get rid of] {disease}", "We get rid of lupus.", "get rid of lupus", "get rid of"),
        ("{disease} <2> [gone]", "the lupus is all gone", "lupus is all gone", "gone"),
        ("cure {disease}", "We cure lupus.", "cure lupus", "cure lupus"),
    ],
)
def test_the_focus_is_what_stands_in_square_brackets_or_the_whole(found: Search, focus: Search, pattern: str, text: str, whole: str, marked: str) -> None:
    assert found(pattern, text) == [whole]
    assert focus(pattern, text) == [marked]


@pytest.mark.parametrize(
    "text",
    [
        "We curе lupus.",
        "We c-u-r-e lupus.",
        "We cu\u200bre lu\u00adpus.",
        "WE CURE LUPUS.",
        "We cure\u00a0lupus.",
        "We &#99;ure lupus.",
        "We ｃｕｒｅ lupus.",
        "We c.u.r.e l u p u s.",
    ],
)
def test_a_disguise_hides_nothing_from_a_pattern(found: Search, text: str) -> None:
    [quote] = found("cure {disease}", text)
    assert quote == text[3:-1]


def test_a_pattern_never_reaches_into_the_next_unit(found: Search) -> None:
    assert found("cure <3> {disease}", "We cure. Lupus is rare.") == []


def test_a_pattern_is_found_at_every_place(found: Search) -> None:
    assert found("{disease}", "Lupus, asthma. Lupus again and ALS.") == ["Lupus", "asthma", "Lupus", "ALS"]


def test_a_word_inside_another_is_not_found(found: Search) -> None:
    assert found("cure", "secure, manicure, cured, procure it") == []
    assert found("{disease}", "lupusoid and nonlupus") == []


def test_a_tag_of_one_lexicon_does_not_hide_a_word_from_a_pattern(found: Search) -> None:
    assert found("lupus", "We cure lupus.") == ["lupus"]
    assert found("rheumatoid arthritis", "We cure rheumatoid arthritis.") == ["rheumatoid arthritis"]
    assert found("arthritis", "We cure rheumatoid arthritis.") == ["arthritis"]
