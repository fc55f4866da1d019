"""How much a file may unfold to: bombs and runaway files end in a message, never in a full memory."""

from __future__ import annotations

from time import monotonic

from compliance.errors import UnreadableDocument
from compliance.value import value


@value(kw_only=True)
class Limits:
    """Bounds on one input with all that lies inside it; sizes in bytes, time in seconds.

    What has an option (`max-unpacked`, `max-files`, `max-depth`, `max-pages`, `max-time`) says so in
    its message; the others only tell a bomb from a file.
    """

    unpacked: int = 400_000_000
    ratio: int = 1000
    """how many times its packed size a member may have, once it is larger than `ratio_from`"""
    ratio_from: int = 2_000_000
    members: int = 10_000
    depth: int = 5
    """archives in archives, mails in mails"""
    nodes: int = 5_000_000
    """XML elements"""
    pages: int = 5_000
    seconds: float = 300.0
    memory: int = 2_000_000_000
    """by how much a process of `apart` may grow"""


class Budget:
    """What is left of the limits while one input is read; shared by all that lies inside it."""

    __slots__ = ("depth", "left", "limits", "members", "until")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.unpacked
        self.members = limits.members
        self.depth = 0
        self.until = monotonic() + limits.seconds

    def spend(self, size: int, path: str) -> None:
        """Count unpacked bytes; raises UnreadableDocument where there are too many."""
        self.left -= size
        if self.left < 0:
            raise too_large(path, f"it unpacks to more than {self.limits.unpacked:,} bytes", "max-unpacked")

    def member(self, path: str) -> None:
        """Count one member of an archive or attachment of a mail."""
        self.members -= 1
        if self.members < 0:
            raise too_large(path, f"it holds more than {self.limits.members:,} files", "max-files")

    def check_time(self, path: str) -> None:
        """Raise UnreadableDocument where reading has taken too long."""
        if monotonic() > self.until:
            hint = f"{_raise('max-time')}, or split the file and screen its parts"
            raise UnreadableDocument(path, "D021", f"reading took longer than {self.limits.seconds:g} seconds", hint)


def _raise(option: str) -> str:
    return f"raise {option} in the configuration or with --{option}"


def too_large(path: str, problem: str, option: str = "") -> UnreadableDocument:
    """What is said of a bomb, and of an honest file that is as large as one; `option` is the limit that lets it in."""
    hint = f"if you trust the file, {f'{_raise(option)}, or ' if option else ''}unpack it yourself and screen the parts"
    return UnreadableDocument(path, "D013", f"{problem}, as a decompression bomb does", hint)


def too_long(path: str, pages: int) -> UnreadableDocument:
    """What is said of a file of more pages than are read."""
    return UnreadableDocument(path, "D013", f"it has more than {pages:,} pages", f"if you trust the file, {_raise('max-pages')}, or split it")


def too_deep(path: str, depth: int) -> UnreadableDocument:
    """What is said of archives in archives, mails in mails."""
    problem = f"nested more than {depth} deep, as a nested archive bomb is"
    return UnreadableDocument(path, "D015", problem, f"if you trust it, {_raise('max-depth')}, or unpack it yourself and screen the parts")


def damaged(path: str, problem: str) -> UnreadableDocument:
    """What is said of a file that is cut off or broken."""
    return UnreadableDocument(path, "D011", f"truncated or damaged: {problem}", "fetch or export the file again")


def encrypted(path: str, what: str = "") -> UnreadableDocument:
    """What is said of a file that needs a password."""
    return UnreadableDocument(path, "D012", f"encrypted{f': {what}' if what else ''}", "save it without a password and screen that copy")


def textless(path: str, problem: str, hint: str) -> UnreadableDocument:
    """What is said of a readable file in which no text was found."""
    return UnreadableDocument(path, "D016", problem, hint)


def missing(path: str, extra: str, what: str) -> UnreadableDocument:
    """What is said where an optional reader is not installed."""
    return UnreadableDocument(path, "D018", f"not read: {what} needs an optional part of this tool", f"type: pip install 'compliance[{extra}]'")
