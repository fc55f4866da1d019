"""The examples of jurisdiction files hold in their places, with the rules that ship: one is flagged there, the other not."""

from __future__ import annotations

import pytest

from compliance.api import load_packs
from compliance.engine.compiled import CompiledPack
from compliance.law.explain import category_lines
from compliance.model.law import Ruling
from compliance.model.rule import Pack
from compliance.packs.load import load_with_diagnostics
from compliance.packs.schema import schema_folder
from compliance.trial import PlaceExample, place_examples, reasons, run_place

DAY = "2026-11-20"
PLACES = load_with_diagnostics([schema_folder().parent / "rules" / "jurisdictions"])[0]
ENTRIES = [
    PlaceExample(code, slug, kind, text, entry.at)
    for code, each in (PLACES.jurisdictions if PLACES else {}).items()
    for slug, entry in each.categories.items()
    for kind, text in (("bad", entry.bad), ("good", entry.good))
    if text
]
CASES = [pytest.param(each, id=each.name) for each in ENTRIES]


@pytest.fixture(scope="module")
def core() -> CompiledPack:
    return load_packs()


@pytest.mark.parametrize("example", CASES)
def test_an_example_is_flagged_and_its_counterpart_is_not(core: CompiledPack, example: PlaceExample) -> None:
    is_right, report = run_place(example, core, DAY)
    assert is_right, "\n".join([example.text, *reasons(report)])


def test_every_category_that_a_place_rules_on_is_explained_with_an_example_of_each(pack: Pack) -> None:
    for code, each in pack.jurisdictions.items():
        for slug, entry in each.categories.items():
            said = "\n".join(category_lines(pack, slug, [code], DAY))
            if f": {Ruling.NO_RULE}, low" not in said and entry.ruling is not Ruling.NO_RULE:
                assert "Flagged: " in said, (code, slug)
                assert "Not flagged: " in said, (code, slug)
                assert "Acceptable: " in said, (code, slug)


def test_every_example_of_a_place_is_run_by_the_command_too(pack: Pack) -> None:
    assert {each.name for each in place_examples(pack, pack.jurisdictions, DAY)} == {each.name for each in ENTRIES}
