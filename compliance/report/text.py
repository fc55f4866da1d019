"""The report for a terminal: findings by document, each quote underlined in its sentence.

samples/landing.txt
2 findings: 1 critical, 1 high

  critical  12:5  cure-claim/free-of-disease
  Patients said to be free of the disease

    Six months later she is lupus free and back at work.
                            ^~~~~~~~~~
  “lupus free” tells readers that the therapy cures lupus.
  Instead: Remove it, or say what was studied and cite it.
  Provisions: US: 15 U.S.C. 45(a), Unfair or deceptive acts [us-ftc-act-5]
"""

from __future__ import annotations

from functools import partial
from typing import Any, Iterator, Mapping

from compliance.model.finding import DocumentReport, Finding, Report, Severity
from compliance.model.law import DocumentLaw
from compliance.model.rule import Pack
from compliance.report.excerpt import excerpt
from compliance.report.law import disclosure_lines, notice_line, suggestion_line, verdict_lines
from compliance.report.tally import Tally, severities
from compliance.report.visible import visible, wrapped
from compliance.report.wording import (
    LIMITS,
    Unread,
    UnreadList,
    brief_message,
    citations,
    context,
    counted,
    disclosure,
    listed,
    locator,
    summary,
    verdict,
    why_cleared,
)  # fmt: skip

WIDTH = 80
PROVISIONS = 3
"""how many provisions a finding names here; the other formats name all"""
_COLORS = {Severity.CRITICAL: "bright_red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as UTF-8 text, wrapped at `width` columns."""
    page = _Page(int(options.get("width") or WIDTH), bool(options.get("color")), options.get("pack"))
    show_cleared = bool(options.get("show_cleared"))
    lines: list[str] = []
    for document in report.documents:
        if document.findings or (show_cleared and document.cleared):
            lines += page.document(document, show_cleared)
    lines += page.unread(UnreadList(report.documents).rows(report.errors, report.run))
    tally = Tally(report.documents)
    if tally.cleared and not show_cleared:
        lines += page.wrap(f"{counted(tally.cleared, 'passage')} recognised, then cleared by context: --show-cleared lists them and says by what.")
    style = partial(page.style, bold=True)
    lines += [style(line) for line in page.wrap(summary(tally, report.errors, report.run))]
    return ("\n".join(lines) + "\n").encode("utf-8")


class _Page:
    """Lines of one width, with or without colour."""

    def __init__(self, width: int, color: bool, pack: Pack | None) -> None:
        self.width, self.color, self.pack = max(width, 20), color, pack

    def style(self, text: str, **how: Any) -> str:
        """The text with escape sequences where colour is wanted."""
        if not self.color or not text:
            return text
        import click

        return click.style(text, **how)

    def wrap(self, text: str, indent: str = "", then: str | None = None) -> list[str]:
        """The text, made visible, in lines that begin with `indent` and go on with `then`."""
        return wrapped(text, self.width, indent, indent if then is None else then)

    # -- a document

    def document(self, each: DocumentReport, show_cleared: bool) -> Iterator[str]:
        """A document's findings, and on request what was cleared."""
        yield self.style(visible(each.path), bold=True)
        yield f"{counted(len(each.findings), 'finding')}: {listed(severities(each).items())}" if each.findings else f"{verdict(each)}."
        yield ""
        for one in each.findings:
            yield from self.finding(one)
        if each.law is not None:
            yield from self.law(each.law)
        if show_cleared and each.cleared:
            yield self.style("  Recognised, then cleared (no findings)", bold=True)
            yield ""
            for one in each.cleared:
                yield from self.cleared(one)

    def finding(self, each: Finding) -> Iterator[str]:
        """The block of one finding, with the blank line after it."""
        color = _COLORS[each.severity]
        yield f"  {self.style(str(each.severity), fg=color, bold=True)}  {each.line}:{each.column}  {self.style(each.rule_id, bold=True)}"
        yield from self.wrap(each.title, "  ")
        yield from self.wrap(f"At {locator(each.locator)}" if each.locator else "", "  ", "    ")
        yield ""
        yield from self.quote(each, color)
        yield from self.wrap(brief_message(each), "  ")
        if each.hidden:
            yield from self.wrap("Readers do not see this text: it is hidden.", "  ")
        for note in (context(each), *disclosure(each)):
            yield from self.wrap(note, "  ", "    ")
        yield from self.wrap(f"Instead: {each.remediation}", "  ", "    ")
        for line in verdict_lines(each, self.pack) or [self.provisions(each)]:
            yield from self.wrap(line, "  ", "    ")
        if each.also:
            yield from self.wrap(f"Also matched: {', '.join(each.also)}", "  ", "    ")
        yield ""

    def law(self, each: DocumentLaw) -> Iterator[str]:
        """Mandated notices, the draft of a disclosure, and where the document points."""
        lines = [notice_line(one) for one in each.notices]
        lines += disclosure_lines(each.disclosure) if each.disclosure is not None else []
        for line in [*lines, suggestion_line(each)]:
            yield from self.wrap(line, "  ", "    ")
        if each.notices or each.suggested or each.disclosure is not None:
            yield ""

    def cleared(self, each: Finding) -> Iterator[str]:
        """The block of one match that was cleared: the sense that cleared it and its trigger."""
        yield f"  {self.style('cleared', fg='green')}  {each.line}:{each.column}  {each.rule_id}"
        yield ""
        yield from self.quote(each, "green")
        yield from self.wrap(f"Cleared: {why_cleared(each)}", "  ", "    ")
        yield ""

    def quote(self, each: Finding, color: str) -> Iterator[str]:
        """The sentence with the quote underlined, and a blank line."""
        for line in excerpt(each, self.width - 4):
            yield f"    {line.text}"
            if line.mark:
                blank = len(line.mark) - len(line.mark.lstrip())
                yield f"    {line.mark[:blank]}{self.style(line.mark[blank:], fg=color, bold=True)}"
        yield ""

    def provisions(self, each: Finding) -> str:
        """The first provisions of a finding in a line; empty where it names none."""
        if not each.provisions:
            return ""
        said = citations(each.provisions[:PROVISIONS], self.pack)
        rest = len(each.provisions) - PROVISIONS
        return "Provisions: " + "; ".join([*said, *([f"and {rest} more: compliance explain {each.rule_id}"] if rest > 0 else [])])

    # -- the end

    def unread(self, rows: list[Unread]) -> Iterator[str]:
        """What was not read or not screened, with reason and remedy."""
        for what in dict.fromkeys(each.what for each in rows):
            yield self.style("Notes" if what == "Note" else what, bold=True)
            for each in rows:
                if each.what == what:
                    reason = "; ".join(part for part in (each.problem, each.hint) if part)
                    yield from self.wrap(": ".join(part for part in (each.path, each.code, reason) if part), "  ", "    ")
            yield ""
        yield from self.wrap(LIMITS)
