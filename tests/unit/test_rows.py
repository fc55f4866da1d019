"""The function of one row: plain data for any text, the same in every process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import UsageError, screen_text
from compliance.config import Config, Settings
from compliance.loading import load_packs
from compliance.rows import BOOLEAN, DOCUMENTS, FINDINGS, INTEGER, STRING, RowScreener, Screened, row_screener

TINY = Path(__file__).parent.parent / "data" / "tiny"
CONFIG = Config(core=False, rules=(str(TINY),))
KINDS = {STRING: str, INTEGER: int, BOOLEAN: bool}


def assert_declared(found: Screened) -> None:
    """Every column is there, in order, of its kind or missing."""
    for columns, rows in ((DOCUMENTS, [found.document]), (FINDINGS, found.findings)):
        for row in rows:
            assert list(row) == [each.name for each in columns]
            for each in columns:
                value = row[each.name]
                assert all(isinstance(one, str) for one in value) if each.kind == "strings" else value is None or type(value) is KINDS[each.kind]


@given(text=st.text() | st.none() | st.integers() | st.binary() | st.lists(st.text()))
def test_any_value_gives_the_declared_columns(text: object) -> None:
    found = RowScreener(config=CONFIG)("a", text)
    assert_declared(found)
    if isinstance(text, str):
        for one in found.findings:
            assert one["text"] in text.replace("\ud800", "\ufffd")


def test_a_row_has_the_findings_that_screen_text_has() -> None:
    text = "Our cells cure lupus. Call today!"
    expected = screen_text(text, name="a", packs=load_packs([TINY], core=False))
    found = RowScreener(config=CONFIG)("a", text)
    assert_declared(found)
    assert [(one["rule_id"], one["start"], one["end"], one["fingerprint"]) for one in found.findings] == [
        (one.rule_id, one.start, one.end, one.fingerprint) for one in expected.findings
    ]
    assert (found.document["worst"], found.document["fails"], found.document["sha256"]) == ("cure-claim/verb", True, expected.sha256)


def test_settings_hold_for_rows_too() -> None:
    config = Config(core=False, rules=(str(TINY),), settings=Settings(ignore=("cure-claim",), min_severity="high", fail_on="never"))
    found = RowScreener(config=config)("a", "Our cells cure lupus. We guarantee results. Call today!")
    assert ([one["rule_id"] for one in found.findings], found.document["fails"]) == (["guarantee/word"], False)


def test_markup_is_read_by_the_extension() -> None:
    found = RowScreener(config=CONFIG, extension=".html")("a", "<p>Our cells <b>cure</b> lupus.</p>")
    assert [one["rule_id"] for one in found.findings] == ["cure-claim/verb"]


@pytest.mark.parametrize(("text", "code"), [(None, "D032"), (" \n", "D032"), ({"en": "x"}, "D032"), ("x" * 11, "D007")])
def test_what_cannot_be_screened_is_a_document_with_an_error(text: object, code: str) -> None:
    found = RowScreener(config=CONFIG, longest=10)("a", text)
    assert_declared(found)
    assert (found.document["error_code"], found.document["screened"], found.findings) == (code, False, [])


def test_a_screener_travels_light_and_knows_its_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TINY.parent)
    screener = row_screener(Config(core=False, rules=("tiny",)))
    assert len(pickle.dumps(screener)) < 4000
    monkeypatch.chdir(tmp_path)
    copy = pickle.loads(pickle.dumps(screener))  # noqa: S301 - made a moment ago
    assert copy == screener
    assert copy("a", "Our cells cure lupus.").document["findings"] == 1
    with pytest.raises(UsageError, match="not those that the run began with"):
        RowScreener(config=CONFIG, digest="0" * 64)("a", "Our cells cure lupus.")
