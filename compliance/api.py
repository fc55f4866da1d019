"""What the package does, as functions: screen texts and paths, assess a span's context.

This module joins the stages (documents, text, engine) and is the only one that knows them all.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Sequence

from compliance import documents, loading
from compliance.config import NEVER, Config, Settings
from compliance.documents.walk import Input, Inputs, find_inputs, read_input
from compliance.engine.compiled import CompiledPack
from compliance.engine.context import Context
from compliance.engine.restrict import restrict
from compliance.engine.screen import screen
from compliance.engine.view import View
from compliance.errors import UnreadableDocument, UsageError
from compliance.law.apply import Law
from compliance.loading import load_packs, pack_folders
from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Finding, Report, RunError, Sense, Severity
from compliance.model.row import chosen
from compliance.model.span import OffsetMap
from compliance.packs.files import closest
from compliance.run import header, now
from compliance.text.fold import fold
from compliance.text.segment import segment

Progress = Callable[[int, int, str], None]
"""called before each input with how many are done, how many there are, and its name"""


# -- screening


def check_names(compiled: CompiledPack, config: Config) -> None:
    """Raise UsageError for every selected or ignored name that is neither a rule nor a category."""
    if not (config.settings.select or config.settings.ignore or config.overrides):
        return
    places = [rule for each in compiled.pack.jurisdictions.values() for rule in each.rules]
    known = {rule.id for rule in compiled.pack.rules} | set(compiled.pack.categories) | {rule.id for rule in places} | {rule.topic for rule in places}
    known |= {one.id for each in compiled.pack.disclosures.values() for one in each.standings}
    lists = [config.settings.select, config.settings.ignore]
    lists += [names for each in config.overrides for names in (each.select or (), each.ignore)]
    faults = [
        f"{config.places[name]}: unknown rule or category {name!r}; {closest(name, known)}"
        if name in config.places
        else f"unknown rule or category {name!r}; {closest(name, known)}"
        for name in dict.fromkeys(name for names in lists for name in names)
        if name not in known
    ]
    if faults:
        raise UsageError("\n".join(faults))


def screen_text(
    text: str, *, name: str = "<text>", extension: str = ".txt", packs: CompiledPack | None = None, jurisdictions: Sequence[str] = (), as_of: str = "",
    law: Law | None = None,
) -> DocumentReport:
    """Screen one text that is in memory already; offsets are code points of `text` as given.

    `extension` says what it is (".txt", ".md", ".html"); raises UsageError for one without a
    reader. What went wrong on the way (a rule that was stopped, a language no pack covers) is
    among the report's notes.

    `jurisdictions` are codes such as US-FL: each finding then has a verdict per place under the law
    of the day `as_of` (ISO; today), and the highest of their severities. Without them the
    international core names the provisions and changes no severity. Who screens many texts makes
    the `law` once and gives it instead of the two.
    """
    compiled = packs or load_packs()
    document = _document(text, name, extension)
    law = law or Law(compiled.pack, jurisdictions, as_of or now()[:10])
    signs = law.signs(document)
    report, errors = screen(document, compiled)
    report = law.apply(report, signs, document, _folded, _senses(compiled))
    return replace(report, notes=report.notes + tuple(f"{each.code}: {each.problem}; {each.hint}" for each in errors))


def screen_paths(
    paths: Iterable[str | Path],
    *,
    packs: CompiledPack | None = None,
    config: Config | None = None,
    stdin_name: str = "<stdin>",
    progress: Progress | None = None,
) -> Report:
    """Screen files, folders, patterns and "-" (standard input).

    What cannot be read is an error in the report while the rest is screened. `packs` stands in for
    the rules that `config` names. Findings of every severity are returned: `shown` leaves out
    those below the configuration's bound. Raises PackError and UsageError.
    """
    config = config or Config()
    return screen_inputs(find(paths, config, stdin_name), config, packs=packs, progress=progress)


def find(paths: Iterable[str | Path], config: Config, stdin_name: str = "<stdin>") -> Inputs:
    """The inputs that some paths mean, what is wrong with the others, and what has no reader."""
    return find_inputs(map(str, paths), documents.EXTENSIONS, config.is_excluded, stdin_name)


def screen_inputs(
    found: Inputs,
    config: Config,
    *,
    packs: CompiledPack | None = None,
    progress: Progress | None = None,
    kept: dict[str, Document] | None = None,
) -> Report:
    """Screen inputs that have been found already; otherwise like `screen_paths`.

    `kept` takes up the documents by path, for reports that show findings in their text.
    """
    start = now()
    screener = Screener(packs or load_packs(config.rules, core=config.core), config, start[:10], kept)
    reports: list[DocumentReport] = []
    errors = list(found.errors)
    for number, each in enumerate(found.inputs):
        if progress:
            progress(number, len(found.inputs), each.name)
        for report, more in screener.screen(each):
            errors += more
            reports += [report] if report else []
    return Report(screener.header(found, start, packs is not None), tuple(reports), tuple(errors))


class Screener:
    """Screens inputs one by one, each under the settings that hold for its path."""

    def __init__(self, compiled: CompiledPack, config: Config, today: str, kept: dict[str, Document] | None = None) -> None:
        """Raises UsageError for names the configuration gives and no rule or place has. `today` is the day (ISO) whose law holds where none was chosen."""
        check_names(compiled, config)
        self.compiled, self.config, self.kept = compiled, config, kept
        self.law = Law(compiled.pack, config.jurisdictions, config.as_of or today)
        self.senses = _senses(compiled)
        self._restricted: dict[tuple[tuple[str, ...], tuple[str, ...]], CompiledPack] = {}

    def header(self, found: Inputs, start: str, is_given: bool = False) -> dict[str, Any]:
        """The `run` part of a report that began at `start`; `is_given`: the packs came as an object, not from the folders of the configuration."""
        pack = self.compiled.pack
        identities = (
            [{"name": pack.name, "version": pack.version, "language": pack.language, "sha256": pack.digest}]
            if is_given
            else loading.identities(self.config.rules, core=self.config.core)
        )
        return header(self.config, identities, start, found.skipped, found.notes) | self.law.as_data()

    def text(self, text: str, name: str, extension: str) -> tuple[DocumentReport | None, tuple[RunError, ...]]:
        """The report of a text that is in memory already, and what of it failed."""
        try:
            return self._screened(_document(text, name, extension))
        except UnreadableDocument as error:
            return None, (_failed(error),)
        except Exception as error:  # noqa: BLE001 - as below
            return None, (_defect(name, error),)

    def screen(self, each: Input) -> Iterator[tuple[DocumentReport | None, tuple[RunError, ...]]]:
        """The reports of one input: of the document it is, or of each that lies in it; and what of it failed."""
        try:
            for found in documents.load_all(read_input(each, self.config.max_size), each.name, each.extension, self.config.limits):
                if isinstance(found, UnreadableDocument):
                    yield None, (_failed(found),)
                else:
                    yield self._screened(found)
        except UnreadableDocument as error:
            yield None, (_failed(error),)
        except Exception as error:  # noqa: BLE001 - an advert that trips a defect of ours must not cost the findings in all the others
            yield None, (_defect(each.name, error),)

    def _screened(self, document: Document) -> tuple[DocumentReport | None, tuple[RunError, ...]]:
        settings = self.config.settings_for(document.path)
        try:
            signs = self.law.signs(document)
            report, errors = screen(document, self._packs(settings))
            report = self.law.apply(report, signs, document, _folded, self.senses)
        except UnreadableDocument as error:
            return None, (_failed(error),)
        except Exception as error:  # noqa: BLE001 - as above, of one document among those in an archive
            return None, (_defect(document.path, error),)
        if self.kept is not None:
            self.kept[document.path] = document
        if not settings.select and not settings.ignore:
            return report, errors
        wanted = partial(_is_wanted, settings)
        return replace(report, findings=chosen(wanted, report.findings), cleared=chosen(wanted, report.cleared)), errors

    def _packs(self, settings: Settings) -> CompiledPack:
        key = settings.select, settings.ignore
        if not any(key):
            return self.compiled
        if key not in self._restricted:
            self._restricted[key] = restrict(self.compiled, lambda rule: is_selected(settings, rule.id, rule.category))
        return self._restricted[key]


def _failed(error: UnreadableDocument) -> RunError:
    return RunError(error.path, error.code, error.problem, error.hint)


def _defect(name: str, error: Exception) -> RunError:
    problem = f"not screened, through a defect of this tool: {type(error).__name__}: {error}"
    return RunError(name, "D099", problem, "please report it with the file that shows it")


def _is_wanted(settings: Settings, finding: Finding) -> bool:
    return is_selected(settings, finding.rule_id, finding.category)


def is_selected(settings: Settings, rule_id: str, category: str) -> bool:
    """Is a rule to be reported: selected by id or category (or nothing is), and not ignored by either?"""
    names = {rule_id, category}
    return (not settings.select or not names.isdisjoint(settings.select)) and names.isdisjoint(settings.ignore)


def shown(report: Report, config: Config) -> Report:
    """The report without the findings below the lowest severity that the configuration shows."""
    return replace(report, documents=tuple(_shown(each, Severity.parse(config.settings_for(each.path).min_severity)) for each in report.documents))


def _shown(each: DocumentReport, least: Severity) -> DocumentReport:
    return each if least is min(Severity) else replace(each, findings=chosen(lambda one: one.severity >= least, each.findings))


def fails(report: Report, config: Config) -> bool:
    """Is any finding at or above the severity that makes the command fail?"""
    return any(
        one.severity >= Severity.parse(gate) for each in report.documents if (gate := config.settings_for(each.path).fail_on) != NEVER for one in each.findings
    )


# -- context of a span


def assess(text: str, start: int, end: int, language: str = "en", *, packs: CompiledPack | None = None) -> tuple[Sense, ...]:
    """What the words around `text[start:end]` say of it: negated, hedged, attributed and rejected …

    Each sense comes with the trigger behind it and the trigger's own span in `text`. Raises
    ValueError for a span outside the text and UsageError for a language no loaded pack covers.
    """
    compiled = packs or load_packs()
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {start}:{end} is empty or outside the text of {len(text)} characters")
    if language != compiled.pack.language:
        raise UsageError(f"no loaded pack covers the language {language!r}; load one, or use {compiled.pack.language!r}")
    document = _document(text, "<text>", ".txt")
    folded = fold(document.content, compiled.fold_options)
    view = View(compiled, document, folded, segment(document))
    context = Context(view)
    senses: dict[str, Sense] = {}
    for number, unit in enumerate(view.units):
        left, right = max(start, unit.start), min(end, unit.end)
        if left >= right:
            continue
        base = folded.map.to_derived(unit.start)
        for told in context.senses(number, folded.map.to_derived(left) - base, folded.map.to_derived(right) - base):
            found = told.found
            span = view.content_span(found.unit, found.start, max(found.end, found.start + 1))
            senses.setdefault(told.sense, Sense(told.sense, text[span[0] : span[1]], *span))
    return tuple(senses[name] for name in sorted(senses))


def _folded(text: str) -> tuple[str, OffsetMap]:
    """A text folded to small letters throughout, as the law stage compares it."""
    found = fold(text)
    return found.text, found.map


def _senses(compiled: CompiledPack) -> Callable[[str, int, int], frozenset[str]]:
    """The names of the senses of a span, for the law stage."""

    def names(text: str, start: int, end: int) -> frozenset[str]:
        if not 0 <= start < end <= len(text):
            return frozenset()
        return frozenset(each.name for each in assess(text, start, end, compiled.pack.language, packs=compiled))

    return names


def _document(text: str, name: str, extension: str) -> Document:
    """A text in memory as a Document, without a detour through bytes that could move its offsets."""
    if extension.lower() not in documents.READERS:
        raise UsageError(f"no reader for {extension!r}; known are {' '.join(sorted(documents.READERS))}")
    media_type, reader = documents.READERS[extension.lower()]
    content, back, blocks, notes, locators = reader(text)
    return Document(
        path=name, sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), media_type=media_type, encoding="unicode", source=text,
        content=content, blocks=blocks, to_source=back, notes=notes, locators=locators,
    )  # fmt: skip


__all__ = [
    "Progress", "assess", "check_names", "fails", "find", "is_selected", "load_packs", "pack_folders", "screen_inputs", "screen_paths", "screen_text", "shown",
]  # fmt: skip
