"""Zipped packages (Office, OpenDocument, EPUB, plain ZIP) and the XML in them, within limits.

What a header says of sizes is not believed: bytes are counted as they are unpacked. XML that declares entities is
refused, so none is ever expanded.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any, Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from compliance.documents.limits import Budget, damaged, encrypted, too_large
from compliance.errors import UnreadableDocument

_CHUNK = 1 << 18
_DEEPEST = 400


class Package:
    """The members of a ZIP file by name; raises UnreadableDocument for every fault in it."""

    def __init__(self, data: bytes, path: str, budget: Budget) -> None:
        self.path, self.budget = path, budget
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.infos: Mapping[str, zipfile.ZipInfo] = {each.filename: each for each in self._zip.infolist() if not each.is_dir()}
        except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise damaged(path, str(error) or "no ZIP directory") from None
        if len(self.infos) > budget.limits.members:
            raise too_large(path, f"it holds more than {budget.limits.members:,} files", "max-files")

    def __contains__(self, name: str) -> bool:
        return name in self.infos

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        info = self.infos.get(name)
        if info is None:
            raise damaged(self.path, f"the part {name} is missing")
        if info.flag_bits & 0x1:
            raise encrypted(self.path, f"{name} needs a password")
        limits = self.budget.limits
        most = max(limits.ratio_from, info.compress_size * limits.ratio)
        parts, size = [], 0
        try:
            with self._zip.open(info) as member:
                while part := member.read(_CHUNK):
                    size += len(part)
                    self.budget.spend(len(part), self.path)
                    if size > most:
                        raise too_large(self.path, f"{name} unpacks to more than {limits.ratio} times its size")
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise damaged(self.path, f"{name}: {error}") from None
        return b"".join(parts)

    def xml(self, name: str) -> Element:
        """A member as an element tree with local names, see `parse_xml`."""
        return parse_xml(self.read(name), self.path, name, self.budget)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What an Office part refers to: id to (last word of the type, name of the part)."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self:
            return {}
        out = {}
        for each in self.xml(place):
            if each.get("TargetMode") != "External":
                target = each.get("Target", "")
                full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                out[each.get("Id", "")] = each.get("Type", "").rsplit("/", 1)[-1], full
        return out


def parse_xml(data: bytes, path: str, name: str, budget: Budget) -> Element:
    """XML as elements whose tags and attributes are local names (`w:p` is "p"); entities, depth and size are refused in words."""
    builder = TreeBuilder()
    depth = 0
    nodes = budget.limits.nodes
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, nodes
        depth += 1
        nodes -= 1
        if depth > _DEEPEST:
            raise UnreadableDocument(path, "D015", f"{name}: XML nested more than {_DEEPEST} deep", "open it in its program and save it anew")
        if nodes < 0:
            raise too_large(path, f"{name} holds more than {budget.limits.nodes:,} XML elements")
        if not nodes % 4096:
            budget.check_time(path)
        builder.start(tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    def entity(*_: Any) -> None:
        raise UnreadableDocument(path, "D014", f"{name} declares XML entities, as an entity bomb does", "open it in its program and save it anew")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        raise damaged(path, f"{name}: {error}") from None
