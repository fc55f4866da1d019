"""A report that the engine made, in every format."""

from __future__ import annotations

import json

import jsonschema
import pytest

from compliance.documents import load
from compliance.engine.compile import compile_pack
from compliance.engine.screen import screen
from compliance.packs.load import builtin_folder
from compliance.packs.load import load as load_pack
from compliance.packs.schema import schema
from compliance.report import WRITERS

ADVERT = """Stem cell therapy for lupus

Our stem cell therapy cures lupus. There is no cure for lupus
with tablets. 95% of our patients are free of the disease!

Call now for your free consultation.
"""


@pytest.fixture(scope="module")
def compiled():
    return compile_pack(load_pack([builtin_folder()]))


@pytest.fixture(scope="module")
def screened(compiled, report):
    document = load(ADVERT.encode(), "advert.txt")
    found, errors = screen(document, compiled)
    return report(found, errors=errors)


def test_the_advert_has_findings_and_something_cleared(screened):
    assert screened.documents[0].findings
    assert screened.documents[0].cleared


def test_every_quote_is_its_slice_of_the_text_and_stands_where_it_says_in_its_sentence(screened):
    for each in (*screened.documents[0].findings, *screened.documents[0].cleared):
        assert each.text == ADVERT[each.start : each.end]
        assert each.sentence[each.quote_at : each.quote_at + len(each.text)] == each.text


def test_the_json_report_fits_its_schema(screened):
    data = json.loads(WRITERS["json"](screened, {"show_cleared": True}))
    assert [error.message for error in jsonschema.Draft202012Validator(schema("report")).iter_errors(data)] == []


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_every_format_writes_it(screened, compiled, name):
    options = {"pack": compiled.pack, "show_cleared": True, "documents": {"advert.txt": load(ADVERT.encode(), "advert.txt")}}
    data = WRITERS[name](screened, options)
    assert data
    if name != "xlsx":
        assert screened.documents[0].findings[0].rule_id in data.decode()
