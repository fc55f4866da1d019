"""Mails (.eml) and saved pages (.mht): the subject and every body as one Document, each attachment as one of its own.

Where two bodies say the same, as plain text and as HTML, the passages of the first that the second has too are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any, Callable, Iterator, Mapping, Sequence

from compliance.documents import plain
from compliance.documents.decode import decode
from compliance.documents.join import Part, Together, joined, page_part
from compliance.documents.limits import Budget, damaged, textless
from compliance.errors import UnreadableDocument
from compliance.model.document import Block, BlockKind, Document, Locator
from compliance.model.span import IDENTITY

Found = Iterator[Document | UnreadableDocument]
Inner = Callable[[bytes, str, str, str], Found]
"""reads what lies inside another file: bytes, path of the outer file, own name, media type"""

MAIL, PAGE = "message/rfc822", "multipart/related"
_EXTENSIONS = {
    "text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "application/pdf": ".pdf", "application/rtf": ".rtf", "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/epub+zip": ".epub", "text/vtt": ".vtt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx", "application/vnd.oasis.opendocument.text": ".odt",
    "application/zip": ".zip", "message/rfc822": ".eml", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif",
}  # fmt: skip
_HEADER = re.compile(rb"^[!-9;-~]{1,76}:[^\n]*", re.MULTILINE)
_MOST_PARTS = 2000
_LETTERS = re.compile(r"\w+")


def extension(name: str, media_type: str) -> str:
    """The extension to read a part by: that of its name, or the one that goes with its media type."""
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return found[0].lower() if found else _EXTENSIONS.get(media_type, "")


def read(data: bytes, path: str, budget: Budget, inner: Inner) -> Found:
    """A mail and what is attached to it; raises UnreadableDocument."""
    message = _parsed(data, path)
    bodies: list[tuple[str, str, Mapping[str, Any]]] = []
    attached: list[tuple[str, str, bytes]] = []
    notes: list[str] = []
    for part in _leaves(message, path, budget):
        media_type = part.get_content_type()
        name = part.get_filename() or ""
        if media_type in ("text/plain", "text/html") and part.get_content_disposition() != "attachment" and not name:
            text, said = _text(part, path)
            bodies.append((media_type, text, {"part": f"{'HTML' if media_type == 'text/html' else 'plain text'} body"}))
            notes += said
        elif media_type == MAIL:
            payload = part.get_payload()
            first = payload[0] if isinstance(payload, list) and payload else None
            nested = first.as_bytes() if isinstance(first, Message) else _bytes(part)
            attached.append((name or f"message-{len(attached) + 1}.eml", media_type, nested))
        elif media_type not in ("application/pgp-signature", "application/pkcs7-signature", "multipart/encrypted", "text/calendar"):
            attached.append((name or f"part-{len(attached) + 1}{_EXTENSIONS.get(media_type, '')}", media_type, _bytes(part)))
        if media_type in ("application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            notes.append("part of the mail is encrypted and was not read")
    notes += [f"damaged mail: {type(fault).__name__}" for fault in message.defects]
    yield from compose(data, path, MAIL, str(message.get("subject") or ""), bodies, attached, notes, budget, inner)


def compose(
    data: bytes, path: str, media_type: str, subject: str, bodies: Sequence[tuple[str, str, Mapping[str, Any]]],
    attached: Sequence[tuple[str, str, bytes]], notes: Sequence[str], budget: Budget, inner: Inner,
) -> Found:  # fmt: skip
    """The Documents of a mail by its parts: (media type, text, place) of each body, (name, media type, bytes) of each attachment."""
    parts = [_subject(subject)] if subject.strip() else []
    texts = [(kind, text, where) for kind, text, where in bodies if text.strip()]
    pages = [page_part(text, where) for kind, text, where in texts if kind == "text/html"]
    seen = {_key(page.content, block) for page in pages for block in page.blocks if not block.hidden}
    said = " ".join(sorted(seen)) if len(seen) < 5000 else ""
    for kind, text, where in texts:
        if kind != "text/html":
            blocks = plain.blocks(text)
            own = tuple(each for each in blocks if (key := _key(text, each)) and key not in seen and key not in said)
            parts.append(Part(text, text, IDENTITY, own, (), where))
    parts += pages
    if any(part.blocks for part in parts):
        yield joined(parts, data, path, media_type, notes)
    elif not attached:
        yield textless(path, "the mail holds no text", "check that it was saved with its body")
    for name, kind, content in attached:
        budget.member(path)
        yield from inner(content, path, name, kind)


def read_page(data: bytes, path: str, budget: Budget, inner: Inner) -> Found:
    """A page saved with its pictures (MHTML): its HTML parts as one Document; raises UnreadableDocument."""
    message = _parsed(data, path)
    parts: list[Part] = []
    pictures = 0
    notes: list[str] = []
    for each in _leaves(message, path, budget):
        pictures += each.get_content_maintype() == "image"
        if each.get_content_type() in ("text/html", "application/xhtml+xml"):
            text, said = _text(each, path)
            where = {"url": str(each.get("content-location") or message.get("snapshot-content-location") or ""), "captured": str(message.get("date") or "")}
            parts.append(page_part(text, {key: value for key, value in where.items() if value} or {"part": len(parts) + 1}))
            notes += said
    if not any(part.blocks for part in parts):
        raise textless(path, "the saved page holds no text", "save the page again, complete")
    if pictures:
        notes.append(f"{pictures} pictures were not read")
    yield joined(parts, data, path, PAGE, notes)


def inside(document: Document, name: str) -> Document:
    """The document with its attachment path among its places."""
    known = document.locators or (Locator(0, len(document.source), {}),)

    def place(known: Mapping[str, Any]) -> Mapping[str, Any]:
        return Together(known, {"inside": f"{name}!{known['inside']}" if "inside" in known else name})

    places = tuple(each._replace(place=place(each.place)) for each in known)
    return replace(document, locators=places)


def _parsed(data: bytes, path: str) -> EmailMessage:
    if not _HEADER.search(data[:20000]):
        raise damaged(path, "it has no mail headers")
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _leaves(message: EmailMessage, path: str, budget: Budget) -> Iterator[EmailMessage]:
    """The parts that hold something themselves, in order; a mail in the mail is one part."""
    stack: list[Message] = [message]
    count = 0
    while stack:
        part = stack.pop()
        count += 1
        if count > _MOST_PARTS:
            raise UnreadableDocument(path, "D015", f"the mail has more than {_MOST_PARTS} parts", "save its attachments and screen them")
        budget.check_time(path)
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != MAIL:
            stack += reversed([each for each in payload if isinstance(each, Message)])
        elif isinstance(part, EmailMessage):
            yield part


def _bytes(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        content = b""
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage, path: str) -> tuple[str, tuple[str, ...]]:
    data = _bytes(part)
    charset = part.get_content_charset()
    try:
        return data.decode(charset or "utf-8").replace("\r\n", "\n"), ()
    except (LookupError, UnicodeDecodeError):
        text, used, notes = decode(data, path)
        return text.replace("\r\n", "\n"), (f"a body is no {charset or 'UTF-8'}; read as {used}", *notes)


def _subject(text: str) -> Part:
    text = " ".join(text.split())
    return Part(text, text, IDENTITY, (Block(0, len(text), BlockKind.HEADING, 1),), (), {"part": "subject"})


def _key(content: str, block: Block) -> str:
    return " ".join(_LETTERS.findall(content[block.start : block.end].lower()))
