"""Findings, documents and reports made by hand."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from compliance.errors import Location
from compliance.model.finding import DocumentReport, Finding, Report, RunError, Sense, Severity
from compliance.model.law import DocumentLaw, Grade, NoticeCheck, Point, Ruling, Suggestion, Verdict
from compliance.model.rule import Category, ContextPolicy, Pack, Provision, Rule

RUN = {
    "tool": "compliance",
    "version": "0.1.0",
    "packs": [{"name": "core", "version": "1.0.0", "language": "en", "sha256": "ab" * 32}],
    "config": {"source": "built-in defaults", "sha256": "cd" * 32},
    "min_severity": "low",
    "start": "2026-11-20T18:00:00Z",
    "end": "2026-11-20T18:00:02Z",
    "not_read": {},
    "notes": [],
}


def make_finding(text: str = "lupus free", sentence: str = "Six months later she is lupus free.", **given: Any) -> Finding:
    """A critical finding on the first line of a document that begins with its sentence."""
    at = sentence.index(text)
    facts: dict[str, Any] = {
        "rule_id": "cure-claim/free-of-disease", "category": "cure-claim", "severity": Severity.CRITICAL, "confidence": "high",
        "title": "Patients said to be free of the disease", "message": f"“{text}” tells readers that the therapy cures.",
        "remediation": "Remove it, or say what was studied and cite it.", "start": at, "end": at + len(text), "line": 1, "column": at + 1, "end_line": 1,
        "end_column": at + len(text) + 1, "text": text, "sentence": sentence, "quote_at": at, "unit": "sentence", "place": "body", "provisions": ("us-act",),
        "fingerprint": "0123456789abcdef",
    }  # fmt: skip
    return Finding(**{**facts, **given})


def make_document(path: str = "ads/landing.txt", *findings: Finding, **given: Any) -> DocumentReport:
    """A screened English text that advertises."""
    facts: dict[str, Any] = {
        "path": path, "sha256": "ef" * 32, "media_type": "text/plain", "encoding": "utf-8", "language": "en", "characters": 500, "screened": True,
        "stance": {"stance": "advertising", "score": 4.0, "points": [["offer", 4.0]]}, "findings": findings, "cleared": (), "notes": (),
    }  # fmt: skip
    return DocumentReport(**{**facts, **given})


def make_report(*documents: DocumentReport, errors: tuple[RunError, ...] = (), **run: Any) -> Report:
    """A run over some documents."""
    return Report({**RUN, **run}, documents, errors)


@pytest.fixture(scope="session")
def finding() -> Callable[..., Finding]:
    return make_finding


@pytest.fixture(scope="session")
def document() -> Callable[..., DocumentReport]:
    return make_document


@pytest.fixture(scope="session")
def report() -> Callable[..., Report]:
    return make_report


@pytest.fixture
def cleared() -> Finding:
    """A match that a negation cleared."""
    sentence = "There is no cure for lupus."
    return make_finding("cure for lupus", sentence, cleared_by="negated", context=(Sense("negated", "no", 9, 11),), fingerprint="fedcba9876543210")


@pytest.fixture
def full_report(cleared: Finding) -> Report:
    """A report with something of everything: overlaps, lowered, cleared, buried, not screened, not read, stopped rules, notes."""
    hedged = make_finding(
        "may help lupus", "It may help lupus.", rule_id="efficacy-claim/helps", category="efficacy-claim", severity=Severity.LOW, lowered_from="medium",
        context=(Sense("hedged", "may", 3, 6),), also=("efficacy-claim/other",), points=(("verb", 2.0), ("disease", 1.0)), fingerprint="1111111111111111",
    )  # fmt: skip
    statement = {
        "grade": "buried", "start": 400, "end": 420, "line": 9, "column": 3, "place": "footer", "hidden": True, "distance": 19, "text": "Experimental.",
    }  # fmt: skip
    buried = make_finding(
        "Our cells treat lupus.", "Our cells treat lupus.", rule_id="experimental-status/missing", category="experimental-status", severity=Severity.MEDIUM,
        lowered_from="high", details={"status": "buried", "looked_at": "20 units from the first to the last"}, fingerprint="2222222222222222",
        related=(statement,),
    )  # fmt: skip
    rate = make_finding(
        "9 of 10", "9 of 10 improved.", rule_id="success-rate/ratio", category="success-rate", severity=Severity.HIGH, hidden=True,
        fingerprint="3333333333333333", evidence=({"kind": "doi", "start": 0, "end": 3, "text": "doi"},),
        locator={"page": 2, "box": [72.0, 96.5, 310.2, 110.0]},
    )  # fmt: skip
    verdict = Verdict(
        jurisdiction="US", ruling=Ruling.PROHIBITED, severity=Severity.CRITICAL, provisions=("us-act",), acceptable="A denial.", rules=("us-rule",),
        lowered_by="hedged", questions=("Is it so?",),
    )  # fmt: skip
    check = NoticeCheck(id="us-notice", jurisdiction="US", provision="us-act", status="altered", reasons=("other words",), start=3, end=9, text="notice")
    grade = Grade(
        status="partial", points=(Point("content", False, "missing: a risk"), Point("prominence", None, "no size shown")), claim=(0, 5), claim_text="claim",
        statement=(-1, -1), statement_text="", to_do=("Add a risk.",), draft="It is experimental.",
    )  # fmt: skip
    law = DocumentLaw(suggested=(Suggestion("US", "United States", 3, ("phone “+1”",)),), notices=(check,), disclosure=grade)
    return make_report(
        make_document("ads/landing.txt", make_finding(verdicts=(verdict,)), hedged, buried, cleared=(cleared,), notes=("read as Windows-1252",), law=law),
        make_document("ads/rate.md", rate, media_type="text/markdown"),
        make_document("ads/quiet.txt"),
        make_document("ads/español.txt", language="es", screened=False, stance={"stance": "unknown"}),
        errors=(
            RunError("ads/flyer.pdf", "D001", "no reader for .pdf", "convert it to .txt"),
            RunError("ads/español.txt", "D020", "not screened: the text looks like 'es'", "load a pack for that language"),
            RunError("ads/rate.md", "R010", "the pattern 'x' was stopped", "simplify the pattern"),
        ),
        not_read={".png": 2},
        notes=["ads/again leads to ads, which is read already"],
    )


@pytest.fixture
def pack() -> Pack:
    """A pack with one rule, its category and its provision."""
    category = Category(
        slug="cure-claim", title="Cure claimed", severity=Severity.CRITICAL, context=ContextPolicy(), stance="any", places=frozenset(), merge="unit",
        message="", remediation="", provisions=(),
    )  # fmt: skip
    rule = Rule(
        id="cure-claim/free-of-disease", kind="sentence", category="cure-claim", title="Patients said to be free of the disease", status="stable",
        severity=Severity.CRITICAL, confidence="high", units=frozenset(), places=frozenset(), stance="any", match=None, where=(), cues=(), threshold=0.0,
        context=ContextPolicy(), message="“{quote}” cures {disease|the disease}.", remediation="Remove it.",
        false_positives=("free of charge",), provisions=("us-act",), related=(),
        flag=(), clear=(), todo=(), options={}, at=Location("rules/cure.yaml", 1, 1), pack="core",
    )  # fmt: skip
    provision = Provision("us-act", "US", "FTC Act s. 5", "Unfair or deceptive acts", "FTC", "Claims must be true.", "https://example.org/act", True)
    return Pack(
        name="core", version="1.0.0", language="en", digest="0" * 64, categories={"cure-claim": category}, rules=(rule,), lexicons={}, triggers=(),
        provisions={"us-act": provision}, settings={},
    )  # fmt: skip


@pytest.fixture
def hostile_report() -> Report:
    """A report whose every text tries to break out of the format it is written in."""
    texts = [
        "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "\x00\x1b[31mred\x07", "_x0041_", "</script><b onclick=x>&amp;\"'",
        "::error::x\r\n::warning::y", "\u202etxt.exe", "cu\u200bre", "\ud800", "\ufffe\uffff", "a\u2028b\u2029c\x85d", "%0A", "=1+1\n" * 300, "x" * 40_000,
        "😀" * 20_000,
    ]  # fmt: skip
    found = tuple(
        make_finding(text, f"{text}", message=f"{text} is wrong", remediation=text, rule_id=f"rule/{number}", category="cure-claim", title=text)
        for number, text in enumerate(texts)
    )
    document = make_document("=ads/\udcff,:\n<b>.txt", *found, notes=tuple(texts[:5]))
    return make_report(document, errors=(RunError("=x", "D001", "\x1b[2J::error::", "=1"),))
