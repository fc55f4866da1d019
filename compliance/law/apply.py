"""The law that a run applies: the international core, or chosen places on one day.

Without chosen places hardly anything is done, and the modules that judge are not even imported.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Callable, Mapping, Sequence

from compliance.law.resolve import place
from compliance.law.suggest import Signs, signs, weighed
from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import CORE, DocumentLaw
from compliance.model.row import made
from compliance.model.rule import Pack
from compliance.model.span import OffsetMap

OFFER = "cell-therapy-offer"
"""the topic whose words are the names of products"""
Fold = Callable[[str], tuple[str, OffsetMap]]
Senses = Callable[[str, int, int], frozenset[str]]


class Law:
    """The law that a run applies, made ready once: the chosen places on one day, or the international core."""

    def __init__(self, pack: Pack, codes: Sequence[str], day: str) -> None:
        """Raises UsageError for a code that no file has. `day` is ISO; no codes means the core, which changes no severity."""
        self.pack, self.day = pack, day
        self.codes = tuple(dict.fromkeys(codes))
        self.places = tuple(place(pack, code, day) for code in self.codes)
        core = place(pack, CORE, day) if CORE in pack.jurisdictions else None
        self.core: Mapping[str, tuple[str, ...]] = {slug: entry.provisions for slug, entry in core.entries.items()} if core else {}
        self.usual = {slug: each.severity for slug, each in pack.categories.items()}

    @cached_property
    def products(self) -> tuple[str, ...]:
        """The names of products, as the places' rules give them."""
        rules = [rule for each in self.pack.jurisdictions.values() for rule in each.rules if rule.topic == OFFER]
        return tuple(dict.fromkeys(term for rule in rules for term in rule.terms))

    def signs(self, document: Document) -> Signs:
        """Where a document points. To be asked for before it is screened: a long one takes much room for either, and so never for both."""
        return signs(document.content, self.pack.jurisdictions)

    def apply(self, report: DocumentReport, signs: Signs, document: Document, fold: Fold, senses: Senses) -> DocumentReport:
        """The report with the law on it.

        Without chosen places each finding gets the core's provisions and nothing else changes. With
        them each finding has a verdict per place and the highest of their severities, matches that
        a place does not let a citation or hedge clear come back, and the places' own findings join.
        """
        law = DocumentLaw(suggested=weighed(signs, report.language, self.pack.jurisdictions))
        if not self.places or not report.screened:
            return replace(report, findings=made(self._with_core, report.findings), cleared=made(self._with_core, report.cleared), law=law)
        from compliance.law.judge import Judge

        return Judge(self, report, document, fold, senses).judged(law)

    def as_data(self) -> dict[str, object]:
        """The places applied and the day whose law it is, for the header of a report."""
        listed = [{"code": each.code, "name": each.name, "chosen": True, "with": list(each.codes[1:])} for each in self.places]
        if not listed and self.core:
            listed = [{"code": CORE, "name": self.pack.jurisdictions[CORE].name, "chosen": False, "with": []}]
        return {"jurisdictions": listed, "as_of": self.day}

    def _with_core(self, finding: Finding) -> Finding:
        return finding if finding.provisions else replace(finding, provisions=self.core.get(finding.category, ()))
