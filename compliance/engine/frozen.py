"""Compiled regular expressions as bytes, thawed on first use by an unpickler that can call one function."""

from __future__ import annotations

import io
import pickle
from typing import Any

ALLOWED_REGEX = {("regex._regex", "compile"), ("_regex", "compile")}


class _Unpickler(pickle.Unpickler):
    """Calls `regex._regex.compile` and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in ALLOWED_REGEX:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled expression")


def freeze(expression: Any) -> bytes:
    """The bytes of a compiled `regex` pattern."""
    return pickle.dumps(expression, protocol=pickle.HIGHEST_PROTOCOL)


def thaw(data: bytes) -> Any:
    """The compiled pattern of some bytes; raises pickle.UnpicklingError for anything else."""
    import regex  # noqa: F401  # the pattern type must be known before one is rebuilt

    return _Unpickler(io.BytesIO(data)).load()
