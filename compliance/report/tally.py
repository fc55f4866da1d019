"""Counts over the documents of a run, taken one document at a time."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable

from compliance.model.finding import DocumentReport, Severity

LEVELS = tuple(sorted(Severity, reverse=True))
"""the severities, worst first"""


class Tally:
    """What a run adds up to; `add` takes the next document."""

    def __init__(self, documents: Iterable[DocumentReport] = ()) -> None:
        self.documents = 0
        self.unscreened: set[str] = set()
        """paths of documents that were read but not screened"""
        self.with_findings = 0
        self.cleared = 0
        self.cells: Counter[tuple[str, Severity]] = Counter()
        """findings by category and severity"""
        self.rules: Counter[str] = Counter()
        """findings by rule id"""
        for each in documents:
            self.add(each)

    def add(self, document: DocumentReport) -> None:
        """Count one document."""
        self.documents += 1
        if not document.screened:
            self.unscreened.add(document.path)
        self.with_findings += bool(document.findings)
        self.cleared += len(document.cleared)
        for each in document.findings:
            self.cells[each.category, each.severity] += 1
            self.rules[each.rule_id] += 1

    @property
    def not_screened(self) -> int:
        """How many documents were read but not screened."""
        return len(self.unscreened)

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.cells.values())

    def by_severity(self) -> dict[Severity, int]:
        """Findings of each severity, worst first, with the zeros."""
        return {level: sum(count for (_, severity), count in self.cells.items() if severity is level) for level in LEVELS}

    def by_category(self) -> dict[str, int]:
        """Findings of each category that has some, by slug."""
        totals: Counter[str] = Counter()
        for (category, _), count in self.cells.items():
            totals[category] += count
        return dict(sorted(totals.items()))

    def as_data(self, errors: int) -> dict[str, Any]:
        """The summary of a report as plain data."""
        return {
            "documents": self.documents,
            "not_screened": self.not_screened,
            "errors": errors,
            "findings": self.findings,
            "by_severity": {str(level): count for level, count in self.by_severity().items()},
            "by_category": self.by_category(),
        }


def severities(document: DocumentReport) -> dict[Severity, int]:
    """Findings of each severity in one document, worst first, with the zeros."""
    counts = Counter(each.severity for each in document.findings)
    return {level: counts[level] for level in LEVELS}
