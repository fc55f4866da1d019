"""Python names topics only to say how each is looked for: every name is one of the schema's, and no word of an advert stands there."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from compliance.law import additions, topics

ROOT = Path(__file__).parent.parent.parent.parent
LISTED = topics._PRODUCT | topics._BY_CATEGORY | additions.AT_WORDS | {topics.BESIDE}


def schema_topics() -> set[str]:
    schema = json.loads((ROOT / "schemas" / "jurisdiction.schema.json").read_text(encoding="utf-8"))
    found: list[list[str]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            topic = node.get("topic")
            if isinstance(topic, dict) and "enum" in topic:
                found.append(topic["enum"])
            for each in node.values():
                walk(each)

    walk(schema)
    (names,) = found
    return set(names)


def compared_topics() -> set[str]:
    """Every text that a module of the law compares `.topic` with."""
    out: set[str] = set()
    for file in (ROOT / "compliance" / "law").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "topic":
                out |= {one.value for each in node.comparators for one in ast.walk(each) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return out


def test_every_topic_that_python_names_is_one_of_the_schemas() -> None:
    assert {"missing-permit", "product-mention", "scope"} <= compared_topics()
    assert (LISTED | compared_topics()) - schema_topics() == set()


def test_a_topic_is_looked_for_in_one_way_only() -> None:
    assert topics._PRODUCT.isdisjoint(topics._BY_CATEGORY | {topics.BESIDE})
