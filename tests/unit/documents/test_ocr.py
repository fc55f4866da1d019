"""Pictures of text: what was read, where, how surely, and what is said of a picture without words."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest

from tests.unit.documents.test_files import fault, make, only, place, texts

pytest.importorskip("pytesseract")
pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not installed")


def picture(*lines: str, kind: str = "PNG") -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1100, 160 * len(lines) + 80), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((40, 40 + 160 * number), line, fill="black", font=ImageFont.load_default(40))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.webp", "WEBP")])
def test_words_of_a_picture_carry_their_box_and_the_confidence(name: str, kind: str) -> None:
    document = only(picture("Our cells cure multiple sclerosis.", "We guarantee it.", kind=kind), name)
    assert texts(document) == ["Our cells cure multiple sclerosis.", "We guarantee it."]
    where = place(document, "guarantee")
    assert 200 < where["box"][1] < where["box"][3] < 260
    assert 60 < where["confidence"] <= 100
    assert any("mean confidence" in note for note in document.notes)


def test_a_picture_without_words_is_no_clean_advert() -> None:
    assert fault(picture(""), "a.png").code == "D016"


def test_a_picture_cut_off_is_damage() -> None:
    assert fault(picture("We cure lupus.")[:200], "a.png").code == "D011"


def test_the_pages_of_a_scan_are_read_by_their_pictures() -> None:
    pytest.importorskip("pypdfium2")
    document = only(picture("Our cells cure lupus.", kind="PDF"), "scan.pdf")
    assert texts(document) == ["Our cells cure lupus."]
    assert place(document, "cure")["page"] == 1


def test_make_formats_needs_no_library() -> None:
    assert make.pdf().startswith(b"%PDF")
