"""`compliance rules`, `schema`, `explain` and `init`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.explanations import CODES, SENSES
from compliance.model.rule import SENSES as KNOWN_SENSES

PACKAGE = Path(__file__).parents[3] / "compliance"


def test_list_names_every_rule_and_takes_ids_and_categories(run) -> None:
    assert [line.split()[2] for line in run("rules", "list").stdout.splitlines()] == [
        "cure-claim/verb", "cure-claim/free-of", "guarantee/word", "inducement/today",
    ]  # fmt: skip
    listed = json.loads(run("rules", "list", "cure-claim", "inducement/today", "--format", "json").stdout)
    assert [each["id"] for each in listed] == ["cure-claim/verb", "cure-claim/free-of", "inducement/today"]


def test_an_unknown_rule_is_refused_with_what_was_meant(run) -> None:
    for verb in ("list", "show", "test", "docs"):
        result = run("rules", verb, "guarantee/wrod")
        assert result.exit_code == 2
        assert "did you mean 'guarantee/word'?" in result.stderr


def test_show_prints_the_rule_as_it_stands_in_its_file(run) -> None:
    shown = run("rules", "show", "guarantee/word").stdout
    assert "Cleared where the sentence is negated, questioned" in shown
    assert 'match: "(we|our) <2> [(guarantee|guaranteed)]"' in shown
    assert "inducement/today" not in shown


def test_docs_are_markdown_with_every_rule_under_its_category(run, folder: Path) -> None:
    result = run("rules", "docs", "-o", "rules.md")
    page = (folder / "rules.md").read_text(encoding="utf-8")
    assert result.stdout == ""
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## cure-claim: Cure claimed", "## guarantee: Outcome promised", "## inducement: Pressure to buy",
    ]  # fmt: skip
    assert page.count("### ") == 4


def test_examples_that_agree_give_exit_code_0(run) -> None:
    result = run("rules", "test")
    assert result.exit_code == 0
    assert result.stdout == "4 rules, 10 examples: 9 agree, 0 do not, 1 to do\n"


def test_examples_that_disagree_are_shown_with_the_reason(run, folder: Path) -> None:
    (folder / "own.yaml").write_text(
        "id: guarantee/own\ntitle: Own\nmatch: 'promise of health'\nexamples:\n  flag: [There is no promise of health.]\n  pass: [The promise of health.]\n",
        encoding="utf-8",
    )
    result = run("rules", "test", "guarantee/own", "--rules", "own.yaml")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "own.yaml:1:1: guarantee/own-flag-1: not flagged by this rule: 'There is no promise of health.'"
    assert "cleared as negated: guarantee/own on “promise of health”; negated by “no” at 9" in lines[1]
    assert lines[2] == "own.yaml:1:1: guarantee/own-pass-1: flagged above low by this rule: 'The promise of health.'"


def test_a_todo_that_is_found_by_now_is_pointed_out(run, folder: Path) -> None:
    (folder / "own.yaml").write_text(
        "id: guarantee/own\ntitle: Own\nmatch: promise\nexamples: {flag: [A promise.], pass: [A hope.], todo: [Our promise.]}\n", encoding="utf-8"
    )
    result = run("rules", "test", "guarantee/own", "--rules", "own.yaml")
    assert result.exit_code == 0
    assert "flagged by now; move it from `todo` to `flag`" in result.stdout


def test_a_pass_example_is_judged_by_the_rules_own_severity(run, folder: Path) -> None:
    # guarantee/word (high) flags the sentence, and the low rule agrees: that is no fault of the low rule.
    (folder / "own.yaml").write_text(
        "id: guarantee/own\ntitle: Own\nseverity: low\nmatch: results\nexamples: {flag: [Results.], pass: [We guarantee results.]}\n", encoding="utf-8"
    )
    assert run("rules", "test", "guarantee/own", "--rules", "own.yaml").exit_code == 0


def test_schema_lists_and_prints_schemas(run) -> None:
    assert {"rule", "lexicon", "triggers", "config"} <= set(run("schema", rules=False).stdout.split())
    assert json.loads(run("schema", "config", rules=False).stdout)["$id"] == "urn:compliance:schema:config:1"
    result = run("schema", "rules", rules=False)
    assert result.exit_code == 2
    assert "did you mean 'rule'?" in result.stderr


def test_explain_takes_a_rule_a_category_a_sense_and_a_code(run) -> None:
    assert "Antibiotics do cure some diseases." in run("explain", "cure-claim/verb").stdout
    assert "guarantee/word: A result is guaranteed" in run("explain", "guarantee").stdout
    assert run("explain", "negated", rules=False).stdout.startswith("negated: Something in the sentence denies it")
    assert run("explain", "d002", rules=False).stdout == "D002: The file holds binary data, not text.\n"
    result = run("explain", "guarantees")
    assert result.exit_code == 2
    assert "did you mean 'guarantee'?" in result.stderr


def test_lexicons_are_listed_and_explained(run) -> None:
    assert "disease  " in run("rules", "list", "--lexicons").stdout
    assert {each["lexicon"] for each in json.loads(run("rules", "list", "--lexicons", "--format", "json").stdout)} >= {"disease"}
    assert "did you mean 'disease'?" in run("rules", "list", "--lexicons", "diseases").stderr
    for name in ("disease", "{disease}"):
        said = run("explain", name).stdout
        assert said.startswith("disease: ")
        assert "{disease} stands for any of them" in said
        assert "lexicon: disease, extends: true" in said


def test_every_code_and_sense_has_an_explanation() -> None:
    import re

    used = {code for path in PACKAGE.rglob("*.py") for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))}
    assert used - CODES.keys() == set()
    assert set(KNOWN_SENSES) - SENSES.keys() == set()


def test_init_writes_a_configuration_and_a_rule_that_agrees_with_its_examples(run, folder: Path) -> None:
    result = run("init", rules=False)
    assert result.exit_code == 0
    assert (folder / ".compliance.yaml").is_file()
    # The rule needs only a category of this name from the rules it is loaded beside.
    (folder / "categories.yaml").write_text("categories:\n  superiority: {title: Superiority, severity: medium}\n", encoding="utf-8")
    tested = run("rules", "test", "house", "house/miracle-drip", "--no-core", "--rules", "categories.yaml", rules=False)
    assert "unknown rule or category 'house'" in tested.stderr
    tested = run("rules", "test", "house/miracle-drip", "--no-core", "--rules", "categories.yaml", rules=False)
    assert (tested.exit_code, tested.stdout) == (0, "1 rule, 4 examples: 4 agree, 0 do not, 0 to do\n")


def test_init_overwrites_nothing_unless_told_to(run, folder: Path) -> None:
    (folder / ".compliance.yaml").write_text("fail-on: low\n", encoding="utf-8")
    result = run("init", rules=False)
    assert result.exit_code == 2
    assert ".compliance.yaml exists already" in result.stderr
    assert (folder / ".compliance.yaml").read_text(encoding="utf-8") == "fail-on: low\n"
    assert run("init", "--force", rules=False).exit_code == 0


@pytest.mark.parametrize("verb", ["list", "show", "test", "lint", "docs", "score"])
def test_every_rules_command_has_help(run, verb: str) -> None:
    assert run("rules", verb, "--help", rules=False).exit_code == 0
