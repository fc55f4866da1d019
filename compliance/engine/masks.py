"""Sets of patterns by the feature they ask for, kept as the numbers of their bits until one is looked up.

A pack has thousands of features, nearly all of them asked for by one or two of thousands of patterns; a page
has some hundreds of them. As integers they would all be as long as the list of patterns.
"""

from __future__ import annotations

from array import array
from typing import Iterable, Mapping

PLACE = "I"
"""how the numbers of bits are stored, see the module `array`"""


_SIZE = array(PLACE).itemsize
_FEW = 16
"""as many bits are quicker put into an integer one by one, and need not be kept as one"""


def places(mask: int) -> bytes:
    """The numbers of the bits of an integer, from the highest down."""
    found = array(PLACE)
    while mask:
        place = mask.bit_length() - 1
        found.append(place)
        mask ^= 1 << place
    return found.tobytes()


def united(data: bytes) -> int:
    """The integer with the bits of some numbers, each any number of times."""
    numbers = array(PLACE, data)
    if len(numbers) <= _FEW:
        out = 0
        for number in numbers:
            out |= 1 << number
        return out
    bits = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


class Masks:
    """Features and the bits of each."""

    __slots__ = ("_known", "bits")

    def __init__(self, bits: Mapping[str, bytes]) -> None:
        """`bits` gives for each feature what `places` gives for its integer."""
        self.bits = bits
        self._known: dict[str, int] = {}
        """the integers of features with many bits"""

    @classmethod
    def of(cls, masks: Mapping[str, int]) -> Masks:
        """The same as some integers."""
        return cls({feature: places(mask) for feature, mask in masks.items()})

    def any(self, features: Iterable[str]) -> int:
        """The bits of some features together; one that no pattern asks for has none."""
        few: list[bytes] = []
        out = 0
        for feature in features:
            data = self.bits.get(feature)
            if data is None:
                continue
            if len(data) <= _FEW * _SIZE:
                few.append(data)
                continue
            found = self._known.get(feature)
            if found is None:
                found = self._known[feature] = united(data)
            out |= found
        return out | united(b"".join(few)) if few else out
