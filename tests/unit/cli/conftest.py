"""A tiny pack, a folder of one's own and a way to run the command in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compliance.cli import cli

TINY = Path(__file__).parent.parent.parent / "data" / "tiny"
ADVERT = "Our cells cure lupus.\n\nWe guarantee results. Call today!\nThere is no cure for lupus.\n"

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, with an environment that decides nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("COMPLIANCE_CONFIG", "GITHUB_ACTIONS", "NO_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run `compliance` with the tiny pack; stdout, stderr and exit code are in the result."""

    def run_command(*arguments: str, stdin: str | bytes | None = None, rules: bool = True) -> Result:
        more = ["--no-core", "--rules", str(TINY)] if rules else []
        return CliRunner().invoke(cli, [*arguments, *more], input=stdin, catch_exceptions=False)

    return run_command


@pytest.fixture
def advert(folder: Path) -> Path:
    """An advert with a critical, a high and a medium finding, and one match that is cleared."""
    file = folder / "ad.txt"
    file.write_text(ADVERT, encoding="utf-8")
    return file
