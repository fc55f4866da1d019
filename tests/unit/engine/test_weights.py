"""The sums of all scorecards at once are those of their cues one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from compliance.documents import load as load_document
from compliance.engine.cards import Card, Cards, parts
from compliance.engine.compiled import CompiledPack
from compliance.engine.cues import Cue, Cues
from compliance.engine.judge import Judge
from compliance.engine.view import View
from compliance.engine.weights import Sums, Weights
from compliance.text.fold import fold
from compliance.text.segment import segment

SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*.txt"))


def sums_of(compiled: CompiledPack, sample: Path) -> Sums:
    document = load_document(sample.read_bytes(), sample.name)
    judge = Judge(View(compiled, document, fold(document.content, compiled.fold_options), segment(document)))
    return Sums(Cues(judge, judge.candidates(), compiled.reader()), compiled.weights())


def added(cues: Iterable[Cue], cards: Cards) -> list[int]:
    totals = [card.start - card.threshold for card in cards.cards]
    for prefix, cue in cues:
        for number, points in parts(cards.worth[prefix].get(cue, b"")):
            totals[number] += points
    return totals


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_unit_weighs_what_its_cues_do_one_by_one(sample: Path, core: CompiledPack) -> None:
    sums = sums_of(core, sample)
    everything = sum(map(Weights.field, range(len(core.cards.cards))))
    for unit in range(len(sums.cues.view.units)):
        one_by_one = added(sums.cues.of(unit), core.cards)
        assert sums.weights.sums(sums.with_signs(unit, sums.total(unit), 0, everything)) == one_by_one
        for number, card in enumerate(core.cards.cards):
            told = sums.told(unit, number)
            assert len(dict(told)) == len(told)
            assert card.start - card.threshold + sum(points for _, points in told) == one_by_one[number]


@pytest.mark.parametrize("least", [-100, 0, 150])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_signs_that_are_not_looked_for_tip_no_scorecard(sample: Path, least: int, core: CompiledPack) -> None:
    sums = sums_of(core, sample)
    for unit in range(len(sums.cues.view.units)):
        found = sums.with_signs(unit, sums.total(unit), least, 0)
        one_by_one = added(sums.cues.of(unit), core.cards)
        reach = {number for number, card in enumerate(core.cards.cards) if not card.is_of_document and one_by_one[number] >= least}
        assert sums.weights.reached(found, least) == sum(map(Weights.field, reach))
        assert all(sums.weights.sums(found)[number] == one_by_one[number] for number in reach)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_document_weighs_what_its_cues_do_one_by_one(sample: Path, core: CompiledPack) -> None:
    sums = sums_of(core, sample)
    for number, card in enumerate(core.cards.cards):
        if card.is_of_document:
            worth = {cue: dict(parts(core.cards.worth[cue[0]].get(cue[1], b""))).get(number) for cue in sums.cues.of_document("missing")}
            assert dict(sums.whole(number, "missing")) == {cue: points for cue, points in worth.items() if points}


def test_sums_below_nothing_leave_their_neighbours_alone(core: CompiledPack) -> None:
    rule = core.cards.cards[0].rule
    weights = Weights(Cards(tuple(Card(rule, start, 0, frozenset(), False) for start in (-1, 0, -30_000, 7)), {"r": {}}))
    assert weights.sums(weights.start) == [-1, 0, -30_000, 7]
    assert [weights.reached(weights.start, least) for least in (7, 8)] == [Weights.field(3), 0]
