"""Screens advertising for unproven cell and regenerative therapies for claims a regulator would question.

    from compliance import screen_text
    for finding in screen_text("Our stem cells cure lupus.").findings:
        print(finding.line, finding.column, finding.rule_id, finding.text)

The names below are the public interface; everything else may change. Each is imported when first
used, so that `import compliance` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "ComplianceError", "CompiledPack", "Diagnostic", "DocumentReport", "Finding", "PackError", "Report", "RunError", "Sense", "Severity",
    "UsageError", "__version__", "assess", "load_packs", "screen_paths", "screen_text",
]  # fmt: skip

if TYPE_CHECKING:
    from compliance.api import assess, screen_paths, screen_text
    from compliance.engine.compiled import CompiledPack
    from compliance.errors import ComplianceError, Diagnostic, PackError, UsageError
    from compliance.loading import load_packs
    from compliance.model.finding import DocumentReport, Finding, Report, RunError, Sense, Severity

_HOMES = {
    "assess": "compliance.api", "load_packs": "compliance.loading", "screen_paths": "compliance.api", "screen_text": "compliance.api",
    "CompiledPack": "compliance.engine.compile",
    "ComplianceError": "compliance.errors", "Diagnostic": "compliance.errors", "PackError": "compliance.errors", "UsageError": "compliance.errors",
    "DocumentReport": "compliance.model.finding", "Finding": "compliance.model.finding", "Report": "compliance.model.finding",
    "RunError": "compliance.model.finding", "Sense": "compliance.model.finding", "Severity": "compliance.model.finding",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
