"""The law of places as immutable values: jurisdictions, their rules and notices, and what they say of an advert.

Dates are ISO texts (YYYY-MM-DD), which compare as dates do; None is an open end.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Any, Mapping

from compliance.errors import Location
from compliance.model.finding import Severity
from compliance.model.partly import PartlyRead
from compliance.value import value

CORE = "INT"
"""the jurisdiction that applies where none is chosen"""
NOT_LOOKED_UP = "Not looked up yet."
"""what `acceptable` says of a category for which nobody has looked for a provision"""


class Ruling(StrEnum):
    """What a place says of a kind of claim, the worst first."""

    PROHIBITED = "prohibited"
    NEEDS_QUALIFICATION = "needs-qualification"
    ALLOWED = "allowed"
    NO_RULE = "no-rule"

    @property
    def weight(self) -> int:
        """Larger is worse."""
        return -list(Ruling).index(self)


@value
class Period:
    """When something applied, both days included."""

    start: str | None = None
    end: str | None = None

    def holds_on(self, day: str) -> bool:
        """Does it apply on that day?"""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@value
class Entry:
    """What a place says of one category. None: as the parent says."""

    ruling: Ruling
    severity: Severity
    provisions: tuple[str, ...]
    """in order of weight; empty where the place knows none"""
    acceptable: str = ""
    bad: str = ""
    good: str = ""
    former: Mapping[str, str] = field(default_factory=dict)
    """expired provisions that stay although their successor does not stand beside them, each with the reason"""
    at: Location = field(default=Location(""), compare=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Has nobody looked it up?"""
        return not self.provisions and self.acceptable == NOT_LOOKED_UP


@value(kw_only=True)
class PlaceRule:
    """A construction on which one place judges otherwise than its category entry."""

    id: str
    title: str
    categories: frozenset[str]
    topic: str
    condition: str
    terms: tuple[str, ...]
    statuses: frozenset[str]
    """only where the disclosure of the advert stands so; empty: however it stands"""
    ask: bool
    """the text of an advert cannot show whether it applies: a question for a person, which changes no verdict"""
    unless: str
    unless_terms: tuple[str, ...]
    notice: str
    effect: str
    severity: Severity | None
    ruling: Ruling | None
    provisions: tuple[str, ...]
    period: Period
    at: Location = field(default=Location(""), compare=False, repr=False)


@value
class Element:
    """One piece that a notice or disclosure must say, and phrases that show that it is there."""

    id: str
    says: str
    patterns: tuple[str, ...]


@value(kw_only=True)
class Notice:
    """A statement that the law obliges a provider to give."""

    id: str
    jurisdiction: str
    provision: str
    in_ads: bool
    text: str
    """the statutory wording; empty where it was not read or none is fixed"""
    text_verified: bool
    elements: tuple[Element, ...]
    required: frozenset[str]
    size: str
    where: tuple[str, ...]
    notes: str
    binds: str
    period: Period
    at: Location = field(default=Location(""), compare=False, repr=False)


@value(kw_only=True)
class Jurisdiction(PartlyRead):
    """One file of rules/jurisdictions, as written."""

    code: str
    name: str
    parent: str
    """code whose law applies here too; empty for none"""
    inherits: bool
    languages: tuple[str, ...]
    regulator: tuple[str, str] | None
    """name and short name; None: the parent's"""
    hints: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, Entry]
    rules: tuple[PlaceRule, ...]
    watch: Mapping[str, str] = field(default_factory=dict)
    """provisions to re-check, such as bills, with what to look for; a bill is cited nowhere else"""
    at: Location = field(default=Location(""), compare=False, repr=False)


@value
class Standing:
    """A way in which a disclosure that is there can fail, as a finding."""

    id: str
    status: str
    """of the grade: contradicted, buried or partial"""
    title: str
    message: str
    """with the slot {points}: the points that fail"""
    steps: int
    """how far the finding lies below what the place says of a missing disclosure"""


@value(kw_only=True)
class DisclosureTerms:
    """What a disclosure of experimental status must say in one language, and a draft of one."""

    language: str
    therapy: str
    """name of the lexicon of therapies"""
    use: str
    """name of the lexicon of diseases"""
    ignored: frozenset[str]
    """groups of the lexicon of diseases too general for a draft"""
    elements: tuple[Element, ...]
    anchors: frozenset[str]
    """elements any of which makes a sentence a disclosure"""
    behind: tuple[str, ...]
    """phrases that send the reader elsewhere for it"""
    contradicted_by: frozenset[str]
    """categories of claims that a disclosure cannot stand beside"""
    draft: str
    """with the slots {therapy}, {use} and {regulator}"""
    therapy_else: str
    use_else: str
    standings: tuple[Standing, ...] = ()


@value
class Place:
    """A jurisdiction on one day: inheritance and dates resolved."""

    code: str
    name: str
    codes: tuple[str, ...]
    """its own code, then those it inherits from"""
    languages: tuple[str, ...]
    regulator: str
    entries: Mapping[str, Entry]
    rules: tuple[PlaceRule, ...]
    notices: tuple[Notice, ...]


@value(kw_only=True)
class Verdict:
    """What one place says of one finding.

    `rules` names the constructions of that place that decided; `lowered_by` says why the severity
    is below that of the law's entry; `questions` are conditions that only a person can check.
    """

    jurisdiction: str
    ruling: Ruling
    severity: Severity
    provisions: tuple[str, ...]
    acceptable: str = ""
    rules: tuple[str, ...] = ()
    lowered_by: str = ""
    questions: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Does it say nothing because nobody has looked it up?"""
        return self.ruling is Ruling.NO_RULE and self.acceptable == NOT_LOOKED_UP


@value(kw_only=True)
class NoticeCheck:
    """How a mandated notice stands in an advert: complete, incomplete, altered, misplaced, absent or not-required."""

    id: str
    jurisdiction: str
    provision: str
    status: str
    missing: tuple[str, ...] = ()
    """what the missing elements say"""
    reasons: tuple[str, ...] = ()
    wording_verified: bool = True
    start: int = -1
    end: int = -1
    text: str = ""


@value
class Point:
    """One of the six points on which a disclosure is graded; `holds` None: this format cannot show it."""

    name: str
    holds: bool | None
    says: str


@value(kw_only=True)
class Grade:
    """How the disclosure of experimental status stands to the first claim; offsets are those of the source, -1 for none."""

    status: str
    points: tuple[Point, ...]
    claim: tuple[int, int]
    claim_text: str
    statement: tuple[int, int]
    statement_text: str
    to_do: tuple[str, ...]
    draft: str


@value
class Suggestion:
    """A place that an advert points at, with the signs that say so; nobody chose it."""

    code: str
    name: str
    points: int
    because: tuple[str, ...]


@value(kw_only=True)
class DocumentLaw:
    """What the law stage says of a document as a whole."""

    suggested: tuple[Suggestion, ...] = ()
    notices: tuple[NoticeCheck, ...] = ()
    disclosure: Grade | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def worst(rulings: list[Ruling]) -> Ruling:
    """The worst of some rulings; no-rule where there are none."""
    return max(rulings, key=lambda each: each.weight, default=Ruling.NO_RULE)
