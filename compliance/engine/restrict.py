"""A compiled pack with some of its rules switched off, without compiling it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

from compliance.engine.compiled import CompiledPack
from compliance.model.rule import Rule


def restrict(compiled: CompiledPack, is_wanted: Callable[[Rule], bool]) -> CompiledPack:
    """The pack without the unwanted rules of categories in which some rule is wanted.

    Rules of one category compete for a sentence, so an unwanted one must not run and hide a wanted
    one. Categories that are not wanted at all keep their rules, since disclosure rules measure
    from the claims of any category: leave their findings out afterwards.
    """
    kept = {rule.category for rule in compiled.pack.rules if is_wanted(rule)}
    dropped = {rule.id for rule in compiled.pack.rules if rule.category in kept and not is_wanted(rule) and rule.kind != "stance"}
    if not dropped:
        return compiled
    rules = compiled.sentence_rules
    by_pattern = {number: tuple(index for index in indexes if rules[index].id not in dropped) for number, indexes in compiled.rules_by_pattern.items()}
    by_pattern = {number: indexes for number, indexes in by_pattern.items() if indexes}
    return replace(
        compiled,
        rules_by_pattern=by_pattern,
        anchor_mask=sum(1 << number for number in by_pattern),
        whole_rules=tuple(rule for rule in compiled.whole_rules if rule.id not in dropped),
        # A scorecard counts with all rules of its category; without some of them it would mislead.
        cards=compiled.cards.without({rule.category for rule in compiled.pack.rules if rule.id in dropped}),
    )
