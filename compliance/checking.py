"""Inputs screened one by one into serialised parts, here or by several processes, and the reports made of them.

What a report holds of a document is made where the document is screened and kept on disk until the
report is written: memory does not grow with the number of documents in JSON and JSON Lines.
"""

from __future__ import annotations

import json
import pickle
from contextlib import ExitStack
from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple, Self

from compliance import api
from compliance.config import Config
from compliance.documents.walk import Input, Inputs
from compliance.loading import load_packs
from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Report, RunError
from compliance.report.json import document_members, encoded, report_dict, written
from compliance.report.ndjson import document_line, lines
from compliance.report.tally import Tally
from compliance.run import now
from compliance.spool import Spool, Unpickled

JSON, NDJSON, OBJECTS, FACTS = "json", "ndjson", "objects", "facts"
"""kinds of pieces a document can be kept as: for the two formats, as a DocumentReport, as a line for --verbose"""
LOST = {
    "died": ("D030", "screen it alone with --jobs 1 to see what happens; the system kills a process that takes too much memory"),
    "timeout": ("D031", "raise --timeout, or split the file"),
    "failed": ("D099", "please report it with the file that shows it"),
}
_NO_DOCUMENTS = '\n "documents": []'


class Want(NamedTuple):
    """What each document is to be kept as."""

    kinds: frozenset[str]
    show_cleared: bool = False
    keep_documents: bool = False
    """the Documents too, in memory: for reports that show findings in their text, and are as large themselves"""


class Part(NamedTuple):
    """What one input came to."""

    tally: Tally
    errors: tuple[RunError, ...]
    fails: bool
    pieces: Mapping[str, Iterable[Iterable[bytes]]]
    """what a document is kept as, by kind, each in parts"""
    documents: Mapping[str, Document]


class Parts:
    """What all inputs came to; a context manager, since it keeps files open."""

    def __init__(self, want: Want) -> None:
        self.want = want
        self.run: Mapping[str, Any] = {}
        self.tally = Tally()
        self.errors: list[RunError] = []
        self.fails = False
        self.pieces = {kind: Spool() for kind in want.kinds}
        self.documents: dict[str, Document] = {}

    def add(self, part: Part) -> None:
        """Take the next input's part up."""
        _count(self.tally, part.tally)
        self.errors += part.errors
        self.fails |= part.fails
        self.documents.update(part.documents)
        for kind, pieces in part.pieces.items():
            for each in pieces:
                self.pieces[kind].stream(each)

    def report(self) -> Report:
        """The report as an object whose documents are made when asked for (kind OBJECTS)."""
        documents: Any = Unpickled(self.pieces[OBJECTS])  # a Sequence where a tuple is declared: writers only iterate
        return Report(self.run, documents, tuple(self.errors))

    def as_json(self) -> Iterator[bytes]:
        """The JSON report in pieces, byte for byte that of `report.json.write` (kind JSON)."""
        skeleton = report_dict(Report(self.run, (), tuple(self.errors))) | {"summary": self.tally.as_data(len(self.errors))}
        before, _, after = (json.dumps(skeleton, ensure_ascii=False, indent=1) + "\n").partition(_NO_DOCUMENTS)
        yield encoded(before)
        if not len(self.pieces[JSON]):
            yield encoded(_NO_DOCUMENTS)
        for number in range(len(self.pieces[JSON])):
            yield b"," if number else encoded(_NO_DOCUMENTS[:-1])
            yield b"\n  "
            yield from self.pieces[JSON].parts(number)
        if len(self.pieces[JSON]):
            yield b"\n ]"
        yield encoded(after)

    def as_ndjson(self) -> Iterator[bytes]:
        """The JSON Lines report in pieces, byte for byte that of `report.ndjson.write` (kind NDJSON)."""
        header, *errors, _ = lines(self.run, (), self.errors)
        yield header
        for number in range(len(self.pieces[NDJSON])):
            yield from self.pieces[NDJSON].parts(number)
        yield from errors
        yield encoded(json.dumps({"type": "summary", **self.tally.as_data(len(self.errors))}, ensure_ascii=False, separators=(",", ":")) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.pieces.values():
            each.close()


def begin(config: Config, today: str, want: Want) -> Callable[[Input], bytes]:
    """The function that a worker runs: one input to a pickled Part."""
    work = _worker(config, today, want)

    def pickled(each: Input) -> bytes:
        part = work(each)
        pieces = {kind: [list(one) for one in documents] for kind, documents in part.pieces.items()}
        return pickle.dumps(part._replace(pieces=pieces), protocol=pickle.HIGHEST_PROTOCOL)

    return pickled


def _worker(config: Config, today: str, want: Want) -> Callable[[Input], Part]:
    """The function of one input to its Part, whose pieces are made when they are asked for."""
    kept: dict[str, Document] | None = {} if want.keep_documents else None
    screener = api.Screener(load_packs(config.rules, core=config.core), config, today, kept)

    def work(each: Input) -> Part:
        found = list(screener.screen(each))
        report = Report({}, tuple(report for report, _ in found if report), tuple(one for _, errors in found for one in errors))
        part = _part(report, config, want)._replace(documents=dict(kept or {}))
        if kept:
            kept.clear()
        return part

    return work


def screen(found: Inputs, config: Config, parts: Parts, jobs: int = 1, timeout: float | None = None, progress: api.Progress | None = None) -> None:
    """Screen inputs in `jobs` processes (0: one a processor), or in this one, and add to `parts` in the order of the inputs.

    An input whose process dies or takes longer than `timeout` seconds is an error beside the rest.
    Raises PackError and UsageError.
    """
    start = now()
    compiled = load_packs(config.rules, core=config.core)
    screener = api.Screener(compiled, config, start[:10])
    parts.errors += found.errors
    with ExitStack() as stack:
        work = _worker(config, start[:10], parts.want)
        results: Iterator[Part] = iter(())
        if jobs != 1 or timeout:
            results = _spread(stack, found.inputs, (config, start[:10], parts.want), jobs, timeout)
        for number, each in enumerate(found.inputs):
            if progress:
                progress(number, len(found.inputs), each.name)
            here = each.path is None or (jobs == 1 and not timeout)  # standard input can be read by this process alone
            parts.add(work(each) if here else next(results))
    parts.run = screener.header(found, start)


def _spread(stack: ExitStack, inputs: Iterable[Input], arguments: tuple[Any, ...], jobs: int, timeout: float | None) -> Iterator[Part]:
    from compliance.workers import Lost, Pool, Task  # a run in one process does not need them

    pool = stack.enter_context(Pool(Task("compliance.checking", "begin", arguments), jobs, timeout))
    for each, result in pool.run(each for each in inputs if each.path is not None):
        if isinstance(result, Lost):
            code, hint = LOST[result.kind]
            yield Part(Tally(), (RunError(each.name, code, f"not screened: {result.problem}", hint),), False, {}, {})
        else:
            yield pickle.loads(result)  # noqa: S301 - from a process of our own


def _part(report: Report, config: Config, want: Want) -> Part:
    seen = api.shown(report, config).documents
    pieces: dict[str, Iterable[Iterable[bytes]]] = {}
    if JSON in want.kinds:
        pieces[JSON] = (_indented(document_members(each, want.show_cleared)) for each in seen)
    if NDJSON in want.kinds:
        pieces[NDJSON] = (document_line(each, want.show_cleared) for each in seen)
    if OBJECTS in want.kinds:
        pieces[OBJECTS] = ((pickle.dumps(each, protocol=pickle.HIGHEST_PROTOCOL),) for each in seen)
    if FACTS in want.kinds:
        pieces[FACTS] = ((encoded(_facts(each)),) for each in report.documents)
    return Part(Tally(seen), report.errors, api.fails(report, config), pieces, {})


def _count(total: Tally, more: Tally) -> None:
    total.documents += more.documents
    total.unscreened |= more.unscreened
    total.with_findings += more.with_findings
    total.cleared += more.cleared
    total.cells += more.cells
    total.rules += more.rules


def _indented(data: Mapping[str, Any]) -> Iterator[bytes]:
    """A document as it stands in the report: its lines two blanks further in (a line end inside a text is written as an escape)."""
    return (encoded(each.replace("\n", "\n  ")) for each in written(data, 1))


def _facts(each: DocumentReport) -> str:
    """The line that --verbose shows of a document."""
    count = f"{len(each.findings):,} finding{'' if len(each.findings) == 1 else 's'}"
    return f"{each.path}: {count}; {each.media_type}, {each.encoding}, {each.language}, {each.stance.get('stance')}"
