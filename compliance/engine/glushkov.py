"""The automaton of a pattern, by Glushkov's construction.

Glushkov's construction: every word, lexicon term and gap word of a pattern is a position, a set of
positions is one integer, and a step over a word is a handful of operations on integers. The
automaton looks at less than the `regex` of the pattern does (not at punctuation marks, not into /raw/ parts), so
it accepts whatever the `regex` matches and now and then more: what it accepts, the `regex` decides.
"""

from __future__ import annotations

from typing import Callable, Iterable, NamedTuple

from compliance.engine.automaton import Table
from compliance.engine.pattern import Anchor, Choice, Feature, Focus, Gap, Item, Mark, Maybe, Raw, Reference, Sequence, Word
from compliance.engine.vocabulary import FREE, GAP, NARROW, WORDS

Meaning = Callable[[Reference], "tuple[str, str, Iterable[Sequence]]"]
"""The begin and inside codes of a lexicon's terms (empty if it has none), and its patterns."""


class Fragment(NamedTuple):
    """A part of a pattern: positions it may begin and end with (as bits), and whether it may be no word at all."""

    first: int
    last: int
    is_empty: bool
    is_open: bool
    """may something that is no word stand at its end (a mark, a raw part), so that any separator may follow?"""


_NOTHING = Fragment(0, 0, True, False)


def build(tree: Sequence, meaning: Meaning) -> Table:
    """The automaton of a parsed pattern."""
    builder = _Builder(meaning)
    whole = builder.sequence(tree, NARROW)
    narrow, gap, free = (sum(1 << place for place, loose in enumerate(builder.loose) if loose >= kind) for kind in (NARROW, GAP, FREE))
    first = tree.items[0]
    return Table(
        whole.first, whole.last, tuple(builder.follow), builder.labels, builder.wild, (narrow, gap, free, narrow),
        isinstance(first, Anchor) and not first.end, whole.is_empty, builder.is_raw,
    )  # fmt: skip


class _Builder:
    """Mirrors `pattern.to_regex`: wherever that allows a separator, this does as well."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.follow: list[int] = []
        self.loose: list[int] = []
        self.labels: dict[Feature, int] = {}
        self.wild = 0
        self.is_raw = False

    def sequence(self, tree: Sequence, separator: int) -> Fragment:
        out = _NOTHING
        for item in tree.items:
            if isinstance(item, Gap):
                separator = max(separator, FREE if item.wide else GAP)
                out = self._join(out, self._gap(item.words, separator))
            else:
                part = self._item(item, FREE if isinstance(item, Mark) else separator)
                out = self._join(out, part)
                separator = self._after(item, part, separator)
        # What is optional throughout brings its own separator along, beside the one that follows.
        return out._replace(is_open=True) if out.is_empty and out.first else out

    @staticmethod
    def _after(item: Item, part: Fragment, separator: int) -> int:
        """The separator before what comes after an item."""
        if part.is_open or isinstance(item, Mark):
            return FREE
        if isinstance(item, Maybe):
            return max(separator, GAP)
        return NARROW

    def _item(self, item: Item, separator: int) -> Fragment:
        if isinstance(item, Word):
            return self._word(item, separator)
        if isinstance(item, Mark):
            return self._position(separator, ("w:%",)) if item.text == "%" else Fragment(0, 0, True, True)
        if isinstance(item, Anchor):
            return Fragment(0, 0, True, True)
        if isinstance(item, Raw):
            self.is_raw = True
            part = self._loop(FREE)
            return Fragment(part.first, part.last, True, True)
        if isinstance(item, Maybe):
            return self._item(item.item, FREE if isinstance(item.item, Mark) else separator)._replace(is_empty=True)
        if isinstance(item, Focus):
            return self.sequence(item.body, separator)
        if isinstance(item, Choice):
            return self._choice(item.options, separator)
        if isinstance(item, Reference):
            return self._reference(item, separator)
        raise AssertionError(item)

    def _reference(self, item: Reference, separator: int) -> Fragment:
        begin, inside, patterns = self.meaning(item)
        out = self._choice(tuple(patterns), separator)
        if begin:
            head, tail = self._position(separator, ("l:" + begin,)), self._position(FREE, ("l:" + inside,))
            self._link(head.last | tail.last, tail.first)
            out = _either(out, Fragment(head.first, head.last | tail.last, False, False))
        return out

    def _choice(self, options: tuple[Sequence, ...], separator: int) -> Fragment:
        """One position for all the options that are one word, and a part for each other."""
        features: list[Feature] = []
        out = Fragment(0, 0, False, False)
        for option in options:
            only = option.items[0] if len(option.items) == 1 else None
            if isinstance(only, Word) and (own := _features(only)):
                features += own
            else:
                out = _either(out, self.sequence(option, separator))
        return _either(out, self._position(separator, features)) if features else out

    def _word(self, item: Word, separator: int) -> Fragment:
        features = _features(item)
        if features:
            return self._position(separator, features)
        if item.open_start:
            return self._loop(separator)
        out = Fragment(0, 0, False, False)
        for spelling in item.spellings:
            *before, last = WORDS.findall(spelling)
            part = _NOTHING
            for word in before:
                part = self._join(part, self._position(FREE, ("w:" + word,)))
            out = _either(out, self._join(part, self._position(FREE, (("p:" if item.open_end else "w:") + last,))))
        return out

    def _position(self, separator: int, features: Iterable[Feature] = ()) -> Fragment:
        bit = 1 << len(self.follow)
        self.follow.append(0)
        self.loose.append(separator)
        for feature in features:
            self.labels[feature] = self.labels.get(feature, 0) | bit
        return Fragment(bit, bit, False, False)

    def _any_word(self, separator: int) -> Fragment:
        part = self._position(separator)
        self.wild |= part.first
        return part

    def _loop(self, separator: int) -> Fragment:
        """Any words, one or more."""
        head, more = self._any_word(separator), self._any_word(FREE)
        self._link(head.last | more.last, more.first)
        return Fragment(head.first, head.last | more.last, False, False)

    def _gap(self, words: int, separator: int) -> Fragment:
        out = _NOTHING
        for _ in range(words):
            out = self._join(out, self._any_word(separator)._replace(is_empty=True))
        return out

    def _join(self, one: Fragment, two: Fragment) -> Fragment:
        self._link(one.last, two.first)
        return Fragment(
            one.first | two.first if one.is_empty else one.first,
            one.last | two.last if two.is_empty else two.last,
            one.is_empty and two.is_empty,
            two.is_open or (two.is_empty and one.is_open),
        )

    def _link(self, before: int, after: int) -> None:
        while before:
            lowest = before & -before
            before ^= lowest
            self.follow[lowest.bit_length() - 1] |= after


def _either(one: Fragment, two: Fragment) -> Fragment:
    return Fragment(one.first | two.first, one.last | two.last, one.is_empty or two.is_empty, one.is_open or two.is_open)


def _features(item: Word) -> list[Feature]:
    """The features of a word that is one word to the vocabulary too; none where it is not ("2nd" is two)."""
    if any(WORDS.findall(spelling) != [spelling] for spelling in item.spellings):
        return []
    if item.open_start and item.open_end:
        return []
    kind = "s:" if item.open_start else "p:" if item.open_end else "w:"
    return [kind + spelling for spelling in item.spellings]
