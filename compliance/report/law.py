"""What the law stage found, as plain data and in words."""

from __future__ import annotations

from typing import Any

from compliance.model.finding import Finding
from compliance.model.law import DocumentLaw, Grade, NoticeCheck, Ruling, Suggestion, Verdict
from compliance.model.rule import Pack
from compliance.report.wording import UNVERIFIED


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


def verdict_line(each: Verdict, pack: Pack | None = None) -> str:
    """A verdict in a line: place, ruling, severity, the first provision it rests on with its title, and how many more."""
    rests = ""
    if each.provisions:
        more = len(each.provisions) - 1
        known = pack.provisions.get(each.provisions[0]) if pack else None
        title = f", {known.title}" if known else ""
        rests = f": {cited(each.provisions[0], pack, title)}{f' and {more} more' if more else ''}"
    lowered = f" (lowered: {each.lowered_by})" if each.lowered_by else ""
    return f"{each.jurisdiction}: {each.ruling}, {each.severity}{lowered}{rests}"


def cited(name: str, pack: Pack | None, title: str = "") -> str:
    """A provision by its citation (and what is to follow it) and id, with a mark where that was not verified; the bare id where no pack knows it."""
    known = pack.provisions.get(name) if pack else None
    if known is None:
        return name
    return f"{known.citation}{title}{'' if known.verified else f' ({UNVERIFIED})'} [{name}]"


def verdict_lines(finding: Finding, pack: Pack | None = None) -> list[str]:
    """The verdicts of a finding that say something, places without a rule or not looked up in a line each, and what only a person can check."""
    silent = [each.jurisdiction for each in finding.verdicts if each.ruling is Ruling.NO_RULE and not each.is_open]
    unread = [each.jurisdiction for each in finding.verdicts if each.is_open]
    out = [verdict_line(each, pack) for each in finding.verdicts if each.ruling is not Ruling.NO_RULE]
    out += [f"{said}: {', '.join(places)}" for said, places in (("No rule known", silent), ("Not looked up yet", unread)) if places]
    return out + questions(finding)


def questions(finding: Finding) -> list[str]:
    """What the text cannot show and a person must check, each question once with the places that ask it."""
    asked: dict[str, list[str]] = {}
    for each in finding.verdicts:
        for one in each.questions:
            asked.setdefault(one, []).append(each.jurisdiction)
    return [f"A person must check ({', '.join(places)}): {one}" for one, places in asked.items()]


def verdict_summary(finding: Finding) -> str:
    """The verdicts in one line without citations: "US: prohibited, critical; AU: no rule known"; empty where no place was chosen."""
    return "; ".join(f"{each.jurisdiction}: {brief(each)}" for each in finding.verdicts)


def brief(each: Verdict) -> str:
    """Ruling and severity, or that no rule is known, or that nobody has looked."""
    if each.is_open:
        return "not looked up"
    return "no rule known" if each.ruling is Ruling.NO_RULE else f"{each.ruling}, {each.severity}"


def disclosure_lines(each: Grade) -> list[str]:
    """A grade in lines: how it stands, claim and statement, the points that fail, what to do, and a draft."""
    if each.status == "adequate":
        return ["Disclosure: adequate on the points that the format can show."]
    out = [f"Disclosure: {each.status}."]
    out += [f"Claim: “{_flat(each.claim_text)}”"] if each.claim[0] >= 0 else []
    out += [f"Statement: “{_flat(each.statement_text)}”"] if each.statement[0] >= 0 else []
    out += [f"Fails on {one.name}: {one.says}" for one in each.points if one.holds is False]
    return [*out, *each.to_do, f"Draft: “{each.draft}”"]


def notice_line(each: NoticeCheck) -> str:
    """A mandated notice in a line."""
    return f"Notice {each.id}: {each.status}. {' '.join((*each.missing, *each.reasons))}".rstrip()


def suggestion_line(each: DocumentLaw) -> str:
    """Where a document points, as a suggestion; empty where nowhere."""
    places = "; ".join(f"{one.code} ({', '.join(one.because)})" for one in each.suggested)
    return f"It points at: {places}. A suggestion: choose with --jurisdiction." if places else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
