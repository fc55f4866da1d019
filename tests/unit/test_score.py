"""Precision, recall and confusions on labelled texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance import load_packs, screen_text
from compliance.corpus import Case, read_corpus
from compliance.errors import UsageError
from compliance.score import Tally, score_cases, score_pages

TINY = Path(__file__).parent.parent / "data" / "tiny"
PAGE = "Our cells cure lupus. We guarantee results.\r\nCall today! She is free of lupus.\r\n"


def _screen(text: str) -> Any:
    return screen_text(text, packs=load_packs([TINY], core=False))


def _lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_cases_are_scored_by_what_they_expect_and_forbid() -> None:
    cases = [
        Case("found", "Our cells cure lupus.", "", ("cure-claim", "cure-claim/verb"), ("guarantee",)),
        Case("missed", "There is no cure for lupus.", "", ("cure-claim",), ()),
        Case("forbidden", "We guarantee results.", "", (), ("guarantee",)),
        Case("low", "Our cells may cure lupus.", "", (), ("cure-claim",)),
        Case("anything", "Call today!", "", (), ("*",)),
        Case("neither", "Call today!", "", (), ("guarantee",)),
    ]
    scores = score_cases(cases, _screen, {"cure-claim/verb": "cure-claim"})
    assert scores.tallies["cure-claim"] == Tally(right=1, findings=2, found=2, expected=3, look_alikes=1, flagged=1, flagged_above_low=0)
    assert scores.tallies["guarantee"] == Tally(findings=1, look_alikes=3, flagged=1, flagged_above_low=1)
    assert scores.tallies["inducement"] == Tally(findings=1)
    assert scores.tallies["*"] == Tally(look_alikes=1, flagged=1, flagged_above_low=1)
    assert [(each.kind, each.where, each.category) for each in scores.confusions] == [
        ("missed", "missed", "cure-claim"), ("wrong", "forbidden", "guarantee"), ("wrong", "low", "cure-claim"), ("wrong", "anything", "inducement"),
    ]  # fmt: skip


def test_a_miss_is_explained_by_what_was_cleared_and_by_which_trigger() -> None:
    (miss,) = score_cases([Case("x", "There is no cure for lupus.", "", ("cure-claim",), ())], _screen, {}).confusions
    assert miss.reasons == ("cleared as negated: cure-claim/verb on “cure for lupus”; negated by “no” at 9",)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(PAGE.encode())
    (tmp_path / "b.txt").write_text("Our cells cure lupus.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("Nothing.", encoding="utf-8")

    def span(part: str, category: str, **more: str) -> dict[str, object]:
        return {"file": "a.txt", "start": PAGE.index(part), "end": PAGE.index(part) + len(part), "category": category, **more}

    _lines(
        tmp_path / "gold.jsonl",
        span("Our cells cure lupus.", "cure-claim"), span("Call today!", "inducement", strength="borderline"), span("results", "cure-claim"),
        {"file": "b.txt", "category": "cure-claim", "status": "adequate"}, {"file": "c.txt", "category": "cure-claim", "status": "missing"},
    )  # fmt: skip
    _lines(tmp_path / "not_claims.jsonl", span("guarantee results", "guarantee"))
    return tmp_path


def test_pages_are_scored_by_overlap_and_borderline_labels_help_precision_only(pages: Path) -> None:
    (pages / "gold.jsonl").write_text("\n".join(line for line in (pages / "gold.jsonl").read_text().splitlines() if "status" not in line), encoding="utf-8")
    scores = score_pages(read_corpus(pages).pages, _screen)
    assert scores.tallies["cure-claim"] == Tally(right=1, findings=2, found=1, expected=2)
    assert scores.tallies["inducement"] == Tally(right=1, findings=1, borderline=1)
    assert scores.tallies["guarantee"] == Tally(findings=1, look_alikes=1, flagged=1, flagged_above_low=1)
    assert [(each.kind, each.category, each.quote) for each in scores.confusions] == [
        ("wrong", "cure-claim", "free of lupus"), ("missed", "cure-claim", "results"), ("wrong", "guarantee", "We guarantee"),
    ]  # fmt: skip


def test_a_category_labelled_by_document_is_judged_by_document(pages: Path) -> None:
    scores = score_pages(read_corpus(pages).pages, _screen)
    assert scores.tallies["cure-claim"] == Tally(findings=1, expected=1)
    assert [(each.kind, each.where) for each in scores.confusions if each.category == "cure-claim"] == [("wrong", "b.txt"), ("missed", "c.txt")]


def test_a_page_marked_negative_must_not_have_the_findings_of_documents(pages: Path) -> None:
    (pages / "d.txt").write_text("She is free of lupus.", encoding="utf-8")
    _lines(pages / "index.jsonl", {"file": "d.txt", "kind": "neg"})
    assert score_pages(read_corpus(pages).pages, _screen).tallies["cure-claim"].findings == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}\n", r"c\.jsonl:1: no 'id'"), ('{"id": "a", "text": "b"}\n', "no 'expect'"), ("nonsense\n", r"c\.jsonl:1: not JSON"),
        ("[]\n", "not an object"), ("", "no labelled texts"),
        ('{"id": "a", "text": "b", "expect": [], "forbid": []}\n' * 2, "share the id 'a'"),
    ],
)  # fmt: skip
def test_a_faulty_corpus_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "c.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_corpus(tmp_path / "c.jsonl")


def test_the_command_prints_a_table_and_on_request_each_error(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from compliance.cli import cli

    file = _lines(
        tmp_path / "cases.jsonl",
        {"id": "one", "text": "Our cells cure lupus.", "expect": ["cure-claim"], "forbid": []},
        {"id": "two", "text": "There is no cure for lupus.", "expect": ["cure-claim"], "forbid": []},
    )
    result = CliRunner().invoke(cli, ["rules", "score", str(file), "--confusions", "--no-config", "--no-core", "--rules", str(TINY)])
    assert result.exit_code == 0
    assert "missed two  cure-claim    “There is no cure for lupus.”\n       cleared as negated" in result.stdout
    assert "cure-claim           1.000 0.500      1/1          1/2" in result.stdout
