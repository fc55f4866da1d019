"""`compliance explain`: a rule, category, lexicon, sense or code in plain words."""

from __future__ import annotations

from datetime import date
from typing import Iterator

import click

from compliance.commands.options import configured, pack_options
from compliance.errors import UsageError
from compliance.explanations import CODES, SENSES
from compliance.model.rule import Category, Pack, Rule
from compliance.report.reference import lexicon_lines


@click.command()
@click.argument("name", metavar="ID")
@click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="CODE", help="Say what the law of this place is (repeatable, or with commas).")
@click.option("--as-of", metavar="DATE", help="The law of this day, YYYY-MM-DD (default: today).")
@pack_options
def explain(
    name: str, jurisdictions: tuple[str, ...], as_of: str | None, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool
) -> None:
    """Say what a rule, category, sense (negated …), code (D002 …), lexicon, provision, notice or place means and what to do."""
    if name.upper() in CODES:
        click.echo(f"{name.upper()}: {CODES[name.upper()]}")
        return
    if name in SENSES:
        click.echo(f"{name}: {SENSES[name]}")
        return
    from compliance.law.explain import category_lines, named_lines
    from compliance.loading import load_packs

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    pack = load_packs(config.rules, core=config.core).pack
    rule = next((rule for rule in pack.rules if rule.id == name), None)
    codes = [code.strip().upper() for each in jurisdictions for code in each.split(",") if code.strip()]
    day = _day(as_of)
    if rule is not None:
        click.echo("\n".join([*_rule(rule, pack), *category_lines(pack, rule.category, codes, day)]))
    elif name in pack.categories:
        click.echo("\n".join([*_category(pack.categories[name], pack), *category_lines(pack, name, codes, day)]))
    elif named := named_lines(pack, name):
        click.echo("\n".join(named))
    elif (lexicon := pack.lexicons.get(name.strip("{}").partition(".")[0])) is not None:
        click.echo("\n".join(lexicon_lines(lexicon)))
    else:
        from compliance.packs.load import closest

        law = [*(rule.id for each in pack.jurisdictions.values() for rule in each.rules), *pack.provisions, *pack.notices]
        known = [*(each.id for each in pack.rules), *pack.categories, *pack.lexicons, *law, *SENSES, *CODES]
        raise UsageError(f"nothing is called {name!r}; {closest(name, known)}")


def _day(as_of: str | None) -> str:
    from compliance.run import now

    try:
        return date.fromisoformat(as_of).isoformat() if as_of else now()[:10]
    except ValueError:
        raise UsageError(f"--as-of {as_of!r} is no day; write it like 2025-07-01") from None


def _rule(rule: Rule, pack: Pack) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    yield f"Severity {rule.severity}, confidence {rule.confidence}, category {rule.category} ({pack.categories[rule.category].title})."
    yield ""
    yield f"What it says:   {rule.message}"
    yield f"What to do:     {rule.remediation}"
    for sense in sorted(rule.context.clear):
        yield f"Not reported:   {sense}. {SENSES.get(sense, '')}"
    for sense, severity in sorted(rule.context.lower.items()):
        yield f"Only {severity}:{' ' * max(1, 10 - len(str(severity)))}{sense}. {SENSES.get(sense, '')}"
    for text in rule.flag[:3]:
        yield f"Flagged:        “{' '.join(text.split())}”"
    for text in rule.clear[:3]:
        yield f"Not flagged:    “{' '.join(text.split())}”"
    for text in rule.false_positives:
        yield f"May be wrong:   {text}"
    for each in rule.provisions:
        known = pack.provisions.get(each)
        if known:
            yield f"Rests on:       {known.citation} ({known.jurisdiction}): {known.requirement} {known.url}".rstrip()
        else:
            yield f"Rests on:       {each}"


def _category(category: Category, pack: Pack) -> Iterator[str]:
    yield f"{category.slug}: {category.title}"
    yield f"Severity {category.severity} unless a rule says otherwise."
    yield ""
    yield f"What it says:   {category.message}"
    yield f"What to do:     {category.remediation}"
    yield "Rules:"
    for rule in pack.rules:
        if rule.category == category.slug:
            yield f"  {rule.id}: {rule.title}"
