"""What can still be told of a rule file that breaks its schema: its patterns, whose own faults are named all the same."""

from __future__ import annotations

from typing import Any, Iterator

from compliance.model.rule import Pattern
from compliance.packs.read import Path, Source


def patterns_of_rule(raw: Any, source: Source, path: Path) -> Iterator[Pattern]:
    """What in a rule (or what should be one) looks like a pattern, with its place."""
    if not isinstance(raw, dict):
        return
    for key in ("match", "where"):
        yield from _patterns_in(raw.get(key), source, (*path, key))
    score = raw.get("score")
    cues = score.get("cues") if isinstance(score, dict) else None
    for number, cue in enumerate(cues if isinstance(cues, list) else ()):
        if isinstance(cue, dict):
            yield from _patterns_in(cue.get("match"), source, (*path, "score", "cues", number, "match"))


def patterns_of_triggers(source: Source) -> Iterator[Pattern]:
    """What in a file of triggers (or what should be one) looks like a pattern, with its place."""
    sections = source.data["triggers"]
    for section, entries in sections.items() if isinstance(sections, dict) else ():
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            for key in ("pattern", "patterns"):
                if isinstance(entry, dict):
                    yield from _patterns_in(entry.get(key), source, ("triggers", section, index, key))


def _patterns_in(raw: Any, source: Source, path: Path) -> Iterator[Pattern]:
    if isinstance(raw, str):
        yield Pattern(raw, source.inside(*path))
    elif isinstance(raw, list):
        for index, part in enumerate(raw):
            yield from _patterns_in(part, source, (*path, index))
    elif isinstance(raw, dict):
        for key in ("any", "all", "not", "seen"):
            yield from _patterns_in(raw.get(key), source, (*path, key))
