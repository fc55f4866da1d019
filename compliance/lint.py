"""Faults and weaknesses of rule packs: all that loading refuses, and what only a closer look shows.

    R006  a rule or condition that can never hold          W001  a pattern that runs on every sentence
    R007  an expression that can backtrack without bound   W002  a lexicon nothing uses
    W003  a message slot that nothing fills                W004  a related rule that does not exist
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterable, Iterator, Sequence

from compliance.engine.backtrack import raw_parts, runaway_text
from compliance.engine.compile import groups_of, nodes_of, patterns_of
from compliance.engine.compiled import CompiledPack
from compliance.engine.pattern import Mark, parse
from compliance.errors import Diagnostic, Location
from compliance.law.check import faults as law_faults
from compliance.loading import checked, setting_expressions, without_echoes
from compliance.model.rule import AllOf, AnyOf, Node, Not, Pack, Pattern, Rule, UnitIs
from compliance.packs.load import closest
from compliance.packs.read import iter_strings
from compliance.run import now

_REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.[a-z0-9_]+)?\}")
_SLOT = re.compile(r"\{([a-z_]+)(\|[^{}]*)?\}")
_ALWAYS_FILLED = frozenset({"quote", "category", "grade", "families"})


def lint(folders: Sequence[Path]) -> list[Diagnostic]:
    """Every fault and warning of the packs in some folders, in the order of their places."""
    compiled, found = checked(folders)
    if compiled is not None:
        is_whole = all(each.warning for each in found)  # else a lexicon may look unused because its rule was refused
        more = [*_weaknesses(compiled), *_settings(folders), *without_echoes(law_faults(compiled.pack, now()[:10]), found)]
        found = [*found, *(each for each in more if is_whole or each.code != "W002")]
    return sorted(set(found), key=lambda each: (each.at, each.code, each.problem))


def _weaknesses(compiled: CompiledPack) -> Iterator[Diagnostic]:
    pack = compiled.pack
    for each in compiled.patterns:
        if not each.groups and not all(isinstance(item, Mark) for item in parse(each.text).items):  # a comma costs nothing to look for
            problem = f"the pattern {each.text!r} names no word that a sentence must contain, so it runs on every one"
            yield _warning(each.at, "W001", problem, "add a word or a lexicon outside optional parts")
    yield from _unreachable(compiled)
    yield from _unused(pack)
    known = {rule.id for rule in pack.rules}
    for rule in pack.rules:
        yield from _slots(rule, compiled)
        for name in rule.related:
            if name not in known:
                yield _warning(rule.at, "W004", f"{rule.id} is related to {name!r}, which does not exist", closest(name, known))
    yield from _backtracking(pack)


# -- conditions that can never hold


def _unreachable(compiled: CompiledPack) -> Iterator[Diagnostic]:
    anchored = {index for indexes in compiled.rules_by_pattern.values() for index in indexes}
    for index, rule in enumerate(compiled.sentence_rules):
        if index not in anchored:
            problem = f"{rule.id} can never fire: no pattern of it has to be in the sentence itself"
            yield Diagnostic(rule.at, "R006", problem, "give `match` a pattern that is not under `not` or another scope")
        elif rule.cues and sum(cue.points for cue in rule.cues if cue.points > 0) < rule.threshold:
            problem = f"{rule.id} can never fire: its points cannot reach the threshold {rule.threshold:g}"
            yield Diagnostic(rule.at, "R006", problem, "lower the threshold or raise the points")
    for rule in compiled.pack.rules:
        for problem, hint in _contradictions(rule, compiled.pack):
            yield Diagnostic(rule.at, "R006", f"{rule.id} has a condition that can never hold: {problem}", hint)


def _contradictions(rule: Rule, pack: Pack) -> Iterator[tuple[str, str]]:
    for node in rule.where:
        if isinstance(node, UnitIs):
            allowed = {"unit": rule.units, "place": rule.places}.get(node.property, frozenset())
            if allowed and allowed.isdisjoint(node.values):
                yield f"{node.property} must be {' or '.join(node.values)}, but the rule looks only at {', '.join(sorted(allowed))}", "make the two lists meet"
    for top in nodes_of(rule):
        for group in groups_of(top):
            lexicon = pack.lexicons.get(group.lexicon)
            if lexicon and len(group.groups or lexicon.groups) < group.at_least:
                yield f"{group.at_least} groups of {group.lexicon!r} are asked for, and there are {len(group.groups or lexicon.groups)}", "lower at_least"
        for node in _every(top):
            if isinstance(node, AllOf):
                denied = {found.text for part in node.parts if isinstance(part, Not) for found in _plain(part.part)}
                asked = {part.text for part in node.parts if isinstance(part, Pattern)}
                for text in sorted(denied & asked):
                    yield f"{text!r} is asked for and denied", "remove one of the two"


def _every(node: Node) -> Iterator[Node]:
    yield node
    for part in getattr(node, "parts", ()) or ((node.part,) if hasattr(node, "part") else ()):
        yield from _every(part)


def _plain(node: Node) -> Iterator[Pattern]:
    if isinstance(node, Pattern):
        yield node
    elif isinstance(node, AnyOf):
        for part in node.parts:
            yield from _plain(part)


# -- what nothing uses or fills


def _unused(pack: Pack) -> Iterator[Diagnostic]:
    used: set[str] = set(pack.settings.get("capture", ()))
    for rule in pack.rules:
        for node in nodes_of(rule):
            for found in patterns_of(node):
                used.update(_REFERENCE.findall(found.text))
            used.update(group.lexicon for group in groups_of(node))
        used.update(_words(rule.options))
    for trigger in pack.triggers:
        used.update(_REFERENCE.findall(trigger.pattern.text))
    used.update(_words(dict(pack.settings)))
    for lexicon in pack.lexicons.values():
        for text in lexicon.patterns:
            used.update(name for name in _REFERENCE.findall(text) if name != lexicon.name)
    for name, lexicon in pack.lexicons.items():
        if name not in used:
            yield _warning(lexicon.at, "W002", f"nothing uses the lexicon {name!r}", f"write {{{name}}} in a pattern, or delete the file")


def _words(data: Any) -> Iterator[str]:
    for _, text in iter_strings(data):
        yield text
        yield from _REFERENCE.findall(text)


def _slots(rule: Rule, compiled: CompiledPack) -> Iterator[Diagnostic]:
    filled = _ALWAYS_FILLED | set(compiled.pack.settings.get("capture", ()))
    for node in nodes_of(rule):
        for found in patterns_of(node):
            filled |= set(re.findall(r"\(\?P<(\w+)>", found.text))
    for text in (rule.message, rule.remediation):
        for slot in _SLOT.finditer(text):
            if slot[1] not in filled and slot[2] is None:
                hint = f"{closest(slot[1], filled)}, or write {{{slot[1]}|words for when it is empty}}"
                yield _warning(rule.at, "W003", f"{rule.id}: nothing fills the slot {slot[0]} of its message", hint)


# -- expressions that run away


def _backtracking(pack: Pack) -> Iterator[Diagnostic]:
    texts: dict[str, Location] = {}
    for rule in pack.rules:
        for node in nodes_of(rule):
            for found in patterns_of(node):
                texts.setdefault(found.text, found.at)
    for trigger in pack.triggers:
        texts.setdefault(trigger.pattern.text, trigger.pattern.at)
    for lexicon in pack.lexicons.values():
        for text in lexicon.patterns:
            texts.setdefault(text, lexicon.at)
        for source in lexicon.token_patterns:
            yield from _runs_away(source, lexicon.at, must_fail=True)
    for text, at in texts.items():
        if "/" in text:
            for raw in raw_parts(parse(text)):
                yield from _runs_away(raw.regex, at, must_fail=True)


def _settings(folders: Sequence[Path]) -> Iterator[Diagnostic]:
    for source, at in setting_expressions(folders):
        yield from _runs_away(source, at, must_fail=False)


def _runs_away(source: str, at: Location, must_fail: bool) -> Iterator[Diagnostic]:
    text = runaway_text(source, must_fail)
    if text:
        short = source if len(source) <= 80 else source[:79] + "…"
        hint = "bound the repetitions ({0,5}), make them possessive (++), or write it without /…/"
        yield Diagnostic(at, "R007", f"the expression {short!r} can backtrack without bound: it was stopped on {text}", hint)


def _warning(at: Location, code: str, problem: str, hint: str) -> Diagnostic:
    return Diagnostic(at, code, problem, hint, warning=True)


def only_below(found: Iterable[Diagnostic], paths: Sequence[Path]) -> list[Diagnostic]:
    """The diagnostics whose place lies in some folders or files."""
    roots = [path.resolve() for path in paths]
    return [each for each in found if any(Path(each.at.path).resolve().is_relative_to(root) for root in roots)]
