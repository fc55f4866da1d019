"""The disclosure of experimental status, graded on six points against the first claim it should qualify.

Content, proximity, unavoidable, prominence, language, no contradiction. The words by which a
disclosure and its pieces are known, and the draft of a better one, are data (rules/disclosures).
"""

from __future__ import annotations

import re
from typing import Mapping, Sequence

from compliance.law.page import AWAY, Page, Passage
from compliance.model.document import BlockKind, Place
from compliance.model.finding import Finding
from compliance.model.law import DisclosureTerms, Grade, Point
from compliance.model.rule import Lexicon

NEAR_BLOCKS = 3
"""blocks after that of the claim within which a statement counts as near it"""
_LONGEST = 6
"""words of the longest term that is looked for"""
STATUS_CATEGORY = "experimental-status"


def grade(page: Page, findings: Sequence[Finding], terms: DisclosureTerms, lexicons: Mapping[str, Lexicon], language: str, regulator: str) -> Grade | None:
    """How the disclosure of a document stands; None where there is neither a claim nor a disclosure."""
    claims = [each for each in findings if each.category != STATUS_CATEGORY]
    first = min(claims or findings, key=lambda each: each.start, default=None)
    statement = _statement(page, findings, terms)
    if first is None and statement is None:
        return None
    claim = page.of_source(first.start, first.end) if first else Passage(0, 0)
    therapy, use = _named(page, lexicons.get(terms.therapy)), _named(page, lexicons.get(terms.use), terms.ignored)
    points = _points(page, terms, statement, claim, claims, bool(therapy), bool(use), language) if statement else ()
    draft = terms.draft.replace("{therapy}", _capital(therapy) or terms.therapy_else).replace("{use}", use or terms.use_else)
    source = page.source(*statement) if statement else None
    return Grade(
        status=_status(points), points=points, claim=(first.start, first.end) if first else (-1, -1), claim_text=first.text if first else "",
        statement=(source.start, source.end) if source else (-1, -1), statement_text=_content(page, statement) if statement else "",
        to_do=_to_do(points), draft=draft.replace("{regulator}", regulator),
    )  # fmt: skip


def _content(page: Page, passage: Passage) -> str:
    span = page.content(*passage)
    return page.document.content[span.start : span.end]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _statement(page: Page, findings: Sequence[Finding], terms: DisclosureTerms) -> Passage | None:
    """The sentence that discloses: one the engine graded, or the first whose words disclose; in the body where there is one.

    Where the engine says that none is there, none is: it has looked at what such words are said of.
    """
    if any(each.category == STATUS_CATEGORY and each.details.get("status") == "missing" for each in findings):
        return None
    for each in findings:
        if each.category == STATUS_CATEGORY and each.related:
            best = each.related[0]
            return page.sentence(*page.of_source(best["start"], best["end"]))
    patterns = tuple(one for each in terms.elements if each.id in terms.anchors for one in each.patterns)
    claimed = [page.of_source(each.start, each.end) for each in findings if each.category != STATUS_CATEGORY]
    found = [page.sentence(start, end) for start, end, _ in page.find_all(patterns) if not any(left <= start < right for left, right in claimed)]
    found = [each for each in found if "?" not in page.text[each.start : each.end]]
    return min(found, key=lambda each: (_is_away(page, each.start), each.start), default=None)


def _is_away(page: Page, offset: int) -> bool:
    number = page.block_at(offset)
    block = page.document.blocks[number] if number >= 0 else None
    return bool(block and (block.hidden or block.place in AWAY))


def _points(
    page: Page, terms: DisclosureTerms, statement: Passage, claim: Passage, claims: Sequence[Finding], has_therapy: bool, has_use: bool, language: str
) -> tuple[Point, ...]:
    number = page.block_at(statement.start)
    block = page.document.blocks[number]
    near = [page.of_block(index) for index in range(max(0, number - 1), min(len(page.document.blocks), number + 2))]
    lacking = [each.says for each in terms.elements if page.find(each.patterns, near) is None]
    lacking += [] if has_therapy and has_use else ["It names the therapy and the use."]
    blocks = number - page.block_at(claim.start)
    away = block.hidden or block.place in AWAY
    behind = page.find(terms.behind, near) if terms.behind else None
    against = sorted({each.category for each in claims if each.category in terms.contradicted_by and not _lies_in(page, each, statement)})
    is_near = not away and blocks <= NEAR_BLOCKS
    is_read = language in ("und", terms.language)
    hiding = "hidden from readers" if block.hidden else f"behind “{behind[2]}”" if behind else ""
    return (
        Point("content", not lacking, f"missing: {' '.join(lacking)}" if lacking else "it says all it must"),
        Point("proximity", is_near, "beside the first claim" if is_near else _where(page, number, blocks)),
        Point("unavoidable", not hiding, hiding or "on the page itself"),
        _prominence(page, statement, claim),
        Point("language", is_read, "in the language of the advert" if is_read else f"the advert is in {language!r}"),
        Point("contradiction", not against, f"contradicted by: {', '.join(against)}" if against else "nothing contradicts it"),
    )


def _lies_in(page: Page, each: Finding, statement: Passage) -> bool:
    """Is a claim one that the disclosure itself was taken for? A statement does not contradict itself."""
    start = page.of_source(each.start, each.end).start
    return statement.start <= start < statement.end


def _where(page: Page, number: int, blocks: int) -> str:
    place = str(page.document.blocks[number].place)
    return f"in the {place.replace('-', ' ')}" if place != "body" else f"{blocks} blocks after the first claim"


def _prominence(page: Page, statement: Passage, claim: Passage) -> Point:
    """Whether the statement is set as large as the claim, told by sizes of type, headings and small print; None where the format shows neither."""
    own, claimed = page.size(*statement), page.size(*claim)
    is_known = own is not None and claimed is not None
    if own and claimed and own.is_below(claimed):
        return Point("prominence", False, f"set in {own}, the claim in {claimed}")
    if not is_known and page.document.media_type not in ("text/html", "text/markdown"):
        return Point("prominence", None, "this format shows no size of type")
    block, other = (page.document.blocks[max(0, page.block_at(each.start))] for each in (statement, claim))
    if other.kind is BlockKind.HEADING and block.kind is not BlockKind.HEADING:
        return Point("prominence", False, "the claim is a heading, the disclosure is not")
    if block.place in (Place.SMALL_PRINT, Place.FOOTER) and other.place is not block.place:
        return Point("prominence", False, f"in the {str(block.place).replace('-', ' ')}, the claim is not")
    return Point("prominence", True, f"set in {own}, as the claim is in {claimed}" if is_known else "set like the claim")


def _named(page: Page, lexicon: Lexicon | None, ignored: frozenset[str] = frozenset()) -> str:
    """The term of a lexicon that a document names most, of equals the first, as the document writes it; empty where it names none."""
    if lexicon is None:
        return ""
    terms = {term.replace("-", " ") for name, group in lexicon.groups.items() if name not in ignored for term in group}
    words = _words(page.text)
    found: dict[str, list[tuple[int, int]]] = {}
    index = 0
    while index < len(words):
        for count in range(min(_LONGEST, len(words) - index), 0, -1):
            start, end = words[index][0], words[index + count - 1][1]
            piece = page.text[start:end]
            single = piece.removesuffix("s")
            if piece in terms or single in terms:
                found.setdefault(piece if piece in terms else single, []).append((start, end))
                index += count - 1
                break
        index += 1
    best = max(found.values(), key=len, default=None)
    named = " ".join(_content(page, Passage(*best[0])).split()) if best else ""
    return named if named[1:] != named[1:].lower() and " " not in named else named.lower()


def _words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"[^\W_]+(?:'[^\W_]+)?", text)]


def _status(points: Sequence[Point]) -> str:
    if not points:
        return "missing"
    held = {each.name: each.holds for each in points}
    if held["contradiction"] is False:
        return "contradicted"
    if held["unavoidable"] is False or held["proximity"] is False:
        return "buried"
    return "partial" if False in held.values() else "adequate"


def _to_do(points: Sequence[Point]) -> tuple[str, ...]:
    """What to move or add, a line for each point that fails."""
    if not points:
        return ("Add a disclosure in the block of the first claim.",)
    advice = {
        "content": "Add what is {0}",
        "proximity": "Move it into the block of the first claim: it stands {0}.",
        "unavoidable": "Put it on the page itself, without click or scroll: {0}.",
        "prominence": "Set it as large as the claim: {0}.",
        "language": "Say it in the language of the advert: {0}.",
        "contradiction": "Remove what it cannot stand beside: {0}.",
    }
    return tuple(advice[each.name].format(each.says) for each in points if each.holds is False)
