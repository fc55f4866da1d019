"""A finding under the law of one place: ruling, severity, provisions, what would be acceptable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable, Mapping

from compliance.law.page import Page
from compliance.law.topics import holds, question
from compliance.model.finding import Finding, Severity
from compliance.model.law import Entry, Place, PlaceRule, Ruling, Verdict, worst

NOTHING = Entry(Ruling.NO_RULE, Severity.LOW, ())
HEDGED, CITED = "hedged", "cited"
_WEIGH = frozenset({"flag", "raise", "scope-limit", "no-citation-clearance"})
"""effects by which a finding gets at least the severity and ruling of the rule"""


@dataclass(slots=True)
class _Weighing:
    """What is gathered for one verdict; lives only while it is made."""

    rulings: list[Ruling]
    severity: Severity
    provisions: list[str]
    rules: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def add(self, rule: PlaceRule, number: int) -> None:
        self.rules.append(rule.id)
        self.provisions[number:number] = [each for each in rule.provisions if each not in self.provisions[:number]]
        self.provisions = list(dict.fromkeys(self.provisions))


def verdict(finding: Finding, place: Place, page: Page, status: frozenset[str], usual: Mapping[str, Severity]) -> Verdict:
    """What a place says of a live finding.

    `status` is how the disclosure of the document stands; `usual` the severity of each category by
    which the rules weigh: as many steps as a finding lies below it, the verdict lies below the
    severity of the law's entry, unless a rule of the place denies that discount.
    """
    entry = place.entries.get(finding.category, NOTHING)
    found = _Weighing([entry.ruling], entry.severity, list(entry.provisions))
    steps = max(0, usual.get(finding.category, finding.severity) - finding.severity)
    reason = _why_lower(finding) if steps else ""
    at_most: list[PlaceRule] = []
    for rule in place.rules:
        asked = question(rule)
        if rule.ask and finding.category in rule.categories:
            found.questions.append(asked)
        if not _concerns(rule, finding) or not holds(rule, page, finding, status):
            continue
        if rule.effect == "no-hedge-discount":
            if not (HEDGED in reason and only_hedge(finding, rule, page)):
                continue
            steps, reason = 0, ""
        elif rule.effect == "clear-bar":
            steps, reason = (0, "") if reason and HEDGED not in reason else (steps, reason)
        elif rule.effect == "lower":
            at_most.append(rule)
        elif rule.effect in _WEIGH:
            found.rulings += [rule.ruling] if rule.ruling else []
            found.severity = max(found.severity, rule.severity or Severity.LOW)
        else:
            continue
        if asked:
            found.questions.append(asked)
        found.add(rule, len(found.rules))
    return _decided(finding, place, entry, found, steps, reason, at_most)


def _concerns(rule: PlaceRule, finding: Finding) -> bool:
    """May a rule bear on a finding at all? Those on the document as a whole make findings of their own."""
    return finding.category in rule.categories and not rule.notice and rule.topic not in ("missing-permit", "missing-title", "product-mention", "cited-study")


def _decided(finding: Finding, place: Place, entry: Entry, found: _Weighing, steps: int, reason: str, at_most: Iterable[PlaceRule]) -> Verdict:
    ruling, severity = worst(found.rulings), found.severity
    for rule in at_most:
        ruling = min(ruling, rule.ruling or ruling, key=lambda each: each.weight)
        severity = min(severity, rule.severity or severity)
    if steps and ruling is Ruling.PROHIBITED and HEDGED in reason:
        ruling = Ruling.NEEDS_QUALIFICATION
    if steps and severity > Severity.LOW:
        severity = Severity(max(Severity.LOW, severity - steps))
    else:
        reason = ""
    return Verdict(
        jurisdiction=place.code, ruling=ruling, severity=severity, provisions=tuple(found.provisions), acceptable=entry.acceptable, rules=tuple(found.rules),
        lowered_by=reason, questions=tuple(found.questions),
    )  # fmt: skip


def _why_lower(finding: Finding) -> str:
    if any(each.name == HEDGED for each in finding.context) and (finding.lowered_from or finding.cleared_by == HEDGED):
        return HEDGED
    status = finding.details.get("status", "")
    return f"the disclosure is {status}" if status else "the construction is weaker than others of its kind"


def only_hedge(finding: Finding, rule: PlaceRule, page: Page) -> bool:
    """Is the sentence a plain claim once the words of the rule are blanked out? Then they are its only hedge."""
    text = page.fold(finding.sentence)
    quote = page.fold(finding.text)
    start = max(0, text.find(quote))
    found = list(page.compiled(rule.terms).find(text))
    if not found:
        return False
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    left, right = start, min(len(text), start + max(1, len(quote)))
    return HEDGED not in page.senses(text, left, right)


def revived(finding: Finding, place: Place, page: Page, status: frozenset[str]) -> Verdict | None:
    """What a place says of a match that a citation or hedge cleared, where a rule of the place denies that clearance."""
    effect = {CITED: "no-citation-clearance", HEDGED: "no-hedge-discount"}.get(finding.cleared_by, "")
    rules = [
        rule for rule in place.rules
        if rule.effect == effect and finding.category in rule.categories and _denies(rule, finding, page, status)
    ] if effect else []  # fmt: skip
    if not rules:
        return None
    entry = place.entries.get(finding.category, NOTHING)
    found = _Weighing([], Severity.LOW, list(entry.provisions))
    for rule in rules:
        found.rulings += [rule.ruling or entry.ruling]
        found.severity = max(found.severity, rule.severity or entry.severity)
        found.add(rule, len(found.rules))
    return _decided(finding, place, entry, found, 0, "", ())


def _denies(rule: PlaceRule, finding: Finding, page: Page, status: frozenset[str]) -> bool:
    return holds(rule, page, finding, status) and (finding.cleared_by != HEDGED or only_hedge(finding, rule, page))


def cleared(finding: Finding, place: Place) -> Verdict:
    """What a place says of a match that counts in another place only: what cleared it stands here."""
    entry = place.entries.get(finding.category, NOTHING)
    return Verdict(
        jurisdiction=place.code, ruling=Ruling.ALLOWED if entry.ruling is not Ruling.NO_RULE else entry.ruling, severity=Severity.LOW,
        provisions=entry.provisions, acceptable=entry.acceptable, lowered_by=finding.cleared_by,
    )  # fmt: skip
