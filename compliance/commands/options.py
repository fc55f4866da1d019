"""Options that several commands share, and the configuration they lead to."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any, Callable, Mapping, TypeVar

import click

from compliance.config import Config, find_config, with_command_line

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
