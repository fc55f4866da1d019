"""A compiled pack as one file, for images without a writable home: written by `rules compile`, used through COMPLIANCE_PACK.

The file holds its own digest, the tool that made it and the digests of the rules it was made from.
One that is damaged, of another tool or of other rules than those asked for is refused, never
quietly replaced: who names a file wants that file. Like a cached pack it is read by an unpickler
that can build nothing but the values of a pack.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Sequence

from compliance import cache
from compliance.errors import UsageError
from compliance.packed import kept

if TYPE_CHECKING:
    from compliance.engine.compiled import CompiledPack

ENVIRONMENT = "COMPLIANCE_PACK"
_MAGIC = b"compliance-compiled-2\n"
_DIGEST = 64
_LONGEST_HEAD = 1_000_000
Identities = Sequence[dict[str, str]]


class Stamp(NamedTuple):
    """What a process has and asks for, to be compared with what a file was made of."""

    version: str
    quick: str
    """the key that the state of the rule files gives, see `cache.quick_key`"""
    identities: Callable[[], Identities]
    """names and digests of the rules; asked only where their files were touched since"""


def encode(compiled: CompiledPack, stamp: Stamp) -> bytes:
    """The bytes of the file."""
    pack = cache.encoded(compiled)
    head = {
        "version": stamp.version, "maker": cache.maker(stamp.version), "quick": stamp.quick, "identities": list(stamp.identities()), "size": len(pack),
    }  # fmt: skip
    body = b"".join((json.dumps(head).encode(), b"\n", pack, *kept.joined({}, compiled.compile_all())))
    return _MAGIC + sha256(body).hexdigest().encode() + b"\n" + body


def read(name: str, stamp: Stamp) -> tuple[CompiledPack, Identities]:
    """The pack in a file and what identifies it; raises UsageError for a file that cannot be used as it is."""
    head, data = _parts(name)
    if head["version"] != stamp.version:
        raise _refused(name, f"version {head['version']} of this tool made it, and this is {stamp.version}")
    if head["quick"] != stamp.quick:
        if head["maker"] != cache.maker(stamp.version):
            raise _refused(name, "another Python, `regex` module or state of this tool's code made it")
        changed = _changed(head["identities"], stamp.identities())
        if changed:
            raise _refused(name, changed)
    compiled = cache.decoded(data[: head["size"]])
    if compiled is None:
        raise _refused(name, "it holds no pack that can be read")
    compiled.expressions.keep(kept.Kept(data[head["size"] :]), lambda: None)
    return compiled, head["identities"]


def _parts(name: str) -> tuple[dict[str, Any], bytes]:
    """The head of a file and the pack behind it, once its digest holds."""
    file = Path(name)
    try:
        if hasattr(os, "getuid") and file.stat().st_mode & 0o002:
            raise UsageError(f"{ENVIRONMENT}: {name} is not used: everybody may write to it; type: chmod o-w {name}")
        data = file.read_bytes()
    except OSError as error:
        raise _refused(name, f"it cannot be read: {error.strerror}") from None
    at = len(_MAGIC) + _DIGEST + 1
    if data[: len(_MAGIC)] != _MAGIC:
        raise _refused(name, "it is no compiled pack")
    body = data[at:]
    if data[len(_MAGIC) : at] != sha256(body).hexdigest().encode() + b"\n":
        raise _refused(name, "it is damaged: its digest is another")
    head = bytes(body[:_LONGEST_HEAD]).partition(b"\n")[0]
    try:
        read = json.loads(head)
    except ValueError:
        read = None
    if not isinstance(read, dict) or not {"version", "maker", "quick", "identities", "size"} <= read.keys():
        raise _refused(name, "it is no compiled pack")
    return read, body[len(head) + 1 :]

def _changed(made_of: Identities, asked: Identities) -> str:
    """How the rules of a file differ from those asked for; empty where they do not."""
    if [each["sha256"] for each in made_of] == [each["sha256"] for each in asked]:
        return ""
    had, wanted = ([each["name"] for each in one] for one in (made_of, asked))
    if had != wanted:
        return f"it was made of {', '.join(had)}, and asked for are {', '.join(wanted)}"
    return f"the rules have changed since: {', '.join(each['name'] for before, each in zip(made_of, asked) if before['sha256'] != each['sha256'])}"


def _refused(name: str, why: str) -> UsageError:
    return UsageError(f"{ENVIRONMENT}: {name} is not used: {why}; make it anew with: compliance rules compile -o {name}, or unset {ENVIRONMENT}")
