"""Compiled packs kept between runs: only our own, only whole, only what a pack is made of."""

from __future__ import annotations

import os
import pickle
import struct
from pathlib import Path
from zlib import crc32

import pytest

from compliance import cache
from compliance.engine import frozen
from compliance.loading import checked
from compliance.packed.kept import Kept

PACK = """
lexicon: therapy
title: Therapies
terms: [stem cells]
patterns: ["(cell|plasma) drip"]
"""
PATTERN = """
triggers:
  negated: [{pattern: "no <2> {therapy}"}, {pattern: "never"}]
"""


@pytest.fixture
def compiled(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "therapy.yaml").write_text(PACK, encoding="utf-8")
    (folder / "context.yaml").write_text(PATTERN, encoding="utf-8")
    pack, diagnostics = checked((folder,))
    assert not diagnostics
    return pack


@pytest.fixture
def place(tmp_path, monkeypatch):
    place = tmp_path / "cache"
    monkeypatch.setenv("COMPLIANCE_CACHE", str(place))
    return place


def test_a_pack_comes_back_as_it_was_written(compiled, place):
    cache.write("name", compiled)
    again = cache.read("name")
    assert again is not None
    assert again.pack == compiled.pack
    assert [each.source for each in again.patterns] == [each.source for each in compiled.patterns]


def test_the_folder_is_for_its_owner_alone(compiled, place):
    cache.write("name", compiled)
    assert place.stat().st_mode & 0o077 == 0


def test_a_folder_others_can_write_to_is_not_trusted(compiled, place):
    cache.write("name", compiled)
    place.chmod(0o777)
    assert cache.read("name") is None


def test_a_cut_or_changed_file_is_not_trusted(compiled, place):
    cache.write("name", compiled)
    file = place / "name.pack"
    data = file.read_bytes()
    file.write_bytes(data[:-3])
    assert cache.read("name") is None
    file.write_bytes(data[:-1] + b"x")
    assert cache.read("name") is None


def test_nothing_but_a_pack_can_be_built_from_a_file(place, tmp_path):
    class Harm:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "harm"),)

    place.mkdir(mode=0o700)
    body = pickle.dumps(Harm())
    (place / "name.pack").write_bytes(cache.MAGIC + struct.pack(">IQ", crc32(body), len(body)) + body)
    assert cache.read("name") is None
    assert not (tmp_path / "harm").exists()


def test_nothing_but_an_expression_can_be_thawed(tmp_path):
    class Harm:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "harm"),)

    with pytest.raises(pickle.UnpicklingError):
        frozen.thaw(pickle.dumps(Harm()))
    assert not (tmp_path / "harm").exists()


def test_another_content_has_another_key(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text("a", encoding="utf-8")
    before = cache.key([file], "1")
    file.write_text("b", encoding="utf-8")
    assert cache.key([file], "1") != before
    assert cache.key([file], "2") != cache.key([file], "1")


def test_off_means_no_cache(compiled, monkeypatch):
    monkeypatch.setenv("COMPLIANCE_CACHE", "off")
    assert cache.folder() is None
    cache.write("name", compiled)
    assert cache.read("name") is None


def test_a_folder_that_cannot_be_made_is_no_fault(compiled, tmp_path, monkeypatch):
    blocker = Path(tmp_path, "file")
    blocker.write_text("", encoding="utf-8")
    monkeypatch.setenv("COMPLIANCE_CACHE", str(blocker / "cache"))
    cache.write("name", compiled)
    assert cache.read("name") is None


def test_a_note_leads_from_the_state_of_files_to_their_pack(place):
    state = (("/rules/one.yaml", 1, 2),)
    quick = cache.quick_key(state, "1")
    assert cache.recall(quick) is None
    cache.remember(quick, "0" * 64, [{"name": "core"}])
    assert cache.recall(quick) == ("0" * 64, [{"name": "core"}])
    assert cache.quick_key((("/rules/one.yaml", 3, 2),), "1") != quick


@pytest.mark.parametrize("note", [b"", b"[]", b'{"pack": "../x", "identities": []}', b'{"pack": 1, "identities": []}', b'{"identities": []}'])
def test_a_note_of_another_shape_is_not_trusted(place, note):
    quick = cache.quick_key((), "1")
    cache.remember(quick, "0" * 64, [])
    (place / f"{quick}.note").write_bytes(note)
    assert cache.recall(quick) is None


def test_a_pattern_is_read_when_it_is_needed(compiled, place):
    cache.write("name", compiled)
    again = cache.read("name")
    assert again is not None
    for mine, other in zip(compiled.patterns, again.patterns, strict=True):
        assert (other.text, other.is_raw, other.starts, other.regex.pattern) == (mine.text, mine.is_raw, mine.starts, mine.regex.pattern)


def test_what_was_compiled_is_kept_for_the_next_run(compiled, place):
    cache.write("name", compiled)
    assert not list(place.glob("*.kept"))
    source = compiled.patterns[0].plain.pattern, compiled.patterns[0].regex.pattern
    cache._add_expressions(place / "name.kept", compiled.expressions)
    again = cache.read("name")
    kept = Kept(place / "name.kept")
    assert set(kept) == {0, 1}
    assert (again.patterns[0].plain.pattern, again.patterns[0].regex.pattern) == source
    assert not again.expressions.made
    assert again.patterns[1].plain.search("never again")
    cache._add_expressions(place / "name.kept", again.expressions)
    assert set(Kept(place / "name.kept")) == {0, 1, 2}


def test_a_damaged_expression_counts_as_missing_and_the_others_do_not(compiled, place):
    cache.write("name", compiled)
    assert [each.plain for each in compiled.patterns]
    file = place / "name.kept"
    cache._add_expressions(file, compiled.expressions)
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    kept = Kept(file)
    last = list(kept)[-1]
    assert kept.get(last) is None
    assert all(kept.get(key) for key in kept if key != last)
    again = cache.read("name")
    assert again.patterns[last // 2].plain.search("never again")


@pytest.mark.parametrize("data", [b"", b"x", b"compliance-kept-1\n", b"compliance-kept-1\n" + b"\0" * 20, pickle.dumps(1)])
def test_a_foreign_file_of_expressions_holds_none(tmp_path, data):
    (tmp_path / "name.kept").write_bytes(data)
    assert len(Kept(tmp_path / "name.kept")) == 0


def test_expressions_are_not_kept_where_their_pack_is_gone(compiled, place):
    cache.write("name", compiled)
    assert compiled.patterns[0].plain
    (place / "name.pack").unlink()
    cache._add_expressions(place / "name.kept", compiled.expressions)
    assert not list(place.glob("*.kept"))


def test_a_pack_that_was_read_is_written_as_it_was(compiled, place):
    cache.write("name", compiled)
    again = cache.read("name")
    cache.write("other", again)
    other = cache.read("other")
    assert other.pack == compiled.pack
    assert [each.as_data() for each in other.patterns] == [each.as_data() for each in compiled.patterns]
