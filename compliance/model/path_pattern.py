"""Path patterns as people write them in ignore files: `drafts/`, `*.md`, `blog/**/2019-*`."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]|.", re.DOTALL)


def path_matches(pattern: str, path: str) -> bool:
    """Does a pattern cover a path (parts joined by "/") or one of the folders it lies in?

    A pattern without an inner slash covers that name at any depth; one with a slash counts from
    the top. `*` and `?` stay within one part, `**` crosses parts.
    """
    return bool(_compiled(pattern).match(path.removeprefix("./")))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    bare = pattern.removeprefix("./").strip("/")
    anchored = "/" in bare or pattern.startswith("/")
    body = "".join(_regex(found[0]) for found in _PARTS.finditer(bare))
    return re.compile(rf"{'' if anchored else '(?:.*/)?'}{body}(?:/.*)?\Z", re.DOTALL)


def _regex(part: str) -> str:
    if part == "**/":
        return r"(?:.*/)?"
    if part == "**":
        return r".*"
    if part == "*":
        return r"[^/]*"
    if part == "?":
        return r"[^/]"
    if part.startswith("[") and len(part) > 2:
        return "[" + ("^" + part[2:] if part[1] == "!" else part[1:]).replace("\\", "\\\\")
    return re.escape(part)
