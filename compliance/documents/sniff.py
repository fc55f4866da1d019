"""What a file is by its first bytes, and whether its name says the same."""

from __future__ import annotations

import re

from compliance.documents.limits import encrypted
from compliance.errors import UnreadableDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"{\\rtf", "rtf"), (_OLE, "ole"), (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"), (b"WARC/", "warc"), (b"SQLite format 3\0", "sqlite"),
)  # fmt: skip
_NAMES = {
    "pdf": ".pdf", "rtf": ".rtf", "png": ".png", "jpeg": ".jpg", "webp": ".webp", "gif": ".gif", "tiff": ".tiff", "tar": ".tar", "gzip": ".gz", "bzip2": ".bz2",
    "xz": ".xz", "warc": ".warc", "7z": ".7z", "rar": ".rar", "docx": ".docx", "pptx": ".pptx", "xlsx": ".xlsx", "odt": ".odt", "epub": ".epub", "zip": ".zip",
    "ole": ".doc, .xls, .ppt or .msg", "sqlite": ".sqlite",
}  # fmt: skip
_INSIDE = ((b"word/", "docx"), (b"ppt/", "pptx"), (b"xl/", "xlsx"))
_PICTURES = ("png", "jpeg", "webp", "gif", "tiff")


def kind(data: bytes) -> str:
    """A short name of what the bytes are, or "" for text and anything else."""
    for mark, name in _MAGIC:
        if data.startswith(mark):
            return _zip_kind(data) if name == "zip" else name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return ""


def _zip_kind(data: bytes) -> str:
    head = re.match(rb"PK\x03\x04.{22}\x08\x00.{2}mimetype(application/[a-z0-9.+-]+)", data[:200], re.DOTALL)
    if head:
        return {b"application/epub+zip": "epub", b"application/vnd.oasis.opendocument.text": "odt"}.get(head[1], "zip")
    if b"[Content_Types].xml" in data[:4096] or b"[Content_Types].xml" in data[-65536:]:
        for mark, name in _INSIDE:
            if mark in data[:65536] or mark in data[-65536:]:
                return name
    return "zip"


def check(data: bytes, path: str, wanted: tuple[str, ...]) -> None:
    """Raise UnreadableDocument where the bytes are plainly of another kind than the name says.

    `wanted` holds the kinds that are right, "" for a text; a zip that cannot be told more closely passes for any of its kinds.
    """
    if not data.strip(b"\0 \t\r\n"):
        problem = "the file holds nothing but blanks or zero bytes" if data else "the file is empty"
        raise UnreadableDocument(path, "D004", problem, "check that it was saved")
    found = kind(data)
    if found in wanted or (not found and "" in wanted) or (found == "zip" and any(name in ("docx", "pptx", "xlsx", "odt", "epub") for name in wanted)):
        return
    if found in _PICTURES and any(name in _PICTURES for name in wanted):
        return
    if found == "ole" and any(name in ("docx", "pptx", "xlsx") for name in wanted):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise encrypted(path, "it asks for a password")
        raise mislabelled(path, "an old Office file (.doc, .xls or .ppt)", f"open it and save it anew as .{wanted[0]}")
    if found:
        name = _NAMES[found]
        raise mislabelled(path, f"{found.upper()} data", f"give it its right extension ({name})")
    if "" not in wanted:
        raise mislabelled(path, f"something that is no {wanted[0].upper()} file", "give it its right extension, or fetch it again: it may be cut off")


def mislabelled(path: str, holds: str, hint: str) -> UnreadableDocument:
    """What is said of a file whose name and content differ."""
    return UnreadableDocument(path, "D010", f"mislabelled: it holds {holds}", hint)
