"""A place from its starter alone, and the keys of law data in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compliance.api import load_packs, screen_text
from compliance.cli import cli
from compliance.lint import lint

ROOT = Path(__file__).parent.parent.parent.parent
SMALL = ROOT / "tests" / "data" / "packs" / "law"
LAW = [ROOT / "rules" / part for part in ("jurisdictions", "provisions", "notices", "disclosures")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize("code", ["PE", "US-OR", "pe"])
def test_a_starter_is_a_place_that_lints_and_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "--place", code).exit_code == 0
    file = tmp_path / f"{code.lower()}.yaml"
    assert [str(each) for each in lint([SMALL, *LAW, file]) if not each.warning] == []
    packs = load_packs([SMALL, *LAW, file], core=False)
    report = screen_text("Our cells cure lupus.", packs=packs, jurisdictions=[code.upper()], as_of="2026-11-20")
    verdict = next(each.verdicts[0] for each in report.findings if each.category == "cure-claim")
    assert verdict.provisions[0] == f"{code.lower()}-first"
    assert ("us-ftc-act-5-12" in verdict.provisions) is (code == "US-OR")


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
    ],
)  # fmt: skip
def test_every_key_is_listed_with_whether_it_must_be_there_and_what_it_may_be(kind: str, line: str) -> None:
    lines = run("schema", kind, "--keys").stdout.splitlines()
    at = next(number for number, each in enumerate(lines) if each.startswith(line))
    assert lines[at + 1].startswith("    ")
