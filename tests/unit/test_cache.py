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

PACK = """
lexicon: therapy
title: Therapies
terms: [stem cells]
"""


@pytest.fixture
def compiled(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "therapy.yaml").write_text(PACK, encoding="utf-8")
    pack, _ = checked((folder,))
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
