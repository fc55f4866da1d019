"""`compliance rules compile`: compiled rules as a file, for images without a writable home."""

from __future__ import annotations

from pathlib import Path

import click

from compliance.commands.options import configured, counted, pack_options
from compliance.commands.output import Target, deliver


@click.command("compile")
@click.option("--output", "-o", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Where the compiled rules go.")
@pack_options
def compile_rules(output: Path, config_file: str | None, no_config: bool, rules: tuple[str, ...], no_core: bool) -> None:
    """Write the compiled rules to a file that every command uses where COMPLIANCE_PACK names it.

    The file holds for these rules and this installation only: after a change of either it is refused (exit code 2) until it is made anew.
    """
    from compliance import loading

    config = configured(config_file, no_config, rules=rules, no_core=no_core)
    compiled, data = loading.compiled_file(config.rules, core=config.core)
    deliver(Target("pack", output), (data,))
    size = f"{counted(len(compiled.pack.rules), 'rule')}, {counted(len(data), 'byte')}"
    click.echo(f"{size} in {output}; use it with: COMPLIANCE_PACK={output.absolute()}", err=True)
