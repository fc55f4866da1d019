"""Reports to bytes: one writer a format, by name in WRITERS.

Every writer takes a Report and a mapping of options, each of which may be missing and of which it
uses those that mean something to it:

    show_cleared  also report what was recognised and then cleared, and why (default: no)
    pack          the Pack that was used: titles of categories, citations of provisions, all its rules
    color         escape sequences for a terminal (text; default: no)
    width         columns to wrap at (text; default: 80)
    documents     the Documents by path, to show findings in their text (html)
    rule_url      where a rule is described, with {id} in it (sarif, html)
    rows          the most rows a sheet may have under its header (xlsx; default: ROWS)
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Callable, Mapping

from compliance.model.finding import Report

Writer = Callable[[Report, Mapping[str, Any]], bytes]


def _writer(module: str) -> Writer:
    """The `write` of a module, which is imported when first called: no run needs them all."""

    def write(report: Report, options: Mapping[str, Any]) -> bytes:
        data: bytes = import_module(f"compliance.report.{module}").write(report, options)
        return data

    return write


WRITERS: Mapping[str, Writer] = {
    "text": _writer("text"),
    "json": _writer("json"),
    "ndjson": _writer("ndjson"),
    "xlsx": _writer("excel"),
    "html": _writer("html"),
    "github": _writer("github"),
    "sarif": _writer("sarif"),
}
