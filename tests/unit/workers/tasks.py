"""What the workers under test do; they import it through PYTHONPATH."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Callable


def obey() -> Callable[[str], bytes]:
    """A function that does what its item says, and then answers with it."""
    return _obey


def refuse(problem: str) -> Callable[[str], bytes]:
    """A task that cannot begin."""
    raise ValueError(problem)


def vanish() -> Callable[[str], bytes]:
    """A task whose worker dies before the first item."""
    os._exit(7)


def _obey(item: str) -> bytes:
    order, _, value = item.partition(" ")
    if order == "exit":
        os._exit(int(value))
    elif order == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "sleep":
        time.sleep(float(value))
    elif order == "raise":
        raise RuntimeError(value)
    elif order == "print":
        sys.stdout.write("this must not reach the parent as an answer\n" * 100)
        sys.stdout.flush()
    elif order == "quit":
        sys.exit(int(value))
    elif order == "pid":
        return str(os.getpid()).encode()
    return item.encode()
