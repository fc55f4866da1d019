"""The sieve lets a pattern through where its words stand in their order, and few others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.engine.compiled import CompiledPack


@pytest.mark.parametrize(
    ("pattern", "text", "passes"),
    [
        ("we cure", "here we cure it", True),
        ("we cure", "we can cure it", False),
        ("we cure", "we; cure", False),
        ("we <2> cure", "we can often cure", True),
        ("we <2> cure", "cure, can we", False),
        ("we <2> cure", "we can; cure", False),
        ("we <2!> cure", "we can; cure", True),
        ("we (can)? cure", "we can cure", True),
        ("^ cure", "we cure", False),
        ("^ <1> cure", "we cure", True),
        ("^ <1> cure", "so we cure", False),
        ("cure $", "we cure it", False),
        ("cure <1> $", "we cure it", True),
        ("{disease} cure", "rheumatoid arthritis cure", True),
        ("{disease} cure", "rheumatoid arthritis we cure", False),
        ("(we cure|they heal)", "they heal", True),
        ("(we cure|they heal)", "we may heal", False),
        ("cure /\\d+ of \\d+/", "cure about 3 of 4", True),
        ("cure /\\d+ of \\d+/", "cure three of four", False),
        ("3d scan", "a 3d scan", True),
    ],
)
def test_what_the_sieve_lets_through(pattern: str, text: str, passes: bool, pack_with: Callable[..., CompiledPack]) -> None:
    compiled = pack_with(pattern)
    tagged = compiled.vocabulary.tag(text)
    assert bool(compiled.sieve.possible(tagged.words(), compiled.vocabulary.labels) >> compiled.ids[pattern] & 1) is passes
