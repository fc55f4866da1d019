"""Findings that only the law of a place makes: the mention of a product, a missing permit, a missing notice …"""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, Mapping, Sequence

from compliance.law.disclosure import STATUS_CATEGORY
from compliance.law.located import Facts, finding_at
from compliance.law.page import Page
from compliance.law.topics import lifted, question
from compliance.law.verdicts import NOTHING
from compliance.model.finding import Finding, Severity
from compliance.model.law import Entry, Grade, NoticeCheck, Place, PlaceRule, Ruling, Verdict

AT_WORDS = frozenset({"condition-list", "exempt-claim", "state-permission", "promotional-talk", "cancer-offer"})
"""topics whose words in an advert are a finding by themselves, where no finding of the category stands in that sentence"""
_DENYING = frozenset({"rejected", "warned", "questioned", "hypothetical", "not-offered"})
SOBER = "sober"
BROKEN = ("absent", "incomplete", "altered", "misplaced")


class Added:
    """What the law of the chosen places adds to one document; the same construction once, with a verdict per place."""

    def __init__(self, page: Page, findings: Sequence[Finding], stance: str, products: tuple[str, ...], notices: Mapping[str, NoticeCheck]) -> None:
        self.page, self.findings, self.notices = page, findings, notices
        self.product = page.find(products, page.whole()) if products else None
        self.products = products
        self.is_sober = stance == SOBER
        self.is_advert = not self.is_sober and (stance == "advertising" or bool(findings) or self.product is not None)

    def of(self, place: Place, grade: Grade | None) -> Iterator[Finding]:
        """The findings that a place adds."""
        if self.is_sober:
            return
        for rule in place.rules:
            if rule.ask or not (self.is_advert or rule.topic == "product-mention"):
                continue
            found = self._one(rule, place, grade)
            if found:
                yield found

    def _one(self, rule: PlaceRule, place: Place, grade: Grade | None) -> Finding | None:
        if rule.notice:
            return self._notice(rule, place)
        if rule.topic == "product-mention":
            return self._at_word(rule, place, rule.topic)
        if rule.topic in ("missing-permit", "missing-title"):
            whole = self.page.whole()
            is_owed = not rule.terms or self.page.find(rule.terms, whole) is not None
            return self._whole(rule, place, rule.topic) if is_owed and not lifted(rule, self.page, whole) else None
        if rule.topic == "scope" and rule.effect == "scope-limit":
            return self._scope(rule, place)
        if rule.topic == "disclosure" and rule.effect == "clear-bar" and STATUS_CATEGORY in rule.categories:
            return self._disclosure(rule, place, grade)
        if rule.topic in AT_WORDS and rule.effect == "flag":
            return self._at_word(rule, place, next(iter(sorted(rule.categories))))
        return None

    def _notice(self, rule: PlaceRule, place: Place) -> Finding | None:
        check = self.notices.get(rule.notice)
        if check is None or check.status not in BROKEN or (rule.terms and self.page.find(rule.terms, self.page.whole()) is None):
            return None
        category = _category(rule)
        why = " ".join((*(f"It does not say: {each}" for each in check.missing), *(f"{each[:1].upper()}{each[1:]}." for each in check.reasons)))
        message = f"The notice that {place.name} requires is {check.status}. {why}".strip()
        if check.start >= 0:
            return self._finding(rule, place, category, (check.start, check.end), message)
        return self._finding(rule, place, category, self._first(), message)

    def _scope(self, rule: PlaceRule, place: Place) -> Finding | None:
        if self.product is None or any(each.category in rule.categories for each in self.findings):
            return None  # those findings carry the rule in their verdicts
        if not rule.terms:
            return None if lifted(rule, self.page, self.page.whole()) else self._whole(rule, place, _category(rule))
        return self._at_word(rule, place, _category(rule))

    def _disclosure(self, rule: PlaceRule, place: Place, grade: Grade | None) -> Finding | None:
        """A disclosure clears nothing here: it stands, the engine was content with it, and the place is not."""
        if grade is None or grade.statement[0] < 0 or self.product is None or rule.terms or rule.statuses:
            return None
        if any(each.category == STATUS_CATEGORY for each in self.findings) or lifted(rule, self.page, self.page.whole()):
            return None
        return self._finding(rule, place, STATUS_CATEGORY, grade.statement, f"{rule.title}: {rule.condition}")

    def _at_word(self, rule: PlaceRule, place: Place, category: str) -> Finding | None:
        for start, end, _ in self.page.find_all(rule.terms):
            if rule.topic == "product-mention" or self._stands(rule, start, end):
                span = self.page.source(start, end)
                return self._finding(rule, place, category, (span.start, span.end), f"“{{quote}}”: {rule.condition}")
        return None

    def _stands(self, rule: PlaceRule, start: int, end: int) -> bool:
        """Is a phrase said of what is offered, and not judged already?"""
        page = self.page
        sentence = page.sentence(start, end)
        if self.product is None or lifted(rule, page, [sentence, *page.headings_over(start)]):
            return False
        text = page.text[sentence.start : sentence.end]
        senses = page.senses(text, start - sentence.start, end - sentence.start)
        if senses & _DENYING or (rule.topic in ("cancer-offer", "scope") and "negated" in senses):
            return False
        if rule.topic == "cancer-offer" and page.find(self.products, [sentence]) is None:
            return False
        spans = [page.of_source(each.start, max(each.end, each.start + 1)) for each in self.findings if each.category in rule.categories]
        return not any(left < sentence.end and sentence.start < right for left, right in spans)

    def _whole(self, rule: PlaceRule, place: Place, category: str) -> Finding:
        return self._finding(rule, place, category, self._first(), f"{rule.title}: {rule.condition}")

    def _first(self) -> tuple[int, int]:
        """Where a finding on the whole document points: its first claim, or the first mention of the product, or its beginning."""
        if self.findings:
            first = min(self.findings, key=lambda each: each.start)
            return first.start, first.end
        if self.product:
            span = self.page.source(self.product[0], self.product[1])
            return span.start, span.end
        first_block = self.page.document.blocks[0] if self.page.document.blocks else None
        span = self.page.document.to_source.to_source(first_block.start, first_block.end) if first_block else self.page.source(0, 1)
        return span.start, span.end

    def _finding(self, rule: PlaceRule, place: Place, category: str, span: tuple[int, int], message: str) -> Finding:
        entry = place.entries.get(category, NOTHING)
        asked = question(rule)
        decided = Verdict(
            jurisdiction=place.code, ruling=rule.ruling or entry.ruling, severity=rule.severity or entry.severity, provisions=rule.provisions,
            acceptable=_remedy(rule, place, entry), rules=(rule.id,), questions=(asked,) if asked else (),
        )  # fmt: skip
        facts = Facts(rule.id, category, rule.title, message, _remedy(rule, place, entry))
        return replace(finding_at(self.page, facts, span), severity=decided.severity, provisions=rule.provisions, verdicts=(decided,))


def _remedy(rule: PlaceRule, place: Place, entry: Entry) -> str:
    """What would make the advert acceptable: what a duty asks for, else what the place says of the category or of the status."""
    if rule.topic in ("missing-permit", "missing-title"):
        return rule.unless
    return entry.acceptable or place.entries.get(STATUS_CATEGORY, NOTHING).acceptable or rule.unless


def _category(rule: PlaceRule) -> str:
    """The category of a finding on the whole document: experimental status where the rule concerns it, else its topic."""
    return STATUS_CATEGORY if STATUS_CATEGORY in rule.categories else rule.topic


def untouched(place: Place) -> Verdict:
    """What a place says of a finding that the law of another place made."""
    return Verdict(jurisdiction=place.code, ruling=Ruling.NO_RULE, severity=Severity.LOW, provisions=())
