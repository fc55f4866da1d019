"""The index over words never loses a match: what a pattern finds in a unit, the index had proposed for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compliance.api import screen_text
from compliance.documents import load as load_document
from compliance.engine import screen as screening
from compliance.engine.compile import compile_pack
from compliance.engine.compiled import CompiledPack
from compliance.engine.view import View
from compliance.errors import Location, PackError
from compliance.model.rule import AnyOf, Pattern
from compliance.text.fold import fold
from compliance.text.segment import segment

TESTS = Path(__file__).parent.parent
WORDS = st.sampled_from(
    """
    we cure cures heal stem cell cells lupus MS rheumatoid arthritis Crohn's disease 90 % out of nine ten 3d 2nd b12 don't patients heart
    failure the not osteoarthritis naïve itch get rid
    """.split()
)
GLUE = st.sampled_from([" ", " ", " ", ", ", "-", ". ", "; ", "\n", "'", "", "  ", " — ", "/", "? ", "\u200b", "'s "])
TEXTS = st.lists(st.tuples(WORDS, GLUE), min_size=1, max_size=14).map(lambda pairs: "".join(word + glue for word, glue in pairs))

PLAIN = st.sampled_from(
    """
    we cure cures? heal* *itis stem cells? lupus arthritis 3d 2nd 2n* b12 don't patients of % , ? crohn's 90 9* nine
    """.split()
)
LEXICONS = st.sampled_from(["{disease}", "{disease.joint}", "{disease.skin}", "{therapy}", "{cure_verb}", "{cure_verb.stop}", "{number}", "{percent}"])
RAW = st.sampled_from(
    ["/lup[a-z]+/", "/\\d+/", "/c[a-z]re/", "/\\d+ ?\\/ ?\\d+/", "/(?:cur|heal|[,;])/", "/(?:stem )?cells?/", "/[;,%]/", "/\\d{1,2}<T>[a-z]*/", "/ell*s?|9/"]
)
ITEMS = st.recursive(
    st.one_of(PLAIN, LEXICONS, RAW, st.sampled_from(["<2>", "<3!>"])),
    lambda inner: st.one_of(
        st.lists(st.lists(inner, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map(lambda options: "(" + "|".join(options) + ")"),
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: "(" + " ".join(parts) + ")?"),
    ),
    max_leaves=5,
)
PATTERNS = st.lists(ITEMS, min_size=1, max_size=4).flatmap(
    lambda items: st.sampled_from([" ".join(items), "[" + items[0] + "] " + " ".join(items[1:]), "^ " + " ".join(items), " ".join(items) + " $"])
)


def lost(compiled: CompiledPack, text: str) -> list[tuple[str, str]]:
    """(pattern, unit) pairs that the pattern's own regex finds and the index had not proposed."""
    document = load_document(text.encode("utf-8", "surrogatepass"), "advert.txt")
    view = View(compiled, document, fold(document.content, compiled.fold_options), segment(document))
    return [
        (each.text, view.texts[unit])
        for unit in range(len(view.units))
        for number, each in enumerate(compiled.patterns)
        if not view.candidates[unit] >> number & 1 and each.regex.search(view.tagged(unit), timeout=5)
    ]


def compile_patterns(base: CompiledPack, patterns: list[str]) -> CompiledPack:
    rule = replace(base.pack.rules[0], match=AnyOf(tuple(Pattern(text, Location("test")) for text in patterns)))
    return compile_pack(replace(base.pack, rules=(rule,)))


@given(patterns=st.lists(PATTERNS, min_size=1, max_size=12), text=TEXTS)
def test_the_index_proposes_every_pattern_that_matches(patterns: list[str], text: str, small_cures: CompiledPack) -> None:
    sound = [pattern for pattern in patterns if is_sound(small_cures, pattern)]
    assume(sound and text.strip())
    assert lost(compile_patterns(small_cures, sound), text) == []


def told_wrongly(compiled: CompiledPack, text: str) -> list[tuple[str, str]]:
    """(pattern, unit) pairs of which `View.has` says otherwise than the pattern's places do."""
    document = load_document(text.encode("utf-8", "surrogatepass"), "advert.txt")
    folded, units = fold(document.content, compiled.fold_options), segment(document)
    asked, searched = View(compiled, document, folded, units), View(compiled, document, folded, units)
    return [
        (each.text, asked.texts[unit])
        for unit in range(len(units))
        for number, each in enumerate(compiled.patterns)
        if asked.has(asked.candidates[unit] & 1 << number, unit) != bool(searched.find(number, unit))
    ]


@given(patterns=st.lists(PATTERNS, min_size=1, max_size=12), text=TEXTS)
def test_that_a_pattern_is_there_is_told_as_its_places_are(patterns: list[str], text: str, small_cures: CompiledPack) -> None:
    sound = [pattern for pattern in patterns if is_sound(small_cures, pattern)]
    assume(sound and text.strip())
    assert told_wrongly(compile_patterns(small_cures, sound), text) == []


def test_that_a_core_pattern_is_there_is_told_as_its_places_are_in_the_corpus(core: CompiledPack) -> None:
    files = sorted((TESTS / "corpus").glob("*.jsonl"))
    texts = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert told_wrongly(core, "\n\n".join(texts[::9])) == []


def is_sound(base: CompiledPack, pattern: str) -> bool:
    try:
        compile_patterns(base, [pattern])
    except PackError:  # a pattern the language refuses, such as brackets in which nothing has to stand
        return False
    return True


@pytest.fixture(scope="session")
def phrases(core: CompiledPack) -> list[str]:
    """The words of the core rules' own examples, in pieces of one to four words."""
    words = [word for rule in core.pack.rules for text in (*rule.flag, *rule.clear) for word in text.split()]
    return [" ".join(words[at : at + size]) for size in (1, 2, 4) for at in range(0, len(words), size)]


@settings(max_examples=40)
@given(data=st.data())
def test_the_index_of_the_core_rules_proposes_every_pattern_that_matches(data: st.DataObject, core: CompiledPack, phrases: list[str]) -> None:
    pieces = data.draw(st.lists(st.sampled_from(phrases), min_size=1, max_size=10))
    assert lost(core, " ".join(pieces)) == []


def test_the_index_of_the_core_rules_proposes_every_pattern_that_matches_in_the_corpus(core: CompiledPack) -> None:
    """Every ninth text: all of them take minutes, since each pattern's own regex is run on each."""
    files = sorted((TESTS / "corpus").glob("*.jsonl"))
    texts = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert lost(core, "\n\n".join(texts[::9])) == []


def test_the_plain_loop_reports_the_same_for_every_example_of_the_core_rules(
    core: CompiledPack, plain_loop: type[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["\n\n".join((*rule.flag, *rule.clear)) for rule in core.pack.rules if rule.flag]
    by_index = [screen_text(text, packs=core) for text in texts]
    monkeypatch.setattr(screening, "View", plain_loop)
    assert [screen_text(text, packs=core) for text in texts] == by_index


@given(text=TEXTS)
def test_the_plain_loop_reports_the_same_for_any_text(text: str, small_cures: CompiledPack, plain_loop: type[View]) -> None:
    assume(text.strip())
    by_index = screen_text(text, packs=small_cures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screening, "View", plain_loop)
        assert screen_text(text, packs=small_cures) == by_index


def test_a_pattern_that_runs_is_among_few_candidates(core: CompiledPack) -> None:
    """The index is worth having: an ordinary sentence needs only a small share of the patterns."""
    text = "The kitchen is open from nine, and the garden is lovely in June."
    document = load_document(text.encode(), "advert.txt")
    view = View(core, document, fold(text, core.fold_options), segment(document))
    assert view.candidates[0].bit_count() * 5 < len(core.patterns)


def test_the_reference_really_runs_without_an_index(small_cures: CompiledPack, plain_loop: type[View], compile_small: Callable[..., CompiledPack]) -> None:
    document = load_document(b"We cure lupus.", "advert.txt")
    view = plain_loop(small_cures, document, fold(document.content, small_cures.fold_options), segment(document))
    found = {small_cures.patterns[number].text for number in range(len(small_cures.patterns)) if view.candidates[0] >> number & 1}
    assert "[{cure_verb.cure}] <2> {disease}" in found
    assert "{percent}" not in found
