"""What identifies the packs of a run in its report: name, version, language and a digest that can be checked by hand."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, Mapping, Sequence

from compliance.packs.files import rule_files
from compliance.packs.read import read_yaml

CORE = "core"


def identify(folders: Sequence[Path], core: Path | None) -> list[dict[str, str]]:
    """Name, version, language and SHA-256 of each pack folder or rule file.

    The digest is that of the list "digest of the file, two blanks, path below the folder" in the
    order of the paths, which is what `sha256sum` prints, so that anyone can check it by hand.
    """
    return [_identity(folder, CORE if folder == core else folder.name) for folder in folders]


def _identity(folder: Path, name: str) -> dict[str, str]:
    lines = []
    head: Mapping[str, Any] = {}
    for file in rule_files(folder):
        data = file.read_bytes()
        lines.append(f"{sha256(data).hexdigest()}  {file.name if folder.is_file() else file.relative_to(folder).as_posix()}\n")
        if file.stem == "pack":
            read = read_yaml(data.decode("utf-8-sig", "replace"), file.name).data
            if isinstance(read, dict) and isinstance(read.get("pack"), dict):
                head = read["pack"]
    return {
        "name": str(head.get("name", name)), "version": str(head.get("version", "")), "language": str(head.get("language", "")),
        "sha256": sha256("".join(lines).encode()).hexdigest(),
    }  # fmt: skip
