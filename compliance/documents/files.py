"""Readers of files that are no text, by extension: bytes to one Document or several, what fails told beside the rest."""

from __future__ import annotations

from importlib import import_module
from typing import Callable, Iterator, NamedTuple

from compliance.documents import sniff
from compliance.documents.limits import Budget, too_deep
from compliance.errors import UnreadableDocument
from compliance.model.document import Document

Found = Iterator[Document | UnreadableDocument]


class FileReader(NamedTuple):
    """A reader: the module and function, what it takes (one: a Document; many: Documents; archive: members), kinds of bytes it wants."""

    module: str
    function: str
    shape: str
    kinds: tuple[str, ...]


_PICTURE = FileReader("ocr", "read", "one", ("png", "jpeg", "webp", "tiff"))
_PACKED = FileReader("archive", "read_tar", "archive", ("tar", "gzip", "bzip2", "xz"))
FILE_READERS: dict[str, FileReader] = {
    ".docx": FileReader("docx", "read", "one", ("docx",)),
    ".docm": FileReader("docx", "read", "one", ("docx",)),
    ".dotx": FileReader("docx", "read", "one", ("docx",)),
    ".pptx": FileReader("pptx", "read", "one", ("pptx",)),
    ".ppsx": FileReader("pptx", "read", "one", ("pptx",)),
    ".odt": FileReader("odt", "read", "one", ("odt",)),
    ".rtf": FileReader("rtf", "read", "one", ("rtf",)),
    ".epub": FileReader("epub", "read", "one", ("epub",)),
    ".srt": FileReader("captions", "read", "one", ("",)),
    ".vtt": FileReader("captions", "read", "one", ("",)),
    ".eml": FileReader("mail", "read", "many", ("",)),
    ".mht": FileReader("mail", "read_page", "many", ("",)),
    ".mhtml": FileReader("mail", "read_page", "many", ("",)),
    ".msg": FileReader("msg", "read", "many", ("ole",)),
    ".zip": FileReader("archive", "read_zip", "archive", ("zip", "docx", "pptx", "xlsx", "odt", "epub")),
    ".tar": _PACKED,
    ".tgz": _PACKED,
    ".gz": _PACKED,
    ".bz2": _PACKED,
    ".xz": _PACKED,
    ".pdf": FileReader("pdf", "read", "many", ("pdf",)),
    ".warc": FileReader("warc", "read", "many", ("warc",)),
    ".png": _PICTURE,
    ".jpg": _PICTURE,
    ".jpeg": _PICTURE,
    ".webp": _PICTURE,
    ".tif": _PICTURE,
    ".tiff": _PICTURE,
}


class Opener:
    """Reads one input and all that lies inside it, on one budget."""

    def __init__(self, budget: Budget, read_text: Callable[[bytes, str, str], Document], texts: frozenset[str]) -> None:
        self.budget, self.read_text, self.texts = budget, read_text, texts
        self.known = texts | frozenset(FILE_READERS)

    def read(self, data: bytes, path: str, suffix: str) -> Found:
        """The Documents of some bytes; a fault ends only the file it is in."""
        try:
            if suffix not in FILE_READERS:
                text = self.read_text(data, path, suffix)
                del data  # a text may be as large as the memory allows, and is judged while this waits
                yield text
                return
            reader = FILE_READERS[suffix]
            if path.lower().endswith(".warc.gz"):
                reader = FILE_READERS[".warc"]._replace(kinds=("gzip",))
            sniff.check(data, path, reader.kinds)
            function = getattr(import_module(f"compliance.documents.{reader.module}"), reader.function)
            if reader.shape == "one":
                yield function(data, path, self.budget)
            elif reader.shape == "many":
                yield from function(data, path, self.budget, self.inner)
            else:
                yield from function(data, path, self.budget, self.inner, self.known)
        except UnreadableDocument as error:
            yield error
        except RecursionError:
            yield UnreadableDocument(path, "D015", "nested too deep to be read", "open it in its program and save it anew")

    def inner(self, data: bytes, outer: str, name: str, media_type: str) -> Found:
        """What lies inside another file, as Documents that say where."""
        from compliance.documents.mail import extension, inside

        name = "".join(character if character.isprintable() else "�" for character in name)
        path = f"{outer}!{name}"
        depth = self.budget.limits.depth
        if self.budget.depth >= depth:
            yield too_deep(path, depth)
            return
        self.budget.depth += 1
        try:
            for each in self.read(data, path, extension(name, media_type)):
                yield inside(each, name) if isinstance(each, Document) else each
        finally:
            self.budget.depth -= 1
