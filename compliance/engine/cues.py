"""What a unit shows: the cues that the scorecards weigh, as short names such as `w:improv`.

| prefix | cue |
| --- | --- |
| `w:` `b:` | a word's stem in the unit; two neighbouring stems (`<` and `>` are its ends) |
| `c:` | a lexicon, or a group of one, that a word of the unit belongs to |
| `h:` `hc:` `l:` `lc:` | a stem or lexicon in the section's heading, in the list's lead-in |
| `p:` `pc:` `n:` `nc:` | a pronoun's stem or a lexicon in the unit before, in the unit after |
| `s:` `ps:` `ns:` | a sense that a trigger gives in the unit, in the one before, in the one after |
| `r:` `k:` `x:` | a rule that finds, or a sign; a category that has a finding; one (or a sign) cleared, and by what |
| `pk:` `nk:` | a category with a finding in the unit before, in the unit after |
| `u:` `d:` | what kind of unit it is; what kind of document |
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import Iterable, Mapping

from compliance.engine.judge import Candidate, Judge
from compliance.engine.tags import TAG_FIRST, TAG_LAST
from compliance.text.stem import stem

_WORD = re.compile(rf"([{TAG_FIRST}-{TAG_LAST}]*)(\d+(?:[.,]\d+)*|[^\W_{TAG_FIRST}-{TAG_LAST}]+(?:'[^\W_{TAG_FIRST}-{TAG_LAST}]+)*|%)")
_LENGTHS = (4, 8, 16, 30)
_STANCE_STEPS = (-6, -3, 0, 3, 6, 10)
_QUOTES = "\"“”«»"


class Cues:
    """The cues of a document's units, worked out when asked for; `candidates` are those of all its rules."""

    def __init__(self, judge: Judge, candidates: Iterable[Candidate]) -> None:
        self.judge, self.view = judge, judge.view
        settings = self.view.compiled.pack.settings.get("cues", {})
        self.endings = tuple(settings.get("endings", ()))
        self.pronouns = frozenset(stem(each, self.endings) for each in settings.get("pronouns", ()))
        self.neighbours = frozenset(settings.get("neighbour_lexicons", ()))
        self.names = {code.begin: name for name, code in self.view.compiled.codes.items() if name.partition(".")[0] not in settings.get("ignore", ())}
        self._words: dict[int, tuple[list[str], frozenset[str]]] = {}
        self._found: dict[int, list[Candidate]] = defaultdict(list)
        for each in candidates:
            self._found[each.unit].append(each)
        self._document = self._of_document()

    def of(self, unit: int) -> set[str]:
        """Every cue of a unit."""
        view = self.view
        here = view.units[unit]
        stems, lexicons = self.words(unit)
        cues = {"w:" + each for each in stems}
        ends = ["<", *stems, ">"]
        cues.update(f"b:{one} {two}" for one, two in pairwise(ends))
        cues.update("c:" + each for each in lexicons)
        for name, other in (("h", here.section), ("l", here.lead)):
            if other >= 0 and other != unit:
                stems_there, lexicons_there = self.words(other)
                cues.update(f"{name}:{each}" for each in stems_there)
                cues.update(f"{name}c:{each}" for each in lexicons_there)
                if view.texts[other].rstrip().endswith("?"):
                    cues.add(name + ":?")
        for name, other in (("p", unit - 1), ("n", unit + 1)):
            if 0 <= other < len(view.units):
                self._beside(cues, name, other)
        for sense in self._senses(unit):
            cues.add("s:" + sense)
        if self.judge.evidence.near(unit):
            cues.add("s:cited")
        for each in self._found[unit]:
            slug = each.rule.category
            if each.rule.kind == "sign":
                cues.add(("x:" if each.cleared_by else "r:") + each.rule.id)
            elif each.cleared_by:
                cues |= {"x:" + slug, f"x:{slug}:{each.cleared_by}"}
            else:
                cues |= {"r:" + each.rule.id, "k:" + slug, f"k:{slug}:{'lowered' if each.lowered_from else 'full'}"}
        return cues | self._shape(unit, len(stems)) | self._document

    def words(self, unit: int) -> tuple[list[str], frozenset[str]]:
        """The stems of a unit's words in order, and the lexicons they belong to."""
        if unit not in self._words:
            stems: list[str] = []
            codes: set[str] = set()
            for found in _WORD.finditer(self.view.tagged(unit)):
                stems.append(stem(found[2], self.endings))
                codes.update(found[1])
            self._words[unit] = stems, frozenset(self.names[code] for code in codes if code in self.names)
        return self._words[unit]

    def _beside(self, cues: set[str], name: str, other: int) -> None:
        stems, lexicons = self.words(other)
        cues.update(f"{name}:{each}" for each in self.pronouns.intersection(stems))
        cues.update(f"{name}c:{each}" for each in self.neighbours.intersection(lexicons))
        cues.update(f"{name}s:{each}" for each in self._senses(other))
        cues.update(f"{name}k:{each.rule.category}" for each in self._found[other] if not each.cleared_by and each.rule.kind != "sign")

    def _senses(self, unit: int) -> set[str]:
        return {found.trigger.sense for found in self.judge.context.triggers(unit)}

    def _shape(self, unit: int, words: int) -> set[str]:
        here, text = self.view.units[unit], self.view.texts[unit].strip()
        shape = {"u:" + here.kind, f"u:words {sum(words >= each for each in _LENGTHS)}", f"u:place {here.place}"}
        if text.endswith("?"):
            shape.add("u:question")
        if text.endswith("!"):
            shape.add("u:exclamation")
        raw = self.view.document.content[here.start : here.end]
        if any(quote in raw for quote in _QUOTES):
            shape.add("u:quotes")
        if raw[:1] in _QUOTES:
            shape.add("u:begins with a quote")
        return shape

    def _of_document(self) -> set[str]:
        stance = self.judge.stance
        cues = {"d:" + stance.name} | {f"d:above {step}" for step in _STANCE_STEPS if stance.score > step}
        if len(self.view.units) < int(self.view.compiled.pack.settings.get("short_document_units", 5)):
            cues.add("d:short")
        return cues


def count(cues: Iterable[str], points: Mapping[str, float]) -> list[tuple[str, float]]:
    """The cues that a scorecard knows, with their points, the weightiest first."""
    known = [(each, points[each]) for each in cues if each in points]
    return sorted(known, key=lambda pair: (-abs(pair[1]), pair[0]))
