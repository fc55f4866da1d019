"""What is remembered of sentences changes no report, whatever was screened before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.documents import load as load_document
from compliance.engine import sentence
from compliance.engine.compiled import CompiledPack
from compliance.engine.memory import Memory
from compliance.engine.restrict import restrict
from compliance.engine.screen import screen
from compliance.model.finding import DocumentReport, RunError

TESTS = Path(__file__).parent.parent
GAPS = st.sampled_from([" ", " ", "\n\n", "\n- ", "\n\n# "])
"""what stands between sentences: a sentence is judged by its neighbours, its heading and its list too"""
BAIT = "A" + "a" * 400 + " lupus."
FOUND = "He said aaaz lupus."


def reports(texts: list[str], compiled: CompiledPack) -> list[tuple[DocumentReport, tuple[RunError, ...]]]:
    return [screen(load_document(text.encode("utf-8", "surrogatepass"), "advert.txt"), compiled) for text in texts]


@pytest.fixture(scope="module")
def forgetful(core: CompiledPack) -> CompiledPack:
    """The core pack, without any memory of sentences."""
    return replace(core, memory=Memory(sentences=0))


@pytest.fixture(scope="module")
def said(core: CompiledPack) -> list[str]:
    """Sentences that rules find or clear, and some of the corpus."""
    files = sorted((TESTS / "corpus").glob("*.jsonl"))
    corpus = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [" ".join(each.split()) for each in (*(one for rule in core.pack.rules for one in (*rule.flag, *rule.clear)), *corpus[::5])]


@settings(max_examples=40)
@given(data=st.data())
def test_documents_of_repeated_sentences_are_reported_as_without_memory(
    data: st.DataObject, core: CompiledPack, forgetful: CompiledPack, said: list[str]
) -> None:
    few = data.draw(st.lists(st.sampled_from(said), min_size=1, max_size=8))
    document = st.lists(st.tuples(st.sampled_from(few), GAPS), min_size=1, max_size=12).map(lambda pairs: "".join(text + gap for text, gap in pairs))
    texts = data.draw(st.lists(document, min_size=1, max_size=4))
    narrow = replace(core, memory=Memory(sentences=3))
    expected = reports(texts, forgetful)
    assert reports(texts, core) == expected
    assert reports(texts, narrow) == expected
    assert reports(texts[::-1], core) == expected[::-1]


def test_the_corpus_is_reported_as_without_memory_the_second_time_too(core: CompiledPack, forgetful: CompiledPack, said: list[str]) -> None:
    texts = [" ".join(said[at : at + 7]) for at in range(0, len(said), 35)]
    expected = reports(texts, forgetful)
    assert reports(texts, core) == expected
    assert reports(texts[::-1], core) == expected[::-1]


def test_packs_with_some_rules_switched_off_share_a_memory_and_no_verdict(core: CompiledPack, forgetful: CompiledPack, said: list[str]) -> None:
    texts = [" ".join(said[at : at + 9]) for at in range(0, len(said), 90)]
    fewer, fewer_forgetful = (restrict(each, lambda rule: rule.kind != "sign" and rule.id != core.sentence_rules[0].id) for each in (core, forgetful))
    assert fewer is not core
    assert fewer.memory is core.memory
    expected = [pair for text in texts for pair in (*reports([text], forgetful), *reports([text], fewer_forgetful))]
    assert [pair for text in texts for pair in (*reports([text], core), *reports([text], fewer))] == expected


@pytest.mark.parametrize(
    "texts",
    [
        [f"{FOUND} {BAIT} {FOUND}", FOUND],
        [FOUND, f"{BAIT} {FOUND}", FOUND],
        [f"{BAIT} {FOUND}", f"{FOUND} We cure lupus.", f"{BAIT} {BAIT}"],
    ],
)
def test_a_pattern_that_was_stopped_in_one_document_is_not_missed_in_another(
    texts: list[str], hostile: CompiledPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentence, "MATCH_SECONDS", 0.02)
    expected = reports(texts, replace(hostile, memory=Memory(sentences=0)))
    assert reports(texts, hostile) == expected
    assert reports(texts[::-1], hostile) == expected[::-1]
    assert any(errors for _, errors in expected)
