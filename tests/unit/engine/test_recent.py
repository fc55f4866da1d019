"""A document of which little is held at a time is judged like one that is held whole."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from compliance.documents import load as load_document
from compliance.engine import recent
from compliance.engine.compiled import CompiledPack
from compliance.engine.recent import Again, Recent, Sets, Stretches
from compliance.engine.screen import screen
from compliance.engine.turns import Turns
from compliance.report.json import document_dict, document_members, written

SAMPLES = sorted(each for each in (Path(__file__).parents[3] / "samples").iterdir() if each.suffix in (".txt", ".md", ".html"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("units", [4, 12])
def test_what_is_forgotten_and_worked_out_again_changes_no_report(sample: Path, units: int, core: CompiledPack, monkeypatch: pytest.MonkeyPatch) -> None:
    document = load_document(sample.read_bytes(), sample.name)
    whole, errors = screen(document, core)
    monkeypatch.setattr(recent, "UNITS", units)
    core.memory.clear()
    again, more = screen(document, core)
    assert more == errors
    assert pickle.loads(pickle.dumps(again)) == whole  # noqa: S301 - made a moment ago
    assert "".join(written(document_members(again, True), 1)) == json.dumps(document_dict(whole, True), ensure_ascii=False, indent=1)
    assert "".join(written(document_members(again, True))) == json.dumps(document_dict(whole, True), ensure_ascii=False, separators=(",", ":"))


def test_a_recent_dictionary_holds_no_more_than_it_may() -> None:
    squares: Recent[int, int] = Recent(10)
    for number in range(95):
        squares[number] = number * number
    assert list(squares.items()) == [(number, number * number) for number in range(90, 95)]


def test_what_was_forgotten_is_made_again() -> None:
    made: list[str] = []
    again = Again(["one", "two", "three"], lambda text: made.append(text) or text.upper(), 2)
    assert again[0:3] == ["ONE", "TWO", "THREE"]
    assert (again[2], again[0]) == ("THREE", "ONE")
    assert made == ["one", "two", "three", "one"]


def test_stretches_are_those_that_were_added() -> None:
    texts = [f"{number}" * (number % 4) for number in range(150)]
    stretches = Stretches()
    for number, text in enumerate(texts):
        stretches.add(text, 10 * number)
    assert [*stretches] == stretches[:] == texts
    assert stretches[-1] == "149"
    assert [*stretches.starts][:3] == [0, 10, 20]


def test_numbers_are_taken_out_of_sets_and_stay_out_when_the_set_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "UNITS", 1)
    sets = Sets(200)
    for bits in (0b101, 1 << 199 | 1 << 7, 0):
        sets.append(bits)
    sets[1] &= ~(1 << 7)
    assert [sets[0], sets[1], sets[2]] == [*sets] == [0b101, 1 << 199, 0]


def test_words_in_use_outlive_the_turns_and_others_do_not() -> None:
    known: Turns[int, str] = Turns(4)
    for number in range(1, 40):
        for key in (0, number):
            if key not in known:
                known.turn()
                found = known.before(key)
                assert found is None or key == 0
                known[key] = found or f"made at {number}"
    assert known[0] == "made at 1"
    assert len(known) <= 4
