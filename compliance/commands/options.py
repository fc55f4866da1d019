"""Options that several commands share, and the configuration they lead to."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any, Callable, Mapping, TypeVar

import click

from compliance.config import LIMITS, Config, parse_size, with_command_line
from compliance.config_file import find_config

F = TypeVar("F", bound=Callable[..., Any])


def pack_options(command: F) -> F:
    """--rules, --no-core, --config and --no-config."""
    for option in (
        click.option("--no-config", is_flag=True, help="Use no configuration file."),
        click.option("--config", "config_file", metavar="FILE", help="Use this configuration file (.yaml or pyproject.toml)."),
        click.option("--no-core", is_flag=True, help="Leave out the rules that ship with the tool."),
        click.option("--rules", multiple=True, metavar="PATH", help="Load a further rule folder or file (repeatable)."),
    ):
        command = option(command)
    return command


def jobs_options(command: F) -> F:
    """--jobs and --timeout."""
    command = click.option(
        "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="The longest that one document may take."
    )(command)
    return click.option(
        "--jobs", "-j", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Processes to screen with; 0: one a processor."
    )(command)


def size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A size like 20 MB as bytes."""
    try:
        return None if value is None else parse_size(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def limit_options(command: F) -> F:
    """--max-size and the limits of what one input may unfold to; `limits` of `configured` takes them from `limits_given`."""
    for option in (
        click.option("--max-time", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="How long reading one file may take (default: 300)."),
        click.option("--max-pages", type=click.IntRange(1), metavar="N", help="The most pages of a PDF or picture (default: 5000)."),
        click.option("--max-depth", type=click.IntRange(0), metavar="N", help="How deep archives and mails may lie in one another (default: 5)."),
        click.option("--max-files", type=click.IntRange(1), metavar="N", help="The most files, attachments or pages in one file (default: 10000)."),
        click.option("--max-unpacked", callback=size, metavar="SIZE", help="What one file with all that lies in it may unpack to (default: 400 MB)."),
        click.option("--max-size", callback=size, metavar="SIZE", help="The largest file that is read (default: 20 MB)."),
    ):
        command = option(command)
    return command


def limits_given(given: Mapping[str, Any]) -> dict[str, Any]:
    """The limits that the command line names, by the keys of the configuration file."""
    return {key: given[key.replace("-", "_")] for key in LIMITS}


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it like 2025-07-01") from None


def jurisdiction_options(command: F) -> F:
    """--jurisdiction and --as-of."""
    places = "Apply the law of a place like US or US-FL (repeatable, or with commas)."
    command = click.option("--as-of", callback=_day, metavar="DATE", help="Apply the law in force on this day, YYYY-MM-DD (default: today).")(command)
    return click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="CODE", help=places)(command)


def places_given(given: Mapping[str, Any]) -> dict[str, Any]:
    """What those options say, as the configuration takes it."""
    codes = [code.strip().upper() for each in given["jurisdictions"] for code in each.split(",") if code.strip()]
    return {"jurisdictions": codes, "as_of": given["as_of"]}


def configured(config_file: str | None, no_config: bool, **given: Any) -> Config:
    """The configuration in effect: the file that holds here, with the command line over it."""
    if config_file and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    found = Config() if no_config else find_config(Path.cwd(), config_file, os.environ)
    return with_command_line(found, **given)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 finding, 2 findings."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
