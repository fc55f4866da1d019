"""`compliance check`: screen adverts and write reports."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Sequence

import click

from compliance.commands.options import configured, counted, jobs_options, jurisdiction_options, limit_options, limits_given, pack_options, places_given
from compliance.commands.output import Target, deliver, targets, terminal_width, wants_color, write
from compliance.config import NEVER, Config
from compliance.documents.walk import Inputs
from compliance.errors import UsageError
from compliance.model.finding import Report

if TYPE_CHECKING:
    from compliance.checking import Parts, Want

LEVELS = ("critical", "high", "medium", "low")
EXIT_FOUND, EXIT_UNREAD = 1, 3


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--format", "-f", "formats", multiple=True, metavar="NAME", help="text, json, ndjson, xlsx, html, github, sarif or auto (default).")
@click.option("--output", "-o", "outputs", multiple=True, metavar="FILE", help="Write the report here; pairs with --format in order, or by extension.")
@click.option("--min-severity", type=click.Choice(LEVELS), help="The lowest severity that is shown (default: low).")
@click.option("--fail-on", type=click.Choice((*LEVELS, NEVER)), help="The lowest severity that gives exit code 1 (default: high).")
@click.option("--exit-zero", is_flag=True, help="The same as --fail-on never.")
@click.option("--select", multiple=True, metavar="NAME", help="Report only this rule or category (repeatable, or with commas).")
@click.option("--ignore", multiple=True, metavar="NAME", help="Leave out this rule or category (repeatable, or with commas).")
@jurisdiction_options
@jobs_options
@pack_options
@click.option("--files-from", metavar="FILE", help="Read further paths from a file, one a line or parted by NUL; - for stdin.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the kind, of what comes in on stdin.")
@limit_options
@click.option("--list-files", is_flag=True, help="Say which files would be screened, and stop.")
@click.option("--show-config", is_flag=True, help="Say which settings hold, and stop.")
@click.option("--show-cleared", is_flag=True, help="Also report what was recognised and then cleared, and why.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no notes on stderr.")
@click.option("--verbose", "-v", is_flag=True, help="Say on stderr what is read and with which rules.")
@click.option("--no-color", is_flag=True, help="No colour (also: NO_COLOR).")
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Screen files, folders, patterns and - (stdin), and report findings.

    \b
    Exit codes: 0 nothing at or above --fail-on; 1 something is;
    2 usage, configuration or rule error; 3 some inputs could not be read.
    """
    from compliance import api, checking
    from compliance.loading import load_packs

    config = _config(given)
    if given["show_config"]:
        click.echo(_config_text(config), nl=False)
        return
    every = [*paths, *_listed(given["files_from"])]
    if not every and not given["files_from"]:
        raise click.UsageError("no PATH given; name files or folders, or - for stdin", ctx)
    found = api.find(every, config, given["stdin_filename"] or "<stdin>")
    if given["list_files"]:
        sys.stdout.buffer.write(b"".join(os.fsencode(each.name) + b"\n" for each in found.inputs))
        _diagnose(Report({}, (), found.errors), {**found.skipped}, found.notes, given["quiet"])
        ctx.exit(EXIT_UNREAD if found.errors else 0)
    wanted = targets(given["formats"], given["outputs"])
    packs = load_packs(config.rules, core=config.core)
    if given["verbose"]:
        click.echo(f"configuration: {config.source}; {counted(len(packs.pack.rules), 'rule')}; {counted(len(found.inputs), 'file')}", err=True)
    with checking.Parts(_want(config, given, wanted)) as parts:
        _screen(found, config, given, parts)
        _write(wanted, parts, {"show_cleared": config.show_cleared, "color": wants_color(given["no_color"]), "width": terminal_width(), "pack": packs.pack})
    if not any(each.format == "text" and each.file is None and sys.stdout.isatty() for each in wanted):  # there it stands already
        _diagnose(Report(parts.run, (), tuple(parts.errors)), parts.run["not_read"], parts.run["notes"], given["quiet"])
    ctx.exit(EXIT_UNREAD if parts.errors else EXIT_FOUND if parts.fails else 0)


def _config(given: dict[str, Any]) -> Config:
    if given["exit_zero"] and given["fail_on"] not in (None, NEVER):
        raise click.UsageError("--exit-zero and --fail-on exclude each other")
    return configured(
        given["config_file"], given["no_config"], select=_names(given["select"]), ignore=_names(given["ignore"]), min_severity=given["min_severity"],
        fail_on=NEVER if given["exit_zero"] else given["fail_on"], rules=given["rules"], no_core=given["no_core"], max_size=given["max_size"],
        limits=limits_given(given), show_cleared=given["show_cleared"], **places_given(given),
    )  # fmt: skip


def _names(values: Sequence[str]) -> list[str]:
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def _listed(files_from: str | None) -> list[str]:
    if files_from is None:
        return []
    try:
        data = sys.stdin.buffer.read() if files_from == "-" else Path(files_from).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"--files-from {files_from}: {error.strerror}; name a file with one path a line") from None
    except UnicodeDecodeError:
        raise UsageError(f"--files-from {files_from}: not UTF-8; name a text file with one path a line") from None
    return [line for line in (text.split("\0") if "\0" in text else text.splitlines()) if line.strip()]


def _config_text(config: Config) -> str:
    lines = [f"# {config.source} (sha256 {config.digest[:16]})", f"rules: {json.dumps(list(config.rules))}"]
    lines += [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in config.as_data().items()]
    return "\n".join(lines) + "\n"


def _want(config: Config, given: dict[str, Any], wanted: Sequence[Target]) -> Want:
    """What the reports that are wanted need of each document."""
    from compliance import checking

    formats = {each.format for each in wanted}
    kinds = formats & {checking.JSON, checking.NDJSON}
    kinds |= {checking.OBJECTS} if formats - kinds else set()
    kinds |= {checking.FACTS} if given["verbose"] else set()
    return checking.Want(frozenset(kinds), config.show_cleared, "html" in formats)


def _screen(found: Inputs, config: Config, given: dict[str, Any], parts: Parts) -> None:
    from compliance import checking
    from compliance.commands.progress import ProgressLine

    line = ProgressLine() if sys.stderr.isatty() and not given["quiet"] else None
    try:
        checking.screen(found, config, parts, given["jobs"], given["timeout"], line)
    finally:
        if line:
            line.clear()
    for each in parts.pieces.get(checking.FACTS, ()):
        click.echo(each, err=True)


def _write(wanted: Sequence[Target], parts: Parts, options: dict[str, Any]) -> None:
    from compliance import checking

    for target in wanted:
        if target.format == checking.JSON:
            deliver(target, parts.as_json())
        elif target.format == checking.NDJSON:
            deliver(target, parts.as_ndjson())
        else:
            write(target, parts.report(), options | {"documents": parts.documents})


def _diagnose(report: Report, skipped: dict[str, int], notes: Sequence[str], quiet: bool) -> None:
    for each in report.errors:
        click.echo(f"{each.path}: {each.code}: {each.problem}; {each.hint}", err=True)
    if quiet:
        return
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if skipped:
        kinds = ", ".join(f"{count} {extension}" for extension, count in skipped.items())
        click.echo(f"note: not read, no reader for the kind: {kinds}", err=True)
