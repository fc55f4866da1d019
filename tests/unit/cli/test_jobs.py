"""`compliance check --jobs`: the same bytes as one process, and what a worker that dies or hangs costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TEXTS = [
    "Our cells cure lupus.", "We guarantee results. Call today!", "There is no cure for lupus.", "The sun is out.", "", "Call today! Our cells cure lupus.",
]  # fmt: skip
POISON = """
import os, sys, time

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        name = os.path.basename(os.fspath(arguments[0]))
        if name == "poison.txt":
            os._exit(9)
        if name == "endless.txt":
            time.sleep(600)

if sys.flags.safe_path:  # a worker
    sys.addaudithook(watch)
"""


@pytest.fixture
def adverts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of adverts, one of them empty, one a page."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    place = folder / "ads"
    place.mkdir()
    for number in range(30):
        (place / f"{number:02}.txt").write_text(TEXTS[number % len(TEXTS)], encoding="utf-8")
    (place / "page.html").write_text("<h1>Cells</h1><p>Our cells cure lupus. “Quoted”\u2028here.</p>", encoding="utf-8")
    return place


@pytest.fixture
def poison(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In worker processes, opening poison.txt ends the process, and opening endless.txt never ends."""
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder / "site"))


FORMATS = ["text", "json", "ndjson", "github", "sarif", "html", "xlsx"]


def test_every_format_has_the_same_bytes_from_two_processes_as_from_one(run, adverts: Path, folder: Path) -> None:
    outcomes = {}
    for jobs in ("1", "2"):
        options = [each for name in FORMATS for each in ("-f", name, "-o", f"{jobs}.{name}")]
        result = run("check", "ads", "gone.txt", "-", "--jobs", jobs, "--show-cleared", "--verbose", *options, stdin="Our cells cure lupus.")
        outcomes[jobs] = result.exit_code, result.stderr, [(folder / f"{jobs}.{name}").read_bytes() for name in FORMATS]
    assert outcomes["1"] == outcomes["2"]
    assert outcomes["1"][0] == 3
    assert len(json.loads(outcomes["1"][2][1])["documents"]) == 27


@pytest.mark.parametrize("format_", ["json", "ndjson"])
def test_a_report_written_in_pieces_is_that_of_the_writer(run, adverts: Path, format_: str) -> None:
    from compliance import screen_paths
    from compliance.config import Config
    from compliance.report import WRITERS

    tiny = Path(__file__).parent.parent.parent / "data" / "tiny"
    config = Config(core=False, rules=(str(tiny),))
    for paths in (["ads"], ["gone.txt"], []):
        written = WRITERS[format_](screen_paths([*paths, "nowhere"], config=config), {})
        assert run("check", *paths, "nowhere", "-f", format_, "--no-config").stdout_bytes == written


def test_a_document_that_kills_its_worker_is_reported_and_the_rest_screened(run, adverts: Path, poison: None) -> None:
    (adverts / "poison.txt").write_text("Our cells cure lupus.", encoding="utf-8")
    result = run("check", "ads", "--jobs", "2", "-f", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [each["path"] for each in report["errors"] if each["code"] == "D030"] == ["ads/poison.txt"]
    assert "died (exit code 9)" in result.stderr
    assert len(report["documents"]) == 26


def test_a_document_that_hangs_is_reported_and_the_rest_screened(run, adverts: Path, poison: None) -> None:
    (adverts / "endless.txt").write_text("Our cells cure lupus.", encoding="utf-8")
    result = run("check", "ads", "--jobs", "1", "--timeout", "1", "-f", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [each["path"] for each in report["errors"] if each["code"] == "D031"] == ["ads/endless.txt"]
    assert "longer than 1 seconds" in result.stderr
    assert len(report["documents"]) == 26


def test_a_fault_in_the_rules_is_told_once(run, adverts: Path) -> None:
    result = run("check", "ads", "--jobs", "2", "--select", "cure-clam")
    assert (result.exit_code, result.stderr.count("cure-clam")) == (2, 1)


def test_jobs_and_timeout_must_make_sense(run, adverts: Path) -> None:
    assert run("check", "ads", "--jobs", "-1").exit_code == 2
    assert run("check", "ads", "--timeout", "0").exit_code == 2
