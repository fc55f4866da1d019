"""The private-use characters that mark lexicon terms in tagged text."""

from __future__ import annotations

TAG_FIRST, TAG_LAST = "\ue000", "\uf8ff"
TAGS = f"[{TAG_FIRST}-{TAG_LAST}]"
