"""Two JSON reports compared: what was fixed or only cleared, what is new, what was only reworded, what the law now says otherwise.

Findings are the same by their fingerprint. One that is gone and one that is new in the same
document, of one category and with much the same sentence, are one finding reworded but still
flagged. One that is gone was fixed where the new report lists what was cleared (--show-cleared)
and its sentence is neither there nor anywhere else; where that cannot be told, it is no longer
reported and no more is said. Works on plain report data, so that reports of older versions can be compared too.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Iterable, Mapping, Sequence

LEVELS = ("low", "medium", "high", "critical")
RULINGS = ("no-rule", "allowed", "needs-qualification", "prohibited")
STANDINGS = ("missing", "contradicted", "buried", "distant", "partial", "adequate")
"""how a disclosure stands, the worst first"""
ALIKE = 0.55
"""from which share of common words two sentences are one, reworded"""
FAR = 100
"""characters from which a disclosure that stands elsewhere has moved"""
FIXED, NEW, UNCHANGED, REWORDED, CHANGED, MOVED = "fixed", "new", "unchanged", "reworded", "changed", "disclosure"
CLEARED, GONE = "cleared", "no longer reported"
KINDS = (FIXED, CLEARED, GONE, NEW, CHANGED, REWORDED, UNCHANGED, MOVED)

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one finding, or of the disclosure of a document."""

    kind: str
    path: str
    category: str
    rule_id: str
    text: str
    severity: str
    says: tuple[str, ...] = ()
    is_worse: bool = False


def compare(old: Data, new: Data) -> tuple[Change, ...]:
    """Every change between two reports, document by document in the order of the new one."""
    out: list[Change] = []
    least = str(new.get("run", {}).get("min_severity", "low"))
    before = {each["path"]: each for each in old["documents"]}
    after = {each["path"]: each for each in new["documents"]}
    if len(before) == len(after) == 1 and before.keys() != after.keys():
        before = {next(iter(after)): next(iter(before.values()))}
    for path, document in after.items():
        out += _document(path, before.get(path, {"findings": ()}), document, least)
    for path in before:
        if path not in after:
            out += [_change(GONE, path, each, ("the document is not in the new report",)) for each in before[path]["findings"]]
    return tuple(out)


def is_worse(changes: Iterable[Change]) -> bool:
    """Is anything worse than before?"""
    return any(each.is_worse for each in changes)


def _document(path: str, old: Data, new: Data, least: str) -> Iterable[Change]:
    before = _keyed(old["findings"])
    after = _keyed(new["findings"])
    gone = [each for key, each in before.items() if key not in after]
    come = [each for key, each in after.items() if key not in before]
    pairs = _reworded(gone, come)
    for key, each in after.items():
        if key in before:
            says, worse = _verdicts(before[key], each)
            yield _change(CHANGED if says else UNCHANGED, path, each, says, worse)
        elif id(each) in pairs:
            other = pairs[id(each)]
            says, worse = _verdicts(other, each)
            yield _change(REWORDED, path, each, (f"before: “{_short(str(other['text']))}”", *says), worse)
        else:
            yield _change(NEW, path, each, (), True)
    used = {id(each) for each in pairs.values()}
    for each in gone:
        if id(each) not in used:
            kind, says = _fate(each, old, new, least)
            yield _change(kind, path, each, says)
    yield from _moved(path, old, new)


def _fate(finding: Data, old: Data, new: Data, least: str) -> tuple[str, tuple[str, ...]]:
    """What became of a finding that the new report does not have, as far as the reports can tell."""
    sentence = _plain(finding["sentence"])
    known = {(each["rule_id"], each["fingerprint"]) for each in old.get("cleared", ())}
    fits = [each for each in new.get("cleared", ()) if each["category"] == finding["category"] and (each["rule_id"], each["fingerprint"]) not in known]
    match = max(fits, key=lambda each: _likeness(each, finding), default=None)
    if match is not None and _likeness(match, finding) >= ALIKE:
        stands = "the sentence still stands" if _plain(match["sentence"]) == sentence else f"now: “{_short(str(match['sentence']))}”"
        return CLEARED, (f"{stands}; {_cleared_by(match)}",)
    if not new.get("screened", True):
        return GONE, ("the document was not screened",)
    if finding["severity"] in LEVELS and least in LEVELS and LEVELS.index(finding["severity"]) < LEVELS.index(least):
        return GONE, (f"below {least}, the lowest severity that the new report shows",)
    if old.get("sha256") and old.get("sha256") == new.get("sha256"):
        return GONE, ("the document is the same: other rules or settings, or it was cleared",)
    is_of_words = not finding.get("details", {}).keys() & {"looked_at", "status"}  # else it says what the document lacks
    others = (each for each in (*new["findings"], *new.get("cleared", ())) if each["rule_id"] != finding["rule_id"])  # its own: it stood there twice
    if is_of_words and any(_plain(each["sentence"]) == sentence for each in others):
        return GONE, ("the sentence still stands",)
    if "cleared" not in new:
        return GONE, ("removed or only cleared: the new report does not list what was cleared",)
    return FIXED, ()


def _cleared_by(finding: Data) -> str:
    sense = str(finding.get("cleared_by", "its context"))
    triggers = dict.fromkeys(f"“{one['trigger']}”" for one in finding.get("context", ()) if one["sense"] == sense)
    return f"cleared by {sense}{': ' if triggers else ''}{', '.join(triggers)}"


def _plain(text: Any) -> str:
    return " ".join(str(text).lower().split())


def _keyed(findings: Iterable[Data]) -> dict[tuple[str, str, int], Data]:
    """Findings by rule and fingerprint, numbered where one stands twice."""
    out: dict[tuple[str, str, int], Data] = {}
    for each in findings:
        number = 0
        while (each["rule_id"], each["fingerprint"], number) in out:
            number += 1
        out[each["rule_id"], each["fingerprint"], number] = each
    return out


def _reworded(gone: Sequence[Data], come: Sequence[Data]) -> dict[int, Data]:
    """For what is new (by identity) what it was before, the most alike first."""
    ranked = sorted(
        (
            (-_likeness(one, two), number, other)
            for number, one in enumerate(come)
            for other, two in enumerate(gone)
            if one["category"] == two["category"] and _likeness(one, two) >= ALIKE
        )
    )
    out: dict[int, Data] = {}
    taken: set[int] = set()
    for _, number, other in ranked:
        if id(come[number]) not in out and other not in taken:
            out[id(come[number])] = gone[other]
            taken.add(other)
    return out


def _likeness(one: Data, two: Data) -> float:
    return SequenceMatcher(None, str(one["sentence"]).lower().split(), str(two["sentence"]).lower().split(), autojunk=False).ratio()


def _verdicts(old: Data, new: Data) -> tuple[tuple[str, ...], bool]:
    """How severity and verdicts differ, and whether for the worse."""
    says: list[str] = []
    worse = False
    if old["severity"] != new["severity"]:
        says.append(f"severity {old['severity']} → {new['severity']}")
        worse |= LEVELS.index(new["severity"]) > LEVELS.index(old["severity"])
    before = {each["jurisdiction"]: each for each in old.get("verdicts", ())}
    for each in new.get("verdicts", ()):
        other = before.get(each["jurisdiction"])
        if other is None:
            continue
        place = each["jurisdiction"]
        if (other["verdict"], other["severity"]) != (each["verdict"], each["severity"]):
            says.append(f"{place}: {other['verdict']}, {other['severity']} → {each['verdict']}, {each['severity']}")
            worse |= RULINGS.index(each["verdict"]) > RULINGS.index(other["verdict"]) or LEVELS.index(each["severity"]) > LEVELS.index(other["severity"])
        elif other["provisions"] != each["provisions"]:
            lost = [one for one in other["provisions"] if one not in each["provisions"]]
            come = [one for one in each["provisions"] if one not in other["provisions"]]
            said = [f"now rests on {', '.join(come)}" if come else "", f"no longer on {', '.join(lost)}" if lost else ""]
            says += [f"{place}: {'; '.join(part for part in said if part)}"] if lost or come else []
    return tuple(says), worse


def _moved(path: str, old: Data, new: Data) -> Iterable[Change]:
    """What became of the disclosure: how it stands, which of its points hold, and whether it came nearer to the first claim."""
    before, after = _standing(old), _standing(new)
    if not before or not after:
        return
    says: list[str] = []
    worse = STANDINGS.index(after) < STANDINGS.index(before)
    if before != after:
        says.append(f"{before} → {after}, {'down' if worse else 'up'}")
    points, others = _points(new), _points(old)
    lost = [name for name, holds in points.items() if holds is False and others.get(name)]
    won = [name for name, holds in points.items() if holds and others.get(name) is False]
    says += [f"now holds on {', '.join(won)}"] if won else []
    says += [f"no longer holds on {', '.join(lost)}"] if lost else []
    way, back = _way(new), _way(old)
    has_moved = way is not None and back is not None and (abs(way - back) >= FAR or (way < 0) is not (back < 0))
    if has_moved and way is not None and back is not None:
        says.append(f"{_behind(back)} → {_behind(way)}: moved {'up' if way < back else 'down'}")
    if says:
        yield Change(MOVED, path, "experimental-status", "", "", "", tuple(says), worse or (before == after and bool(lost)))


def _graded(document: Data) -> Data:
    found: Data = document.get("jurisdictions", {}).get("disclosure") or {}
    return found


def _points(document: Data) -> dict[str, bool | None]:
    return {str(each["point"]): each["holds"] for each in _graded(document).get("points", ())}


def _way(document: Data) -> int | None:
    """Characters from the first claim to the disclosure, negative where it stands before; None where one is not there."""
    claim, statement = _graded(document).get("claim"), _graded(document).get("statement")
    return int(statement["start"]) - int(claim["start"]) if claim and statement else None


def _behind(way: int) -> str:
    return f"{abs(way):,} characters {'behind' if way >= 0 else 'before'} the first claim"


def _standing(document: Data) -> str:
    """How the disclosure of a document stands: the grade, or what its finding says; empty where neither tells."""
    graded = document.get("jurisdictions", {}).get("disclosure", {}).get("status", "")
    if graded:
        return str(graded)
    told = (str(each.get("details", {}).get("status", "")) for each in document["findings"] if each["category"] == "experimental-status")
    return next((each for each in told if each in STANDINGS), "")


def _change(kind: str, path: str, each: Data, says: tuple[str, ...] = (), worse: bool = False) -> Change:
    return Change(kind, path, str(each["category"]), str(each["rule_id"]), str(each["text"]), str(each["severity"]), says, worse)


def _short(text: str, most: int = 70) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
