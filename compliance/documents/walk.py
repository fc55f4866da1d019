"""Paths as given on a command line to the inputs to read: files, folders, patterns, standard input.

Folders are walked in a stable order; hidden entries are left out; a folder reached a second time
through a symbolic link is not walked again. What could not be used is an error beside the rest.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections import Counter
from dataclasses import field
from pathlib import Path, PurePath
from typing import Callable, Collection, Iterable, Mapping, NamedTuple

from compliance.errors import UnreadableDocument
from compliance.model.finding import RunError
from compliance.value import value

STDIN = "-"


class Input(NamedTuple):
    """One thing to screen: where it lies (None: standard input), the name it is reported by, its extension."""

    path: Path | None
    name: str
    extension: str


@value
class Inputs:
    """What some paths came to: inputs in order, errors, and what folders hold that has no reader."""

    inputs: tuple[Input, ...]
    errors: tuple[RunError, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    """files of folders that were not read, counted by extension"""
    notes: tuple[str, ...] = ()


def find_inputs(paths: Iterable[str], extensions: Collection[str], is_excluded: Callable[[str], bool] | None = None, stdin_name: str = "<stdin>") -> Inputs:
    """The inputs that some paths mean; a path that means nothing becomes an error, never an exception."""
    return _Walk(frozenset(extensions), is_excluded or (lambda _: False), stdin_name).run(paths)


def read_input(each: Input, limit: int) -> bytes:
    """The bytes of an input of at most `limit` bytes; raises UnreadableDocument."""
    try:
        if each.path is None:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with open(each.path, "rb", opener=_open_regular) as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(each.name, error) from None
    if len(data) > limit:
        hint = "raise max-size in the configuration or with --max-size, or split the file"
        raise UnreadableDocument(each.name, "D007", f"larger than the limit of {limit:,} bytes", hint)
    return data


def _open_regular(path: str, flags: int) -> int:
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("not a regular file")
    return handle


def _unreadable(name: str, error: OSError) -> UnreadableDocument:
    if isinstance(error, FileNotFoundError):
        return UnreadableDocument(name, "D005", "no such file or folder", "check the spelling and the folder you are in")
    return UnreadableDocument(name, "D006", f"cannot be read: {error.strerror or error}", "check its permissions, or leave it out")


class _Walk:
    def __init__(self, extensions: frozenset[str], is_excluded: Callable[[str], bool], stdin_name: str) -> None:
        self.extensions, self.is_excluded, self.stdin_name = extensions, is_excluded, stdin_name
        self.inputs: dict[str, Input] = {}
        self.errors: list[RunError] = []
        self.skipped: Counter[str] = Counter()
        self.notes: list[str] = []
        self.folders: dict[tuple[int, int], str] = {}

    def run(self, paths: Iterable[str]) -> Inputs:
        for path in paths:
            if path == STDIN:
                extension = PurePath(self.stdin_name).suffix.lower() or ".txt"
                self.inputs.setdefault(STDIN, Input(None, self.stdin_name, extension))
            elif os.path.lexists(path):
                self._entry(Path(path), given=True)
            elif glob.has_magic(path):
                self._pattern(path)
            else:
                self._error(path, "D005", "no such file or folder", "check the spelling and the folder you are in")
        return Inputs(tuple(self.inputs.values()), tuple(self.errors), dict(sorted(self.skipped.items())), tuple(self.notes))

    def _pattern(self, pattern: str) -> None:
        found = sorted(glob.glob(pattern, recursive=True))
        if not found:
            self._error(pattern, "D008", "the pattern matches nothing", "check the pattern; ** crosses folders, * does not")
        for each in found:
            if "**" not in pattern or not os.path.isdir(each):
                self._entry(Path(each), given=False)

    def _entry(self, path: Path, given: bool) -> None:
        name = report_name(path)
        try:
            mode = path.stat().st_mode
        except OSError as error:
            self._failed(name, error)
            return
        if stat.S_ISDIR(mode):
            self._folder(path)
        elif not given and self.is_excluded(name):
            return
        elif stat.S_ISREG(mode):
            self._file(path, name, given)
        elif given:
            self._error(name, "D009", "not a regular file", f"to screen a stream, pipe it in and give the path {STDIN}")
        else:
            self.skipped["(no regular file)"] += 1

    def _file(self, path: Path, name: str, given: bool) -> None:
        extension = path.suffix.lower()
        if given or extension in self.extensions:
            self.inputs.setdefault(os.path.abspath(path), Input(path, name, extension))
        else:
            self.skipped[extension or "(no extension)"] += 1

    def _folder(self, top: Path) -> None:
        """Walk a folder, then those its symbolic links lead to; each real folder is walked once."""
        before = len(self.inputs), len(self.errors)
        walked = False
        queue = [top]
        while queue:
            stack, linked = [queue.pop(0)], []
            while stack:
                folder = stack.pop()
                if self._is_new(folder):
                    walked = True
                    below, links = self._files(folder)
                    stack += reversed(below)
                    linked += links
            queue += linked
        if walked and (len(self.inputs), len(self.errors)) == before and not self._holds_known(top):
            self._error(report_name(top), "D008", "nothing in this folder can be screened", f"the kinds that are read: {' '.join(sorted(self.extensions))}")

    def _is_new(self, folder: Path) -> bool:
        name = report_name(folder)
        try:
            facts = folder.stat()
        except OSError as error:
            self._failed(name, error)
            return False
        key = facts.st_dev, facts.st_ino
        if key not in self.folders:
            self.folders[key] = name
            return True
        if self.folders[key] != name:
            self.notes.append(f"{name} leads to {self.folders[key]}, which is read already")
        return False

    def _files(self, folder: Path) -> tuple[list[Path], list[Path]]:
        """Take up the files of one folder; its folders, and the links in it that lead to folders."""
        below: list[Path] = []
        links: list[Path] = []
        try:
            entries = sorted(os.scandir(folder), key=lambda each: each.name)
        except OSError as error:
            self._failed(report_name(folder), error)
            return below, links
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or self.is_excluded(report_name(path)):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(path)
            elif entry.is_symlink() and path.is_dir():
                links.append(path)
            else:
                self._entry(path, given=False)
        return below, links

    def _holds_known(self, top: Path) -> bool:
        inside = os.path.join(os.path.abspath(top), "")
        return any(path.startswith(inside) for path in self.inputs)

    def _failed(self, name: str, error: OSError) -> None:
        fault = _unreadable(name, error)
        self._error(fault.path, fault.code, fault.problem, fault.hint)

    def _error(self, name: str, code: str, problem: str, hint: str) -> None:
        self.errors.append(RunError(name, code, problem, hint))


def report_name(path: Path) -> str:
    """The name a path is reported by: as given, with "/" and, inside the current folder, relative to it."""
    if path.is_absolute():
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except ValueError:
            pass
    return path.as_posix()
