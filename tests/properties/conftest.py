"""Packs for the property tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.engine.compiled import CompiledPack

CURES = """
rules:
  - id: cure-claim/verb
    title: A cure is claimed
    match: ["[{cure_verb.cure}] <2> {disease}", "{disease} <3> [{cure_verb}]"]
    examples: {flag: [We cure lupus.], pass: [We treat lupus.]}
  - id: success-rate/figure
    title: A figure is given
    match: "{percent}"
    examples: {flag: [It works in 90%.], pass: [It works.]}
  - id: broad-indications/list
    kind: list
    title: One therapy for many diseases
    options: {lexicon: disease, at_least: 2}
    examples: {flag: ["We cure lupus and COPD."], pass: [We cure lupus.]}
"""


@pytest.fixture(scope="session")
def small_cures(compile_small: Callable[..., CompiledPack]) -> CompiledPack:
    """The small pack with three rules."""
    return compile_small(CURES)
