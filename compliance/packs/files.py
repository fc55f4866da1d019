"""Where rule files lie, and names close to a mistyped one: what a run with compiled packs needs of the loader."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Iterable

LAYOUT = "layout"
"""the folder, among those that ship with the tool, of the words by which layout is known"""


@cache
def builtin_folder() -> Path:
    """Where the packs that ship with the tool lie: inside the wheel, or beside the package in a checkout."""
    packaged = Path(__file__).parent.parent / "_data" / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent / "rules"


def rule_files(folder: Path) -> list[Path]:
    """The files of a rule folder in the order they are read; a file stands for itself."""
    return [folder] if folder.is_file() else sorted(each for each in folder.rglob("*") if each.suffix in (".yaml", ".yml"))


def closest(name: str, names: Iterable[str]) -> str:
    """A did-you-mean for an unknown name."""
    from difflib import get_close_matches

    known = sorted(names)
    near = get_close_matches(name, known, 1, 0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"known are: {shown or 'none'}"
