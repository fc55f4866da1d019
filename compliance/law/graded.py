"""What the grade of a disclosure means for the findings on it: both spans, what to move or add, a draft; or a finding of its own.

The engine asks whether a statement is there and near. A statement can be both and still fail: the
rest of the advert contradicts it, or it leaves out what it must say. Which standings are findings,
what is said of them and how much lighter they weigh is data (rules/disclosures).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Iterable, Sequence

from compliance.law.additions import untouched
from compliance.law.apply import Law
from compliance.law.disclosure import STATUS_CATEGORY
from compliance.law.located import Facts, finding_at, spot
from compliance.law.page import Page
from compliance.law.verdicts import NOTHING, verdict
from compliance.model.finding import Finding, Severity
from compliance.model.law import DisclosureTerms, Grade, Place, PlaceRule, Ruling


def graded_finding(page: Page, grade: Grade, terms: DisclosureTerms, law: Law, others: Iterable[Finding]) -> Finding | None:
    """The finding on a disclosure that fails although it stands there; None where it holds, or says nothing of a claim.

    `others` are the findings of the category that stand already: where the category's own rule made
    one, that is enough, and a place that made one on the same statement says nothing here.
    """
    places = law.places
    known = next((each for each in terms.standings if each.status == grade.status), None)
    others = tuple(others)
    if known is None or min(grade.statement[0], grade.claim[0]) < 0 or any(not _is_of_places(each, places) for each in others):
        return None
    told = {one.jurisdiction for each in others for one in each.verdicts if one.ruling is not Ruling.NO_RULE and each.start == grade.statement[0]}
    points = "; ".join(f"{each.name}: {each.says}" for each in grade.points if each.holds is False)
    facts = Facts(known.id, STATUS_CATEGORY, known.title, known.message.replace("{points}", points), "")
    usual = law.usual.get(STATUS_CATEGORY, Severity.HIGH)
    severity = Severity(max(Severity.LOW, usual - known.steps))
    found = replace(finding_at(page, facts, grade.statement), severity=severity, details={"status": grade.status})
    status = frozenset({grade.status})
    verdicts = [untouched(each) if each.code in told else verdict(found, each, page, status, law.usual) for each in places]
    return replace(found, verdicts=tuple(verdicts)) if any(each.ruling is not Ruling.NO_RULE for each in verdicts) else None


def with_grade(finding: Finding, page: Page, grade: Grade, places: Sequence[Place]) -> Finding:
    """A finding on the experimental status with both spans, what to move or add, and a draft; those of a place's own rule keep its remedy."""
    details: dict[str, Any] = {
        **finding.details, "disclosure": grade.status, "claim": spot(page, grade.claim, grade.claim_text),
        "statement": spot(page, grade.statement, grade.statement_text),
        "points": [{"point": each.name, "holds": each.holds, "says": each.says} for each in grade.points], "to_do": list(grade.to_do), "draft": grade.draft,
    }  # fmt: skip
    if _is_of_places(finding, places):
        return replace(finding, details=details)
    remedy = " ".join([*grade.to_do, f"Draft: “{grade.draft}”", *_no_help(places)])
    return replace(finding, details=details, remediation=remedy)


def _no_help(places: Iterable[Place]) -> Iterable[str]:
    """Where no disclosure makes the advert acceptable, and what would."""
    for each in places:
        if any(_bars_all(rule) for rule in each.rules):
            yield f"In {each.code} no disclosure is enough: {each.entries.get(STATUS_CATEGORY, NOTHING).acceptable}"


def _bars_all(rule: PlaceRule) -> bool:
    return rule.topic == "disclosure" and rule.effect == "clear-bar" and STATUS_CATEGORY in rule.categories and not (rule.terms or rule.statuses or rule.ask)


def _is_of_places(finding: Finding, places: Iterable[Place]) -> bool:
    """Did a rule of a place make the finding?"""
    return any(rule.id == finding.rule_id for each in places for rule in each.rules)
