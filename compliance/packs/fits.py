"""A quick look whether data fit a schema: yes, or not told, in a tenth of the time that naming the faults takes.

Nearly all rule files are sound, and looking for faults in them is a good part of a first start. Of a schema with keys that
are not known here, and of data that do not fit, nothing is told: who wants to know asks `jsonschema`.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping

Check = Callable[[Any], bool]
_TYPES: dict[str, Check] = {
    "object": lambda item: isinstance(item, dict),
    "array": lambda item: isinstance(item, list),
    "string": lambda item: isinstance(item, str),
    "boolean": lambda item: isinstance(item, bool),
    "integer": lambda item: isinstance(item, int) and not isinstance(item, bool),
    "number": lambda item: isinstance(item, (int, float)) and not isinstance(item, bool),
    "null": lambda item: item is None,
}
_SILENT = frozenset(("$schema", "$id", "$defs", "title", "description", "examples", "default", "then", "else"))
"""keys that ask for nothing, or belong to another"""
_SURE_TYPES = ("object", "array", "string", "boolean", "null")


def checker(schema: Mapping[str, Any]) -> Check:
    """A function that says of data that they fit a schema, or False where it cannot tell."""
    return _Checks(schema).of(schema)


def _never(item: Any) -> bool:
    return False


def _always(item: Any) -> bool:
    return True


def _are_unlike(items: list[Any]) -> bool:
    if all(isinstance(each, str) for each in items):
        return len(set(items)) == len(items)
    return all(one != other for number, one in enumerate(items) for other in items[:number])


def _is_exact(schema: Any) -> bool:
    """Is what a check does not say of data untrue of them?"""
    if not isinstance(schema, dict):
        return False
    for key, asked in schema.items():
        if key == "properties":
            exact = all(map(_is_exact, asked.values()))
        elif key in ("const", "enum"):
            exact = all(isinstance(each, (str, bool)) for each in ([asked] if key == "const" else asked))
        elif key == "anyOf":
            exact = all(map(_is_exact, asked))
        else:
            exact = key in ("required", "description") or (key == "type" and asked in _SURE_TYPES)
        if not exact:
            return False
    return True


class _Checks:
    """The checks of one schema and its definitions."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.referred: dict[str, Check] = {}

    def of(self, schema: Any) -> Check:
        """The check of a schema, all its keys together."""
        if schema is True:
            return _always
        if not isinstance(schema, dict):
            return _never
        checks = []
        for key, asked in schema.items():
            if key not in _SILENT:
                make = getattr(self, "_" + key.lstrip("$"), None)
                if make is None:
                    return _never
                checks.append(make(asked, schema))
        return checks[0] if len(checks) == 1 else lambda item: all(check(item) for check in checks)

    def _ref(self, name: str, _: Any) -> Check:
        if name not in self.referred:
            self.referred[name] = lambda item: self.referred[name](item)  # a definition may refer to itself
            found: Any = self.root
            for step in name.split("/")[1:]:
                found = found.get(step, False) if isinstance(found, dict) else False
            self.referred[name] = self.of(found if name.startswith("#/") else False)
        return lambda item: self.referred[name](item)

    def _if(self, asked: Any, schema: Any) -> Check:
        # "Not told" must not pass for "no" here, or the wrong branch would be looked at.
        if not _is_exact(asked):
            return _never
        is_so, then, other = self.of(asked), self.of(schema.get("then", True)), self.of(schema.get("else", True))
        return lambda item: then(item) if is_so(item) else other(item)

    def _type(self, asked: Any, _: Any) -> Check:
        types = [_TYPES.get(name, _never) for name in ([asked] if isinstance(asked, str) else asked)]
        return types[0] if len(types) == 1 else lambda item: any(check(item) for check in types)

    def _enum(self, asked: Any, _: Any) -> Check:
        return lambda item: any(type(item) is type(each) and item == each for each in asked)

    def _const(self, asked: Any, _: Any) -> Check:
        return self._enum([asked], _)

    def _properties(self, asked: Any, _: Any) -> Check:
        known = {name: self.of(each) for name, each in asked.items()}
        return lambda item: not isinstance(item, dict) or all(known[name](inner) for name, inner in item.items() if name in known)

    def _patternProperties(self, asked: Any, _: Any) -> Check:  # noqa: N802  # as the key is written
        known = [(re.compile(pattern), self.of(each)) for pattern, each in asked.items()]
        return lambda item: (
            not isinstance(item, dict) or all(check(inner) for name, inner in item.items() for pattern, check in known if pattern.search(name))
        )

    def _additionalProperties(self, asked: Any, schema: Any) -> Check:  # noqa: N802
        named, check = schema.get("properties", {}), self.of(asked)
        patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", {})]
        return lambda item: (
            not isinstance(item, dict)
            or all(check(inner) for name, inner in item.items() if name not in named and not any(each.search(name) for each in patterns))
        )

    def _propertyNames(self, asked: Any, _: Any) -> Check:  # noqa: N802
        check = self.of(asked)
        return lambda item: not isinstance(item, dict) or all(map(check, item))

    def _required(self, asked: Any, _: Any) -> Check:
        return lambda item: not isinstance(item, dict) or all(name in item for name in asked)

    def _items(self, asked: Any, _: Any) -> Check:
        check = self.of(asked)
        return lambda item: not isinstance(item, list) or all(map(check, item))

    def _uniqueItems(self, asked: Any, _: Any) -> Check:  # noqa: N802
        return lambda item: not asked or not isinstance(item, list) or _are_unlike(item)

    def _anyOf(self, asked: Any, _: Any) -> Check:  # noqa: N802
        checks = list(map(self.of, asked))
        return lambda item: any(check(item) for check in checks)

    def _oneOf(self, asked: Any, _: Any) -> Check:  # noqa: N802
        checks, refusals = list(map(self.of, asked)), list(map(self._refusal, asked))
        numbers = range(len(asked))
        return lambda item: any(checks[one](item) and all(refusals[other](item) for other in numbers if other != one) for one in numbers)

    def _refusal(self, schema: Any) -> Check:
        """A function that says of data that they do not fit a schema, or False where it cannot tell."""
        if _is_exact(schema):
            check = self.of(schema)
            return lambda item: not check(item)
        kind = schema.get("type") if isinstance(schema, dict) else None
        return (lambda item: not _TYPES[kind](item)) if kind in _SURE_TYPES else _never

    def _pattern(self, asked: str, _: Any) -> Check:
        search = re.compile(asked).search
        return lambda item: not isinstance(item, str) or bool(search(item))

    def _minLength(self, asked: int, _: Any) -> Check:  # noqa: N802
        return lambda item: not isinstance(item, str) or len(item) >= asked

    def _minItems(self, asked: int, _: Any) -> Check:  # noqa: N802
        return lambda item: not isinstance(item, list) or len(item) >= asked

    def _minProperties(self, asked: int, _: Any) -> Check:  # noqa: N802
        return lambda item: not isinstance(item, dict) or len(item) >= asked

    def _maxProperties(self, asked: int, _: Any) -> Check:  # noqa: N802
        return lambda item: not isinstance(item, dict) or len(item) <= asked

    def _minimum(self, asked: float, _: Any) -> Check:
        return lambda item: not isinstance(item, (int, float)) or item >= asked

    def _maximum(self, asked: float, _: Any) -> Check:
        return lambda item: not isinstance(item, (int, float)) or item <= asked

    def _exclusiveMinimum(self, asked: float, _: Any) -> Check:  # noqa: N802
        return lambda item: not isinstance(item, (int, float)) or item > asked
