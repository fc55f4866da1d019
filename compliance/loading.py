"""Rule folders to compiled packs, once a process: every fault of every step is reported together."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from compliance import __version__, cache
from compliance.engine.backtrack import syntax_fault
from compliance.engine.compile import CompiledPack, compile_pack
from compliance.errors import Diagnostic, Location, PackError, UsageError
from compliance.model.rule import Pack
from compliance.packs.load import builtin_folder, kind_of, load_with_diagnostics, rule_files, sources


def load_packs(paths: Iterable[str | Path] = (), *, core: bool = True) -> CompiledPack:
    """The rules that ship with the tool and those of some folders or files, checked and compiled.

    The same paths give the same object until one of their files changes. Raises PackError with
    every fault found.
    """
    folders = pack_folders(paths, core=core)
    return _load(folders, _state(folders))


def pack_folders(paths: Iterable[str | Path] = (), *, core: bool = True) -> tuple[Path, ...]:
    """The folders and files that `load_packs` reads, each once."""
    wanted = [builtin_folder()] if core else []
    wanted += [Path(each) for each in paths]
    if not wanted:
        raise UsageError("no rules to screen with: the core rules are switched off and no others are named; give --rules PATH")
    unique: dict[str, Path] = {}
    for each in wanted:
        unique.setdefault(os.path.realpath(each), each)
    return tuple(unique.values())


def _state(folders: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Path, time of change and size of every rule file: what tells that a pack is still the same."""
    out = []
    for file in (each for folder in folders for each in rule_files(folder) if each.exists()):
        facts = file.stat()
        out.append((os.path.realpath(file), facts.st_mtime_ns, facts.st_size))
    return tuple(out)


@lru_cache(maxsize=16)
def _load(folders: tuple[Path, ...], state: object) -> CompiledPack:
    del state  # part of the key only
    files = [each for folder in folders for each in rule_files(folder) if each.exists()]
    name = cache.key(files, __version__)
    kept = cache.read(name)
    if kept is not None:
        return kept
    compiled, diagnostics = checked(folders)
    errors = sorted((each for each in diagnostics if not each.warning), key=lambda each: each.at)
    if errors or compiled is None:
        raise PackError(errors)
    cache.write(name, compiled)
    return compiled


def checked(folders: Sequence[Path]) -> tuple[CompiledPack | None, list[Diagnostic]]:
    """The packs of some folders as far as they compile, and every fault on the way."""
    pack, diagnostics = load_with_diagnostics(folders)
    if pack is None:
        return None, diagnostics
    diagnostics += _faulty_expressions(pack, folders)
    try:
        return compile_pack(_without_faulty_tokens(pack)), diagnostics
    except PackError as error:
        lost = _lost_lexicons(diagnostics)
        return None, diagnostics + [each for each in error.diagnostics if not any(f"lexicon {name!r}" in each.problem for name in lost)]


def setting_expressions(folders: Sequence[Path]) -> Iterator[tuple[str, Location]]:
    """The regular expressions in the settings of packs, with their places: they run on the text as written."""
    for source in sources(folders):
        if kind_of(source.data) == "pack":
            settings = source.data.get("settings") or {}
            for number, each in enumerate(settings.get("citations", ())):
                yield str(each.get("regex", "")), source.inside("settings", "citations", number, "regex")
            for number, text in enumerate(settings.get("reference_entries", ())):
                yield str(text), source.inside("settings", "reference_entries", number)


def _faulty_expressions(pack: Pack, folders: Sequence[Path]) -> Iterator[Diagnostic]:
    found = [(source, lexicon.at) for lexicon in pack.lexicons.values() for source in lexicon.token_patterns]
    settings = [str(each.get("regex", "")) for each in pack.settings.get("citations", ())] + [str(each) for each in pack.settings.get("reference_entries", ())]
    if any(syntax_fault(source) for source in settings):
        found += setting_expressions(folders)
    for source, at in found:
        fault = syntax_fault(source)
        if fault:
            yield Diagnostic(at, "R003", f"{source!r} is no valid regular expression: {fault}", "mend it; the syntax is that of the `regex` module")


def _without_faulty_tokens(pack: Pack) -> Pack:
    lexicons = {
        name: replace(lexicon, token_patterns=tuple(source for source in lexicon.token_patterns if not syntax_fault(source)))
        for name, lexicon in pack.lexicons.items()
    }
    return replace(pack, lexicons=lexicons)


def _lost_lexicons(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """Names of lexicons whose own file was refused: that other files miss them is no fault of theirs."""
    lost: set[str] = set()
    for path in {each.at.path for each in diagnostics if each.code[0] in "SY"}:
        if os.path.isfile(path):
            found = re.search(r"^lexicon:\s*([\w-]+)", Path(path).read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
            lost |= {found[1]} if found else set()
    return lost
