"""The memory of sentences: bounded, the one longest unused forgotten first, and never written anywhere."""

from __future__ import annotations

import pickle

from compliance.engine.compiled import CompiledPack
from compliance.engine.memory import Memory
from compliance.engine.sentence import Sentence


class Reader:
    """Reads sentences, and notes which."""

    def __init__(self, compiled: CompiledPack) -> None:
        self.compiled = compiled
        self.read: list[str] = []

    def __call__(self, text: str) -> Sentence:
        self.read.append(text)
        return Sentence(self.compiled, text)


def read_of(memory: Memory, core: CompiledPack, texts: str) -> list[str]:
    """The texts, of some that all have been met before, that had to be read."""
    read = Reader(core)
    for text in dict.fromkeys(texts.split(", ")):
        memory.recall(text, read)
    read.read.clear()
    for text in texts.split(", "):
        memory.recall(text, read)
    return read.read


def test_a_sentence_is_remembered_when_it_is_met_the_second_time(core: CompiledPack) -> None:
    memory, read = Memory(), Reader(core)
    first, second, third = (memory.recall("we cure lupus.", read) for _ in range(3))
    assert first is not second
    assert second is third
    assert len(read.read) == 2


def test_the_sentence_longest_unused_is_forgotten(core: CompiledPack) -> None:
    assert read_of(Memory(sentences=2), core, "one, two, one, three, one, two") == ["one", "two", "three", "two"]


def test_long_sentences_leave_room_for_fewer(core: CompiledPack) -> None:
    assert read_of(Memory(characters=10), core, "four, five, seven, seven, five, four") == ["four", "five", "seven", "four"]


def test_a_sentence_beyond_all_bounds_drives_out_no_other(core: CompiledPack) -> None:
    assert read_of(Memory(characters=10), core, "four, a sentence too long, four, a sentence too long") == ["four", *["a sentence too long"] * 2]


def test_what_has_been_met_is_bounded_too(core: CompiledPack) -> None:
    memory, read = Memory(sentences=1), Reader(core)
    for text in ("one", *map(str, range(20)), "one"):
        memory.recall(text, read)
    assert len(memory) == 0


def test_what_is_remembered_stays_in_its_process(core: CompiledPack) -> None:
    memory = Memory(sentences=7, characters=70)
    read_of(memory, core, "we cure lupus.")
    assert len(memory) == 1
    again = pickle.loads(pickle.dumps(memory))  # noqa: S301  # made here
    assert (len(again), again.sentences, again.characters) == (0, 7, 70)


def test_a_memory_forgets_all_when_told(core: CompiledPack) -> None:
    memory = Memory()
    read_of(memory, core, "we cure lupus.")
    memory.clear()
    read = Reader(core)
    for _ in range(2):
        memory.recall("we cure lupus.", read)
    assert len(read.read) == 2
