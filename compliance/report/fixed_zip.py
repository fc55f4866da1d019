"""A zip file that bears no trace of when and where it was written."""

from __future__ import annotations

import shutil
from os import path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class FixedZip(ZipFile):
    """A zip file whose entries all have one date, owner and compression."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        """Write an entry from memory."""
        super().writestr(_entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        """Write an entry from a file, in pieces."""
        entry = _entry(str(arcname))
        entry.file_size = path.getsize(filename)
        with open(filename, "rb") as source, self.open(entry, "w") as target:
            shutil.copyfileobj(source, target)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    return entry
