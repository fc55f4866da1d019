"""Validation of rule files against the JSON Schemas in `schemas/`, with places in the YAML."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Iterator

from compliance.errors import Diagnostic, Location
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


def is_valid(data: Any, kind: str) -> bool:
    """Does some data fit the schema of a kind?"""
    return bool(_validator(kind).is_valid(data))


def validate(source: Source, kind: str) -> Iterator[Diagnostic]:
    """Every way in which a parsed file breaks its schema, placed in the file."""
    seen: set[tuple[Location, str]] = set()
    for each in _faults(source, kind):
        if (each.at, each.problem) not in seen:  # what a key may be can stand in the schema twice, once on a condition
            seen.add((each.at, each.problem))
            yield each


def _faults(source: Source, kind: str) -> Iterator[Diagnostic]:
    from compliance.packs.load import closest

    for whole in sorted(_validator(kind).iter_errors(source.data), key=lambda each: [str(part) for part in each.absolute_path]):
        error = _meant(whole)
        path = tuple(error.absolute_path)
        if "propertyNames" in error.absolute_schema_path:
            yield Diagnostic(source.at(*path, error.instance), "S001", f"unknown key {error.instance!r}", _names_hint(error))
            continue
        if error.validator == "additionalProperties" and error.validator_value is False:
            known = list(error.schema.get("properties", {}))
            for key in sorted(set(error.instance) - set(known)):
                yield Diagnostic(source.at(*path, key), "S001", f"unknown key {key!r}", closest(key, known))
            continue
        problem, hint = _words(error, path)
        at = source.at(*path) if error.validator == "required" else source.value(*path)
        yield Diagnostic(at, "S001", problem, hint)


def _meant(error: Any) -> Any:
    """The error inside an anyOf that tells most: that of the alternative whose kind and keys the value has."""
    while error.context:
        branches: dict[int, list[Any]] = {}
        for each in error.context:
            branches.setdefault(each.schema_path[0], []).append(each)
        fitting = [found for found in branches.values() if not any(_is_other_kind(each) for each in found)]
        if not fitting:
            return _unknown_shape(error)
        error = min(fitting, key=len)[0]
    return error


def _is_other_kind(error: Any) -> bool:
    """Does the error say that the value is of another kind, or has not one key, of what an alternative describes?"""
    if error.path:
        return False
    if error.validator == "additionalProperties":
        return not set(error.instance) & set(error.schema["properties"])
    return error.validator in ("type", "required", "maxProperties")


def _unknown_shape(error: Any) -> Any:
    """One error that names what all alternatives would take: kinds of value, or keys."""
    if not isinstance(error.instance, dict):
        kinds = [each for each in error.context if each.validator == "type" and not each.path]
        if kinds:
            kinds[0].validator_value = list(dict.fromkeys(each.validator_value for each in kinds))
        return kinds[0] if kinds else error
    extra = [each for each in error.context if each.validator == "additionalProperties" and not each.path]
    if not extra:
        return error
    found = min(extra, key=lambda each: len(set(each.instance) - set(each.schema["properties"])))
    found.schema = {"properties": {name: {} for each in extra for name in each.schema["properties"]}}
    return found


def _names_hint(error: Any) -> str:
    from compliance.packs.load import closest

    if error.validator == "enum":
        return closest(str(error.instance), map(str, error.validator_value))
    return f"write it like {error.schema.get('examples', [error.validator_value])[0]}"


def _words(error: Any, path: tuple[Any, ...]) -> tuple[str, str]:
    from compliance.packs.load import closest

    where = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this entry" if path else "the file"
    if error.validator == "required":
        missing = next(name for name in error.validator_value if error.message.startswith(repr(name)))
        return f"{where} lacks the key {missing!r}", f"add '{missing}: …'"
    if error.validator == "enum":
        return f"{where} is {error.instance!r}", closest(str(error.instance), map(str, error.validator_value))
    if error.validator == "type":
        hint = f"write {_wanted(error.validator_value)}"
        if "then" in error.absolute_schema_path:  # what another key of the entry asks for: the schema says which
            hint = str(error.schema.get("description", hint))
        if "string" in error.validator_value and isinstance(error.instance, (int, float)):
            hint = f'put it in quotes: "{str(error.instance).lower()}"'
        return f"{where} is {_type_name(error.instance)}, not {_wanted(error.validator_value)}", hint
    if error.validator == "minItems":
        return f"{where} has too few entries", f"give at least {error.validator_value}"
    if error.validator in ("minimum", "maximum"):
        bounds = [f"{word} {error.schema[name]}" for word, name in (("from", "minimum"), ("to", "maximum")) if name in error.schema]
        return f"{where} is {error.instance}", f"write a number {' '.join(bounds)}"
    if error.validator == "pattern":
        return f"{where} is {error.instance!r}", f"write it like {error.schema.get('examples', [error.validator_value])[0]}"
    return f"{where}: {error.message[:160]}", str(error.schema.get("description", "see `compliance schema rule`"))


def _type_name(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true/false", int: "a number", float: "a number", type(None): "empty"}
    return names.get(type(value), type(value).__name__)


def _wanted(kinds: Any) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
    return " or ".join(names.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
