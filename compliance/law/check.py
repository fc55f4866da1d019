"""Faults of law data that no schema sees.

    J001  a category without an entry            J002  an expired citation, its successor not listed
    J003  a provision nobody uses                J004  an unknown provision, notice, parent or category
    J005  a notice that requires an element it does not have
"""

from __future__ import annotations

from typing import Iterable, Iterator

from compliance.errors import Diagnostic, Location
from compliance.model.law import Jurisdiction
from compliance.model.rule import Pack


def faults(pack: Pack, day: str) -> Iterator[Diagnostic]:
    """Every fault of a pack's law data on a day (ISO)."""
    used: set[str] = {each.provision for each in pack.notices.values()}
    used |= {each for rule in pack.rules for each in rule.provisions} | {each for one in pack.categories.values() for each in one.provisions}
    for place in pack.jurisdictions.values():
        yield from _place(pack, place)
        for slug, entry in place.categories.items():
            used.update(entry.provisions)
            if pack.categories and slug not in pack.categories:
                yield Diagnostic(entry.at, "J004", f"{place.code}: unknown category {slug!r}", "name a category of categories.yaml")
            yield from _provisions(pack, entry.provisions, entry.at, f"{place.code}: {slug}", day, slug)
        for rule in place.rules:
            used.update(rule.provisions)
            yield from _provisions(pack, rule.provisions, rule.at, rule.id, None if rule.period.end else day)
            if rule.notice and rule.notice not in pack.notices:
                yield Diagnostic(rule.at, "J004", f"{rule.id}: unknown notice {rule.notice!r}", "define it in a file of rules/notices, or mend the id")
    for notice in pack.notices.values():
        yield from _provisions(pack, (notice.provision,), notice.at, notice.id, None)
        for missing in sorted(notice.required - {each.id for each in notice.elements}):
            yield Diagnostic(notice.at, "J005", f"{notice.id} requires the element {missing!r}, which it does not have", "add the element, or mend its id")
    for provision in pack.provisions.values():
        if provision.replaced_by and provision.replaced_by not in pack.provisions:
            yield Diagnostic(provision.at, "J004", f"{provision.id}: unknown successor {provision.replaced_by!r}", "define it, or mend the id")
        if pack.jurisdictions and provision.id not in used and provision.kind != "bill":
            yield Diagnostic(provision.at, "J003", f"nobody uses the provision {provision.id!r}", "cite it in a jurisdiction file, or delete it")


def _place(pack: Pack, place: Jurisdiction) -> Iterator[Diagnostic]:
    if place.parent and place.parent not in pack.jurisdictions:
        yield Diagnostic(place.at, "J004", f"{place.code}: unknown parent {place.parent!r}", f"known are: {', '.join(sorted(pack.jurisdictions))}")
    if not place.inherits:
        for slug in pack.categories:
            if slug != "stance" and slug not in place.categories:
                yield Diagnostic(place.at, "J001", f"{place.code} says nothing of {slug!r}", "add the category with its provisions, or with 'provisions: none'")


def _provisions(pack: Pack, listed: Iterable[str], at: Location, who: str, day: str | None, category: str = "") -> Iterator[Diagnostic]:
    """Unknown and expired names. An expired one may stand for old adverts beside its successor, or where that does not speak of the category."""
    names = tuple(listed)
    holds = day is not None and any(name in pack.provisions and pack.provisions[name].in_force(day) for name in names)
    for name in names:
        found = pack.provisions.get(name)
        if found is None:
            yield Diagnostic(at, "J004", f"{who}: unknown provision {name!r}", "define it in a file of rules/provisions, or mend the id")
        elif day is not None and found.end is not None and found.end < day and found.replaced_by not in names:
            heir = pack.provisions.get(found.replaced_by)
            if heir and holds and category and category not in heir.categories:
                continue
            hint = f"list {found.replaced_by!r} beside it" if found.replaced_by else "remove it"
            yield Diagnostic(at, "J002", f"{who}: {name!r} expired on {found.end}", hint)
