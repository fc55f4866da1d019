"""What the law of a place says of a rule, category, provision or notice, in lines for a person."""

from __future__ import annotations

from typing import Iterator, Sequence

from compliance.law.resolve import place
from compliance.model.finding import Severity
from compliance.model.law import CORE, Entry, Notice, PlaceRule, Ruling
from compliance.model.rule import Pack, Provision


def category_lines(pack: Pack, category: str, codes: Sequence[str], day: str) -> Iterator[str]:
    """The law on a category in some places on a day: verdict, provisions, what is acceptable, an example of each."""
    for code in codes:
        here = place(pack, code, day)
        entry = here.entries.get(category, Entry(Ruling.NO_RULE, Severity.LOW, ()))
        yield ""
        if entry.is_open:
            yield f"{code} ({here.name}): not looked up yet; that nothing stands here says nothing of the law"
            continue
        yield f"{code} ({here.name}), law of {day}: {entry.ruling}, {entry.severity}"
        for each in entry.provisions:
            yield from provision_lines(pack.provisions[each])
        if entry.acceptable:
            yield f"  Acceptable:   {entry.acceptable}"
        yield from _examples(pack, entry, category)
        for rule in here.rules:
            if category in rule.categories:
                yield from rule_lines(rule)
        if category == "experimental-status":
            for notice in here.notices:
                yield from notice_lines(notice)


def _examples(pack: Pack, entry: Entry, category: str) -> Iterator[str]:
    """The examples of an entry, or those of the international core where a place that has a rule gives none of its own."""
    core = pack.jurisdictions[CORE].categories.get(category) if CORE in pack.jurisdictions else None
    shown = entry if entry.bad or core is None else core
    if entry.ruling is not Ruling.NO_RULE and shown.bad:
        whose = "" if shown is entry else " (example of the international core)"
        yield f"  Flagged:      “{shown.bad}”{whose}"
        yield f"  Not flagged:  “{shown.good}”{whose}"


def rule_lines(rule: PlaceRule) -> Iterator[str]:
    """A rule of a place."""
    sets = ", ".join(str(each) for each in (rule.ruling, rule.severity) if each is not None)
    yield f"  Rule {rule.id}: {rule.title} ({rule.effect}{': ' + sets if sets else ''}; {', '.join(rule.provisions)})"
    yield f"    When: {rule.condition}{' (a person must check)' if rule.ask else ''}"
    if rule.unless:
        yield f"    Unless: {rule.unless}"


def provision_lines(each: Provision) -> Iterator[str]:
    """A provision with its citation, what it requires, where it was read, and whether it was verified."""
    checked = "" if each.verified else " [citation not verified against the official text]"
    yield f"  {each.citation}: {each.title} ({each.id}){checked}"
    yield f"    {each.requirement}"
    force = f"{each.start or '?'} to {each.end}" if each.end else f"from {each.start}" if each.start else "start not known"
    yield f"    {'Bill, not in force' if each.kind == 'bill' else force}. {each.official_url or each.url or 'Nothing was read'}"


def notice_lines(notice: Notice) -> Iterator[str]:
    """A mandated notice."""
    where = "in every advertisement" if notice.in_ads else f"not in advertisements ({', '.join(notice.where)})"
    yield f"  Notice {notice.id}: required {where}; {notice.notes}"
    if notice.text:
        yield f"    Wording{'' if notice.text_verified else ' (not verified)'}: “{notice.text}”"
    for each in notice.elements:
        if each.id in notice.required:
            yield f"    It must say: {each.says}"


def named_lines(pack: Pack, name: str) -> list[str]:
    """What a name of the law (a place, rule of a place, provision or notice) means; empty for any other name."""
    if name in pack.provisions:
        return list(provision_lines(pack.provisions[name]))
    if name in pack.notices:
        return list(notice_lines(pack.notices[name]))
    for each in pack.jurisdictions.values():
        for rule in each.rules:
            if rule.id == name:
                return [f"{each.code} ({each.name})", *rule_lines(rule), *(line for one in rule.provisions for line in provision_lines(pack.provisions[one]))]
    for standing in (one for terms in pack.disclosures.values() for one in terms.standings if one.id == name):
        return [f"{standing.id}: {standing.title}", f"  {standing.message.replace('{points}', 'It names the points that fail')}"]
    if name.upper() in pack.jurisdictions:
        found = pack.jurisdictions[name.upper()]
        entries = (f"  {slug}: {'not looked up' if entry.is_open else f'{entry.ruling}, {entry.severity}'}" for slug, entry in found.categories.items())
        return [f"{found.code}: {found.name}", *entries, *(line for rule in found.rules for line in rule_lines(rule))]
    return []
