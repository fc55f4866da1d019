"""The examples of rules and of places through the production pipeline: what `rules test` and the tests run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Iterator, NamedTuple

from compliance.api import screen_text
from compliance.engine.compiled import CompiledPack
from compliance.engine.restrict import restrict
from compliance.errors import Location
from compliance.model.finding import DocumentReport, Finding, Severity
from compliance.model.law import CORE
from compliance.model.rule import Pack, Rule

KINDS = ("flag", "pass", "todo")


class Example(NamedTuple):
    """One example of a rule: a text it must flag, must pass, or is known to miss (todo)."""

    rule: Rule
    kind: str
    number: int
    text: str

    @property
    def name(self) -> str:
        """An identity to show: rule id, kind and 1-based number."""
        return f"{self.rule.id}-{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example; `is_right` for a todo says that the rule flags it by now."""

    example: Example
    is_right: bool
    report: DocumentReport


def examples(rules: Iterable[Rule]) -> Iterator[Example]:
    """The examples of all rules that run, in the order they stand."""
    for rule in rules:
        if rule.status == "deprecated":
            continue
        for kind, texts in zip(KINDS, (rule.flag, rule.clear, rule.todo)):
            for number, text in enumerate(texts, 1):
                yield Example(rule, kind, number, text)


def run(example: Example, compiled: CompiledPack) -> Outcome:
    """Screen an example with all rules and judge it.

    A `flag` or `todo` example is right if a live finding of the rule's category names the rule, as
    its own or among those that agree with it; a `pass` example if no live finding above low is the
    rule's.
    """
    rule = example.rule
    report = screen_text(example.text, packs=compiled)
    if rule.kind == "stance":
        is_flagged = report.stance.get("stance") == "advertising"
    elif example.kind == "pass":
        is_flagged = _is_above_low(example, report, compiled)
    else:
        is_flagged = any(_names(each, rule) for each in report.findings)
    return Outcome(example, is_flagged is not (example.kind == "pass"), report)


def _names(finding: Finding, rule: Rule) -> bool:
    return finding.category == rule.category and (finding.rule_id == rule.id or rule.id in finding.also)


def _is_above_low(example: Example, report: DocumentReport, compiled: CompiledPack) -> bool:
    named = [each for each in report.findings if _names(each, example.rule) and each.severity > Severity.LOW]
    if any(each.rule_id == example.rule.id for each in named):
        return True
    if not named:
        return False
    # A weightier rule of the category stands before this one: how heavy this one is shows only alone.
    rule = example.rule
    alone = restrict(compiled, lambda other: other.id == rule.id or other.category != rule.category)
    findings = screen_text(example.text, packs=alone).findings
    return any(each.rule_id == rule.id and each.severity > Severity.LOW for each in findings)


class PlaceExample(NamedTuple):
    """The example of a category in a place: a text that must be flagged there (bad), or must not (good)."""

    code: str
    category: str
    kind: str
    text: str
    at: Location

    @property
    def name(self) -> str:
        """An identity to show: place, category and kind."""
        return f"{self.code}-{self.category}-{self.kind}"


def place_examples(pack: Pack, codes: Iterable[str], day: str) -> Iterator[PlaceExample]:
    """The examples of some places, except of categories of whose provisions none is in force on a day (ISO)."""
    for code in codes:
        for slug, entry in pack.jurisdictions[code].categories.items():
            if entry.bad and any(each in pack.provisions and pack.provisions[each].in_force(day) for each in entry.provisions):
                yield PlaceExample(code, slug, "bad", entry.bad, entry.at)
                yield PlaceExample(code, slug, "good", entry.good, entry.at)


def run_place(example: PlaceExample, compiled: CompiledPack, day: str) -> tuple[bool, DocumentReport]:
    """Screen an example under the law of its place: a bad one is right if its category is found, a good one if nothing of it above low is.

    The experimental status of a lone sentence about another claim does not count; where the status is in question, a
    rule of the place on the mention of the product is an answer too. "[The … notice …]" stands for the place's notice.
    """
    text = example.text if example.kind == "bad" else _with_notice(example.text, example.code, compiled.pack)
    report = screen_text(text, packs=compiled, jurisdictions=[] if example.code == CORE else [example.code], as_of=day)
    if example.kind == "good":
        return all(each.severity is Severity.LOW for each in report.findings if each.category == example.category), report
    meant = {example.category, "product-mention"} if example.category == "experimental-status" else {example.category}
    return any(each.category in meant for each in report.findings), report


def _with_notice(text: str, code: str, pack: Pack) -> str:
    """The text with its place's notice, or what the notice must say where the wording was not read."""
    notice = next((each for each in pack.notices.values() if each.jurisdiction == code and each.in_ads), None)
    said = (notice.text or ". ".join(each.patterns[0] for each in notice.elements if each.id in notice.required)) if notice else ""
    return re.sub(r"\[The [^]]*notice[^]]*\]", lambda _: said, text)


def reasons(report: DocumentReport) -> Iterator[str]:
    """What was recognised in a text, a line each: live findings, and candidates with what cleared them."""
    for each in report.findings:
        lowered = f", lowered from {each.lowered_from}" if each.lowered_from else ""
        yield f"found: {each.rule_id} ({each.severity}{lowered}) on {_quote(each.text)}{_senses(each)}"
    for each in report.cleared:
        yield f"cleared as {each.cleared_by}: {each.rule_id} on {_quote(each.text)}{_senses(each)}"


def _senses(finding: Finding) -> str:
    return "".join(f"; {sense.name} by {_quote(sense.trigger)} at {sense.start}" for sense in finding.context)


def _quote(text: str, length: int = 100) -> str:
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= length else plain[: length - 1] + '…'}”"
