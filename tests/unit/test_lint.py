"""What `rules lint` finds beyond what loading refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.lint import lint, only_below

TINY = Path(__file__).parent.parent / "data" / "tiny"
HEAD = "id: guarantee/own\ntitle: Own\n"
EXAMPLES = "examples: {flag: [a], pass: [b]}\n"


def _lint(folder: Path, text: str) -> list[str]:
    file = folder / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return [f"{each.at.line}:{each.at.column} {each.code} {each.problem}" for each in only_below(lint([TINY, file]), [file])]


def test_a_sound_pack_has_no_faults_and_no_warnings() -> None:
    assert lint([TINY]) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("match: '/[a-z]+y/'", "3:9 W001 the pattern '/[a-z]+y/' names no word"),
        ("match: '(fast)? /\\w+/'", "3:9 W001"),
        ("match: {not: word}", "1:1 R006 guarantee/own can never fire"),
        ("match: {seen: word, in: document}", "1:1 R006 guarantee/own can never fire"),
        ("score: {threshold: 5, cues: [{name: a, points: 2, match: word, anchor: true}]}", "1:1 R006 guarantee/own can never fire: its points cannot reach"),
        ("match: word\nunits: [heading]\nwhere: [{unit: sentence}]", "1:1 R006 guarantee/own has a condition that can never hold: unit must be sentence"),
        ("match: word\nwhere: [{groups: disease, at_least: 3}]", "1:1 R006 guarantee/own has a condition that can never hold: 3 groups"),
        ("match: {all: [word, {not: word}]}", "1:1 R006 guarantee/own has a condition that can never hold: 'word' is asked for and denied"),
        ("match: word\nrelated: [guarantee/wrod]", "1:1 W004 guarantee/own is related to 'guarantee/wrod'"),
        ("match: word\nmessage: '{quote} and {diseas}'", "1:1 W003 guarantee/own: nothing fills the slot {diseas}"),
        ("match: 'word /(a+)+b/'", "3:9 R007 the expression '(a+)+b' can backtrack without bound"),
        ("match: 'word /(a|a)*b/'", "3:9 R007"),
        ("match: 'word /(\\w+\\s?)*end/'", "3:9 R007"),
        ("match: 'word /(?:\\s*\\S+){9}x/'", "3:9 R007"),
    ],
)
def test_a_weakness_is_named_with_its_place(tmp_path: Path, rule: str, expected: str) -> None:
    found = _lint(tmp_path, f"{HEAD}{rule}\n{EXAMPLES}")
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    "rule",
    [
        "match: 'word /[a-z]{2,20}ology/'", "match: 'word /(?:a|b){0,5}c/'", "match: 'word /\\d+(?:[.,]\\d+)?%/'",
        "match: 'word /(?:a+)++b/'", "match: [word, '!']",
        "match: word\nmessage: '{quote} for {disease}, {name|somebody}'", "match: {any: [word, {not: other}]}",
        "match: word\nunits: [heading]\nwhere: [{unit: heading}]",
        "match: {all: [word, {seen: {not: word}, in: next}]}", "match: word\nrelated: [guarantee/word]",
        "score: {threshold: 2, cues: [{name: a, points: 2, match: word, anchor: true}]}",
    ],
)  # fmt: skip
def test_a_sound_rule_is_left_alone(tmp_path: Path, rule: str) -> None:
    assert _lint(tmp_path, f"{HEAD}{rule}\n{EXAMPLES}") == []


def test_a_lexicon_nothing_uses_is_named(tmp_path: Path) -> None:
    assert _lint(tmp_path, "lexicon: spare\ntitle: Spare\nterms: [spare]\n") == ["1:1 W002 nothing uses the lexicon 'spare'"]


def test_a_lexicon_used_by_another_lexicon_is_used(tmp_path: Path) -> None:
    (tmp_path / "outer.yaml").write_text("lexicon: outer\ntitle: Outer\npatterns: ['{inner} thing']\n", encoding="utf-8")
    (tmp_path / "inner.yaml").write_text("lexicon: inner\ntitle: Inner\nterms: [small]\n", encoding="utf-8")
    (tmp_path / "rule.yaml").write_text(f"{HEAD}match: '{{outer}}'\n{EXAMPLES}", encoding="utf-8")
    assert lint([TINY, tmp_path]) == []


def test_expressions_in_the_settings_are_tried_too(tmp_path: Path) -> None:
    text = "pack: {name: own, version: 1}\nsettings:\n  citations:\n  - {kind: bad, regex: '(x+x+)+y'}\n"
    assert _lint(tmp_path, text) == ["4:25 R007 the expression '(x+x+)+y' can backtrack without bound: it was stopped on 'x' repeated"]


def test_a_fault_of_loading_is_among_the_rest(tmp_path: Path) -> None:
    found = _lint(tmp_path, f"{HEAD}match: '{{nothing}}'\n{EXAMPLES}")
    assert [line.split()[1] for line in found] == ["R004"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f'{HEAD}match: "my {{diseases}} here"\n{EXAMPLES}', "3:12"), (f"{HEAD}match: my {{diseases}} here\n{EXAMPLES}", "3:11"),
        (f"{HEAD}match:\n- word\n- all: [word, 'a (b']\n{EXAMPLES}", "5:18"), ("lexicon: x\ntitle: X\npatterns:\n- a word\n- 'the {diseases}'\n", "5:8"),
        ("triggers:\n  negated:\n  - {pattern: 'not <x'}\n", "3:20"), ("triggers:\n  negated:\n  - {patterns: [not, 'ever {nothing}']}\n", "3:28"),
    ],
)  # fmt: skip
def test_a_fault_inside_a_pattern_has_its_own_column(tmp_path: Path, text: str, place: str) -> None:
    assert _lint(tmp_path, text)[0].split()[0] == place


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("lexicon: n\ntitle: N\ntoken_patterns: ['[0-9']\n", "1:1 R003 '[0-9' is no valid regular expression"),
        ("pack: {name: own, version: 1}\nsettings:\n  citations:\n  - {kind: bad, regex: '(x'}\n", "4:25 R003 '(x' is no valid regular expression"),
    ],
)
def test_an_expression_that_does_not_parse_is_a_fault_with_its_place(tmp_path: Path, text: str, start: str) -> None:
    assert [line.startswith(start) for line in _lint(tmp_path, text)] == [True]


def test_a_lexicon_of_this_name_may_be_extended_by_a_file_without_a_title(tmp_path: Path) -> None:
    assert _lint(tmp_path, "lexicon: disease\nextends: true\nterms: [made-up disease]\n") == []


def test_a_file_that_extends_may_come_before_the_one_it_extends(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("lexicon: mine\nextends: true\nterms: [two]\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("lexicon: mine\ntitle: Mine\nterms: [one]\n", encoding="utf-8")
    (tmp_path / "rule.yaml").write_text(f"{HEAD}match: '{{mine}}'\n{EXAMPLES}", encoding="utf-8")
    assert lint([TINY, tmp_path]) == []


def test_extending_a_lexicon_that_does_not_exist_is_a_fault_with_what_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("lexicon: diseases\nextends: true\nterms: [made-up disease]\n", encoding="utf-8")
    found = [each for each in lint([TINY, file]) if not each.warning]
    assert [(each.at.line, each.code) for each in found] == [(1, "L003")]
    assert "did you mean 'disease'?" in found[0].hint


def test_a_lexicon_of_its_own_needs_a_title(tmp_path: Path) -> None:
    assert _lint(tmp_path, "lexicon: spare\nterms: [spare]\n") == ["1:1 S001 the file lacks the key 'title'"]
