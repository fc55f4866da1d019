"""Where reports go: pairs of formats and files, colour, and writing without half-written files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from compliance.errors import UsageError
from compliance.model.finding import Report
from compliance.packs.files import closest
from compliance.report import WRITERS

AUTO = "auto"
BINARY = ("xlsx",)
EXTENSIONS = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".xlsx": "xlsx", ".txt": "text", ".text": "text", ".html": "html", ".htm": "html",
    ".sarif": "sarif",
}  # fmt: skip


class Target(NamedTuple):
    """One report to write: its format, and its file (None: standard output)."""

    format: str
    file: Path | None


def targets(formats: Sequence[str], files: Sequence[str]) -> list[Target]:
    """Pair formats with files; raises UsageError where it is not plain which goes where.

    As many of one as of the other pair in order. Otherwise a file takes the format its extension
    names; a single format left over goes to standard output.
    """
    for name in formats:
        if name != AUTO and name not in WRITERS:
            raise UsageError(f"unknown format {name!r}; {closest(name, [AUTO, *WRITERS])}")
    pairs = list(zip(formats, files)) if files and len(formats) == len(files) else _by_extension(list(formats), files)
    found = [Target(_resolved(name), None if file in ("-", "") else Path(file)) for name, file in pairs]
    if sum(each.file is None for each in found) > 1:
        raise UsageError("two reports would go to standard output; give each --format an -o FILE of its own")
    names = [each.file for each in found if each.file]
    if len(set(names)) < len(names):
        raise UsageError("two reports would go to the same file; give each --format an -o FILE of its own")
    for each in found:
        _check(each)
    return found


def _by_extension(formats: list[str], files: Sequence[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    rest: list[str] = []
    for file in files:
        name = EXTENSIONS.get(Path(file).suffix.lower(), "")
        if name in formats:
            formats.remove(name)
            pairs.append((name, file))
        else:
            rest.append(file)
    for file in rest:
        name = EXTENSIONS.get(Path(file).suffix.lower(), "")
        if formats and (not name or len(formats) >= len(rest)):
            name = formats.pop(0)
        if not name:
            raise UsageError(f"no format for {file}; give a --format for each -o")
        pairs.append((name, file))
    pairs += [(name, "") for name in formats]
    return pairs or [(AUTO, "")]


def _resolved(name: str) -> str:
    if name != AUTO:
        return name
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _check(target: Target) -> None:
    if target.format not in WRITERS:
        raise UsageError(f"unknown format {target.format!r}; {closest(target.format, WRITERS)}")
    if target.file is None:
        if target.format in BINARY and sys.stdout.isatty():
            raise UsageError(f"a {target.format} report is not for a terminal; add -o FILE")
    elif target.file.is_dir() or not target.file.parent.is_dir():
        problem = "is a folder" if target.file.is_dir() else "its folder does not exist"
        raise UsageError(f"cannot write {target.file}: {problem}; name a file in a folder that exists")


def wants_color(no_color: bool) -> bool:
    """Colour on a terminal, unless the user or the environment says otherwise."""
    return sys.stdout.isatty() and not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """The columns of the terminal, at most 100, which is as wide as text reads well; 80 in a pipe."""
    import shutil

    return min(100, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80


def write(target: Target, report: Report, options: Mapping[str, Any]) -> None:
    """Write a report whole or not at all; raises UsageError where the file cannot be written."""
    deliver(target, (WRITERS[target.format](report, {**options, "color": bool(options.get("color")) and target.file is None}),))


def deliver(target: Target, pieces: Iterable[bytes]) -> None:
    """Write the pieces of a report, the file whole or not at all; raises UsageError where it cannot be written."""
    if target.file is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    try:
        _replace(target.file, pieces)
    except OSError as error:
        raise UsageError(f"cannot write {target.file}: {error.strerror}; choose another place with -o") from None


def _replace(file: Path, pieces: Iterable[bytes]) -> None:
    if file.exists() and not file.is_file():
        with file.open("wb") as device:
            device.writelines(pieces)
        return
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
    import tempfile

    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.writelines(pieces)
        os.chmod(name, mode)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
