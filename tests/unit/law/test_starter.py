"""A place from its starter alone, and the keys of law data in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compliance.api import load_packs, screen_text
from compliance.cli import cli
from compliance.lint import lint, only_below
from compliance.packs.load import load_with_diagnostics

ROOT = Path(__file__).parent.parent.parent.parent
SMALL = ROOT / "tests" / "data" / "packs" / "law"
LAW = [ROOT / "rules" / part for part in ("jurisdictions", "provisions", "notices", "disclosures")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def filled(text: str) -> str:
    """A starter with something written for everything in angle brackets."""
    text = text.replace("<a sentence that is flagged here>", "Our cells cure lupus.").replace("<one that is not>", "We open at nine.")
    return re.sub(r'"<[^>]*>"', '"written"', text)


def faults_of(file: Path, text: str) -> list[str]:
    """Line, code and problem of what lint says of a file."""
    file.write_text(text, encoding="utf-8")
    return [f"{each.at.line} {each.code} {each.problem}" for each in only_below(lint([SMALL, *LAW, file]), [file]) if not each.warning]


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The filled-in starter of New Zealand."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "--place", "NZ").exit_code == 0
    return filled((tmp_path / "nz.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", ["PE", "US-OR", "pe", "NO"])
def test_a_starter_that_is_filled_in_is_a_place_that_lints_and_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "--place", code).exit_code == 0
    file = tmp_path / f"{code.lower()}.yaml"
    assert faults_of(file, filled(file.read_text(encoding="utf-8"))) == []
    packs = load_packs([SMALL, *LAW, file], core=False)
    report = screen_text("Our cells cure lupus.", packs=packs, jurisdictions=[code.upper()], as_of="2026-11-20")
    verdict = next(each.verdicts[0] for each in report.findings if each.category == "cure-claim")
    assert verdict.provisions[0] == f"{code.lower()}-first"
    assert ("us-ftc-act-5-12" in verdict.provisions) is (code == "US-OR")


@pytest.mark.parametrize("code", ["PE", "US-OR"])
def test_everything_in_angle_brackets_is_a_fault_with_its_line_and_what_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(tmp_path)
    run("init", "--place", code)
    file = tmp_path / f"{code.lower()}.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [each for each in only_below(lint([SMALL, *LAW, file]), [file]) if not each.warning]
    assert {each.code for each in found} == {"J008"}
    assert [each.at.line for each in found] == [number for number, line in enumerate(lines, 1) if '"<' in line]
    assert found[0].hint == f"write the English name of {code}, without the angle brackets"
    result = run("check", str(file), "--rules", str(file), "--no-config")
    assert (result.exit_code, "J008" in result.stderr) == (2, True)


def test_gaps_and_groups_of_patterns_are_no_angle_brackets(tmp_path: Path, starter: str) -> None:
    text = starter.replace('  places: ["written"]', '  places: ["Lower Hutt"]\n  address_patterns: ["(?P<code>[0-9]{4})"]')
    text = text.replace('requirement: "written"', 'requirement: "a <3> b"')
    assert faults_of(tmp_path / "nz.yaml", text) == []


def test_a_category_that_nobody_looked_up_is_a_warning_and_no_negative_in_reports(tmp_path: Path, starter: str) -> None:
    file = tmp_path / "nz.yaml"
    assert faults_of(file, starter) == []
    warned = [each for each in lint([SMALL, *LAW, file]) if each.code == "J009"]
    assert len(warned) == 16
    assert all(each.warning and each.at.path == str(file) for each in warned)
    (tmp_path / "ad.txt").write_text("We guarantee results.", encoding="utf-8")
    rules = [part for each in (SMALL, *LAW, file) for part in ("--rules", str(each))]
    said = run("check", "ad.txt", "-f", "text", "--jurisdiction", "NZ", "--no-core", "--no-config", *rules).stdout
    assert "Not looked up yet: NZ" in said
    assert "No rule known" not in said
    said = run("explain", "guarantee", "--jurisdiction", "NZ", "--no-core", "--no-config", *rules).stdout
    assert "NZ (written): not looked up yet" in said
    assert "no-rule" not in said


def test_a_provision_that_was_not_read_has_no_page_and_one_that_was_has(tmp_path: Path, starter: str) -> None:
    file = tmp_path / "nz.yaml"
    assert "    url: null\n" in starter
    assert faults_of(file, starter) == []
    pack, _ = load_with_diagnostics([file])
    assert pack is not None
    assert pack.provisions["nz-first"].url == ""
    file.write_text(starter.replace("verified: false", "verified: true"), encoding="utf-8")
    _, found = load_with_diagnostics([file])
    line = starter.splitlines().index("    url: null") + 1
    assert [(each.at.line, each.hint) for each in found] == [(line, "name the page that was read, or write 'verified: false'")]


def test_a_fault_in_a_provision_is_named_alone_and_not_what_follows_from_it(tmp_path: Path, starter: str) -> None:
    second = starter.split("provisions:\n", 1)[1].split("categories:\n  cure")[0].replace("nz-first", "nz-second")
    text = starter.replace("categories:\n  cure", f"{second}categories:\n  cure", 1).replace("[nz-first]", "[nz-first, nz-second]", 1)
    assert faults_of(tmp_path / "nz.yaml", text) == []
    assert [each[3:7] for each in faults_of(tmp_path / "nz.yaml", text.replace("kind: statute", "kind: statue", 1))] == ["S001"]
    assert [each[3:7] for each in faults_of(tmp_path / "nz.yaml", text.replace("verdict: prohibited", "verdict: banned", 1))] == ["S001"]
    assert [each[3:7] for each in faults_of(tmp_path / "nz.yaml", text.replace("[nz-first, nz-second]", "[nz-first, nz-secnd]", 1))] == ["J003", "J004"]


def test_a_provision_of_another_place_is_a_fault(tmp_path: Path, starter: str) -> None:
    found = faults_of(tmp_path / "nz.yaml", starter.replace('jurisdiction: "NZ"', 'jurisdiction: "AU"'))
    assert [each.partition(" ")[2] for each in found] == ["J010 'nz-first' is of AU, and the file of NZ"]


def test_the_examples_of_a_place_are_tried(tmp_path: Path, starter: str) -> None:
    file = tmp_path / "nz.yaml"
    rules = [part for each in (SMALL, *LAW, file) for part in ("--rules", str(each))]

    def tried(text: str) -> Result:
        file.write_text(text, encoding="utf-8")
        return run("rules", "test", "NZ", "--no-core", "--no-config", *rules)

    result = tried(starter)
    assert (result.exit_code, result.stdout) == (0, "1 place, 2 examples: 2 agree, 0 do not\n")
    result = tried(starter.replace("Our cells cure lupus.", "We close at five.").replace("We open at nine.", "Our cells cure stroke."))
    assert result.exit_code == 1
    assert "NZ-cure-claim-bad: not flagged in NZ as cure-claim: 'We close at five.'" in result.stdout
    assert "NZ-cure-claim-good: flagged above low in NZ as cure-claim: 'Our cells cure stroke.'" in result.stdout


def test_a_place_that_ships_already_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init", "--place", "gb")
    assert result.exit_code == 2
    assert "GB ships with the tool: compliance explain GB" in result.stderr
    assert not (tmp_path / "gb.yaml").exists()


def test_a_starter_is_not_written_over_or_under_a_wrong_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "--place", "PE").exit_code == 0
    assert run("init", "--place", "PE").exit_code == 2
    assert run("init", "--place", "Peru").exit_code == 2


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("provision", "provisions[].verified*  (true or false)"), ("jurisdiction", "categories.cure-claim.provisions*  (the word none or list of text)"),
        ("jurisdiction", "rules[].effect*  (one of: flag, raise, lower,"), ("notice", "notices[].required_in_ads*  (true or false)"),
        ("provision", "provisions[].in_force.from*  (YYYY-MM-DD in quotes or null)"),
        ("rule", "rules[].id*  (text)"), ("rule", "rules[].score.cues[].anchor  (true or false)"), ("rule", "rules[].match.within  (number)"),
        ("lexicon", "groups  (mapping)"), ("lexicon", "extends  (true or false)"), ("categories", "categories.<name>.merge  (one of: unit,"),
        ("triggers", "triggers.<name>[].direction  (one of: forward,"),
    ],
)  # fmt: skip
def test_every_key_is_listed_with_whether_it_must_be_there_and_what_it_may_be(kind: str, line: str) -> None:
    lines = run("schema", kind, "--keys").stdout.splitlines()
    at = next(number for number, each in enumerate(lines) if each.startswith(line))
    assert lines[at + 1].startswith("    ")
