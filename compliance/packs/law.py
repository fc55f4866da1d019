"""Jurisdictions, notices, provisions and disclosures: parsed YAML to typed values."""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator, Mapping

from compliance.errors import Diagnostic, Location
from compliance.model.finding import Severity
from compliance.model.law import DisclosureTerms, Element, Entry, Jurisdiction, Notice, Period, PlaceRule, Ruling, Standing
from compliance.model.rule import Provision
from compliance.packs.read import Source, iter_strings

KINDS = ("jurisdiction", "notice", "provision", "disclosure")
_PLACEHOLDER = re.compile(r"(?<!\?P)(?<!\?)<(?!\d+!?>)([^<>=!][^<>]*)>")
"""what a starter leaves to be written; not a gap of a pattern (<3>) or a group of an expression"""


def parts(source: Source) -> Iterator[tuple[str, Source]]:
    """The provisions and notices that a jurisdiction file brings along, each as a file of its own."""
    if isinstance(source.data, dict) and "code" in source.data:
        for key, kind in (("provisions", "provision"), ("notices", "notice")):
            if isinstance(source.data.get(key), list):
                yield kind, Source(source.name, {key: source.data[key]}, source.places, source.texts, source.values)


def unwritten(source: Source) -> Iterator[Diagnostic]:
    """Every text of a file of law in which a starter's <angle brackets> still stand."""
    for path, text in iter_strings(source.data):
        found = _PLACEHOLDER.search(text)
        if found and "address_patterns" not in path:
            key = next((part for part in reversed(path) if isinstance(part, str)), "this")
            yield Diagnostic(source.inside(*path), "J008", f"{key!r} still says {found[0]!r}", f"write {found[1]}, without the angle brackets")


def strangers(source: Source) -> Iterator[Diagnostic]:
    """The provisions and notices that a jurisdiction file brings along for another place."""
    for key in ("provisions", "notices"):
        listed = source.data.get(key)
        for number, each in enumerate(listed if isinstance(listed, list) else ()):
            code = each.get("jurisdiction") if isinstance(each, dict) else None
            if isinstance(code, str) and code != source.data["code"]:
                problem = f"{each.get('id', 'this entry')!r} is of {code}, and the file of {source.data['code']}"
                hint = f'write jurisdiction: "{source.data["code"]}", or move it to a file of {code}'
                yield Diagnostic(source.value(key, number, "jurisdiction"), "J010", problem, hint)


class LawBuilder:
    """Builds the law of validated sources; collects ids that are given twice."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics

    def _taken(self, at: Location, what: str, name: str, first: Location) -> None:
        self.diagnostics.append(Diagnostic(at, "V001", f"the {what} {name!r} exists already ({first})", "rename one of the two"))

    def provisions(self, found: Iterable[Source]) -> dict[str, Provision]:
        """Provisions by id."""
        out: dict[str, Provision] = {}
        for source in found:
            for index, raw in enumerate(source.data["provisions"]):
                at = source.at("provisions", index)
                if raw["id"] in out:
                    self._taken(at, "provision", raw["id"], out[raw["id"]].at)
                out[raw["id"]] = _provision(raw, at)
        return out

    def notices(self, found: Iterable[Source]) -> dict[str, Notice]:
        """Mandated notices by id."""
        out: dict[str, Notice] = {}
        for source in found:
            for index, raw in enumerate(source.data["notices"]):
                at = source.at("notices", index)
                if raw["id"] in out:
                    self._taken(at, "notice", raw["id"], out[raw["id"]].at)
                out[raw["id"]] = _notice(raw, at)
        return out

    def jurisdictions(self, found: Iterable[Source]) -> dict[str, Jurisdiction]:
        """Jurisdictions by code."""
        out: dict[str, Jurisdiction] = {}
        rules: dict[str, Location] = {}
        for source in found:
            raw, at = source.data, source.at("code")
            if raw["code"] in out:
                self._taken(at, "jurisdiction", raw["code"], out[raw["code"]].at)
            out[raw["code"]] = new = _jurisdiction(raw, source)
            for rule in new.rules:
                if rule.id in rules:
                    self._taken(rule.at, "jurisdiction rule", rule.id, rules[rule.id])
                rules.setdefault(rule.id, rule.at)
        return out

    def disclosures(self, found: Iterable[Source]) -> dict[str, DisclosureTerms]:
        """Disclosures by language; a later file replaces an earlier one of its language."""
        return {source.data["disclosure"]["language"]: _disclosure(source.data["disclosure"]) for source in found}


def _period(raw: Mapping[str, Any]) -> Period:
    return Period(raw.get("from"), raw.get("to"))


def _provision(raw: Mapping[str, Any], at: Location) -> Provision:
    force = raw.get("in_force", {})
    return Provision(
        raw["id"], raw["jurisdiction"], raw["citation"], raw["title"], raw["authority"], raw["requirement"], raw.get("url") or "", bool(raw.get("verified")),
        kind=raw.get("kind", ""), categories=tuple(raw.get("categories", ())), start=force.get("from"), end=force.get("to"),
        replaced_by=force.get("replaced_by") or "", effective_note=raw.get("effective_note") or "", applies_to=raw.get("applies_to") or "",
        severity=raw.get("severity") or "", more_urls=tuple(raw.get("more_urls", ())), official_url=raw.get("official_url") or "",
        verification_note=raw.get("verification_note") or "", at=at,
    )  # fmt: skip


def _elements(raw: Iterable[Mapping[str, Any]]) -> tuple[Element, ...]:
    return tuple(Element(each["id"], each["says"], tuple(each["patterns"])) for each in raw)


def _notice(raw: Mapping[str, Any], at: Location) -> Notice:
    placement = raw["placement"]
    return Notice(
        id=raw["id"], jurisdiction=raw["jurisdiction"], provision=raw["provision"], in_ads=raw["required_in_ads"], text=raw["text"] or "",
        text_verified=raw["text_verified"], elements=_elements(raw["elements"]), required=frozenset(raw["required_elements"]), size=placement["size"],
        where=tuple(placement["where"]), notes=placement["notes"], binds=raw["binds"], period=_period(raw["in_force"]), at=at,
    )  # fmt: skip


def _jurisdiction(raw: Mapping[str, Any], source: Source) -> Jurisdiction:
    regulator = raw.get("regulator")
    return Jurisdiction(
        code=raw["code"], name=raw["name"], parent=raw["parent"] or "", inherits=raw["inherits"], languages=tuple(raw.get("languages", ())),
        regulator=(regulator["name"], regulator["short"]) if regulator else None,
        hints={key: tuple(values) for key, values in raw.get("hints", {}).items()},
        categories={slug: _entry(each, source.at("categories", slug)) for slug, each in raw["categories"].items()},
        rules=tuple(_rule(each, source.at("rules", number)) for number, each in enumerate(raw["rules"])),
        watch={each["provision"]: each["why"] for each in raw.get("watch", ())}, at=source.at("code"),
    )  # fmt: skip


def _entry(raw: Mapping[str, Any], at: Location) -> Entry:
    example = raw.get("example", {})
    provisions = () if raw["provisions"] == "none" else tuple(raw["provisions"])
    return Entry(
        Ruling(raw["verdict"]), Severity.parse(raw["severity"]), provisions, raw.get("acceptable", ""), example.get("bad", ""), example.get("good", ""),
        {each["provision"]: each["why"] for each in raw.get("former", ())}, at,
    )  # fmt: skip


def _rule(raw: Mapping[str, Any], at: Location) -> PlaceRule:
    when, unless = raw["applies_when"], raw.get("unless", {})
    return PlaceRule(
        id=raw["id"], title=raw["title"], categories=frozenset(when["categories"]), topic=when["topic"], condition=when["condition"],
        terms=tuple(when.get("terms", ())), statuses=frozenset(when.get("disclosure", ())), ask=bool(raw.get("ask")), unless=unless.get("condition", ""),
        unless_terms=tuple(unless.get("terms", ())), notice=raw.get("notice", ""), effect=raw["effect"],
        severity=Severity.parse(raw["severity"]) if raw["severity"] else None, ruling=Ruling(raw["verdict"]) if raw["verdict"] else None,
        provisions=tuple(raw["provisions"]), period=_period(raw), at=at,
    )  # fmt: skip


def _disclosure(raw: Mapping[str, Any]) -> DisclosureTerms:
    return DisclosureTerms(
        language=raw["language"], therapy=raw["therapy"], use=raw["use"], ignored=frozenset(raw.get("ignore_groups", ())),
        elements=_elements(raw["elements"]), anchors=frozenset(raw["anchors"]),
        behind=tuple(raw["behind"]), contradicted_by=frozenset(raw["contradicted_by"]), draft=raw["draft"], therapy_else=raw["therapy_else"],
        use_else=raw["use_else"], standings=tuple(Standing(**each) for each in raw.get("findings", ())),
    )  # fmt: skip
