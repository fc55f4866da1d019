"""`compliance rules score`: precision and recall on labelled texts, with each error and its reason."""

from __future__ import annotations

from pathlib import Path

import click

from compliance.commands.options import configured, counted, pack_options


@click.command("score")
@click.argument("corpus", metavar="CORPUS")
@click.option("--confusions", is_flag=True, help="Also list every wrong and missed item, with what cleared it.")
@click.option("--category", "categories", multiple=True, metavar="NAME", help="Only this category (repeatable).")
@pack_options
def score_rules(
    corpus: str, confusions: bool, categories: tuple[str, ...], config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool
) -> None:
    """Measure the rules on CORPUS: a .jsonl of cases, a folder of them, or texts with a gold.jsonl."""
    from compliance.api import screen_text
    from compliance.corpus import read_corpus
    from compliance.loading import load_packs
    from compliance.score import score_cases, score_pages

    found = read_corpus(Path(corpus))
    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    packs = load_packs(config.rules, core=config.core)
    category_of = {rule.id: rule.category for rule in packs.pack.rules}
    for name, scores in (
        ("cases", score_cases(found.cases, lambda text: screen_text(text, packs=packs), category_of)),
        ("pages", score_pages(found.pages, lambda text: screen_text(text, packs=packs))),
    ):
        if scores.texts:
            _print(name, scores, confusions, frozenset(categories))


def _print(name: str, scores: object, confusions: bool, only: frozenset[str]) -> None:
    from compliance.score import Scores, Tally

    assert isinstance(scores, Scores)
    if confusions:
        for each in sorted(scores.confusions, key=lambda each: (each.category, each.kind)):
            if not only or each.category in only:
                what = " ".join(part for part in (each.rule_id, each.severity) if part)
                click.echo(f"{each.kind:<6} {each.where}  {each.category}  {what}  “{_short(each.quote)}”")
                for reason in each.reasons:
                    click.echo(f"       {_short(reason, 240)}")
        click.echo()
    click.echo(f"{name}: {counted(scores.texts, 'text')}")
    click.echo(f"{'category':<20}  prec   rec   right/found  hit/expected  borderline  look-alikes flagged: above low / any / of")

    def line(label: str, tally: Tally) -> None:
        looks = f"{tally.flagged_above_low:>5} /{tally.flagged:>5} /{tally.look_alikes:>5}" if tally.look_alikes else ""
        shares = f"{_share(tally.precision)} {_share(tally.recall)}"
        counts = f"{tally.right:>6}/{tally.findings:<6} {tally.found:>5}/{tally.expected:<7} {tally.borderline:>9}"
        click.echo(f"{label:<20} {shares} {counts}  {looks}".rstrip())

    for category in sorted(scores.tallies):
        if not only or category in only:
            line(category, scores.tallies[category])
    line("all", scores.total())


def _share(value: float | None) -> str:
    return "    -" if value is None else f"{value:5.3f}"


def _short(text: str, length: int = 160) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[: length - 1] + "…"
