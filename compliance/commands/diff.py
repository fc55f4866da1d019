"""`compliance diff`: what changed between two JSON reports."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from compliance.errors import UsageError

EXIT_WORSE = 1


@click.command()
@click.argument("old", metavar="OLD.json")
@click.argument("new", metavar="NEW.json")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it.")
@click.option("--all", "every", is_flag=True, help="Also list what is unchanged.")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, format_: str, every: bool) -> None:
    """Compare two JSON reports: fixed, cleared, new, changed by the law, reworded but still flagged, disclosure moved.

    Write the new report with --show-cleared: without what was cleared, a finding that is gone may be fixed or only
    cleared, and is called "no longer reported".

    \b
    Exit codes: 0 nothing is worse; 1 something is new or worse; 2 not two reports.
    """
    from compliance.triage.difference import GONE, KINDS, UNCHANGED, compare, is_worse

    after = _report(new)
    changes = compare(_report(old), after)
    if format_ == "json":
        click.echo(json.dumps({"changes": [asdict(each) for each in changes], "worse": is_worse(changes)}, ensure_ascii=False, indent=1))
    else:
        width = max((len(each.kind) for each in changes), default=0)
        for each in changes:
            if each.kind == UNCHANGED and not every:
                continue
            quote = " ".join(each.text.split())
            shown = f" “{quote if len(quote) <= 80 else quote[:79] + '…'}”" if quote else ""
            click.echo(f"{each.kind:<{width}} {each.severity:<8} {each.path}: {each.rule_id or each.category}{shown}")
            for line in each.says:
                click.echo(f"    {line}")
        counts = Counter(each.kind for each in changes)
        click.echo(", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS))
        if counts[GONE] and not all("cleared" in each for each in after["documents"]):
            click.echo("write the new report with --show-cleared to tell what was fixed from what was only cleared", err=True)
    ctx.exit(EXIT_WORSE if is_worse(changes) else 0)


def _report(name: str) -> dict[str, Any]:
    try:
        data = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}; name two JSON reports") from None
    except ValueError:
        raise UsageError(f"{name}: not JSON; write it with compliance check --format json") from None
    wanted = {"rule_id", "category", "severity", "text", "sentence", "fingerprint"}
    documents = data.get("documents") if isinstance(data, dict) else None
    if not isinstance(documents, list) or not all(wanted <= set(one) for each in documents for one in each.get("findings", ())):
        raise UsageError(f"{name}: no report of this tool; write it with compliance check --format json")
    report: dict[str, Any] = data
    return report
