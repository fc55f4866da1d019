"""What the law stage found, as plain data and in words."""

from __future__ import annotations

from typing import Any

from compliance.model.finding import Finding
from compliance.model.law import DocumentLaw, Grade, NoticeCheck, Suggestion, Verdict


def verdict_dict(each: Verdict) -> dict[str, Any]:
    """A verdict as the schema has it."""
    out: dict[str, Any] = {
        "jurisdiction": each.jurisdiction, "verdict": str(each.ruling), "severity": str(each.severity), "provisions": list(each.provisions),
        "acceptable": each.acceptable,
    }  # fmt: skip
    if each.rules:
        out["rules"] = list(each.rules)
    if each.lowered_by:
        out["lowered_by"] = each.lowered_by
    if each.questions:
        out["questions"] = list(each.questions)
    return out


def law_dict(each: DocumentLaw) -> dict[str, Any]:
    """What is said of a document as a whole."""
    out: dict[str, Any] = {"suggested": [_suggestion(one) for one in each.suggested]}
    if each.notices:
        out["notices"] = [_notice(one) for one in each.notices]
    if each.disclosure is not None:
        out["disclosure"] = grade_dict(each.disclosure)
    return out


def _suggestion(each: Suggestion) -> dict[str, Any]:
    return {"code": each.code, "name": each.name, "points": each.points, "because": list(each.because)}


def _notice(each: NoticeCheck) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": each.id, "jurisdiction": each.jurisdiction, "provision": each.provision, "status": each.status, "wording_verified": each.wording_verified,
        "missing": list(each.missing), "reasons": list(each.reasons),
    }  # fmt: skip
    if each.start >= 0:
        out |= {"start": each.start, "end": each.end, "text": each.text}
    return out


def grade_dict(each: Grade) -> dict[str, Any]:
    """A grade with the spans of claim and disclosure, null for one that is not there."""
    return {
        "status": each.status,
        "points": [{"point": one.name, "holds": one.holds, "says": one.says} for one in each.points],
        "claim": _span(each.claim, each.claim_text),
        "statement": _span(each.statement, each.statement_text),
        "to_do": list(each.to_do),
        "draft": each.draft,
    }


def _span(span: tuple[int, int], text: str) -> dict[str, Any] | None:
    return {"start": span[0], "end": span[1], "text": text} if span[0] >= 0 else None


def verdict_line(each: Verdict) -> str:
    """A verdict in a line: "US-FL: prohibited, critical (us-fl-458-3245)"."""
    rests = f" ({', '.join(each.provisions[:3])}{', …' if len(each.provisions) > 3 else ''})" if each.provisions else ""
    lowered = f", lowered: {each.lowered_by}" if each.lowered_by else ""
    return f"{each.jurisdiction}: {each.ruling}, {each.severity}{lowered}{rests}"


def verdict_lines(finding: Finding) -> list[str]:
    """The verdicts of a finding that say something: places without a rule in one line at the end."""
    silent = [each.jurisdiction for each in finding.verdicts if str(each.ruling) == "no-rule"]
    out = [verdict_line(each) for each in finding.verdicts if str(each.ruling) != "no-rule"]
    return out + ([f"No rule known: {', '.join(silent)}"] if silent else [])
