"""YAML with places: every value knows its line and column, and YAML's traps are refused.

Repeated keys, bare `no`/`yes`/`on`/`off` where a word is meant, dates and other surprises are
faults with a place and a remedy (codes Y001-Y006), never silently something else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
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
    texts: dict[Path, tuple[int, int, tuple[tuple[int, int], ...]]] = field(default_factory=dict)
    """the place of the first character of each text, after a quotation mark, and of the others where they do not simply follow it"""
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    """the place of each value, where it begins on the line of its key"""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def at(self, *path: str | int) -> Location:
        """The place of a key path, or of the nearest enclosing one that is known."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return Location(self.name, *self.places[path[:length]])
        return Location(self.name, 1, 1)

    def value(self, *path: str | int) -> Location:
        """The place of the value at a key path: that of its key where the value begins on another line."""
        return Location(self.name, *self.values[path]) if path in self.values else self.at(*path)

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
        source.diagnostics.append(_not_yaml(error, text, name))
        return source
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        source.diagnostics.append(
            Diagnostic(
                Location(name, 1, 1), "Y001", f"not valid YAML: {' '.join(str(error).split())[:120]}", "save the file as UTF-8 text without control characters"
            )
        )
        return source
    if node is None:
        source.diagnostics.append(Diagnostic(Location(name, 1, 1), "Y002", "the file is empty", "write a rule, lexicon or trigger list, or delete the file"))
        return source
    source.data = _value(node, (), source, 0, set(), text)
    if any(each.code == "Y003" for each in source.diagnostics):
        source.data = None
    return source


def _not_yaml(error: yaml.MarkedYAMLError, text: str, name: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem)
    if "unexpected end of stream" in problem and error.context_mark:
        mark, problem = error.context_mark, "a quotation mark that is never closed"
    elif "expected ',' or" in problem and error.context_mark:
        mark, problem = error.context_mark, "a bracket that is never closed"
    at = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
    is_tab = mark is not None and text.split("\n")[mark.line][mark.column : mark.column + 1] == "\t"
    return Diagnostic(at, "Y001", f"not valid YAML: {problem}", "indent with spaces, not tabs" if is_tab else _yaml_hint(problem))


def _yaml_hint(problem: str) -> str:
    if "mapping values" in problem:
        return 'put the text in quotes: a ": " inside it reads as a key'
    if "could not find expected ':'" in problem or "block mapping" in problem or "block end" in problem:
        return "check the indentation and that each key ends with ': '"
    if "quotation mark" in problem:
        return "close it at the end of the text"
    if "bracket" in problem or "node content" in problem:
        return "close what was opened with [ or {, or put the text in quotes if the bracket belongs to it"
    if "cannot start any token" in problem or "alias" in problem or "tag" in problem or "directive" in problem:
        return "put the text in quotes: it begins with a character that YAML reserves"
    return "put texts with : # { [ * & ! | > ' \" % @ in quotes"


def _value(node: yaml.Node, path: Path, source: Source, depth: int, parents: set[int], text: str) -> Any:
    mark = node.start_mark
    source.places.setdefault(path, (mark.line + 1, mark.column + 1))
    if source.places[path][0] == mark.line + 1 and node.end_mark.index > mark.index:
        source.values[path] = mark.line + 1, mark.column + 1
    if depth > MAX_DEPTH or id(node) in parents:
        source.diagnostics.append(Diagnostic(source.at(*path), "Y003", "nested too deeply or within itself", "write it out flat"))
        return None
    inner = parents | {id(node)}
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source, depth, inner, text)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*path, index), source, depth + 1, inner, text) for index, each in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    source.texts[path] = mark.line + 1, mark.column + 1 + (node.style in ("'", '"')), _marks(node, text)
    return _scalar(node, path, source)


def _mapping(node: yaml.MappingNode, path: Path, source: Source, depth: int, parents: set[int], text: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = key_node.start_mark
        at = Location(source.name, mark.line + 1, mark.column + 1)
        key = str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode):
            source.diagnostics.append(Diagnostic(at, "Y004", "a key that is a list or mapping", "write a plain word before ':'"))
            continue
        if key in result:
            first = source.places[(*path, key)][0]
            source.diagnostics.append(
                Diagnostic(at, "Y005", f"the key {key!r} is repeated (first on line {first})", "keep one of the two; only the last would count")
            )
        source.places[(*path, key)] = (mark.line + 1, mark.column + 1)
        result[key] = _value(value_node, (*path, key), source, depth + 1, parents, text)
    return result


def _scalar(node: yaml.ScalarNode, path: Path, source: Source) -> Any:
    tag, text = node.tag.removeprefix("tag:yaml.org,2002:"), node.value
    if tag == "str" or tag == "timestamp":
        return text
    if tag == "bool":
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        source.diagnostics.append(
            Diagnostic(source.value(*path), "Y004", f"unquoted {text} reads as true or false", f'write "{text}" in quotes, or true/false')
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
    source.diagnostics.append(Diagnostic(source.value(*path), "Y004", f"the YAML tag !{tag} is not allowed", "write plain text"))
    return text


_ESCAPES = {"x": 4, "u": 6, "U": 10}
"""how many characters an escape in a double-quoted text takes up, if not two"""


_CONTINUED = re.compile(r"(?:\\\n[ \t]*)*")
"""where a double-quoted text goes on behind a backslash at the end of its line"""


def _marks(node: yaml.ScalarNode, text: str) -> tuple[tuple[int, int], ...]:
    """The line and column of each character of a text and of its end; empty where they simply follow one another."""
    at = node.start_mark.index + (node.style in ("'", '"'))
    if text.startswith(node.value, at):
        return ()
    if node.style in ("|", ">"):
        at = text.index("\n", at) + 1
    end = node.end_mark.index
    places: list[int] = []
    for character in node.value:
        continued = _CONTINUED.match(text, at)
        if continued and node.style == '"':
            at = continued.end()
        while not character.isspace() and at < end and text[at].isspace():
            at += 1
        places.append(at)
        if node.style == '"' and text[at : at + 1] == "\\":
            at += _ESCAPES.get(text[at + 1 : at + 2], 2)
        else:
            at += 2 if node.style == "'" and text[at : at + 2] == "''" else 1
    breaks = [node.start_mark.index - node.start_mark.column - 1]
    breaks += [index for index in range(node.start_mark.index, min(end, len(text))) if text[index] == "\n"]
    lines = [bisect_left(breaks, place) for place in (*places, at)]
    return tuple((node.start_mark.line + line, place - breaks[line - 1]) for line, place in zip(lines, (*places, at)))


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
