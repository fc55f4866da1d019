"""Lexicon terms in the text: several words, inflections, possessives, acronyms, open endings."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from compliance.engine.compiled import CompiledPack
from compliance.engine.view import View
from compliance.engine.vocabulary import STRIP_TAGS, plurals, variants, verb_forms
from compliance.text.fold import FoldOptions

Search = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We treat lupus.", ["lupus"]),
        ("We treat rheumatoid arthritis.", ["rheumatoid arthritis"]),
        ("We treat rheumatoid-arthritis.", ["rheumatoid-arthritis"]),
        ("We treat RHEUMATOID ARTHRITIS.", ["RHEUMATOID ARTHRITIS"]),
        ("Arthritis, heart failure, asthma", ["Arthritis", "heart failure", "asthma"]),
        ("Crohn's disease, Crohn’s disease, Crohns disease, Crohn disease", ["Crohn's disease", "Crohn’s disease", "Crohns disease", "Crohn disease"]),
        ("asthmas and knee pains", ["asthmas", "knee pains"]),
        ("asthma's grip, arthritis's end", ["asthma's", "arthritis's"]),
        ("motor neurone disease's course", ["motor neurone disease's"]),
        ("osteoarthritis, osteoarthrosis", ["osteoarthritis", "osteoarthrosis"]),
        ("dry skins and dry skinned people", ["dry skins", "dry skinned"]),
        ("naive itch and naïve itches", ["naive itch", "naïve itches"]),
        ("heart, failure", []),
        ("heart and failure", []),
        ("the heart. Failure", []),
        ("a lupuslike rash", []),
    ],
)
def test_the_terms_of_a_lexicon_are_found(found: Search, text: str, expected: list[str]) -> None:
    assert found("{disease}", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("MS and ALS", ["MS", "ALS"]), ("Ms Gray als Sie, ms", []), ("the M.S.", []), ("A.L.S. patients", ["A.L.S"]), ("ALS's course", ["ALS's"])],
)
def test_an_acronym_counts_only_in_capitals(found: Search, text: str, expected: list[str]) -> None:
    assert found("{disease}", text) == expected


def test_an_acronym_that_is_listed_in_both_ways_is_found_in_both(compile_small: Callable[..., CompiledPack]) -> None:
    rule = "id: cure-claim/x\ntitle: x\nmatch: ['{body} approved']\nexamples: {flag: [x], pass: [y]}"
    compiled = compile_small("lexicon: body\ntitle: Bodies\ngroups: {regulators: [FDA, fda, fda board], others: [TGA]}", rule)
    assert compiled.fold_options.capitals == {"MS", "ALS", "COPD", "TGA"}


def test_a_plural_of_an_acronym_is_found(compile_small: Callable[..., CompiledPack], view_of: Callable[..., View]) -> None:
    rule = "id: cure-claim/x\ntitle: x\nmatch: ['{many}']\nexamples: {flag: [x], pass: [y]}"
    compiled = compile_small("lexicon: many\ntitle: Many\ninflect: noun\nterms: [TIA]", rule)
    view = view_of(compiled, "Two TIAs, one TIA, no tias.")
    assert len(view.find(compiled.ids["{many}"], 0)) == 2


def test_the_longest_term_of_a_lexicon_wins(found: Search) -> None:
    assert found("{therapy}", "our stem cell therapy and stem cells") == ["stem cell therapy", "stem cells"]
    assert found("{disease}", "rheumatoid arthritis") == ["rheumatoid arthritis"]


def test_a_term_within_a_longer_one_keeps_its_own_group(found: Search) -> None:
    assert found("{disease.joint}", "rheumatoid arthritis") == ["arthritis"]
    assert found("{disease.autoimmune}", "rheumatoid arthritis") == ["rheumatoid arthritis"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cure, cures, cured, curing", ["cure", "cures", "cured", "curing"]),
        ("heal, heals, healed, healing", ["heal", "heals", "healed", "healing"]),
        ("stop, stops, stopped, stopping", ["stop", "stops", "stopped", "stopping"]),
        ("banishes and banished", ["banishes", "banished"]),
        ("get rid of, gets rid of", ["get rid of", "gets rid of"]),
        ("curer, stopper", []),
    ],
)
def test_verbs_are_found_in_their_regular_forms(found: Search, text: str, expected: list[str]) -> None:
    assert found("{cure_verb}", text) == expected


def test_adjectives_are_found_in_their_regular_forms(found: Search) -> None:
    assert found("{swift}", "quick, quickly, quicker, quickest, lastingly") == ["quick", "quickly", "quicker", "quickest", "lastingly"]


def test_token_patterns_take_whole_words(found: Search) -> None:
    assert found("{number}", "90, 1,000 and 2.5; nine; b12") == ["90", "1,000", "2.5", "nine"]


def test_terms_with_a_number_stuck_to_letters_are_found(compile_small: Callable[..., CompiledPack], view_of: Callable[..., View]) -> None:
    rule = "id: cure-claim/x\ntitle: x\nmatch: ['{scale} score']\nexamples: {flag: [x], pass: [y]}"
    compiled = compile_small("lexicon: scale\ntitle: Scales\nterms: [eq-5d, 3d print, 100% pure]", rule)
    number = compiled.ids["{scale} score"]
    for text in ("the EQ-5D score", "a 3D print score", "a 100% pure score"):
        view = view_of(compiled, text)
        assert len(view.find(number, 0)) == 1, text


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("cell", ["cells"]), ("therapy", ["therapies"]), ("day", ["days"]), ("illness", ["illnesses"]), ("itch", ["itches"]), ("MSC", ["MSCs"])],
)
def test_plurals(noun: str, expected: list[str]) -> None:
    assert plurals(noun) == expected


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("cure", {"cures", "cured", "curing"}),
        ("stop", {"stops", "stoped", "stoping", "stopped", "stopping"}),
        ("remedy", {"remedies", "remedied", "remedying"}),
        ("banish", {"banishes", "banished", "banishing"}),
        ("allay", {"allays", "allayed", "allaying"}),
        ("heal", {"heals", "healed", "healing"}),
    ],
)
def test_verb_forms(verb: str, expected: set[str]) -> None:
    assert set(verb_forms(verb)) == expected


def test_variants_of_a_possessive_term_stand_with_and_without_its_apostrophe() -> None:
    assert set(variants("Crohn's disease", "none", FoldOptions())) == {("crohn's", "disease"), ("crohns", "disease"), ("crohn", "disease")}


def test_a_term_of_punctuation_alone_stands_for_nothing() -> None:
    assert list(variants("—", "noun", FoldOptions())) == []


def test_tags_count_for_nothing_in_the_length_of_a_text(pack_with: Callable[..., CompiledPack]) -> None:
    text = "we cure rheumatoid arthritis and ALS with stem cell therapy in 90% of cases"
    tagged = "".join(pack_with("{disease}", "{therapy}", "{number}").vocabulary.tag(text).parts)
    assert len(tagged) > len(text)
    assert len(STRIP_TAGS.sub("", tagged)) == len(text)


def test_a_compiled_pack_survives_pickling(pack_with: Callable[..., CompiledPack], view_of: Callable[..., View]) -> None:
    compiled = pack_with("[cure] <2> {disease}")
    copy = pickle.loads(pickle.dumps(compiled))  # noqa: S301 - it was made a moment ago
    text = "We cure rheumatoid arthritis."
    number = compiled.ids["[cure] <2> {disease}"]
    assert view_of(copy, text).find(number, 0) == view_of(compiled, text).find(number, 0) != ()
