from __future__ import annotations

import re

import pytest

from compliance.model.finding import Severity
from compliance.report.github import write


def lines(report):
    return write(report, {}).decode().split("\n")[:-1]


def test_a_finding_is_an_annotation_at_its_place(report, document, finding):
    assert lines(report(document("ads/landing.txt", finding())))[0] == (
        "::error file=ads/landing.txt,line=1,endLine=1,col=25,endColumn=34,title=cure-claim/free-of-disease (critical)"
        "::“lupus free” tells readers that the therapy cures.%0AInstead: Remove it, or say what was studied and cite it."
    )


@pytest.mark.parametrize(("severity", "command"), [("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "notice")])
def test_severities_are_commands(severity, command, report, document, finding):
    assert lines(report(document("a.txt", finding(severity=Severity.parse(severity)))))[0].startswith(f"::{command} ")


def test_columns_are_left_out_where_a_finding_spans_lines(report, document, finding):
    assert "col" not in lines(report(document("a.txt", finding(end_line=2))))[0].split("::")[1].lower()


def test_the_worst_come_first(report, document, finding):
    found = [finding(severity=severity, line=number) for number, severity in enumerate((Severity.LOW, Severity.HIGH, Severity.CRITICAL, Severity.HIGH), 1)]
    assert re.findall(r"line=(\d)", "\n".join(lines(report(document("a.txt", *found)))).replace("endLine", "")) == ["3", "2", "4", "1"]


def test_nothing_in_an_advert_can_end_a_command_or_begin_another(hostile_report):
    said = lines(hostile_report)
    assert len(said) == len(hostile_report.documents[0].findings) + 1 + 5 + 2
    for line in said[:-2]:
        assert re.fullmatch(r"::(error|warning|notice) [^\r\n]*", line)
        properties = line.split("::")[1].split(" ", 1)[1]
        assert all(re.fullmatch(r"(file|line|endLine|col|endColumn|title)=[^,:]*", each) for each in properties.split(","))


def test_percent_signs_come_through_as_they_are(report, document, finding):
    assert "::90%25 better" in lines(report(document("a.txt", finding(message="90% better"))))[0]


def test_what_was_not_read_is_a_warning_and_the_summary_a_plain_line(full_report):
    said = lines(full_report)
    assert "::warning file=ads/flyer.pdf,title=Not read (D001)::no reader for .pdf; convert it to .txt" in said
    assert said[-1] == "4 findings in 2 of 3 documents: 1 critical, 1 high, 1 medium, 1 low; 1 not screened, 3 not read."
