"""Stories of patients: what neighbouring sentences tell of one person is one finding."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Mapping

from compliance.engine.judge import Candidate, Judge
from compliance.engine.view import View

STORY_REACH, STORY_BACK = 8, 2
"""how many sentences a story may run on over, and begin before what was found of it"""


def merge_stories(view: View, candidates: Iterable[Candidate], categories: Iterable[str]) -> list[Candidate]:
    """Join neighbouring candidates of story categories into one that spans the story."""
    joined = frozenset(categories)
    out: list[Candidate] = []
    open_: dict[str, int] = {}
    for each in candidates:
        slug = each.rule.category
        if slug in joined and slug in open_:
            old = out[open_[slug]]
            if _adjoin(view, old, each):
                first = max((old, each), key=lambda one: one.severity)
                out[open_[slug]] = replace(
                    first,
                    unit=old.unit,
                    last=max(old.last, each.last),
                    start=min(old.start, view.units[old.unit].start),
                    end=max(old.end, each.end, view.units[each.last].end),
                    also=tuple(sorted({*old.also, *each.also, old.rule.id, each.rule.id} - {first.rule.id})),
                    told=old.told + each.told,
                )
                continue
        if slug in joined:
            open_[slug] = len(out)
        out.append(each)
    return out


def extend_stories(judge: Judge, candidates: Iterable[Candidate], continuations: Mapping[str, tuple[int, int]]) -> list[Candidate]:
    """Let a story run on over the sentences that go on telling it.

    `continuations` gives for each story category two patterns (their numbers): what a sentence of a
    story has (he, she, I, my …) and what ends one (you, we …). A story never leaves its section,
    crosses no heading and never runs into another finding of its category.
    """
    view = judge.view
    listed = list(candidates)
    taken = {(unit, each.rule.category) for each in listed for unit in range(each.unit, each.last + 1)}
    out = []
    for each in listed:
        slug = each.rule.category
        if slug not in continuations:
            out.append(each)
            continue
        first, last = each.unit, each.last
        while last - each.last < STORY_REACH and _goes_on(judge, each, last + 1, continuations[slug]) and (last + 1, slug) not in taken:
            last += 1
        while each.unit - first < STORY_BACK and _goes_on(judge, each, first - 1, continuations[slug]) and (first - 1, slug) not in taken:
            first -= 1
        if (first, last) == (each.unit, each.last):
            out.append(each)
            continue
        start = each.start if first == each.unit else view.units[first].start
        end = each.end if last == each.last else view.units[last].end
        out.append(replace(each, unit=first, last=last, start=start, end=end))
    return out


def _goes_on(judge: Judge, story: Candidate, unit: int, patterns: tuple[int, int]) -> bool:
    view = judge.view
    if not 0 <= unit < len(view.units):
        return False
    here, told = view.units[unit], view.units[story.unit]
    if here.kind == "heading" or here.section != told.section or here.place != told.place or judge.evidence.is_entry(unit):
        return False
    goes_on, ends = patterns
    return bool(view.find(goes_on, unit)) and not view.find(ends, unit)


def _adjoin(view: View, one: Candidate, two: Candidate) -> bool:
    between = range(one.last + 1, two.unit)
    if len(between) > 1 or view.units[two.unit].kind == "heading":
        return False
    return all(view.units[index].kind != "heading" for index in between) and view.units[one.unit].place == view.units[two.unit].place
