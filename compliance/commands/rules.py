"""`compliance rules`: list, show, test, lint, document, compile and measure rules."""

from __future__ import annotations

from importlib import import_module

import click

VERBS = {
    "list": "compliance.commands.rules_list",
    "show": "compliance.commands.rules_list",
    "test": "compliance.commands.rules_test",
    "lint": "compliance.commands.rules_lint",
    "docs": "compliance.commands.rules_docs",
    "compile": "compliance.commands.rules_compile",
    "score": "compliance.commands.rules_score",
    "fit": "compliance.commands.rules_fit",
}


class RuleVerbs(click.Group):
    """Commands imported when used; `rules test` lives in a function `test_rules` and so on."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(VERBS[cmd_name]), f"{cmd_name}_rules")
        return command


@click.group(cls=RuleVerbs)
def rules() -> None:
    """List, show, test, lint, document, compile and measure rules."""
