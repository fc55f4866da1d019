"""Web archives (.warc, .warc.gz), through the optional warcio: one Document for each HTML response, with URL and time of capture."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import Any

from compliance.documents.decode import decode
from compliance.documents.join import joined, page_part
from compliance.documents.limits import Budget, damaged, missing, textless
from compliance.documents.mail import Found, Inner
from compliance.errors import UnreadableDocument

_CHUNK = 1 << 18
_KINDS = ("response", "resource")
_FILES = {"application/pdf": ".pdf", "text/plain": ".txt"}


def read(data: bytes, path: str, budget: Budget, inner: Inner) -> Found:
    """The responses of a crawl; raises UnreadableDocument."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise missing(path, "warc", "a web archive") from None
    other: Counter[str] = Counter()
    count = 0
    try:
        for record in ArchiveIterator(BytesIO(data)):
            if record.rec_type not in _KINDS:
                continue
            budget.member(path)
            status = record.http_headers.get_statuscode() if record.http_headers else "200"
            kind = _media_type(record)
            if not status.startswith("2"):
                continue
            if kind in ("text/html", "application/xhtml+xml"):
                count += 1
                yield from _page(record, path, budget)
            elif kind in _FILES:
                count += 1
                where = _where(record)
                name = where["url"] if where["url"].lower().endswith(_FILES[kind]) else f"{where['url']}#{_FILES[kind]}"
                yield from inner(_content(record, path, budget), path, name, kind)
            else:
                other[kind or "unknown"] += 1
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        yield damaged(path, f"after {count} pages: {error}")
    if other:
        kinds = ", ".join(
            f"{number} {kind}" for kind, number in sorted(other.items()) if not kind.startswith(("text/css", "font/")) and "javascript" not in kind
        )
        if kinds:
            yield UnreadableDocument(path, "D001", f"no reader for some of its responses: {kinds}", "look at them yourself")
    if not count:
        yield textless(path, "the archive holds no page", "check that the crawl fetched any")


def _page(record: Any, path: str, budget: Budget) -> Found:
    where = _where(record)
    name = f"{path}!{where['url']}"
    try:
        content = _content(record, path, budget)
        if not content.strip():
            return
        source, encoding, notes = decode(content, name)
        document = joined([page_part(source, where)], content, name, "text/html", notes)
        yield replace(document, encoding=encoding)
    except UnreadableDocument as error:
        yield error


def _content(record: Any, path: str, budget: Budget) -> bytes:
    parts = []
    stream = record.content_stream()
    while part := stream.read(_CHUNK):
        budget.spend(len(part), path)
        budget.check_time(path)
        parts.append(part)
    return b"".join(parts)


def _where(record: Any) -> dict[str, str]:
    headers = record.rec_headers
    return {"url": (headers.get_header("WARC-Target-URI") or "").strip("<>"), "captured": headers.get_header("WARC-Date") or ""}


def _media_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
