"""The report as workflow commands that GitHub shows as annotations at the line they mean.

    ::error file=ads/landing.txt,line=12,endLine=12,col=5,endColumn=14,title=cure-claim/free-of-disease::“lupus free” …

GitHub shows only the first ten annotations of each kind and step, so the worst come first.
"""

from __future__ import annotations

from typing import Any, Mapping

from compliance.model.finding import Finding, Report, Severity
from compliance.report.law import verdict_summary
from compliance.report.tally import Tally
from compliance.report.visible import visible
from compliance.report.wording import LIMITS, UnreadList, brief_message, summary

COMMANDS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as workflow commands, the summary as plain lines last."""
    found = [(document.path, each) for document in report.documents for each in document.findings]
    lines = [_finding(path, each) for path, each in sorted(found, key=lambda pair: -pair[1].severity)]
    for unread in UnreadList(report.documents).rows(report.errors, report.run):
        place = {"file": unread.path} if unread.code else {}
        title = " ".join(part for part in (unread.what, f"({unread.code})" if unread.code else "") if part)
        message = "; ".join(part for part in (unread.problem, unread.hint) if part)
        if not unread.code and unread.path:
            message = f"{unread.path}: {message}"
        lines.append(_command("notice" if unread.what == "Note" else "warning", {**place, "title": title}, message))
    lines += [LIMITS, summary(Tally(report.documents), report.errors, report.run)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _finding(path: str, each: Finding) -> str:
    place: dict[str, object] = {"file": path, "line": each.line, "endLine": each.end_line}
    if each.line == each.end_line:
        place |= {"col": each.column, "endColumn": max(each.column, each.end_column - 1)}
    law = verdict_summary(each)
    parts = brief_message(each), f"Verdicts: {law}" if law else "", f"Instead: {each.remediation}" if each.remediation else ""
    message = "\n".join(part for part in parts if part)
    return _command(COMMANDS[each.severity], {**place, "title": f"{each.rule_id} ({each.severity})"}, message)


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {said}::{_data(message)}"


def _data(text: str) -> str:
    """A message escaped, so that nothing in an advert can end the command or begin another."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
