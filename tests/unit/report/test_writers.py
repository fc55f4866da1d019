"""What holds for every format."""

from __future__ import annotations

import copy
import os
import subprocess
import sys

import pytest

from compliance.report import WRITERS

FORMATS = sorted(WRITERS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name, full_report, pack):
    options = {"pack": pack, "show_cleared": True}
    assert WRITERS[name](full_report, options) == WRITERS[name](copy.deepcopy(full_report), dict(options)) != b""


@pytest.mark.parametrize("name", FORMATS)
def test_options_that_mean_nothing_to_a_format_are_let_pass(name, full_report):
    assert WRITERS[name](full_report, {"quiet": True, "verbose": False, "anything": 1}) == WRITERS[name](full_report, {})


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_report_can_be_written(name, report):
    assert WRITERS[name](report(), {})


@pytest.mark.parametrize("name", [each for each in FORMATS if each not in ("xlsx",)])
def test_a_hostile_report_gives_valid_utf_8_without_control_characters(name, hostile_report):
    text = WRITERS[name](hostile_report, {"show_cleared": True}).decode("utf-8")
    allowed = "\n\t" if name in ("html", "github") else "\n"
    assert not [each for each in text if ord(each) < 0x20 and each not in allowed]


@pytest.mark.parametrize("name", [each for each in FORMATS if each not in ("xlsx",)])
def test_no_format_calls_a_document_without_findings_compliant(name, report, document):
    text = WRITERS[name](report(document("ads/quiet.txt")), {}).decode().lower().replace('"compliance"', "").replace("compliance 0.1.0", "")
    assert "complian" not in text
    assert "passed" not in text


@pytest.mark.parametrize("name", ["text", "github", "html"])
def test_what_was_not_read_is_said_with_its_reason(name, full_report):
    text = WRITERS[name](full_report, {}).decode()
    for reason in ("no reader for .pdf", "the text looks like", "the pattern", "read as Windows-1252", "2 files of this kind", "words in pictures"):
        assert reason in text


def test_no_format_loads_what_only_another_needs():
    code = (
        "import sys; from compliance.report import WRITERS; from compliance.model.finding import Report\n"
        "WRITERS['json'](Report({}, (), ()), {}); WRITERS['text'](Report({}, (), ()), {})\n"
        "print([each for each in ('openpyxl', 'click', 'jsonschema', 'regex') if each in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
