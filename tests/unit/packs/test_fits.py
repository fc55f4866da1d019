"""The quick look at a schema never passes what the full one refuses."""

from __future__ import annotations

import copy
import random
from typing import Any

import jsonschema
import pytest

from compliance.packs.files import builtin_folder
from compliance.packs.fits import checker
from compliance.packs.load import kind_of, sources
from compliance.packs.schema import schema

SOURCES = [each for each in sources([builtin_folder()]) if len(str(each.data)) < 12_000]
KINDS = ("categories", "disclosure", "jurisdiction", "layout", "lexicon", "notice", "pack", "provision", "rule", "triggers")


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_that_ship_are_told_to_fit(kind: str) -> None:
    check = checker(schema(kind))
    assert all(check(each.data) for each in SOURCES if kind_of(each.data) == kind)


def _spots(data: Any) -> list[tuple[Any, Any]]:
    """Every place in nested data at which something can be put in, by container and key."""
    own = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    return [(data, key) for key, _ in own] + [spot for _, inner in own for spot in _spots(inner)]


def _damaged(data: Any, chance: random.Random) -> Any:
    data = copy.deepcopy(data)
    container, key = chance.choice(_spots(data))
    kind = chance.randrange(4)
    if kind == 0:
        del container[key]
    elif kind == 1:
        container[key] = chance.choice([None, True, False, 0, 1, 1.0, -3, "", "x", "None", [], {}, ["a", "a"], {"a": 1}])
    elif kind == 2 and isinstance(container, dict):
        container["strange"] = container[key]
    elif isinstance(container, list):
        container.append(container[key])
    else:
        container[key] = [container[key]]
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told_to_fit_does(kind: str) -> None:
    check, full = checker(schema(kind)), jsonschema.Draft202012Validator(schema(kind))
    chance = random.Random(kind)  # noqa: S311 - the same damage every time
    own = [each.data for each in SOURCES if kind_of(each.data) == kind]
    for _ in range(150):
        data = _damaged(chance.choice(own), chance)
        if check(data):
            assert full.is_valid(data)


@pytest.mark.parametrize(
    ("asked", "data"),
    [
        ({"strange": 1}, "x"),
        ({"type": "integer"}, True),
        ({"enum": [1]}, True),
        ({"if": {"minLength": 2}, "then": {"const": "ab"}}, "c"),
        ({"oneOf": [{"type": "string"}, {"minLength": 1}]}, "x"),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}]),
        ({"$ref": "elsewhere.json"}, "x"),
        ({"additionalProperties": False, "patternProperties": {"^a": {}}}, {"b": 1}),
    ],
)
def test_nothing_is_told_of_what_is_not_known_or_does_not_fit(asked: dict[str, Any], data: Any) -> None:
    assert not checker(asked)(data)


@pytest.mark.parametrize(
    ("asked", "data"),
    [
        ({"oneOf": [{"const": "none"}, {"type": "array", "minItems": 1}]}, ["a"]),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}, {"c": 1}),
        ({"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}}}, {"a": {"b": {}}}),
    ],
)
def test_sound_data_are_told_to_fit(asked: dict[str, Any], data: Any) -> None:
    assert checker(asked)(data)
