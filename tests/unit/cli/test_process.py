"""The command as a process: its own start, its exit codes, and a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TINY = Path(__file__).parent.parent.parent / "data" / "tiny"
COMMAND = [sys.executable, "-m", "compliance"]
RULES = ["--no-config", "--no-core", "--rules", str(TINY)]


def test_python_m_compliance_is_the_command(advert: Path) -> None:
    done = subprocess.run([*COMMAND, "ad.txt", *RULES], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cure-claim/verb" in done.stdout
    assert done.stderr == ""


def test_a_usage_error_leaves_with_2_and_no_report(advert: Path) -> None:
    done = subprocess.run([*COMMAND, "ad.txt", "--fail-on", "sometimes", *RULES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "sometimes" in done.stderr


def test_a_defect_leaves_with_2_and_never_with_1(advert: Path) -> None:
    code = (
        "import sys; from compliance import api, cli\n"
        "def fail(*_): raise ZeroDivisionError\n"
        "api.fails = fail\n"
        f"sys.argv = ['compliance', 'ad.txt', *{RULES!r}]; cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "please report it" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_gets_colour_unless_it_is_refused(advert: Path) -> None:
    assert "\x1b[" in _in_terminal({})
    assert "\x1b[" not in _in_terminal({"NO_COLOR": "1"})
    assert "\x1b[" not in _in_terminal({}, "--no-color")


def _in_terminal(environment: dict[str, str], *options: str) -> str:
    import pty

    above, below = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "GITHUB_ACTIONS")} | {"TERM": "xterm"} | environment
    process = subprocess.Popen([*COMMAND, "ad.txt", *RULES, *options], stdout=below, stderr=subprocess.DEVNULL, env=clean)
    os.close(below)
    parts = []
    try:
        while part := os.read(above, 4096):
            parts.append(part)
    except OSError:  # the other end is closed
        pass
    process.wait()
    os.close(above)
    return b"".join(parts).decode()
