"""`compliance init`: a commented configuration and a starter rule of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import click

from compliance.config_file import FILE_NAME
from compliance.errors import UsageError

RULES = "compliance-rules/house.yaml"
CONFIG_TEXT = """\
# Settings of `compliance` for this folder and those below it. Every key may be left out;
# `compliance schema config` describes them all, `compliance --show-config .` says what holds.

# Folders or files of your own rules, besides those that ship with the tool.
rules: [compliance-rules]

# The lowest severity that is shown, and the lowest that makes the command fail (exit code 1):
# critical, high, medium or low; fail-on may also be never.
min-severity: low
fail-on: high

# Rules or categories to report (without this: all), and to leave out.
# select: [cure-claim, testimonial]
# ignore: [inducement]

# Paths left out when a folder is walked.
exclude: [drafts/]

# The largest file that is read.
max-size: 20 MB

# What one file may unfold to, and how many seconds reading it may take: archives, mails, crawls, PDFs.
# max-unpacked: 400 MB
# max-files: 10000
# max-depth: 5
# max-pages: 5000
# max-time: 300

# Other settings for some paths.
# overrides:
#   - paths: ["blog/**", "*.md"]
#     ignore: [superiority]
#     fail-on: critical
"""
RULE_TEXT = """\
# A rule of your own. Try it:  compliance rules test house/miracle-drip
# The rules that ship with the tool show what else a rule can say:  compliance rules show cure-claim
rules:
  - id: house/miracle-drip
    category: superiority
    title: A drip is called a miracle
    severity: medium
    # any: in any kind of text; leave it out and sober pages (trial reports, health authorities) pass.
    stance: any
    # Words stand for themselves; (a|b) is a choice, <2> up to two words between, [ ] what context is asked about.
    match:
      - "(our|the|this|a) <2> [(miracle|wonder)] (drip|drips|infusion|infusions)"
    message: "“{quote}” calls the treatment a miracle."
    remediation: Say what is in the drip and what was shown to happen in how many people, with the study.
    false_positives:
      - A drip whose brand name contains the word.
    # Both kinds are required; give the near misses, too: what looks alike and must pass.
    examples:
      flag:
        - Ask for our miracle drip.
        - This wonder infusion is new.
      pass:
        - A saline drip takes an hour.
        - Miracles are for fairy tales.
"""


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
@click.option("--place", metavar="CODE", help="Write the starter of a jurisdiction file instead, for a country (PE) or a part of one (US-OR).")
def init(folder: Path, force: bool, place: str | None) -> None:
    """Write a commented configuration and a starter rule into FOLDER (default: the current one)."""
    files = {folder / FILE_NAME: CONFIG_TEXT, folder / RULES: RULE_TEXT} if place is None else _place(folder, place.upper())
    known = [str(path) for path in files if path.exists()]
    if known and not force:
        raise UsageError(f"{', '.join(known)} exists already; move it away, or overwrite it with --force")
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}; choose another folder") from None
        click.echo(f"wrote {path}")
    if place is not None:
        click.echo(f"next: replace everything in <angle brackets>, then compliance rules lint {next(iter(files))}")
        return
    click.echo("next: compliance rules test house/miracle-drip" + ("" if folder == Path() else f" (in {folder})"))


def _place(folder: Path, code: str) -> dict[Path, str]:
    from compliance.commands.init_place import starter
    from compliance.packs.files import builtin_folder
    from compliance.packs.schema import schema

    known = schema("jurisdiction")
    if not re.fullmatch(known["$defs"]["code"]["pattern"], code):
        raise UsageError(f"{code!r} is no code of a place; write it like PE or US-OR")
    if (builtin_folder() / "jurisdictions" / f"{code.lower()}.yaml").is_file():
        raise UsageError(f"{code} ships with the tool: compliance explain {code} shows it, compliance check --jurisdiction {code} applies it")
    return {folder / f"{code.lower()}.yaml": starter(code, list(known["properties"]["categories"]["properties"]))}
