from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from io import BytesIO
from weakref import ref
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from compliance.model.finding import DocumentReport, Severity
from compliance.report.excel import DISPOSITIONS, write, write_to

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def book(report, **options):
    return load_workbook(BytesIO(write(report, options)), rich_text=True)


def table(sheet):
    """The rows of a sheet as mappings from heading to value."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row)) for row in rows]


def test_the_sheets_stand_in_the_order_of_work(full_report):
    assert book(full_report).sheetnames == ["Summary", "Findings", "Documents", "Rules", "Notices", "Disclosures", "Suggested places", "Not read"]
    assert book(full_report, show_cleared=True).sheetnames == [
        "Summary",
        "Findings",
        "Documents",
        "Cleared",
        "Rules",
        "Notices",
        "Disclosures",
        "Suggested places",
        "Not read",
    ]


def test_a_finding_is_a_row_a_reviewer_can_decide_on(full_report, pack):
    row = table(book(full_report, pack=pack)["Findings"])[0]
    assert isinstance(row["Sentence (quote in red)"], CellRichText)
    assert {**row, "Sentence (quote in red)": str(row["Sentence (quote in red)"])} == {
        "Severity": "critical",
        "Category": "cure-claim",
        "Rule": "cure-claim/free-of-disease",
        "Document": "ads/landing.txt",
        "Line": 1,
        "Column": 25,
        "Quote": "lupus free",
        "Sentence (quote in red)": "Six months later she is lupus free.",
        "Why": "“lupus free” tells readers that the therapy cures.",
        "What to do": "Remove it, or say what was studied and cite it.",
        "Provisions": "US: FTC Act s. 5, Unfair or deceptive acts [us-act]",
        "Context": None,
        "Confidence": "high",
        "Disposition": None,
        "Reviewer": None,
        "Note": None,
        "Fingerprint": "0123456789abcdef",
    }


def test_the_quote_stands_out_in_its_sentence(full_report):
    sentence = table(book(full_report)["Findings"])[0]["Sentence (quote in red)"]
    assert [str(each.text) for each in sentence if each.font.b] == ["lupus free"]


def test_findings_are_coloured_by_severity_under_a_frozen_header_with_a_filter(full_report):
    sheet = book(full_report)["Findings"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:Q5"
    assert len({sheet.cell(row, 1).fill.start_color.rgb for row in range(2, 6)}) == 4
    assert sheet["H2"].alignment.wrap_text


def test_the_disposition_is_chosen_from_a_list(full_report):
    (choice,) = book(full_report)["Findings"].data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", '"open,confirmed,false-positive,accepted"', "N2:N5")
    assert choice.showErrorMessage
    assert DISPOSITIONS == ("open", "confirmed", "false-positive", "accepted")


@pytest.mark.parametrize("with_pack", [False, True])
def test_a_rule_id_leads_to_the_row_of_its_rule(full_report, pack, with_pack):
    found = book(full_report, **({"pack": pack} if with_pack else {}))
    for row in found["Findings"].iter_rows(min_row=2):
        target = row[2].hyperlink.location
        assert target.startswith("'Rules'!A")
        assert found["Rules"][target.split("!")[1]].value == row[2].value


def test_the_rules_sheet_cites_the_law_and_counts_findings(full_report, pack):
    rows = table(book(full_report, pack=pack)["Rules"])
    assert rows[0] == {
        "Rule": "cure-claim/free-of-disease",
        "Category": "cure-claim",
        "Title": "Patients said to be free of the disease",
        "Severity": "critical",
        "Confidence": "high",
        "Status": "stable",
        "Message": "“…” cures the disease.",
        "Remediation": "Remove it.",
        "Provisions": "US: FTC Act s. 5, Unfair or deceptive acts [us-act]",
        "Known false positives": "free of charge",
        "Findings": 1,
    }
    assert {row["Rule"] for row in rows} == {each.rule_id for document in full_report.documents for each in document.findings}


def test_the_documents_sheet_says_what_the_findings_come_to_and_no_more(full_report):
    found = book(full_report)["Documents"]
    rows = table(found)
    assert [row["Verdict"] for row in rows] == [
        "To review: 3 findings, worst critical",
        "To review: 1 finding, worst high",
        "No rule matched (no clearance)",
        "Not screened",
    ]
    numbers = ("Critical", "High", "Medium", "Low", "Findings", "Cleared")
    assert [tuple(row[name] for name in numbers) for row in rows[:2]] == [(1, 0, 1, 1, 3, 1), (0, 1, 0, 0, 1, 0)]
    assert [cell.hyperlink and cell.hyperlink.location for cell in found["A"][1:]] == ["'Findings'!A2", "'Findings'!A5", None, None]
    assert rows[3]["Language"] == "es"


def test_what_was_not_read_has_a_sheet(full_report):
    rows = table(book(full_report)["Not read"])
    assert [(row["What"], row["Input"], row["Code"]) for row in rows] == [
        ("Not read", "ads/flyer.pdf", "D001"),
        ("Not screened", "ads/español.txt", "D020"),
        ("Screened in part", "ads/rate.md", "R010"),
        ("Not read", ".png", None),
        ("Note", None, None),
        ("Note", "ads/landing.txt", None),
        ("Never read", None, None),
    ]


def test_the_summary_has_the_run_the_counts_a_chart_and_the_worst_documents(full_report):
    sheet = book(full_report)["Summary"]
    rows = [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["Tool", "compliance 0.1.0"] in rows
    assert ["Rules", f"core 1.0.0, sha256 {'ab' * 32}"] in rows
    assert ["Begun (UTC)", "2026-11-20T18:00:00Z"] in rows
    assert ["Documents not screened", 1] in rows
    assert ["Inputs not read", 3] in rows
    assert ["critical", 1] in rows
    assert ["cure-claim", 1, 1] in rows
    assert rows.index(["ads/landing.txt", 1, 1, 1, 3]) < rows.index(["ads/rate.md", 1, 1])
    assert any("does not mean that the advert is lawful" in str(value) for row in rows for value in row)
    with ZipFile(BytesIO(write(full_report, {}))) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


def test_a_run_without_findings_has_no_chart_and_no_praise(report, document):
    data = write(report(document("quiet.txt")), {})
    with ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]
    text = str([row for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows(values_only=True)]).lower()
    assert "no rule matched, which is no clearance" in text
    assert "complian" not in text.replace("compliance 0.1.0", "")


def test_only_ten_documents_are_named_worst_first(report, document, finding):
    found = [document(f"{number:02}.txt", *[finding(severity=Severity.HIGH)] * number) for number in range(15)]
    sheet = book(report(*found))["Summary"]
    named = [cell.value for cell in sheet["A"] if str(cell.value).endswith(".txt")]
    assert named == [f"{number:02}.txt" for number in range(14, 4, -1)]


# -- bulk


def test_findings_go_on_in_further_sheets_and_none_is_lost(report, document, finding):
    found = [document(f"{number}.txt", *(finding(fingerprint=f"{number * 3 + other:016x}") for other in range(3))) for number in range(5)]
    made = book(report(*found), rows=4)
    assert made.sheetnames[:6] == ["Summary", "Findings", "Findings 2", "Findings 3", "Findings 4", "Documents"]
    rows = [row for name in made.sheetnames if name.startswith("Findings") for row in table(made[name])]
    assert [row["Fingerprint"] for row in rows] == [f"{number:016x}" for number in range(15)]
    for name in ("Findings 2", "Findings 4"):
        assert made[name].freeze_panes == "A2"
        assert made[name].auto_filter.ref.startswith("A1:Q")
        assert made[name].data_validations.dataValidation
    assert made["Documents"]["A3"].hyperlink.location == "'Findings'!A5"
    assert made["Documents 2"]["A2"].hyperlink.location == "'Findings 4'!A2"


def test_links_find_their_rule_on_a_further_sheet(report, document, finding):
    made = book(report(document("a.txt", *(finding(rule_id=f"rule/{number}") for number in range(7)))), rows=3)
    last = made["Findings 3"]["C2"]
    sheet, cell = last.hyperlink.location.replace("'", "").split("!")
    assert (sheet, made[sheet][cell].value) == ("Rules 3", "rule/6")


def test_documents_are_taken_one_by_one_and_errors_asked_for_last(full_report):
    asked = []

    def documents():
        for each in full_report.documents:
            asked.append(each.path)
            yield each

    def errors():
        asked.append("errors")
        yield from full_report.errors

    file = BytesIO()
    write_to(file, full_report.run, documents(), errors(), {})
    assert asked == [*(each.path for each in full_report.documents), "errors"]
    assert file.getvalue() == write(full_report, {})


def test_nothing_is_kept_of_a_document_that_is_written(report, document, finding):
    class Watched(DocumentReport):
        """A DocumentReport that can be referred to weakly."""

    seen = []

    def documents():
        for number in range(20):
            assert sum(each() is not None for each in seen) <= 1
            each = document(f"{number}.txt", finding())
            watched = Watched(**{field.name: getattr(each, field.name) for field in fields(each)})
            seen.append(ref(watched))
            yield watched
            del watched, each

    write_to(BytesIO(), report().run, documents(), (), {"rows": 7})
    assert len(seen) == 20


# -- hostile text


def test_no_text_is_a_formula_and_every_part_is_valid_xml(hostile_report):
    with ZipFile(BytesIO(write(hostile_report, {"show_cleared": True}))) as archive:
        for name in archive.namelist():
            tree = ET.fromstring(archive.read(name))  # noqa: S314 - our own file
            if name.startswith("xl/worksheets/sheet"):
                assert not tree.findall(f".//{SHEET}f")
                assert {cell.get("t", "n") for cell in tree.iter(f"{SHEET}c")} <= {"inlineStr", "n"}


def test_what_begins_like_a_formula_is_marked_as_text(hostile_report):
    sheet = book(hostile_report)["Findings"]
    assert [sheet.cell(row, 7).value for row in range(2, 6)] == ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)"]
    assert all(sheet.cell(row, 7).quotePrefix for row in range(2, 7))
    assert not any(sheet.cell(row, 7).quotePrefix for row in range(7, 12))


def test_long_texts_go_on_where_the_cell_says(hostile_report, report, document, finding):
    text = "".join(f"{number:06} " for number in range(10_000))
    made = book(report(document("a.txt", finding(text, text))))
    cell = made["Findings"]["G2"].value
    assert cell.endswith("[… continues on sheet “Long texts”, row 2]")
    rows = [row for row in table(made["Long texts"]) if row["Belongs to"] == "Findings!G2"]
    assert [row["Part"] for row in rows] == ["2 of 3", "3 of 3"]
    assert cell.rsplit("\n", 1)[0] + "".join(row["Text"] for row in rows) == text
    assert made.sheetnames[-1] == "Long texts"


def test_no_cell_holds_more_than_a_cell_may(hostile_report):
    for sheet in book(hostile_report):
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                assert len(str(value).encode("utf-16-le")) // 2 <= 32_767
                assert str(value).count("\n") <= 253


# -- the same bytes


def test_times_come_from_the_run(full_report):
    properties = book(full_report).properties
    assert str(properties.created) == str(properties.modified) == "2026-11-20 18:00:00"
    with ZipFile(BytesIO(write(full_report, {}))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_process_writes_the_same_bytes():
    code = (
        "import sys; from compliance.model.finding import Report; from compliance.report.excel import write\n"
        "from hashlib import sha256; print(sha256(write(Report({'start': '2026-01-01T00:00:00Z'}, (), ()), {})).hexdigest())"
    )
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        found.add(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout)
    assert len(found) == 1
