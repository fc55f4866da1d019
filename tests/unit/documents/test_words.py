"""The words of layout are data: each language's file fits its schema, and what it says is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.documents import words as module
from compliance.documents.words import made, words
from compliance.errors import PackError
from compliance.packs.load import builtin_folder, sources
from compliance.packs.schema import validate

GERMAN = {
    "language": "de", "references": {"qualifiers": ["ausgewählte"], "names": ["quellen"]}, "questions": ["häufige fragen"],
    "footer": {"anywhere": ["alle rechte vorbehalten"], "first": ["impressum"]}, "question_labels": ["F"],
}  # fmt: skip


def test_every_file_of_layout_fits_its_schema() -> None:
    for source in sources([builtin_folder() / "layout"]):
        assert list(validate(source, "layout")) == []


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        ("references", "3. Selected references:", "References are available on request"),
        ("questions", "Frequently asked questions about our clinic", "Ask your questions"),
        ("footer", "© 2026 The Clinic", "We copy nobody"),
        ("label", "Q 2: Does it work?", "q 2: no"),
    ],
)
def test_english_words_of_layout_are_known(kind: str, yes: str, no: str) -> None:
    pattern = getattr(words(), kind)
    find = pattern.search if kind == "footer" else pattern.match
    assert find(yes)
    assert not find(no)


def test_a_further_language_adds_its_words() -> None:
    both = made([GERMAN, *(source.data["layout"] for source in sources([builtin_folder() / "layout"]))])
    assert all(both.references.match(each) for each in ("Ausgewählte Quellen", "References"))
    assert all(both.footer.search(each) for each in ("Impressum", "Disclaimer"))


def test_a_broken_file_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "xx.yaml").write_text("layout:\n  language: xx\n  questions: [a]\n")
    monkeypatch.setattr(module, "_given", [])
    monkeypatch.setattr(module, "builtin_folder", lambda: tmp_path)
    with pytest.raises(PackError, match=r"xx\.yaml:1:1: S001"):
        words.__wrapped__()
