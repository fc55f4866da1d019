"""How well the rules do on labelled texts: precision and recall by category, and each error with its reason.

On pages a finding is right if it overlaps a label of its category, clear or borderline (one of over
300 characters only if a third of it is labelled); a clear label is found if such a finding overlaps
it; a category labelled by document is judged by document. On cases a finding is right if its
category or rule is expected and wrong if it is forbidden; others do not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Iterable, Mapping, Sequence

from compliance.corpus import Case, Label, Page
from compliance.model.finding import DocumentReport, Finding, Severity
from compliance.trial import reasons

Screen = Callable[[str], DocumentReport]
SPRAWL = 300
"""characters; nobody could quote a longer finding that is mostly unlabelled"""


@dataclass(slots=True)
class Tally:
    """Counts of one category."""

    right: int = 0
    findings: int = 0
    found: int = 0
    expected: int = 0
    borderline: int = 0
    look_alikes: int = 0
    flagged: int = 0
    """look-alikes with any finding of the category"""
    flagged_above_low: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.findings if self.findings else None

    @property
    def recall(self) -> float | None:
        return self.found / self.expected if self.expected else None

    def __iadd__(self, other: Tally) -> Tally:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


@dataclass(frozen=True, slots=True)
class Confusion:
    """One disagreement: `wrong` (flagged, should not be) or `missed`, with what was recognised instead."""

    kind: str
    where: str
    category: str
    rule_id: str
    severity: str
    quote: str
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Scores:
    """The outcome on a set of texts."""

    texts: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    confusions: list[Confusion] = field(default_factory=list)

    def tally(self, category: str) -> Tally:
        """The tally of a category, begun where it has none yet."""
        return self.tallies.setdefault(category, Tally())

    def total(self) -> Tally:
        """All categories together."""
        out = Tally()
        for each in self.tallies.values():
            out += each
        return out


def score_cases(cases: Iterable[Case], screen: Screen, category_of: Mapping[str, str]) -> Scores:
    """Score single cases; `category_of` gives the category of a rule id."""
    scores = Scores()
    for case in cases:
        scores.texts += 1
        report = screen(case.text)
        expected, forbidden = set(case.expect), set(case.forbid)
        for finding in report.findings:
            names = {finding.category, finding.rule_id, *finding.also}
            tally = scores.tally(finding.category)
            if names & expected:
                tally.findings += 1
                tally.right += 1
            elif names & forbidden or "*" in forbidden:
                tally.findings += 1
                scores.confusions.append(_wrong(case.id, finding))
        for name in case.expect:
            tally = scores.tally(category_of.get(name, name))
            tally.expected += 1
            if any(name in (each.category, each.rule_id, *each.also) for each in report.findings):
                tally.found += 1
            else:
                scores.confusions.append(_missed(case.id, name, case.text, report, 0, len(case.text)))
        for name in case.forbid:
            hit = [each for each in report.findings if name in ("*", each.category, each.rule_id, *each.also)]
            _look_alike(scores.tally(category_of.get(name, name)), hit)
    return scores


def score_pages(pages: Iterable[Page], screen: Screen) -> Scores:
    """Score pages with labelled spans."""
    scores = Scores()
    every = list(pages)
    by_document = {each.category for page in every for each in page.statuses}
    for page in every:
        scores.texts += 1
        report = screen(page.text)
        categories = {label.category for label in page.labels} | {finding.category for finding in report.findings}
        for category in sorted(categories - by_document):
            labels = [each for each in page.labels if each.category == category]
            findings = [each for each in report.findings if each.category == category]
            _score_spans(scores, page, report, category, labels, findings)
        for status in page.statuses:
            _score_status(scores, page, report, status.category, status.status in ("missing", "buried"), status.is_clear)
        for label in page.look_alikes:
            _look_alike(scores.tally(label.category), [each for each in report.findings if each.category == label.category and _overlaps(each, label)])
    return scores


def _score_spans(scores: Scores, page: Page, report: DocumentReport, category: str, labels: Sequence[Label], findings: Sequence[Finding]) -> None:
    tally = scores.tally(category)
    good = [each for each in findings if any(_overlaps(each, label) for label in labels) and not _sprawls(each, labels)]
    tally.findings += len(findings)
    tally.right += len(good)
    scores.confusions += [_wrong(page.name, each) for each in findings if each not in good]
    for label in labels:
        if not label.is_clear:
            tally.borderline += 1
            continue
        tally.expected += 1
        if any(_overlaps(each, label) for each in good):
            tally.found += 1
        else:
            scores.confusions.append(_missed(page.name, category, page.text[label.start : label.end], report, label.start, label.end))


def _score_status(scores: Scores, page: Page, report: DocumentReport, category: str, is_expected: bool, is_clear: bool) -> None:
    tally = scores.tally(category)
    if not is_clear:
        tally.borderline += 1
        return
    found = [each for each in report.findings if each.category == category]
    tally.findings += bool(found)
    tally.right += bool(found) and is_expected
    tally.expected += is_expected
    tally.found += bool(found) and is_expected
    if found and not is_expected:
        scores.confusions.append(_wrong(page.name, found[0]))
    elif is_expected and not found:
        scores.confusions.append(_missed(page.name, category, page.text[:120], report, 0, len(page.text)))


def _look_alike(tally: Tally, hits: Sequence[Finding]) -> None:
    tally.look_alikes += 1
    tally.flagged += bool(hits)
    tally.flagged_above_low += any(each.severity > Severity.LOW for each in hits)


def _overlaps(finding: Finding, label: Label) -> bool:
    return max(finding.start, label.start) < min(finding.end, label.end)


def _sprawls(finding: Finding, labels: Sequence[Label]) -> bool:
    length = finding.end - finding.start
    covered = {at for label in labels for at in range(max(finding.start, label.start), min(finding.end, label.end))}
    return length > SPRAWL and len(covered) * 3 < length


def _wrong(where: str, finding: Finding) -> Confusion:
    return Confusion("wrong", where, finding.category, finding.rule_id, str(finding.severity), finding.text, (f"in: {' '.join(finding.sentence.split())}",))


def _missed(where: str, name: str, text: str, report: DocumentReport, start: int, end: int) -> Confusion:
    def near(found: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(each for each in found if each.start < end and start < each.end)

    from dataclasses import replace

    local = replace(report, findings=near(report.findings), cleared=near(report.cleared))
    return Confusion("missed", where, name, "", "", text, tuple(reasons(local)))
