"""`compliance rules fit`: scorecards learned from labelled texts, written as YAML."""

from __future__ import annotations

from pathlib import Path

import click

from compliance.commands.options import configured, pack_options

HEAD = "# Made by `compliance rules fit`. Points may be changed by hand; the next fit writes the file anew.\n"


@click.command("fit")
@click.argument("corpus", metavar="CORPUS...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where the scorecards are written, a file a category (rules/scorecards).")
@click.option("--strength", type=float, default=0.5, show_default=True, help="Smaller: smaller points.")
@click.option("--case-weight", type=float, default=0.3, show_default=True, help="What a single case counts beside a sentence of a page.")
@pack_options
def fit_rules(
    corpus: tuple[str, ...], output: str, strength: float, case_weight: float, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool
) -> None:
    """Learn the scorecards of all categories from CORPUS: labelled cases and pages, as for `rules score`."""
    from compliance.corpus import read_corpus
    from compliance.fit import Terms, samples, scorecards
    from compliance.loading import load_packs
    from compliance.packs.write import as_yaml

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    packs = load_packs(config.rules, core=config.core)
    terms = Terms(strength=strength, case_weight=case_weight)
    corpora = [read_corpus(Path(name)) for name in corpus]  # all of them before the long work begins
    found = [each for one in corpora for each in samples(one, packs, terms)]
    click.echo(f"{len(found)} sentences", err=True)
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for card in scorecards(found, packs, terms):
        file = folder / f"{card['id'].partition('/')[0]}.yaml"
        file.write_text(as_yaml(card, HEAD), encoding="utf-8")
        click.echo(f"{file}: {sum(map(len, card['weigh']['points'].values()))} cues")
