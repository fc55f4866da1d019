"""Which places an advert points at: telephone prefixes, domains, currency, addresses, places, phrases, language.

A suggestion, never a choice. The signs are data of the jurisdiction files; the weights are ours. A
text in English points nowhere by its language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterable, Iterator, Mapping, NamedTuple

from compliance.model.law import Jurisdiction, Suggestion

WEIGHTS = {"audience": 3, "phone": 3, "shared-phone": 1, "area-code": 3, "address": 3, "domain": 2, "currency": 2, "word": 2, "place": 2, "language": 1}
MOST_OF_A_KIND = 2
"""how many different signs of one kind count"""
LEAST = 3
"""points from which a place is suggested"""
_WORD = re.compile(r"[^\W_]+")
_DOMAIN = re.compile(r"(?:://|www\.|@)[\w-]+(?:\.[\w-]+)*(\.[a-z]{2,3})(?![\w-])")
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)\s?\(?(\d{1,3})\)?(?=[\s().-]*\d[\s().\d-]{5,})")
_AREA = re.compile(r"(?<!\d)\(?([2-9]\d\d)\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}(?!\d)")
_AUDIENCE = re.compile(r"[^.!?\n]{0,80}")
"""what is read behind the words by which an advert says whom it serves"""
_DIGITS = re.compile(r"\d+")
_AROUND = 16
"""characters around digits in which an address pattern is looked for"""
_UNIVERSAL = "en"
Sign = tuple[str, str, str]
"""the code of a place, the kind of sign, and the sign"""
Signs = tuple[Sign, ...]


class _Index(NamedTuple):
    """Signs by what they are looked up with."""

    words: Mapping[str, tuple[tuple[str, str, str], ...]]
    """first word, folded to lower case: (kind, phrase, code)"""
    phones: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, tuple[str, ...]]
    signs: tuple[tuple[str, str], ...]
    """what begins with no letter, looked for as it stands: (sign, code)"""
    addresses: tuple[tuple[re.Pattern[str], str], ...]
    openers: tuple[str, ...]
    """words by which an advert says whom it serves, in small letters"""


def suggest(text: str, language: str, jurisdictions: Mapping[str, Jurisdiction]) -> tuple[Suggestion, ...]:
    """The places that a text points at with their signs, the likeliest first; `language` is that of the text, or und."""
    return weighed(signs(text, jurisdictions), language, jurisdictions)


def signs(text: str, jurisdictions: Mapping[str, Jurisdiction]) -> Signs:
    """The signs that stand in a text, each once, in the order in which they are looked for."""
    return tuple(dict.fromkeys(_signs(text, jurisdictions)))


def weighed(signs: Signs, language: str, jurisdictions: Mapping[str, Jurisdiction]) -> tuple[Suggestion, ...]:
    """The places that some signs and the language of their text point at."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for code, kind, sign in (*signs, *_of_language(language, jurisdictions)):
        found.setdefault(code, {}).setdefault(kind, {})[sign] = None
    out = []
    for code, kinds in found.items():
        points = sum(WEIGHTS[kind] * min(len(signs), MOST_OF_A_KIND) for kind, signs in kinds.items())
        if points >= LEAST and set(kinds) != {"language"}:
            because = tuple(f"{kind} “{sign}”" for kind in WEIGHTS for sign in list(kinds.get(kind, ()))[:3])
            out.append(Suggestion(code, jurisdictions[code].name, points, because))
    return tuple(sorted(out, key=lambda each: (-each.points, each.code)))


def _of_language(language: str, jurisdictions: Mapping[str, Jurisdiction]) -> Iterator[Sign]:
    if language not in ("und", "other", _UNIVERSAL):
        yield from ((code, "language", language) for code, each in jurisdictions.items() if language in each.languages)


def _lowered(text: str) -> str:
    """A text in small letters, by paragraphs: the whole at once takes sixteen bytes a letter on the way, where one letter is not ASCII."""
    return text.lower() if text.isascii() else "\n".join(map(str.lower, text.split("\n")))


def _signs(text: str, jurisdictions: Mapping[str, Jurisdiction]) -> Iterator[Sign]:
    index = _index(_Key(jurisdictions))
    low = _lowered(text)
    for word in sorted(_known_words(low, index)):
        for kind, phrase, code in index.words[word]:
            if _is_written(phrase, low, text):
                yield code, kind, phrase
    yield from _audience(text, low, index)
    if "+" in text or "00" in text:
        for found in _PHONE.finditer(text):
            for length in (3, 2, 1):
                codes = index.phones.get(found[1][:length])
                if codes and len(found[1]) >= length:
                    kind = "phone" if len(codes) == 1 else "shared-phone"
                    yield from ((code, kind, f"+{found[1][:length]}") for code in codes)
                    break
    for found in _AREA.finditer(text):
        yield from ((code, "area-code", found[1]) for code in index.areas.get(found[1], ()))
    for found in _DOMAIN.finditer(low):
        yield from ((code, "domain", found[1]) for code in index.domains.get(found[1], ()))
    for sign, code in index.signs:
        at = text.find(sign)
        while at > 0 and text[at - 1].isalpha() and sign[0].isalpha():
            at = text.find(sign, at + 1)
        if at >= 0:
            yield code, "currency", sign
    near = _near_digits(text)
    for pattern, code in index.addresses:
        hit = pattern.search(near)
        if hit:
            yield code, "address", hit[0]


def _audience(text: str, low: str, index: _Index) -> Iterator[Sign]:
    """The places that an advert says its patients come from."""
    for opener in index.openers:
        at = low.find(opener)
        while at >= 0:
            found = _AUDIENCE.match(text, at + len(opener))
            said = found[0] if found else ""
            for word in sorted(_known_words(said.lower(), index)):
                for kind, phrase, code in index.words[word]:
                    if kind == "place" and _is_written(phrase, said.lower(), said):
                        yield code, "audience", f"{opener} … {phrase}"
            at = low.find(opener, at + 1)


def _known_words(low: str, index: _Index) -> set[str]:
    """The words of a text that begin a sign; one after the other, since all words of a long text take many times its room."""
    return {word for found in _WORD.finditer(low) if (word := found[0]) in index.words}


def _near_digits(text: str) -> str:
    """What of a text stands near a digit, in lines of their own: where postcodes are, and little else."""
    spans: list[tuple[int, int]] = []
    for found in _DIGITS.finditer(text):
        start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return "\n\n".join(text[start:end] for start, end in spans)


def _is_written(phrase: str, low: str, text: str) -> bool:
    """Does a phrase stand in a text as a word or words of its own, with its capitals?"""
    sought = phrase.lower()
    at = low.find(sought)
    while at >= 0:
        if not low[max(0, at - 1) : at].isalnum() and not low[at + len(sought) : at + len(sought) + 1].isalnum() and _as_written(phrase, text, at):
            return True
        at = low.find(sought, at + 1)
    return False


def _as_written(phrase: str, text: str, start: int) -> bool:
    """Does a name that begins with a capital stand with one, and an abbreviation in capitals?"""
    written = text[start : start + len(phrase)]
    if phrase.isupper():
        return written == phrase
    return not phrase[:1].isupper() or written[:1].isupper()


class _Key:
    """Jurisdictions as the key of a cache, by identity."""

    __slots__ = ("jurisdictions",)

    def __init__(self, jurisdictions: Mapping[str, Jurisdiction]) -> None:
        self.jurisdictions = jurisdictions

    def __hash__(self) -> int:
        return id(self.jurisdictions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.jurisdictions is self.jurisdictions


@lru_cache(maxsize=4)
def _index(key: _Key) -> _Index:
    words: dict[str, list[tuple[str, str, str]]] = {}
    phones: dict[str, list[str]] = {}
    areas: dict[str, list[str]] = {}
    domains: dict[str, list[str]] = {}
    signs: list[tuple[str, str]] = []
    addresses: list[tuple[re.Pattern[str], str]] = []
    for code, each in sorted(key.jurisdictions.items()):
        for prefix in each.hints.get("phone_prefixes", ()):
            _add(phones, prefix.lstrip("+").lstrip("0"), code)
        for area in each.hints.get("area_codes", ()):
            _add(areas, area, code)
        for domain in each.hints.get("domains", ()):
            _add(domains, domain, code)
        for kind, hint in (("place", "places"), ("word", "words"), ("currency", "currency")):
            for phrase in each.hints.get(hint, ()):
                first = _WORD.match(phrase.lower())
                if first and not (kind == "currency" and not phrase.isalnum()):
                    words.setdefault(first[0], []).append((kind, phrase, code))
                elif kind == "currency":
                    signs.append((phrase, code))
        addresses += [(re.compile(pattern), code) for pattern in each.hints.get("address_patterns", ())]
    openers = tuple(dict.fromkeys(phrase.lower() for each in key.jurisdictions.values() for phrase in each.hints.get("audience", ())))
    return _Index(
        {word: tuple(listed) for word, listed in words.items()}, _frozen(phones), _frozen(areas), _frozen(domains), tuple(signs), tuple(addresses), openers
    )


def _add(table: dict[str, list[str]], key: str, code: str) -> None:
    if code not in table.setdefault(key, []):
        table[key].append(code)


def _frozen(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(codes) for key, codes in table.items()}
