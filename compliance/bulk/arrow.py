"""The one door to pyarrow: an optional part of the tool, and a plain message where it is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Sequence

from compliance.errors import UsageError
from compliance.rows import BOOLEAN, INTEGER, STRING, STRINGS, Column


def arrow(module: str = "pyarrow") -> Any:
    """A module of pyarrow; raises UsageError with the command that installs it."""
    try:
        return import_module(module)
    except ImportError:
        raise UsageError("Parquet needs an optional part of this tool; type: pip install 'compliance[parquet]'") from None


def schema(columns: Sequence[Column]) -> Any:
    """The Arrow schema of some columns."""
    pa = arrow()
    kinds = {STRING: pa.string(), INTEGER: pa.int64(), BOOLEAN: pa.bool_(), STRINGS: pa.list_(pa.string())}
    return pa.schema([(each.name, kinds[each.kind]) for each in columns])
