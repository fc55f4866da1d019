"""Lets a build compile the core rules into the package, so that the first run on a fresh machine need not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "compliance/_data/compiled"


class CompiledRules(BuildHookInterface):  # type: ignore[type-arg]  # what it is generic in is the builder's own configuration
    """Runs `loading.ship` on the source tree that is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """A wheel gets a folder of compiled rules; an editable installation has it in its source tree."""
        is_editable = version == "editable"
        self.temporary = TemporaryDirectory()
        folder = Path(self.root, PLACE) if is_editable else Path(self.temporary.name)
        # What the build needs lies where its installer put it, and only this process need know where that is.
        path = os.pathsep.join([self.root, *filter(None, sys.path)])
        # With hashes that do not change, the same rules give the same bytes.
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        code = "import pathlib, sys; from compliance import loading; loading.ship(pathlib.Path(sys.argv[1]))"
        done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=self.root, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            # Without them everything works; the first run is slower.
            self.app.display_warning(f"the rules are not compiled into the package: {done.stderr}")
        elif not is_editable:
            build_data["force_include"][str(folder)] = PLACE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """What went into the wheel is not needed beside it."""
        self.temporary.cleanup()
