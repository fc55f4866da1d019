"""Archives (ZIP, TAR, gzip and the like): each member is read as a file of its own, within limits; nothing is written."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any, Callable, Collection

from compliance.documents.limits import Budget, damaged, textless, too_large
from compliance.documents.mail import Found, Inner
from compliance.documents.package import Package
from compliance.errors import UnreadableDocument

_CHUNK = 1 << 18
_OPENERS: dict[bytes, Callable[[BytesIO], Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}


def read_zip(data: bytes, path: str, budget: Budget, inner: Inner, known: Collection[str]) -> Found:
    """The members of a ZIP archive in the order of their names."""
    package = Package(data, path, budget)
    members = _Members(path, known)
    for name in sorted(package.infos):
        budget.member(path)
        budget.check_time(path)
        if members.is_wanted(name):
            try:
                content = package.read(name)
            except UnreadableDocument as error:
                if error.code == "D013":
                    raise
                yield UnreadableDocument(f"{path}!{name}", error.code, error.problem, error.hint)
                continue
            yield from inner(content, path, name, "")
    yield from members.rest()


def read_tar(data: bytes, path: str, budget: Budget, inner: Inner, known: Collection[str]) -> Found:
    """The members of a TAR archive, packed or not, in their order; a packed file that is no archive is its one member."""
    opener = _OPENERS.get(data[:2])
    if opener:
        try:
            data = _bounded(opener(BytesIO(data)), len(data), path, budget)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise damaged(path, str(error)) from None
        if data[257:262] != b"ustar":
            yield from inner(data, path, PurePosixPath(path.rsplit("!", 1)[-1]).stem, "")
            return
    members = _Members(path, known)
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
            for info in archive:
                budget.member(path)
                budget.check_time(path)
                if info.isfile() and members.is_wanted(info.name):
                    file = archive.extractfile(info)
                    content = file.read() if file else b""
                    if len(content) < info.size:
                        raise damaged(path, f"{info.name} is cut off")
                    yield from inner(content, path, info.name, "")
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise damaged(path, str(error)) from None
    yield from members.rest()


class _Members:
    """Which members have a reader; counts the others for one message."""

    def __init__(self, path: str, known: Collection[str]) -> None:
        self.path, self.known = path, known
        self.wanted = 0
        self.unread: Counter[str] = Counter()

    def is_wanted(self, name: str) -> bool:
        """Has a member a reader? Files that only describe the archive for a system are not counted."""
        pure = PurePosixPath(name)
        if pure.name.startswith((".", "._")) or "__MACOSX" in pure.parts:
            return False
        suffix = pure.suffix.lower()
        if suffix in self.known:
            self.wanted += 1
            return True
        self.unread[suffix or "(no extension)"] += 1
        return False

    def rest(self) -> Found:
        """What is to be said at the end of members that were not read."""
        if self.unread:
            kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(self.unread.items()))
            yield UnreadableDocument(self.path, "D001", f"no reader for some of its files: {kinds}", "convert them, or look at them yourself")
        elif not self.wanted:
            yield textless(self.path, "the archive holds no files", "check that it was packed")


def _bounded(file: IO[bytes], packed: int, path: str, budget: Budget) -> bytes:
    most = max(budget.limits.ratio_from, packed * budget.limits.ratio)
    parts, size = [], 0
    while part := file.read(_CHUNK):
        size += len(part)
        budget.spend(len(part), path)
        if size > most:
            raise too_large(path, f"it unpacks to more than {budget.limits.ratio} times its size")
        parts.append(part)
    return b"".join(parts)
