"""Ways to rewrite a claim, and what the taxonomy says becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

KEPT, REPORTED, CLEARED, AT_MOST_LOW, UNSAID = "kept", "reported", "cleared", "at most low", "unsaid"
HEDGED = {"cure-claim": AT_MOST_LOW, "efficacy-claim": AT_MOST_LOW, "success-rate": REPORTED, "guarantee": REPORTED, "testimonial": REPORTED}
"""what the taxonomy says that a hedge does; of other categories it says nothing"""

NO_SUBJECT = frozenset(
    """
    ask as book bring call come don't drop for forget from get go if join let no pay prior read reduced reserve say see since stop take throw
    watch when with zero
    """.split()
)
"""first words of fragments and commands, which do not make a clause after "that" """


class Transformation(NamedTuple):
    """A rewriting: the new text, or None where it does not apply, from a text and the words found in it."""

    name: str
    rewrite: Callable[[str, str], str | None]
    outcome: Callable[[str], str]
    """category to what becomes of its finding: KEPT (the same verdict), REPORTED (at any severity) …"""


def _kept(category: str) -> str:
    return KEPT


def _cleared(category: str) -> str:
    return CLEARED


def _hedged(category: str) -> str:
    return HEDGED.get(category, UNSAID)


def _clause(text: str) -> str | None:
    """A text as a clause after "that", if it is one sentence that states something."""
    bare = text.strip()
    if ":" in bare or "\n" in bare or not bare.endswith(".") or re.search(r"[.!?][\"”’)]*\s+\S", bare) or not bare[0].isalpha():
        return None
    first = bare.split()[0].strip(",")
    if first.lower() in NO_SUBJECT:
        return None
    is_name = first in ("I", "I'm", "I've", "Dr.", "Mr.", "Mrs.", "Ms.") or not first[1:].islower()
    return (bare if is_name else bare[0].lower() + bare[1:]).rstrip(".")


def _frame(before: str, after: str) -> Callable[[str, str], str | None]:
    def rewrite(text: str, found: str) -> str | None:
        clause = _clause(text)
        return f"{before}{clause}{after}" if clause else None

    return rewrite


def _upper(text: str, found: str) -> str | None:
    return text.upper()


def _bullet(text: str, found: str) -> str | None:
    return None if "\n" in text.strip() or re.match(r"\W", text) else f"Good to know:\n\n- {text.strip()}\n- Parking is free of charge.\n"


def _line_break(text: str, found: str) -> str | None:
    """A break such as an editor or mail program makes: after enough words, before one in small letters."""
    if "\n" in text:
        return None
    places = [hit.start() for hit in re.finditer(r" (?=[a-z])", text) if hit.start() >= 32]
    return text[: places[0]] + "\n" + text[places[0] + 1 :] if places else None


def _longest_word(found: str) -> str | None:
    words = re.findall(r"(?<![\w'’-])[A-Za-z]{4,}(?![\w'’-])", found)
    return max(words, key=len, default=None)


def _disguise(change: Callable[[str], str]) -> Callable[[str, str], str | None]:
    """Disguise the longest of the words that were found, at its first place in the text."""

    def rewrite(text: str, found: str) -> str | None:
        word = _longest_word(found)
        if word is None:
            return None
        new = change(word)
        return re.sub(rf"(?<![\w'’-]){word}(?![\w'’-])", lambda hit: new, text, count=1) if new != word else None

    return rewrite


_LOOK_ALIKES = str.maketrans("aceiopsxyABCEHKMOPTXj", "асеіорѕхуАВСЕНКМОРТХј")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("A"), ord("z") + 1)}

_PAIRS = """
tumour tumor; anaemia anemia; paediatric pediatric; orthopaedic orthopedic; centre center; centres centers; programme program; programmes programs;
leukaemia leukemia; oestrogen estrogen; ischaemic ischemic; ischaemia ischemia; oedema edema; foetal fetal; ageing aging; colour color; favourite favorite;
behaviour behavior; labour labor; rumour rumor; savings savings; honour honor; odour odor; vigour vigor; fibre fiber; litre liter; grey gray;
haematopoietic hematopoietic; haemophilia hemophilia; anaesthetic anesthetic; anaesthesia anesthesia; gynaecology gynecology; diarrhoea diarrhea;
specialise specialize; specialises specializes; specialised specialized; revitalise revitalize; revitalises revitalizes; normalise normalize;
normalises normalizes; normalised normalized; stabilise stabilize; stabilises stabilizes; stabilised stabilized; minimise minimize; recognise recognize;
recognised recognized; realise realize; organise organize; neutralise neutralize; neutralises neutralizes; hospitalised hospitalized; immobilised immobilized;
personalised personalized; optimise optimize; optimises optimizes; licence license; defence defense; travelling traveling; labelled labeled;
fulfil fulfill; skilful skillful; sceptical skeptical; practised practiced; randomised randomized; authorised authorized; unauthorised
unauthorized; paralysed paralyzed
"""
SPELLINGS = {one: two for pair in _PAIRS.replace("\n", " ").split(";") for one, two in (tuple(pair.split()), tuple(reversed(pair.split())))}


def _other_spelling(text: str, found: str) -> str | None:
    new = re.sub(r"[A-Za-z]+", lambda hit: SPELLINGS.get(hit[0], hit[0]), text)
    return new if new != text else None


TRANSFORMATIONS = (
    Transformation("negated", _frame("It is not true that ", "."), _cleared),
    Transformation("rejected", _frame("Some clinics claim that ", ". There is no evidence for this."), _cleared),
    Transformation("warned", _frame("Beware of anyone who says that ", "."), _cleared),
    Transformation("questioned", _frame("Is it true that ", "?"), _cleared),
    Transformation("hedged", _frame("It is possible that ", "."), _hedged),
    Transformation("upper-case", _upper, _kept),
    Transformation("bullet", _bullet, _kept),
    Transformation("line-break", _line_break, _kept),
    Transformation("zero-width", _disguise("\u200b".join), _kept),
    Transformation("soft-hyphen", _disguise(lambda word: word[:2] + "\u00ad" + word[2:]), _kept),
    Transformation("look-alikes", _disguise(lambda word: word.translate(_LOOK_ALIKES)), _kept),
    Transformation("full-width", _disguise(lambda word: word.translate(_FULL_WIDTH)), _kept),
    Transformation("spaced", _disguise(" ".join), _kept),
    Transformation("dotted", _disguise(".".join), _kept),
    Transformation("other-spelling", _other_spelling, _kept),
)
