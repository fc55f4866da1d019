"""Findings, clearances and the report they end in."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Mapping, Sequence

from compliance.value import value

if TYPE_CHECKING:
    from compliance.model.law import DocumentLaw, Verdict

FINGERPRINT_VERSION = 1


class Severity(IntEnum):
    """How bad a finding is if it is true; compares by weight."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def parse(cls, name: str) -> Severity:
        """The severity of a lower-case name; raises KeyError for any other."""
        return cls[name.upper()]


@value
class Sense:
    """What a context trigger says of a target, with the trigger's own span in the source."""

    name: str
    trigger: str
    start: int
    end: int


@value(kw_only=True)
class Finding:
    """A span of advertising text that a rule asks a person to look at.

    Offsets are half-open code points of the document's source text; `line` and `column` are
    1-based. `text` is the quote as the reader sees it, and `quote_at` its offset in `sentence` (-1
    where that is not known). A finding without `cleared_by` is live; one with it was recognised and
    then cleared (reported only by --show-cleared).
    """

    rule_id: str
    category: str
    severity: Severity
    confidence: str
    title: str
    message: str
    remediation: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    sentence: str
    quote_at: int = -1
    unit: str
    place: str
    hidden: bool = False
    context: tuple[Sense, ...] = ()
    evidence: tuple[Mapping[str, Any], ...] = ()
    provisions: tuple[str, ...] = ()
    points: tuple[tuple[str, float], ...] = ()
    also: tuple[str, ...] = ()
    related: tuple[Mapping[str, Any], ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    lowered_from: str = ""
    cleared_by: str = ""
    fingerprint: str = ""
    locator: Mapping[str, Any] = field(default_factory=dict)
    """where a person finds it in a file that is no text: page and box, slide and shape, cell, attachment"""
    verdicts: tuple[Verdict, ...] = ()
    """what each chosen jurisdiction says of it, in the order they were chosen"""


def fingerprint(rule_id: str, document: str, sentence: str, occurrence: int) -> str:
    """An identity that survives edits elsewhere: no line numbers, severity or times in it."""
    key = "\0".join((str(FINGERPRINT_VERSION), rule_id, document, " ".join(sentence.split()).lower(), str(occurrence)))
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@value
class DocumentReport:
    """Everything the report says of one document.

    The findings of a long document are made when they are asked for (see `model.row`): who needs them twice had better go through them once.
    """

    path: str
    sha256: str
    media_type: str
    encoding: str
    language: str
    characters: int
    screened: bool
    stance: Mapping[str, Any]
    findings: Sequence[Finding]
    cleared: Sequence[Finding]
    notes: tuple[str, ...] = ()
    law: DocumentLaw | None = None
    """what the law says of the document as a whole, and where it points"""


@value
class RunError:
    """An input (or a rule at run time) that failed, with place and remedy."""

    path: str
    code: str
    problem: str
    hint: str


@value
class Report:
    """One run: what was read, what was found, what failed."""

    run: Mapping[str, Any]
    documents: tuple[DocumentReport, ...]
    errors: tuple[RunError, ...]
