"""The words by which layout is known, in every language that rules/layout has a file for.

They ship with the tool and are read once, when the first document is: readers come before rules, and a document's
language is told from its text only afterwards. Who has them already, as a compiled pack has, spares that with `give`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from compliance.errors import PackError
from compliance.packs.files import LAYOUT, builtin_folder

_given: list[Sequence[Mapping[str, Any]]] = []
"""what `give` has been given, or nothing"""


class Words(NamedTuple):
    """Patterns made of the words of all languages."""

    references: re.Pattern[str]
    """a heading over a list of references"""
    questions: re.Pattern[str]
    """the beginning of a heading over questions and answers"""
    footer: re.Pattern[str]
    """a footer, among the last blocks"""
    label: re.Pattern[str]
    """what stands before a question"""


@cache
def words() -> Words:
    """The words of layout; raises PackError where their files are broken."""
    return made(_given[0]) if _given else _read()


def give(languages: Sequence[Mapping[str, Any]]) -> None:
    """Let what the files of all languages say be this, without reading them."""
    _given[:] = [languages]


def _read() -> Words:
    from compliance.packs.load import sources
    from compliance.packs.schema import validate

    found = sources([builtin_folder() / LAYOUT])
    faults = [fault for source in found for fault in source.diagnostics]
    try:
        if not faults:
            return made([source.data["layout"] for source in found])
    except (KeyError, TypeError, AttributeError):  # the schema says what is wrong; asking it of sound files would cost each start
        faults = [fault for source in found for fault in validate(source, "layout")]
    raise PackError(faults)


def made(languages: Sequence[Mapping[str, Any]]) -> Words:
    """The patterns of some languages' words."""
    headings = "|".join(_heading(each["references"]) for each in languages)
    anywhere = _any(phrase for each in languages for phrase in each["footer"]["anywhere"])
    first = _any(phrase for each in languages for phrase in each["footer"]["first"])
    questions = _any(phrase for each in languages for phrase in each["questions"])
    labels = _any(phrase for each in languages for phrase in each["question_labels"])
    return Words(
        references=re.compile(rf"^\W*(?:\d{{1,2}}\W+)?(?:{headings})\W*$", re.IGNORECASE),
        questions=re.compile(rf"^\W*(?:{questions})\W*", re.IGNORECASE),
        footer=re.compile(rf"©|\(c\)\s*\d{{4}}|{anywhere}|^\W*(?:{first})", re.IGNORECASE),
        label=re.compile(rf"\s*(?:{labels})\s?\d{{0,2}}\s?[.:)]\s"),
    )


def _heading(references: dict[str, list[str]]) -> str:
    qualifiers = references.get("qualifiers")
    return (rf"(?:(?:{_any(qualifiers)})\s+)?" if qualifiers else "") + f"(?:{_any(references['names'])})"


def _any(phrases: Iterable[str]) -> str:
    """One of some phrases, the longest first."""
    return "|".join(re.escape(each) for each in sorted(phrases, key=lambda each: (-len(each), each)))
