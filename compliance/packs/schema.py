"""Validation of rule files against the JSON Schemas in `schemas/`, with places in the YAML."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Iterator

from compliance.errors import Diagnostic
from compliance.packs.read import Source


def schema_folder() -> Path:
    """Where the schemas lie: inside the wheel, or beside the package in a checkout."""
    packaged = Path(__file__).parent.parent / "_data" / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent / "schemas"


@cache
def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file ("rule", "lexicon", "report" …)."""
    loaded: dict[str, Any] = json.loads((schema_folder() / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(kind: str) -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(schema(kind))


def validate(source: Source, kind: str) -> Iterator[Diagnostic]:
    """Every way in which a parsed file breaks its schema, placed in the file."""
    from jsonschema.exceptions import best_match

    from compliance.packs.load import closest

    for error in sorted(_validator(kind).iter_errors(source.data), key=lambda each: [str(part) for part in each.absolute_path]):
        if error.context:
            error = best_match([error]) or error
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and error.validator_value is False:
            known = list(error.schema.get("properties", {}))
            for key in sorted(set(error.instance) - set(known)):
                yield Diagnostic(source.at(*path, key), "S001", f"unknown key {key!r}", closest(key, known))
            continue
        problem, hint = _words(error, path)
        yield Diagnostic(source.at(*path), "S001", problem, hint)


def _words(error: Any, path: tuple[Any, ...]) -> tuple[str, str]:
    from compliance.packs.load import closest

    where = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this entry" if path else "the file"
    if error.validator == "required":
        missing = next(name for name in error.validator_value if error.message.startswith(repr(name)))
        return f"{where} lacks the key {missing!r}", f"add '{missing}: …'"
    if error.validator == "enum":
        return f"{where} is {error.instance!r}", closest(str(error.instance), map(str, error.validator_value))
    if error.validator == "type":
        return f"{where} is {_type_name(error.instance)}, not {_wanted(error.validator_value)}", f"write {_wanted(error.validator_value)}"
    if error.validator == "minItems":
        return f"{where} has too few entries", f"give at least {error.validator_value}"
    if error.validator == "pattern":
        return f"{where} is {error.instance!r}", f"write it like {error.schema.get('examples', [error.validator_value])[0]}"
    return f"{where}: {error.message[:160]}", str(error.schema.get("description", "see `compliance schema rule`"))


def _type_name(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true/false", int: "a number", float: "a number", type(None): "empty"}
    return names.get(type(value), type(value).__name__)


def _wanted(kinds: Any) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
    return " or ".join(names.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
