"""Labelled texts to measure rules against: single cases, and pages with labelled spans.

A case is a line of a .jsonl file: {"id", "text", "expect": [category or rule id …], "forbid": […],
"kind"}; "*" forbids everything. A folder of pages holds .txt files and a gold.jsonl of labels,
{"file" or "doc", "start", "end", "category", "strength": "clear" | "borderline"} for spans and
{"file", "category", "status": "missing" | "buried" | "adequate" | "not-applicable"} for whole
documents ({"file", "category": "stance", "status": "advertising" | "sober"} says what kind of page it
is); beside it may stand not_claims.jsonl (spans that must not be flagged).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Iterator, NamedTuple

from compliance.errors import UsageError
from compliance.model.rule import STANCE

GOLD, LOOK_ALIKES, INDEX = "gold.jsonl", "not_claims.jsonl", "index.jsonl"
STATUSES = ("missing", "buried", "adequate", "not-applicable")
STANCES = ("advertising", "sober")


class Label(NamedTuple):
    """A labelled span: half-open code points of the text."""

    start: int
    end: int
    category: str
    is_clear: bool


class Status(NamedTuple):
    """What a document-level rule of a category should say of a whole document."""

    category: str
    status: str
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A text that must yield some categories or rules and must not yield others."""

    id: str
    text: str
    kind: str
    expect: tuple[str, ...]
    forbid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A text with labelled spans; `look_alikes` are spans that must not be flagged as their category."""

    name: str
    text: str
    labels: tuple[Label, ...]
    statuses: tuple[Status, ...]
    look_alikes: tuple[Label, ...] = ()
    stance: str = ""
    """advertising or sober; empty where the labels do not say"""


@dataclass(slots=True)
class Corpus:
    """Cases and pages, in a stable order."""

    cases: list[Case] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


def read_corpus(path: Path) -> Corpus:
    """The corpus at a .jsonl file or in a folder; raises UsageError naming file and line."""
    corpus = Corpus()
    if path.is_file():
        corpus.cases += _cases(path)
    elif (path / GOLD).is_file():
        corpus.pages += _pages(path)
    elif path.is_dir():
        for file in sorted(path.glob("*.jsonl")):
            corpus.cases += _cases(file)
        for folder in sorted(each for each in path.iterdir() if (each / GOLD).is_file()):
            corpus.pages += _pages(folder)
    if not corpus.cases and not corpus.pages:
        raise UsageError(f"{path}: no labelled texts; name a .jsonl file of cases, a folder of them, or a folder of .txt files with a {GOLD}")
    names = [each.id for each in corpus.cases]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise UsageError(f"{path}: two cases share the id {twice[0]!r}; rename one of them")
    return corpus


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        at = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{at}: not JSON: {error}; write one object a line") from None
        if not isinstance(row, dict):
            raise UsageError(f"{at}: not an object; write one object a line")
        yield at, row


def _cases(path: Path) -> Iterator[Case]:
    for at, row in _rows(path):
        for key, kind in (("id", str), ("text", str), ("expect", list), ("forbid", list)):
            if not isinstance(row.get(key), kind):
                raise UsageError(f"{at}: no {key!r} ({'a list' if kind is list else 'text'}); a case is {{id, text, expect, forbid, kind}}")
        yield Case(row["id"], row["text"], str(row.get("kind", "")), tuple(row["expect"]), tuple(row["forbid"]))


def _pages(folder: Path) -> Iterator[Page]:
    labels, statuses = _labels(folder / GOLD)
    look_alikes, _ = _labels(folder / LOOK_ALIKES) if (folder / LOOK_ALIKES).is_file() else ({}, {})
    negative = {str(row.get("file")) for _, row in _rows(folder / INDEX) if row.get("kind") in ("neg", "negative")} if (folder / INDEX).is_file() else set()
    by_document = sorted({each.category for group in statuses.values() for each in group} - {STANCE})
    for name in sorted(labels.keys() | statuses.keys() | negative):
        file = folder / name
        if not file.is_file():
            raise UsageError(f"{folder / GOLD}: {name!r} is labelled, but there is no such file beside it")
        # Decoded from bytes: reading as text would turn "\r\n" into "\n" and move every offset after it.
        text = file.read_bytes().decode("utf-8")
        own = [each for each in statuses.get(name, ()) if each.category != STANCE]
        stance = next((each.status for each in statuses.get(name, ()) if each.category == STANCE and each.is_clear), "")
        if name in negative:
            own = own or [Status(category, "not-applicable", True) for category in by_document]
        yield Page(name, text, tuple(labels.get(name, ())), tuple(own), tuple(look_alikes.get(name, ())), stance)


def _labels(path: Path) -> tuple[dict[str, list[Label]], dict[str, list[Status]]]:
    labels: dict[str, list[Label]] = {}
    statuses: dict[str, list[Status]] = {}
    for at, row in _rows(path):
        name = PurePath(str(row.get("file") or row.get("doc") or "")).name
        if not name:
            raise UsageError(f"{at}: names no document; give it 'file'")
        is_clear = row.get("strength", "clear") == "clear"
        if "status" in row:
            known = STANCES if row.get("category") == STANCE else STATUSES
            if row["status"] not in known:
                raise UsageError(f"{at}: unknown status {row['status']!r}; known are: {', '.join(known)}")
            statuses.setdefault(name, []).append(Status(str(row["category"]), row["status"], is_clear))
        elif "start" in row:
            labels.setdefault(name, []).append(Label(int(row["start"]), int(row["end"]), str(row["category"]), is_clear))
        else:
            labels.setdefault(name, [])
    return labels, statuses
