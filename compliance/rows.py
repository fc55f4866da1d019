"""One advert a row: the function that `compliance bulk`, Spark and any other engine apply to each row.

    screen = RowScreener()                  # a plain value: pickle it, send it to other processes
    document, findings = screen("ad-17", "Our stem cells cure lupus.")

What comes back is plain data with the columns DOCUMENTS and FINDINGS. A text that cannot be screened
is a document with an error, never an exception. The rules are loaded once a process, at the first row.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, Mapping, NamedTuple

from compliance import api
from compliance.config import NEVER, Config, Settings
from compliance.errors import UsageError
from compliance.loading import load_packs
from compliance.model.finding import DocumentReport, Finding, RunError, Severity
from compliance.report.json import finding_dict
from compliance.run import now

STRING, INTEGER, BOOLEAN, STRINGS = "string", "integer", "boolean", "strings"
_COUNTS = ("critical", "high", "medium", "low")


class Column(NamedTuple):
    """A column of a result: its name, and its kind (string, integer, boolean, strings: a list of them)."""

    name: str
    kind: str


DOCUMENTS = (
    Column("id", STRING), Column("sha256", STRING), Column("characters", INTEGER), Column("language", STRING), Column("screened", BOOLEAN),
    Column("stance", STRING), Column("findings", INTEGER), *(Column(name, INTEGER) for name in _COUNTS), Column("worst", STRING),
    Column("fails", BOOLEAN), Column("notes", STRINGS), Column("error_code", STRING), Column("error", STRING),
)  # fmt: skip
FINDINGS = (
    Column("id", STRING), Column("number", INTEGER), Column("rule_id", STRING), Column("category", STRING), Column("severity", STRING),
    Column("confidence", STRING), Column("title", STRING), Column("message", STRING), Column("remediation", STRING), Column("start", INTEGER),
    Column("end", INTEGER), Column("line", INTEGER), Column("column", INTEGER), Column("end_line", INTEGER), Column("end_column", INTEGER),
    Column("text", STRING), Column("sentence", STRING), Column("unit", STRING), Column("place", STRING), Column("hidden", BOOLEAN),
    Column("senses", STRINGS), Column("provisions", STRINGS), Column("fingerprint", STRING), Column("more", STRING),
)  # fmt: skip
"""`more` is a JSON object of whatever else the report says of a finding: context, evidence, points, verdicts …"""


class Screened(NamedTuple):
    """What one row came to: values of DOCUMENTS, and of FINDINGS for each finding."""

    document: dict[str, Any]
    findings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScreener:
    """Screens rows one by one; a value that can be pickled and holds no rules itself."""

    config: Config = field(default_factory=Config)
    extension: str = ".txt"
    """what the texts are: .txt, .md or .html"""
    longest: int = 2_000_000
    """characters of a text"""
    as_of: str = ""
    """the day (ISO) whose law holds where the configuration has none; empty: today"""
    digest: str = ""
    """of the rules that must be found in the process that screens; empty: any"""

    def __call__(self, key: str, text: Any, fault: str = "") -> Screened:
        """The document and the findings of a text; `fault` is what went wrong before there was one."""
        key = mended(key)
        if fault:
            return lost(key, "D033", f"the row cannot be read: {fault}")
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        if text is None or isinstance(text, (list, dict)) or not str(text).strip():
            return lost(key, "D032", "the row has no text" if not text or isinstance(text, str) else "the row has a list or an object where its text should be")
        text = mended(str(text))
        if len(text) > self.longest:
            return lost(key, "D007", f"the text has {len(text):,} characters, more than the limit of {self.longest:,}", text)
        report, errors = _ready(self).text(text, key, self.extension)
        return _told(report, errors, self.config.settings_for(key)) if report else lost(key, errors[0].code, errors[0].problem, text)


def row_screener(config: Config, extension: str = ".txt", longest: int = 2_000_000) -> RowScreener:
    """A RowScreener that screens alike in every folder, machine and day: whole paths, the rules' digest, the day whose law holds.

    Raises PackError and UsageError.
    """
    config = replace(config, rules=tuple(os.path.abspath(each) for each in config.rules))
    screener = RowScreener(config=config, extension=extension, longest=longest, as_of=config.as_of or now()[:10], digest=_digest(config))
    _ready(screener)
    return screener


def lost(key: str, code: str, problem: str, text: str = "") -> Screened:
    """The document of a row that could not be screened."""
    counts = dict.fromkeys(_COUNTS, 0)
    document: dict[str, Any] = {
        "id": key, "sha256": _sha256(text) if text else None, "characters": len(text), "language": None, "screened": False, "stance": None, "findings": 0,
        **counts, "worst": None, "fails": False, "notes": [], "error_code": code, "error": problem,
    }  # fmt: skip
    return Screened(document, [])


def mended(text: str) -> str:
    """The text with halves of surrogate pairs, which UTF-8 cannot say, replaced one for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
    return text


@lru_cache(maxsize=4)
def _ready(screener: RowScreener) -> api.Screener:
    compiled = load_packs(screener.config.rules, core=screener.config.core)
    if screener.digest and compiled.pack.digest != screener.digest:
        raise UsageError("the rules of this process are not those that the run began with; install the same version and the same --rules on every machine")
    return api.Screener(compiled, screener.config, screener.as_of or now()[:10])


def _digest(config: Config) -> str:
    return load_packs(config.rules, core=config.core).pack.digest


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _told(report: DocumentReport, errors: tuple[RunError, ...], settings: Settings) -> Screened:
    least = Severity.parse(settings.min_severity)
    gate = None if settings.fail_on == NEVER else Severity.parse(settings.fail_on)
    found = [one for one in report.findings if one.severity >= least]
    counts = Counter(str(one.severity) for one in found)
    worst = max(found, key=lambda one: (one.severity, -one.start), default=None)
    document: dict[str, Any] = {
        "id": report.path, "sha256": report.sha256, "characters": report.characters, "language": report.language, "screened": report.screened,
        "stance": str(report.stance.get("stance")), "findings": len(found), **{name: counts[name] for name in _COUNTS},
        "worst": worst.rule_id if worst else None, "fails": bool(gate and any(one.severity >= gate for one in report.findings)),
        "notes": list(report.notes), "error_code": errors[0].code if errors else None,
        "error": "; ".join(one.problem for one in errors) if errors else None,
    }  # fmt: skip
    return Screened(document, [_row(report.path, number, one) for number, one in enumerate(found, 1)])


def _row(key: str, number: int, one: Finding) -> dict[str, Any]:
    data: Mapping[str, Any] = finding_dict(one)
    row = {
        "id": key, "number": number, "senses": sorted({each["sense"] for each in data["context"]}),
        **{column.name: data[column.name] for column in FINDINGS if column.name in data},
    }  # fmt: skip
    more = {name: value for name, value in data.items() if name not in row and value not in ([], {}, None)}
    row["more"] = json.dumps(more, ensure_ascii=False, sort_keys=True)
    return {column.name: row[column.name] for column in FINDINGS}
