"""Scorecards learned from labelled texts: logistic regression over the cues of `engine.cues`.

Every cue gets a few points (ridge; many cues that each say little judge unseen pages better than the few
that the lasso leaves), those that tell the most are kept, and the points of these are learned anew. Only
authors of rules need this, and only this module needs scikit-learn. What comes out is data: cues with
points, in YAML, which a person may read and change; the engine only adds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Iterable, Iterator, Mapping, NamedTuple, Sequence

from compliance.corpus import Case, Corpus, Page
from compliance.documents.plain import blocks
from compliance.engine.cards import GROUPS
from compliance.engine.compiled import CompiledPack
from compliance.engine.cues import Cue, Cues
from compliance.engine.judge import Candidate, Judge, strongest
from compliance.engine.view import View
from compliance.engine.whole import broad_list, disclosure
from compliance.errors import UsageError
from compliance.model.document import Document
from compliance.model.finding import Severity
from compliance.model.rule import STANCE
from compliance.text.fold import fold
from compliance.text.segment import segment

FOLDS = 5
WEIGHED = ("sentence", "score", "list", "disclosure")
LEAST_POINTS = 0.005
"""what is less would be 0 in hundredths"""
NEARLY = 0.01
"""of F1: how much a stricter threshold may cost"""
THRESHOLDS = [each / 4 for each in range(-10, 5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How to learn: a smaller `strength` gives smaller points; a case counts `case_weight` of a page's sentence."""

    strength: float = 0.5
    case_weight: float = 0.3
    cues_per_claim: int = 8
    """how many cues a scorecard keeps for each claim it learned from"""
    most_cues: int = 12_000
    least_texts: int = 4
    """how many units a cue must stand in to be looked at"""
    least_claims: int = 8
    """how many labelled units a category must have to get a scorecard"""
    least_to_clear: int = 10
    """how many it must have for the scorecard to know the rules, and so to clear their findings"""


class Sample(NamedTuple):
    """One unit: its cues, its label for each category (absent: not known), the fold of its text, its weight."""

    cues: frozenset[str]
    labels: Mapping[str, bool]
    fold: int
    weight: float


def samples(corpus: Corpus, compiled: CompiledPack, terms: Terms) -> Iterator[Sample]:
    """The units of labelled texts; borderline labels leave a unit out of its category."""
    categories = [slug for slug in compiled.pack.categories if slug not in {STANCE, *by_document(compiled)}]
    for page in corpus.pages:
        cues, candidates = _cues(page.text, compiled)
        for number, unit in enumerate(cues.view.units):
            labels = dict(_page_labels(page, (unit.start, unit.end), categories))
            yield Sample(_names(cues.of(number)), labels, _fold(page.name), 1.0)
        if page.stance:
            yield Sample(_names(cues.of_document()), {STANCE: page.stance == "advertising"}, _fold(page.name), 1.0)
        live = strongest(each for each in candidates if not each.cleared_by)
        for rule in compiled.whole_rules:
            status = next((each for each in page.statuses if each.category == rule.category and each.is_clear), None)
            graded = disclosure(cues.judge, rule, live) if rule.kind == "disclosure" and status else None
            if graded and status:
                whole = _names(cues.of_document(graded.grade if graded.applies else "none"))
                yield Sample(whole, {rule.category: status.status in ("missing", "buried")}, _fold(page.name), 1.0)
    for case in corpus.cases:
        cues, _ = _cues(case.text, compiled)
        units = len(cues.view.units)
        for number in range(units):
            yield Sample(_names(cues.of(number)), _case_labels(case, units, categories), -1, terms.case_weight)


def by_document(compiled: CompiledPack) -> frozenset[str]:
    """The categories that are judged on whole documents."""
    return frozenset(rule.category for rule in compiled.whole_rules if rule.kind == "disclosure")


def _cues(text: str, compiled: CompiledPack) -> tuple[Cues, list[Candidate]]:
    document = Document("<text>", "", "text/plain", "utf-8", text, text, blocks(text))
    judge = Judge(View(compiled, document, fold(text, compiled.fold_options), segment(document)))
    lists = [each for rule in compiled.whole_rules if rule.kind == "list" for each in broad_list(judge, rule)]
    candidates = [*judge.candidates(), *lists]
    return Cues(judge, candidates, compiled.reader()), candidates


def _names(cues: Iterable[Cue]) -> frozenset[str]:
    return frozenset(f"{prefix}:{cue}" for prefix, cue in cues)


def _page_labels(page: Page, unit: tuple[int, int], categories: Sequence[str]) -> Iterator[tuple[str, bool]]:
    start, end = unit
    touching = [each for each in page.labels if min(each.end, end) - max(each.start, start) > min(12, (end - start) / 2)]
    for category in categories:
        own = [each for each in touching if each.category == category]
        if any(each.is_clear for each in own):
            yield category, True
        elif not own:
            yield category, False


def _case_labels(case: Case, units: int, categories: Sequence[str]) -> dict[str, bool]:
    forbidden = categories if "*" in case.forbid else [each.split("/")[0] for each in case.forbid]
    expected = [each.split("/")[0] for each in case.expect] if units == 1 else []
    return dict.fromkeys(forbidden, False) | dict.fromkeys(expected, True)


def _fold(name: str) -> int:
    return int(sha256(name.encode()).hexdigest(), 16) % FOLDS


def scorecards(found: Sequence[Sample], compiled: CompiledPack, terms: Terms) -> Iterator[dict[str, Any]]:
    """A scorecard, as its YAML file has it, for each category with enough labelled claims. Raises UsageError without scikit-learn."""
    learner = _Learner(found, terms)
    for category in compiled.pack.categories:
        known = [number for number, each in enumerate(found) if category in each.labels]
        claims = sum(found[number].labels[category] for number in known if found[number].fold >= 0)
        if claims < terms.least_claims:
            continue
        threshold = learner.threshold(known, category)
        points, start = learner.learn(known, category)
        yield _card(category, compiled, points, start, threshold, knows=claims >= terms.least_to_clear)


class _Learner:
    """All samples as one sparse matrix, from whose rows each category learns."""

    def __init__(self, found: Sequence[Sample], terms: Terms) -> None:
        try:
            from scipy.sparse import csr_matrix
        except ImportError:
            raise UsageError("learning scorecards needs scikit-learn; type: pip install 'compliance[fit]'") from None
        counts = Counter(cue for each in found for cue in each.cues)
        self.found, self.terms = found, terms
        self.names = sorted(cue for cue, count in counts.items() if count >= terms.least_texts)
        index = {name: number for number, name in enumerate(self.names)}
        columns = [sorted(index[cue] for cue in each.cues if cue in index) for each in found]
        ends = [0]
        for each in columns:
            ends.append(ends[-1] + len(each))
        self.matrix = csr_matrix(([1.0] * ends[-1], [number for each in columns for number in each], ends), shape=(len(found), len(self.names)))

    def learn(self, rows: Sequence[int], category: str) -> tuple[dict[str, float], float]:
        """The points of each cue and the start that some samples teach."""
        labels = [self.found[row].labels[category] for row in rows]
        matrix = self.matrix[rows]
        points, _ = self._fit(matrix, labels, rows)
        shares = matrix.mean(axis=0).A1
        tells = abs(points) * (shares * (1 - shares)) ** 0.5  # how much the sums of different texts differ by a cue
        claims = sum(label and self.found[row].fold >= 0 for label, row in zip(labels, rows))
        kept = sorted(tells.argsort(kind="stable")[::-1][: min(self.terms.most_cues, self.terms.cues_per_claim * claims)])
        points, start = self._fit(matrix[:, kept], labels, rows)
        return {self.names[number]: float(value) for number, value in zip(kept, points) if abs(value) >= LEAST_POINTS}, start

    def _fit(self, matrix: Any, labels: Sequence[bool], rows: Sequence[int]) -> tuple[Any, float]:
        """The points of each column, as an array, and the start."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=self.terms.strength, max_iter=300)
        model.fit(matrix, labels, sample_weight=[self.found[row].weight for row in rows])
        return model.coef_[0], float(model.intercept_[0])

    def threshold(self, rows: Sequence[int], category: str) -> float:
        """The strictest threshold that does nearly best on texts not learned from: each fifth of the pages is judged by what the others teach."""
        scored: list[tuple[float, bool]] = []
        for fold_number in range(FOLDS):
            points, start = self.learn([row for row in rows if self.found[row].fold != fold_number], category)
            judged = [self.found[row] for row in rows if self.found[row].fold == fold_number]
            scored += [(start + sum(points.get(cue, 0.0) for cue in each.cues), each.labels[category]) for each in judged]
        best = max(_f1(scored, threshold) for threshold in THRESHOLDS)
        return max(threshold for threshold in THRESHOLDS if _f1(scored, threshold) >= best - NEARLY)


def _f1(scored: Iterable[tuple[float, bool]], threshold: float) -> float:
    counts = Counter((score >= threshold, label) for score, label in scored)
    right = counts[True, True]
    return 2 * right / (2 * right + counts[True, False] + counts[False, True]) if right else 0.0


def _card(category: str, compiled: CompiledPack, points: Mapping[str, float], start: float, threshold: float, knows: bool) -> dict[str, Any]:
    group_of = {prefix: group for group, prefix in GROUPS.items()}
    groups: dict[str, dict[str, float]] = {group: {} for group in GROUPS}
    for cue, value in sorted(points.items(), key=lambda pair: (-pair[1], pair[0])):
        prefix, _, name = cue.partition(":")
        groups[group_of[prefix]][name] = round(value, 2)
    rules = [rule.id for rule in compiled.pack.rules if rule.category == category and rule.kind in WEIGHED and rule.status != "deprecated"]
    return {
        "id": f"{category}/scorecard",
        "kind": "scorecard",
        "title": f"{compiled.pack.categories[category].title}: all cues weighed",
        "severity": str(min(compiled.pack.categories[category].severity, Severity.HIGH)),
        "weigh": {
            **({"scope": "document"} if category in {STANCE, *by_document(compiled)} else {}),
            "start": round(start, 2),
            "threshold": round(threshold, 2),
            "knows": sorted(rules) if knows else [],
            "points": {group: values for group, values in groups.items() if values},
        },
    }
