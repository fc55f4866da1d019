"""What is known of words, by the words in use: bounded, and without losing those that come up all the time."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Turns(dict[K, V]):
    """A dictionary of two turns: when one is full the next begins, and what is not asked for in it goes with the one before.

    Most words of a text are a few thousand that all texts have, which so stay; the others are names that hardly come again.
    It never holds more than twice `most`.
    """

    __slots__ = ("_before", "most")

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self._before: dict[K, V] = {}

    def turn(self) -> None:
        """Begin the next turn if this one is full: to be called before something is put in."""
        if len(self) >= self.most:
            self._before = dict(self)
            self.clear()

    def before(self, key: K) -> V | None:
        """What the turn before knew of a key that this one does not have yet."""
        return self._before.get(key)
