"""A screened document under the law of chosen places: verdicts, findings of the places' own, notices, disclosure."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable

from compliance.law.additions import SOBER, Added, untouched
from compliance.law.apply import Law
from compliance.law.disclosure import STATUS_CATEGORY, grade
from compliance.law.graded import graded_finding, with_grade
from compliance.law.notices import check
from compliance.law.page import Page, Senses
from compliance.law.phrases import Fold
from compliance.law.verdicts import cleared, revived, verdict
from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import DocumentLaw, Grade, NoticeCheck, Verdict


class Judge:
    """Judges one document."""

    def __init__(self, law: Law, report: DocumentReport, document: Document, fold: Fold, senses: Senses) -> None:
        self.law, self.report = law, report
        self.page = Page(document, fold, senses)
        self.stance = str(report.stance.get("stance", ""))
        self.terms = law.pack.disclosures.get(report.language) or next(iter(law.pack.disclosures.values()), None)
        self.graded = self._grade()
        self.status = _status(report.findings, self.graded)

    def judged(self, law: DocumentLaw) -> DocumentReport:
        """The report with verdicts, with what came back and what the places add; `law` gets notices and disclosure."""
        report = self.report
        judged = [self._judged(each) for each in report.findings]
        back = _one_each([found for each in report.cleared if (found := self._revived(each))], judged)
        kept = tuple(each for each in report.cleared if each.fingerprint not in {one.fingerprint for one in back})
        checks = self._notices()
        added = self._added(Added(self.page, report.findings, self.stance, self.law.products, checks))
        added += self._graded((*judged, *back, *added))
        findings = sorted((*judged, *back, *added), key=lambda each: (each.start, each.end, each.category, each.rule_id))
        law = replace(law, notices=tuple(checks.values()), disclosure=self.graded if self.stance != SOBER else None)
        return replace(report, findings=tuple(map(self._with_disclosure, findings)), cleared=kept, law=law)

    def _grade(self) -> Grade | None:
        if self.terms is None:
            return None
        regulators = "; ".join(dict.fromkeys(each.regulator for each in self.law.places if each.regulator))
        return grade(self.page, self.report.findings, self.terms, self.law.pack.lexicons, self.report.language, regulators)

    def _judged(self, finding: Finding) -> Finding:
        return _decided(finding, [verdict(finding, each, self.page, self.status, self.law.usual) for each in self.law.places])

    def _revived(self, finding: Finding) -> Finding | None:
        found = {each.code: one for each in self.law.places if (one := revived(finding, each, self.page, self.status))}
        if not found:
            return None
        verdicts = [found.get(each.code) or cleared(finding, each) for each in self.law.places]
        back = _decided(finding, verdicts)
        titles = {rule.id: rule.title for each in self.law.places for rule in each.rules}
        why = "; ".join(dict.fromkeys(f"{code}: {', '.join(titles[rule] for rule in one.rules)}" for code, one in found.items()))
        message = f"“{' '.join(finding.text.split())}” is {finding.cleared_by}, which does not clear it everywhere. {why}."
        return replace(back, message=message, cleared_by="", details={**finding.details, "not_cleared_by": finding.cleared_by})

    def _notices(self) -> dict[str, NoticeCheck]:
        is_owed = self.stance != SOBER and bool(self.law.products) and self.page.find(self.law.products, self.page.whole()) is not None
        claim = min((each.start for each in self.report.findings), default=-1)
        return {notice.id: check(notice, self.page, is_owed, claim) for each in self.law.places for notice in each.notices}

    def _added(self, maker: Added) -> list[Finding]:
        """The places' own findings; what several places add alike becomes one with a verdict each."""
        found: dict[tuple[str, int, int], dict[str, Finding]] = {}
        for each in self.law.places:
            for one in maker.of(each, self.graded):
                found.setdefault((one.rule_id, one.start, one.end), {})[each.code] = one
        out = []
        for by_code in found.values():
            first = next(iter(by_code.values()))
            verdicts: list[Verdict] = [by_code[each.code].verdicts[0] if each.code in by_code else untouched(each) for each in self.law.places]
            out.append(_decided(first, verdicts))
        return out

    def _graded(self, findings: Iterable[Finding]) -> list[Finding]:
        """The finding on a disclosure that fails where the engine was content with it."""
        if self.graded is None or self.terms is None or self.stance == SOBER:
            return []
        others = [each for each in findings if each.category == STATUS_CATEGORY]
        found = graded_finding(self.page, self.graded, self.terms, self.law, others)
        return [_decided(found, list(found.verdicts))] if found else []

    def _with_disclosure(self, finding: Finding) -> Finding:
        if finding.category != STATUS_CATEGORY or self.graded is None:
            return finding
        return with_grade(finding, self.page, self.graded, self.law.places)


def _one_each(back: Iterable[Finding], judged: Iterable[Finding]) -> list[Finding]:
    """Of matches that came back one for each sentence and category, the weightiest, and none beside a finding that stands there already."""
    taken = {(each.category, each.sentence) for each in judged}
    best: dict[tuple[str, str], Finding] = {}
    for each in sorted(back, key=lambda one: (-one.severity, one.start, one.rule_id)):
        key = each.category, each.sentence
        if key not in taken:
            first = best.setdefault(key, each)
            if first is not each:
                best[key] = replace(first, also=tuple(sorted({*first.also, each.rule_id})))
    return list(best.values())


def _decided(finding: Finding, verdicts: list[Verdict]) -> Finding:
    provisions = tuple(dict.fromkeys(each for one in sorted(verdicts, key=_rank) for each in one.provisions))
    return replace(finding, verdicts=tuple(verdicts), severity=max((each.severity for each in verdicts), default=finding.severity), provisions=provisions)


def _rank(verdict: Verdict) -> tuple[int, int]:
    return -verdict.severity, -verdict.ruling.weight


def _status(findings: Iterable[Finding], graded: Grade | None) -> frozenset[str]:
    """How the disclosure stands: as the engine graded it, or adequate where the engine was content; and whether claims contradict it."""
    told = next((str(each.details["status"]) for each in findings if each.category == STATUS_CATEGORY and "status" in each.details), "")
    out = {told or ("adequate" if graded is not None and graded.points else "missing")}
    return frozenset(out | ({"contradicted"} if graded is not None and graded.status == "contradicted" else set()))


__all__ = ["Judge"]
