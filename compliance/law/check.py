"""Faults of law data that no schema sees.

    J001  a category without an entry            J002  an expired citation, its successor not listed
    J003  a provision nobody uses                J004  an unknown provision, notice, parent or category
    J005  a notice that requires an element it does not have
    J006  a bill cited as law                    J007  an exception for an expired citation that needs none
    J009  a category that nobody has looked up (a warning)
"""

from __future__ import annotations

from typing import Container, Iterable, Iterator

from compliance.errors import Diagnostic, Location
from compliance.model.law import Entry, Jurisdiction
from compliance.model.rule import Pack, Provision

BILL = "bill"


def faults(pack: Pack, day: str) -> Iterator[Diagnostic]:
    """Every fault of a pack's law data on a day (ISO)."""
    used: set[str] = {each.provision for each in pack.notices.values()}
    used |= {each for rule in pack.rules for each in rule.provisions} | {each for one in pack.categories.values() for each in one.provisions}
    for place in pack.jurisdictions.values():
        yield from _place(pack, place)
        used.update(place.watch)
        for slug, entry in place.categories.items():
            used.update(entry.provisions)
            yield from _bills(pack, entry.provisions, entry.at, f"{place.code}: {slug}")
            if pack.categories and slug not in pack.categories:
                yield Diagnostic(entry.at, "J004", f"{place.code}: unknown category {slug!r}", "name a category of categories.yaml")
            yield from _provisions(pack, entry.provisions, entry.at, f"{place.code}: {slug}", day, entry.former)
            if entry.is_open:
                hint = "look for a provision and cite it, or say under 'acceptable' that none was found"
                yield Diagnostic(entry.at, "J009", f"{place.code}: {slug} was not looked up", hint, warning=True)
            yield from _former(pack, entry, f"{place.code}: {slug}", day)
        for rule in place.rules:
            used.update(rule.provisions)
            yield from _bills(pack, rule.provisions, rule.at, rule.id)
            yield from _provisions(pack, rule.provisions, rule.at, rule.id, None if rule.period.end else day)
            if rule.notice and rule.notice not in pack.notices:
                yield Diagnostic(rule.at, "J004", f"{rule.id}: unknown notice {rule.notice!r}", "define it in a file of rules/notices, or mend the id")
        for name in place.watch:
            if name not in pack.provisions:
                yield Diagnostic(place.at, "J004", f"{place.code}: unknown provision {name!r} to watch", "define it, or mend the id")
    for notice in pack.notices.values():
        yield from _provisions(pack, (notice.provision,), notice.at, notice.id, None if notice.period.end else day)
        for missing in sorted(notice.required - {each.id for each in notice.elements}):
            yield Diagnostic(notice.at, "J005", f"{notice.id} requires the element {missing!r}, which it does not have", "add the element, or mend its id")
    for provision in pack.provisions.values():
        if provision.replaced_by and provision.replaced_by not in pack.provisions:
            yield Diagnostic(provision.at, "J004", f"{provision.id}: unknown successor {provision.replaced_by!r}", "define it, or mend the id")
        if pack.jurisdictions and provision.id not in used:
            yield Diagnostic(provision.at, "J003", f"nobody uses the provision {provision.id!r}", _unused(provision))


def _place(pack: Pack, place: Jurisdiction) -> Iterator[Diagnostic]:
    if place.parent and place.parent not in pack.jurisdictions:
        yield Diagnostic(place.at, "J004", f"{place.code}: unknown parent {place.parent!r}", f"known are: {', '.join(sorted(pack.jurisdictions))}")
    if not place.inherits:
        for slug in pack.categories:
            if slug != "stance" and slug not in place.categories:
                yield Diagnostic(place.at, "J001", f"{place.code} says nothing of {slug!r}", "add the category with its provisions, or with 'provisions: none'")


def _unused(provision: Provision) -> str:
    return "list it under 'watch' of its place, or delete it" if provision.kind == BILL else "cite it in a jurisdiction file, or delete it"


def _bills(pack: Pack, listed: Iterable[str], at: Location, who: str) -> Iterator[Diagnostic]:
    """A bill is no law: it may be watched, never cited."""
    for name in listed:
        if name in pack.provisions and pack.provisions[name].kind == BILL:
            yield Diagnostic(at, "J006", f"{who}: {name!r} is a bill", "list it under 'watch' instead")


def _provisions(pack: Pack, listed: Iterable[str], at: Location, who: str, day: str | None, former: Container[str] = ()) -> Iterator[Diagnostic]:
    """Unknown and expired names. An expired one may stand for old adverts beside its successor, or where the data says why it stays."""
    names = tuple(listed)
    for name in names:
        found = pack.provisions.get(name)
        if found is None:
            yield Diagnostic(at, "J004", f"{who}: unknown provision {name!r}", "define it in a file of rules/provisions, or mend the id")
        elif day is not None and _has_expired(found, day) and found.replaced_by not in names and name not in former:
            hint = f"list {found.replaced_by!r} beside it" if found.replaced_by else "remove it"
            yield Diagnostic(at, "J002", f"{who}: {name!r} expired on {found.end}", f"{hint}, or say under 'former' why it stays")


def _former(pack: Pack, entry: Entry, who: str, day: str) -> Iterator[Diagnostic]:
    """An exception that excuses nothing hides the next fault."""
    for name in entry.former:
        found = pack.provisions.get(name)
        if name not in entry.provisions or found is None or not _has_expired(found, day) or found.replaced_by in entry.provisions:
            yield Diagnostic(entry.at, "J007", f"{who}: {name!r} needs no exception under 'former'", "remove it there")


def _has_expired(provision: Provision, day: str) -> bool:
    return provision.end is not None and provision.end < day
