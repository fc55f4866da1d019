"""One document through the engine: fold, segment, match, judge, and findings in source positions."""

from __future__ import annotations

from array import array
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

from compliance.engine import recent
from compliance.engine.compiled import CompiledPack
from compliance.engine.cues import Cues
from compliance.engine.judge import Candidate, Judge, fill, strongest
from compliance.engine.memory import Memory
from compliance.engine.scorecards import weigh, weigh_document, weigh_stance
from compliance.engine.stories import extend_stories, merge_stories
from compliance.engine.view import RanAway, View
from compliance.engine.weights import Sums
from compliance.engine.whole import Graded, broad_runs, disclosure
from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Finding, RunError, Sense, fingerprint
from compliance.model.row import Made, Row
from compliance.model.rule import Rule
from compliance.model.span import LineIndex
from compliance.text.fold import fold
from compliance.text.segment import segment


def screen(document: Document, compiled: CompiledPack) -> tuple[DocumentReport, tuple[RunError, ...]]:
    """The report of one document, and the rules that had to be stopped while screening it."""
    try:
        return _screen(_view(document, compiled, compiled.memory))
    except RanAway:
        return _screen(_view(document, compiled))


def _view(document: Document, compiled: CompiledPack, memory: Memory | None = None) -> View:
    return View(compiled, document, fold(document.content, compiled.fold_options), segment(document), memory)


def _screen(view: View) -> tuple[DocumentReport, tuple[RunError, ...]]:
    document, compiled = view.document, view.compiled
    language, _share = detect_language(view, compiled.pack.settings)
    if language not in (compiled.pack.language, "und"):
        report = _report(document, language, False, {"stance": "unknown"}, (), ())
        return report, (
            RunError(document.path, "D020", f"not screened: the text looks like {language!r} and no loaded pack covers it", "load a pack for that language"),
        )
    judge = Judge(view)
    cues = Cues(judge, (), compiled.reader())
    sums = Sums(cues, compiled.weights())
    candidates = _by_unit(_candidates(judge, cues, sums))
    weighed = weigh_stance(cues, sums)
    is_advert = weighed.excess >= 0 if weighed else judge.stance.name == "advertising"
    name = "advertising" if is_advert else "unclear" if judge.stance.name == "advertising" else judge.stance.name
    live: list[Candidate] = []
    cleared: list[Candidate] = []
    for each in weigh(cues, candidates, sums, name):
        (cleared if each.cleared_by else live).append(judge.bounded(each, is_advert))
    live = strongest(live)
    categories = compiled.pack.categories
    live = merge_stories(view, live, (slug for slug, each in categories.items() if each.merge == "story"))
    live = extend_stories(judge, live, _continuations(compiled))
    live = merge_stories(view, live, (slug for slug, each in categories.items() if each.merge == "story"))
    for graded in _disclosures(judge, compiled, live):
        whole = weigh_document(cues, graded, sums)
        if whole:
            (cleared if whole.cleared_by else live).append(judge.bounded(whole, is_advert))
    builder = _Builder(view)
    findings = builder.findings(live, lambda each: (*builder.source(each), each.rule.category, each.rule.id))
    kept = builder.findings(cleared, lambda each: (*builder.source(each), each.rule.id))
    stance: dict[str, Any] = {"stance": name, "score": judge.stance.score, "points": [list(pair) for pair in judge.stance.points]}
    if weighed:
        stance["weighed"] = {"excess": weighed.excess / 100, "points": [list(pair) for pair in weighed.points]}
    errors = tuple(
        RunError(
            document.path,
            "R010",
            f"the pattern {text!r} was stopped: it ran too long on unit {unit + 1}, and was not tried on those after it",
            "simplify the pattern; see `compliance rules lint`",
        )
        for text, unit in sorted(set(view.failures))
    )
    return _report(document, language, True, stance, findings, kept), errors


def _candidates(judge: Judge, cues: Cues, sums: Sums) -> list[Candidate]:
    """What rules find, live or cleared, unit by unit; `cues` takes it up.

    A long document is gone through by stretches, and all that is asked of each of its units is asked before its sentence is forgotten.
    """
    compiled, count = judge.view.compiled, len(judge.view.units)
    is_long = count > recent.UNITS
    step = recent.UNITS // 4 if is_long else max(1, count)
    lists = [_Ahead(broad_runs(judge, rule)) for rule in compiled.whole_rules if rule.kind == "list"]
    found: list[Candidate] = []
    of_lists: list[list[Candidate]] = [[] for _ in lists]
    for start in range(0, count, step):
        stop = min(count, start + step)
        more = judge.candidates(range(start, stop))
        found += more
        cues.take(more)
        for ahead, own in zip(lists, of_lists):
            own += (taken := ahead.before(stop))
            cues.take(taken)
        if is_long:
            sums.sift(count if stop == count else stop - 1)
    return [*found, *(each for own in of_lists for each in own)]


def _by_unit(candidates: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    out: dict[int, list[Candidate]] = {}
    for each in candidates:
        out.setdefault(each.unit, []).append(each)
    return out


class _Ahead:
    """Runs of units in their order, taken up to a unit at a time."""

    def __init__(self, runs: Iterator[tuple[int, Candidate | None]]) -> None:
        self._runs = runs
        self._next = next(runs, None)

    def before(self, unit: int) -> list[Candidate]:
        """What is found in the next runs, those that begin before a unit."""
        out: list[Candidate] = []
        while self._next and self._next[0] < unit:
            out += [self._next[1]] if self._next[1] else []
            self._next = next(self._runs, None)
        return out


def _disclosures(judge: Judge, compiled: CompiledPack, live: list[Candidate]) -> list[Graded]:
    """For each category of disclosure rules the one that finds, else the first: a page's status is one finding."""
    chosen: dict[str, Graded] = {}
    for rule in compiled.whole_rules:
        graded = disclosure(judge, rule, live) if rule.kind == "disclosure" else None
        if graded and (rule.category not in chosen or (graded.is_finding and not chosen[rule.category].is_finding)):
            chosen[rule.category] = graded
    return list(chosen.values())


def _report(
    document: Document, language: str, screened: bool, stance: Mapping[str, Any], findings: Sequence[Finding], cleared: Sequence[Finding]
) -> DocumentReport:
    return DocumentReport(
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        encoding=document.encoding,
        language=language,
        characters=len(document.source),
        screened=screened,
        stance=stance,
        findings=findings,
        cleared=cleared,
        notes=document.notes,
    )


def _continuations(compiled: CompiledPack) -> dict[str, tuple[int, int]]:
    """For each story category the patterns that say whether a sentence goes on telling it."""
    settings = compiled.pack.settings.get("story", {})
    return {
        slug: (compiled.ids[each["goes_on"]], compiled.ids[each["ends"]])
        for slug, each in settings.items()
        if each["goes_on"] in compiled.ids and each["ends"] in compiled.ids
    }


def detect_language(view: View, settings: Mapping[str, Any]) -> tuple[str, float]:
    """The language a text looks like by its commonest words, "und" where it is too short to tell.

    Function words of each language stand in the pack's settings. A pack's own language wins unless
    another has clearly more of them.
    """
    words: dict[str, int] = {}
    total = 0
    for text in view.texts[:400]:
        for word in text.split():
            words[word] = words.get(word, 0) + 1
            total += 1
    if total < 25:
        return "und", 0.0
    shares = {language: sum(words.get(word, 0) for word in listed) / total for language, listed in settings.get("function_words", {}).items()}
    if not shares:
        return "und", 0.0
    own = shares.get(view.compiled.pack.language, 0.0)
    best = max(sorted(shares), key=lambda language: shares[language])
    if best != view.compiled.pack.language and shares[best] > max(2.5 * own, 0.12):
        return best, shares[best]
    letters = [character for text in view.texts[:50] for character in text if character.isalpha()]
    if letters and own < 0.02 and sum(character.isascii() for character in letters) * 2 < len(letters):
        return "other", 0.0
    return view.compiled.pack.language, own


class _Builder:
    """Candidates to findings, with lines, quotes and context in source positions.

    It outlives the screening of a long document, so it holds nothing of the view that takes much room.
    """

    def __init__(self, view: View) -> None:
        self.document, self.units, self.positions = view.document, view.units, view.positions
        self.is_long = len(view.units) > recent.UNITS
        self.lines = LineIndex(view.document.source)
        self.is_plain = not view.document.to_source.derived

    def findings(self, candidates: Iterable[Candidate], order: Callable[[Candidate], Any]) -> Sequence[Finding]:
        """The findings of some candidates in an order, those of a long document made when they are asked for."""
        listed = sorted(candidates, key=order)
        found: Row[Finding] = Made(self._finding, _Numbered(listed, self._repeats(listed)))
        return found if self.is_long else tuple(found)

    def _repeats(self, candidates: Iterable[Candidate]) -> array[int]:
        """For each candidate how many before it find the same by the same rule, where one document repeats a sentence."""
        seen: dict[str, int] = {}
        out = array("I")
        for each in candidates:
            key = fingerprint(each.rule.id, "", self._sentence(each), 0)  # shorter than what it stands for
            seen[key] = seen.get(key, -1) + 1
            out.append(seen[key])
        return out

    def _sentence(self, each: Candidate) -> str:
        return self.document.content[self.units[each.unit].start : self.units[each.last].end]

    def _finding(self, numbered: tuple[Candidate, int]) -> Finding:
        each, repeats = numbered
        rule, sentence = each.rule, self._sentence(each)
        unit = self.units[each.unit]
        start, end = self.source(each)
        quote = self.document.source[start:end] if self.is_plain else self.document.content[each.start : each.end]
        line, column = self.lines.position(start)
        end_line, end_column = self.lines.position(end)
        values = {**each.captures, "quote": " ".join(quote.split()), "category": rule.category}
        return Finding(
            rule_id=rule.id,
            category=rule.category,
            severity=each.severity,
            confidence=rule.confidence,
            title=rule.title,
            message=fill(rule.message, values),
            remediation=fill(rule.remediation, values),
            start=start,
            end=end,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            text=quote,
            sentence=sentence,
            quote_at=each.start - unit.start,
            unit=unit.kind,
            place=str(unit.place),
            hidden=unit.hidden,
            context=self._senses(each),
            evidence=self._evidence(each),
            provisions=rule.provisions,
            points=each.points,
            also=each.also,
            related=tuple(self._related(raw) for raw in each.related),
            details={key: value for key, value in each.details.items() if key != "statements"} | ({"repeats": repeats} if repeats else {}),
            lowered_from=each.lowered_from,
            cleared_by=each.cleared_by,
            fingerprint=fingerprint(rule.id, self.document.path, sentence, repeats),
            locator=self.document.place_of(start, end),
        )

    def source(self, each: Candidate) -> tuple[int, int]:
        """Where a candidate begins and ends in the source."""
        return self._source(each.start, each.end)

    def _source(self, start: int, end: int) -> tuple[int, int]:
        span = self.document.to_source.to_source(start, end)
        return span.start, span.end

    def _senses(self, each: Candidate) -> tuple[Sense, ...]:
        out = []
        for told in each.told:
            begin, finish = self.positions.content_span(told.found.unit, told.found.start, max(told.found.end, told.found.start + 1))
            start, end = self._source(begin, finish)
            out.append(Sense(told.sense, self.document.content[begin:finish], start, end))
        return tuple(out)

    def _evidence(self, each: Candidate) -> tuple[Mapping[str, Any], ...]:
        out = []
        for citation in each.citations:
            start, end = self._source(citation.start, citation.end)
            out.append({"kind": citation.kind, "start": start, "end": end, "text": self.document.content[citation.start : citation.end]})
        return tuple(out)

    def _related(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        start, end = self._source(raw["content_start"], raw["content_end"])
        line, column = self.lines.position(start)
        kept = {key: value for key, value in raw.items() if not key.startswith("content_")}
        return {**kept, "start": start, "end": end, "line": line, "column": column}


class _Numbered(Row[tuple[Candidate, int]]):
    """Candidates, each with its number among those that find the same."""

    __slots__ = ("_candidates", "_numbers")

    def __init__(self, candidates: Sequence[Candidate], numbers: Sequence[int]) -> None:
        self._candidates, self._numbers = candidates, numbers

    def __len__(self) -> int:
        return len(self._candidates)

    def _item(self, index: int) -> tuple[Candidate, int]:
        return self._candidates[index], self._numbers[index]


__all__ = ["Rule", "screen"]
