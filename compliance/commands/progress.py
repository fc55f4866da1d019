"""A line on the terminal that says how far a long run has come."""

from __future__ import annotations

import shutil
import sys
from time import monotonic

WAIT_SECONDS = 1.0
STEP_SECONDS = 0.1


class ProgressLine:
    """Call it with done, total and name; writes to a terminal's stderr, and only once a run is long."""

    def __init__(self) -> None:
        self._next = monotonic() + WAIT_SECONDS
        self._is_shown = False

    def __call__(self, done: int, total: int, name: str) -> None:
        if monotonic() < self._next:
            return
        self._next = monotonic() + STEP_SECONDS
        self._is_shown = True
        line = f"{done:,} of {total:,} ({100 * done // max(1, total)} %) {name}"
        sys.stderr.write("\r\x1b[K" + line.encode("ascii", "replace").decode()[: shutil.get_terminal_size().columns - 1])
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away again."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
