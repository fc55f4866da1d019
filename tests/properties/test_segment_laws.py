"""What segmentation always does: nothing is lost, nothing doubled, and everything is in order."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from compliance.api import screen_text
from compliance.documents import plain
from compliance.engine.compiled import CompiledPack
from compliance.model.document import Document
from compliance.text.fold import fold
from compliance.text.segment import segment, sentences

PIECES = st.one_of(
    st.sampled_from(
        [
            "We cure lupus.",
            "Dr. Li",
            "MS.",
            "et al.",
            "3.5",
            "•",
            "- ",
            "1. ",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            " ",
            "   ",
            "\t",
            "?",
            "!",
            "…",
            "”",
            "(",
            ")",
            "References",
            "FAQ:",
            "A",
            "b.",
            "© 2026",
            ":",
            "—",
            "c u r e",
            "\u200b",
            "x" * 70 + " ",
        ]
    ),
    st.text(max_size=8),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def document_of(text: str) -> Document:
    return Document("advert.txt", "", "text/plain", "utf-8", text, text, plain.blocks(text))


@given(TEXTS)
def test_blocks_are_in_order_and_do_not_overlap(text: str) -> None:
    found = plain.blocks(text)
    assert all(0 <= block.start < block.end <= len(text) for block in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


@given(TEXTS)
def test_blocks_hold_every_character_but_blanks_and_the_marks_of_layout(text: str) -> None:
    covered = {offset for block in plain.blocks(text) for offset in range(block.start, block.end)}
    lost = [text[offset] for offset in range(len(text)) if offset not in covered and not text[offset].isspace()]
    at = 0
    for line in text.replace("\r", "\n").split("\n"):
        bullet = plain.BULLET.match(line)
        marks = bullet[0] if bullet else ""
        if plain._UNDERLINE.fullmatch(line):
            marks = line
        for character in marks + "|" * line.count("|"):
            if character in lost:
                lost.remove(character)
        at += len(line) + 1
    assert lost == []


@given(TEXTS)
def test_units_are_in_order_without_overlap_and_hold_every_character_of_their_blocks(text: str) -> None:
    document = document_of(text)
    units = segment(document)
    assert all(one.end <= two.start for one, two in itertools.pairwise(units))
    held = "".join(text[unit.start : unit.end] for unit in units)
    assert "".join(held.split()) == "".join("".join(text[block.start : block.end] for block in document.blocks).split())


@given(TEXTS)
def test_units_begin_and_end_with_what_can_be_read_and_lie_in_their_block(text: str) -> None:
    document = document_of(text)
    for unit in segment(document):
        assert not text[unit.start].isspace()
        assert not text[unit.end - 1].isspace()
        assert document.blocks[unit.block].start <= unit.start < unit.end <= document.blocks[unit.block].end


@given(TEXTS)
def test_sections_and_leads_point_backwards_at_units_that_can_be_one(text: str) -> None:
    units = segment(document_of(text))
    for number, unit in enumerate(units):
        assert -1 <= unit.section < number
        assert -1 <= unit.lead < number
        assert unit.section < 0 or units[unit.section].kind == "heading"
        assert unit.lead < 0 or unit.kind in ("bullet", "cell")


@given(TEXTS)
def test_sentences_of_a_text_are_the_text(text: str) -> None:
    spans = list(sentences(text, 0, len(text)))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


@given(TEXTS)
def test_every_unit_has_a_place_in_the_folded_text_and_they_keep_their_order(text: str) -> None:
    back = fold(text).map
    places = [(back.to_derived(unit.start), back.to_derived(unit.end)) for unit in segment(document_of(text))]
    assert all(start <= end for start, end in places)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(places))


@given(text=TEXTS)
def test_screening_reports_spans_that_are_slices_of_the_text(text: str, small_cures: CompiledPack) -> None:
    report = screen_text(text, packs=small_cures)
    for each in (*report.findings, *report.cleared):
        assert each.text == text[each.start : each.end] != ""
        assert each.text in each.sentence
