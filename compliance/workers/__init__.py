"""Work spread over processes: ordered results, and a process that dies or hangs costs only the item it had in hand."""

from __future__ import annotations

from compliance.workers.pool import Lost, Pool, Task, cores

__all__ = ["Lost", "Pool", "Task", "cores"]
