"""The report as JSON: stable key order, schema `schemas/report.schema.json`."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, Iterator, Mapping

from compliance.model.finding import DocumentReport, Finding, Report, RunError
from compliance.model.row import Made, Row
from compliance.report.law import law_dict, verdict_dict
from compliance.report.tally import Tally

SCHEMA_VERSION = "1.1"


def finding_dict(each: Finding) -> dict[str, Any]:
    """A finding as the schema has it."""
    out: dict[str, Any] = {
        "rule_id": each.rule_id, "category": each.category, "severity": str(each.severity), "confidence": each.confidence, "title": each.title,
        "message": each.message, "remediation": each.remediation, "start": each.start, "end": each.end, "line": each.line, "column": each.column,
        "end_line": each.end_line, "end_column": each.end_column, "text": each.text, "sentence": each.sentence, "unit": each.unit, "place": each.place,
        "hidden": each.hidden,
        "context": [{"sense": sense.name, "trigger": sense.trigger, "start": sense.start, "end": sense.end} for sense in each.context],
        "evidence": [dict(one) for one in each.evidence],
        "provisions": list(each.provisions),
        "fingerprint": each.fingerprint,
    }  # fmt: skip
    if each.locator:
        out["locator"] = dict(each.locator)
    if each.quote_at >= 0:
        out["quote_at"] = each.quote_at
    if each.points:
        out["points"] = [{"cue": name, "points": value} for name, value in each.points]
    if each.also:
        out["also"] = list(each.also)
    if each.related:
        out["related"] = [dict(one) for one in each.related]
    if each.details:
        out["details"] = dict(each.details)
    if each.lowered_from:
        out["lowered_from"] = each.lowered_from
    if each.cleared_by:
        out["cleared_by"] = each.cleared_by
    if each.verdicts:
        out["verdicts"] = [verdict_dict(one) for one in each.verdicts]
    return out


def document_members(each: DocumentReport, show_cleared: bool = False) -> dict[str, Any]:
    """A document's part of the report, its findings made when they are asked for."""
    out: dict[str, Any] = {
        "path": each.path, "sha256": each.sha256, "media_type": each.media_type, "encoding": each.encoding, "language": each.language,
        "characters": each.characters, "screened": each.screened, "stance": dict(each.stance), "notes": list(each.notes),
        "findings": Made(finding_dict, each.findings),
    }  # fmt: skip
    if each.law is not None:
        out["jurisdictions"] = law_dict(each.law)
    if show_cleared:
        out["cleared"] = Made(finding_dict, each.cleared)
    return out


def document_dict(each: DocumentReport, show_cleared: bool = False) -> dict[str, Any]:
    """A document's part of the report as plain data."""
    return {key: list(value) if isinstance(value, Row) else value for key, value in document_members(each, show_cleared).items()}


def written(members: Mapping[str, Any], indent: int | None = None) -> Iterator[str]:
    """An object as `json.dumps` writes it, in pieces: what is a Row is never there as a whole."""
    dump = partial(json.dumps, ensure_ascii=False, indent=indent, separators=(",", ": " if indent else ":"))
    # A line end inside a text is written as an escape: all that there are begin the encoder's own lines.
    lines = ["\n" + indent * depth * " " if indent else "" for depth in range(3)]
    before = "{"
    for key, value in members.items():
        yield f"{before}{lines[1]}{dump(key)}{': ' if indent else ':'}"
        if isinstance(value, Row):
            for number, each in enumerate(value):
                yield ("," if number else "[") + lines[2] + dump(each).replace("\n", lines[2])
            yield lines[1] + "]" if len(value) else "[]"
        else:
            yield dump(value).replace("\n", lines[1])
        before = ","
    yield lines[0] + "}"


def error_dict(each: RunError) -> dict[str, Any]:
    """An input or rule that failed."""
    return {"path": each.path, "code": each.code, "problem": each.problem, "hint": each.hint}


def report_dict(report: Report, show_cleared: bool = False) -> dict[str, Any]:
    """The whole report as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "run": dict(report.run),
        "documents": [document_dict(each, show_cleared) for each in report.documents],
        "errors": [error_dict(each) for each in report.errors],
        "summary": Tally(report.documents).as_data(len(report.errors)),
    }


def encoded(text: str) -> bytes:
    """JSON text as UTF-8; a lone surrogate, as in the name of a file that is no UTF-8, becomes the escape \\udcff."""
    return text.encode("utf-8", "backslashreplace")


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as indented UTF-8 JSON."""
    return encoded(json.dumps(report_dict(report, bool(options.get("show_cleared"))), ensure_ascii=False, indent=1) + "\n")
