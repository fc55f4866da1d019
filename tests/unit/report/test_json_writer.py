from __future__ import annotations

import json
from dataclasses import fields

import jsonschema
import pytest

from compliance.model.finding import Finding
from compliance.packs.schema import schema
from compliance.report import json as writer
from compliance.report import ndjson

FORMATS = jsonschema.FormatChecker()


def faults(data, definition=None):
    whole = schema("report")
    wanted = {"$schema": whole["$schema"], "$id": "urn:test", "$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]} if definition else whole
    return [f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(wanted, format_checker=FORMATS).iter_errors(data)]


@pytest.mark.parametrize("show_cleared", [False, True])
def test_the_report_fits_its_schema(full_report, show_cleared):
    assert faults(json.loads(writer.write(full_report, {"show_cleared": show_cleared}))) == []


def test_a_hostile_report_fits_its_schema(hostile_report):
    assert faults(json.loads(writer.write(hostile_report, {}))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "2.0"),
        (("unknown",), 1),
        (("run", "start"), "yesterday"),
        (("documents", 0, "sha256"), "123"),
        (("documents", 0, "verdict"), "compliant"),
        (("documents", 0, "findings", 0, "severity"), "catastrophic"),
        (("documents", 0, "findings", 0, "line"), 0),
        (("documents", 0, "findings", 0, "cleared_by"), "negated"),
        (("documents", 0, "cleared", 0, "fingerprint"), "short"),
        (("errors", 0, "code"), "oops"),
        (("summary", "by_severity", "critical"), -1),
    ],
)
def test_the_schema_refuses_what_a_report_must_not_say(full_report, path, value):
    data = json.loads(writer.write(full_report, {"show_cleared": True}))
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    assert faults(data)


def test_every_field_of_a_finding_is_in_the_report_and_in_the_schema(full_report):
    data = json.loads(writer.write(full_report, {"show_cleared": True}))
    seen = {key for document in data["documents"] for each in (*document["findings"], *document["cleared"]) for key in each}
    assert seen >= {each.name for each in fields(Finding)}
    assert seen <= set(schema("report")["$defs"]["finding"]["properties"])


def test_cleared_matches_are_left_out_unless_asked_for(full_report):
    assert "cleared" not in json.loads(writer.write(full_report, {}))["documents"][0]


def test_the_summary_counts_by_severity_and_category(full_report):
    assert json.loads(writer.write(full_report, {}))["summary"] == {
        "documents": 4, "not_screened": 1, "errors": 3, "findings": 4, "by_severity": {"critical": 1, "high": 1, "medium": 1, "low": 1},
        "by_category": {"cure-claim": 1, "efficacy-claim": 1, "experimental-status": 1, "success-rate": 1},
    }  # fmt: skip


def test_a_file_name_that_is_no_utf_8_survives(report, document):
    assert json.loads(writer.write(report(document("ad\udcff.txt")), {}))["documents"][0]["path"] == "ad\udcff.txt"


def test_json_lines_are_a_header_the_documents_the_errors_and_the_summary(full_report):
    data = [json.loads(line) for line in ndjson.write(full_report, {}).decode().split("\n")[:-1]]
    assert [each["type"] for each in data] == ["header", *["document"] * 4, *["error"] * 3, "summary"]
    assert [fault for each in data for fault in faults(each, "line")] == []


def test_json_lines_say_what_the_json_report_says(full_report):
    whole = json.loads(writer.write(full_report, {"show_cleared": True}))
    data = [json.loads(line) for line in ndjson.write(full_report, {"show_cleared": True}).decode().split("\n")[:-1]]
    bare = [{key: value for key, value in each.items() if key != "type"} for each in data]
    assert whole == {**bare[0], "documents": bare[1:5], "errors": bare[5:8], "summary": bare[8]}


def test_no_text_can_begin_a_line_of_its_own(hostile_report):
    text = ndjson.write(hostile_report, {}).decode()
    assert len(text.splitlines()) == 4
    assert all(line.startswith('{"type":"') for line in text.splitlines())


def test_json_lines_come_one_by_one_and_errors_are_asked_for_last(full_report):
    asked = []

    def documents():
        for each in full_report.documents:
            asked.append(each.path)
            yield each

    def errors():
        asked.append("errors")
        yield from full_report.errors

    lines = ndjson.lines(full_report.run, documents(), errors())
    next(lines)
    assert asked == []
    next(lines)
    assert asked == ["ads/landing.txt"]
    list(lines)
    assert asked[-1] == "errors"
