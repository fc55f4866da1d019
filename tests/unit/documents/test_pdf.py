"""PDF: boxes, hyphens, columns, invisible words, and which kind of unreadable a PDF is."""

from __future__ import annotations

import os

import pytest

from compliance import documents
from compliance.errors import UnreadableDocument
from compliance.model.document import Document
from tests.unit.documents.test_files import fault, make, only, place, texts

pytest.importorskip("pypdfium2")


def test_a_word_split_at_the_end_of_a_line_is_one_and_has_two_boxes() -> None:
    document = only(make.pdf(((72, 730, 11, "Our stem cell therapy cures multiple scle-"), (72, 716, 11, "rosis in 95% of patients."))), "a.pdf")
    assert texts(document) == ["Our stem cell therapy cures multiple sclerosis in 95% of patients."]
    where = place(document, "sclerosis")
    assert where["page"] == 1
    assert len(where["boxes"]) == 2


def test_a_box_lies_around_its_words() -> None:
    left, top, right, bottom = place(only(make.pdf(), "a.pdf"), "cures multiple sclerosis")["box"]
    assert 160 < left < right < 310
    assert 842 - 700 - 11 < top < bottom < 842 - 700 + 5


def test_columns_set_line_by_line_are_read_one_after_the_other() -> None:
    rows = (("Our cells cure every", "Patients of all ages"), ("kind of arthritis in", "come to us from the"), ("a few short weeks.", "whole wide world."))
    lines = tuple((left, 700 - 13 * number, 11, text) for number, row in enumerate(rows) for left, text in zip((72, 320), row, strict=True))
    document = only(make.pdf(lines), "a.pdf")
    assert texts(document) == ["Our cells cure every kind of arthritis in a few short weeks.", "Patients of all ages come to us from the whole wide world."]


def test_white_words_on_white_paper_are_hidden_and_those_on_a_dark_ground_are_not() -> None:
    data = make.pdf(((72, 700, 11, "Seen words."), (72, 600, 11, "Unseen words.")))
    white = data.replace(b"BT /F1 11 Tf 72 600", b"1 g BT /F1 11 Tf 72 600")
    document = only(white, "a.pdf")
    assert texts(document) == ["Seen words."]
    assert texts(document, hidden=True) == ["Unseen words."]
    dark = data.replace(b"BT /F1 11 Tf 72 600", b"0 g 60 590 200 30 re f 1 g BT /F1 11 Tf 72 600")
    assert texts(only(dark, "a.pdf")) == ["Seen words.", "Unseen words."]


def test_damage_and_pages_without_anything_are_told_apart() -> None:
    assert fault(b"%PDF-1.4\nnothing of the kind", "a.pdf").code == "D011"
    assert fault(make.pdf(((72, 700, 11, " "),)), "a.pdf").code == "D016"


def test_a_page_that_is_only_a_picture_is_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.documents.ocr.is_ready", lambda: False)
    drawn = make.pdf(((72, 700, 11, " "),)).replace(b"BT /F1 11 Tf 72 700 Td ( ) Tj ET", b"60 590 200 30 re f")
    told = fault(drawn, "a.pdf")
    assert (told.code, "scanned" in told.problem, "compliance[ocr]" in told.hint) == ("D016", True, True)


def forms(depth: int) -> bytes:
    """A page that draws a form that draws another ten times, and so on."""
    inner = "<< /Font << /F1 5 0 R >> /XObject << /X {} 0 R >> >>"
    drawn = ["/X Do\n" * 10] * (depth - 1) + ["BT /F1 11 Tf 72 700 Td (We cure lupus.) Tj ET"]
    objects = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources {inner.format(number + 1)} /Length {len(text)} >>\nstream\n{text}\nendstream"
        for number, text in enumerate(drawn, 6)
    ]
    objects.insert(0, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects.insert(0, "<< /Length 5 >>\nstream\n/X Do\nendstream")
    objects.insert(0, f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {inner.format(6)} >>")
    objects.insert(0, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    objects.insert(0, "<< /Type /Catalog /Pages 2 0 R >>")
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.5\n{body}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n%%EOF\n".encode()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only another process can be stopped")
def test_an_object_bomb_ends_with_its_process() -> None:
    assert "We cure lupus." in only(forms(2), "a.pdf").content
    assert fault(forms(12), "a.pdf", seconds=0.5).code == "D021"
    assert fault(forms(12), "a.pdf", memory=100_000_000).code == "D013"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only another process can be stopped")
def test_a_crash_of_the_library_costs_only_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.documents.pdf._Pages.read", lambda *_: os.abort())
    assert fault(make.pdf(), "a.pdf").code == "D013"


def test_a_defect_in_the_other_process_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.documents.pdf._Pages.read", lambda *_: 1 / 0)
    with pytest.raises((RuntimeError, ZeroDivisionError), match="division"):
        fault(make.pdf(), "a.pdf")


def test_a_pdf_too_long_is_refused() -> None:
    from compliance.documents.limits import Limits

    found = list(documents.load_all(make.pdf(), "a.pdf", limits=Limits(pages=0)))
    assert [each.code for each in found if isinstance(each, UnreadableDocument)] == ["D013"]
    assert not any(isinstance(each, Document) for each in found)
