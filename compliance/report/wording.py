"""What reports say in words, the same in every format.

No format may call an advert compliant: rules that found nothing have shown nothing.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from compliance.model.finding import DocumentReport, Finding, RunError
from compliance.model.rule import Pack, Provision
from compliance.report.tally import Tally

CAUTION = "Findings mark passages for a person to judge; they are not rulings."
NO_FINDINGS = "No findings means that no rule matched what was read. It does not mean that the advert is lawful, accurate or approved."
LIMITS = "Only text was read: words in pictures, video and sound were not."
UNVERIFIED = "citation not verified against the official text"

_SLOT = re.compile(r"\{([a-z_]+)(?:\|([^{}]*))?\}")
_CLEARED = {
    "reference-list": "it stands in a list of references",
    "sober-document": "the document informs and does not advertise",
    "not-about-therapy": "the document offers no such therapy",
}


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 finding", "2,000 findings"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(items: Iterable[tuple[Any, int]]) -> str:
    """Names with counts, without the zeros: "2 critical, 1 low"."""
    return ", ".join(f"{count:,} {name}" for name, count in items if count)


def locator(place: Mapping[str, Any]) -> str:
    """Where a finding stands in a file that is no text: "page 2, box 72 104 273 128"; empty where nothing is known."""
    said = []
    for key, value in place.items():
        if key == "box":
            said.append("box " + " ".join(f"{number:.0f}" for number in value))
        elif key == "confidence":
            said.append(f"read by OCR with confidence {value} of 100")
        elif key not in ("boxes", "run") and value is not True:
            said.append(str(value) if key in ("part", "url", "attribute") else f"{key} {value}")
        elif value is True:
            said.append(key)
    return ", ".join(said)


def verdict(document: DocumentReport) -> str:
    """What the findings of a document come to, in a few words; never that it complies."""
    if not document.screened:
        return "Not screened"
    if not document.findings:
        return f"No findings, {len(document.cleared):,} cleared by context (no clearance)" if document.cleared else "No rule matched (no clearance)"
    worst = max(each.severity for each in document.findings)
    return f"To review: {counted(len(document.findings), 'finding')}, worst {worst}"


def no_findings(tally: Tally) -> str:
    """Why a run without findings has none."""
    return "what was recognised was cleared by its context" if tally.cleared else "no rule matched"


def summary(tally: Tally, errors: Sequence[RunError], run: Mapping[str, Any]) -> str:
    """The run in one sentence."""
    screened = tally.documents - tally.not_screened
    if not tally.findings:
        out = f"No findings in {counted(screened, 'document')}: {no_findings(tally)}, which is no clearance"
        if not screened:
            out = "No findings: no document was screened"
    else:
        where = counted(screened, "document") if screened == tally.with_findings else f"{tally.with_findings:,} of {counted(screened, 'document')}"
        out = f"{counted(tally.findings, 'finding')} in {where}: {listed(tally.by_severity().items())}"
    unread = sum(each.code.startswith("D") and each.path not in tally.unscreened for each in errors)
    unread += sum(run.get("not_read", {}).values())
    rest = [(tally.not_screened, "not screened"), (unread, "not read")]
    said = ", ".join(f"{count:,} {what}" for count, what in rest if count)
    least = run.get("min_severity", "low")
    parts = [out, said, f"below {least} not shown" if least != "low" else ""]
    return "; ".join(part for part in parts if part) + "."


def senses(finding: Finding, only: str = "") -> str:
    """The senses of a finding's context with their triggers: "negated by “no”"."""
    triggers: dict[str, list[str]] = {}
    for each in finding.context:
        if not only or each.name == only:
            said = f"“{' '.join(each.trigger.split())}”"
            if said not in triggers.setdefault(each.name, []):
                triggers[each.name].append(said)
    return "; ".join(f"{name} by {', '.join(found)}" for name, found in triggers.items())


def why_cleared(finding: Finding) -> str:
    """What cleared a match: the sense and the trigger behind it, the citation, or the kind of place."""
    name = finding.cleared_by
    if name in _CLEARED:
        return _CLEARED[name]
    if name == "cited" and finding.evidence:
        return "cited: " + ", ".join(dict.fromkeys(f"“{' '.join(str(each.get('text', '')).split())}”" for each in finding.evidence))
    return senses(finding, name) or name


def context(finding: Finding) -> str:
    """What lowered a finding or otherwise bears on it, as a sentence; empty where nothing does."""
    said = senses(finding)
    status = finding.details.get("status", "")
    if finding.lowered_from:
        reason = said or (f"the statement is {status}" if status else "context")
        return f"Lowered from {finding.lowered_from}: {reason}."
    return f"Context: {said}." if said else ""


def template(text: str) -> str:
    """A rule's message as it reads before it is filled in: “…” for the quote, the words a slot falls back to for the rest."""
    return _SLOT.sub(lambda slot: slot[2] or ("…" if slot[1] == "quote" else slot[1].replace("_", " ")), text)


def brief_message(finding: Finding, most: int = 100) -> str:
    """The message with a quote of more than `most` characters cut short, for where the quote stands beside it."""
    quote = " ".join(finding.text.split())
    return finding.message.replace(quote, f"{quote[: most // 2].rstrip()} … {quote[-most // 4 :].lstrip()}") if len(quote) > most else finding.message


def disclosure(finding: Finding) -> list[str]:
    """Where a disclosure rule looked and what it found there, line by line; empty for other rules."""
    where = re.sub(r"^1 units from the first to the last", "1 unit", str(finding.details.get("looked_at", "")))
    out = [f"Looked at {where}."] if where else []
    for each in finding.related:
        if "grade" in each:
            place = f"{each.get('line', '?')}:{each.get('column', '?')} ({each.get('place', '')}{', hidden' if each.get('hidden') else ''})"
            out.append(f"Found at {place}, {each['grade']}: “{' '.join(str(each.get('text', '')).split())}”")
    claim, statement = finding.details.get("claim"), finding.details.get("statement")
    if claim and statement:  # as graded under the law of places: what is to be qualified, and what is to qualify it
        for name, one in (("Claim", claim), ("Disclosure", statement)):
            out.append(f"{name} at {one['line']}:{one['column']}: “{' '.join(str(one['text']).split())}”")
    return out


def provision(each: Provision) -> str:
    """A provision in a line: "US: FTC Act s. 5, Unfair or deceptive acts"."""
    checked = "" if each.verified else f" ({UNVERIFIED})"
    return f"{each.jurisdiction}: {each.citation}, {each.title}{checked}"


def citations(ids: Sequence[str], pack: Pack | None) -> list[str]:
    """The provisions of some ids in words; the bare id where no pack says more."""
    known = pack.provisions if pack else {}
    return [f"{provision(known[each])} [{each}]" if each in known else each for each in ids]


class Unread(NamedTuple):
    """Something that was not read, not screened, or screened in part, and what to do about it."""

    what: str
    path: str
    code: str
    problem: str
    hint: str


class UnreadList:
    """What a run did not read; takes documents one at a time, then the errors."""

    def __init__(self, documents: Iterable[DocumentReport] = ()) -> None:
        self._unscreened: dict[str, DocumentReport] = {}
        self._notes: list[Unread] = []
        for each in documents:
            self.add(each)

    def add(self, document: DocumentReport) -> None:
        """Take up one document: whether it was screened, and what its reader noted."""
        if not document.screened:
            self._unscreened[document.path] = document
        self._notes += [Unread("Note", document.path, "", note, "") for note in document.notes]

    def rows(self, errors: Iterable[RunError], run: Mapping[str, Any]) -> list[Unread]:
        """All of it: errors, documents not screened without one, kinds of file without a reader, notes."""
        out = []
        for each in errors:
            what = "Not screened" if each.path in self._unscreened else "Screened in part" if each.code.startswith("R") else "Not read"
            out.append(Unread(what, each.path, each.code, each.problem, each.hint))
        told = {each.path for each in out}
        for path, document in self._unscreened.items():
            if path not in told:
                out.append(Unread("Not screened", path, "", f"the language looks like {document.language!r}", "load a pack for that language"))
        for kind, count in run.get("not_read", {}).items():
            out.append(Unread("Not read", kind, "", f"{counted(count, 'file')} of this kind, which has no reader", "convert to a kind that is read"))
        out += [Unread("Note", "", "", str(note), "") for note in run.get("notes", ())]
        return out + self._notes
