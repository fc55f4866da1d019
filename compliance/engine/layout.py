"""Patterns laid out as rows of words, for the sieve that tries all of them at once.

A row is what a match of a pattern must look like in its words: places one after another, each with
the features of the words that can stand there. It looks at less than the `regex` of the pattern does (not at
punctuation, not at optional parts, not at how many words a gap has, at one word of a /raw/ part), so
whatever the `regex` matches fits a row of the pattern, and now and then more does: what fits, the
`regex` decides.
"""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import Callable, Iterable, NamedTuple

from compliance.engine.pattern import Anchor, Choice, Feature, Focus, Gap, Item, Mark, Maybe, Raw, Reference, Sequence, Word, cost
from compliance.engine.raw import needs
from compliance.engine.rows import Place, Row, few
from compliance.engine.sieve import ANYWHERE
from compliance.engine.vocabulary import FREE, GAP, NARROW, WORDS

Meaning = Callable[[Reference], "tuple[str, str, Iterable[Sequence]]"]
"""The begin and inside codes of a lexicon's terms (empty if it has none), and its patterns."""

_MOST_LINES = 128
"""where a part would make more of them it is passed over as a gap"""


class _Gap(NamedTuple):
    words: int
    kind: int


class _Edge(NamedTuple):
    is_end: bool


_Part = Place | _Gap | _Edge
_Line = tuple[_Part, ...]


class _Lines(NamedTuple):
    """The ways to read a part of a pattern."""

    lines: tuple[_Line, ...]
    is_open: bool = False
    """may something that is no word stand at its end (a mark, a raw part), so that any separator may follow?"""

    @property
    def is_empty(self) -> bool:
        return not all(any(isinstance(part, Place) for part in line) for line in self.lines)

    @property
    def has_words(self) -> bool:
        return any(not isinstance(part, _Edge) for line in self.lines for part in line)


class Layout:
    """Lays the patterns of a pack out. Mirrors `pattern.to_regex`: wherever that allows a separator, this does as well."""

    def __init__(self, meaning: Meaning, common: frozenset[Feature]) -> None:
        """`common` are features of most sentences: places for them are given up first."""
        self.meaning, self.common = meaning, common
        self._known: dict[tuple[str, int], _Lines] = {}
        """lexicons by name and the separator before them, since many patterns name the same"""

    def rows(self, tree: Sequence) -> tuple[Row, ...]:
        """The rows of a parsed pattern, few and short; none where a match may have no word that can be told."""
        found = [_row(line) for line in self.sequence(tree, NARROW).lines]
        return few(found, self.common) if all(row.places for row in found) else ()

    def sequence(self, tree: Sequence, separator: int) -> _Lines:
        lines: tuple[_Line, ...] = ((),)
        is_open, is_empty, has_words = False, True, False
        for item in tree.items:
            if isinstance(item, Gap):
                separator = max(separator, FREE if item.wide else GAP)
                part = _Lines(((_Gap(item.words, separator),),))
            else:
                part = self._item(item, FREE if isinstance(item, Mark) else separator)
                separator = _after(item, part, separator)
            is_open = part.is_open or (part.is_empty and is_open)
            is_empty, has_words = is_empty and part.is_empty, has_words or part.has_words
            if len(lines) * len(part.lines) > _MOST_LINES:
                part = part._replace(lines=((_skipped(part.lines),),))
            lines = _merged(_joined(one, two) for one, two in product(lines, part.lines))
        # What is optional throughout brings its own separator along, beside the one that follows.
        return _Lines(lines, is_open or (is_empty and has_words))

    def _item(self, item: Item, separator: int) -> _Lines:
        if isinstance(item, Word):
            return self._word(item, separator)
        if isinstance(item, Mark):
            return _one(separator, ("w:%",)) if item.text == "%" else _Lines(((),), True)
        if isinstance(item, Anchor):
            return _Lines(((_Edge(item.end),),), True)
        if isinstance(item, Raw):
            return _Lines((self._raw(item),), True)
        if isinstance(item, Maybe):
            part = self._item(item.item, FREE if isinstance(item.item, Mark) else separator)
            return part._replace(lines=((_skipped(part.lines),),) if part.has_words else ((),))
        if isinstance(item, Focus):
            return self.sequence(item.body, separator)
        if isinstance(item, Choice):
            return self._choice(item.options, separator)
        if isinstance(item, Reference):
            known = self._known.get((item.name, separator))
            if known is None:
                known = self._known[item.name, separator] = self._lexicon(item, separator)
            return known
        raise AssertionError(item)

    def _lexicon(self, item: Reference, separator: int) -> _Lines:
        begin, inside, patterns = self.meaning(item)
        found = self._choice(tuple(patterns), separator)
        if not begin:
            return found
        term = Place(frozenset(("l:" + begin,)), frozenset(("l:" + inside,)), separator)
        return found._replace(lines=_merged((*found.lines, (term,))))

    def _raw(self, item: Raw) -> _Line:
        """One word of those that a raw part matches, where one can be told."""
        groups = [group for group in needs(item.regex, partial(cost, common=self.common)) if all(feature[0] in "cw" for feature in group)]
        gap = _Gap(ANYWHERE, FREE)
        return (gap, Place(min(groups, key=lambda group: (cost(group, self.common), sorted(group))), before=FREE), gap) if groups else (gap,)

    def _choice(self, options: tuple[Sequence, ...], separator: int) -> _Lines:
        found: list[_Lines] = []
        words: dict[Feature, None] = {}
        at = 0
        for option in options:  # most are single words, which need not be laid over one another one by one
            only = option.items[0]
            features = _features(only) if len(option.items) == 1 and isinstance(only, Word) else ()
            if features and not words:
                at = len(found)
            words.update(dict.fromkeys(features))
            if not features:
                found.append(self.sequence(option, separator))
        if words:
            found.insert(at, _one(separator, words))
        return _Lines(_merged(line for each in found for line in each.lines), any(each.is_open for each in found))

    def _word(self, item: Word, separator: int) -> _Lines:
        features = _features(item)
        if features:
            return _one(separator, features)
        if item.open_start:
            return _Lines(((_Gap(ANYWHERE, FREE),),))
        lines = []
        for spelling in item.spellings:
            *before, last = WORDS.findall(spelling)
            features = [*("w:" + word for word in before), ("p:" if item.open_end else "w:") + last]
            lines.append(tuple(Place(frozenset((feature,)), before=FREE) for feature in features))
        return _Lines(tuple(lines))


def _after(item: Item, part: _Lines, separator: int) -> int:
    """The separator before what comes after an item."""
    if part.is_open or isinstance(item, Mark):
        return FREE
    if isinstance(item, Maybe):
        return max(separator, GAP)
    return NARROW


def _one(separator: int, features: Iterable[Feature]) -> _Lines:
    return _Lines(((Place(frozenset(features), before=separator),),))


def _skipped(lines: tuple[_Line, ...]) -> _Gap:
    """What may be left out as a gap."""
    words, kind = 0, NARROW
    for line in lines:
        count = 0
        for part in line:
            if isinstance(part, Place):
                count += ANYWHERE if part.stays else 1
                kind = max(kind, FREE if part.stays else part.before)
            elif isinstance(part, _Gap):
                count, kind = count + part.words, max(kind, part.kind)
        words = max(words, count)
    return _Gap(words, kind)


def _joined(one: _Line, two: _Line) -> _Line:
    """One line after another, two gaps as one; two raw parts may share a word, so the second counts as a gap."""
    if len(one) > 1 and len(two) > 1 and _is_raw(one[-2]) and _is_raw(two[1]):
        two = two[2:]
    if one and two and isinstance(last := one[-1], _Gap) and isinstance(first := two[0], _Gap):
        return (*one[:-1], _Gap(last.words + first.words, max(last.kind, first.kind)), *two[1:])
    return one + two


def _is_raw(part: _Part) -> bool:
    return isinstance(part, Place) and any(feature[0] == "c" for feature in part.accepts)


def _merged(lines: Iterable[_Line]) -> tuple[_Line, ...]:
    """The lines, those of one shape laid over one another: what is lost is which word went with which."""
    found: dict[tuple[object, ...], _Line] = {}
    for line in lines:
        shape = tuple(part if isinstance(part, _Edge) else type(part) for part in line)
        found[shape] = tuple(map(_over, found[shape], line)) if shape in found else line
    return tuple(found.values())


def _over(one: _Part, two: _Part) -> _Part:
    if isinstance(one, Place) and isinstance(two, Place):
        return Place(one.accepts | two.accepts, one.stays | two.stays, max(one.before, two.before))
    if isinstance(one, _Gap) and isinstance(two, _Gap):
        return _Gap(max(one.words, two.words), max(one.kind, two.kind))
    return one


def _row(line: _Line) -> Row:
    places: list[Place] = []
    within, ends, is_tight = ANYWHERE, False, False
    for part in line:
        if isinstance(part, _Edge):
            if part.is_end:
                ends = is_tight
            elif not places:
                within = 0
        elif isinstance(part, _Gap):
            ends = is_tight = False
            if places:
                places[-1] = places[-1]._replace(gap=part.kind)
            else:
                within = min(within + part.words, ANYWHERE)
        else:
            places.append(part)
            ends, is_tight = False, True
    if places:
        places[-1] = places[-1]._replace(gap=-1)
    return Row(tuple(places), within, ends)


def _features(item: Word) -> list[Feature]:
    """The features of a word that is one word to the vocabulary too; none where it is not ("2nd" is two)."""
    if any(not spelling.isalpha() and WORDS.findall(spelling) != [spelling] for spelling in item.spellings):
        return []
    if item.open_start and item.open_end:
        return []
    kind = "s:" if item.open_start else "p:" if item.open_end else "w:"
    return [kind + spelling for spelling in item.spellings]


def is_one_word(tree: Sequence, meaning: Meaning) -> bool:
    """Is a pattern a single word or lexicon, or a choice of such, so that it matches wherever a word has one of its features?"""
    if len(tree.items) != 1:
        return False
    item = tree.items[0]
    if isinstance(item, Word):
        return not item.open_start and bool(_features(item))
    if isinstance(item, Focus):
        return is_one_word(item.body, meaning)
    if isinstance(item, Choice):
        return all(is_one_word(option, meaning) for option in item.options)
    return isinstance(item, Reference) and all(is_one_word(each, meaning) for each in meaning(item)[2])
