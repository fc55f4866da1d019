"""`compliance register`: screen a file with an advert in each row."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from compliance.commands.options import configured, counted, jobs_options, jurisdiction_options, pack_options, places_given

EXIT_FOUND, EXIT_UNREAD = 1, 3


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text-column", required=True, metavar="NAME", help="The column that holds the advert.")
@click.option("--id-column", default="", metavar="NAME", help="A column that names the row, carried to its findings.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook (default: the first).")
@jurisdiction_options
@click.option("--date-column", default="", metavar="NAME", help="The column that holds the day the advert ran: the law of that day is applied.")
@click.option("--html", "is_html", is_flag=True, help="The adverts are HTML, not plain text.")
@click.option("--max-text", type=click.IntRange(1), default=2_000_000, show_default=True, metavar="N", help="The longest advert in a row, in characters.")
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Default: FILE with .screened in its name.")
@jobs_options
@pack_options
@click.option("--quiet", "-q", is_flag=True, help="No progress on stderr.")
@click.pass_context
def register(ctx: click.Context, /, file: Path, **given: Any) -> None:
    """Screen a register (.csv, .tsv, .xlsx, .jsonl) row by row; a run that was cut off goes on when started again.

    \b
    Exit codes: 0 nothing at or above fail-on; 1 something is;
    2 usage, configuration or rule error; 3 some rows could not be read.
    """
    from compliance.commands.progress import ProgressLine
    from compliance.register import Request, screen_register

    config = configured(given["config_file"], given["no_config"], rules=given["rules"], no_core=given["no_core"], **places_given(given))
    output = given["output"] or file.with_name(f"{file.stem}.screened{file.suffix}")
    if output.suffix.lower() not in (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson"):
        raise click.UsageError(f"no writer for {output.suffix or 'a file without extension'}; end it in .csv, .tsv, .xlsx or .jsonl", ctx)
    if output.resolve() == file.resolve():
        raise click.UsageError("the result would overwrite the register; choose another -o", ctx)
    request = Request(
        path=file, text_column=given["text_column"], id_column=given["id_column"], date_column=given["date_column"], sheet=given["sheet"], output=output,
        extension=".html" if given["is_html"] else ".txt", longest=given["max_text"],
    )  # fmt: skip
    line = ProgressLine() if sys.stderr.isatty() and not given["quiet"] else None
    try:
        tell = (lambda rows, findings: line(rows, rows, f"rows, {findings:,} findings")) if line else None
        done = screen_register(request, config, tell, given["jobs"], given["timeout"])
    finally:
        if line:
            line.clear()
    if not given["quiet"]:
        resumed = f" (went on behind {counted(done.resumed_at, 'row')} of an earlier run)" if done.resumed_at else ""
        click.echo(f"{counted(done.rows, 'row')}{resumed}, {counted(done.findings, 'finding')}, {counted(done.faults, 'row error')}", err=True)
        click.echo(f"written: {', '.join(map(str, done.files))}", err=True)
    ctx.exit(EXIT_UNREAD if done.faults else EXIT_FOUND if done.failing else 0)
