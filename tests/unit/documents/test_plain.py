"""Plain text: the layout of lines told apart as a reader tells it."""

from __future__ import annotations

import pytest

from compliance.documents import plain
from compliance.model.document import BlockKind, Place

WRAPPED = """Our clinic has helped people with joint pain for more than ten years, and
most of them walk without a stick today. Two visits are enough for many of
them. Some come back for a third one.

We begin with a talk about your health. Then a doctor draws a little fat from
your belly, and the cells in it are given back to you on the same day.
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(str(block.kind), text[block.start : block.end]) for block in plain.blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cells for lupus\n\nWe cure lupus.\n", [("heading", "Cells for lupus"), ("paragraph", "We cure lupus.")]),
        ("    Indented heading\n\n    We cure.\n", [("heading", "Indented heading"), ("paragraph", "We cure.")]),
        ("Prices\n======\nFrom afar.\n", [("heading", "Prices"), ("paragraph", "From afar.")]),
        ("We cure lupus today\n-------------------\n", [("heading", "We cure lupus today")]),
        ("One.\n\n***\n\nTwo.\n", [("paragraph", "One."), ("paragraph", "Two.")]),
        ("We treat:\n• lupus\n  • pain\n", [("heading", "We treat:"), ("bullet", "lupus"), ("bullet", "pain")]),
        ("o  lupus\no  pain\n", [("bullet", "lupus"), ("bullet", "pain")]),
        ("1. lupus\n2) pain\na) hips\n", [("bullet", "lupus"), ("bullet", "pain"), ("bullet", "hips")]),
        ("✔️ No risk\n✅No pain\n", [("bullet", "No risk"), ("bullet", "No pain")]),
        ("🔹 No risk\n🔹 No pain\n", [("bullet", "No risk"), ("bullet", "No pain")]),
        ("- no pain in the knees or\n  the hips\n", [("bullet", "no pain in the knees or\n  the hips")]),
        ("“I am cured.”\n— Mary, Texas\n", [("paragraph", "“I am cured.”"), ("paragraph", "— Mary, Texas")]),
        ("– no pain\n– no risk\n", [("bullet", "no pain"), ("bullet", "no risk")]),
        ("J. Smith leads the clinic.\n\nHe cures.\n", [("paragraph", "J. Smith leads the clinic."), ("paragraph", "He cures.")]),
        ("A. Cells\nB. Genes\n", [("bullet", "Cells"), ("bullet", "Genes")]),
        ("Q. Does it cure?\nA. It does.\n", [("heading", "Q. Does it cure?"), ("paragraph", "A. It does.")]),
        ("About 100,000 people have it.[1]\n\nMore.\n", [("paragraph", "About 100,000 people have it.[1]"), ("paragraph", "More.")]),
        ("Gold package for two, $8,400\n\nMore.\n", [("paragraph", "Gold package for two, $8,400"), ("paragraph", "More.")]),
        ("#stemcells #cure\n\nMore.\n", [("paragraph", "#stemcells #cure"), ("paragraph", "More.")]),
        ("Lupus\t95%\nCOPD\t80%\n", [("cell", "Lupus"), ("cell", "95%"), ("cell", "COPD"), ("cell", "80%")]),
        ("Ozone drip      $180\nOne knee      $4,800\n", [("cell", "Ozone drip"), ("cell", "$180"), ("cell", "One knee"), ("cell", "$4,800")]),
        ("| Lupus | 95% |\n| --- | --- |\n| COPD | 80% |\n", [("cell", "Lupus"), ("cell", "95%"), ("cell", "COPD"), ("cell", "80%")]),
        ("Home | About | Contact\n\nWe cure lupus.\n", [("heading", "Home | About | Contact"), ("paragraph", "We cure lupus.")]),
        ("Two sentences.   Set wide.\nAnd once.   More.\n", [("paragraph", "Two sentences.   Set wide."), ("paragraph", "And once.   More.")]),
        ("Old Mac\rWe cure.\r", [("heading", "Old Mac"), ("paragraph", "We cure.")]),
        ("Windows\r\n\r\nWe cure.\r\n", [("heading", "Windows"), ("paragraph", "We cure.")]),
        ("\n \n", []),
    ],
)
def test_lines_are_told_apart_by_their_layout(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    first, second = WRAPPED.split("\n\n")
    assert kinds(WRAPPED) == [("paragraph", first), ("paragraph", second.rstrip("\n"))]


def test_offsets_count_code_points_of_the_text() -> None:
    text = "🩺 Clínica\r\n\r\n  • cures lupus\r\n"
    (block,) = (block for block in plain.blocks(text) if block.kind is BlockKind.BULLET)
    assert (block.start, block.end) == (17, 28)
    assert text[block.start : block.end] == "cures lupus"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Cells\n\nWe cure.\n\nReferences\n\nSmith J. Cells. 2020.\n\nContact\n\nCall.\n", ["body", "body", "references", "references", "body", "body"]),
        ("Scientific references:\n\nSmith J. Cells.\n", ["references", "references"]),
        ("Sources of stem cells\n\nCord blood.\n", ["body", "body"]),
        ("FAQ\n\nDoes it cure?\n\nYes.\n\nIs it safe?\n\nYes.\n\nContact\n\nCall.\n", ["faq", "faq", "faq", "faq", "faq", "body", "body"]),
        ("FAQ\n\nCosts\n\nMuch.\n\nIs it safe?\n\nYes.\n", ["faq", "faq", "faq", "faq", "faq"]),
        ("We cure lupus.\n\n© 2026 The Clinic\n\nNot approved by anyone.\n", ["body", "footer", "footer"]),
    ],
)
def test_headings_and_wording_give_the_place(text: str, places: list[str]) -> None:
    assert [str(block.place) for block in plain.blocks(text)] == places


def test_a_bullet_that_is_called_sources_begins_no_reference_list() -> None:
    assert {block.place for block in plain.blocks("- Sources\n- Cells\n\nWe cure lupus.\n")} == {Place.BODY}


def test_dashes_below_a_blank_line_make_no_heading_of_what_stands_above() -> None:
    assert kinds("We cure lupus, today and always.\n\n-----\n\nMore.\n") == [("paragraph", "We cure lupus, today and always."), ("paragraph", "More.")]
