"""The report as SARIF 2.1.0, for code scanning and for tools that read many screeners.

Categories and provisions are taxonomies; a finding's fingerprint is `complianceFinding/v1`. Columns
count code points. What could not be read is a notification, and then the run counts as unsuccessful.
"""

from __future__ import annotations

import json
from typing import Any, Iterable, Mapping
from urllib.parse import quote

from compliance.model.finding import FINGERPRINT_VERSION, DocumentReport, Finding, Report, RunError, Severity
from compliance.model.rule import Pack, Rule
from compliance.report.json import encoded
from compliance.report.law import law_dict, verdict_dict, verdict_summary
from compliance.report.visible import visible
from compliance.report.wording import citations, provision, template, why_cleared

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
RANKS = {Severity.CRITICAL: 100.0, Severity.HIGH: 75.0, Severity.MEDIUM: 50.0, Severity.LOW: 25.0}
CATEGORIES, PROVISIONS = "categories", "provisions"


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as indented UTF-8 SARIF."""
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [_Run(report, options).as_data()]}
    return encoded(json.dumps(log, ensure_ascii=False, indent=1) + "\n")


class _Run:
    """One SARIF run; rules, categories and provisions are referred to by their index."""

    def __init__(self, report: Report, options: Mapping[str, Any]) -> None:
        self.report = report
        self.pack: Pack | None = options.get("pack")
        self.rule_url = str(options.get("rule_url") or "")
        self.show_cleared = bool(options.get("show_cleared"))
        shown = [one for document in report.documents for one in (*document.findings, *(document.cleared if self.show_cleared else ()))]
        found = {each.rule_id: each for each in reversed(shown)}
        rules = {each.id: each for each in self.pack.rules} if self.pack else {}
        self.rules: dict[str, Rule | Finding] = dict(sorted({**found, **rules}.items()))
        self.rule_index = _indexed(self.rules)
        self.categories = _indexed(sorted({each.category for each in self.rules.values()} | {each.category for each in shown}))
        self.provisions = _indexed(sorted({one for each in (*self.rules.values(), *shown) for one in each.provisions}))

    def as_data(self) -> dict[str, Any]:
        """The run as plain data."""
        run = self.report.run
        driver: dict[str, Any] = {"name": str(run.get("tool", "compliance")), "rules": [self.descriptor(each) for each in self.rules.values()]}
        if run.get("version"):
            driver["version"] = str(run["version"])
        driver["supportedTaxonomies"] = [{"name": name, "index": index} for index, name in enumerate((CATEGORIES, PROVISIONS))]
        results = [self.result(index, document, one) for index, document in enumerate(self.report.documents) for one in document.findings]
        if self.show_cleared:
            results += [self.result(index, document, one) for index, document in enumerate(self.report.documents) for one in document.cleared]
        return {
            "tool": {"driver": driver},
            "taxonomies": [self.category_taxonomy(), self.provision_taxonomy()],
            "invocations": [self.invocation()],
            "artifacts": [_artifact(each) for each in self.report.documents],
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {"run": dict(run)},
        }

    def descriptor(self, each: Rule | Finding) -> dict[str, Any]:
        """A rule: its title, its message, how to mend what it finds, and the law behind it."""
        name = each.id if isinstance(each, Rule) else each.rule_id
        law = citations(each.provisions, self.pack)
        out: dict[str, Any] = {
            "id": name,
            "shortDescription": {"text": visible(each.title)},
            "help": _help(template(each.remediation), law),
            "defaultConfiguration": {"level": LEVELS[each.severity], "rank": RANKS[each.severity]},
            "properties": {"category": each.category, "severity": str(each.severity), "precision": each.confidence, "tags": [each.category]},
        }
        if isinstance(each, Rule):
            out["fullDescription"] = {"text": template(each.message) or each.title}
        url = self.rule_url.replace("{id}", quote(name, safe="/"))
        if url:
            out["helpUri"] = url
        return out

    def result(self, index: int, document: DocumentReport, each: Finding) -> dict[str, Any]:
        """A finding, or a match that was cleared (kind "pass")."""
        properties: dict[str, Any] = {
            "category": each.category, "severity": str(each.severity), "confidence": each.confidence, "remediation": each.remediation,
            "sentence": each.sentence, "unit": each.unit, "place": each.place, "hidden": each.hidden, "provisions": list(each.provisions),
        }  # fmt: skip
        if each.context:
            properties["context"] = [{"sense": one.name, "trigger": one.trigger} for one in each.context]
        if each.lowered_from:
            properties["loweredFrom"] = each.lowered_from
        if each.also:
            properties["also"] = list(each.also)
        text = each.message
        if each.verdicts:
            properties["details"] = dict(each.details)
            properties["verdicts"] = [verdict_dict(one) for one in each.verdicts]
            text = f"{text} Verdicts: {verdict_summary(each)}."
        if each.cleared_by:
            properties["clearedBy"] = each.cleared_by
            text = f"Cleared: {why_cleared(each)}"
        related = [_related(document, one) for one in (*each.related, *_claim(each)) if "line" in one]
        return {
            "ruleId": each.rule_id,
            "ruleIndex": self.rule_index[each.rule_id],
            "kind": "pass" if each.cleared_by else "fail",
            "level": "none" if each.cleared_by else LEVELS[each.severity],
            **({} if each.cleared_by else {"rank": RANKS[each.severity]}),
            "message": {"text": text or each.title},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(document.path), "index": index}, "region": _region(each)}}],
            **({"relatedLocations": related} if related else {}),
            "partialFingerprints": {f"complianceFinding/v{FINGERPRINT_VERSION}": each.fingerprint},
            "taxa": [self.taxon(CATEGORIES, each.category), *(self.taxon(PROVISIONS, one) for one in each.provisions)],
            "properties": properties,
        }

    def taxon(self, taxonomy: str, name: str) -> dict[str, Any]:
        """A reference to a category or provision."""
        number = (CATEGORIES, PROVISIONS).index(taxonomy)
        return {"id": name, "index": (self.categories, self.provisions)[number][name], "toolComponent": {"name": taxonomy, "index": number}}

    def category_taxonomy(self) -> dict[str, Any]:
        """The kinds of claim."""
        taxa = []
        for slug in self.categories:
            title = self.pack.categories[slug].title if self.pack and slug in self.pack.categories else ""
            taxa.append({"id": slug, **({"shortDescription": {"text": title}} if title else {})})
        return {"name": CATEGORIES, "shortDescription": {"text": "Kinds of claim in clinic advertising"}, "taxa": taxa}

    def provision_taxonomy(self) -> dict[str, Any]:
        """The passages of law that rules rest on."""
        taxa = []
        for name in self.provisions:
            known = self.pack.provisions.get(name) if self.pack else None
            taxon: dict[str, Any] = {"id": name}
            if known:
                taxon |= {"shortDescription": {"text": provision(known)}, "fullDescription": {"text": known.requirement}}
                if known.url.startswith(("https://", "http://")):
                    taxon["helpUri"] = known.url
                taxon["properties"] = {"verified": known.verified, "verificationNote": known.verification_note, "officialUrl": known.official_url}
            taxa.append(taxon)
        return {"name": PROVISIONS, "shortDescription": {"text": "Passages of law"}, "taxa": taxa}

    def invocation(self) -> dict[str, Any]:
        """When it ran and what went wrong."""
        run = self.report.run
        out: dict[str, Any] = {"executionSuccessful": not self.report.errors}
        for key, name in (("start", "startTimeUtc"), ("end", "endTimeUtc")):
            if run.get(key):
                out[name] = str(run[key])
        if self.report.errors:
            out["toolExecutionNotifications"] = [_notification(each) for each in self.report.errors]
        return out


def uri(path: str) -> str:
    """A path as a relative or file URI; bytes of names that are no UTF-8 are kept."""
    slashed = path.replace("\\", "/")
    if len(slashed) > 2 and slashed[1] == ":" and slashed[2] == "/":
        slashed = "/" + slashed
    prefix = "file://" if slashed.startswith("/") else ""
    return prefix + quote(slashed, safe="/", errors="surrogateescape")


def _indexed(names: Iterable[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


def _help(remediation: str, law: list[str]) -> dict[str, str]:
    text = "\n".join([remediation or "See the message.", *(f"- {one}" for one in law)])
    return {"text": text, "markdown": text}


def _region(each: Finding) -> dict[str, Any]:
    return {
        "startLine": each.line, "startColumn": each.column, "endLine": each.end_line, "endColumn": each.end_column,
        "charOffset": each.start, "charLength": each.end - each.start, "snippet": {"text": each.text},
    }  # fmt: skip


def _related(document: DocumentReport, one: Mapping[str, Any]) -> dict[str, Any]:
    said = f"{one.get('grade', 'related')}: {one.get('text', '')}"
    region = {"startLine": one["line"], "startColumn": one.get("column", 1)}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(document.path)}, "region": region}, "message": {"text": said}}


def _claim(each: Finding) -> list[Mapping[str, Any]]:
    """The claim that a disclosure should qualify, and the disclosure, where a finding on the disclosure knows them."""
    return [{**one, "grade": name} for name in ("claim", "statement") if isinstance(one := each.details.get(name), Mapping)]


def _artifact(each: DocumentReport) -> dict[str, Any]:
    law = {"jurisdictions": law_dict(each.law)} if each.law is not None else {}
    return {
        "location": {"uri": uri(each.path)}, "mimeType": each.media_type, "encoding": each.encoding, "hashes": {"sha-256": each.sha256},
        "properties": {"language": each.language, "characters": each.characters, "screened": each.screened, "stance": dict(each.stance), **law},
    }  # fmt: skip


def _notification(each: RunError) -> dict[str, Any]:
    return {
        "descriptor": {"id": each.code}, "level": "error", "message": {"text": f"{each.path}: {each.problem}; {each.hint}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(each.path)}}}],
    }  # fmt: skip
