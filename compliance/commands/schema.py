"""`compliance schema`: the JSON Schemas of the files this tool reads and writes."""

from __future__ import annotations

import click

from compliance.errors import UsageError


@click.command()
@click.argument("kind", required=False)
@click.option("--keys", is_flag=True, help="List the keys in words instead: which are required, what each may be and means.")
def schema(kind: str | None, keys: bool) -> None:
    """Print a JSON Schema: rule, lexicon, jurisdiction, provision, notice, report …; without KIND, list them."""
    from compliance.packs.load import closest
    from compliance.packs.schema import schema_folder

    known = sorted(path.name.removesuffix(".schema.json") for path in schema_folder().glob("*.schema.json"))
    if kind is None:
        click.echo("\n".join(known))
        return
    if kind not in known:
        raise UsageError(f"no schema {kind!r}; {closest(kind, known)}")
    if keys:
        from compliance.packs.keys import key_lines
        from compliance.packs.schema import schema as read

        click.echo("\n".join(key_lines(read(kind))))
        return
    click.echo((schema_folder() / f"{kind}.schema.json").read_text(encoding="utf-8"), nl=False)
