"""Jurisdictions on the command line: check, explain, diff, and the sheets of the workbook."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result

from compliance.cli import cli
from compliance.packs.schema import schema

ROOT = Path(__file__).parent.parent.parent.parent
RULES = [ROOT / "tests" / "data" / "packs" / "law", *(ROOT / "rules" / part for part in ("jurisdictions", "provisions", "notices", "disclosures"))]
LOADED = ["--no-core", *(word for path in RULES for word in ("--rules", str(path)))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("COMPLIANCE_CONFIG", "GITHUB_ACTIONS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")
    (tmp_path / "ad.txt").write_text("Our stem cells cure lupus. Call +61 2 9999 1234, Sydney.", encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, *LOADED], catch_exceptions=False)


def test_the_report_names_places_day_and_verdicts_and_fits_its_schema(folder: Path) -> None:
    data = json.loads(run("check", "ad.txt", "-f", "json", "--jurisdiction", "us,US-FL", "--jurisdiction", "AU", "--as-of", "2026-01-01").stdout)
    jsonschema.Draft202012Validator(schema("report")).validate(data)
    places = [(each["code"], each["chosen"], each["with"]) for each in data["run"]["jurisdictions"]]
    assert places == [("US", True, []), ("US-FL", True, ["US"]), ("AU", True, [])]
    assert data["run"]["as_of"] == "2026-01-01"
    for each in data["documents"][0]["findings"]:
        assert [one["jurisdiction"] for one in each["verdicts"]] == ["US", "US-FL", "AU"]
    assert data["documents"][0]["jurisdictions"]["notices"][0]["status"] == "absent"


def test_without_places_the_core_stands_in_the_header_and_the_suggestion_in_the_document(folder: Path) -> None:
    data = json.loads(run("check", "ad.txt", "-f", "json").stdout)
    jsonschema.Draft202012Validator(schema("report")).validate(data)
    assert data["run"]["jurisdictions"] == [{"code": "INT", "name": "International core", "chosen": False, "with": []}]
    assert [each["code"] for each in data["documents"][0]["jurisdictions"]["suggested"]] == ["AU"]
    assert not any("verdicts" in each for each in data["documents"][0]["findings"])
    assert all(each["provisions"] for each in data["documents"][0]["findings"])


def test_two_runs_give_the_same_bytes(folder: Path) -> None:
    arguments = ("check", "ad.txt", "-f", "json", "--jurisdiction", "US,GB,AU,TR")
    assert run(*arguments).stdout_bytes == run(*arguments).stdout_bytes


def test_the_configuration_may_choose_the_places(folder: Path) -> None:
    (folder / ".compliance.yaml").write_text('jurisdictions: [GB]\nas-of: "2025-01-01"\n', encoding="utf-8")
    data = json.loads(run("check", "ad.txt", "-f", "json").stdout)
    assert ([each["code"] for each in data["run"]["jurisdictions"]], data["run"]["as_of"]) == (["GB"], "2025-01-01")
    data = json.loads(run("check", "ad.txt", "-f", "json", "--jurisdiction", "AU").stdout)
    assert [each["code"] for each in data["run"]["jurisdictions"]] == ["AU"]


@pytest.mark.parametrize("wrong", [("--jurisdiction", "XX"), ("--as-of", "1 May"), ("--as-of", "2025-02-30")])
def test_a_place_or_day_that_does_not_exist_is_a_usage_error(folder: Path, wrong: tuple[str, str]) -> None:
    assert CliRunner().invoke(cli, ["check", "ad.txt", *wrong, *LOADED]).exit_code == 2


def test_the_severity_of_the_law_decides_about_the_exit_code(folder: Path) -> None:
    (folder / "mild.txt").write_text("The drip relieves pain.", encoding="utf-8")
    assert run("check", "mild.txt", "--fail-on", "critical").exit_code == 0
    assert run("check", "mild.txt", "--fail-on", "critical", "--jurisdiction", "US").exit_code == 1


def test_a_rule_of_a_place_may_be_ignored(folder: Path) -> None:
    data = json.loads(run("check", "ad.txt", "-f", "json", "--jurisdiction", "AU", "--ignore", "au-product-mention").stdout)
    assert "au-product-mention" not in {each["rule_id"] for each in data["documents"][0]["findings"]}


def test_the_text_names_verdicts_notices_draft_and_suggestion(folder: Path) -> None:
    said = " ".join(run("check", "ad.txt", "-f", "text", "--jurisdiction", "US-FL").stdout.split())
    draft = "Draft: “Stem cells for lupus: this treatment is experimental."
    for words in ("US-FL: prohibited, critical", "Notice us-fl-notice: absent", draft, "It points at: AU"):
        assert words in said


def test_the_workbook_has_matrix_provisions_and_notices(folder: Path) -> None:
    run("check", "ad.txt", "-f", "xlsx", "-o", "r.xlsx", "--jurisdiction", "US,US-FL,AU,PA")
    book = openpyxl.load_workbook(folder / "r.xlsx")
    assert {"Jurisdictions", "Provisions", "Notices", "Suggested places"} <= set(book.sheetnames)
    rows = {row[0].value: row for row in book["Jurisdictions"].iter_rows()}
    cure = rows["cure-claim"]
    assert [cell.value for cell in cure[1:]] == ["1 · prohibited, critical"] * 3 + ["no rule"]
    assert "Findings" in cure[1].hyperlink.location
    target = int(cure[1].hyperlink.location.split("!A")[1])
    assert book["Findings"].cell(target, 2).value == "cure-claim"
    provisions = list(book["Provisions"].iter_rows(min_row=2))
    assert {row[4].value for row in provisions} <= {"verified", "not verified"}
    assert all(row[10].hyperlink.target.startswith("http") for row in provisions)


def test_the_workbook_without_places_has_no_matrix(folder: Path) -> None:
    run("check", "ad.txt", "-f", "xlsx", "-o", "r.xlsx")
    names = openpyxl.load_workbook(folder / "r.xlsx").sheetnames
    assert "Jurisdictions" not in names
    assert "Provisions" in names


def test_explain_prints_the_law_of_a_place(folder: Path) -> None:
    said = run("explain", "cure-claim/word", "--jurisdiction", "GB", "--as-of", "2025-04-05").stdout
    assert "law of 2025-04-05: prohibited, critical" in said
    assert "gb-cprs-2008-sch1" in said
    assert "gb-dmcca-sch20" not in said
    assert "Acceptable:" in said


def test_diff_shows_what_the_law_changed_and_fails_only_if_worse(folder: Path) -> None:
    for day, name in (("2025-06-30", "old.json"), ("2025-07-01", "new.json")):
        run("check", "ad.txt", "-f", "json", "-o", name, "--jurisdiction", "US-FL", "--as-of", day)
    worse = CliRunner().invoke(cli, ["diff", "old.json", "new.json"])
    better = CliRunner().invoke(cli, ["diff", "new.json", "old.json"])
    assert (worse.exit_code, better.exit_code) == (1, 0)
    assert "us-fl-notice-in-ads" in worse.stdout
    assert json.loads(CliRunner().invoke(cli, ["diff", "old.json", "new.json", "--format", "json"]).stdout)["worse"] is True


def test_diff_refuses_what_is_no_report(folder: Path) -> None:
    (folder / "a.json").write_text("{}", encoding="utf-8")
    for arguments in (["a.json", "a.json"], ["a.json", "none.json"], ["ad.txt", "ad.txt"]):
        assert CliRunner().invoke(cli, ["diff", *arguments]).exit_code == 2
