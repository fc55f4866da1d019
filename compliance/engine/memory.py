"""What has been found out about the sentences met last, so that what is said again need not be read again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Callable

if TYPE_CHECKING:
    from compliance.engine.sentence import Sentence

SENTENCES = 1_024
CHARACTERS = 100_000
"""A sentence of 80 characters comes to some 8 kB with all that is found out about it, so that this is some 8 MB."""
_MET = 8
"""how many texts have been met, and are known again, for each sentence that is remembered"""


class Memory:
    """The sentences that were asked for last, by their folded text; it belongs to one process and is never written anywhere.

    A sentence is remembered when it is met the second time. Most of what is said is said once, and to keep all
    of it costs more than it looks: memory that could have been used again at once, and is still in the processor's cache, is
    not given back. It is bounded twice, since neither many short sentences nor a few that are as long as books may fill a machine.
    """

    __slots__ = ("_characters", "_kept", "_lock", "_met", "characters", "sentences")

    def __init__(self, sentences: int = SENTENCES, characters: int = CHARACTERS) -> None:
        self.sentences, self.characters = sentences, characters
        self._kept: OrderedDict[str, Sentence] = OrderedDict()
        self._characters = 0
        self._met: set[int] = set()
        """the hashes of texts that have been met; where two share one, a sentence is remembered a little early"""
        self._lock = Lock()

    def __reduce__(self) -> tuple[object, ...]:
        return Memory, (self.sentences, self.characters)

    def __len__(self) -> int:
        return len(self._kept)

    def recall(self, text: str, read: Callable[[str], Sentence]) -> Sentence:
        """The sentence of a folded text, read only where it is not remembered."""
        with self._lock:
            found = self._kept.get(text)
            if found is not None:
                self._kept.move_to_end(text)
                return found
            is_new = self._meet(hash(text))
        found = read(text)
        if not is_new and len(text) <= self.characters:  # a longer one would drive out all others, and then itself
            with self._lock:
                self._keep(text, found)
        return found

    def again(self, text: str, read: Callable[[str], Sentence]) -> Sentence:
        """The same for a text that its own document asks for once more: that does not make it one that is said twice."""
        with self._lock:
            found = self._kept.get(text)
        return found or read(text)

    def _meet(self, met: int) -> bool:
        """Note a text by its hash; is it met for the first time?"""
        if met in self._met:
            return False
        if len(self._met) >= _MET * self.sentences:
            self._met.clear()
        self._met.add(met)
        return True

    def _keep(self, text: str, sentence: Sentence) -> None:
        if text not in self._kept:
            self._kept[text] = sentence
            self._characters += len(text)
        while len(self._kept) > self.sentences or self._characters > self.characters:
            self._characters -= len(self._kept.popitem(last=False)[0])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._met.clear()
            self._characters = 0
