"""Compiled rules as a file: used as it is, or refused with one message that says why and what to type."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from click.testing import CliRunner, Result

from compliance import cache, loading
from compliance.cli import cli
from compliance.engine import plain
from compliance.errors import UsageError

TINY = Path(__file__).parent.parent / "data" / "tiny"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(TINY, folder)
    return folder


@pytest.fixture
def packed(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file made of the folder of own rules, the cache switched off, and in use."""
    monkeypatch.setenv("COMPLIANCE_CACHE", "off")
    file = tmp_path / "rules.pack"
    done = CliRunner().invoke(cli, ["rules", "compile", "-o", str(file), *_given(own)])
    assert done.exit_code == 0, done.output
    monkeypatch.setenv("COMPLIANCE_PACK", str(file))
    return file


def _given(own: Path) -> list[str]:
    return ["--no-config", "--no-core", "--rules", str(own)]


def _check(own: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["check", "-", "-f", "json", *_given(own), *more], input="Our cells cure lupus.")


def _reword(own: Path) -> None:
    file = own / "categories.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("claims a cure for", "says that it heals"), encoding="utf-8")


def _refusal(own: Path) -> str:
    done = _check(own)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("compliance: COMPLIANCE_PACK: ")
    return line


def test_the_rules_come_from_the_file_and_nothing_is_compiled(own: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    loading._load.cache_clear()
    monkeypatch.setattr(loading, "checked", never)
    done = _check(own)
    assert done.exit_code == 1
    assert [each["rule_id"] for each in json.loads(done.stdout)["documents"][0]["findings"]] == ["cure-claim/verb"]


def test_the_expressions_come_from_the_file_too(own: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    loading._load_file.cache_clear()
    monkeypatch.setattr(plain, "program", never)
    monkeypatch.setattr(regex, "compile", never)
    assert _check(own).exit_code == 1


def test_the_report_is_the_same_as_without_the_file(own: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    with_file = _check(own).stdout
    monkeypatch.delenv("COMPLIANCE_PACK")
    assert _check(own).stdout == with_file


def test_worker_processes_and_a_home_that_cannot_be_written_do_too(own: Path, packed: Path, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("Our cells cure lupus.", encoding="utf-8")
    command = [sys.executable, "-m", "compliance", "check", *(str(tmp_path / f"{number}.txt") for number in range(3)), "--jobs", "2", "-q", *_given(own)]
    environment = {**os.environ, "HOME": "/nowhere", "COMPLIANCE_CACHE": "/nowhere/cache", "COMPLIANCE_PACK": str(packed)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("cure-claim/verb") >= 3


def test_files_that_were_touched_but_not_changed_still_fit(own: Path, packed: Path) -> None:
    os.utime(own / "rules.yaml", (1, 1))
    assert _check(own).exit_code == 1


def test_changed_rules_are_named(own: Path, packed: Path) -> None:
    _reword(own)
    assert "the rules have changed since: tiny; make it anew with: compliance rules compile -o " in _refusal(own)


def test_it_can_be_made_anew_while_it_is_named(own: Path, packed: Path) -> None:
    _reword(own)
    assert CliRunner().invoke(cli, ["rules", "compile", "-o", str(packed), *_given(own)]).exit_code == 0
    assert json.loads(_check(own).stdout)["documents"][0]["findings"][0]["message"].endswith("says that it heals lupus.")


def test_rules_other_than_those_it_was_made_of_are_named(own: Path, packed: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.yaml"
    more.write_text("lexicon: disease\nextends: true\ngroups:\n  further: [gout]\n", encoding="utf-8")
    done = _check(own, "--rules", str(more))
    assert done.exit_code == 2
    assert "it was made of tiny, and asked for are tiny, more.yaml; make it anew with: " in done.stderr


def test_a_damaged_file_is_refused(own: Path, packed: Path) -> None:
    data = packed.read_bytes()
    packed.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert "it is damaged: its digest is another" in _refusal(own)
    packed.write_bytes(data[: len(data) // 2])
    assert "it is damaged" in _refusal(own)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"compliance-pack-2\n"])
def test_a_foreign_file_is_refused(own: Path, packed: Path, data: bytes) -> None:
    packed.write_bytes(data)
    assert "it is no compiled pack" in _refusal(own)


def test_a_missing_file_is_refused(own: Path, packed: Path) -> None:
    packed.unlink()
    assert "it cannot be read: No such file or directory" in _refusal(own)


def test_another_version_is_refused(own: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "__version__", "99.0")
    assert "of this tool made it, and this is 99.0" in _refusal(own)


def test_other_code_or_another_python_is_refused(own: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_made_by", lambda version: "another")
    assert _check(own).exit_code == 1, "the same code in files of another time"
    loading._load_file.cache_clear()
    monkeypatch.setattr(cache, "maker", lambda version: "another")
    assert "state of this tool's code made it" in _refusal(own)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners here")
def test_a_file_that_everybody_may_write_to_is_refused(own: Path, packed: Path) -> None:
    packed.chmod(0o666)
    assert "everybody may write to it; type: chmod o-w " in _refusal(own)


def test_a_pack_that_was_itself_read_from_the_cache_makes_the_same_file(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLIANCE_CACHE", str(tmp_path / "cache"))
    loading.load_packs([own], core=False)
    loading._load.cache_clear()
    _, data = loading.compiled_file([own], core=False)
    (tmp_path / "rules.pack").write_bytes(data)
    monkeypatch.setenv("COMPLIANCE_PACK", str(tmp_path / "rules.pack"))
    found = loading.load_packs([own], core=False)
    assert [each.id for each in found.pack.rules] == [each.id for each in loading.checked((own,))[0].pack.rules]  # type: ignore[union-attr]


def test_a_pack_of_nothing_that_may_be_in_one_is_refused(own: Path, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "decoded", lambda data: None)
    with pytest.raises(UsageError, match="no pack that can be read"):
        loading.load_packs([own], core=False)
