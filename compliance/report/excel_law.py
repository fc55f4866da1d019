"""The sheets of the workbook on the law: the matrix of categories and places, and the provisions that findings rest on."""

from __future__ import annotations

from collections import Counter
from typing import Any, Mapping

from compliance.model.finding import DocumentReport, Finding, Severity
from compliance.model.law import Ruling
from compliance.model.rule import Pack, Provision
from compliance.report.workbook import FILLS, HEAD, Book, Column, Link, Value, Web, styled

PROVISIONS = (
    Column("Place", 9), Column("Citation", 46, wrap=True), Column("Title", 36, wrap=True), Column("What it requires (own words)", 70, wrap=True),
    Column("Authority", 30, wrap=True), Column("Kind", 15), Column("In force", 24), Column("Verified", 11), Column("What was read", 50, wrap=True),
    Column("Link", 50), Column("Findings", 10), Column("Id", 30),
)  # fmt: skip
NOTICES = (
    Column("Document", 48, wrap=True), Column("Place", 9), Column("Notice", 24), Column("Status", 15), Column("Missing", 60, wrap=True),
    Column("Why", 60, wrap=True), Column("Wording verified", 12), Column("Found", 60, wrap=True),
)  # fmt: skip
SUGGESTED = (
    Column("Document", 48, wrap=True), Column("Place", 9), Column("Name", 30), Column("Points", 9), Column("Signs", 80, wrap=True), Column("Applied", 10),
)  # fmt: skip


class LawSheets:
    """Collects what findings say of places, one at a time; `write` fills the sheets."""

    def __init__(self, run: Mapping[str, Any]) -> None:
        listed = run.get("jurisdictions", ())
        self.places = tuple((str(each["code"]), str(each["name"])) for each in listed if each.get("chosen"))
        self.as_of = str(run.get("as_of", ""))
        self.counts: Counter[tuple[str, str]] = Counter()
        self.worst: dict[tuple[str, str], tuple[Severity, int, str, tuple[str, int]]] = {}
        """by category and place: severity, weight of the ruling, ruling and where the finding stands"""
        self.provisions: Counter[str] = Counter()
        self.categories: dict[str, None] = {}
        self.rows: list[tuple[str, Any]] = []
        """documents with what the law says of them as a whole"""

    def document(self, each: DocumentReport) -> None:
        """Take up what is said of a document as a whole."""
        if each.law is not None and (each.law.notices or each.law.suggested):
            self.rows.append((each.path, each.law))

    def finding(self, each: Finding, place: tuple[str, int]) -> None:
        """Take up a finding that stands in a row of a sheet."""
        self.provisions.update(each.provisions)
        for one in each.verdicts:
            if one.ruling in (Ruling.NO_RULE, Ruling.ALLOWED):
                continue
            self.categories[each.category] = None
            key = each.category, one.jurisdiction
            self.counts[key] += 1
            rank = one.severity, one.ruling.weight, str(one.ruling), place
            if key not in self.worst or rank[:2] > self.worst[key][:2]:
                self.worst[key] = rank

    def write(self, book: Book, sheet: Any, pack: Pack | None) -> None:
        """Fill the matrix and the sheets of notices, suggestions and provisions."""
        if sheet is not None:
            self._matrix(sheet, pack)
        if any(law.notices for _, law in self.rows):
            table = book.table("Notices", NOTICES)
            for path, law in self.rows:
                for one in law.notices:
                    why = "\n".join(one.reasons)
                    table.append((path, one.jurisdiction, one.id, one.status, "\n".join(one.missing), why, _yes(one.wording_verified), one.text))
        if any(law.suggested for _, law in self.rows):
            chosen = {code for code, _ in self.places}
            table = book.table("Suggested places", SUGGESTED)
            for path, law in self.rows:
                for one in law.suggested:
                    table.append((path, one.code, one.name, one.points, "; ".join(one.because), _yes(one.code in chosen)))
        if pack and pack.provisions and self.provisions:
            table = book.table("Provisions", PROVISIONS)
            for each in sorted(pack.provisions.values(), key=lambda one: (one.jurisdiction, one.id)):
                if self.provisions[each.id]:
                    table.append(_provision(each, self.provisions[each.id]))

    def _matrix(self, sheet: Any, pack: Pack | None) -> None:
        said = f"Findings by category and place under the law of {self.as_of}; the worst verdict; each cell leads to its weightiest finding."
        sheet.append([styled(sheet, said, bold=True)])
        sheet.append([])
        heads = ["Category", *(f"{code}\n{name}" for code, name in self.places)]
        sheet.append([styled(sheet, each, bold=True, color="FFFFFF", fill=HEAD, wrap=True) for each in heads])
        order = list(pack.categories) if pack else []
        for slug in sorted(self.categories, key=lambda each: (order.index(each) if each in order else len(order), each)):
            sheet.append([styled(sheet, slug, bold=True), *(self._cell(sheet, slug, code) for code, _ in self.places)])
        totals = [sum(count for (_, code), count in self.counts.items() if code == wanted) for wanted, _ in self.places]
        sheet.append([styled(sheet, "total", bold=True), *(styled(sheet, each, bold=True, align="left") for each in totals)])

    def _cell(self, sheet: Any, slug: str, code: str) -> Any:
        if (slug, code) not in self.worst:
            return styled(sheet, "–", color="808080")
        severity, _, ruling, place = self.worst[slug, code]
        text = f"{self.counts[slug, code]:,} · {ruling}, {severity}"
        return styled(sheet, Link(text, *place), fill=FILLS[str(severity)], wrap=True)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _provision(each: Provision, count: int) -> tuple[Value, ...]:
    force = f"{each.start or 'date not known'} to {each.end}" if each.end else f"from {each.start}" if each.start else "start not known"
    verified = "verified" if each.verified else "not verified"
    url = each.official_url if each.official_url and not each.url else each.url
    return (
        each.jurisdiction, each.citation, each.title, each.requirement, each.authority, each.kind, force, verified, each.verification_note,
        Web(url) if url else None, count, each.id,
    )  # fmt: skip
