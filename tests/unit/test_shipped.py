"""Core rules compiled into the package: used where they are those that would be compiled, else as if they were not there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from compliance import cache, loading, shipped
from compliance.packs.files import builtin_folder

TINY = Path(__file__).parent.parent / "data" / "tiny"


@pytest.fixture(autouse=True)
def core(tmp_path, monkeypatch):
    """A tiny folder of rules that counts as the one that ships with the tool, and no cache."""
    folder = tmp_path / "rules"
    shutil.copytree(TINY, folder)
    for module in (loading, shipped):
        monkeypatch.setattr(module, "builtin_folder", lambda: folder)
    monkeypatch.setattr("compliance.packed.form.builtin_folder", lambda: folder)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "compiled")
    monkeypatch.setenv(cache.ENVIRONMENT, "off")
    loading._load.cache_clear()
    yield folder
    loading._load.cache_clear()


@pytest.fixture
def place(core):
    """Where they have been shipped; the process has forgotten them."""
    loading.ship(shipped.FOLDER)
    loading._load.cache_clear()
    return shipped.FOLDER


def _is_compiled_anew(monkeypatch) -> bool:
    """Does loading the rules compile them?"""
    compiled = []
    real = loading._compiled
    monkeypatch.setattr(loading, "_compiled", lambda *given: compiled.append(given) or real(*given))
    loading.load_packs()
    return bool(compiled)


def test_they_are_used_and_not_compiled_again(place, monkeypatch):
    assert not _is_compiled_anew(monkeypatch)


def test_they_are_what_would_have_been_compiled(place):
    read, made = loading.load_packs(), loading.checked((shipped.builtin_folder(),))[0]
    assert read.pack == made.pack
    assert [each.source for each in read.patterns] == [each.source for each in made.patterns]
    assert loading.identities()[0]["sha256"]


def test_a_rule_that_was_changed_since_is_what_counts(place, core, monkeypatch):
    file = core / "categories.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert _is_compiled_anew(monkeypatch)


def test_others_rules_are_compiled(place, core, tmp_path, monkeypatch):
    shutil.copytree(core, tmp_path / "own")
    assert shipped.read(shipped.key())
    monkeypatch.setattr(loading, "pack_folders", lambda paths, core: (tmp_path / "own",))
    assert _is_compiled_anew(monkeypatch)


@pytest.mark.parametrize("spoil", ["cut", "empty", "no identities", "writable", "gone"])
def test_what_cannot_be_trusted_is_not_used(place, monkeypatch, spoil):
    (pack,) = place.glob("*.pack")
    if spoil == "cut":
        pack.write_bytes(pack.read_bytes()[:-9])
    elif spoil == "empty":
        pack.write_bytes(b"")
    elif spoil == "no identities":
        pack.with_suffix(".json").write_text(json.dumps({"sha256": ""}), encoding="utf-8")
    elif spoil == "writable":
        pack.chmod(0o666)
    else:
        pack.unlink()
    assert _is_compiled_anew(monkeypatch)


def test_expressions_come_with_them(place, monkeypatch):
    def refuse(*_: object) -> bytes:
        raise AssertionError("compiled")

    monkeypatch.setattr("compliance.engine.plain.program", refuse)
    assert [each.plain for each in loading.load_packs().patterns if not each.is_raw]


def test_places_lead_to_the_rules_where_they_lie_now(place, core, tmp_path, monkeypatch):
    moved = tmp_path / "elsewhere"
    core.rename(moved)
    monkeypatch.setattr("compliance.packed.form.builtin_folder", lambda: moved)
    for module in (loading, shipped):
        monkeypatch.setattr(module, "builtin_folder", lambda: moved)
    compiled = loading.load_packs()
    paths = {rule.at.path for rule in compiled.pack.rules} | {each.at.path for each in compiled.patterns}
    assert paths
    assert all(Path(each).is_relative_to(moved) and Path(each).exists() for each in paths)


def test_a_note_spares_reading_the_rules(place, tmp_path, monkeypatch):
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    loading.load_packs()
    loading._load.cache_clear()

    def refuse() -> str:
        raise AssertionError("read")

    monkeypatch.setattr(shipped, "key", refuse)
    assert loading.load_packs().pack.rules


def test_writing_again_takes_the_old_away(place, core):
    file = core / "categories.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    loading._load.cache_clear()
    loading.ship(place)
    assert [each.stem for each in place.glob("*.pack")] == [shipped.key()]


def test_a_checkout_has_its_rules_beside_the_package():
    assert builtin_folder().is_dir()
