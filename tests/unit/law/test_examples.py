"""The examples of jurisdiction files hold in their places, with the rules that ship: one is flagged there, the other not."""

from __future__ import annotations

import re

import pytest

from compliance.api import load_packs, screen_text
from compliance.engine.compiled import CompiledPack
from compliance.law.explain import category_lines
from compliance.model.finding import Severity
from compliance.model.law import CORE, Ruling
from compliance.model.rule import Pack
from compliance.packs.load import load_with_diagnostics
from compliance.packs.schema import schema_folder

DAY = "2026-11-20"
PLACES = load_with_diagnostics([schema_folder().parent / "rules" / "jurisdictions"])[0]
CASES = [
    pytest.param(code, slug, entry.bad, entry.good, id=f"{code}-{slug}")
    for code, each in (PLACES.jurisdictions if PLACES else {}).items()
    for slug, entry in each.categories.items()
    if entry.bad
]


@pytest.fixture(scope="module")
def core() -> CompiledPack:
    return load_packs()


def severities(core: CompiledPack, code: str, slug: str, text: str) -> list[Severity]:
    """Of the findings of a category, the experimental status of a lone sentence about another claim aside."""
    chosen = [] if code == CORE else [code]
    return [each.severity for each in screen_text(text, packs=core, jurisdictions=chosen, as_of=DAY).findings if each.category == slug]


def with_notice(text: str, code: str, pack: Pack) -> str:
    """The text with its place's notice, or what the notice must say where the wording was not read, for "[The … notice …]"."""
    notice = next((each for each in pack.notices.values() if each.jurisdiction == code and each.in_ads), None)
    said = (notice.text or ". ".join(each.patterns[0] for each in notice.elements if each.id in notice.required)) if notice else ""
    return re.sub(r"\[The [^]]*notice[^]]*\]", said, text)


@pytest.mark.parametrize(("code", "slug", "bad", "good"), CASES)
def test_an_example_is_flagged_and_its_counterpart_is_not(core: CompiledPack, pack: Pack, code: str, slug: str, bad: str, good: str) -> None:
    """Where the status is in question, a rule of the place on the mention of the product is an answer too."""
    assert severities(core, code, slug, bad) or (slug == "experimental-status" and severities(core, code, "product-mention", bad))
    assert max(severities(core, code, slug, with_notice(good, code, pack)), default=Severity.LOW) is Severity.LOW


def test_every_category_that_a_place_rules_on_is_explained_with_an_example_of_each(pack: Pack) -> None:
    for code, each in pack.jurisdictions.items():
        for slug, entry in each.categories.items():
            said = "\n".join(category_lines(pack, slug, [code], DAY))
            if f": {Ruling.NO_RULE}, low" not in said and entry.ruling is not Ruling.NO_RULE:
                assert "Flagged: " in said, (code, slug)
                assert "Not flagged: " in said, (code, slug)
                assert "Acceptable: " in said, (code, slug)
