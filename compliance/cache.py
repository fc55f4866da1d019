"""Compiled packs kept between runs: owner-only, keyed by content, read by an unpickler that can build nothing else.

A cache file that is foreign, corrupt, of another version or writable by others is ignored and made anew; a
folder that cannot be written is no fault. Set COMPLIANCE_CACHE to a folder to choose the place, or to
"off" to do without.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any, Iterable

import regex

from compliance.engine.compile import CompiledPack
from compliance.engine.frozen import freeze_all

MAGIC = b"compliance-pack-1\n"
_DIGEST_BYTES = 32
_ALLOWED = {
    "compliance.engine.compile": {"CompiledPack", "CompiledPattern"},
    "compliance.engine.automaton": {"Table"},
    "compliance.engine.nodes": {"Elsewhere", "Every", "Never", "Patterns", "ReadyRule"},
    "compliance.engine.vocabulary": {"Code", "Vocabulary"},
    "compliance.errors": {"Location"},
    "compliance.model.finding": {"Severity"},
    "compliance.text.fold": {"FoldOptions"},
    "builtins": {"frozenset", "set"},
}
_ALLOWED_MODULES = {"compliance.model.rule", "compliance.model.law"}


class _Unpickler(pickle.Unpickler):
    """Builds the values of a compiled pack and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if name in _ALLOWED.get(module, ()) or (module in _ALLOWED_MODULES and name[:1].isupper() and "." not in name):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled pack")


def folder() -> Path | None:
    """Where compiled packs are kept, or None where that is switched off or there is no home."""
    chosen = os.environ.get("COMPLIANCE_CACHE")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base) / "compliance" if base else Path.home() / ".cache" / "compliance"
    except RuntimeError:
        return None


def key(files: Iterable[Path], version: str) -> str:
    """What a compiled pack depends on: the files' names and bytes, and the versions of all that made it."""
    total = sha256(f"{MAGIC!r} {version} {sys.version} {regex.__version__} {pickle.HIGHEST_PROTOCOL}".encode())
    for code in sorted(each for part in ("engine", "model", "packs", "text") for each in (Path(__file__).parent / part).glob("*.py")):
        facts = code.stat()
        total.update(f"\0{code.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    for file in files:
        data = file.read_bytes()
        total.update(f"\0{file}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def read(name: str) -> CompiledPack | None:
    """The compiled pack of a key, or None where there is none that can be trusted."""
    place = folder()
    if place is None or not _is_private(place):
        return None
    try:
        data = (place / f"{name}.pack").read_bytes()
    except OSError:
        return None
    body = data[len(MAGIC) + _DIGEST_BYTES :]
    if not data.startswith(MAGIC) or sha256(body).digest() != data[len(MAGIC) : len(MAGIC) + _DIGEST_BYTES]:
        return None
    try:
        found = _Unpickler(io.BytesIO(body)).load()
    except Exception:  # noqa: BLE001  # a cache of any wrong shape is only a cache to be made anew
        return None
    return found if isinstance(found, CompiledPack) else None


def write(name: str, compiled: CompiledPack) -> None:
    """Keep a compiled pack, its expressions compiled; quietly nothing where that cannot be done."""
    place = folder()
    if place is None:
        return
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(place):
            return
        body = pickle.dumps(freeze_all(compiled), protocol=pickle.HIGHEST_PROTOCOL)
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + sha256(body).digest() + body)
        os.replace(temporary, place / f"{name}.pack")
        _tidy(place, keep=8)
    except (OSError, pickle.PicklingError):
        return


def _is_private(place: Path) -> bool:
    """Is the folder ours, and can nobody else write to it?"""
    try:
        facts = place.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return place.is_dir()
    return place.is_dir() and not place.is_symlink() and facts.st_uid == os.getuid() and not facts.st_mode & 0o022


def _tidy(place: Path, keep: int) -> None:
    files = sorted(place.glob("*.pack"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in files[keep:]:
        each.unlink(missing_ok=True)


__all__ = ["folder", "key", "read", "write"]
