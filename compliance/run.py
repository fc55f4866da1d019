"""The header of a report: which tool, packs and configuration, when, and what was left out."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from compliance import __version__
from compliance.config import Config
from compliance.errors import UsageError


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
