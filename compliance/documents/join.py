"""Several texts read on their own (chapters, the bodies of a mail, parts of a saved page) as one Document."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Iterator, Mapping, NamedTuple, Sequence

from compliance.model.document import Block, Document, Locator
from compliance.model.span import OffsetMap

_GAP = "\n\n"


class Part(NamedTuple):
    """A text with what its reader made of it, and where a person finds it."""

    source: str
    content: str
    back: OffsetMap
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    where: Mapping[str, Any]
    locators: tuple[Locator, ...] = ()


def page_part(source: str, where: Mapping[str, Any]) -> Part:
    """A page as a part."""
    from compliance.documents import html

    content, back, blocks, notes, locators = html.read(source)
    return Part(source, content, back, blocks, notes, where, locators)


class Together(Mapping[str, Any]):
    """Two places as one, put together where somebody asks: an element, and the part it is in."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, outer: Mapping[str, Any], inner: Mapping[str, Any]) -> None:
        self._outer, self._inner = outer, inner

    def __getitem__(self, key: str) -> Any:
        return self._inner[key] if key in self._inner else self._outer[key]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._outer, *self._inner)))

    def __len__(self) -> int:
        return len(dict.fromkeys((*self._outer, *self._inner)))


def joined(parts: Sequence[Part], data: bytes, path: str, media_type: str, notes: Sequence[str] = ()) -> Document:
    """The parts one behind the other; offsets index their sources, set apart by empty lines."""
    derived: list[int] = []
    left: list[int] = []
    right: list[int] = []
    blocks: list[Block] = []
    locators: list[Locator] = []
    at = to = 0
    for part in parts:
        if at:
            derived.append(to)
            left.append(at)
            right.append(at + len(_GAP))
            at, to = at + len(_GAP), to + len(_GAP)
        if part.back.derived:
            derived += (each + to for each in part.back.derived)
            left += (each + at for each in part.back.source)
            right += (each + at for each in part.back.source_end)
        elif part.content:
            derived.append(to)
            left.append(at)
            right.append(at + len(part.source))
        blocks += (each._replace(start=each.start + to, end=each.end + to) for each in part.blocks)
        first = part.locators[0].start if part.locators else len(part.source)
        locators.append(Locator(at, at + first, part.where))
        locators += (Locator(each.start + at, each.end + at, Together(part.where, each.place)) for each in part.locators)
        at, to = at + len(part.source), to + len(part.content)
    return Document(
        path=path, sha256=sha256(data).hexdigest(), media_type=media_type, encoding="binary", source=_GAP.join(part.source for part in parts),
        content=_GAP.join(part.content for part in parts), blocks=tuple(blocks), to_source=OffsetMap(tuple(derived), tuple(left), tuple(right), to),
        notes=tuple(dict.fromkeys((*notes, *(note for part in parts for note in part.notes)))), locators=tuple(locators),
    )  # fmt: skip
