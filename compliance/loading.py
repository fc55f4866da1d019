"""Rule folders to compiled packs, once a process: every fault of every step is reported together."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, Iterator, NamedTuple, Sequence

from compliance import __version__, cache, pack_file, shipped
from compliance.documents import words
from compliance.engine.compiled import CompiledPack
from compliance.errors import Diagnostic, Location, PackError, UsageError
from compliance.packed.form import uncollected
from compliance.packs.files import builtin_folder, rule_files

if TYPE_CHECKING:
    from compliance.model.rule import Pack


_UNKNOWN = frozenset({"J004", "J007", "L003", "R005"})
"""faults of naming what no file defines"""
_DEFINED = re.compile(r"^[\s{-]*(?:id|code|lexicon):\s*[\"']?([\w/-]+)", re.MULTILINE)
_NAMED = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_QUOTED = re.compile(r"'([^']*)'")


def load_packs(paths: Iterable[str | Path] = (), *, core: bool = True) -> CompiledPack:
    """The rules that ship with the tool and those of some folders or files, checked and compiled.

    The same paths give the same object until one of their files changes. Where COMPLIANCE_PACK names a
    file of compiled rules, they come from there. Raises PackError with every fault found, and UsageError
    for a file of compiled rules that does not fit.
    """
    return _given(pack_folders(paths, core=core)).pack


def identities(paths: Iterable[str | Path] = (), *, core: bool = True) -> list[dict[str, str]]:
    """Name, version, language and digest of each of the packs that `load_packs` gives for the same arguments."""
    return list(_given(pack_folders(paths, core=core)).identities)


def compiled_file(paths: Iterable[str | Path] = (), *, core: bool = True) -> tuple[CompiledPack, bytes]:
    """The packs that `load_packs` gives, whatever COMPLIANCE_PACK says, and the bytes of the file it may name."""
    folders = pack_folders(paths, core=core)
    state = _state(folders)
    found = _load(folders, state)
    return found.pack, pack_file.encode(found.pack, pack_file.Stamp(__version__, _quick(folders, state), lambda: found.identities))


def ship(folder: Path) -> None:
    """Compile the core rules into a folder of the package, whatever the cache holds; see `shipped`."""
    from compliance.packs.identity import identify

    folders = pack_folders()
    shipped.write(folder, _compiled(folders), identify(folders, builtin_folder()))


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


def _state(folders: Iterable[Path]) -> cache.State:
    """Path, time of change and size of every rule file: what tells that a pack is still the same."""
    out: list[tuple[str, int, int]] = []
    for folder in folders:
        real = os.path.realpath(folder)
        if os.path.isfile(real):
            facts = os.stat(real)
            out.append((real, facts.st_mtime_ns, facts.st_size))
        elif os.path.isdir(real):
            _add_state(real, out)
    return tuple(out)


def _add_state(folder: str, out: list[tuple[str, int, int]]) -> None:
    for each in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if each.is_dir(follow_symlinks=False):
            _add_state(each.path, out)
        elif each.name.endswith((".yaml", ".yml")) and os.path.exists(each.path):
            facts = each.stat()
            out.append((each.path, facts.st_mtime_ns, facts.st_size))


class _Loaded(NamedTuple):
    pack: CompiledPack
    identities: tuple[dict[str, str], ...]


def _quick(folders: tuple[Path, ...], state: cache.State) -> str:
    # The places in a pack name files as they were asked for, so that these are part of the key.
    return cache.quick_key((*state, *((str(each), 0, 0) for each in folders)), __version__)


def _given(folders: tuple[Path, ...]) -> _Loaded:
    """The packs of some folders, from the file of compiled rules where one is named."""
    name = os.environ.get(pack_file.ENVIRONMENT)
    found = _load_file(os.path.abspath(name), folders, _state(folders)) if name else _load(folders, _state(folders))
    if found.pack.pack.layout:
        words.give(found.pack.pack.layout)
    return found


@lru_cache(maxsize=4)
def _load_file(name: str, folders: tuple[Path, ...], state: cache.State) -> _Loaded:
    from compliance.packs.identity import identify

    pack, who = pack_file.read(name, pack_file.Stamp(__version__, _quick(folders, state), lambda: identify(folders, builtin_folder())))
    return _Loaded(pack, tuple(who))


@lru_cache(maxsize=16)
def _load(folders: tuple[Path, ...], state: cache.State) -> _Loaded:
    quick = _quick(folders, state)
    known = cache.recall(quick)
    kept = cache.read(known[0]) if known else None
    if known and kept:
        return _Loaded(kept, tuple(known[1]))
    if folders == (builtin_folder(),):
        name = known[0] if known else shipped.key()
        found = shipped.read(name)
        if found:
            if not known:
                cache.remember(quick, name, found.identities)
            return _Loaded(found.pack, tuple(found.identities))
    from compliance.packs.identity import identify

    files = [each for folder in folders for each in rule_files(folder) if each.exists()]
    name = cache.key(files, __version__)
    compiled = cache.read(name)
    if compiled is None:
        compiled = _compiled(folders)
        cache.write(name, compiled)
    who = identify(folders, builtin_folder())
    cache.remember(quick, name, who)
    return _Loaded(compiled, tuple(who))


def _compiled(folders: tuple[Path, ...]) -> CompiledPack:
    with uncollected():
        compiled, diagnostics = checked(folders)
    errors = sorted((each for each in diagnostics if not each.warning), key=lambda each: each.at)
    if errors or compiled is None:
        raise PackError(errors)
    return compiled


def checked(folders: Sequence[Path]) -> tuple[CompiledPack | None, list[Diagnostic]]:
    """The packs of some folders as far as they compile, and every fault on the way."""
    from compliance.engine.compile import compile_pack
    from compliance.packs.load import load_with_diagnostics

    pack, diagnostics = load_with_diagnostics(folders)
    if pack is None:
        return None, diagnostics
    diagnostics = without_echoes([*diagnostics, *_faulty_expressions(pack, folders)], diagnostics)
    try:
        return compile_pack(_without_faulty_tokens(pack)), diagnostics
    except PackError as error:
        lost = _lost_lexicons(diagnostics)
        return None, diagnostics + [each for each in error.diagnostics if not any(f"lexicon {name!r}" in each.problem for name in lost)]


def without_echoes(found: Iterable[Diagnostic], faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What was found without that which only follows from a file that was refused: names that it defines, and what it alone uses."""
    refused = {each.at.path for each in faults if each.code[0] in "SY" and os.path.isfile(each.at.path)}
    texts = [Path(path).read_text(encoding="utf-8", errors="replace") for path in refused]
    defined = {name for text in texts for name in _DEFINED.findall(text)}
    named = {name for text in texts for name in _NAMED.findall(text)}

    def is_echo(each: Diagnostic) -> bool:
        quoted = _QUOTED.findall(each.problem)
        return (each.code in _UNKNOWN and not defined.isdisjoint(quoted)) or (each.code == "J003" and not named.isdisjoint(quoted))

    return [each for each in found if not is_echo(each)]


def setting_expressions(folders: Sequence[Path]) -> Iterator[tuple[str, Location]]:
    """The regular expressions in the settings of packs, with their places: they run on the text as written."""
    from compliance.packs.load import kind_of, sources

    for source in sources(folders):
        if kind_of(source.data) == "pack":
            settings = source.data.get("settings") or {}
            for number, each in enumerate(settings.get("citations", ())):
                yield str(each.get("regex", "")), source.inside("settings", "citations", number, "regex")
            for number, text in enumerate(settings.get("reference_entries", ())):
                yield str(text), source.inside("settings", "reference_entries", number)


def _faulty_expressions(pack: Pack, folders: Sequence[Path]) -> Iterator[Diagnostic]:
    from compliance.engine.backtrack import syntax_fault

    found = [(source, lexicon.at) for lexicon in pack.lexicons.values() for source in lexicon.token_patterns]
    settings = [str(each.get("regex", "")) for each in pack.settings.get("citations", ())] + [str(each) for each in pack.settings.get("reference_entries", ())]
    if any(syntax_fault(source) for source in settings):
        found += setting_expressions(folders)
    for source, at in found:
        fault = syntax_fault(source)
        if fault:
            yield Diagnostic(at, "R003", f"{source!r} is no valid regular expression: {fault}", "mend it; the syntax is that of the `regex` module")


def _without_faulty_tokens(pack: Pack) -> Pack:
    from compliance.engine.backtrack import syntax_fault

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
