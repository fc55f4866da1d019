"""`compliance register`: every row once, whatever happens on the way."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from compliance import api
from tests.unit.cli.conftest import Run

RULES = Path(__file__).parent.parent.parent.parent / "rules"
CURE, NONE = "Our cells cure lupus.", "We serve coffee in the waiting room."


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, texts: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["ad_id", "copy", "paid"], *([f"A{number}", text, "=1+1"] for number, text in enumerate(texts, 1))])
    return path


def test_rows_keep_their_columns_and_gain_a_verdict(folder: Path, run: Run) -> None:
    write_csv(folder / "ads.csv", [CURE, NONE, ""])
    result = run("register", "ads.csv", "--text-column", "copy", "--id-column", "ad_id")
    assert result.exit_code == 3, "the empty row was not read"
    rows = table(folder / "ads.screened.csv")
    assert [(row["ad_id"], row["paid"], row["critical"], row["row error"]) for row in rows] == [
        ("A1", "=1+1", "1", ""), ("A2", "=1+1", "0", ""), ("A3", "=1+1", "0", "no text"),
    ]  # fmt: skip
    (finding,) = table(folder / "ads.screened.findings.csv")
    assert (finding["row"], finding["id"], finding["place"]) == ("2", "A1", "row 2, column copy")


def test_a_run_that_was_cut_off_goes_on_and_no_row_is_lost_or_doubled(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(folder / "ads.csv", [CURE if number % 3 else NONE for number in range(30)])
    whole = run("register", "ads.csv", "--text-column", "copy", "-o", "whole.csv")
    assert whole.exit_code == 1
    real, calls = api.screen_text, []

    def killed(*given: object, **named: object) -> object:
        calls.append(named["name"])
        if len(calls) in (8, 20):
            raise KeyboardInterrupt
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(api, "screen_text", killed)
    for _ in range(2):
        assert run("register", "ads.csv", "--text-column", "copy", "-o", "part.csv").exit_code == 1  # click tells an interrupt so
        assert not (folder / "part.csv").exists()
        with (folder / "part.csv.partial").open("ab") as file:
            file.write(b'{"row": 99, "cut off')
    last = run("register", "ads.csv", "--text-column", "copy", "-o", "part.csv")
    assert "earlier run" in last.stderr
    assert (folder / "part.csv").read_bytes() == (folder / "whole.csv").read_bytes()
    assert (folder / "part.findings.csv").read_bytes() == (folder / "whole.findings.csv").read_bytes()
    assert not (folder / "part.csv.partial").exists()
    assert len(calls) == 30 + 2, "only the row that was interrupted is screened again"


def test_a_journal_of_another_register_is_not_gone_on_with(folder: Path, run: Run) -> None:
    (folder / "ads.screened.csv.partial").write_text('{"key": "of another"}\n{"row": 2}\n', encoding="utf-8")
    write_csv(folder / "ads.csv", [CURE])
    result = run("register", "ads.csv", "--text-column", "copy")
    assert "earlier run" not in result.stderr
    assert len(table(folder / "ads.screened.csv")) == 1


def test_a_workbook_leads_from_the_row_to_its_findings(folder: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Ads")
    for row in (["copy", "cost"], [NONE, 2.5], [CURE, 3]):
        sheet.append(row)
    book.save(folder / "ads.xlsx")
    assert run("register", "ads.xlsx", "--text-column", "copy", "--sheet", "Ads").exit_code == 1
    result = openpyxl.load_workbook(folder / "ads.screened.xlsx")
    assert [cell.value for cell in result["Register"]["B"]] == ["cost", 2.5, 3]
    assert [cell.value for cell in result["Register"]["I"]] == ["findings", None, "=HYPERLINK(\"#'Findings'!A2\",\"findings\")"]
    found = [[cell.value for cell in row] for row in result["Findings"].iter_rows()]
    assert found[1][0] == 3
    assert "Ads!A3" in found[1]


def test_text_that_looks_like_a_formula_stays_text_in_a_workbook(folder: Path, run: Run) -> None:
    write_csv(folder / "ads.csv", [CURE])
    run("register", "ads.csv", "--text-column", "copy", "-o", "out.xlsx")
    cell = openpyxl.load_workbook(folder / "out.xlsx")["Register"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_broken_line_of_json_is_a_row_error_and_the_rest_goes_on(folder: Path, run: Run) -> None:
    (folder / "ads.jsonl").write_text(f'{json.dumps({"copy": CURE, "n": [1]})}\n{{broken\n[]\n{json.dumps({"copy": NONE})}\n', encoding="utf-8")
    assert run("register", "ads.jsonl", "--text-column", "copy").exit_code == 3
    rows = [json.loads(line) for line in (folder / "ads.screened.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [bool(row["row error"]) for row in rows] == [False, True, True, False]
    assert rows[0]["n"] == [1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ads.csv", "--text-column", "cpy"], "no column 'cpy'; did you mean 'copy'?"),
        (["ads.csv", "--text-column", "copy", "--sheet", "x"], "--sheet is for .xlsx"),
        (["ads.txt", "--text-column", "copy"], "no writer"),
    ],
)
def test_what_makes_no_sense_is_told_with_exit_code_2(folder: Path, run: Run, arguments: list[str], said: str) -> None:
    write_csv(folder / "ads.csv", [CURE])
    (folder / "ads.txt").write_text(CURE, encoding="utf-8")
    result = run("register", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_several_processes_write_what_one_writes(folder: Path, run: Run) -> None:
    write_csv(folder / "ads.csv", [(CURE, NONE, "")[number % 3] for number in range(40)])
    found = {}
    for jobs in ("1", "2"):
        assert run("register", "ads.csv", "--text-column", "copy", "--jobs", jobs, "-o", f"{jobs}.csv").exit_code == 3
        found[jobs] = [table(folder / f"{jobs}{each}.csv") for each in ("", ".findings")]
    assert found["1"] == found["2"]


def test_a_row_that_kills_its_worker_is_a_row_error(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "site").mkdir()
    patch = (
        "import os, sys\nif sys.flags.safe_path:\n    import compliance.api as api\n    real = api.screen_text\n"
        "    api.screen_text = lambda text, **named: os._exit(9) if 'POISON' in text else real(text, **named)\n"
    )
    (folder / "site" / "sitecustomize.py").write_text(patch, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder / "site"))
    write_csv(folder / "ads.csv", [CURE, NONE, "POISON", CURE])
    assert run("register", "ads.csv", "--text-column", "copy", "--jobs", "2", "-o", "out.csv").exit_code == 3
    assert [row["row error"] for row in table(folder / "out.csv")] == [
        "", "", "not screened: the worker process that had it in hand died (exit code 9)", "",
    ]  # fmt: skip


def test_the_law_of_places_on_the_day_each_advert_ran(folder: Path, run: Run) -> None:
    rows = [["copy", "ran"], [CURE, "2025-06-30"], [CURE, "2025-07-01"], [CURE, ""], [CURE, "last May"]]
    with (folder / "ads.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    law = [word for part in ("jurisdictions", "provisions", "notices", "disclosures") for word in ("--rules", str(RULES / part))]
    result = run("register", "ads.csv", "--text-column", "copy", "--jurisdiction", "gb,au", "--as-of", "2026-01-01", "--date-column", "ran", *law)
    assert result.exit_code == 3, "one day cannot be read"
    found = table(folder / "ads.screened.findings.csv")
    assert [each["law of"] for each in found if each["category"] == "cure-claim"] == ["2025-06-30", "2025-07-01", "2026-01-01", "2026-01-01"]
    assert found[0]["verdicts"].startswith("GB: ")
    assert "; AU: " in found[0]["verdicts"]
    assert found[0]["provisions"]
    assert "'last May' is no day" in table(folder / "ads.screened.csv")[3]["row error"]


def test_a_register_without_places_has_no_verdicts(folder: Path, run: Run) -> None:
    write_csv(folder / "ads.csv", [CURE])
    run("register", "ads.csv", "--text-column", "copy")
    (finding,) = table(folder / "ads.screened.findings.csv")
    assert (finding["verdicts"], finding["law of"]) == ("", "")


def test_an_unknown_place_stops_a_register_before_anything_is_written(folder: Path, run: Run) -> None:
    write_csv(folder / "ads.csv", [CURE])
    assert run("register", "ads.csv", "--text-column", "copy", "--jurisdiction", "XX").exit_code == 2
    assert not list(folder.glob("ads.screened*"))
