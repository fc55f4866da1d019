"""The sheets of the workbook on the law: the matrix of categories and places, and the provisions that findings rest on."""

from __future__ import annotations

from collections import Counter
from typing import Any, Mapping

from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import DocumentLaw, Grade, Ruling, Verdict
from compliance.model.rule import Pack, Provision
from compliance.report.law import brief, cited, questions
from compliance.report.matrix import Matrix, chosen
from compliance.report.wording import citations
from compliance.report.workbook import Book, Column
from compliance.report.workbook_looks import FILLS, HEAD, Link, Value, Web, bordered, styled

PROVISIONS = (
    Column("Place", 9), Column("Citation", 44, wrap=True), Column("Title", 32, wrap=True), Column("Findings", 10, left=True),
    Column("Verified", 14, colored=True), Column("What it requires (own words)", 70, wrap=True), Column("In force", 17, wrap=True), Column("Kind", 15),
    Column("Authority", 28, wrap=True), Column("What was read, and what was not", 56, wrap=True), Column("Page that was read", 36),
    Column("Official text (not read)", 36), Column("Id", 28),
)  # fmt: skip
NOTICES = (
    Column("Document", 48, wrap=True), Column("Place", 9), Column("Notice", 24), Column("Status", 15), Column("Missing", 60, wrap=True),
    Column("Why", 60, wrap=True), Column("Wording verified", 12), Column("Found", 60, wrap=True),
)  # fmt: skip
SUGGESTED = (
    Column("Document", 48, wrap=True), Column("Place", 9), Column("Name", 30), Column("Points", 9, left=True), Column("Signs", 80, wrap=True),
    Column("Applied", 10),
)  # fmt: skip
DISCLOSURES = (
    Column("Document", 40, wrap=True), Column("Stands", 14), Column("Claim", 40, wrap=True), Column("Statement", 44, wrap=True),
    Column("Points", 60, wrap=True), Column("What to move or add", 50, wrap=True), Column("Draft", 60, wrap=True),
)  # fmt: skip
MATRIX_WIDTHS, HEAD_HEIGHT, ROW_HEIGHT = (24, 32), 34, 20
"""of the matrix: a cell holds the longest verdict on one line, since programs drop line breaks in a linked cell; a head has code and name"""


class LawSheets:
    """Collects what findings say of places, one at a time; `write` fills the sheets.

    The provisions of the chosen places are listed whether or not a finding rests on them, so that
    their rows are known from the beginning and findings can lead to them.
    """

    def __init__(self, run: Mapping[str, Any], pack: Pack | None) -> None:
        self.places = chosen(run)
        self.as_of = str(run.get("as_of", ""))
        self.pack = pack
        self.matrix: Matrix[tuple[str, int]] = Matrix()
        self.provisions: Counter[str] = Counter()
        self.rows: list[tuple[str, DocumentLaw]] = []
        """documents with what the law says of them as a whole"""
        codes = {str(code) for each in run.get("jurisdictions", ()) if each.get("chosen") for code in (each["code"], *each["with"])}
        known = sorted(pack.provisions.values(), key=lambda one: (one.jurisdiction, one.id)) if pack else []
        self._listed = {each.id: number for number, each in enumerate(each for each in known if each.jurisdiction in codes)}

    def document(self, each: DocumentReport) -> None:
        """Take up what is said of a document as a whole."""
        if each.law is not None:
            self.rows.append((each.path, each.law))

    def finding(self, each: Finding, place: tuple[str, int]) -> None:
        """Take up a finding that stands in a row of a sheet."""
        self.provisions.update(each.provisions)
        self.matrix.add(each, place)

    def columns(self) -> tuple[Column, ...]:
        """What a finding says of each chosen place, a column a place, and what a person must check; none without places."""
        if not self.places:
            return ()
        return (*(Column(f"{code}: {name}", 23, wrap=True) for code, name in self.places), Column("A person must check", 40, wrap=True))

    def values(self, each: Finding) -> tuple[Value, ...]:
        """The cells of those columns."""
        if not self.places:
            return ()
        said = {one.jurisdiction: _verdict(one) for one in each.verdicts}
        return (*(said.get(code, "") for code, _ in self.places), "\n".join(questions(each)))

    def law_columns(self) -> tuple[Column, ...]:
        """The columns of what a finding rests on: with places the citation of each to put first, and a way to the weightiest."""
        if not self.places:
            return (Column("Provisions", 44, wrap=True),)
        return Column("Provisions to cite first", 80, wrap=True), Column("Weightiest", 26)

    def law_of(self, each: Finding) -> tuple[Value, ...]:
        """The cells of those columns. The link has a cell of its own: programs do not wrap a linked text."""
        if not self.places:
            return ("\n".join(citations(each.provisions, self.pack)),)
        leading: dict[str, list[str]] = {}
        for one in each.verdicts:
            if one.provisions and one.ruling is not Ruling.NO_RULE:
                leading.setdefault(one.provisions[0], []).append(one.jurisdiction)
        text = "\n".join(f"{', '.join(codes)}: {cited(name, self.pack)}" for name, codes in leading.items())
        first = next((name for name in each.provisions if name in leading), "")
        return text, Link(first, "Provisions", self._listed[first] + 2) if first in self._listed else first

    def write(self, book: Book, sheet: Any) -> None:
        """Fill the matrix and the sheets of notices, disclosures, suggestions and provisions."""
        if sheet is not None:
            self._matrix(sheet)
        if any(law.notices for _, law in self.rows):
            table = book.table("Notices", NOTICES)
            for path, law in self.rows:
                for one in law.notices:
                    why = "\n".join(one.reasons)
                    table.append((path, one.jurisdiction, one.id, one.status, "\n".join(one.missing), why, _yes(one.wording_verified), one.text))
        if any(law.disclosure for _, law in self.rows):
            table = book.table("Disclosures", DISCLOSURES)
            for path, law in self.rows:
                if law.disclosure is not None:
                    table.append(_disclosure(path, law.disclosure))
        if any(law.suggested for _, law in self.rows):
            codes = {code for code, _ in self.places}
            table = book.table("Suggested places", SUGGESTED)
            for path, law in self.rows:
                for place in law.suggested:
                    table.append((path, place.code, place.name, place.points, "; ".join(place.because), _yes(place.code in codes)))
        self._provisions(book)

    def _provisions(self, book: Book) -> None:
        known = self.pack.provisions if self.pack else {}
        others = [each for each in known.values() if self.provisions[each.id] and each.id not in self._listed]
        listed = [*(known[name] for name in self._listed), *sorted(others, key=lambda each: (each.jurisdiction, each.id))]
        if listed:
            table = book.table("Provisions", PROVISIONS)
            for each in listed:
                table.append(_provision(each, self.provisions[each.id]), "" if each.verified else "high")

    def _matrix(self, sheet: Any) -> None:
        said = f"Findings by category and place under the law of {self.as_of}."
        sheet.append([styled(sheet, said, bold=True, size=14)])
        key = "The number counts findings, the verdict is the worst of them; click for it. – none found; no rule: the place knows none."
        sheet.append([styled(sheet, key, color="606060")])
        sheet.row_dimensions[3].height = HEAD_HEIGHT
        heads = ["Category", *(f"{code}\n{name}" for code, name in self.places)]
        sheet.append([bordered(styled(sheet, each, bold=True, color="FFFFFF", fill=HEAD, wrap=True)) for each in heads])
        for number, slug in enumerate(self.matrix.ordered(self.pack.categories if self.pack else ()), 4):
            sheet.row_dimensions[number].height = ROW_HEIGHT
            sheet.append([bordered(styled(sheet, slug, bold=True)), *(bordered(self._cell(sheet, slug, code)) for code, _ in self.places)])
        totals = [self.matrix.total(code) for code, _ in self.places]
        sheet.append([bordered(styled(sheet, "all findings", bold=True)), *(bordered(styled(sheet, each, bold=True, align="left")) for each in totals)])

    def _cell(self, sheet: Any, slug: str, code: str) -> Any:
        cell = self.matrix.cell(slug, code)
        if cell.target is None:
            return styled(sheet, cell.words, color="808080")
        return styled(sheet, Link(f"{cell.number:,} · {cell.words}", *cell.target), fill=FILLS[cell.severity])


def _verdict(each: Verdict) -> str:
    """A verdict in a cell: ruling and severity, what lowered it, and which rules of the place decided."""
    lowered = f"lowered: {each.lowered_by}" if each.lowered_by else ""
    return "\n".join(part for part in (brief(each), lowered, ", ".join(each.rules)) if part)


def _disclosure(path: str, each: Grade) -> tuple[Value, ...]:
    points = "\n".join(f"{one.name}: {'cannot be seen' if one.holds is None else 'holds' if one.holds else 'fails'}, {one.says}" for one in each.points)
    return path, each.status, each.claim_text, each.statement_text, points, "\n".join(each.to_do), each.draft


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _provision(each: Provision, count: int) -> tuple[Value, ...]:
    force = f"{each.start or 'date not known'}\nto {each.end}" if each.end else f"from {each.start}" if each.start else "start not known"
    return (
        each.jurisdiction, each.citation, each.title, count, "verified" if each.verified else "not verified", each.requirement,
        "bill, not in force" if each.kind == "bill" else force, each.kind, each.authority, each.verification_note, Web(each.url) if each.url else "–",
        Web(each.official_url) if each.official_url else "–", each.id,
    )  # fmt: skip
