"""Words to stems: endings that make no difference to what a word is a cue for are taken off."""

from __future__ import annotations

from typing import Sequence

LEAST = 3
"""letters that must remain of a word"""


def stem(word: str, endings: Sequence[str]) -> str:
    """A folded word without the first of some endings it has; a number is "#", whatever it is.

    Endings come longest first, from the pack. A doubled consonant before the ending becomes single
    (stopped, stop), and a final e or y counts for nothing (cure, curing; therapy, therapies).
    """
    if word[0].isdigit():
        return "#"
    bare = word[:-2] if word.endswith("'s") else word
    for ending in endings:
        if bare.endswith(ending) and len(bare) - len(ending) >= LEAST:
            bare = bare[: -len(ending)]
            if len(bare) > LEAST and bare[-1] == bare[-2] and bare[-1] not in "ls":
                bare = bare[:-1]
            break
    if len(bare) > LEAST and bare[-1] in "ey":
        bare = bare[:-1]
    return bare[:-1] if len(bare) > LEAST and bare[-1] == "i" else bare
