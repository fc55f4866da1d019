"""`compliance rules test`: the examples of rules and places through the production pipeline."""

from __future__ import annotations

import click

from compliance.commands.options import configured, counted, pack_options
from compliance.commands.select import chosen

EXIT_FAILED = 1


@click.command("test")
@click.argument("names", nargs=-1, metavar="[ID|CATEGORY|PLACE]...")
@click.option("--verbose", "-v", is_flag=True, help="Also print the examples that pass.")
@pack_options
@click.pass_context
def test_rules(
    ctx: click.Context, names: tuple[str, ...], verbose: bool, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool
) -> None:
    """Screen the examples of rules with all rules: `flag` must be flagged, `pass` must not, above low.

    Those of places are screened under the law of their place: `bad` must be flagged, `good` must not.

    \b
    Exit codes: 0 all agree; 1 some do not; 2 usage or rule error.
    """
    from compliance.loading import load_packs
    from compliance.run import now
    from compliance.trial import examples, place_examples, reasons, run, run_place

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    packs = load_packs(config.rules, core=config.core)
    codes = [each for each in packs.pack.jurisdictions if not names or each in {name.upper() for name in names}]
    others = [each for each in names if each.upper() not in codes]
    wanted = chosen(packs.pack, others, codes=packs.pack.jurisdictions) if others or not names else []
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
    if wanted:
        click.echo(f"{counted(len(wanted), 'rule')}, {counted(total, 'example')}: {total - failed - todo:,} agree, {failed:,} do not, {todo:,} to do")
    day, wrong, tried = now()[:10], 0, 0
    for one in place_examples(packs.pack, codes, day):
        is_right, report = run_place(one, packs, day)
        tried += 1
        if not is_right:
            wrong += 1
            click.echo(f"{one.at}: {one.name}: {'not flagged' if one.kind == 'bad' else 'flagged above low'} in {one.code} as {one.category}: {one.text!r}")
            for line in reasons(report):
                click.echo(f"    {line}")
        elif verbose:
            click.echo(f"{one.at}: {one.name}: agrees")
    if codes:
        click.echo(f"{counted(len(codes), 'place')}, {counted(tried, 'example')}: {tried - wrong:,} agree, {wrong:,} do not")
    ctx.exit(EXIT_FAILED if failed or wrong else 0)
