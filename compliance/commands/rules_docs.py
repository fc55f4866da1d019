"""`compliance rules docs`: the rule reference as Markdown."""

from __future__ import annotations

from pathlib import Path

import click

from compliance.commands.options import configured, pack_options
from compliance.commands.select import chosen
from compliance.errors import UsageError
from compliance.report.reference import reference


@click.command("docs")
@click.argument("names", nargs=-1, metavar="[ID|CATEGORY]...")
@click.option("--output", "-o", metavar="FILE", help="Write it here instead of to standard output.")
@pack_options
def docs_rules(names: tuple[str, ...], output: str | None, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool) -> None:
    """Write the reference of all rules (or some) as Markdown."""
    from compliance.loading import load_packs

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    pack = load_packs(config.rules, core=config.core).pack
    text = reference(pack, chosen(pack, names))
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}; choose another place with -o") from None
