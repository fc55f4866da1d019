"""The report as an Excel workbook for reviewers: summary, findings, documents, rules, what was not read.

Findings go on in further sheets ("Findings 2" …) when one is full. Documents may come from a
generator: they are written as they come and nothing of them is kept but counts.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import IO, Any, Iterable, Mapping

from compliance.model.finding import DocumentReport, Finding, Report, RunError
from compliance.model.rule import Pack
from compliance.report.excel_law import MATRIX_WIDTHS, LawSheets
from compliance.report.excel_summary import Worst, write_summary
from compliance.report.excerpt import quote_span
from compliance.report.tally import Tally, severities
from compliance.report.wording import LIMITS, UnreadList, brief_message, citations, context, disclosure, locator, template, verdict, why_cleared
from compliance.report.workbook import ROWS, Book, Column
from compliance.report.workbook_looks import Link, Marked, Value

DISPOSITIONS = ("open", "confirmed", "false-positive", "accepted")

_WHERE = (
    Column("Category", 19), Column("Rule", 36, wrap=True), Column("Document", 34, wrap=True), Column("Line", 7, left=True), Column("Column", 9, left=True),
    Column("Quote", 38, wrap=True), Column("Sentence (quote in red)", 60, wrap=True),
)  # fmt: skip
FINDINGS = (
    Column("Severity", 11, colored=True), *_WHERE, Column("Why", 44, wrap=True), Column("What to do", 44, wrap=True), Column("Provisions", 44, wrap=True),
    Column("Context", 32, wrap=True), Column("Confidence", 12), Column("Disposition", 15, choices=DISPOSITIONS), Column("Reviewer", 16),
    Column("Note", 36, wrap=True), Column("Fingerprint", 20),
)  # fmt: skip
_LAW = 9
"""behind this many of its columns the Findings sheet has those of the places"""
CLEARED = (Column("Cleared by", 40, wrap=True), *_WHERE, Column("Severity if it stood", 12), Column("Fingerprint", 20))
DOCUMENTS = (
    Column("Document", 48, wrap=True), Column("Verdict", 42, wrap=True, colored=True), Column("Critical", 9), Column("High", 9), Column("Medium", 9),
    Column("Low", 9), Column("Findings", 10), Column("Cleared", 9), Column("Stance", 14), Column("Language", 10), Column("Kind", 16), Column("Encoding", 14),
    Column("Characters", 12), Column("Notes", 44, wrap=True), Column("SHA-256", 68),
)  # fmt: skip
RULES = (
    Column("Rule", 38, wrap=True), Column("Category", 19), Column("Title", 36, wrap=True), Column("Severity", 11, colored=True), Column("Confidence", 12),
    Column("Status", 13), Column("Message", 44, wrap=True), Column("Remediation", 44, wrap=True), Column("Provisions", 60, wrap=True),
    Column("Known false positives", 44, wrap=True), Column("Findings", 10),
)  # fmt: skip
UNREAD = (Column("What", 18), Column("Input", 48, wrap=True), Column("Code", 9), Column("Reason", 60, wrap=True), Column("What to do", 50, wrap=True))


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as the bytes of an .xlsx file."""
    file = BytesIO()
    write_to(file, report.run, report.documents, report.errors, options)
    return file.getvalue()


def write_to(file: IO[bytes], run: Mapping[str, Any], documents: Iterable[DocumentReport], errors: Iterable[RunError], options: Mapping[str, Any]) -> None:
    """Write the workbook to a file; `errors` are only asked for when the documents are through."""
    sheets = _Sheets(run, options)
    for each in documents:
        sheets.document(each)
    sheets.finish(run, tuple(errors))
    sheets.book.save(file)


class _Sheets:
    """The sheets of one workbook, filled document by document."""

    def __init__(self, run: Mapping[str, Any], options: Mapping[str, Any]) -> None:
        self.pack: Pack | None = options.get("pack")
        self.tally, self.unread, self.worst = Tally(), UnreadList(), Worst()
        self.law = LawSheets(run, self.pack)
        rows = int(options.get("rows") or ROWS)
        self.book = Book("Screening report", _moment(run), rows // 2 or 1 if self.law.places else rows)  # a finding then has two links
        self.summary = self.book.sheet("Summary", (30, 40, 10, 10, 10, 10, 10, 4))
        self.matrix = self.book.sheet("Jurisdictions", (MATRIX_WIDTHS[0], *(MATRIX_WIDTHS[1] for _ in self.law.places))) if self.law.places else None
        if self.matrix is not None:
            self.matrix.freeze_panes = "B4"
        self.findings = self.book.table("Findings", (*FINDINGS[:_LAW], *self.law.columns(), FINDINGS[_LAW], *self.law.law_columns(), *FINDINGS[_LAW + 2 :]))
        self.documents = self.book.table("Documents", DOCUMENTS)
        self.cleared = self.book.table("Cleared", CLEARED) if options.get("show_cleared") else None
        self.rules = self.book.table("Rules", RULES)
        listed = sorted(self.pack.rules, key=lambda each: each.id) if self.pack else ()
        self._rows = {each.id: number for number, each in enumerate(listed)}
        self._unlisted: list[Finding] = []
        """the first finding of each rule that the pack does not hold"""

    def document(self, each: DocumentReport) -> None:
        """Write one document: its findings, what was cleared, and its own row."""
        self.tally.add(each)
        self.unread.add(each)
        self.law.document(each)
        first: tuple[str, int] | None = None
        for one in each.findings:
            place = self.findings.append(self._finding(each.path, one), str(one.severity))
            self.law.finding(one, place)
            first = first or place
        for one in each.cleared if self.cleared else ():
            assert self.cleared is not None
            self.cleared.append((why_cleared(one), *self._where(each.path, one), str(one.severity), one.fingerprint))
        counts = severities(each)
        tint = str(max((one.severity for one in each.findings), default="")) if each.screened else "quiet"
        place = self.documents.append(
            (
                Link(each.path, *first) if first else each.path, verdict(each), *counts.values(), len(each.findings), len(each.cleared),
                str(each.stance.get("stance", "")), each.language, each.media_type, each.encoding, each.characters, "\n".join(each.notes), each.sha256,
            ),
            tint,
        )  # fmt: skip
        self.worst.add(each.path, tuple(counts.values()), place)

    def _finding(self, path: str, each: Finding) -> tuple[Value, ...]:
        why = [brief_message(each), "Readers do not see this text: it is hidden." if each.hidden else "", *disclosure(each)]
        notes = [f"At {locator(each.locator)}" if each.locator else "", context(each), f"Also matched: {', '.join(each.also)}" if each.also else ""]
        return (
            str(each.severity), *self._where(path, each), _joined(why), *self.law.values(each), each.remediation, *self.law.law_of(each), _joined(notes),
            each.confidence, None, None, None, each.fingerprint,
        )  # fmt: skip

    def _where(self, path: str, each: Finding) -> tuple[Value, ...]:
        if each.rule_id not in self._rows:
            self._rows[each.rule_id] = len(self._rows)
            self._unlisted.append(each)
        rule = Link(each.rule_id, *self.rules.place(self._rows[each.rule_id]))
        return each.category, rule, path, each.line, each.column, each.text, Marked(each.sentence, *quote_span(each))

    def finish(self, run: Mapping[str, Any], errors: tuple[RunError, ...]) -> None:
        """Write what is only known at the end: rules with their counts, what was not read, the summary."""
        for rule in sorted(self.pack.rules, key=lambda each: each.id) if self.pack else ():
            values = (
                rule.id, rule.category, rule.title, str(rule.severity), rule.confidence, rule.status, template(rule.message), template(rule.remediation),
                "\n".join(citations(rule.provisions, self.pack)), "\n".join(rule.false_positives), self.tally.rules[rule.id],
            )  # fmt: skip
            self.rules.append(values, str(rule.severity))
        for each in self._unlisted:
            law = "\n".join(citations(each.provisions, self.pack))
            values = each.rule_id, each.category, each.title, str(each.severity), each.confidence, "", "", "", law, "", self.tally.rules[each.rule_id]
            self.rules.append(values, str(each.severity))
        self.law.write(self.book, self.matrix)
        unread = self.book.table("Not read", UNREAD)
        for row in self.unread.rows(errors, run):
            unread.append((row.what, row.path, row.code, row.problem, row.hint))
        unread.append(("Never read", None, None, LIMITS, "look at them yourself"))
        write_summary(self.summary, run, self.tally, errors, self.worst, self.pack)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _moment(run: Mapping[str, Any]) -> datetime:
    """When the run began, without a time zone as a workbook's properties want it; 1980 where it does not say."""
    try:
        moment = datetime.fromisoformat(str(run.get("start", "")))
    except ValueError:
        moment = datetime(1980, 1, 1, tzinfo=UTC)
    return moment.replace(tzinfo=None)
