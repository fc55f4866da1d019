"""The private-use characters that mark lexicon terms in tagged text."""

from __future__ import annotations

TAG_FIRST, TAG_LAST = "\ue000", "\uf8ff"
TAGS = f"[{TAG_FIRST}-{TAG_LAST}]"
UNIT_BEGIN = r"\A[^\w]{0,6}"
"""the regex of a pattern's `^`: the beginning of a unit and marks before its first word"""
