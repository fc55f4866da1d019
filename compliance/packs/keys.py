"""The keys of a file the tool reads, in lines for a person, made from its JSON Schema."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

Schema = Mapping[str, Any]
_FEW = 60
"""of more values than these a line names none"""


def key_lines(schema: Schema) -> Iterator[str]:
    """Every key with its path, whether it must be there, what it may be, and what it means; a list's entries are `key[]`."""
    yield f"{schema.get('title', '')}: {schema.get('description', '')}"
    yield "A key marked * is required; where a mapping may be left out, its keys are required within it."
    yield ""
    seen: dict[str, str] = {}
    yield from _keys(schema, schema.get("$defs", {}), "", seen)


def _keys(here: Schema, defs: Schema, path: str, seen: dict[str, str]) -> Iterator[str]:
    for name, raw in here.get("properties", {}).items():
        where = f"{path}{name}"
        each = _resolved(raw, defs)
        mark = "*" if name in here.get("required", ()) else ""
        yield f"{where}{mark}  ({_kind(each, defs)})"
        if each.get("description"):
            yield f"    {each['description']}"
        known = raw.get("$ref", "")
        if known and _has_keys(each) and known in seen:
            yield f"    Its keys are those of {seen[known]}."
            continue
        seen[known] = where
        yield from _keys(each, defs, f"{where}.", seen)
        if "items" in each:
            yield from _keys(_resolved(each["items"], defs), defs, f"{where}[].", seen)


def _resolved(each: Schema, defs: Schema) -> Schema:
    name = str(each.get("$ref", "")).removeprefix("#/$defs/")
    return {**defs.get(name, {}), **each} if name else each


def _has_keys(each: Schema) -> bool:
    return bool(each.get("properties"))


def _kind(each: Schema, defs: Schema) -> str:
    """What a value may be: "one of: high, low", "list of text", "text or null"."""
    if "const" in each:
        return f"the word {each['const']}"
    if "enum" in each:
        values = ["null" if one is None else str(one) for one in each["enum"]]
        return f"one of: {', '.join(values)}" if len(values) <= _FEW else "one of many"
    if "oneOf" in each:
        return " or ".join(_kind(_resolved(one, defs), defs) for one in each["oneOf"])
    kinds = each.get("type", "object" if _has_keys(each) else "text")
    words = {"string": "text", "object": "mapping", "boolean": "true or false", "integer": "number"}
    said = [words.get(one, one) for one in ([kinds] if isinstance(kinds, str) else kinds)]
    if "array" in said:
        inside = _kind(_resolved(each.get("items", {}), defs), defs)
        said[said.index("array")] = f"list of {inside}"
    if each.get("pattern", "").startswith("^\\d{4}"):
        said[said.index("text")] = "YYYY-MM-DD in quotes"
    return " or ".join(said)
