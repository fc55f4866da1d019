"""Short ways to ask the engine about one pattern, one rule or one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from compliance.documents import load as load_document
from compliance.engine.compiled import CompiledPack
from compliance.engine.context import Context
from compliance.engine.screen import screen
from compliance.engine.view import View
from compliance.model.finding import DocumentReport
from compliance.text.fold import fold
from compliance.text.segment import segment

RULE = """
id: cure-claim/under-test
title: The rule under test
match: {match}
examples: {{flag: [x], pass: [y]}}
"""


def make_view(compiled: CompiledPack, text: str) -> View:
    """A plain text as the engine sees it."""
    document = load_document(text.encode(), "advert.txt")
    return View(compiled, document, fold(document.content, compiled.fold_options), segment(document))


@pytest.fixture(scope="session")
def view_of() -> Callable[[CompiledPack, str], View]:
    """`view_of(compiled, text)`: a plain text as the engine sees it."""
    return make_view


@pytest.fixture(scope="session")
def pack_with(compile_small: Callable[..., CompiledPack]) -> Callable[..., CompiledPack]:
    """`pack_with(*patterns)`: the small pack with one cure-claim rule that matches any of the patterns."""
    return lambda *patterns: compile_small(RULE.format(match=json.dumps(list(patterns))))


@pytest.fixture(scope="session")
def found(pack_with: Callable[..., CompiledPack]) -> Callable[[str, str], list[str]]:
    """`found(pattern, text)`: the words a pattern finds in each unit of a text, as written."""

    def search(pattern: str, text: str) -> list[str]:
        compiled = pack_with(pattern)
        view = make_view(compiled, text)
        number = compiled.ids[pattern]
        spans = [view.content_span(unit, hit.start, hit.end) for unit in range(len(view.units)) for hit in view.find(number, unit)]
        return [text[start:end] for start, end in spans]

    return search


@pytest.fixture(scope="session")
def focus(pack_with: Callable[..., CompiledPack]) -> Callable[[str, str], list[str]]:
    """`focus(pattern, text)`: the words in focus at each place where a pattern is found."""

    def search(pattern: str, text: str) -> list[str]:
        compiled = pack_with(pattern)
        view = make_view(compiled, text)
        number = compiled.ids[pattern]
        spans = [view.content_span(unit, hit.focus_start, hit.focus_end) for unit in range(len(view.units)) for hit in view.find(number, unit)]
        return [text[start:end] for start, end in spans]

    return search


@pytest.fixture(scope="session")
def screened(compile_small: Callable[..., CompiledPack]) -> Callable[..., DocumentReport]:
    """`screened(rule_yaml, text)`: the report of a text under the small pack and the rules given."""

    def run(rules: str, text: str, name: str = "advert.txt") -> DocumentReport:
        report, errors = screen(load_document(text.encode(), name), compile_small(rules))
        assert errors == ()
        return report

    return run


@pytest.fixture(scope="session")
def senses(pack_with: Callable[..., CompiledPack]) -> Callable[[str, str], dict[str, str]]:
    """`senses(text, target)`: what the small pack's triggers say of the first place of `target`: {sense: trigger}."""

    def tell(text: str, target: str = "cure") -> dict[str, str]:
        view = make_view(pack_with("cure"), text)
        at = text.index(target)
        unit = next(number for number, each in enumerate(view.units) if each.start <= at < each.end)
        base = view.positions.back.to_derived(view.units[unit].start)
        start, end = (view.positions.back.to_derived(offset) - base for offset in (at, at + len(target)))
        return {told.sense: view.texts[told.found.unit][told.found.start : told.found.end] for told in Context(view).senses(unit, start, end)}

    return tell
