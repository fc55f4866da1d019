"""`compliance rules test`: every rule's own examples through the production pipeline."""

from __future__ import annotations

import click

from compliance.commands.options import configured, counted, pack_options
from compliance.commands.select import chosen

EXIT_FAILED = 1


@click.command("test")
@click.argument("names", nargs=-1, metavar="[ID|CATEGORY]...")
@click.option("--verbose", "-v", is_flag=True, help="Also print the examples that pass.")
@pack_options
@click.pass_context
def test_rules(
    ctx: click.Context, names: tuple[str, ...], verbose: bool, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool
) -> None:
    """Screen the examples of rules with all rules: `flag` must be flagged, `pass` must not, above low.

    \b
    Exit codes: 0 all agree; 1 some do not; 2 usage or rule error.
    """
    from compliance.loading import load_packs
    from compliance.trial import examples, reasons, run

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    packs = load_packs(config.rules, core=config.core)
    wanted = chosen(packs.pack, names)
    failed = todo = total = 0
    for example in examples(wanted):
        outcome = run(example, packs)
        total += 1
        at = f"{example.rule.at}: {example.name}"
        if example.kind == "todo":
            todo += 1
            if outcome.is_right:
                click.echo(f"{at}: flagged by now; move it from `todo` to `flag`")
        elif not outcome.is_right:
            failed += 1
            verdict = "not flagged by this rule" if example.kind == "flag" else "flagged above low by this rule"
            click.echo(f"{at}: {verdict}: {example.text!r}")
            for line in reasons(outcome.report):
                click.echo(f"    {line}")
        elif verbose:
            click.echo(f"{at}: agrees")
    click.echo(f"{counted(len(wanted), 'rule')}, {counted(total, 'example')}: {total - failed - todo:,} agree, {failed:,} do not, {todo:,} to do")
    ctx.exit(EXIT_FAILED if failed else 0)
