"""Rules on the whole document: a missing or buried disclosure, one therapy for many diseases."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, NamedTuple

from compliance.engine.judge import Candidate, Judge
from compliance.engine.match import evaluate
from compliance.engine.sentence import Hit
from compliance.engine.view import View
from compliance.model.document import Place
from compliance.model.finding import Severity
from compliance.model.rule import Rule

_SMALLER = 0.85
"""of the claim's size of type: a disclosure below it is buried"""
_AWAY = (Place.FOOTER, Place.FAQ, Place.REFERENCES, Place.SMALL_PRINT, Place.ATTRIBUTE)


class Graded(NamedTuple):
    """What a disclosure rule says of a document: whether it is about such an advert, how its statement is graded, and the finding that would be."""

    applies: bool
    grade: str
    candidate: Candidate

    @property
    def is_finding(self) -> bool:
        """Does the rule by itself find?"""
        return self.applies and self.grade != "adequate"


def disclosure(judge: Judge, rule: Rule, claims: Iterable[Candidate]) -> Graded | None:
    """What a disclosure rule says of a document: topic present, statement missing, buried or distant; None of an empty one.

    Graded by where the statement stands: *adequate* within `near_units` units of the first claim (or
    before it) in the body; *distant* further on in the body; *buried* in a footer, FAQ, small
    print, reference list or hidden text; *missing* when no statement was found anywhere.
    """
    view = judge.view
    if not view.units:
        return None
    applies = judge._stance_allows(rule.stance) and all(evaluate(node, view, 0) for node in view.compiled.ready[rule.id].where)
    wanted = frozenset(rule.options.get("claims", ()))
    first = min((each for each in claims if each.rule.category in wanted), key=lambda each: each.start, default=None)
    anchor_unit = first.unit if first else _topic_unit(judge, rule)
    needed = rule.options.get("claim_needed", {"units": 0})
    if first is None and len(view.units) <= int(needed["units"]):
        said = {each.sense for each in judge.context.senses(anchor_unit, 0, len(view.texts[anchor_unit]))}
        offer = view.compiled.ids.get(needed["offer"], -1)
        applies = applies and not said & set(needed["senses"]) and any(view.find(offer, unit) for unit in range(len(view.units)))
    statements = _statements(judge, rule)
    places = [_describe(judge, unit, hit, anchor_unit) for unit, hit in statements]
    best = min(places, key=lambda each: (_GRADES.index(each["grade"]), each["distance"]), default=None)
    grade = best["grade"] if best else "missing"
    if len(view.units) <= int(rule.options.get("short_units", 12)) and grade == "distant":
        grade = "adequate"
    severity = rule.severity if grade in ("missing", "adequate") else Severity.parse(rule.options.get(grade, "medium"))
    if first is None and "without_claims" in rule.options:
        severity = min(severity, Severity.parse(rule.options["without_claims"]))
    lowered = "" if severity == rule.severity else str(rule.severity)
    unit = view.units[anchor_unit]
    details: dict[str, Any] = {
        "status": grade,
        "looked_at": f"{len(view.units)} units from the first to the last, including footer, FAQ and hidden text",
        "statements": places,
    }
    candidate = Candidate(
        rule=rule, unit=anchor_unit, last=anchor_unit, start=unit.start, end=unit.end, severity=severity, captures={"grade": grade},
        details=details, related=tuple(places), lowered_from=lowered,
    )  # fmt: skip
    return Graded(applies, grade, candidate)


_GRADES = ("adequate", "distant", "buried")


def _topic_unit(judge: Judge, rule: Rule) -> int:
    if rule.options.get("topic"):
        number = judge.view.compiled.ids.get(rule.options["topic"])
        if number is not None:
            for unit in range(len(judge.view.units)):
                if judge.view.find(number, unit):
                    return unit
    return 0


def _statements(judge: Judge, rule: Rule) -> list[tuple[int, Hit]]:
    found: list[tuple[int, Hit]] = []
    match = judge.view.compiled.ready[rule.id].match
    for unit in range(len(judge.view.units)):
        if match is None or judge.evidence.is_entry(unit):
            continue
        for hit in evaluate(match, judge.view, unit):
            told = {each.sense for each in judge.context.senses(unit, hit.focus_start, hit.focus_end, hit.is_marked)}
            if hit.start >= 0 and not told & rule.context.clear:
                found.append((unit, hit))
                break
    return found


def _describe(judge: Judge, unit: int, hit: Hit, anchor: int) -> Mapping[str, Any]:
    view = judge.view
    start, end = view.content_span(unit, hit.start, hit.end)
    here = view.units[unit]
    distance = unit - anchor
    late = len(view.units) > 12 and unit > 0.75 * len(view.units)
    look = _looks(view, start, end, anchor)
    if here.hidden or here.place in _AWAY or look:
        grade = "buried"
    elif distance <= 6 or (distance <= 10 and not late):
        grade = "adequate"
    else:
        grade = "buried" if late else "distant"
    return {
        "grade": grade, "content_start": start, "content_end": end, "place": str(here.place), "hidden": here.hidden, "distance": max(0, distance), "look": look,
        "text": view.document.content[here.start : here.end],
    }  # fmt: skip


def _looks(view: View, start: int, end: int, anchor: int) -> str:
    """What the places of a statement and of the claim say against the statement: smaller type, the last page; empty if nothing."""
    document = view.document
    unit = view.units[anchor]
    own, other = (document.place_of(*document.to_source.to_source(*span)) for span in ((start, end), (unit.start, unit.end)))
    if own.get("size") and other.get("size") and own["size"] < _SMALLER * other["size"]:
        return f"in type of {own['size']:g}, the claim in {other['size']:g}"
    last = document.locators[-1].place.get("page", 0) if document.locators else 0
    return "on the last page" if own.get("page") == last != other.get("page") and last else ""


def broad_list(judge: Judge, rule: Rule) -> Iterator[Candidate]:
    """Findings of a list rule in order: a sentence, list or run of headings that names diseases of many families."""
    return (found for _, found in broad_runs(judge, rule) if found)


def broad_runs(judge: Judge, rule: Rule) -> Iterator[tuple[int, Candidate | None]]:
    """The runs of units that a list rule looks at, in order: the first unit of each, and the finding that it is."""
    view = judge.view
    if not judge._stance_allows(rule.stance):
        return
    lexicon, least = rule.options["lexicon"], int(rule.options.get("at_least", 3))
    ignored = frozenset(rule.options.get("ignore_groups", ()))
    codes = {group: code for group, code in view.compiled.group_codes.get(lexicon, {}).items() if group not in ignored}
    unit = 0
    while unit < len(view.units):
        last = _run_end(judge, unit, codes)
        text = "".join(view.tagged(index) for index in range(unit, last + 1))
        groups = sorted(group for group, code in codes.items() if code in text)
        is_broad = len(groups) >= least and not judge.evidence.is_entry(unit)
        yield unit, _list_candidate(judge, rule, unit, last, groups) if is_broad else None
        unit = last + 1


def _run_end(judge: Judge, unit: int, codes: Mapping[str, str]) -> int:
    """The last unit of the run of bullets, cells or bare headings that begins here."""
    view = judge.view
    here = view.units[unit]
    last = unit
    if here.kind in ("bullet", "cell", "heading"):
        while last + 1 < len(view.units) and view.units[last + 1].kind == here.kind and view.units[last + 1].lead == here.lead:
            nxt = view.tagged(last + 1)
            if here.kind == "heading" and not any(code in nxt for code in codes.values()):
                break
            last += 1
    return last


def _list_candidate(judge: Judge, rule: Rule, unit: int, last: int, groups: list[str]) -> Candidate | None:
    view = judge.view
    if not all(evaluate(node, view, unit) for node in view.compiled.ready[rule.id].where):
        return None
    anchor = unit
    start, end = view.units[anchor].start, view.units[anchor].end
    match = view.compiled.ready[rule.id].match
    hits = [hit for hit in evaluate(match, view, unit) if hit.start >= 0] if match is not None else []
    if match is not None and not hits:
        return None
    focus = hits[0] if hits else Hit(0, 1, 0, 1)
    told = judge.context.senses(unit, focus.focus_start, focus.focus_end, focus.is_marked)
    names = {each.sense for each in told}
    cleared = next(iter(sorted(names & rule.context.clear)), "")
    severity, lowered = rule.severity, ""
    for sense in sorted(names & set(rule.context.lower)):
        if rule.context.lower[sense] < severity:
            severity, lowered = rule.context.lower[sense], str(rule.severity)
    return Candidate(
        rule=rule, unit=anchor, last=anchor, start=start, end=end, severity=severity, captures={"families": ", ".join(groups)}, told=told,
        cleared_by=cleared, lowered_from=lowered, details={"families": groups, "items": last - unit + 1},
    )  # fmt: skip
