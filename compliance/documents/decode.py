"""Bytes to text: the encoding is declared, detected or refused, never guessed silently."""

from __future__ import annotations

import codecs
import re

from compliance.errors import UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})|<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE
)


def decode(data: bytes, path: str) -> tuple[str, str, tuple[str, ...]]:
    """The text of some bytes, the encoding used, and notes on what was assumed.

    Order: byte order mark, UTF-8, what the page declares, Windows-1252. Raises UnreadableDocument
    for bytes that are no text (many NUL or control bytes).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(name), name, ()
            except UnicodeDecodeError as error:
                raise _wrong(path, name, error) from None
    if _looks_binary(data):
        raise UnreadableDocument(path, "D002", "binary data, not text", "give the file its right extension, or convert it to text")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        first = error.start
    found = _DECLARED.search(data[:4096])
    if found:
        name = (found[1] or found[2]).decode("ascii")
        try:
            return data.decode(codecs.lookup(name).name), name, (f"decoded as {name}, as the page declares",)
        except (LookupError, UnicodeDecodeError):
            pass
    text = data.decode("cp1252", errors="replace")
    return text, "windows-1252", (f"not UTF-8 (byte {first}); read as Windows-1252, so accented letters may be wrong",)


def _wrong(path: str, name: str, error: UnicodeDecodeError) -> UnreadableDocument:
    return UnreadableDocument(path, "D003", f"its byte order mark says {name}, but byte {error.start} is not", "save the file as UTF-8")


def _looks_binary(data: bytes) -> bool:
    sample = data[:8192]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return b"\0" in sample or control * 20 > len(sample)


_CONTROL = bytes(byte for byte in range(32) if byte < 9 or (byte > 13 and byte != 27))
