"""Pictures of text (PNG, JPEG, WebP, TIFF, pages of a scanned PDF), through the optional pytesseract and the program Tesseract.

What is read so is a guess; each word carries the confidence Tesseract had, from 0 to 100, and the report says what it was.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Iterable

from compliance.documents.extract import Extract
from compliance.documents.limits import Budget, damaged, missing, textless, too_large, too_long
from compliance.errors import UnreadableDocument
from compliance.model.document import Document

SCALE = 3.0
"""how much larger than 72 dots an inch pages are drawn"""
HOW = "type: pip install 'compliance[ocr]', and install the program tesseract"
_MOST_PIXELS = 100_000_000
_LEAST_HEIGHT = 900
_DOUBTFUL = 60
_MEDIA = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "TIFF": "image/tiff"}


def is_ready() -> bool:
    """Are the library and the program there?"""
    return find_spec("pytesseract") is not None and shutil.which("tesseract") is not None


def read(data: bytes, path: str, budget: Budget) -> Document:
    """The words in a picture as a Document; raises UnreadableDocument."""
    if find_spec("pytesseract") is None:
        raise missing(path, "ocr", "a picture")
    if shutil.which("tesseract") is None:
        raise UnreadableDocument(path, "D018", "not read: a picture needs the program tesseract", "install it, for example: apt install tesseract-ocr")
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(data))
            if picture.width * picture.height > _MOST_PIXELS:
                raise too_large(path, f"the picture has more than {_MOST_PIXELS:,} dots")
            frames = getattr(picture, "n_frames", 1)
            if frames > budget.limits.pages:
                raise too_long(path, budget.limits.pages)
            media_type = _MEDIA.get(picture.format or "", "image")
            pictures = []
            for number in range(frames):
                picture.seek(number)
                pictures.append((number + 1 if frames > 1 else 0, _readable(picture), 1.0))
    except UnreadableDocument:
        raise
    except Image.DecompressionBombError:
        raise too_large(path, f"the picture has more than {_MOST_PIXELS:,} dots") from None
    except Exception as error:  # noqa: BLE001 - decoders raise what they like on damage
        raise damaged(path, f"{type(error).__name__}: {error}") from None
    return recognised(pictures, data, path, media_type, budget)


def recognised(pictures: Iterable[tuple[int, Any, float]], data: bytes, path: str, media_type: str, budget: Budget) -> Document:
    """Pictures by page number (0: none) and scale as one Document; boxes are in points of the page, or dots of the picture."""
    import pytesseract

    out = Extract()
    confidences: list[float] = []
    for page, picture, scale in pictures:
        budget.check_time(path)
        factor = 2 if picture.height < _LEAST_HEIGHT else 1
        larger = picture.resize((picture.width * factor, picture.height * factor)) if factor > 1 else picture
        try:
            found = pytesseract.image_to_data(larger, output_type=pytesseract.Output.DICT, timeout=budget.limits.seconds)
        except (pytesseract.TesseractError, RuntimeError) as error:
            raise damaged(path, f"Tesseract: {error}") from None
        _set_down(out, found, page, scale * factor, confidences)
    out.close()
    if not out.blocks:
        raise textless(path, "no words were found in the picture", "if there are any, save it larger or with more contrast")
    mean = sum(confidences) / len(confidences)
    doubtful = sum(each < _DOUBTFUL for each in confidences)
    note = f"read by OCR with a mean confidence of {mean:.0f} of 100; {doubtful} of {len(confidences)} words below {_DOUBTFUL}: compare with the picture"
    return out.document(data, path, media_type, (note,))


def _set_down(out: Extract, found: Any, page: int, scale: float, confidences: list[float]) -> None:
    last: tuple[int, int] = (-1, -1)
    last_line = -1
    for index, word in enumerate(found["text"]):
        confidence = float(found["conf"][index])
        if not word.strip() or confidence < 0:
            continue
        paragraph, line = (found["block_num"][index], found["par_num"][index]), found["line_num"][index]
        box = [found["left"][index], found["top"][index], found["left"][index] + found["width"][index], found["top"][index] + found["height"][index]]
        where: dict[str, Any] = {"page": page} if page else {}
        where |= {"box": [round(each / scale, 1) for each in box], "confidence": round(confidence)}
        if paragraph != last:
            out.open(is_lines=True)
        elif not out.ends_with(" \n"):
            out.text(" " if line == last_line else "\n", where)
        last, last_line = paragraph, line
        out.text(word, where)
        confidences.append(confidence)


def _readable(picture: Any) -> Any:
    """The picture in shades of grey on white, whatever it was."""
    if picture.mode in ("RGBA", "LA", "P"):
        picture = picture.convert("RGBA")
        from PIL import Image

        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture)
        picture = ground
    return picture.convert("L")
