"""Packs of any number of rules: the core rules first, then variants of their patterns with other words in them."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from generate import sentences

from compliance.errors import Location
from compliance.model.rule import AnyOf, Pack, Pattern, Rule

PATTERNS_A_RULE = 3
_WORD = re.compile(r"(?<![\w{/.\\'-])[a-z]{3,}(?![\w}/.'-])")


def with_rules(pack: Pack, count: int, seed: int = 1) -> Pack:
    """The pack with exactly `count` rules.

    Each added rule has three patterns of the core rules with other words of the corpus in them. All words of
    three letters and more are others: with one of them kept a pattern with a choice would match wherever its model does, and what was measured would
    be three times the findings, not three times the rules. Now and then one matches.
    """
    chance = random.Random(seed)  # noqa: S311 - patterns to measure with
    usable = [rule for rule in pack.rules if isinstance(rule.match, AnyOf) and rule.kind == "sentence"]
    patterns = [part.text for rule in usable if isinstance(rule.match, AnyOf) for part in rule.match.parts if isinstance(part, Pattern)]
    plain = [each for each in patterns if _WORD.search(each) and "/" not in each and not each.startswith("^")]
    words = sorted({word for kind in sentences() for text in kind for word in re.findall(r"\b[a-z]{5,}\b", text)})
    more: list[Rule] = []
    while len(pack.rules) + len(more) < count:
        number = len(more)
        texts = [_varied(chance.choice(plain), words, chance) for _ in range(PATTERNS_A_RULE)]
        match = AnyOf(tuple(Pattern(text, Location("variant")) for text in texts))
        more.append(replace(usable[number % len(usable)], id=f"{usable[number % len(usable)].category}/variant-{number}", match=match, where=()))
    kept = [*pack.rules, *more]
    return replace(pack, rules=tuple(kept[:count] if count >= len(pack.rules) else _thinned(pack.rules, count)))


def _varied(text: str, words: list[str], chance: random.Random) -> str:
    return _WORD.sub(lambda _: chance.choice(words), text)


def _thinned(rules: tuple[Rule, ...], count: int) -> list[Rule]:
    """That many rules, from everywhere in the list."""
    return [rules[number * len(rules) // count] for number in range(count)]
