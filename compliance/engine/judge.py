"""Matches to findings: context, evidence and the document's stance decide what stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Iterable, Mapping, Sequence

from compliance.engine.context import Context, Told
from compliance.engine.evidence import Citation, Evidence
from compliance.engine.match import evaluate, hits, holds
from compliance.engine.nodes import Patterns
from compliance.engine.recent import recently
from compliance.engine.sentence import Hit
from compliance.engine.view import View
from compliance.model.document import Place
from compliance.model.finding import Severity
from compliance.model.rule import Rule

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""what most candidates capture: one for all"""
CONFIDENCE = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A rule's match in a unit after judgement; live unless `cleared_by` says why not."""

    rule: Rule
    unit: int
    last: int
    start: int
    end: int
    """content offsets"""
    severity: Severity
    captures: Mapping[str, str]
    told: tuple[Told, ...] = ()
    citations: tuple[Citation, ...] = ()
    lowered_from: str = ""
    cleared_by: str = ""
    points: tuple[tuple[str, float], ...] = ()
    also: tuple[str, ...] = ()
    related: tuple[Mapping[str, Any], ...] = ()
    details: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    margin: float | None = None
    """by how many points its scorecard exceeds the threshold; None where none weighed it"""


@dataclass(frozen=True, slots=True)
class Stance:
    """What kind of document this is, with the points that said so."""

    name: str
    score: float
    points: tuple[tuple[str, float], ...]


class Judge:
    """Judges one document; `candidates()` are those of the sentence rules, `signs` the signs that there are."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.context = Context(view)
        self.evidence = Evidence(view)
        self.stance = self._stance()
        view.stance = self.stance.name
        self._possible: dict[int, tuple[Rule, ...]] = recently(len(view.units))
        self._signs: dict[tuple[int, str], bool] = recently(len(view.units))

    def _stance(self) -> Stance:
        points: list[tuple[str, float]] = []
        name, score = "unclear", 0.0
        view = self.view
        for rule in view.compiled.stance_rules:
            ready = view.compiled.ready[rule.id]
            for cue, node, need in zip(rule.cues, ready.cues, ready.needs):
                hits = 0
                if need and not view.seen & need:
                    continue
                for unit, candidates in enumerate(view.candidates):
                    if need and not candidates & need:
                        continue
                    if holds(node, view, unit):
                        hits += 1
                        if hits >= cue.times:
                            break
                if hits:
                    points.append((cue.name, cue.points * hits))
            score = sum(value for _, value in points)
            if score >= float(rule.options.get("advertising", 3)):
                name = "advertising"
            elif score <= float(rule.options.get("sober", -3)):
                name = "sober"
        return Stance(name, score, tuple(points))

    # -- sentence rules

    def candidates(self, units: range | None = None) -> list[Candidate]:
        """Every judged match of the sentence rules (in some units, or all), live or cleared, in order; signs are left for those who ask."""
        out: list[Candidate] = []
        for unit in range(len(self.view.units)) if units is None else units:
            rules = self._rules(unit)
            self._possible[unit] = tuple(rule for rule in rules if rule.kind == "sign")
            out += (found for rule in rules if rule.kind != "sign" and (found := self._apply(rule, unit)))
        return out

    def possible_signs(self, unit: int) -> tuple[Rule, ...]:
        """The signs of which some words are in a unit."""
        found = self._possible.get(unit)
        if found is None:
            found = self._possible[unit] = tuple(rule for rule in self._rules(unit) if rule.kind == "sign")
        return found

    def _rules(self, unit: int) -> list[Rule]:
        """The sentence rules and signs of which some words are in a unit."""
        compiled = self.view.compiled
        bits = self.view.candidates[unit] & compiled.anchor_mask
        rules: set[int] = set()
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            rules.update(compiled.rules_by_pattern[lowest.bit_length() - 1])
        return [compiled.sentence_rules[index] for index in sorted(rules)]

    def _is_here(self, rule: Rule, unit: int) -> bool:
        """Is a unit of a kind and in a place where a rule looks?"""
        here = self.view.units[unit]
        return (not rule.units or here.kind in rule.units) and (not rule.places or str(here.place) in rule.places)

    def signs(self, unit: int) -> list[str]:
        """The ids of the signs that stand in a unit, none that is cleared."""
        return [rule.id for rule in self.possible_signs(unit) if self.is_sign(rule, unit)]

    def is_sign(self, rule: Rule, unit: int) -> bool:
        """Does one of a unit's possible signs stand in it?"""
        found = self._signs.get((unit, rule.id))
        if found is None:
            found = self._signs[unit, rule.id] = self._is_sign(rule, unit)
        return found

    def _is_sign(self, rule: Rule, unit: int) -> bool:
        """Does a sign stand in a unit, and nothing clear it? Its places only matter where a trigger reaches a part of the unit.

        Conditions come before the match: rules share them, so that most are known already.
        """
        view, clear = self.view, rule.context.clear
        match = view.compiled.ready[rule.id].match
        if match is None or not self._is_here(rule, unit) or not self._stance_allows(rule.stance) or self.evidence.is_entry(unit):
            return False
        if not clear.isdisjoint(self.context.everywhere(unit)) or ("cited" in clear and self.evidence.near(unit)):
            return False
        if not all(holds(node, view, unit) for node in view.compiled.ready[rule.id].where):
            return False
        if clear.isdisjoint(self.context.possible(unit)) and isinstance(match, Patterns) and not match.rest:
            return holds(match, view, unit)
        return any(self._is_free(unit, hit, clear) for hit in hits(match, view, unit))

    def _is_free(self, unit: int, hit: Hit, clear: frozenset[str]) -> bool:
        return hit.start >= 0 and self.context.is_free(unit, hit.focus_start, hit.focus_end, hit.is_marked, clear)

    def _apply(self, rule: Rule, unit: int) -> Candidate | None:
        if not self._is_here(rule, unit):
            return None
        ready = self.view.compiled.ready[rule.id]
        if not all(holds(node, self.view, unit) for node in ready.where):
            return None
        points: tuple[tuple[str, float], ...] = ()
        if rule.cues:
            found, points = self._score(rule, unit)
        else:
            found = list(evaluate(ready.match, self.view, unit)) if ready.match is not None else []
        found = [hit for hit in found if hit.start >= 0]
        if not found:
            return None
        judged = []
        for hit in found:
            one = self._weigh(rule, unit, hit, points)
            if not one.cleared_by and not one.lowered_from:
                return one
            judged.append(one)
        return next((each for each in judged if not each.cleared_by), judged[0])

    def _score(self, rule: Rule, unit: int) -> tuple[list[Hit], tuple[tuple[str, float], ...]]:
        ready, view = self.view.compiled.ready[rule.id], self.view
        cues, needs = ready.cues, ready.needs
        hits: dict[int, Sequence[Hit]] = {}
        # Without an anchor nothing is found: those first.
        for number, cue in enumerate(rule.cues):
            if cue.anchor and (not needs[number] or view.candidates[unit] & needs[number]) and (found := evaluate(cues[number], view, unit)):
                hits[number] = found
        anchors = [hit for found in hits.values() for hit in found if hit.start >= 0]
        if not anchors:
            return [], ()
        for number, cue in enumerate(rule.cues):
            if not cue.anchor and (not needs[number] or view.candidates[unit] & needs[number]) and holds(cues[number], view, unit):
                hits[number] = ()
        points = tuple((cue.name, cue.points) for number, cue in enumerate(rule.cues) if number in hits)
        return (sorted(anchors), points) if sum(value for _, value in points) >= rule.threshold else ([], ())

    def _weigh(self, rule: Rule, unit: int, hit: Hit, points: tuple[tuple[str, float], ...]) -> Candidate:
        start, end = self.view.content_span(unit, hit.start, hit.end)
        told = self.context.senses(unit, hit.focus_start, hit.focus_end, hit.is_marked)
        names = {each.sense for each in told}
        citations: tuple[Citation, ...] = ()
        if "cited" in rule.context.clear or "cited" in rule.context.lower:
            citations = self.evidence.near(unit)
            if citations:
                names.add("cited")
        cleared = ""
        if self.evidence.is_entry(unit):
            cleared = "reference-list"
        elif not self._stance_allows(rule.stance):
            cleared = "sober-document" if self.stance.name == "sober" else "not-about-therapy"
        else:
            cleared = next(iter(sorted(names & rule.context.clear)), "")
        severity, lowered = rule.severity, ""
        if not cleared:
            for sense in sorted(names & set(rule.context.lower)):
                if rule.context.lower[sense] < severity:
                    severity, lowered = rule.context.lower[sense], str(rule.severity)
        return Candidate(
            rule=rule,
            unit=unit,
            last=unit,
            start=start,
            end=end,
            severity=severity,
            captures=dict(reversed(hit.captures)) if hit.captures else NOTHING,
            told=told,
            citations=citations,
            lowered_from=lowered,
            cleared_by=cleared,
            points=points,
        )

    def bounded(self, each: Candidate, is_advert: bool) -> Candidate:
        """A candidate no weightier than the packs allow where its scorecard was hardly sure, or in a page that is not clearly an advert.

        From the second are exempt short texts, which say too little of themselves, and what a scorecard is
        sure of: else a few careful sentences would be all that an advertiser needs to add.
        """
        settings = self.view.compiled.pack.settings
        thin, unclear = settings.get("thin_margin", {}), settings.get("unclear_stance", {})
        if thin and each.margin is not None and each.margin < float(thin["margin"]):
            each = _capped(each, Severity.parse(thin["severity"]))
        if not unclear or is_advert or len(self.view.units) < int(unclear.get("units", 0)):
            return each
        is_sure = each.margin is not None and each.margin >= float(unclear.get("margin", "inf"))
        return each if is_sure else _capped(each, Severity.parse(unclear["severity"]))

    def _stance_allows(self, wanted: str) -> bool:
        if wanted == "any":
            return True
        if wanted == "advertising":
            return self.stance.name == "advertising"
        if self.stance.name == "sober":
            return False
        if wanted == "about-therapy":
            return self.is_about_therapy()
        return True

    def is_about_therapy(self) -> bool:
        topic = self.view.compiled.pack.settings.get("topic_pattern", "")
        number = self.view.compiled.ids.get(topic)
        short = len(self.view.units) < int(self.view.compiled.pack.settings.get("short_document_units", 5))
        return short or number is None or bool(self.view.seen >> number & 1)


def _capped(each: Candidate, highest: Severity) -> Candidate:
    return replace(each, severity=highest, lowered_from=each.lowered_from or str(each.severity)) if each.severity > highest else each


def strongest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One live candidate for each unit and category, the weightiest; the others are named in `also`."""
    best: dict[tuple[int, str], Candidate] = {}
    for each in candidates:
        key = each.unit, each.rule.category
        old = best.get(key)
        if old is None:
            best[key] = each
            continue
        first, second = sorted((old, each), key=lambda one: (-one.severity, -CONFIDENCE[one.rule.confidence], one.start, one.rule.id))
        best[key] = replace(first, also=tuple(sorted({*first.also, *second.also, second.rule.id} - {first.rule.id})))
    return sorted(best.values(), key=lambda each: (each.start, each.end, each.rule.category))


_SLOT = re.compile(r"\{([a-z_]+)(?:\|([^{}]*))?\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """A message with its slots filled: {quote}, {disease|the disease} …"""
    return _SLOT.sub(lambda found: values.get(found[1]) or found[2] or found[1].replace("_", " "), template)


__all__ = ["Candidate", "Judge", "Place", "Stance", "fill", "strongest"]
