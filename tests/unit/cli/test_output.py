"""Which report goes where, and files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.commands.output import Target, targets
from compliance.errors import UsageError
from compliance.report import WRITERS


@pytest.fixture(autouse=True)
def _no_workflow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("formats", "files", "expected"),
    [
        ([], [], [("text", None)]),
        (["json"], [], [("json", None)]),
        (["json"], ["-"], [("json", None)]),
        ([], ["a.xlsx", "b.json"], [("xlsx", "a.xlsx"), ("json", "b.json")]),
        (["json", "xlsx"], ["a", "b"], [("json", "a"), ("xlsx", "b")]),
        (["text", "json"], ["r.json"], [("json", "r.json"), ("text", None)]),
        (["json", "text"], ["r.json"], [("json", "r.json"), ("text", None)]),
        (["text"], ["r.json", "r.xlsx"], [("json", "r.json"), ("xlsx", "r.xlsx"), ("text", None)]),
        (["json"], ["report", "r.xlsx"], [("json", "report"), ("xlsx", "r.xlsx")]),
        (["github"], ["r.txt"], [("github", "r.txt")]),
        (["auto"], [], [("text", None)]),
    ],
)
def test_formats_and_files_pair_in_order_or_by_extension(formats: list[str], files: list[str], expected: list[tuple[str, str | None]]) -> None:
    found = targets(formats, files)
    assert sorted(found, key=str) == sorted((Target(name, Path(file) if file else None) for name, file in expected), key=str)


def test_auto_is_github_inside_a_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert targets([], []) == [Target("github", None)]


@pytest.mark.parametrize(
    ("formats", "files", "problem"),
    [
        (["jsn"], [], "did you mean 'json'?"),
        (["json", "text"], [], "two reports would go to standard output"),
        (["json", "text"], ["a", "a"], "the same file"),
        ([], ["report.docx"], "no format for report.docx"),
        (["json"], ["nowhere/a.json"], "its folder does not exist"),
        (["json"], ["."], "is a folder"),
    ],
)
def test_what_is_not_plain_is_a_usage_error(formats: list[str], files: list[str], problem: str) -> None:
    with pytest.raises(UsageError, match=problem.replace("?", r"\?")):
        targets(formats, files)


def test_every_format_is_named_in_the_help(run) -> None:
    shown = run("check", "--help", rules=False).stdout
    assert [name for name in WRITERS if name not in shown] == []


def test_one_run_writes_several_reports(run, advert: Path) -> None:
    result = run("check", "ad.txt", "-o", "a.json", "-o", "b.ndjson", "--format", "text")
    assert "cure-claim/verb" in result.stdout
    assert (advert.parent / "a.json").read_text(encoding="utf-8").startswith("{")
    assert (advert.parent / "b.ndjson").stat().st_size > 0


def test_a_report_that_cannot_be_made_leaves_the_old_file_as_it_was(run, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.commands import output

    (advert.parent / "r.json").write_text("old", encoding="utf-8")

    def fail(source: str, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "replace", fail)
    result = run("check", "ad.txt", "-o", "r.json")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert (advert.parent / "r.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in advert.parent.iterdir()) == ["ad.txt", "r.json"]


def test_colour_and_progress_stay_out_of_a_pipe(run, advert: Path) -> None:
    result = run("check", "ad.txt")
    assert "\x1b" not in result.stdout + result.stderr
