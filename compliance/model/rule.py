"""Rules, lexicons, triggers and packs as typed, immutable values."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Mapping

from compliance.errors import Location
from compliance.model.finding import Severity
from compliance.model.partly import PartlyRead
from compliance.value import value

if TYPE_CHECKING:
    from compliance.model.law import DisclosureTerms, Jurisdiction, Notice

SENSES = (
    "negated", "hedged", "hypothetical", "questioned", "rejected", "warned", "conditional", "other-therapy", "past",
    "mention", "research", "risk-named", "cited", "not-offered", "epidemiology",
)  # fmt: skip
STANCE = "stance"
"""the category of the rules and the scorecard that tell adverts from other pages"""
SCOPES = ("unit", "previous", "next", "adjoining", "before", "block", "lead", "heading", "section", "title", "document", "hint")


@value
class Lexicon:
    """A named list of terms (words tagged in the text) and of phrase patterns built from others."""

    name: str
    title: str
    groups: Mapping[str, tuple[str, ...]]
    patterns: tuple[str, ...]
    token_patterns: tuple[str, ...]
    inflect: str
    source: str
    at: Location
    places: Mapping[str, Location] = field(default_factory=dict)
    """where each of the patterns stands"""


@value
class Pattern:
    """A phrase pattern as written, with its place."""

    text: str
    at: Location


@value
class AnyOf:
    parts: tuple[Node, ...]


@value
class AllOf:
    """Every part, optionally in order and with at most `within` words from first to last."""

    parts: tuple[Node, ...]
    within: int = 0
    ordered: bool = False


@value
class Not:
    part: Node


@value
class Seen:
    """The part is found in another scope: the adjoining sentences, the heading, the document …"""

    part: Node
    scope: str
    at_least: int = 1


@value
class Groups:
    """At least `at_least` different groups of a lexicon are named in the scope."""

    lexicon: str
    at_least: int
    scope: str
    groups: tuple[str, ...] = ()
    at: Location = field(default=Location(""), compare=False, repr=False)
    """where the lexicon is named; no part of what the condition says"""


@value
class UnitIs:
    """The unit (or the document) has a property: a kind, a place, a sense or a stance."""

    property: str
    values: tuple[str, ...]


Node = Pattern | AnyOf | AllOf | Not | Seen | Groups | UnitIs


@value
class Cue(PartlyRead):
    """A named cue of a scorecard."""

    name: str
    points: float
    match: Node
    anchor: bool = False
    times: int = 1


@value
class ContextPolicy:
    """Which senses clear a finding, which lower it and to what."""

    clear: frozenset[str] = frozenset()
    lower: Mapping[str, Severity] = field(default_factory=dict)


@value(kw_only=True)
class Category:
    """A taxonomy slug with what its rules share unless they say otherwise."""

    slug: str
    title: str
    severity: Severity
    context: ContextPolicy
    stance: str
    places: frozenset[str]
    merge: str
    message: str
    remediation: str
    provisions: tuple[str, ...]


@value(kw_only=True)
class Rule(PartlyRead):
    """One reason to ask a person to look at a span of text."""

    id: str
    kind: str
    category: str
    title: str
    status: str
    severity: Severity
    confidence: str
    units: frozenset[str]
    places: frozenset[str]
    stance: str
    match: Node | None
    where: tuple[Node, ...]
    cues: tuple[Cue, ...]
    threshold: float
    context: ContextPolicy
    message: str
    remediation: str
    false_positives: tuple[str, ...]
    provisions: tuple[str, ...]
    related: tuple[str, ...]
    flag: tuple[str, ...]
    clear: tuple[str, ...]
    todo: tuple[str, ...]
    options: Mapping[str, Any]
    at: Location
    pack: str


@value
class Trigger(PartlyRead):
    """A context trigger, pseudo-trigger or termination (ConText's parts)."""

    pattern: Pattern
    role: str
    """trigger, pseudo or termination"""
    sense: str
    direction: str
    """forward, backward, both, unit, previous, next, adjoining, section or block"""
    scope: int
    """how many words it reaches; 0 for the whole clause"""
    senses: frozenset[str] = frozenset()
    """for terminations and pseudo-triggers: only these senses (empty: all)"""


@value
class Provision:
    """The passage of law a rule rests on."""

    id: str
    jurisdiction: str
    citation: str
    title: str
    authority: str
    requirement: str
    url: str
    verified: bool
    kind: str = ""
    categories: tuple[str, ...] = ()
    start: str | None = None
    """first day in force (ISO); None: any day"""
    end: str | None = None
    """last day in force; None: no end known"""
    replaced_by: str = ""
    effective_note: str = ""
    applies_to: str = ""
    severity: str = ""
    more_urls: tuple[str, ...] = ()
    official_url: str = ""
    verification_note: str = ""
    at: Location = field(default=Location(""), compare=False, repr=False)

    def in_force(self, day: str) -> bool:
        """Did it apply on a day (ISO)? A bill never does."""
        return self.kind != "bill" and (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@value
class Pack:
    """Everything the loaded rule files say, checked and typed."""

    name: str
    version: str
    language: str
    digest: str
    categories: Mapping[str, Category]
    rules: tuple[Rule, ...]
    lexicons: Mapping[str, Lexicon]
    triggers: tuple[Trigger, ...]
    provisions: Mapping[str, Provision]
    settings: Mapping[str, Any]
    jurisdictions: Mapping[str, Jurisdiction] = field(default_factory=dict)
    """by code"""
    notices: Mapping[str, Notice] = field(default_factory=dict)
    """by id"""
    disclosures: Mapping[str, DisclosureTerms] = field(default_factory=dict)
    """by language"""
    unbuilt: tuple[Pattern, ...] = ()
    """patterns of rules and triggers that were refused, so that their own faults can be named all the same"""
    layout: tuple[Mapping[str, Any], ...] = ()
    """the words by which layout is known, for each language, where the files that say them ship with the tool"""
