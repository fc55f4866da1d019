"""What a text must contain for a /raw/ part of a pattern to match: letters, figures and marks read off its syntax."""

from __future__ import annotations

import re
from typing import Callable

Feature = str
DIGIT = r"c:\d"
"""the feature of a word with a digit in it; `c:` and letters is that of one with those letters in it"""
Groups = "list[frozenset[Feature]]"
_QUANTIFIER = re.compile(r"(?:([*?])|\+|\{(\d+)(?:,\d*)?\}|\{,\d+\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?:(:|>|P?<[a-z_]+>)|(<?[=!])))?")
_CLASS = re.compile(r"\[(\^?)(\]?(?:\\.|[^\]\\])*)\]")


class _Unknown(Exception):
    """Syntax that is not read here."""


def needs(source: str, cost: Callable[[frozenset[Feature]], int]) -> list[frozenset[Feature]]:
    """Groups of features, one of each of which every match must contain; none where that cannot be told."""
    reader = _Reader(source, cost)
    try:
        found = reader.branches()
    except _Unknown:
        return []
    return found if reader.at == len(source) else []


class _Reader:
    """Reads the commonest part of the syntax, and refuses the rest."""

    def __init__(self, source: str, cost: Callable[[frozenset[Feature]], int]) -> None:
        self.source, self.cost, self.at = source, cost, 0

    def branches(self) -> list[frozenset[Feature]]:
        found = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            found.append(self._sequence())
        if len(found) == 1:
            return found[0]
        if not all(found):
            return []
        return [frozenset().union(*(min(groups, key=lambda group: (self.cost(group), sorted(group))) for groups in found))]

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _sequence(self) -> list[frozenset[Feature]]:
        out: list[frozenset[Feature]] = []
        letters = ""
        while self._peek() not in ("", "|", ")"):
            literal, groups = self._atom()
            quantifier = _QUANTIFIER.match(self.source, self.at)
            if quantifier:
                self.at = quantifier.end()
            elif self._peek() == "{":
                raise _Unknown
            may_lack = quantifier is not None and (quantifier[1] is not None or quantifier[0].startswith("{,") or quantifier[2] in ("0", "00"))
            if literal and not may_lack:
                letters += literal
            if not literal or quantifier:
                out += _containing(letters)
                letters = ""
            if not may_lack:
                out += groups
        return out + _containing(letters)

    def _atom(self) -> tuple[str, list[frozenset[Feature]]]:
        """The next piece: a letter, or what another piece needs."""
        character = self._peek()
        if character == "(":
            return "", self._group()
        if character == "[":
            return "", self._class()
        if character in "^$.":
            self.at += 1
            return "", []
        if character == "\\":
            self.at += 1
            character = self._peek()
            if character.isalnum():
                if character not in "bBAZdwWsSD":
                    raise _Unknown
                self.at += 1
                return "", [frozenset((DIGIT,))] if character == "d" else []
        if character in ("", "*", "+", "?", "{"):
            raise _Unknown
        self.at += 1
        return (character, []) if character.isalpha() else ("", _of((character,)))

    def _group(self) -> list[frozenset[Feature]]:
        found = _GROUP.match(self.source, self.at)
        if not found or self.source[found.end() : found.end() + 1] in ("?", "*"):
            raise _Unknown
        self.at = found.end()
        inside = self.branches()
        if self._peek() != ")":
            raise _Unknown
        self.at += 1
        return [] if found[2] else inside

    def _class(self) -> list[frozenset[Feature]]:
        found = _CLASS.match(self.source, self.at)
        if not found or "[" in found[2]:
            raise _Unknown
        self.at = found.end()
        if found[1] or "-" in found[2] or re.search(r"\\\w", found[2]):
            return []
        return _of(tuple(found[2].replace("\\", "")))


def _containing(letters: str) -> list[frozenset[Feature]]:
    return [frozenset(("c:" + letters,))] if len(letters) > 1 else []  # a single letter is in nearly every sentence


def _of(characters: tuple[str, ...]) -> list[frozenset[Feature]]:
    """What a text with one of some characters has; nothing where that is not worth while."""
    features = [
        DIGIT if each.isdigit() else "w:%" if each == "%" else "m:" + each if not re.match(r"[\w\s']", each) else "" for each in characters
    ]
    return [frozenset(features)] if all(features) else []
