"""Rule files written by the tool itself."""

from __future__ import annotations

from typing import Any, Mapping

import yaml


def as_yaml(data: Mapping[str, Any], head: str) -> str:
    """Some data as a rule file that begins with a comment."""
    return head + yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=150)
