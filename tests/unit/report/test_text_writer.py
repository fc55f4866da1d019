from __future__ import annotations

import re

import pytest

from compliance.model.finding import Severity
from compliance.report.text import write
from compliance.report.visible import columns


def lines(report, **options):
    return write(report, options).decode().splitlines()


def test_a_finding_is_one_block_under_its_document(report, document, finding, pack):
    assert lines(report(document("ads/landing.txt", finding())), pack=pack) == [
        "ads/landing.txt",
        "1 finding: 1 critical",
        "",
        "  critical  1:25  cure-claim/free-of-disease",
        "  Patients said to be free of the disease",
        "",
        "    Six months later she is lupus free.",
        "                            ^~~~~~~~~~",
        "",
        "  “lupus free” tells readers that the therapy cures.",
        "  Instead: Remove it, or say what was studied and cite it.",
        "  Provisions: US: FTC Act s. 5, Unfair or deceptive acts [us-act]",
        "",
        "Only text was read: words in pictures, video and sound were not.",
        "1 finding in 1 document: 1 critical.",
    ]


def test_without_a_pack_provisions_are_named_by_their_ids(report, document, finding):
    assert "  Provisions: us-act" in lines(report(document("a.txt", finding())))


def test_of_many_provisions_the_first_are_named_and_the_rest_counted(report, document, finding):
    text = "\n".join(lines(report(document("a.txt", finding(provisions=("a", "b", "c", "d", "e"))))))
    assert "Provisions: a; b; c; and 2 more: compliance explain cure-claim/free-of-disease" in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_width(width, full_report, hostile_report, pack):
    for each in (full_report, hostile_report):
        for line in lines(each, width=width, show_cleared=True, pack=pack):
            is_head = re.match(r"  (critical|high|medium|low|cleared)  \d+:\d+  \S+$", line)
            assert columns(line) <= width or is_head or line == each.documents[0].path, line


def test_the_summary_stands_last(full_report):
    wanted = "4 findings in 2 of 3 documents: 1 critical, 1 high, 1 medium, 1 low; 1 not screened, 3 not read."
    assert lines(full_report, width=120)[-1] == wanted
    assert " ".join(lines(full_report)).endswith(wanted)


def test_no_findings_is_worded_as_no_clearance(report, document):
    assert lines(report(document("a.txt"), document("b.txt")))[-1] == "No findings in 2 documents: no rule matched, which is no clearance."


def test_a_run_that_screened_nothing_does_not_say_that_no_rule_matched(report, document):
    last = lines(report(document("a.txt", screened=False, stance={"stance": "unknown"}, language="es")))[-1]
    assert last == "No findings: no document was screened; 1 not screened."


def test_a_bound_on_severity_is_said(report, document):
    assert lines(report(document("a.txt"), min_severity="high"), width=120)[-1].endswith("; below high not shown.")


def test_what_lowered_a_finding_is_named(full_report):
    assert "  Lowered from medium: hedged by “may”." in lines(full_report)


def test_a_disclosure_says_where_it_looked_and_what_it_found(full_report):
    text = " ".join(" ".join(lines(full_report)).split())
    assert "Lowered from high: the statement is buried." in text
    assert "Looked at 20 units from the first to the last." in text
    assert "Found at 9:3 (footer, hidden), buried: “Experimental.”" in text


def test_hidden_text_is_called_hidden(full_report):
    assert "  Readers do not see this text: it is hidden." in lines(full_report)


def test_cleared_matches_are_shown_on_request_with_sense_and_trigger(full_report):
    shown = lines(full_report, show_cleared=True)
    at = shown.index("  cleared  1:13  cure-claim/free-of-disease")
    assert shown[at + 2 : at + 6] == ["    There is no cure for lupus.", "                ^~~~~~~~~~~~~~", "", "  Cleared: negated by “no”"]
    assert not [line for line in lines(full_report) if "negated" in line]


def test_a_document_with_only_cleared_matches_is_listed_on_request(report, document, cleared):
    quiet = report(document("quiet.txt", cleared=(cleared,)))
    assert "quiet.txt" in lines(quiet, show_cleared=True)
    assert "quiet.txt" not in lines(quiet)


def test_colour_adds_escape_sequences_and_nothing_else(full_report, pack):
    plain, colored = (write(full_report, {"color": color, "pack": pack, "show_cleared": True}).decode() for color in (False, True))
    assert "\x1b[" not in plain
    assert "\x1b[31m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_an_advert_cannot_send_escape_sequences_to_the_terminal(report, document, finding):
    text = write(report(document("\x1b]0;x\x07.txt", finding("\x1b[2J", "Clear \x1b[2J\x9b2J"))), {}).decode()
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "␛[2J" in text


def test_a_long_quote_is_not_repeated_in_the_message(report, document, finding):
    story = "We were told that nothing could be done. " * 40
    text = " ".join(lines(report(document("a.txt", finding(story, story, severity=Severity.HIGH)))))
    assert text.count("We were told") < 20
