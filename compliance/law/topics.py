"""When a rule of a place holds: where its words are looked for, and what else its topic asks.

The topics are the closed list of schemas/jurisdiction.schema.json; what is said of each of them is
data. Where the text of an advert cannot show a condition, the data marks the rule `ask`.
"""

from __future__ import annotations

from compliance.law.page import Page, Passage
from compliance.model.finding import Finding
from compliance.model.law import PlaceRule

_PRODUCT = frozenset(
    "unauthorised-product cell-therapy-offer unproven-treatment unassessed-technology unapproved-method plan-required product-mention non-medical-ad "
    "cosmetic-procedure abroad-only platform-policy state-permission scope".split()
)
"""topics whose words say what the whole advert is about: looked for anywhere in it"""
_BY_CATEGORY = frozenset("testimonial rate-ban advertising-ban mechanism many-diseases".split())
"""topics that a finding of the category shows by itself; words only point to them"""
BESIDE = "expected-result"
"""the topic of what must stand beside a claim: looked for in its block and the next"""
_DIGITS_WITHIN = 40
"""characters after the name of a permit within which its number stands"""


def holds(rule: PlaceRule, page: Page, finding: Finding, status: frozenset[str]) -> bool:
    """Does a rule hold of a finding? `status` is how the disclosure of the document stands."""
    if rule.ask or (rule.categories and finding.category not in rule.categories):
        return False
    if rule.statuses and rule.statuses.isdisjoint(status):
        return False
    if rule.effect == "clear-bar" and "missing" in status and finding.category == "experimental-status":
        return False  # there is no disclosure that could clear anything
    where = page.whole() if rule.topic in _PRODUCT else around(page, finding, rule.topic in ("cited-study", BESIDE))
    where += _next_block(page, finding) if rule.topic == BESIDE else []
    if rule.terms and not _shown_by_category(rule) and page.find(rule.terms, where) is None:
        return False
    return not lifted(rule, page, where)


def _shown_by_category(rule: PlaceRule) -> bool:
    """Is a finding of the category enough? Charging for a trial is, where the rule flags it as such."""
    return rule.topic in _BY_CATEGORY or (rule.topic == "charge-for-trial" and rule.effect == "flag")


def lifted(rule: PlaceRule, page: Page, where: list[Passage]) -> bool:
    """Do the words of the exception stand there? In a matter of scope, a use outside it is not lifted by one inside."""
    if not rule.unless_terms or (rule.topic == "scope" and rule.terms):
        return False
    if rule.topic == "missing-permit":
        return any(any(map(str.isdigit, page.text[end : end + _DIGITS_WITHIN])) for _, end, _ in page.find_all(rule.unless_terms))
    return page.find(rule.unless_terms, where) is not None


def around(page: Page, finding: Finding, whole_block: bool = False) -> list[Passage]:
    """Where the words of a rule on a claim are looked for: its sentence (or block), and the headings over it."""
    start, end = page.of_source(finding.start, max(finding.end, finding.start + 1))
    number = page.block_at(start)
    here = page.of_block(number) if whole_block and number >= 0 else page.sentence(start, end)
    return [here, *page.headings_over(start)]


def _next_block(page: Page, finding: Finding) -> list[Passage]:
    number = page.block_at(page.of_source(finding.end - 1, finding.end).start) + 1
    return [page.of_block(number)] if 0 < number < len(page.document.blocks) else []


def question(rule: PlaceRule) -> str:
    """What a person must check before the rule can be said to hold, or not to."""
    if rule.ask:
        return f"{rule.title} ({rule.id}): {rule.condition}"
    if rule.unless and not rule.unless_terms:
        return f"{rule.title} ({rule.id}) does not apply where: {rule.unless}"
    return ""
