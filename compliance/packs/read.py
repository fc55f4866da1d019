"""YAML with places: every value knows its line and column, and YAML's traps are refused.

Repeated keys, bare `no`/`yes`/`on`/`off` where a word is meant, dates and other surprises are
faults with a place and a remedy (codes Y001-Y006), never silently something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator

import yaml

from compliance.errors import Diagnostic, Location

MAX_DEPTH = 40
MAX_BYTES = 20_000_000

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Source:
    """One parsed YAML file: plain data, the place of every key path, and the faults met."""

    name: str
    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    texts: dict[Path, tuple[int, int]] = field(default_factory=dict)
    """the place of the first character of each text, after a quotation mark"""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def at(self, *path: str | int) -> Location:
        """The place of a key path, or of the nearest enclosing one that is known."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return Location(self.name, *self.places[path[:length]])
        return Location(self.name, 1, 1)

    def inside(self, *path: str | int) -> Location:
        """The place of the first character of the text at a key path, from which columns in it count."""
        return Location(self.name, *self.texts[path]) if path in self.texts else self.at(*path)


def read_yaml(text: str, name: str) -> Source:
    """Parse one YAML document; faults are collected in `Source.diagnostics`, never raised."""
    source = Source(name)
    if len(text) > MAX_BYTES:
        source.diagnostics.append(Diagnostic(Location(name), "Y006", "the file is larger than 20 MB", "split it into several files"))
        return source
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        source.diagnostics.append(Diagnostic(at, "Y001", f"not valid YAML: {error.problem}", _yaml_hint(str(error.problem))))
        return source
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        source.diagnostics.append(Diagnostic(Location(name, 1, 1), "Y001", f"not valid YAML: {' '.join(str(error).split())[:120]}", "save the file as UTF-8 text without control characters"))
        return source
    if node is None:
        source.diagnostics.append(Diagnostic(Location(name, 1, 1), "Y002", "the file is empty", "write a rule, lexicon or trigger list, or delete the file"))
        return source
    source.data = _value(node, (), source, 0, set())
    return source


def _yaml_hint(problem: str) -> str:
    if "mapping values" in problem:
        return 'put the text in quotes: a ": " inside it reads as a key'
    if "could not find expected ':'" in problem or "block mapping" in problem or "block end" in problem:
        return "check the indentation and that each key ends with ': '"
    if "tab" in problem or "\\t" in problem:
        return "indent with spaces, not tabs"
    if "quoted scalar" in problem or "unexpected end of stream" in problem:
        return "close the quotation mark"
    if "cannot start any token" in problem or "alias" in problem or "tag" in problem or "directive" in problem:
        return 'put the text in quotes: it begins with a character that YAML reserves'
    return "put texts with : # { [ * & ! | > ' \" % @ in quotes"


def _value(node: yaml.Node, path: Path, source: Source, depth: int, parents: set[int]) -> Any:
    mark = node.start_mark
    source.places.setdefault(path, (mark.line + 1, mark.column + 1))
    if depth > MAX_DEPTH or id(node) in parents:
        source.diagnostics.append(Diagnostic(source.at(*path), "Y003", "nested too deeply or within itself", "write it out flat"))
        return None
    inner = parents | {id(node)}
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source, depth, inner)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*path, index), source, depth + 1, inner) for index, each in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    source.texts[path] = mark.line + 1, mark.column + 1 + (node.style in ("'", '"'))
    return _scalar(node, path, source)


def _mapping(node: yaml.MappingNode, path: Path, source: Source, depth: int, parents: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = key_node.start_mark
        at = Location(source.name, mark.line + 1, mark.column + 1)
        key = str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode):
            source.diagnostics.append(Diagnostic(at, "Y004", "a key that is a list or mapping", "write a plain word before ':'"))
            continue
        if key in result:
            source.diagnostics.append(Diagnostic(at, "Y005", f"the key {key!r} is repeated", "keep one of the two; only the last would count"))
        source.places[(*path, key)] = (mark.line + 1, mark.column + 1)
        result[key] = _value(value_node, (*path, key), source, depth + 1, parents)
    return result


def _scalar(node: yaml.ScalarNode, path: Path, source: Source) -> Any:
    tag, text = node.tag.removeprefix("tag:yaml.org,2002:"), node.value
    if tag == "str" or tag == "timestamp":
        return text
    if tag == "bool":
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        source.diagnostics.append(
            Diagnostic(source.at(*path), "Y004", f"unquoted {text} reads as true or false", f'write "{text}" in quotes, or true/false')
        )
        return text
    if tag == "null":
        return None
    if tag == "int" or tag == "float":
        try:
            return int(text.replace("_", "")) if tag == "int" else float(text)
        except ValueError:
            return text
    if tag in ("merge", "value"):
        return text
    source.diagnostics.append(Diagnostic(source.at(*path), "Y004", f"the YAML tag !{tag} is not allowed", "write plain text"))
    return text


def iter_strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string in nested data, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from iter_strings(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from iter_strings(inner, (*path, index))
