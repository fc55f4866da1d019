"""`compliance rules lint`: faults and weaknesses of rule files."""

from __future__ import annotations

from pathlib import Path

import click

from compliance.commands.options import configured, counted

EXIT_WARNED, EXIT_FAULTY = 1, 2


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--alone", is_flag=True, help="The paths are a whole pack: do not load the core rules beside them.")
@click.option("--strict", is_flag=True, help="Warnings give exit code 1.")
@click.pass_context
def lint_rules(ctx: click.Context, paths: tuple[str, ...], alone: bool, strict: bool) -> None:
    """Check rule folders or files; without any, those that the configuration names, or the core rules.

    \b
    Exit codes: 0 nothing, or warnings only; 1 warnings, with --strict; 2 faults.
    """
    from compliance.lint import lint, only_below
    from compliance.loading import pack_folders

    if alone and not paths:
        raise click.UsageError("--alone needs a PATH")
    config = configured(None, False)
    named = [Path(each) for each in paths or config.rules]
    folders = pack_folders(named, core=not alone and not _is_core(named))
    found = lint(folders)
    if named:
        found = only_below(found, named)
    for each in found:
        click.echo(str(each))
    warnings = sum(each.warning for each in found)
    faults = len(found) - warnings
    click.echo(f"{counted(faults, 'fault')}, {counted(warnings, 'warning')}", err=True)
    ctx.exit(EXIT_FAULTY if faults else EXIT_WARNED if warnings and strict else 0)


def _is_core(paths: list[Path]) -> bool:
    """Is one of the folders the core pack, or another copy of it, which cannot stand beside itself?"""
    from compliance.packs.load import builtin_folder, kind_of, sources

    core = builtin_folder()
    if any(path.is_dir() and path.resolve() == core.resolve() for path in paths):
        return True
    head = core / "pack.yaml"
    names = [source.data["pack"].get("name") for path in (head, *paths) for source in sources([path]) if kind_of(source.data) == "pack"]
    return len(names) > 1 and names[0] in names[1:]
