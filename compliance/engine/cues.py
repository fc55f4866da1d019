"""What a unit shows: the cues that the scorecards weigh, as short names such as `w:improv`.

| prefix | cue |
| --- | --- |
| `w:` `b:` | a word's stem in the unit; two neighbouring stems (`<` and `>` are its ends) |
| `c:` | a lexicon, or a group of one, that a word of the unit belongs to |
| `h:` `hc:` `l:` `lc:` | a stem or lexicon in the section's heading, in the list's lead-in |
| `p:` `pc:` `n:` `nc:` | a pronoun's stem or a lexicon in the unit before, in the unit after |
| `s:` `ps:` `ns:` | a sense that a trigger gives in the unit, in the one before, in the one after |
| `r:` `k:` `x:` | a rule that finds, or a sign; a category that has a finding; one that was cleared, and by what |
| `pk:` `nk:` | a category with a finding in the unit before, in the unit after |
| `u:` `d:` | what kind of unit it is; what kind of document |
| `f:` | how a disclosure rule grades the document (for scorecards of whole documents) |
"""

from __future__ import annotations

from itertools import pairwise
from typing import Iterable, Iterator, NamedTuple

from compliance.engine.judge import Candidate, Judge
from compliance.engine.recent import recently
from compliance.engine.tags import TAG_FIRST, TAG_LAST
from compliance.engine.turns import Turns
from compliance.text.stem import stem

_LENGTHS = (4, 8, 16, 30)
_STANCE_STEPS = (-6, -3, 0, 3, 6, 10)
_QUOTES = "\"“”«»"
_REMEMBER = 4_096
_OWN = frozenset("wbckrsxdu")
"""prefixes of the cues that are a unit's own"""

Cue = tuple[str, str]
"""a prefix and what follows its colon"""


class _Said(NamedTuple):
    """What a rule says of a unit, as far as it is a cue; the same for many units, which share it."""

    category: str
    rule: str
    cleared_by: str
    is_lowered: bool


class Reader:
    """Tagged words to stems and lexicons; remembers what it has read, so one serves a whole run."""

    def __init__(self, settings: dict[str, list[str]], names: dict[str, str]) -> None:
        """`names` gives the lexicon (or group of one) of each tag that begins a term."""
        self.endings = tuple(settings.get("endings", ()))
        ignored = frozenset(settings.get("ignore", ()))
        self.names = {tag: name for tag, name in names.items() if name.partition(".")[0] not in ignored}
        self.pronouns = frozenset(stem(each, self.endings) for each in settings.get("pronouns", ()))
        self.neighbours = frozenset(settings.get("neighbour_lexicons", ()))
        self._known: Turns[str, tuple[str, tuple[str, ...]]] = Turns(_REMEMBER)

    def read(self, tagged: str) -> tuple[str, tuple[str, ...]]:
        """The stem of a tagged word, and the lexicons that a term beginning with it belongs to."""
        found = self._known.get(tagged)
        if found is None:
            self._known.turn()
            found = self._known[tagged] = self._known.before(tagged) or self._read(tagged)
        return found

    def _read(self, tagged: str) -> tuple[str, tuple[str, ...]]:
        at = 0
        while at < len(tagged) and TAG_FIRST <= tagged[at] <= TAG_LAST:
            at += 1
        return stem(tagged[at:], self.endings), tuple(self.names[tag] for tag in tagged[:at] if tag in self.names)


class Cues:
    """The cues of a document's units, worked out when asked for; `candidates` are those of all its rules."""

    def __init__(self, judge: Judge, candidates: Iterable[Candidate], reader: Reader) -> None:
        self.judge, self.view, self.reader = judge, judge.view, reader
        self._senses: dict[int, frozenset[str]] = recently(len(self.view.units))
        self._found: dict[int, tuple[_Said, ...]] = {}
        self._said: dict[_Said, _Said] = {}
        self.take(candidates)
        self._others: dict[int, tuple[Cue, ...]] = recently(len(self.view.units))
        self.document = tuple(self._of_document())
        """the cues of every unit that are the document's"""
        self._whole: tuple[Cue, ...] | None = None

    def take(self, candidates: Iterable[Candidate]) -> None:
        """Take up more candidates, of units that have not been asked for yet, and do not lie beside one that has."""
        for each in candidates:
            said = _Said(each.rule.category, each.rule.id, each.cleared_by, bool(each.lowered_from))
            self._found[each.unit] = (*self._found.get(each.unit, ()), self._said.setdefault(said, said))

    def of(self, unit: int) -> Iterator[Cue]:
        """Every cue of a unit, each once."""
        stems, lexicons = self.words(unit)
        for each in dict.fromkeys(stems):
            yield "w", each
        for each in dict.fromkeys(f"{one} {two}" for one, two in pairwise(["<", *stems, ">"])):
            yield "b", each
        for each in lexicons:
            yield "c", each
        for each in self.judge.signs(unit):
            yield "r", each
        yield from self.beyond(unit)

    def beyond(self, unit: int) -> Iterator[Cue]:
        """Every cue of a unit that is neither one of its words nor a sign."""
        units = self.view.units
        here = units[unit]
        if here.section >= 0 and here.section != unit:
            yield from self._above("h", here.section)
        if here.lead >= 0 and here.lead != unit:
            yield from self._above("l", here.lead)
        if unit:
            yield from self._beside("p", unit - 1)
        if unit + 1 < len(units):
            yield from self._beside("n", unit + 1)
        yield from self.others(unit)
        yield from self.document

    def of_document(self, grade: str = "") -> Iterator[Cue]:
        """Every cue of the document as a whole: those of its units, without what stands beside them, and how a disclosure is graded in it."""
        if grade:
            yield "f", grade
        if self._whole is None:
            self._whole = tuple(dict.fromkeys(each for unit in range(len(self.view.units)) for each in self.of(unit) if each[0] in _OWN))
        yield from self._whole

    def others(self, unit: int) -> tuple[Cue, ...]:
        """A unit's own cues that are neither words nor signs: senses, what rules say of it, and what kind of unit it is."""
        found = self._others.get(unit)
        if found is None:
            senses = [("s", each) for each in self.senses(unit)]
            if self.judge.evidence.near(unit):
                senses.append(("s", "cited"))
            found = self._others[unit] = (*senses, *dict.fromkeys(self._of_rules(unit)), *self._shape(unit, len(self.words(unit)[0])))
        return found

    def words(self, unit: int) -> tuple[list[str], frozenset[str]]:
        """The stems of a unit's words in order, and the lexicons they belong to."""
        sentence = self.view.sentences[unit]
        if sentence.stems is None:
            read = [self.reader.read(word) for word in sentence.words()]
            sentence.stems = [each[0] for each in read], frozenset(name for each in read for name in each[1])
        return sentence.stems

    def senses(self, unit: int) -> frozenset[str]:
        """The senses that triggers in a unit give, to whatever they reach."""
        found = self._senses.get(unit)
        if found is None:
            found = self._senses[unit] = frozenset(each.trigger.sense for each in self.judge.context.triggers(unit))
        return found

    def _above(self, name: str, other: int) -> Iterator[Cue]:
        stems, lexicons = self.words(other)
        for each in dict.fromkeys(stems):
            yield name, each
        for each in lexicons:
            yield name + "c", each
        if self.is_question(other):
            yield name, "?"

    def _beside(self, name: str, other: int) -> Iterator[Cue]:
        stems, lexicons = self.words(other)
        for each in self.reader.pronouns.intersection(stems):
            yield name, each
        for each in self.reader.neighbours & lexicons:
            yield name + "c", each
        for each in self.senses(other):
            yield name + "s", each
        for each in self.categories(other):
            yield name + "k", each

    def categories(self, unit: int) -> set[str]:
        """The categories that rules find in a unit."""
        return {found.category for found in self._found.get(unit, ()) if not found.cleared_by}

    def is_question(self, unit: int) -> bool:
        """Does a unit end with a question mark?"""
        return self.view.texts[unit].rstrip().endswith("?")

    def _of_rules(self, unit: int) -> Iterator[Cue]:
        for each in self._found.get(unit, ()):
            slug = each.category
            if each.cleared_by:
                yield "x", slug
                yield "x", f"{slug}:{each.cleared_by}"
            else:
                yield "r", each.rule
                yield "k", slug
                yield "k", f"{slug}:{'lowered' if each.is_lowered else 'full'}"

    def _shape(self, unit: int, words: int) -> Iterator[Cue]:
        here, text = self.view.units[unit], self.view.texts[unit].rstrip()
        yield "u", here.kind
        yield "u", f"words {sum(words >= each for each in _LENGTHS)}"
        yield "u", f"place {here.place}"
        if text.endswith("?"):
            yield "u", "question"
        if text.endswith("!"):
            yield "u", "exclamation"
        raw = self.view.document.content[here.start : here.end]
        if any(quote in raw for quote in _QUOTES):
            yield "u", "quotes"
        if raw[:1] in _QUOTES:
            yield "u", "begins with a quote"

    def _of_document(self) -> Iterator[Cue]:
        stance = self.judge.stance
        yield "d", stance.name
        for step in _STANCE_STEPS:
            if stance.score > step:
                yield "d", f"above {step}"
