"""The keys of a file the tool reads, in lines for a person, made from its JSON Schema."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Sequence

Schema = Mapping[str, Any]
_FEW = 60
"""of more values than these a line names none"""


def key_lines(schema: Schema) -> Iterator[str]:
    """Every key with its path, whether it must be there, what it may be, and what it means; a list's entries are `key[]`."""
    yield ": ".join(each for each in (schema.get("title", ""), schema.get("description", "")) if each)
    yield "A key marked * is required; where a mapping may be left out, its keys are required within it."
    yield ""
    seen: dict[str, str] = {}
    yield from _keys(schema, schema.get("$defs", {}), "", seen)


def _keys(here: Schema, defs: Schema, path: str, seen: dict[str, str]) -> Iterator[str]:
    for name, raw in here.get("properties", {}).items():
        yield from _key(f"{path}{name}", raw, name in here.get("required", ()), defs, seen)
    if isinstance(here.get("additionalProperties"), dict):  # a mapping whose keys are names of one's own
        yield from _key(f"{path}<name>", here["additionalProperties"], False, defs, seen)
    if "properties" in here:
        return
    shapes = [each for each in (here.get("then"), here.get("else")) if each]
    shapes = [each for each in (_resolved(one, defs) for one in (*shapes, *here.get("anyOf", ()))) if _has_keys(each)]
    for number, each in enumerate(shapes):
        told = next((where for where, keys in _lists(shapes[:number], defs) if keys == each.get("properties")), "")
        if told:
            yield f"Or, in place of {told}, the keys of one entry of it."
            continue
        if number:
            yield f"{path.rstrip('.') or 'the file'}: or, instead of these,"
        yield from _keys(each, defs, path, seen)


def _key(where: str, raw: Schema, is_required: bool, defs: Schema, seen: dict[str, str]) -> Iterator[str]:
    """A key and, below it, the keys of what it holds."""
    each = _resolved(raw, defs)
    yield f"{where}{'*' if is_required else ''}  ({_kind(each, defs)})"
    if each.get("description"):
        yield f"    {each['description']}"
    known = raw.get("$ref", "")
    if known and _has_shape(each) and known in seen:
        yield f"    Its keys are those of {seen[known]}."
        return
    seen[known] = where
    yield from _keys(each, defs, f"{where}.", seen)
    if "items" in each:
        inner = each["items"].get("$ref", "")
        if inner in seen and inner:
            return
        seen[inner] = f"{where}[]"
        yield from _keys(_resolved(each["items"], defs), defs, f"{where}[].", seen)


def _lists(shapes: Sequence[Schema], defs: Schema) -> Iterator[tuple[str, Any]]:
    """The lists among the keys of some shapes, with the keys of their entries."""
    for shape in shapes:
        for name, raw in shape.get("properties", {}).items():
            yield name, _resolved(_resolved(raw, defs).get("items", {}), defs).get("properties")


def _has_shape(each: Schema) -> bool:
    """Has a value keys of its own, in whatever form?"""
    return _has_keys(each) or any(_has_keys(one) for one in each.get("anyOf", ()))


def _resolved(each: Schema, defs: Schema) -> Schema:
    name = str(each.get("$ref", "")).removeprefix("#/$defs/")
    return {**defs.get(name, {}), **each} if name else each


def _has_keys(each: Schema) -> bool:
    return bool(each.get("properties"))


def _brief(each: Schema, defs: Schema) -> str:
    """What a value within another may be: a list or choice within it is not taken apart further, since it may hold itself."""
    inside = _resolved(each, defs)
    if "anyOf" in inside:
        return "text or mapping"
    if inside.get("type") == "array" and "anyOf" in _resolved(inside.get("items", {}), defs):
        return "list"
    return _kind(inside, defs)


def _kind(each: Schema, defs: Schema) -> str:
    """What a value may be: "one of: high, low", "list of text", "text or null"."""
    if "const" in each:
        return f"the word {each['const']}"
    if "enum" in each:
        values = ["null" if one is None else str(one) for one in each["enum"]]
        return f"one of: {', '.join(values)}" if len(values) <= _FEW else "one of many"
    choices = each.get("oneOf", each.get("anyOf"))
    if choices:
        return " or ".join(dict.fromkeys(_brief(one, defs) for one in choices))
    kinds = each.get("type", "object" if _has_keys(each) else "text")
    words = {"string": "text", "object": "mapping", "boolean": "true or false", "integer": "number", "number": "number"}
    said = [words.get(one, one) for one in ([kinds] if isinstance(kinds, str) else kinds)]
    if "array" in said:
        inside = _brief(each.get("items", {}), defs)
        said[said.index("array")] = f"list of {inside}"
    if each.get("pattern", "").startswith("^\\d{4}"):
        said[said.index("text")] = "YYYY-MM-DD in quotes"
    return " or ".join(said)
