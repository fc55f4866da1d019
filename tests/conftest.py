"""Options and fixtures that tests of several folders share."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from compliance.api import load_packs
from compliance.engine.compile import compile_pack
from compliance.engine.compiled import CompiledPack
from compliance.engine.memory import Memory
from compliance.engine.view import View
from compliance.model.document import Document, Unit
from compliance.packs.load import load
from compliance.text.fold import Folded

TESTS = Path(__file__).parent
SMALL = TESTS / "data" / "packs" / "small"

settings.register_profile("tests", deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites tests/golden; `--hypothesis-profile long` makes the property tests a fuzzer."""
    parser.addoption("--update-known-failures", action="store_true", default=False, help="rewrite tests/metamorphic/known_failures.yaml; then read the diff")
    parser.addoption("--update-golden", action="store_true", default=False, help="rewrite the golden reports; then read the diff")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Are the golden files to be rewritten instead of compared?"""
    return bool(request.config.getoption("--update-golden"))


class PlainLoop(View):
    """The reference for the index: the regex of every pattern is run on every unit; nothing is looked up by words, no sieve asked."""

    __slots__ = ()

    def __init__(self, compiled: CompiledPack, document: Document, folded: Folded, units: tuple[Unit, ...], memory: Memory | None = None) -> None:
        super().__init__(compiled, document, folded, units)  # a reference remembers nothing
        self.candidates = [self._all_that_match(unit) for unit in range(len(units))]
        self.seen = reduce(or_, self.candidates, 0)

    def _all_that_match(self, unit: int) -> int:
        return sum(1 << number for number, each in enumerate(self.compiled.patterns) if each.regex.search(self.tagged(unit)))


@pytest.fixture(scope="session")
def plain_loop() -> type[View]:
    """A View without an index; put in the place of `compliance.engine.screen.View`, it screens by the plain loop."""
    return PlainLoop


@pytest.fixture(scope="session")
def core() -> CompiledPack:
    """The rules that ship with the tool."""
    return load_packs()


@pytest.fixture(scope="session")
def compile_small(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., CompiledPack]:
    """A function that compiles rule files, given as YAML texts, with the small pack's lexicons and triggers."""
    made: dict[tuple[str, ...], CompiledPack] = {}

    def compile_texts(*texts: str) -> CompiledPack:
        if texts not in made:
            folder = tmp_path_factory.mktemp("rules")
            for number, text in enumerate(texts):
                (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
            made[texts] = compile_pack(load([SMALL, folder] if texts else [SMALL]))
        return made[texts]

    return compile_texts


HOSTILE = """
rules:
  - id: cure-claim/hostile
    title: A pattern that never comes back
    match: "/(?:a|aa)+z/ {disease}"
    examples: {flag: ["aaaz lupus"], pass: [x]}
  - id: cure-claim/verb
    title: A cure is claimed
    match: "[cure] <2> {disease}"
    examples: {flag: [We cure lupus.], pass: [x]}
"""


@pytest.fixture
def hostile(compile_small: Callable[..., CompiledPack]) -> CompiledPack:
    """Rules of which one has a pattern that runs away, compiled anew."""
    return compile_small(HOSTILE)
