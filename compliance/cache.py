"""Compiled packs kept between runs: owner-only, keyed by content, read by an unpickler that can build nothing else.

What patterns were compiled to is kept in a file beside the pack (see `kept`), to which a run adds what it had to compile. There is also
a note for every state of the rule files (paths, times of change, sizes) that gave it, so that files that have not
been touched need not be read to know their content. A cache file that is foreign, corrupt, of another version or writable by others is ignored and made anew; a
folder that cannot be written is no fault. Set COMPLIANCE_CACHE to a folder to choose the place, or to
"off" to do without.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import re
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterable

import regex

from compliance.packed import kept
from compliance.packed.form import MAGIC, decoded, encoded
from compliance.packed.pieces import Pieces

if TYPE_CHECKING:
    from compliance.engine.compiled import CompiledPack, Expressions

ENVIRONMENT = "COMPLIANCE_CACHE"
_SETTLED = 2.0
"""seconds after which two changes of a file have two times"""
_PARTS = ("engine", "model", "packed", "packs", "text")
"""the code that makes a compiled pack, by folder"""
_NAME = re.compile(r"[0-9a-f]{64}")


def folder() -> Path | None:
    """Where compiled packs are kept, or None where that is switched off or there is no home."""
    chosen = os.environ.get(ENVIRONMENT)
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base) / "compliance" if base else Path.home() / ".cache" / "compliance"
    except RuntimeError:
        return None


State = tuple[tuple[str, int, int], ...]
"""Path, time of change and size of files."""


def _made_by(version: str) -> str:
    """The versions of all that makes a compiled pack, and the state of our own code."""
    here = os.path.dirname(__file__)
    code = [each for part in _PARTS for each in os.scandir(os.path.join(here, part)) if each.name.endswith(".py")]
    facts = sorted((each.path, each.stat().st_size, each.stat().st_mtime_ns) for each in code)
    return f"{MAGIC!r} {version} {sys.version} {regex.__version__} {pickle.HIGHEST_PROTOCOL} {facts}"


def maker(version: str) -> str:
    """What `_made_by` names, by content: the same wherever the same code is installed, whenever its files were written."""
    here = Path(__file__).parent
    files = ((f"{part}/{file.name}", file) for part in _PARTS for file in sorted((here / part).glob("*.py")))
    return digest(f"{MAGIC!r} {version} {sys.version} {regex.__version__} {pickle.HIGHEST_PROTOCOL}", files)


def digest(start: str, files: Iterable[tuple[str, Path]]) -> str:
    """The SHA-256 of a text and of the names and bytes of some files."""
    total = sha256(start.encode("utf-8", "surrogateescape"))
    for name, file in files:
        data = file.read_bytes()
        total.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def key(files: Iterable[Path], version: str) -> str:
    """What a compiled pack depends on: the files' names and bytes, and all that made it."""
    return digest(_made_by(version), ((str(file), file) for file in files))


def quick_key(state: State, version: str) -> str:
    """The same, told from the state of the files without reading them."""
    return sha256(f"{_made_by(version)}{state}".encode("utf-8", "surrogateescape")).hexdigest()


def recall(quick: str) -> tuple[str, list[dict[str, str]]] | None:
    """The key of the pack that files in a state gave, and what identifies the packs; None where that is not known."""
    place = folder()
    if place is None or not _is_private(place):
        return None
    try:
        note = json.loads((place / f"{quick}.note").read_bytes())
        name, identities = note["pack"], note["identities"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    is_whole = isinstance(name, str) and _NAME.fullmatch(name) and isinstance(identities, list)
    return (name, identities) if is_whole and all(isinstance(each, dict) for each in identities) else None


def remember(quick: str, name: str, identities: list[dict[str, str]]) -> None:
    """Keep what `recall` gives; quietly nothing where that cannot be done."""
    place = folder()
    if place is not None:
        _put(place, f"{quick}.note", lambda: (json.dumps({"pack": name, "identities": identities}).encode(),), keep=32)


def read(name: str) -> CompiledPack | None:
    """The compiled pack of a key, or None where there is none that can be trusted."""
    place = folder()
    if place is None or not _is_private(place):
        return None
    file = place / f"{name}.pack"
    try:
        data = Pieces(file)
    except OSError:
        return None
    state = _state(data.facts)
    is_known = _is_sealed(file, state)
    found = decoded(data, is_whole=is_known)
    if found and not is_known:
        _seal(file, state)
    if found:
        _keep_expressions(place, name, found.expressions)
    return found


def write(name: str, compiled: CompiledPack) -> None:
    """Keep a compiled pack, and henceforth what its patterns are compiled to; quietly nothing where that cannot be done."""
    place = folder()
    if place is not None and _put(place, f"{name}.pack", lambda: (encoded(compiled),), keep=8):
        _keep_expressions(place, name, compiled.expressions)


def _state(facts: os.stat_result) -> str:
    return f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_ino}"


def _is_sealed(file: Path, state: str) -> bool:
    """Was the file found whole in this very state, so that its checksum need not be taken again?"""
    try:
        return file.with_suffix(".seal").read_text(encoding="ascii") == state
    except (OSError, ValueError):
        return False


def _seal(file: Path, state: str) -> None:
    """Note that a file was found whole; not of one so young that a further change might leave it in the same state."""
    if time.time() - int(state.split()[2]) / 1e9 > _SETTLED:
        _put(file.parent, f"{file.stem}.seal", lambda: (state.encode("ascii"),), keep=8)


def _keep_expressions(place: Path, name: str, expressions: Expressions) -> None:
    """Let expressions come from a file beside the pack, and let those that are made go there when the process ends."""
    file = place / f"{name}.kept"

    def at_the_end() -> None:
        atexit.register(_add_expressions, file, expressions)

    expressions.keep(kept.Kept(file), at_the_end)


def _add_expressions(file: Path, expressions: Expressions) -> None:
    if file.with_suffix(".pack").exists():
        _put(file.parent, file.name, lambda: kept.joined(kept.Kept(file), expressions.made), keep=8)


def _put(place: Path, name: str, encoded: Callable[[], Iterable[bytes | memoryview]], keep: int) -> bool:
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(place):
            return False
        import tempfile  # only who writes needs it

        data = encoded()
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
        os.replace(temporary, place / name)
        _tidy(place, name.rpartition(".")[2], keep)
    except (OSError, pickle.PicklingError):
        return False
    return True


def _is_private(place: Path) -> bool:
    """Is the folder ours, and can nobody else write to it?"""
    try:
        facts = place.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return place.is_dir()
    return place.is_dir() and not place.is_symlink() and facts.st_uid == os.getuid() and not facts.st_mode & 0o022


def _tidy(place: Path, kind: str, keep: int) -> None:
    files = sorted(place.glob(f"*.{kind}"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in files[keep:]:
        each.unlink(missing_ok=True)


__all__ = ["ENVIRONMENT", "MAGIC", "State", "decoded", "digest", "encoded", "folder", "key", "maker", "quick_key", "read", "recall", "remember", "write"]
