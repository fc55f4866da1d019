"""The phrase-pattern language rules are written in, and its translation to `regex`.

    stem cells (can|will) [cure] <3> {disease}     words in a row; a choice; the focus; up to 3 words between; a lexicon
    regenerat*   *itis                             any ending, any beginning
    (the|your)? pain                               an optional word
    claims?  tumou?rs                              an optional letter, as in a regex
    , : ? %                                        punctuation stands for itself
    ^ ... $                                        beginning and end of the unit
    <6!>                                           a gap that may cross ; : and dashes
    /[a-z]{2,}ology/                               the `regex` module's own syntax, for what the rest cannot say

Patterns run over *tagged* text: folded lower case in which every word that belongs to a lexicon is
preceded by private-use characters, one for each lexicon it begins or continues. A lexicon of any size
is therefore one character to the pattern, and every repetition is bounded, so that no pattern of
this language can backtrack without bound (a /raw/ part can; `rules lint` tests those).
"""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import Callable, Iterable, Iterator

import regex as regex_module

from compliance.engine.raw import DIGIT, needs
from compliance.engine.tags import TAG_FIRST, TAG_LAST, TAGS
from compliance.value import value

SEPARATOR = r"""[ "'(/\[]{1,3}"""
GAP_SEPARATOR = rf"[^\w{TAG_FIRST}-{TAG_LAST};:!?–—|]{{1,4}}"
WIDE_SEPARATOR = rf"[^\w{TAG_FIRST}-{TAG_LAST}]{{1,5}}"
ANY_WORD = rf"{TAGS}*+(?:\d+(?:[.,]\d+)*+|[\w']++|%)"


class PatternError(ValueError):
    """A pattern that does not parse: 0-based column in the pattern, problem and hint."""

    def __init__(self, column: int, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.column, self.problem, self.hint = column, problem, hint


@value
class Word:
    text: str
    open_start: bool = False
    open_end: bool = False
    last_optional: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.text, self.text[:-1]) if self.last_optional else (self.text,)


@value
class Mark:
    text: str


@value
class Reference:
    name: str
    column: int


@value
class Choice:
    options: tuple[Sequence, ...]


@value
class Focus:
    body: Sequence


@value
class Gap:
    words: int
    wide: bool


@value
class Raw:
    regex: str


@value
class Anchor:
    end: bool


@value
class Maybe:
    item: Item


@value
class Sequence:
    items: tuple[Item, ...]


Item = Word | Mark | Reference | Choice | Focus | Gap | Raw | Anchor | Maybe

_DIGIT = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\d(?:(?:[+*?]|\{\d*,?\d*\})[+?]?)?")  # a number is one word, so its tags stand before it
_NAME = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?)\}")
_GAP = re.compile(r"<(\d{1,2})(!?)>")
_WORD = re.compile(r"\*?[^\W_]+(?:(?:['’]|\?(?=[^\W_]))[^\W_]+)*\*?")
_MARKS = '%,:;.!?$€£&+#–—="°'


def parse(text: str) -> Sequence:
    """The syntax tree of a pattern; raises PatternError with the column of the fault."""
    sequence, at = _sequence(text, 0, "")
    if at != len(text):
        raise PatternError(at, f"unexpected {text[at]!r}", "remove it or open the bracket it closes")
    if not any(not isinstance(item, (Anchor, Gap)) for item in sequence.items):
        raise PatternError(0, "a pattern without any word", "name at least one word or lexicon")
    return sequence


def _sequence(text: str, at: int, closing: str) -> tuple[Sequence, int]:
    items: list[Item] = []
    while at < len(text) and text[at] not in (closing + "|" if closing else "\0"):
        if text[at].isspace() or text[at] == "-":
            at += 1
            continue
        began = at
        item, at = _item(text, at)
        if text[began] not in "([{</" and text[at : at + 1] in ("(", "[") and isinstance(item, Word):
            raise PatternError(began, "a bracket inside a word", "write the whole words: (randomised|randomized)")
        if text[at : at + 1] == "?" and not isinstance(item, (Gap, Anchor)):
            at += 1
            if isinstance(item, Word) and len(item.text) > 1 and not item.open_end:
                item = Word(item.text, item.open_start, False, True)
            elif isinstance(item, Choice) and text[began] not in "([":
                item = Choice(tuple(Sequence((_word(each + "?"),)) for each in _spellings(text[began : at - 1])))
            else:
                item = Maybe(item)
        items.append(item)
    return Sequence(tuple(items)), at


def _item(text: str, at: int) -> tuple[Item, int]:
    character = text[at]
    if character == "(":
        return _choice(text, at)
    if character == "[":
        return _focus(text, at)
    if character == "{":
        found = _NAME.match(text, at)
        if not found:
            raise PatternError(at, "'{' does not begin a lexicon name", "write {lexicon} or {lexicon.group}")
        return Reference(found[1], at), found.end()
    if character == "<":
        found = _GAP.match(text, at)
        if not found:
            raise PatternError(at, "'<' does not begin a gap", "write <3> for up to three words")
        return Gap(int(found[1]), bool(found[2])), found.end()
    if character == "/":
        end = text.find("/", at + 1)
        while end > 0 and text[end - 1] == "\\":
            end = text.find("/", end + 1)
        if end < 0:
            raise PatternError(at, "the raw part '/' is never closed", "add '/' or write the word 'or'")
        return _raw(text[at + 1 : end], at), end + 1
    if character in "^$" and text[at:at + 2] != "$ ":
        return Anchor(character == "$"), at + 1
    found = _WORD.match(text, at)
    if found and "?" in found[0]:
        return Choice(tuple(Sequence((_word(each),)) for each in _spellings(found[0]))), found.end()
    if found:
        return _word(found[0]), found.end()
    if character == "$":
        return Anchor(True), at + 1
    if character == "\\" and text[at + 1 : at + 2] in _MARKS + "?":
        return Mark(text[at + 1]), at + 2
    if character in _MARKS:
        return Mark(character), at + 1
    raise PatternError(at, f"unexpected {character!r}", "close what was opened, or write it in /raw/ syntax")


def _word(text: str) -> Word:
    plain = text.removesuffix("?")
    return Word(plain.strip("*").replace("’", "'").lower(), plain.startswith("*"), plain.endswith("*"), plain != text)


def _spellings(text: str) -> list[str]:
    """Every way to read a word with optional letters inside: tumou?r is tumour and tumor."""
    at = text.find("?")
    if at < 0:
        return [text]
    return [head + tail for tail in _spellings(text[at + 1 :]) for head in (text[:at], text[: at - 1])]


def _focus(text: str, at: int) -> tuple[Item, int]:
    options: list[Sequence] = []
    end = at
    while True:
        option, end = _sequence(text, end + 1, "]")
        options.append(option)
        if text[end : end + 1] == "]":
            break
        if text[end : end + 1] != "|":
            raise PatternError(at, "the focus '[' is never closed", "add ']'")
    kept = tuple(option for option in options if option.items)
    if not kept:
        raise PatternError(at, "an empty focus", "write [word]")
    _refuse_hollow(kept, at)
    return Focus(kept[0] if len(kept) == 1 else Sequence((Choice(kept),))), end + 1


def _raw(regex: str, at: int) -> Raw:
    if not regex:
        raise PatternError(at, "an empty raw part", "remove '//'")
    try:
        regex_module.compile(regex)
    except regex_module.error as error:
        column, problem = getattr(error, "pos", None) or 0, getattr(error, "msg", error)
        raise PatternError(at + 1 + column, f"a raw part that is no valid regex ({problem})", "see the syntax of the `regex` module") from error
    return Raw(_DIGIT.sub(lambda found: found[0] if found[0][0] == "[" else rf"(?:{TAGS}*+{found[0]})", regex.replace("\\/", "/").replace("<T>", TAGS + "*+")))


def _choice(text: str, at: int) -> tuple[Item, int]:
    options: list[Sequence] = []
    end = at
    while True:
        option, end = _sequence(text, end + 1, ")")
        options.append(option)
        if text[end : end + 1] == ")":
            break
        if text[end : end + 1] != "|":
            raise PatternError(at, "the choice '(' is never closed", "add ')'")
    kept = tuple(option for option in options if option.items)
    if not kept:
        raise PatternError(at, "an empty choice", "write (this|that)")
    _refuse_hollow(kept, at)
    choice: Item = Choice(kept)
    if len(kept) < len(options):
        choice = Maybe(choice)
    return choice, end + 1


def _refuse_hollow(options: tuple[Sequence, ...], at: int) -> None:
    for option in options:
        if all(isinstance(item, (Maybe, Gap)) for item in option.items):
            raise PatternError(at, "brackets in which no word has to stand", "put the '?' or the gap outside the brackets")


def items_of(sequence: Sequence) -> Iterator[Item]:
    """Every item of a pattern, those inside others included."""
    for item in sequence.items:
        yield item
        if isinstance(item, Choice):
            for option in item.options:
                yield from items_of(option)
        elif isinstance(item, Focus):
            yield from items_of(item.body)
        elif isinstance(item, Maybe):
            yield from items_of(Sequence((item.item,)))


# ---------------------------------------------------------------- to regex


Resolve = Callable[[Reference], Sequence | str]
"""What a lexicon name stands for: a tagged word's regex, or further patterns (as one Choice)."""


def to_regex(sequence: Sequence, resolve: Resolve, at_word: bool = False) -> str:
    """The `regex` source that finds a pattern in tagged text; the focus is the group `focus`.

    With `at_word` it begins where the tags of its first word begin, to be matched at such places
    rather than searched for.
    """
    body = _emit(sequence, resolve, first=True, bare=not at_word)
    first = sequence.items[0]
    if isinstance(first, (Mark, Raw, Anchor)):
        return body
    return rf"(?<!\w)(?<!\w'){body}"


def _emit(sequence: Sequence, resolve: Resolve, first: bool, bare: bool = False) -> str:
    """The regex of a sequence; `bare` where it begins the whole pattern, so that the search may start behind a word's tags."""
    out: list[str] = []
    separator = "" if first else SEPARATOR
    for place, item in enumerate(sequence.items):
        if isinstance(item, Gap):
            between = WIDE_SEPARATOR if item.wide else GAP_SEPARATOR
            if separator == "" and ((first and not out) or isinstance(sequence.items[place - 1], Anchor)):
                out.append(rf"(?:{ANY_WORD}{between}){{0,{item.words}}}?")
                continue
            out.append(rf"(?:{between}{ANY_WORD}){{0,{item.words}}}?")
            separator = between
        elif isinstance(item, Anchor):
            out.append(r"[^\w]{0,6}\Z" if item.end else r"\A[^\w]{0,6}")
            if not item.end:
                separator = ""
        elif isinstance(item, Maybe):
            inner = _one(item.item, resolve)
            bare = False
            if separator == "":
                after = r"\s?" if isinstance(item.item, Mark) else GAP_SEPARATOR
                out.append(f"(?:{inner}{after})?")
            else:
                glue = r"\s?" if isinstance(item.item, Mark) else separator
                out.append(f"(?:{glue}{inner})?")
        elif isinstance(item, Choice) and separator:
            out.append(_glued_choice(item, separator, resolve))
            separator = SEPARATOR
        else:
            glue = separator
            if separator and isinstance(item, Mark):
                glue = r"\s?"
            elif separator and isinstance(item, Raw):
                glue = f"(?:{separator})?"
            out.append(glue + _one(item, resolve, bare and not out))
            separator = r"\s{0,2}" if isinstance(item, Mark) else SEPARATOR
    return "".join(out)


def _glued_choice(choice: Choice, separator: str, resolve: Resolve) -> str:
    """A choice after something else: words need a separator before them, punctuation and the unit's end need none."""
    is_other = [isinstance(option.items[0], (Mark, Anchor, Raw)) for option in choice.options]
    words = _options([option for option, other in zip(choice.options, is_other) if not other], resolve)
    others = _options([option for option, other in zip(choice.options, is_other) if other], resolve)
    parts = []
    if words:
        parts.append(f"{separator}(?:{'|'.join(words)})")
    if others:
        parts.append(f"(?:{separator})?(?:{'|'.join(others)})")
    return f"(?:{'|'.join(parts)})"


def _options(options: Iterable[Sequence], resolve: Resolve, bare: bool = False) -> list[str]:
    """The regexes of options in their order; words that follow one another share what stands around them."""
    out: list[str] = []
    for are_words, group in groupby(options, _is_plain_word):
        if are_words:
            words = [option.items[0] for option in group]
            spelled = "|".join(re.escape(word.text) + ("?" if word.last_optional else "") for word in words if isinstance(word, Word))
            out.append(rf"{'' if bare else TAGS + '*+'}(?:{spelled})(?:'s)?(?!\w|'\w)")
        else:
            out += [_emit(option, resolve, True, bare) for option in group]
    return out


def _is_plain_word(option: Sequence) -> bool:
    only = option.items[0]
    return len(option.items) == 1 and isinstance(only, Word) and not only.open_start and not only.open_end


def _one(item: Item, resolve: Resolve, bare: bool = False) -> str:
    if isinstance(item, Word):
        start = r"[\w']*" if item.open_start else ""
        end = r"[\w']*" if item.open_end else "?(?:'s)?" if item.last_optional else "(?:'s)?"
        return rf"{'' if bare else TAGS + '*+'}{start}{re.escape(item.text)}{end}(?!\w|'\w)"
    if isinstance(item, Mark):
        return rf"{'' if bare else TAGS + '*+'}{re.escape(item.text)}"
    if isinstance(item, Reference):
        meaning = resolve(item)
        if isinstance(meaning, str):
            return meaning if bare else rf"{TAGS}*?{meaning}"
        return f"(?:{_emit(meaning, resolve, True, bare)})"
    if isinstance(item, Choice):
        return "(?:" + "|".join(_options(item.options, resolve, bare)) + ")"
    if isinstance(item, Focus):
        return f"(?P<focus>{_emit(item.body, resolve, True, bare)})"
    if isinstance(item, Raw):
        return f"(?:{item.regex})" if bare else f"(?:{TAGS}*+(?:{item.regex}))"
    raise AssertionError(item)


# ---------------------------------------------------------------- what a text must contain


Feature = str
"""w:word, p:prefix, s:suffix, c:letters anywhere in a word, l:lexicon, m:mark (in a separator or a number)"""
Keys = Callable[[Reference], "list[frozenset[Feature]]"]


def required(sequence: Sequence, keys: Keys, common: frozenset[Feature]) -> list[frozenset[Feature]]:
    """Groups of features, one of each of which every match must contain (AND of ORs).

    `common` are features of most sentences, and so poor keys: where there is a choice, others are taken.
    """
    groups: list[frozenset[Feature]] = []
    for item in sequence.items:
        groups += _required(item, keys, common)
    return groups


def _required(item: Item, keys: Keys, common: frozenset[Feature]) -> list[frozenset[Feature]]:
    if isinstance(item, Word):
        if item.open_start:
            return []
        return [frozenset(f"{'p' if item.open_end else 'w'}:{_last_word(spelling)}" for spelling in item.spellings)]
    if isinstance(item, Mark):
        return [frozenset(("w:%" if item.text == "%" else f"m:{item.text}",))]
    if isinstance(item, Raw):
        return needs(item.regex, partial(cost, common=common))
    if isinstance(item, Reference):
        return keys(item)
    if isinstance(item, Focus):
        return required(item.body, keys, common)
    if isinstance(item, Choice):
        best = [smallest(required(option, keys, common), common) for option in item.options]
        if any(group is None for group in best):
            return []
        return [frozenset().union(*(group for group in best if group is not None))]
    return []


Starts = Callable[[Reference], "frozenset[Feature] | None"]


def first_words(tree: Sequence, keys: Starts) -> frozenset[Feature] | None:
    """Features one of which the first word of every match of a pattern has; None where that cannot be told."""
    # A raw part that begins the pattern may begin inside a word, see `to_regex`.
    return None if isinstance(tree.items[0], Raw) else starts(tree, keys)


def starts(sequence: Sequence, keys: Starts) -> frozenset[Feature] | None:
    """The same for what does not begin inside a word."""
    found: frozenset[Feature] = frozenset()
    for item in sequence.items:
        is_optional = isinstance(item, Maybe)
        own = _starts(item.item if isinstance(item, Maybe) else item, keys)
        if own is None:
            return None
        found |= own
        if not is_optional:
            return found
    return None


def _starts(item: Item, keys: Starts) -> frozenset[Feature] | None:
    if isinstance(item, Word):
        if item.open_start or any(_last_word(each) != each for each in item.spellings):
            return None
        return frozenset(f"{'p' if item.open_end else 'w'}:{spelling}" for spelling in item.spellings)
    if isinstance(item, Reference):
        return keys(item)
    if isinstance(item, Focus):
        return starts(item.body, keys)
    if isinstance(item, Choice):
        found: frozenset[Feature] = frozenset()
        for option in item.options:
            own = starts(option, keys)
            if own is None:
                return None
            found |= own
        return found
    if isinstance(item, Raw) and item.regex.startswith(_FIGURE) and "|" not in item.regex:
        return frozenset((DIGIT,))
    return None


_FIGURE = rf"(?:{TAGS}*+\d"


def _last_word(spelling: str) -> str:
    """What of a word is one word to the vocabulary, which takes "3d" for a number and a letter."""
    return spelling.lstrip("0123456789") or spelling


def smallest(groups: list[frozenset[Feature]], common: frozenset[Feature]) -> frozenset[Feature] | None:
    """The group that the fewest sentences will meet."""
    return min(groups, key=lambda group: (cost(group, common), sorted(group)), default=None)


def cost(group: frozenset[Feature], common: frozenset[Feature]) -> int:
    """How often a sentence will contain one of a group: a rough rank, lower is rarer (no verdict rests on it)."""
    return sum(40 if feature in common else _COST[feature[0]] for feature in group)


_COST = {"l": 12, "m": 12, "s": 12, "c": 6, "p": 3, "w": 1}
