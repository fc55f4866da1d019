"""The report as JSON Lines: a header, one object per document, the errors, and the summary last.

Each object says what it is in `type`; its other keys are those of the JSON report
(`schemas/report.schema.json`, definition `line`).
"""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping

from compliance.model.finding import DocumentReport, Report, RunError
from compliance.report.json import SCHEMA_VERSION, document_members, encoded, error_dict, written
from compliance.report.tally import Tally

_BREAKS = {ord(each): f"\\u{ord(each):04x}" for each in "\u0085\u2028\u2029"}
"""what some readers take for the end of a line; in JSON these only stand inside strings"""


def lines(run: Mapping[str, Any], documents: Iterable[DocumentReport], errors: Iterable[RunError], show_cleared: bool = False) -> Iterator[bytes]:
    """The lines one by one; `errors` are only asked for when the documents are through."""
    tally = Tally()
    failed = 0
    yield _line("header", {"schema_version": SCHEMA_VERSION, "run": dict(run)})
    for document in documents:
        tally.add(document)
        yield b"".join(document_line(document, show_cleared))
    for error in errors:
        failed += 1
        yield _line("error", error_dict(error))
    yield _line("summary", tally.as_data(failed))


def document_line(document: DocumentReport, show_cleared: bool = False) -> Iterator[bytes]:
    """The line of a document, in pieces."""
    return _pieces("document", document_members(document, show_cleared))


def _line(kind: str, data: Mapping[str, Any]) -> bytes:
    return b"".join(_pieces(kind, data))


def _pieces(kind: str, data: Mapping[str, Any]) -> Iterator[bytes]:
    for each in written({"type": kind, **data}):
        yield encoded(each.translate(_BREAKS))
    yield b"\n"


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as JSON Lines in UTF-8."""
    return b"".join(lines(report.run, report.documents, report.errors, bool(options.get("show_cleared"))))
