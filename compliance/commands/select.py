"""Rules by the names given on a command line."""

from __future__ import annotations

from typing import Iterable, Sequence

from compliance.errors import UsageError
from compliance.model.rule import Pack, Rule
from compliance.packs.load import closest


def chosen(pack: Pack, names: Sequence[str], codes: Iterable[str] = ()) -> list[Rule]:
    """The rules of some ids and categories in the order of the pack, all without any; raises UsageError, which names `codes` too."""
    known = {rule.id for rule in pack.rules} | set(pack.categories)
    for name in names:
        if name not in known:
            raise UsageError(f"unknown rule or category {name!r}; {closest(name, {*known, *codes})}")
    return [rule for rule in pack.rules if not names or rule.id in names or rule.category in names]
