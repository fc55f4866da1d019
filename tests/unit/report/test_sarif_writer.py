from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from compliance.model.finding import Severity
from compliance.report.sarif import uri, write

SUBSET = json.loads(Path(__file__).with_name("sarif-subset.schema.json").read_text(encoding="utf-8"))


def run(report, **options):
    return json.loads(write(report, options))["runs"][0]


@pytest.mark.parametrize("show_cleared", [False, True])
def test_the_log_fits_the_standard(full_report, hostile_report, pack, show_cleared):
    validator = jsonschema.Draft202012Validator(SUBSET, format_checker=jsonschema.FormatChecker())
    for report in (full_report, hostile_report):
        for options in ({}, {"pack": pack, "rule_url": "https://example.org/rules#{id}"}):
            log = json.loads(write(report, {**options, "show_cleared": show_cleared}))
            assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)] == []


def test_every_index_leads_to_what_it_names(full_report, pack):
    found = run(full_report, pack=pack, show_cleared=True)
    assert found["results"]
    for result in found["results"]:
        assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert found["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
        for taxon in result["taxa"]:
            taxonomy = found["taxonomies"][taxon["toolComponent"]["index"]]
            assert taxonomy["name"] == taxon["toolComponent"]["name"]
            assert taxonomy["taxa"][taxon["index"]]["id"] == taxon["id"]


def test_a_region_counts_code_points_and_quotes_the_text(full_report):
    found = run(full_report)
    assert found["columnKind"] == "unicodeCodePoints"
    assert found["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1, "startColumn": 25, "endLine": 1, "endColumn": 35, "charOffset": 24, "charLength": 10, "snippet": {"text": "lupus free"},
    }  # fmt: skip


@pytest.mark.parametrize(("severity", "level"), [("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "note")])
def test_severities_are_levels_and_keep_their_order_as_ranks(severity, level, report, document, finding):
    result = run(report(document("a.txt", finding(severity=Severity.parse(severity)))))["results"][0]
    assert (result["level"], result["properties"]["severity"]) == (level, severity)
    assert result["rank"] == 25 * Severity.parse(severity)


def test_the_fingerprint_is_that_of_the_finding(full_report):
    assert run(full_report)["results"][0]["partialFingerprints"] == {"complianceFinding/v1": "0123456789abcdef"}


def test_a_rule_says_how_to_mend_and_on_what_law_it_rests(report, pack):
    rule = run(report(), pack=pack, rule_url="https://example.org/rules#{id}")["tool"]["driver"]["rules"][0]
    assert rule["helpUri"] == "https://example.org/rules#cure-claim/free-of-disease"
    assert rule["help"]["text"] == "Remove it.\n- US: FTC Act s. 5, Unfair or deceptive acts [us-act]"


def test_cleared_matches_are_passes_and_only_there_on_request(full_report):
    assert {each["kind"] for each in run(full_report)["results"]} == {"fail"}
    passes = [each for each in run(full_report, show_cleared=True)["results"] if each["kind"] == "pass"]
    assert [(each["level"], each["message"]["text"]) for each in passes] == [("none", "Cleared: negated by “no”")]


def test_what_was_not_read_is_a_notification_and_the_run_unsuccessful(full_report, report, document):
    invocation = run(full_report)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [each["descriptor"]["id"] for each in invocation["toolExecutionNotifications"]] == ["D001", "D020", "R010"]
    assert run(report(document()))["invocations"][0]["executionSuccessful"] is True


def test_a_disclosure_points_at_the_statement_it_found(full_report):
    related = [each["relatedLocations"] for each in run(full_report)["results"] if "relatedLocations" in each]
    assert related[0][0]["physicalLocation"]["region"] == {"startLine": 9, "startColumn": 3}
    assert related[0][0]["message"]["text"] == "buried: Experimental."


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("ads/a b.txt", "ads/a%20b.txt"),
        ("ads\\a.txt", "ads/a.txt"),
        ("/ads/ä.txt", "file:///ads/%C3%A4.txt"),
        ("C:\\ads\\a.txt", "file:///C%3A/ads/a.txt"),
        ("ads/\udcff.txt", "ads/%FF.txt"),
        ("ads/50%.txt", "ads/50%25.txt"),
        ("ads/#1?.txt", "ads/%231%3F.txt"),
    ],
)
def test_paths_are_uris(path, wanted):
    assert uri(path) == wanted
