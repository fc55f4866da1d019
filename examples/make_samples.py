"""Writes samples/formats: the advert of make_formats.py in every format, registers and pictures too: `python make_samples.py FOLDER`.

Beside the standard library it needs openpyxl for the workbook and Pillow for the pictures.
"""

from __future__ import annotations

import csv
import json
import re
import struct
import sys
import time
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Callable, Mapping

from make_formats import FORMATS, PARAGRAPHS, SMALL, TITLE, html

TEXT = "\n\n".join((TITLE, *PARAGRAPHS, SMALL))
_MADE = time.struct_time((2026, 1, 1, 10, 0, 0, 3, 1, 0))
_SECTOR, _MINI = 512, 64
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def _padded(data: bytes, size: int) -> bytes:
    return data + b"\0" * (-len(data) % size)


def _chain(begin: int, count: int) -> list[int]:
    return [*range(begin + 1, begin + count), _END] if count else []


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file of small streams, one beside the other in its root."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    mini, mini_fat, entries = b"", [], []
    for number, name in enumerate(names, 1):
        data = _padded(streams[name], _MINI)
        following = number + 1 if number < len(names) else _NONE
        entries.append(_entry(name, 2, _NONE, following, _NONE, len(mini) // _MINI, len(streams[name])))
        mini_fat += _chain(len(mini_fat), len(data) // _MINI)
        mini += data
    directory_sectors, mini_fat_sectors, mini_sectors = (-(-size // _SECTOR) for size in ((len(entries) + 1) * 128, len(mini_fat) * 4, len(mini)))
    first_mini_fat = 1 + directory_sectors
    first_mini = first_mini_fat + mini_fat_sectors
    entries.insert(0, _entry("Root Entry", 5, _NONE, _NONE, 1, first_mini, len(mini)))
    fat = [_FAT, *_chain(1, directory_sectors), *_chain(first_mini_fat, mini_fat_sectors), *_chain(first_mini, mini_sectors)]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, first_mini_fat, mini_fat_sectors, _END, 0, 0) + struct.pack("<I", _FREE) * 108
    listed = b"".join(struct.pack("<I", each) for each in mini_fat)
    return b"".join((
        head, struct.pack(f"<{len(fat)}I", *fat), _padded(b"".join(entries), _SECTOR), listed + b"\xff" * (-len(listed) % _SECTOR), _padded(mini, _SECTOR),
    ))  # fmt: skip


def _entry(name: str, kind: int, left: int, right: int, child: int, begin: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xIQ", written, len(written), kind, 1, left, right, child, begin, size)


def msg() -> bytes:
    """An Outlook mail with both bodies."""
    body = html().replace(f"<h1>{TITLE}</h1>".encode(), b"")
    values = {0x001A001F: "IPM.Note", 0x0037001F: TITLE, 0x1000001F: "\r\n\r\n".join((*PARAGRAPHS, SMALL))}
    streams = {f"__substg1.0_{tag:08X}": text.encode("utf-16-le") for tag, text in values.items()} | {"__substg1.0_10130102": body}
    listed = b"".join(struct.pack("<IIII", tag, 6, len(text) * 2 + 2, 0) for tag, text in values.items())
    listed += struct.pack("<IIII", 0x10130102, 6, len(body), 0) + struct.pack("<IIII", 0x340D0003, 6, 0x40000, 0)
    return compound(streams | {"__properties_version1.0": b"\0" * 32 + listed})


def picture(kind: str) -> bytes:
    """A post made as a picture; as PDF a scan."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1500, 620), "white")
    draw = ImageDraw.Draw(image)
    for top, size, text in ((40, 64, TITLE), *((180 + 90 * number, 40, text) for number, text in enumerate(PARAGRAPHS)), (520, 24, SMALL)):
        draw.text((60, top), text, fill="black", font=ImageFont.load_default(size))
    out = BytesIO()
    image.save(out, kind, **({"creationDate": _MADE, "modDate": _MADE} if kind == "PDF" else {}))
    return out.getvalue()


def register_csv() -> bytes:
    """A register with the advert in its second row."""
    out = StringIO()
    csv.writer(out).writerows([["ad_id", "copy", "channel"], ["A1", "Ask about parking at our clinic.", "web"], ["A2", TEXT, "print"]])
    return out.getvalue().encode()


def register_jsonl() -> bytes:
    """The same as JSON Lines."""
    rows = ({"ad_id": "A1", "copy": "Ask about parking at our clinic.", "channel": "web"}, {"ad_id": "A2", "copy": TEXT, "channel": "print"})
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def register_xlsx() -> bytes:
    """The same as a workbook, with the times in it fixed so that the file is the same each time."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Ads"
    for row in csv.reader(StringIO(register_csv().decode(), newline="")):
        sheet.append(row)
    made, out = BytesIO(), BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = re.sub(rb"(<dcterms:(\w+)[^>]*>)[^<]*", rb"\g<1>2026-01-01T10:00:00Z", source.read(name))
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    **FORMATS, "advert.txt": TEXT.encode, "advert.md": f"# {TEXT}\n".encode, "advert.msg": msg, "advert.png": lambda: picture("PNG"),
    "advert.jpg": lambda: picture("JPEG"), "advert.webp": lambda: picture("WEBP"), "advert-scanned.pdf": lambda: picture("PDF"),
    "register.csv": register_csv, "register.jsonl": register_jsonl, "register.xlsx": register_xlsx,
}  # fmt: skip

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (folder / name).write_bytes(make())
