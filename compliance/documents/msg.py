"""Outlook mails (.msg), through the optional python-oxmsg."""

from __future__ import annotations

from io import BytesIO

from compliance.documents.limits import Budget, damaged, missing
from compliance.documents.mail import Found, Inner, compose
from compliance.errors import UnreadableDocument


def read(data: bytes, path: str, budget: Budget, inner: Inner) -> Found:
    """A mail and what is attached to it; raises UnreadableDocument."""
    try:
        from oxmsg import Message
    except ImportError:
        raise missing(path, "msg", "an Outlook mail") from None
    try:
        message = Message.load(BytesIO(data))
        bodies = [(kind, text, {"part": part}) for kind, text, part in (
            ("text/plain", message.body or "", "plain text body"), ("text/html", message.html_body or "", "HTML body"),
        )]  # fmt: skip
        attached = [
            (each.file_name or f"part-{number}", each.mime_type or "", each.file_bytes)
            for number, each in enumerate(message.attachments, 1)
            if each.attached_by_value and each.file_bytes  # of a mail in the mail the library gives no bytes
        ]
        lost = message.attachment_count - len(attached)
        subject = message.subject or ""
    except Exception as error:  # noqa: BLE001 - the library gives no list of what it raises on damage
        raise damaged(path, f"{type(error).__name__}: {error}") from None
    yield from compose(data, path, "application/vnd.ms-outlook", subject, bodies, attached, [], budget, inner)
    if lost:
        problem = f"{lost} of its {message.attachment_count} attachments are mails, links or empty and were not read"
        yield UnreadableDocument(path, "D001", problem, "open the mail and save them as files of their own")
