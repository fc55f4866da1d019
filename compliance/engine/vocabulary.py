"""The words that matter: lexicon terms as tags, and an index from words to the patterns that need them.

Every distinct word of a text is looked up once (and remembered): it yields the private-use
characters of the lexicons it belongs to and a bit mask of the patterns it may help to satisfy.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import itemgetter, or_
from typing import Iterable, Mapping, NamedTuple, Sequence

from compliance.engine.pattern import TAG_FIRST, TAG_LAST
from compliance.text.fold import FoldOptions, fold

WORDS = re.compile(r"(\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*|%)")
_REMEMBER = 400_000
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
    more: Mapping[str, tuple[tuple[tuple[str, ...], str, str, int, int], ...]]
    """longer terms that begin here, by their second word ("" where that is open-ended):
    the other words, begin codes, inside codes, mask, begins; longest first"""


class Tagged(NamedTuple):
    """A unit's text with tags: separators and tagged words in turn, and what its words allow."""

    parts: list[str]
    mask: int
    begins: list[int]
    """for each word the patterns that may begin there, as bits"""


_mask_of = itemgetter(0)
_tagged_of = itemgetter(1)
_begins_of = itemgetter(2)


class Vocabulary(dict[str, Entry]):
    """Word to Entry, worked out on first sight."""

    def __init__(
        self,
        singles: Mapping[str, str],
        multis: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]],
        prefixes: Mapping[str, str],
        token_patterns: Sequence[tuple[str, str]],
        features: Mapping[str, int],
        beginnings: Mapping[str, int],
        base: int,
    ) -> None:
        super().__init__()
        self.singles, self.multis, self.prefixes = singles, multis, prefixes
        self.token_patterns = tuple((re.compile(source), code) for source, code in token_patterns)
        self.features, self.beginnings, self.base = features, beginnings, base
        self._prefix_lengths = sorted({len(key) for key in prefixes} | {len(key) - 2 for listed in (features, beginnings) for key in listed if key[0] == "p"})

    def __reduce__(self) -> tuple[object, ...]:
        patterns = tuple((found.pattern, code) for found, code in self.token_patterns)
        return Vocabulary, (self.singles, self.multis, self.prefixes, patterns, self.features, self.beginnings, self.base)

    def __missing__(self, word: str) -> Entry:
        entry = self._entry(word)
        if len(self) > _REMEMBER:
            self.clear()
        self[word] = entry
        return entry

    def _entry(self, word: str) -> Entry:
        forms = [word]
        if word.endswith(("'s", "s'")):
            forms.append(word[:-2] if word.endswith("'s") else word[:-1])
        codes: set[str] = set()
        keys = ["w:" + form for form in forms]
        for form in forms:
            codes |= set(self.singles.get(form, ""))
        for length in self._prefix_lengths:
            if length <= len(word):
                stem = word[:length]
                codes |= set(self.prefixes.get(stem, ""))
                keys.append("p:" + stem)
        for found, code in self.token_patterns:
            if found.fullmatch(forms[-1]):
                codes |= set(code)
        keys += ["l:" + code for code in codes]
        more: dict[str, list[tuple[tuple[str, ...], str, str, int, int]]] = {}
        for rest, begin in self.multis.get(word, ()):
            inside = "".join(chr(ord(code) + 1) for code in begin)
            own = ["l:" + code for code in begin]
            more.setdefault("" if rest[0][-1] == "*" else rest[0], []).append((rest, begin, inside, _any(self.features, own), _any(self.beginnings, own)))
        return Entry(
            _any(self.features, keys), "".join(sorted(codes)) + word, _any(self.beginnings, keys), {second: tuple(terms) for second, terms in more.items()}
        )

    def tag(self, text: str) -> Tagged:
        """A folded unit's words tagged, with the OR of their masks."""
        parts = WORDS.split(text)
        words = parts[1::2]
        entries = [self[word] for word in words]
        mask = reduce(or_, map(_mask_of, entries), self.base)
        tagged = list(map(_tagged_of, entries))
        begins = list(map(_begins_of, entries))
        for index, entry in enumerate(entries):
            if entry[3]:
                mask |= self._longer(entry, index, words, parts, tagged, begins)
        parts[1::2] = tagged
        return Tagged(parts, mask, begins)

    @staticmethod
    def _longer(entry: Entry, index: int, words: Sequence[str], parts: Sequence[str], tagged: list[str], begins: list[int]) -> int:
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
        for rest, begin, inside, bits, starting in terms:
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
            mask |= bits
            begins[index] |= starting
            done += begin
            tagged[index] = "".join(begin[place] for place in fresh) + tagged[index]
            for step in range(1, size + 1):
                tagged[index + step] = "".join(inside[place] for place in fresh) + tagged[index + step]
        return mask


STRIP_TAGS = re.compile(f"[{TAG_FIRST}-{TAG_LAST}]+")


def untagged_length(tagged: str) -> int:
    """How many characters of folded text a piece of tagged text stands for."""
    return len(STRIP_TAGS.sub("", tagged))


def _any(masks: Mapping[str, int], keys: Iterable[str]) -> int:
    return reduce(or_, (masks.get(key, 0) for key in keys), 0)


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
