"""`compliance check`: verdicts, exit codes and what goes where."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from compliance.packs.schema import schema_folder
from tests.unit.cli.conftest import Run

RULES = ["cure-claim/verb", "guarantee/word", "inducement/today"]


def _findings(result, document: int = 0):  # type: ignore[no-untyped-def]
    return [each["rule_id"] for each in json.loads(result.stdout)["documents"][document]["findings"]]


def test_check_is_the_default_verb(run, advert: Path) -> None:
    assert _findings(run("ad.txt", "--format", "json")) == _findings(run("check", "ad.txt", "--format", "json")) == RULES


def test_exit_code_is_1_when_a_finding_reaches_the_gate(run, advert: Path) -> None:
    assert run("check", "ad.txt").exit_code == 1


@pytest.mark.parametrize(
    ("text", "gate", "code"),
    [
        ("Call today!", "high", 0), ("Call today!", "medium", 1), ("Call today!", "never", 0), ("Our cells cure lupus.", "critical", 1),
        ("We guarantee results.", "critical", 0), ("The sun is out.", "low", 0),
    ],
)  # fmt: skip
def test_exit_code_follows_fail_on(run, folder: Path, text: str, gate: str, code: int) -> None:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    assert run("check", "a.txt", "--fail-on", gate).exit_code == code


@pytest.mark.parametrize("format_", ["text", "json", "ndjson", "github", "sarif", "xlsx"])
def test_exit_code_is_the_same_in_every_format(run, advert: Path, format_: str) -> None:
    assert run("check", "ad.txt", "--format", format_, "-o", "out").exit_code == 1
    assert (advert.parent / "out").stat().st_size > 0


def test_exit_zero_lets_findings_pass_but_not_unread_files(run, advert: Path) -> None:
    assert run("check", "ad.txt", "--exit-zero").exit_code == 0
    assert run("check", "ad.txt", "gone.txt", "--exit-zero").exit_code == 3
    assert run("check", "ad.txt", "--exit-zero", "--fail-on", "low").exit_code == 2


def test_min_severity_changes_what_is_shown_and_not_the_exit_code(run, advert: Path) -> None:
    result = run("check", "ad.txt", "--format", "json", "--min-severity", "critical", "--fail-on", "medium")
    assert _findings(result) == RULES[:1]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--select", "cure-claim"], ["cure-claim/verb"]),
        (["--select", "guarantee/word", "--select", "inducement"], ["guarantee/word", "inducement/today"]),
        (["--select", "guarantee,inducement"], ["guarantee/word", "inducement/today"]),
        (["--ignore", "inducement/today"], ["cure-claim/verb", "guarantee/word"]),
        (["--select", "cure-claim", "--ignore", "cure-claim/verb"], ["cure-claim/free-of"]),
        (["--ignore", "cure-claim"], ["guarantee/word", "inducement/today"]),
    ],
)
def test_select_and_ignore_take_ids_and_categories(run, advert: Path, options: list[str], expected: list[str]) -> None:
    assert _findings(run("check", "ad.txt", "--format", "json", *options)) == expected


def test_an_ignored_rule_does_not_hide_a_weaker_one_of_its_category(run, advert: Path) -> None:
    assert "cure-claim/free-of" in _findings(run("check", "ad.txt", "--format", "json", "--ignore", "cure-claim/verb"))


def test_an_unknown_rule_is_refused_with_what_was_meant(run, advert: Path) -> None:
    result = run("check", "ad.txt", "--select", "cure-clam")
    assert result.exit_code == 2
    assert result.stderr == "compliance: unknown rule or category 'cure-clam'; did you mean 'cure-claim'?\n"


def test_standard_input_is_read_under_the_name_given(run, folder: Path) -> None:
    result = run("check", "-", "--stdin-filename", "page.md", "--format", "json", stdin="# Offer\n\nOur cells cure lupus.\n")
    document = json.loads(result.stdout)["documents"][0]
    assert (document["path"], document["media_type"]) == ("page.md", "text/markdown")
    assert document["findings"][0]["line"] == 3


def test_standard_input_without_a_name_is_plain_text(run, folder: Path) -> None:
    document = json.loads(run("check", "-", "--format", "json", stdin="Our cells cure lupus.").stdout)["documents"][0]
    assert (document["path"], document["media_type"]) == ("<stdin>", "text/plain")


@pytest.mark.parametrize("separator", ["\n", "\0", "\r\n"])
def test_files_from_reads_paths_from_a_file_and_from_standard_input(run, advert: Path, separator: str) -> None:
    (advert.parent / "with blank.txt").write_text("Call today!", encoding="utf-8")
    listed = separator.join(["ad.txt", "with blank.txt", ""])
    (advert.parent / "list").write_bytes(listed.encode())
    for result in (run("check", "--files-from", "list", "--format", "json"), run("check", "--files-from", "-", "--format", "json", stdin=listed)):
        assert [each["path"] for each in json.loads(result.stdout)["documents"]] == ["ad.txt", "with blank.txt"]


def test_list_files_names_the_files_and_screens_nothing(run, advert: Path) -> None:
    (advert.parent / "sub").mkdir()
    (advert.parent / "sub" / "page.html").write_text("<p>Hi</p>", encoding="utf-8")
    (advert.parent / "notes.bin").write_bytes(b"\0")
    result = run("check", ".", "--list-files")
    assert result.stdout == "ad.txt\nsub/page.html\n"
    assert result.stderr == "note: not read, no reader for the kind: 1 .bin\n"
    assert result.exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_file_name_that_is_no_utf_8_is_screened_and_listed(run, folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt"))).write_text("Our cells cure lupus.", encoding="utf-8")
    assert run("check", ".", "--list-files").stdout_bytes == b"\xff.txt\n"
    for format_ in ("text", "json", "github"):
        assert run("check", ".", "--format", format_).exit_code == 1


def test_what_cannot_be_read_gives_exit_code_3_and_the_rest_is_reported(run, advert: Path) -> None:
    folder = advert.parent
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \n\n ")
    (folder / "large.txt").write_bytes(b"a" * 2_000)
    (folder / "wrong.txt").write_bytes(b"\xff\xfe\x00\xd8")
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    result = run("check", ".", "missing.txt", "*.nothing", "--format", "json", "--max-size", "1 kB")
    report = json.loads(result.stdout)
    assert [each["path"] for each in report["documents"]] == ["ad.txt"]
    codes = {each["path"]: each["code"] for each in report["errors"]}
    assert codes == {
        "binary.txt": "D002", "empty.txt": "D004", "blank.txt": "D004", "large.txt": "D007", "wrong.txt": "D003", "broken.txt": "D005",
        "missing.txt": "D005", "*.nothing": "D008",
    }  # fmt: skip
    assert all(each["hint"] for each in report["errors"])
    assert result.stderr.count("\n") == len(codes)
    assert result.exit_code == 3


def test_a_defect_in_one_document_does_not_cost_the_others(run, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance import api

    (advert.parent / "bad.txt").write_text("bad", encoding="utf-8")
    whole = api.screen

    def faulty(document, compiled):  # type: ignore[no-untyped-def]
        if document.path == "bad.txt":
            raise ZeroDivisionError("made up")
        return whole(document, compiled)

    monkeypatch.setattr(api, "screen", faulty)
    result = run("check", "bad.txt", "ad.txt", "--format", "json")
    report = json.loads(result.stdout)
    assert [each["path"] for each in report["documents"]] == ["ad.txt"]
    assert [(each["path"], each["code"]) for each in report["errors"]] == [("bad.txt", "D099")]
    assert result.exit_code == 3


def test_a_broken_rule_is_refused_with_its_place_and_nothing_is_screened(run, advert: Path) -> None:
    (advert.parent / "own.yaml").write_text("id: cure-claim/x\ntitle: X\nmatch: '{diseases'\nexamples: {flag: [a], pass: [b]}\n", encoding="utf-8")
    result = run("check", "ad.txt", "--rules", "own.yaml")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("own.yaml:3:")
    assert "1 fault in the rules" in result.stderr


def test_faults_of_every_stage_are_reported_together(run, advert: Path) -> None:
    rules = advert.parent / "own"
    rules.mkdir()
    (rules / "a.yaml").write_text("id: cure-claim/a\ntitle: A\nmatch: '{nothing} here'\nexamples: {flag: [a], pass: [b]}\n", encoding="utf-8")
    (rules / "b.yaml").write_text("id: cure-claim/b\ntitle: B\nmatch: word\nexampels: {flag: [a], pass: [b]}\n", encoding="utf-8")
    (rules / "c.yaml").write_text("id: cure-claim/c\ntitle: : C\n", encoding="utf-8")
    result = run("check", "ad.txt", "--rules", "own")
    assert [line.split(":")[0] for line in result.stderr.splitlines()[:-1]] == ["own/a.yaml", "own/b.yaml", "own/b.yaml", "own/c.yaml"]
    assert "did you mean 'examples'?" in result.stderr


def test_a_lexicon_that_is_itself_at_fault_is_not_reported_as_unknown(run, advert: Path) -> None:
    rules = advert.parent / "own"
    rules.mkdir()
    (rules / "lexicon.yaml").write_text("lexicon: drip\ntitle: Drips\ntrems: [drip]\n", encoding="utf-8")
    (rules / "rule.yaml").write_text("id: cure-claim/a\ntitle: A\nmatch: '{drip} cures'\nexamples: {flag: [a], pass: [b]}\n", encoding="utf-8")
    stderr = run("check", "ad.txt", "--rules", "own").stderr
    assert "unknown key 'trems'" in stderr
    assert "unknown lexicon" not in stderr


def test_no_path_is_a_usage_error(run, folder: Path) -> None:
    result = run("check")
    assert result.exit_code == 2
    assert "no PATH given" in result.stderr


def test_a_mistyped_verb_is_told_from_a_path(run, folder: Path) -> None:
    result = run("ruels", rules=False)
    assert result.exit_code == 2
    assert "did you mean 'rules'?" in result.stderr


def test_no_rules_at_all_is_a_usage_error(run, advert: Path) -> None:
    result = run("check", "ad.txt", "--no-core", rules=False)
    assert result.exit_code == 2
    assert "give --rules PATH" in result.stderr


def test_the_run_header_names_tool_packs_and_configuration(run, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    header = json.loads(run("check", "ad.txt", "--format", "json").stdout)["run"]
    assert header["start"] == header["end"] == "2026-01-01T00:00:00Z"
    assert [(each["name"], each["version"]) for each in header["packs"]] == [("tiny", "0.3.0")]
    assert all(len(each["sha256"]) == 64 for each in header["packs"])
    assert len(header["config"]["sha256"]) == 64


def test_two_runs_are_the_same_to_the_byte_under_source_date_epoch(run, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    first, second = (run("check", ".", "--format", "json", "--show-cleared") for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes


def test_a_senseless_source_date_epoch_is_a_usage_error(run, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run("check", "ad.txt").exit_code == 2


def test_show_cleared_reports_the_match_that_was_cleared_and_why(run, advert: Path) -> None:
    assert "cleared" not in json.loads(run("check", "ad.txt", "--format", "json").stdout)["documents"][0]
    cleared = json.loads(run("check", "ad.txt", "--format", "json", "--show-cleared").stdout)["documents"][0]["cleared"]
    assert [(each["rule_id"], each["cleared_by"], each["context"][0]["trigger"]) for each in cleared] == [("cure-claim/verb", "negated", "no")]


def test_quiet_leaves_notes_out_and_verbose_says_what_is_read(run, advert: Path) -> None:
    (advert.parent / "x.bin").write_bytes(b"\0")
    assert "note:" in run("check", ".").stderr
    assert run("check", ".", "--quiet").stderr == ""
    stderr = run("check", ".", "-v").stderr
    assert "configuration: built-in defaults; 4 rules; 1 file" in stderr
    assert "ad.txt: 3 findings; text/plain, utf-8" in stderr


def test_an_html_report_gets_the_documents_to_show_findings_in(run, advert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.commands import output

    seen: dict[str, object] = {}

    def write(report, options):  # type: ignore[no-untyped-def]
        seen.update(options)
        return b"page"

    monkeypatch.setattr(output, "WRITERS", {**output.WRITERS, "html": write})
    run("check", "ad.txt", "-o", "page.html")
    assert list(seen["documents"]) == ["ad.txt"]  # type: ignore[call-overload]


def test_the_report_fits_its_schema(run, advert: Path) -> None:
    import jsonschema

    path = schema_folder() / "report.schema.json"
    report = json.loads(run("check", ".", "--format", "json", "--show-cleared").stdout)
    jsonschema.validate(report, json.loads(path.read_text(encoding="utf-8")))


def test_limits_come_from_the_command_line_before_the_configuration(folder: Path, run: Run) -> None:
    (folder / ".compliance.yaml").write_text("max-depth: 2\nmax-unpacked: 1 MB\nmax-time: 1.5\n")
    given = run("check", ".", "--show-config", "--max-depth", "0", "--max-files", "7").stdout.splitlines()
    assert {"max-depth: 0", "max-unpacked: 1000000", "max-time: 1.5", "max-files: 7", "max-pages: 5000"} <= set(given)


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--max-depth", "0", "D015"), ("--max-files", "1", "D013"), ("--max-unpacked", "1 kB", "D013"), ("--max-time", "1e-9", "D021")],
)
def test_a_limit_that_is_passed_is_named_with_the_option_that_raises_it(folder: Path, run: Run, option: str, value: str, code: str) -> None:
    with zipfile.ZipFile(folder / "ads.zip", "w") as file:
        file.writestr("one.txt", "We cure lupus. " * 200)
        file.writestr("two.txt", "We cure lupus.")
    result = run("check", "ads.zip", option, value)
    assert result.exit_code == 3
    assert code in result.stderr
    assert option in result.stderr
