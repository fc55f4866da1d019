"""The samples and their golden reports: what the rules say of each advert, frozen until somebody means to change it.

`pytest tests/test_samples.py --update-golden` rewrites tests/golden; reading the diff is the work.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance import documents
from compliance.engine.compiled import CompiledPack
from compliance.engine.screen import screen
from compliance.model.finding import Severity
from compliance.report.json import document_dict, error_dict

TESTS = Path(__file__).parent
SAMPLES = sorted(path for path in (TESTS.parent / "samples").iterdir() if path.is_file())
SOBER = ("compliant-page.md", "hospital-page.html")


def report_of(sample: Path, core: CompiledPack) -> dict[str, Any]:
    document = documents.load(sample.read_bytes(), f"samples/{sample.name}")
    report, errors = screen(document, core)
    return {**document_dict(report), "errors": [error_dict(each) for each in errors]}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_report_on_a_sample_has_not_changed(sample: Path, core: CompiledPack, update_golden: bool) -> None:
    golden = TESTS / "golden" / f"{sample.name}.json"
    report = json.dumps(report_of(sample, core), ensure_ascii=False, indent=1) + "\n"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(report, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == report, "meant? rerun with --update-golden and read the diff"


def test_every_sample_has_a_golden_report_and_every_golden_report_a_sample() -> None:
    assert {path.name for path in (TESTS / "golden").glob("*.json")} == {f"{path.name}.json" for path in SAMPLES}


def test_every_sample_is_described_in_a_line() -> None:
    lines = (TESTS.parent / "examples" / "SAMPLES.md").read_text(encoding="utf-8").splitlines()
    assert [line.split("`")[1] for line in lines if line.startswith("- ")] == [path.name for path in sorted(SAMPLES, key=lambda path: _order(path, lines))]


def _order(path: Path, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if line.startswith(f"- `{path.name}`")), -1)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_finding_stands_where_it_says(sample: Path, core: CompiledPack) -> None:
    source = documents.load(sample.read_bytes(), sample.name).source
    lines = source.split("\n")
    for each in report_of(sample, core)["findings"]:
        piece = source[each["start"] : each["end"]]
        assert lines[each["line"] - 1][each["column"] - 1 :].startswith(piece.split("\n")[0])
        if sample.suffix == ".txt":
            assert each["text"] == piece


@pytest.mark.parametrize("name", SOBER)
def test_a_page_that_does_it_right_has_no_finding_above_low(name: str, core: CompiledPack) -> None:
    findings = report_of(TESTS.parent / "samples" / name, core)["findings"]
    assert [(each["rule_id"], each["text"]) for each in findings if Severity.parse(each["severity"]) > Severity.LOW] == []


ADVERTS = [path for path in SAMPLES if path.name not in SOBER]


@pytest.mark.parametrize("sample", ADVERTS, ids=lambda path: path.name)
def test_an_advert_full_of_claims_has_findings_of_several_categories(sample: Path, core: CompiledPack) -> None:
    assert len({each["category"] for each in report_of(sample, core)["findings"]}) >= 3


def test_claims_in_disguise_are_found(core: CompiledPack) -> None:
    findings = report_of(TESTS.parent / "samples" / "obfuscated.txt", core)["findings"]
    found = {each["category"] for each in findings}
    assert {"cure-claim", "success-rate", "testimonial", "guarantee", "safety-claim", "experimental-status"} <= found
