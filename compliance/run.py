"""The header of a report: which tool, packs and configuration, when, and what was left out."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from compliance import __version__
from compliance.config import Config
from compliance.errors import UsageError
from compliance.packs.load import rule_files
from compliance.packs.read import read_yaml

CORE = "core"


def now() -> str:
    """The time in UTC to the second; SOURCE_DATE_EPOCH stands in for it, so that runs can be repeated to the byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        moment = datetime.now(UTC)
    else:
        try:
            moment = datetime.fromtimestamp(int(fixed), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is {fixed!r}; give whole seconds since 1970, like 1767225600") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def header(config: Config, packs: Sequence[Mapping[str, Any]], start: str, skipped: Mapping[str, int], notes: Iterable[str]) -> dict[str, Any]:
    """The `run` part of a report; `end` is taken now."""
    return {
        "tool": "compliance",
        "version": __version__,
        "packs": [dict(each) for each in packs],
        "config": {"source": Path(config.source).name, "sha256": config.digest},
        "min_severity": config.settings.min_severity,
        "start": start,
        "end": now(),
        "not_read": dict(skipped),
        "notes": list(notes),
    }


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
