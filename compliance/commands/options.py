"""Options that several commands share, and the configuration they lead to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, TypeVar

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


def jobs_options(command: F) -> F:
    """--jobs and --timeout."""
    command = click.option(
        "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="The longest that one document may take."
    )(command)
    return click.option(
        "--jobs", "-j", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Processes to screen with; 0: one a processor."
    )(command)


def configured(config_file: str | None, no_config: bool, **given: Any) -> Config:
    """The configuration in effect: the file that holds here, with the command line over it."""
    if config_file and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    found = Config() if no_config else find_config(Path.cwd(), config_file, os.environ)
    return with_command_line(found, **given)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 finding, 2 findings."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
