"""`compliance bulk`: screen shards of many adverts into parts."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from compliance.commands.options import configured, counted, jurisdiction_options, pack_options, places_given

if TYPE_CHECKING:
    from compliance.bulk.run import Progress

EXIT_FOUND, EXIT_UNREAD = 1, 3
_STEP_TERMINAL, _STEP_LOG = 0.5, 30.0
"""seconds between two progress lines: one that is overwritten, and one that stays in a log"""


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option("--output", "-o", required=True, metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="Where parts and manifest go.")
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="The column that holds the advert.")
@click.option("--id-column", metavar="NAME", help="The column that names the advert (default: id, or else SHARD:ROW).")
@click.option("--to", type=click.Choice(("jsonl", "parquet")), default="jsonl", show_default=True, help="How to write documents and findings.")
@click.option("--html", "is_html", is_flag=True, help="The adverts are HTML, not plain text.")
@click.option("--jobs", "-j", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Processes to screen with; 0: one a processor.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=300.0, show_default=True, metavar="SECONDS", help="The longest an advert may take.")
@click.option("--part-rows", type=click.IntRange(1), default=20_000, show_default=True, metavar="N", help="Rows to a part, which a kill may cost.")
@click.option("--max-text", type=click.IntRange(1), default=2_000_000, show_default=True, metavar="N", help="The longest advert in a row, in characters.")
@jurisdiction_options
@pack_options
@click.option("--quiet", "-q", is_flag=True, help="No progress on stderr.")
@click.pass_context
def bulk(ctx: click.Context, /, inputs: tuple[str, ...], **given: Any) -> None:
    """Screen shards (.jsonl, .csv, .tsv, .parquet, or folders of them) with an advert in each row.

    Writes FOLDER/documents, FOLDER/findings and FOLDER/manifest.json. A run that was killed goes on
    when the same command is given again.

    \b
    Exit codes: 0 nothing at or above fail-on; 1 something is;
    2 usage, configuration or rule error; 3 some rows could not be screened.
    """
    from compliance.bulk.run import Request
    from compliance.bulk.run import bulk as run
    from compliance.bulk.shards import Columns

    config = configured(given["config_file"], given["no_config"], rules=given["rules"], no_core=given["no_core"], **places_given(given))
    request = Request(
        inputs=inputs, output=given["output"], columns=Columns(given["text_column"], given["id_column"] or "id", given["id_column"] is not None),
        to=given["to"], part_rows=given["part_rows"], extension=".html" if given["is_html"] else ".txt", longest=given["max_text"],
    )  # fmt: skip
    line = None if given["quiet"] else _RateLine()
    try:
        done = run(request, config, given["jobs"], given["timeout"], line)
    finally:
        if line:
            line.clear()
    counts = done.counts
    if not given["quiet"]:
        resumed = f" ({counted(done.resumed, 'part')} of an earlier run kept)" if done.resumed else ""
        rows, findings, errors = (counts.get(name, 0) for name in ("documents", "findings", "errors"))
        click.echo(f"{counted(rows, 'row')}{resumed}, {counted(findings, 'finding')}, {counted(errors, 'row error')}; see {done.manifest}", err=True)
    ctx.exit(EXIT_UNREAD if counts.get("errors") else EXIT_FOUND if counts.get("fails") else 0)


class _RateLine:
    """How far and how fast: one line on a terminal, written anew; in a log a line now and then."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._step = _STEP_TERMINAL if self._is_terminal else _STEP_LOG
        self._next = monotonic() + self._step

    def __call__(self, at: Progress) -> None:
        if monotonic() < self._next:
            return
        self._next = monotonic() + self._step
        seconds = max(at.seconds, 1e-9)
        rate = f"{at.rows / seconds:,.0f} rows/s, {at.text_bytes / seconds / 1e6:,.2f} MB/s"
        text = f"shard {at.shard:,} of {at.shards:,}: {counted(at.rows, 'row')}, {rate}, {counted(at.findings, 'finding')}, {counted(at.errors, 'row error')}"
        sys.stderr.write(f"\r\x1b[K{text}" if self._is_terminal else f"{text}\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line of a terminal away again."""
        if self._is_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
