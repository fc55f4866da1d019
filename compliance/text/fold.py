"""Folding: one plain lower-case form for every way to write the same words, with the way back.

Look-alike letters, full-width forms, ligatures, accents, zero-width and soft-hyphen characters,
character references, spaced or dotted letters and runs of blanks all fold away; `Folded.map`
leads from every folded offset to the content it came from. Hyphens become blanks, so that
"stem-cell" and "stem cell" are one; dashes stay, since they end clauses.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import Iterable, Mapping

from compliance.model.span import IDENTITY, MapBuilder, OffsetMap
from compliance.value import value

# Letters that look like a Latin one in common typefaces (Unicode confusables, Latin targets only).
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕһԁԛԝкмтвнгАВЕКМНОРСТХІЈЅҮԌԜαβεικνορτυχγηωϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹıɑɡօսոհցѵᴄᴏᴜᴠᴡᴢꓳꓰꓴℓ",
        "aeopcyxijshdqwkmtbhrabekmhopctxijsygwabeikvoptuxynwcabezhikmnoptyxciagounhgvcouvwzoeul",
        strict=True,
    )
)
_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "-": " ", "‐": " ", "‑": " ", "−": " ", "­": " ", "٪": "%", "﹪": "%", "·": " ", "\u00a0": " ", "\t": " ", "\n": " ", "\r": " ", "\f": " ", "\v": " ",
    "\u2028": " ", "\u2029": " ", "\x85": " ", "―": "—", "_": " ",
}  # fmt: skip
_PLAIN |= dict.fromkeys("™®℠©⁰¹²³⁴⁵⁶⁷⁸⁹†‡", " ")  # marks behind a word are no part of it
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_EDIT = re.compile(
    rf"(?P<gone>[{_INVISIBLE}\u0300-\u036f]+)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<blanks>[^\S\n]*\n\s*|\s{2,})"
    r"|(?<![^\W_])(?<![^\W_]['’])(?P<spaced>[^\W\d_](?:(?P<gap>[ .\-_*·•])[^\W\d_])(?:(?P=gap)[^\W\d_]){1,24})(?![^\W_]|[.'’][^\W_])"
)
_NEEDS_EDIT = re.compile(rf"[{_INVISIBLE}\u0300-\u036f&]|\s\s|\n|(?<![^\W_])[^\W\d_][ .\-_*·•][^\W\d_][ .\-_*·•][^\W\d_]")


class _Table(dict[int, int | str | None]):
    """Code point to its folded form, worked out once a character."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


class _ForeignTable(dict[int, int | str | None]):
    """The same for a text in another script, whose letters are themselves and no look-alikes."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code), {})
        self[code] = folded
        return folded


def _fold_character(character: str, lookalikes: Mapping[str, str] = _LOOKALIKES) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character in lookalikes:
        return lookalikes[character]
    plain = "".join(each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
    plain = plain.lower()
    if any("\ue000" <= each <= "\uf8ff" for each in plain):
        return " "
    return "".join(lookalikes.get(each, _PLAIN.get(each, each)) for each in plain)


_TABLE = _Table()
_FOREIGN_TABLE = _ForeignTable()
_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[\u0370-\u058f]")
_LATIN = re.compile(r"[A-Za-z]")
_CAPITALS = re.compile(r"(?<![^\W_])[A-Z][A-Z0-9]{1,5}(?=s?(?![^\W_]))")


@value
class Folded:
    """Folded text and the map from its offsets back to the text it was made from."""

    pieces: tuple[str, ...]
    """the text in pieces, those of the map where there are several: one strange letter makes every letter of a string take four bytes"""
    map: OffsetMap
    masked: tuple[tuple[int, int], ...] = ()
    """spans of the *source* where letters had been hidden, spaced out or swapped for look-alikes"""

    @property
    def text(self) -> str:
        """The text as a whole."""
        return "".join(self.pieces)

    def cut(self, start: int, end: int) -> str:
        """The stretch `start:end` of the text."""
        if len(self.pieces) == 1:
            return self.pieces[0][start:end]
        at = max(0, bisect_right(self.map.derived, start) - 1)
        out = []
        for piece in self.pieces[at : max(at, bisect_left(self.map.derived, end))]:
            base = self.map.derived[at]
            out.append(piece[max(0, start - base) : max(0, end - base)])
            at += 1
        return "".join(out)


@value
class FoldOptions:
    """What the packs say about folding: words kept in capitals, words whose accents matter."""

    capitals: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


_AS_USUAL = FoldOptions()


def fold(text: str, options: FoldOptions = _AS_USUAL) -> Folded:
    """Fold a text; offsets of the result lead back through `Folded.map`."""
    table = _TABLE if text.isascii() or _is_latin(text) else _FOREIGN_TABLE
    if not _NEEDS_EDIT.search(text):
        plain = _translate(text, options, table)
        if len(plain) == len(text):
            return Folded((plain,), IDENTITY)
    builder = MapBuilder()
    masked: list[tuple[int, int]] = []
    at = 0
    for found in _EDIT.finditer(text):
        replacement = _replacement(found)
        if replacement is None:
            continue
        _copy(builder, text, at, found.start(), options, table)
        if replacement:
            folded = _translate(replacement, options, table)
            if len(folded) != found.end() - found.start():
                builder.add(folded, found.start(), found.end())
            else:
                for index, character in enumerate(folded):
                    builder.add(character, found.start() + index, found.start() + index + 1)
        if found.lastgroup in ("gap", "spaced") or (found["gone"] and _inside_word(text, *found.span())):
            masked.append(found.span())
        at = found.end()
    _copy(builder, text, at, len(text), options, table)
    return Folded(builder.pieces(), builder.map(), tuple(masked))


def _is_latin(text: str) -> bool:
    """Are most letters of a text Latin, so that a foreign letter in it is suspect?"""
    sample = text[:20000]
    foreign = [word for word in _LETTERS.findall(sample) if _FOREIGN.search(word) and not _LATIN.search(word)]  # one with letters of both is a disguise
    return sum(map(len, foreign)) * 4 <= len(_LATIN.findall(sample)) + 3


def _inside_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()


def _replacement(found: re.Match[str]) -> str | None:
    if found["gone"]:
        return ""
    if found["blanks"]:
        return " "
    if found["entity"]:
        from html import unescape  # its table of names is large, and few texts have any

        plain = unescape(found[0])
        if plain == found[0]:
            return None
        return re.sub(rf"[{_INVISIBLE}]", "", plain)
    letters = found["spaced"]
    return "".join(letters.split(found["gap"]))


def _copy(builder: MapBuilder, text: str, start: int, end: int, options: FoldOptions, table: dict[int, int | str | None]) -> None:
    if start >= end:
        return
    piece = text[start:end]
    plain = _translate(piece, options, table)
    if len(plain) == len(piece):
        builder.add(plain, start, end)
        return
    run = 0  # characters such as ligatures fold to several: map each of them as a whole
    for index, character in enumerate(piece):
        folded = str(character).translate(table)
        if len(folded) != 1:
            if run < index:
                builder.add(_translate(piece[run:index], options, table), start + run, start + index)
            builder.add(folded, start + index, start + index + 1)
            run = index + 1
    if run < len(piece):
        builder.add(_translate(piece[run:], options, table), start + run, end)


def _translate(piece: str, options: FoldOptions, table: dict[int, int | str | None]) -> str:
    plain = piece.lower().translate(_ASCII) if piece.isascii() else piece.translate(table)
    if options.keep and not piece.isascii() and len(plain) == len(piece):
        plain = _restore(plain, _kept(piece, options.keep))
    if options.capitals and len(plain) == len(piece):
        plain = _restore(plain, ((f.start(), f[0]) for f in _CAPITALS.finditer(piece) if f[0] in options.capitals))
    return plain


_ASCII = {ord(key): value for key, value in _PLAIN.items() if key.isascii()}


def _kept(piece: str, keep: frozenset[str]) -> Iterable[tuple[int, str]]:
    for found in re.finditer(r"[^\W\d_]+", piece):
        if not found[0].isascii() and found[0].lower() in keep:
            yield found.start(), found[0].lower()


def _restore(plain: str, words: Iterable[tuple[int, str]]) -> str:
    parts, at = [], 0
    for start, word in words:
        parts += [plain[at:start], word]
        at = start + len(word)
    return "".join(parts) + plain[at:] if parts else plain
