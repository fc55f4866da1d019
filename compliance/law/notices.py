"""Mandated notices: is one there, whole, in its words, and where it must be?

The pieces of a notice are found by the phrases of its elements, so that rewording, punctuation and
line breaks do not hide it. Where the statutory wording was verified, any other word makes it
altered; where it was not, the elements decide and the check says so.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import Iterable, NamedTuple

from compliance.law.page import AWAY, Page
from compliance.model.document import Block, BlockKind
from compliance.model.law import Element, Notice, NoticeCheck

COMPLETE, INCOMPLETE, ALTERED, MISPLACED, ABSENT, NOT_REQUIRED = "complete", "incomplete", "altered", "misplaced", "absent", "not-required"
REACH = 400
"""folded characters between two pieces of one notice, at most"""
FAR_BLOCKS, FAR_CHARACTERS = 8, 1500
"""a notice is far from the claim where both lie between them"""
UNVERIFIED = "the wording of the law was not verified: matched by what the notice must say"


class _Piece(NamedTuple):
    start: int
    end: int
    element: str


def check(notice: Notice, page: Page, is_owed: bool, claim: int) -> NoticeCheck:
    """How a notice stands in a document.

    `is_owed` says whether the document advertises what the notice is about; `claim` is the source
    offset of the first claim, or -1.
    """
    if not notice.in_ads:
        where = f"the law asks for it elsewhere ({', '.join(notice.where)}), not in advertisements"
        shown = _standing(notice, page, claim)
        if shown.status == ABSENT:
            return _result(notice, NOT_REQUIRED, reasons=(where,))
        return replace(shown, status=NOT_REQUIRED, reasons=(where, f"the advert carries it all the same: {shown.status}", *shown.reasons))
    if not is_owed:
        return _result(notice, NOT_REQUIRED, reasons=("the document advertises no such therapy",))
    return _standing(notice, page, claim)


def _standing(notice: Notice, page: Page, claim: int) -> NoticeCheck:
    """How the words of a notice stand in a document, whether or not it is owed there."""
    pieces = _cluster(notice, page)
    found = {each.element for each in pieces} & notice.required
    if len(found) < (2 if len(notice.required) > 2 else 1):
        return _result(notice, ABSENT, missing=_says(notice.elements, notice.required))
    start, end = pieces[0].start, max(each.end for each in pieces)
    reasons = [] if notice.text_verified else [UNVERIFIED]
    changed = ""
    if notice.text_verified:
        start, end, changed = _compare(notice, page, start, end)
    misplaced = _misplaced(notice, page, start, end, claim)
    lost = notice.required - found
    if lost:
        status = INCOMPLETE
    elif changed:
        status, reasons = ALTERED, [*reasons, changed]
    else:
        status = MISPLACED if misplaced else COMPLETE
    source = page.source(start, end)
    inside = page.content(start, end)
    return _result(
        notice, status, missing=_says(notice.elements, lost), reasons=(*reasons, *misplaced), start=source.start, end=source.end,
        text=page.document.content[inside.start : inside.end],
    )  # fmt: skip


def _result(notice: Notice, status: str, **more: object) -> NoticeCheck:
    facts = {"id": notice.id, "jurisdiction": notice.jurisdiction, "provision": notice.provision, "status": status, "wording_verified": notice.text_verified}
    return NoticeCheck(**{**facts, **more})  # type: ignore[arg-type]  # the keywords are those of the class


def _says(elements: Iterable[Element], ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(each.says for each in elements if each.id in ids)


def _cluster(notice: Notice, page: Page) -> list[_Piece]:
    """The run of pieces, none far from the next, that has most elements; of equals the first."""
    pieces = sorted(_Piece(start, end, each.id) for each in notice.elements for start, end, _ in page.find_all(each.patterns))
    runs: list[list[_Piece]] = []
    for piece in pieces:
        if runs and piece.start - max(each.end for each in runs[-1]) <= REACH:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return max(runs, key=lambda run: len({each.element for each in run}), default=[])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _compare(notice: Notice, page: Page, start: int, end: int) -> tuple[int, int, str]:
    """The span of the notice, and in which words it differs from the law's; an empty text where in none.

    Only letters and digits are compared, so that punctuation, case, blanks and hyphens do not count.
    """
    wanted = page.fold(notice.text)
    words = wanted.split()
    length = len(wanted)
    left = max(0, start - length)
    window = page.text[left : end + length]
    if _letters(wanted) in _letters(window):
        tight = _find_letters(window, _letters(wanted))
        return left + tight[0], left + tight[1], ""
    first, last = page.sentence(start, start + 1).start, page.sentence(max(start, end - 1), end).end
    given = page.text[first:last].split()
    plain_words, plain_given = [_letters(each) for each in words], [_letters(each) for each in given]
    changes = []
    for kind, a, b, c, d in SequenceMatcher(None, plain_words, plain_given, autojunk=False).get_opcodes():
        if kind != "equal" and "".join(plain_words[a:b]) != "".join(plain_given[c:d]):
            changes.append(
                f"“{' '.join(given[c:d])}” for “{' '.join(words[a:b])}”"
                if b > a and d > c
                else f"without “{' '.join(words[a:b])}”"
                if b > a
                else f"with “{' '.join(given[c:d])}”"
            )
    shown = "; ".join(changes[:4]) + ("; …" if len(changes) > 4 else "")
    return first, last, f"its words differ from those of the law: {shown}"


def _find_letters(text: str, letters: str) -> tuple[int, int]:
    places = [number for number, character in enumerate(text) if character.isalnum()]
    at = _letters(text).index(letters)
    return places[at], places[at + len(letters) - 1] + 1


def _misplaced(notice: Notice, page: Page, start: int, end: int, claim: int) -> tuple[str, ...]:
    out = []
    number = page.block_at(start)
    block = page.document.blocks[number] if number >= 0 else None
    if block and block.hidden:
        out.append("it is hidden from readers")
    if block and block.place in AWAY:
        out.append(f"it stands in the {str(block.place).replace('-', ' ')}")
    if claim >= 0 and _is_far(page, start, claim):
        out.append("it stands far from the first claim")
    smaller = _smaller(page, block, start, end) if notice.size == "largest-type" and block else ""
    if smaller:
        out.append(f"it is set smaller than the largest type of the advert, {smaller}")
    return tuple(out)


def _is_far(page: Page, start: int, claim: int) -> bool:
    place = page.of_source(claim, claim + 1).start
    blocks = page.block_at(start) - page.block_at(place)
    return blocks > FAR_BLOCKS and start - place > FAR_CHARACTERS


def _smaller(page: Page, block: Block, start: int, end: int) -> str:
    """What type of the advert is larger than the notice: another size, or a heading of a higher level; empty where none is known to be."""
    own, largest = page.size(start, end), page.largest()
    if own and largest:
        return f"{own} against {largest}" if own.is_below(largest) else ""
    if page.document.media_type not in ("text/html", "text/markdown"):
        return ""
    levels = [each.level for each in page.document.blocks if each.kind is BlockKind.HEADING and not each.hidden]
    return "a heading" if levels and (block.kind is not BlockKind.HEADING or block.level > min(levels)) else ""
