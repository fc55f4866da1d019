"""`compliance rules list` and `compliance rules show`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator

import click

from compliance.commands.options import configured, counted, pack_options
from compliance.commands.select import chosen
from compliance.errors import UsageError
from compliance.model.rule import Pack, Rule
from compliance.packs.files import closest
from compliance.report.reference import lexicon_size, rule_lines


@click.command("list")
@click.argument("names", nargs=-1, metavar="[ID|CATEGORY]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print them.")
@click.option("--lexicons", is_flag=True, help="List the lexicons instead: name, size and title.")
@pack_options
def list_rules(names: tuple[str, ...], format_: str, lexicons: bool, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool) -> None:
    """List rules, one a line: severity, status, id and title."""
    from compliance.loading import load_packs

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    pack = load_packs(config.rules, core=config.core).pack
    if lexicons:
        _lexicons(pack, names, format_)
        return
    found = chosen(pack, names)
    if format_ == "json":
        click.echo(json.dumps([_data(rule) for rule in found], ensure_ascii=False, indent=1))
        return
    width = max((len(rule.id) for rule in found), default=0)
    for rule in found:
        click.echo(f"{rule.severity!s:<8} {rule.status:<12} {rule.id:<{width}}  {rule.title}")
    categories = {rule.category for rule in found}
    click.echo(f"{counted(len(found), 'rule')} in {counted(len(categories), 'category', 'categories')}", err=True)


def _lexicons(pack: Pack, names: tuple[str, ...], format_: str) -> None:
    for name in names:
        if name not in pack.lexicons:
            raise UsageError(f"unknown lexicon {name!r}; {closest(name, pack.lexicons)}")
    found = [each for name, each in sorted(pack.lexicons.items()) if not names or name in names]
    if format_ == "json":
        groups = [{"lexicon": each.name, "title": each.title, "groups": {group: len(terms) for group, terms in each.groups.items()}} for each in found]
        click.echo(json.dumps(groups, ensure_ascii=False, indent=1))
        return
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        click.echo(f"{each.name:<{width}}  {each.title} ({lexicon_size(each)})")
    click.echo(f"{counted(len(found), 'lexicon')}; compliance explain NAME says more", err=True)


@click.command("show")
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@pack_options
def show_rules(names: tuple[str, ...], config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool) -> None:
    """Show rules in full: what they say, when they are cleared, their examples and where they stand."""
    from compliance.loading import load_packs

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    for rule in chosen(load_packs(config.rules, core=config.core).pack, names):
        click.echo("\n".join([*rule_lines(rule), "", *_source(rule), ""]))


def _source(rule: Rule) -> Iterator[str]:
    """The rule as it stands in its file, from its id to the next entry of the list."""
    at = rule.at
    yield f"{at.path}:{at.line}"
    try:
        lines = Path(at.path).read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return
    first = at.line - 1
    yield lines[first]
    for line in lines[first + 1 :]:
        indent = len(line) - len(line.lstrip())
        if line.strip() and (indent < at.column - 1 or (line.lstrip().startswith("- ") and indent < at.column)):
            return
        yield line


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id, "category": rule.category, "title": rule.title, "severity": str(rule.severity), "confidence": rule.confidence, "status": rule.status,
        "kind": rule.kind, "provisions": list(rule.provisions), "pack": rule.pack,
    }  # fmt: skip
