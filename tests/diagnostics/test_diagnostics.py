"""Broken rule files: each fault is named at its place, with a remedy, and all faults are named at once.

A case is a file or folder in `cases/`; beside it, `NAME.expected` holds what is to be reported, each
fault with its line of the file and a caret under its column, so that a reader can see that it is right.
`pytest tests/diagnostics --update-golden` rewrites them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compliance.errors import Diagnostic
from compliance.loading import checked

CASES = Path(__file__).parent / "cases"
SMALL = Path(__file__).parent.parent / "data" / "packs" / "small"
NAMES = sorted(path.name.removesuffix(".yaml") for path in CASES.iterdir() if path.suffix == ".yaml" or path.is_dir())


def case(name: str) -> Path:
    return CASES / name if (CASES / name).is_dir() else CASES / f"{name}.yaml"


def diagnose(name: str) -> list[Diagnostic]:
    _, found = checked([SMALL, case(name)])
    return sorted(found, key=lambda each: each.at)


def shown(each: Diagnostic) -> str:
    """The diagnostic as a person sees it, with the line it points at and a caret under the column."""
    path = Path(each.at.path)
    text = str(each).replace(f"{CASES}/", "").replace(f"{SMALL}/", "small/")
    lines = re.split(r"\r\n|\n|\r", path.read_bytes().decode("utf-8-sig", "replace"))
    if not 0 < each.at.line <= len(lines):
        return text
    line = lines[each.at.line - 1]
    before = "".join(character if character == "\t" else " " for character in line[: each.at.column - 1])
    return f"{text}\n    {line}\n    {before}^"


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_is_refused_with_place_and_hint(name: str, update_golden: bool) -> None:
    expected = CASES / f"{name}.expected"
    got = "\n".join(shown(each) for each in diagnose(name)) + "\n"
    if update_golden:
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_diagnostic_has_a_place_a_code_a_problem_and_a_hint(name: str) -> None:
    found = diagnose(name)
    assert [each for each in found if not each.warning] != []
    for each in found:
        assert re.fullmatch(r"[A-Z]\d{3}", each.code)
        assert each.problem
        assert each.hint
        assert "\n" not in str(each)
        assert each.at.path.startswith(str(case(name)))


def test_every_expectation_belongs_to_a_case() -> None:
    assert {path.stem for path in CASES.glob("*.expected")} == set(NAMES)


def test_the_faults_of_one_file_do_not_hide_those_of_another() -> None:
    assert {Path(each.at.path).name for each in diagnose("faults-in-several-files")} == {"broken.yaml", "rule.yaml", "triggers.yaml", "words.yaml"}


def test_a_fault_of_a_rule_does_not_hide_those_of_its_patterns_or_of_the_next_rule(tmp_path: Path) -> None:
    rules = "rules:\n- {id: a/b, title: x, match: 'cure (it', severity: hgih}\n- {id: zz/b, title: x, match: 'cure {nix}', examples: {flag: [a], pass: [b]}}\n"
    (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
    _, found = checked([SMALL, tmp_path])
    assert sorted((each.at.line, each.code) for each in found) == [(2, "R003"), (2, "S001"), (2, "S001"), (3, "R002"), (3, "R004")]


def test_the_small_pack_itself_has_no_fault() -> None:
    assert checked([SMALL])[1] == []
