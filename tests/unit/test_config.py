"""Where configuration is found, what is refused in it, and what holds for a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.config import Config, Override, Settings, parse_size, with_command_line
from compliance.config_file import find_config
from compliance.errors import UsageError


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_file_the_defaults_hold(top: Path) -> None:
    assert find_config(top) == Config()


def test_the_nearest_file_above_wins_alone(top: Path) -> None:
    _write(top / ".compliance.yaml", "fail-on: low\nmin-severity: medium\n")
    _write(top / "a" / "pyproject.toml", "[tool.compliance]\nfail-on = 'critical'\n")
    (top / "a" / "b").mkdir()
    found = find_config(top / "a" / "b")
    assert (found.source, found.settings.fail_on, found.settings.min_severity) == ("a/pyproject.toml", "critical", "low")


def test_a_pyproject_without_our_table_is_passed_over(top: Path) -> None:
    _write(top / ".compliance.yaml", "fail-on: low\n")
    _write(top / "a" / "pyproject.toml", "[project]\nname = 'compliance-notes'\n")
    assert find_config(top / "a").settings.fail_on == "low"


def test_beside_each_other_the_yaml_file_wins(top: Path) -> None:
    _write(top / ".compliance.yaml", "fail-on: low\n")
    _write(top / "pyproject.toml", "[tool.compliance]\nfail-on = 'critical'\n")
    assert find_config(top).settings.fail_on == "low"


def test_the_command_line_wins_over_the_environment_and_that_over_the_folder(top: Path) -> None:
    _write(top / ".compliance.yaml", "fail-on: low\n")
    one, two = _write(top / "one.yaml", "fail-on: medium\n"), _write(top / "two.yaml", "fail-on: never\n")
    environment = {"COMPLIANCE_CONFIG": str(one)}
    assert find_config(top, None, environment).settings.fail_on == "medium"
    assert find_config(top, str(two), environment).settings.fail_on == "never"


@pytest.mark.parametrize("named", ["gone.yaml", "empty/pyproject.toml"])
def test_a_named_file_that_says_nothing_is_an_error(top: Path, named: str) -> None:
    _write(top / "empty" / "pyproject.toml", "[project]\n")
    with pytest.raises(UsageError, match=named):
        find_config(top, named)


def test_an_empty_file_means_the_defaults(top: Path) -> None:
    _write(top / ".compliance.yaml", "# nothing yet\n")
    assert find_config(top).settings == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail-on: high\nfailon: low\n", ".compliance.yaml:2:1: S001: unknown key 'failon'; did you mean 'fail-on'?"),
        ("fail_on: high\n", ".compliance.yaml:1:1: S001: unknown key 'fail_on'; did you mean 'fail-on'?"),
        ("fail-on: hihg\n", ".compliance.yaml:1:10: S001: 'fail-on' is 'hihg'; did you mean 'high'?"),
        ("select: cure-claim\n", ".compliance.yaml:1:9: S001: 'select' is text, not a list; "),
        ("core: no\n", ".compliance.yaml:1:7: Y004: unquoted no reads as true or false; "),
        ("max-size: huge\n", ".compliance.yaml:1:11: S001: 'max-size' is 'huge'; write it like 20 MB"),
        ("ignore: [a]\nignore: [b]\n", ".compliance.yaml:2:1: Y005: the key 'ignore' is repeated"),
        ("overrides:\n- paths: [a]\n  ingore: [b]\n", ".compliance.yaml:3:3: S001: unknown key 'ingore'; did you mean 'ignore'?"),
        ("overrides:\n- ignore: [b]\n  fail-on: low\n", ".compliance.yaml:2:3: S001: this entry lacks the key 'paths'; add 'paths: …'"),
        ("select: [a\n", ".compliance.yaml:1:9: Y001: not valid YAML"),
    ],
)
def test_a_fault_is_refused_with_its_place_and_what_to_write(top: Path, text: str, message: str) -> None:
    _write(top / ".compliance.yaml", text)
    with pytest.raises(UsageError) as caught:
        find_config(top)
    assert str(caught.value).startswith(message)


def test_every_fault_is_reported(top: Path) -> None:
    _write(top / ".compliance.yaml", "a: 1\nfail-on: x\nb: 2\n")
    with pytest.raises(UsageError) as caught:
        find_config(top)
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[tool.other]\nfailon = 1\n\n[tool.compliance]\ncore = true\nfailon = 'low'\n", "pyproject.toml:6:1: S001: unknown key 'failon'"),
        ("[[tool.compliance.overrides]]\npaths = ['a']\nfail-on = 'low'\n[[tool.compliance.overrides]]\npaths = ['b']\n  x = 1\n", "pyproject.toml:6:3: S001"),
        ("[tool.compliance]\nfail-on = \n", "pyproject.toml:2:11: not valid TOML"),
    ],
)
def test_a_fault_in_a_pyproject_has_its_place_too(top: Path, text: str, place: str) -> None:
    _write(top / "pyproject.toml", text)
    with pytest.raises(UsageError) as caught:
        find_config(top)
    assert str(caught.value).startswith(place)


def test_rule_paths_count_from_the_file_that_names_them(top: Path) -> None:
    _write(top / "site" / ".compliance.yaml", "rules: [own, ../shared]\n")
    assert find_config(top / "site").rules == (str(top / "site" / "own"), str(top / "site" / ".." / "shared"))


def test_overrides_hold_for_their_paths_and_the_later_wins(top: Path) -> None:
    _write(
        top / ".compliance.yaml",
        "ignore: [a]\noverrides:\n- {paths: [blog/], ignore: [b], fail-on: low}\n- {paths: ['*.md'], fail-on: never, select: [c]}\n",
    )
    found = find_config(top)
    assert found.settings_for("ads/x.txt") == Settings(ignore=("a",))
    assert found.settings_for("blog/x.txt") == Settings(ignore=("a", "b"), fail_on="low")
    assert found.settings_for("blog/x.md") == Settings(ignore=("a", "b"), fail_on="never", select=("c",))


def test_override_paths_count_from_the_file_even_below_it(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(top / ".compliance.yaml", "exclude: [site/drafts/]\noverrides:\n- {paths: [site/blog/*], fail-on: low}\n")
    (top / "site").mkdir()
    monkeypatch.chdir(top / "site")
    found = find_config(top / "site")
    assert found.settings_for("blog/x.txt").fail_on == "low"
    assert found.is_excluded("drafts/x.txt")
    assert not found.is_excluded("blog/x.txt")


def test_the_command_line_adds_to_lists_of_rules_and_replaces_bounds() -> None:
    override = Override(paths=("*",), fail_on="never", min_severity="high")
    config = Config(rules=("a",), settings=Settings(select=("x",), ignore=("y",), fail_on="low"), overrides=(override,))
    found = with_command_line(config, rules=("b",), select=("s",), ignore=("i",), fail_on="critical", min_severity=None, no_core=True)
    assert (found.rules, found.core) == (("a", "b"), False)
    assert found.settings == Settings(select=("s",), ignore=("y", "i"), fail_on="critical")
    assert found.settings_for("any").fail_on == "critical"
    assert found.settings_for("any").min_severity == "high"
    assert with_command_line(config) == config


def test_the_digest_changes_with_what_decides_and_not_with_where_it_lies() -> None:
    config = Config()
    assert Config(source="elsewhere", root=Path("/"), rules=("mine",)).digest == config.digest
    assert Config(settings=Settings(ignore=("a",))).digest != config.digest


@pytest.mark.parametrize(("written", "size"), [(5, 5), ("7", 7), ("20 MB", 20_000_000), ("3kB", 3_000), ("1 GB", 1_000_000_000)])
def test_sizes_are_read_in_thousands(written: int | str, size: int) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize("written", ["", "0", "-3", "20 MiB", "2.5 MB", "lots"])
def test_what_is_no_size_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write it like 20 MB"):
        parse_size(written)
