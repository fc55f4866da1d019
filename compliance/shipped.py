"""Core rules that were compiled when the tool was installed, so that no first run, and no fresh machine of a CI, compiles them again.

The build writes them into the package (`loading.ship`). They are found by a key of the content of the rules and of the
code that reads them: after a change of either, or under another Python, they are not found, and the run compiles as it would without.
They are trusted as far as the code that lies beside them: who may change one may change the other.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, NamedTuple, Sequence

from compliance import __version__, cache
from compliance.packed import kept
from compliance.packed.form import decoded
from compliance.packed.pieces import Pieces
from compliance.packs.files import builtin_folder, rule_files

if TYPE_CHECKING:
    from compliance.engine.compiled import CompiledPack

FOLDER = Path(__file__).parent / "_data" / "compiled"
_OTHERS = 0o022
"""the mode bits by which others than the owner may write"""


class Shipped(NamedTuple):
    """Compiled core rules, and what identifies them in a report."""

    pack: CompiledPack
    identities: list[dict[str, str]]


def key() -> str:
    """What the compiled core rules depend on: the rules' names and bytes, and all that makes and reads them."""
    folder = builtin_folder()
    return cache.digest(cache.maker(__version__), ((file.relative_to(folder).as_posix(), file) for file in rule_files(folder)))


def read(name: str) -> Shipped | None:
    """The compiled core rules of a key; None where none were shipped, or they cannot be trusted or read."""
    file = FOLDER / f"{name}.pack"
    try:
        if not _is_as_safe_as_code(file):
            return None
        identities = json.loads(file.with_suffix(".json").read_bytes())
        pack = decoded(Pieces(file))
    except (OSError, ValueError):
        return None
    if pack is None or not isinstance(identities, list) or not all(isinstance(each, dict) for each in identities):
        return None
    pack.expressions.keep(kept.Kept(file.with_suffix(".kept")), lambda: None)
    return Shipped(pack, identities)


def write(folder: Path, pack: CompiledPack, identities: Sequence[dict[str, str]]) -> None:
    """Put compiled core rules into a folder, and take away what lay there of others."""
    folder.mkdir(parents=True, exist_ok=True)
    name = key()
    for old in _files(folder):
        old.unlink()
    (folder / f"{name}.pack").write_bytes(cache.encoded(pack))
    (folder / f"{name}.kept").write_bytes(b"".join(kept.joined({}, pack.compile_all())))
    (folder / f"{name}.json").write_text(json.dumps(list(identities)), encoding="utf-8")


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.iterdir() if each.suffix in (".pack", ".kept", ".json"))


def _is_as_safe_as_code(file: Path) -> bool:
    """Can only those write the file, and its folder, who can write our own code?"""
    code = Path(__file__).parent.stat()
    return all(facts.st_uid == code.st_uid and not facts.st_mode & _OTHERS & ~code.st_mode for facts in (file.stat(), file.parent.stat()))
