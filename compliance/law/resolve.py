"""Jurisdictions on one day: dates and inheritance resolved into places."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping

from compliance.errors import UsageError
from compliance.model.finding import Severity
from compliance.model.law import Entry, Jurisdiction, Notice, Place, PlaceRule, Ruling
from compliance.model.rule import Pack, Provision

BINDING = ("statute", "regulation")
"""kinds of provision that bind by themselves"""


def place(pack: Pack, code: str, day: str) -> Place:
    """What holds in a place on a day (ISO); raises UsageError for a code that no file has.

    An entry holds while one of its provisions is in force; where none is, the parent's holds, or
    no rule does. A child's provisions stand before its parent's.
    """
    line = lineage(pack.jurisdictions, code)
    entries: dict[str, Entry] = {}
    rules: list[PlaceRule] = []
    languages: list[str] = []
    regulator = ""
    for each in reversed(line):
        own = {slug: _in_force(entry, pack.provisions, day) for slug, entry in each.categories.items()}
        for slug, entry in own.items():
            entries[slug] = _over(entry, entries.get(slug), pack.provisions)
        rules = [rule for one in each.rules if (rule := _live(one, pack.provisions, day))] + rules
        languages = [*each.languages, *(one for one in languages if one not in each.languages)]
        regulator = each.regulator[0] if each.regulator else regulator
    codes = tuple(each.code for each in line)
    return Place(code, line[0].name, codes, tuple(languages), regulator, entries, tuple(rules), _notices(pack, codes, day))


def lineage(jurisdictions: Mapping[str, Jurisdiction], code: str) -> list[Jurisdiction]:
    """A jurisdiction and those whose law applies there too, the nearest first; raises UsageError."""
    out: list[Jurisdiction] = []
    while code:
        if code not in jurisdictions:
            raise UsageError(f"unknown jurisdiction {code!r}; known are: {', '.join(sorted(jurisdictions)) or 'none'}")
        each = jurisdictions[code]
        if each in out:
            break
        out.append(each)
        code = each.parent if each.inherits else ""
    return out


def _in_force(entry: Entry, provisions: Mapping[str, Provision], day: str) -> Entry | None:
    """The entry with the provisions that apply on a day; None where it rests on some and none applies."""
    if not entry.provisions:
        return entry
    held = tuple(each for each in entry.provisions if _applies(each, provisions, day))
    if not held:
        return None
    return replace(entry, provisions=held)


def _applies(name: str, provisions: Mapping[str, Provision], day: str) -> bool:
    return name in provisions and provisions[name].in_force(day)


def _over(child: Entry | None, parent: Entry | None, provisions: Mapping[str, Provision]) -> Entry:
    """The entry of a place over that of its parent; an entry without provisions adds nothing to one that has some.

    What binds stands first: a statute of the parent goes before a case or guideline of the child.
    """
    if child is None or (parent and parent.provisions and not child.provisions):
        return parent or Entry(Ruling.NO_RULE, Severity.LOW, ())
    if parent is None or not parent.provisions:
        return child
    more = tuple(each for each in parent.provisions if each not in child.provisions)
    same = child.acceptable or parent.acceptable
    bad, good = (child.bad, child.good) if child.bad else (parent.bad, parent.good)
    both = tuple(sorted(child.provisions + more, key=lambda each: provisions[each].kind not in BINDING))
    return replace(child, provisions=both, acceptable=same, bad=bad, good=good)


def _live(rule: PlaceRule, provisions: Mapping[str, Provision], day: str) -> PlaceRule | None:
    """The rule with the provisions in force on a day, or None outside its own dates or theirs."""
    held = tuple(each for each in rule.provisions if _applies(each, provisions, day))
    return replace(rule, provisions=held) if held and rule.period.holds_on(day) else None


def _notices(pack: Pack, codes: tuple[str, ...], day: str) -> tuple[Notice, ...]:
    found = [each for each in pack.notices.values() if each.jurisdiction in codes and each.period.holds_on(day)]
    return tuple(sorted((each for each in found if _applies(each.provision, pack.provisions, day)), key=lambda each: (codes.index(each.jurisdiction), each.id)))
