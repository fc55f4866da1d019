"""The command `compliance`: finds the verb, runs it, and turns our errors into exit codes.

0 nothing at or above --fail-on; 1 something is; 2 usage, configuration or rule error; 3 some
inputs could not be read (the others were screened and reported).
"""

from __future__ import annotations

import atexit
import os
import sys
from importlib import import_module
from typing import Any

import click

from compliance import __version__
from compliance.errors import ComplianceError, PackError

VERBS = {
    "check": "compliance.commands.check",
    "register": "compliance.commands.register",
    "bulk": "compliance.commands.bulk",
    "rules": "compliance.commands.rules",
    "explain": "compliance.commands.explain",
    "diff": "compliance.commands.diff",
    "schema": "compliance.commands.schema",
    "init": "compliance.commands.init",
}
DEFAULT = "check"
EXIT_FAULT = 2


class Verbs(click.Group):
    """Commands imported when used; `check` where none is named; our errors shown, exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(VERBS[cmd_name]), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in VERBS and args[0] not in ("--help", "-h", "--version"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], VERBS, 1, 0.6)
            if near and not os.path.lexists(args[0]):
                raise click.UsageError(f"{args[0]!r} is neither a command nor a file; did you mean {near[0]!r}?", ctx)
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PackError as error:
            count = len(error.diagnostics)
            click.echo(f"{error}\ncompliance: {count} {'fault' if count == 1 else 'faults'} in the rules; nothing was screened", err=True)
        except ComplianceError as error:
            for line in str(error).splitlines():
                click.echo(f"compliance: {line}", err=True)
        return ctx.exit(EXIT_FAULT)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="compliance")
def cli() -> None:
    """Screen adverts for claims about unproven cell and regenerative therapies.

    `compliance PATH...` is short for `compliance check PATH...`.
    """


def main() -> None:
    """Run the command and leave with its exit code; an interrupted run leaves with 130."""
    code = _code()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:
        sys.exit(code)  # as the interpreter tells of it
    atexit._run_exitfuncs()
    os._exit(code)  # taking hundreds of thousands of objects apart that the system takes back at once is a tenth of a short run


def _code() -> int:
    """Run the command: its exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return EXIT_FAULT
    except click.Abort:
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAULT
    except Exception:  # noqa: BLE001 - a defect must not leave with 1, which says that there are findings
        import traceback

        traceback.print_exc()
        click.echo("compliance: this is a defect of the tool; please report it with the lines above", err=True)
        return EXIT_FAULT
    return code if isinstance(code, int) else 0
