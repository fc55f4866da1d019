"""A screened document under the law of chosen places: verdicts, findings of the places' own, notices, disclosure."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Mapping, Sequence

from compliance.law.additions import OFFER, SOBER, Added, untouched
from compliance.law.disclosure import STATUS_CATEGORY, grade
from compliance.law.notices import check
from compliance.law.page import Page, Senses
from compliance.law.phrases import Fold
from compliance.law.resolve import place
from compliance.law.suggest import suggest
from compliance.law.verdicts import cleared, revived, verdict
from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import CORE, DocumentLaw, Grade, NoticeCheck, Verdict
from compliance.model.rule import Pack


class Law:
    """The law that a run applies, made ready once: the chosen places on one day, or the international core."""

    def __init__(self, pack: Pack, codes: Sequence[str], day: str) -> None:
        """Raises UsageError for a code that no file has. `day` is ISO; no codes means the core, which changes no severity."""
        self.pack, self.day = pack, day
        self.codes = tuple(dict.fromkeys(codes))
        self.places = tuple(place(pack, code, day) for code in self.codes)
        core = place(pack, CORE, day) if CORE in pack.jurisdictions else None
        self.core: Mapping[str, tuple[str, ...]] = {slug: entry.provisions for slug, entry in core.entries.items()} if core else {}
        rules = [rule for each in pack.jurisdictions.values() for rule in each.rules if rule.topic == OFFER]
        self.products = tuple(dict.fromkeys(term for rule in rules for term in rule.terms))
        self.usual = {slug: each.severity for slug, each in pack.categories.items()}

    def apply(self, report: DocumentReport, document: Document, fold: Fold, senses: Senses) -> DocumentReport:
        """The report with the law on it.

        Without chosen places each finding gets the core's provisions and nothing else changes. With
        them each finding has a verdict per place and the highest of their severities, matches that
        a place does not let a citation or hedge clear come back, and the places' own findings join.
        """
        law = DocumentLaw(suggested=suggest(document.content, report.language, self.pack.jurisdictions))
        if not self.places or not report.screened:
            return replace(report, findings=tuple(map(self._with_core, report.findings)), cleared=tuple(map(self._with_core, report.cleared)), law=law)
        page = Page(document, fold, senses)
        stance = str(report.stance.get("stance", ""))
        graded = self._grade(page, report)
        status = _status(report.findings, graded)
        judged = [self._judged(each, page, status) for each in report.findings]
        back = _one_each([found for each in report.cleared if (found := self._revived(each, page, status))], judged)
        kept = tuple(each for each in report.cleared if each.fingerprint not in {one.fingerprint for one in back})
        checks = self._notices(page, report.findings, stance)
        added = self._added(Added(page, report.findings, stance, self.products, checks), graded)
        findings = sorted((*judged, *back, *added), key=lambda each: (each.start, each.end, each.category, each.rule_id))
        law = replace(law, notices=tuple(checks.values()), disclosure=graded if stance != SOBER else None)
        return replace(report, findings=tuple(self._with_disclosure(each, graded) for each in findings), cleared=kept, law=law)

    def as_data(self) -> dict[str, object]:
        """The places applied and the day whose law it is, for the header of a report."""
        listed = [{"code": each.code, "name": each.name, "chosen": True, "with": list(each.codes[1:])} for each in self.places]
        if not listed and self.core:
            listed = [{"code": CORE, "name": self.pack.jurisdictions[CORE].name, "chosen": False, "with": []}]
        return {"jurisdictions": listed, "as_of": self.day}

    def _with_core(self, finding: Finding) -> Finding:
        return finding if finding.provisions else replace(finding, provisions=self.core.get(finding.category, ()))

    def _grade(self, page: Page, report: DocumentReport) -> Grade | None:
        terms = self.pack.disclosures.get(report.language) or next(iter(self.pack.disclosures.values()), None)
        if terms is None:
            return None
        regulator = next((each.regulator for each in self.places if each.regulator), "")
        return grade(page, report.findings, terms, self.pack.lexicons, report.language, regulator)

    def _judged(self, finding: Finding, page: Page, status: frozenset[str]) -> Finding:
        return _decided(finding, [verdict(finding, each, page, status, self.usual) for each in self.places])

    def _revived(self, finding: Finding, page: Page, status: frozenset[str]) -> Finding | None:
        found = {each.code: one for each in self.places if (one := revived(finding, each, page, status))}
        if not found:
            return None
        verdicts = [found.get(each.code) or cleared(finding, each) for each in self.places]
        back = _decided(finding, verdicts)
        titles = {rule.id: rule.title for each in self.places for rule in each.rules}
        why = "; ".join(dict.fromkeys(f"{code}: {', '.join(titles[rule] for rule in one.rules)}" for code, one in found.items()))
        message = f"“{' '.join(finding.text.split())}” is {finding.cleared_by}, which does not clear it everywhere. {why}."
        return replace(back, message=message, cleared_by="", details={**finding.details, "not_cleared_by": finding.cleared_by})

    def _notices(self, page: Page, findings: Sequence[Finding], stance: str) -> dict[str, NoticeCheck]:
        is_owed = stance != SOBER and bool(self.products) and page.find(self.products, page.whole()) is not None
        claim = min((each.start for each in findings), default=-1)
        return {notice.id: check(notice, page, is_owed, claim) for each in self.places for notice in each.notices}

    def _added(self, maker: Added, graded: Grade | None) -> list[Finding]:
        """The places' own findings; what several places add alike becomes one with a verdict each."""
        found: dict[tuple[str, int, int], dict[str, Finding]] = {}
        for each in self.places:
            for one in maker.of(each, graded):
                found.setdefault((one.rule_id, one.start, one.end), {})[each.code] = one
        out = []
        for by_code in found.values():
            first = next(iter(by_code.values()))
            verdicts: list[Verdict] = [by_code[each.code].verdicts[0] if each.code in by_code else untouched(each) for each in self.places]
            out.append(_decided(first, verdicts))
        return out

    def _with_disclosure(self, finding: Finding, graded: Grade | None) -> Finding:
        if finding.category != STATUS_CATEGORY or graded is None:
            return finding
        return replace(finding, details={**finding.details, "disclosure": graded.status, "to_do": list(graded.to_do), "draft": graded.draft})


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


__all__ = ["Law"]
