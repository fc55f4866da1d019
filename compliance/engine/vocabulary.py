"""The words that matter: lexicon terms as tags, and an index from words to the patterns that need them.

Every distinct word of a text is looked up once (and remembered): it yields the private-use
characters of the lexicons it belongs to and a bit mask of the patterns it may help to satisfy.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import itemgetter, or_
from typing import Iterable, Iterator, Mapping, NamedTuple, Sequence

import regex

from compliance.engine.masks import Masks
from compliance.engine.raw import DIGIT
from compliance.engine.tags import TAG_FIRST, TAG_LAST
from compliance.engine.turns import Turns
from compliance.text.fold import FoldOptions, fold

WORDS = re.compile(r"(\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*|%)")
_REMEMBER = 2_048
"""words, and separators; a word takes a kB. A clinic's pages have some 3,000 words that come again and again."""
_VOWELS = "aeiou"


class Code(NamedTuple):
    """The two characters of a lexicon (or of one of its groups): at a term's first word, and inside it."""

    begin: str
    inside: str


class Entry(NamedTuple):
    mask: int
    tagged: str
    begins: int
    """patterns whose first word this may be, as bits"""
    label: int
    """the number of its features, see `Vocabulary.labels`"""
    loose: int
    """of how many words it may consist in the eyes of the `regex` module, if not of one (0)"""
    more: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """longer terms that begin here, by their second word ("" where that is open-ended):
    the other words and the begin codes; longest first"""


class Tagged(NamedTuple):
    """A unit's text with tags: separators and tagged words in turn, and what its words allow."""

    parts: list[str]
    mask: int
    begins: list[int]
    """for each word the patterns that may begin there, as bits"""
    entries: list[Entry]
    labels: list[int]
    """for each word the number of its features"""

    def words(self) -> Words:
        """The words as the sieve reads them."""
        kinds = list(map(_KINDS.__getitem__, self.parts[:-1:2]))
        loose = list(map(_loose_of, self.entries))
        if GLUED in kinds[1:]:
            for at, kind in enumerate(kinds):
                if kind == GLUED and at:
                    loose[at - 1] = loose[at - 1] or 1
                    loose[at] = loose[at] or 1
        return Words(self.labels, kinds, loose if any(loose) else [])


class Words(NamedTuple):
    """The words of a unit as the sieve reads them."""

    labels: list[int]
    kinds: list[int]
    """the kind of the separator before each"""
    loose: list[int]
    """empty, or for each word in how many the `regex` module may cut it (0: it is one word there too)"""

    def has_inner_words(self) -> bool:
        """Is there a word inside which the `regex` module may see another begin?"""
        return max(self.loose, default=0) > 1


NARROW, GAP, FREE, GLUED = range(4)
"""Separators: one that stands between any words, one that a gap may hold, any other, none."""


class _Kinds(dict[str, int]):
    """The kind of a separator, worked out on first sight."""

    def __missing__(self, separator: str) -> int:
        bare = regex.sub(r"[\w']", "", separator)
        kind = GLUED if not bare else NARROW if not bare.strip(" \"(/[") else FREE if regex.search("[;:!?–—|]", bare) else GAP
        if len(self) < _REMEMBER:
            self[separator] = kind
        return kind


_KINDS = _Kinds()

_mask_of = itemgetter(0)
_tagged_of = itemgetter(1)
_begins_of = itemgetter(2)
_label_of = itemgetter(3)
_loose_of = itemgetter(4)


class _Marks(dict[str, int]):
    """A separator to the patterns that its punctuation may help to satisfy, worked out on first sight."""

    def __init__(self, features: Masks) -> None:
        super().__init__({" ": 0, "": 0})
        self.features = features

    def __missing__(self, separator: str) -> int:
        mask = self.features.any(["m:" + mark for mark in separator])
        if len(self) < _REMEMBER:
            self[separator] = mask
        return mask


class Asked(NamedTuple):
    """The parts of words that some term or pattern asks for."""

    stems: frozenset[str]
    letters: tuple[str, ...]
    suffixes: tuple[str, ...]


def _asked(prefixes: Iterable[str], features: Iterable[Iterable[str]]) -> Asked:
    keys = {key for listed in features for key in listed}
    letters, suffixes = (tuple(sorted(key[2:] for key in keys if key[0] == kind)) for kind in "cs")
    return Asked(frozenset((*prefixes, *(key[2:] for key in keys if key[0] == "p"))), letters, suffixes)


class Vocabulary(Turns[str, Entry]):
    """Word to Entry, worked out on first sight."""

    def __init__(
        self,
        singles: Mapping[str, str],
        multis: Mapping[str, str],
        prefixes: Mapping[str, str],
        token_patterns: Sequence[tuple[str, str]],
        features: Masks,
        beginnings: Masks,
        base: int,
        known: frozenset[str],
        asked: Asked | None = None,
    ) -> None:
        """`multis` gives for a word the longer terms that begin with it, the longest first: a line each, of codes and the other words.

        They are text because that is read many times as fast from a cache as tuples are. `asked` follows from the others.
        """
        super().__init__(_REMEMBER)
        self.singles, self.multis, self.prefixes = singles, multis, prefixes
        self.token_patterns = tuple((re.compile(source), code) for source, code in token_patterns)
        self.features, self.beginnings, self.base = features, beginnings, base
        self.known = known
        self.labels: list[tuple[str, ...]] = [()]
        """the distinct sets of features that words have, those that some pattern asks for"""
        self._numbers: dict[tuple[str, ...], int] = {(): 0}
        self._marks = _Marks(features)
        self._more: dict[tuple[int, str], int] = {}
        self._terms: dict[str, tuple[str, int, int]] = {}
        self.asked = asked or _asked(prefixes, (features.bits, beginnings.bits, known))
        self._stems, letters, self._suffixes = self.asked
        self._prefix_lengths = sorted(set(map(len, self._stems)))
        self._letters = tuple(each for each in letters if each != DIGIT[2:])

    def __reduce__(self) -> tuple[object, ...]:
        patterns = tuple((found.pattern, code) for found, code in self.token_patterns)
        return Vocabulary, (self.singles, self.multis, self.prefixes, patterns, self.features, self.beginnings, self.base, self.known, self.asked)

    def __missing__(self, word: str) -> Entry:
        self.turn()
        entry = self[word] = self.before(word) or self._entry(word)
        return entry

    def _entry(self, word: str) -> Entry:
        forms = [word]
        if word.endswith(("'s", "s'")):
            forms.append(word[:-2] if word.endswith("'s") else word[:-1])
        codes: set[str] = set()
        keys = ["w:" + form for form in forms]
        for form in forms:
            codes |= set(self.singles.get(form, ""))
        for stem in self._stems_of(word):
            codes |= set(self.prefixes.get(stem, ""))
            keys.append("p:" + stem)
        for found, code in self.token_patterns:
            if found.fullmatch(forms[-1]):
                codes |= set(code)
        keys += ["l:" + code for code in codes]
        keys += ["c:" + letters for letters in self._letters if letters in word]
        if not word.isalpha() and any(map(str.isdigit, word)):
            keys.append(DIGIT)
        loose = 0
        parts: tuple[str, ...] = ()
        if not word.isascii() and regex.search(r"[^\w']", word):
            loose = 2
        elif word[0].isdigit() and not word.isdigit():
            parts = tuple(_NUMERALS.findall(word))
            loose = len(parts)
            keys += ["m:" + mark for mark in ".," if mark in word]
        elif word == "%":
            loose = 1
        label = self._label([*keys, *self._inner(forms, parts)])
        more: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for line in self.multis.get(word, "").split("\n") if word in self.multis else ():
            begin, *others = line.split(" ")
            more.setdefault("" if others[0][-1] == "*" else others[0], []).append((tuple(others), begin))
        return Entry(
            self.features.any(keys), "".join(sorted(codes)) + word, self.beginnings.any(keys), label, loose,
            {second: tuple(terms) for second, terms in more.items()},
        )  # fmt: skip

    def _inner(self, forms: Iterable[str], parts: Iterable[str]) -> Iterator[str]:
        """Features of a word that only the sieve asks for: its endings, and the numbers in a number with points or commas."""
        for form in forms:
            if form.endswith(self._suffixes):
                yield from ("s:" + suffix for suffix in self._suffixes if form.endswith(suffix))
        for part in parts:
            yield "w:" + part
            for stem in self._stems_of(part):
                yield "p:" + stem

    def _stems_of(self, word: str) -> list[str]:
        """The beginnings of a word that some term or pattern asks for."""
        return [stem for length in self._prefix_lengths if length <= len(word) and (stem := word[:length]) in self._stems]

    def _label(self, features: Iterable[str]) -> int:
        """The number of a set of features, given out on first sight."""
        key = tuple(sorted(self.known.intersection(features)))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.labels)
            self.labels.append(key)
        return number

    def _with(self, label: int, code: str) -> int:
        """The number of a set of features and a lexicon's code."""
        number = self._more.get((label, code))
        if number is None:
            number = self._more[label, code] = self._label((*self.labels[label], "l:" + code))
        return number

    def tag(self, text: str) -> Tagged:
        """A folded unit's words tagged, with the OR of their masks."""
        parts = WORDS.split(text)
        words = parts[1::2]
        entries = [self[word] for word in words]
        mask = reduce(or_, map(_mask_of, entries), self.base)
        for separator in set(parts[::2]):
            mask |= self._marks[separator]
        tagged = list(map(_tagged_of, entries))
        begins = list(map(_begins_of, entries))
        labels = list(map(_label_of, entries))
        for index, entry in enumerate(entries):
            if entry[5]:
                mask |= self._longer(entry, index, words, parts, tagged, begins, labels)
        parts[1::2] = tagged
        return Tagged(parts, mask, begins, entries, labels)

    def _longer(
        self, entry: Entry, index: int, words: Sequence[str], parts: Sequence[str], tagged: list[str], begins: list[int], labels: list[int]
    ) -> int:
        """Tag the longer terms that begin at a word; the longest of each lexicon wins."""
        mask = 0
        done = ""
        if index + 1 >= len(words):
            return 0
        second, more = words[index + 1], entry.more
        terms = more.get(second, ())
        if second.endswith("'s"):
            terms += more.get(second[:-2], ())
        if "" in more:
            terms += more[""]
        for rest, begin in terms:
            size = len(rest)
            if index + size >= len(words):
                continue
            last = rest[-1]
            if list(rest[:-1]) != list(words[index + 1 : index + size]):
                continue
            final = words[index + size]
            if final != last and not (last[-1] == "*" and final.startswith(last[:-1])) and not (final.endswith("'s") and final[:-2] == last):
                continue
            if any(parts[2 * (index + step)] not in (" ", ". ", "") for step in range(1, size + 1)):
                continue
            fresh = [place for place, code in enumerate(begin) if code not in done]
            if not fresh:
                continue
            inside, bits, starting = self._term(begin)
            mask |= bits
            begins[index] |= starting
            done += begin
            for place in fresh:
                labels[index] = self._with(labels[index], begin[place])
            tagged[index] = "".join(begin[place] for place in fresh) + tagged[index]
            for step in range(1, size + 1):
                for place in fresh:
                    labels[index + step] = self._with(labels[index + step], inside[place])
                tagged[index + step] = "".join(inside[place] for place in fresh) + tagged[index + step]
        return mask


    def _term(self, begin: str) -> tuple[str, int, int]:
        """What a term is to the patterns, by its begin codes: its inside codes, mask and begins."""
        found = self._terms.get(begin)
        if found is None:
            own = ["l:" + code for code in begin]
            found = self._terms[begin] = "".join(chr(ord(code) + 1) for code in begin), self.features.any(own), self.beginnings.any(own)
        return found


_NUMERALS = re.compile(r"\d+")
STRIP_TAGS = re.compile(f"[{TAG_FIRST}-{TAG_LAST}]+")


# ---------------------------------------------------------------- building


def variants(term: str, inflect: str, options: FoldOptions) -> Iterable[tuple[str, ...]]:
    """The word sequences a term stands for: inflected, with and without a possessive 's."""
    capital = term in options.capitals
    words = tuple(WORDS.findall(term if capital else fold(term.rstrip("*"), options).text))
    if not words:
        return
    if term.endswith("*"):
        words = (*words[:-1], words[-1] + "*")
    for spelling in _possessives(words):
        yield spelling
        if inflect == "noun" and not spelling[-1].endswith("*") and not (capital and len(words[-1]) < 2):
            for plural in plurals(spelling[-1]):
                yield (*spelling[:-1], plural)
        elif inflect == "verb" and not spelling[0].endswith("*"):
            for form in verb_forms(spelling[0]):
                yield (form, *spelling[1:])
        elif inflect == "adjective" and len(spelling) == 1:
            for form in (spelling[0] + "ly", spelling[0] + "er", spelling[0] + "est"):
                yield (form,)


def _possessives(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield words
    for index, word in enumerate(words):
        if word.endswith("'s"):
            yield (*words[:index], word[:-2] + "s", *words[index + 1 :])
            yield (*words[:index], word[:-2], *words[index + 1 :])


def plurals(noun: str) -> list[str]:
    """Regular English plurals of a noun (and harmless near misses)."""
    if noun.isupper():
        return [noun + "s"]
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return [noun + "es"]
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return [noun[:-1] + "ies"]
    return [noun + "s"]


def verb_forms(verb: str) -> list[str]:
    """Regular English forms of a verb; irregular ones stand in the lexicon as terms of their own."""
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return [verb + "es", verb + "ed", verb + "ing"]
    forms = [verb + "s", verb + "ed", verb + "ing"]
    if len(verb) > 2 and verb[-1] not in "wxy" + _VOWELS and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        forms += [verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    return forms
