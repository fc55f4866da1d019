"""Which inputs some paths mean."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from compliance.documents.walk import Input, Inputs, find_inputs, read_input
from compliance.errors import UnreadableDocument

KINDS = (".txt", ".md")


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _make(top: Path, *names: str) -> None:
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")


def _names(found: Inputs) -> list[str]:
    return [each.name for each in found.inputs]


def _errors(found: Inputs) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in found.errors]


def test_folders_are_walked_in_one_order_files_before_folders(top: Path) -> None:
    _make(top, "ads/b.txt", "ads/a/z.txt", "ads/a/y.txt", "ads/C.md", "ads/a.txt")
    assert _names(find_inputs(["ads"], KINDS)) == ["ads/C.md", "ads/a.txt", "ads/b.txt", "ads/a/y.txt", "ads/a/z.txt"]


def test_hidden_files_and_folders_are_left_out_unless_named(top: Path) -> None:
    _make(top, "a.txt", ".b.txt", ".c/d.txt")
    assert _names(find_inputs(["."], KINDS)) == ["a.txt"]
    assert _names(find_inputs([".b.txt", ".c"], KINDS)) == [".b.txt", ".c/d.txt"]


def test_kinds_without_a_reader_are_counted_in_folders_and_kept_when_named(top: Path) -> None:
    _make(top, "a.txt", "b.pdf", "c.PDF", "Makefile")
    found = find_inputs(["."], KINDS)
    assert dict(found.skipped) == {".pdf": 2, "(no extension)": 1}
    assert _names(find_inputs(["b.pdf"], KINDS)) == ["b.pdf"]


def test_an_extension_in_capitals_is_the_same_extension(top: Path) -> None:
    _make(top, "A.TXT")
    assert find_inputs(["."], KINDS).inputs[0].extension == ".txt"


def test_a_file_named_twice_is_screened_once(top: Path) -> None:
    _make(top, "ads/a.txt")
    assert _names(find_inputs(["ads/a.txt", "ads", "./ads/a.txt", str(top / "ads")], KINDS)) == ["ads/a.txt"]


def test_a_path_inside_the_current_folder_is_named_relative_to_it(top: Path) -> None:
    _make(top, "ads/a.txt")
    assert _names(find_inputs([str(top / "ads")], KINDS)) == ["ads/a.txt"]
    os.chdir(top / "ads")
    assert _names(find_inputs(["../ads/a.txt"], KINDS)) == ["../ads/a.txt"]


def test_a_folder_loop_is_walked_once_and_noted(top: Path) -> None:
    _make(top, "ads/a.txt", "ads/sub/b.txt")
    (top / "ads" / "sub" / "loop").symlink_to(top / "ads")
    found = find_inputs(["ads"], KINDS)
    assert _names(found) == ["ads/a.txt", "ads/sub/b.txt"]
    assert found.notes == ("ads/sub/loop leads to ads, which is read already",)
    assert found.errors == ()


def test_a_linked_folder_is_walked_after_the_real_ones(top: Path) -> None:
    _make(top, "ads/z/a.txt", "other/b.txt")
    (top / "ads" / "a-link").symlink_to(top / "ads" / "z")
    (top / "ads" / "b-link").symlink_to(top / "other")
    assert _names(find_inputs(["ads"], KINDS)) == ["ads/z/a.txt", "ads/b-link/b.txt"]


def test_links_that_lead_nowhere_or_to_themselves_are_errors(top: Path) -> None:
    _make(top, "ads/a.txt")
    (top / "ads" / "gone.txt").symlink_to(top / "nowhere")
    (top / "ads" / "self.txt").symlink_to(top / "ads" / "self.txt")
    found = find_inputs(["ads"], KINDS)
    assert _names(found) == ["ads/a.txt"]
    assert _errors(found) == [("ads/gone.txt", "D005"), ("ads/self.txt", "D006")]


def test_patterns_are_expanded_here_where_the_shell_did_not(top: Path) -> None:
    _make(top, "ads/a.txt", "ads/sub/b.txt", "ads/c.pdf", "ads/[x].txt")
    assert _names(find_inputs(["ads/*"], KINDS)) == ["ads/[x].txt", "ads/a.txt", "ads/sub/b.txt"]
    assert _names(find_inputs(["ads/**/*.txt"], KINDS)) == ["ads/[x].txt", "ads/a.txt", "ads/sub/b.txt"]
    assert _names(find_inputs(["ads/[x].txt"], KINDS)) == ["ads/[x].txt"]


def test_what_does_not_exist_is_an_error_beside_the_rest(top: Path) -> None:
    _make(top, "a.txt", "empty/b.pdf")
    found = find_inputs(["gone.txt", "*.html", "empty", "a.txt"], KINDS)
    assert _names(found) == ["a.txt"]
    assert _errors(found) == [("gone.txt", "D005"), ("*.html", "D008"), ("empty", "D008")]


def test_excluded_paths_are_left_out_of_folders_and_patterns_but_not_when_named(top: Path) -> None:
    _make(top, "ads/a.txt", "ads/drafts/b.txt")
    assert _names(find_inputs(["ads", "ads/**/*.txt"], KINDS, lambda name: "drafts" in name)) == ["ads/a.txt"]
    assert _names(find_inputs(["ads/drafts/b.txt"], KINDS, lambda name: "drafts" in name)) == ["ads/drafts/b.txt"]


def test_standard_input_takes_kind_and_name_from_the_name_given() -> None:
    assert find_inputs(["-", "-"], KINDS, stdin_name="x.md").inputs == (Input(None, "x.md", ".md"),)
    assert find_inputs(["-"], KINDS).inputs == (Input(None, "<stdin>", ".txt"),)


@pytest.mark.skipif(os.name == "nt", reason="no named pipes in the file system")
def test_a_pipe_or_socket_is_refused_and_never_waited_for(top: Path) -> None:
    os.mkfifo(top / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        found = find_inputs(["pipe.txt", "."], KINDS)
    assert _errors(found) == [("pipe.txt", "D009"), (".", "D008")]
    assert dict(found.skipped) == {"(no regular file)": 2}
    with pytest.raises(UnreadableDocument, match="not a regular file"):
        read_input(Input(top / "pipe.txt", "pipe.txt", ".txt"), 100)


def test_a_folder_that_cannot_be_listed_is_an_error(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(top, "ads/a.txt", "ads/locked/b.txt")
    whole = os.scandir

    def scandir(path: os.PathLike[str]) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = find_inputs(["ads"], KINDS)
    assert _names(found) == ["ads/a.txt"]
    assert _errors(found) == [("ads/locked", "D006")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_may_not_be_read_is_an_error(top: Path) -> None:
    _make(top, "a.txt")
    (top / "a.txt").chmod(0)
    with pytest.raises(UnreadableDocument, match="Permission denied"):
        read_input(Input(top / "a.txt", "a.txt", ".txt"), 100)


def test_a_file_of_exactly_the_limit_is_read_and_a_larger_one_is_not(top: Path) -> None:
    (top / "a.txt").write_bytes(b"12345")
    each = Input(top / "a.txt", "a.txt", ".txt")
    assert read_input(each, 5) == b"12345"
    with pytest.raises(UnreadableDocument, match="larger than the limit of 4 bytes"):
        read_input(each, 4)


def test_a_deep_tree_is_walked_to_its_end(top: Path) -> None:
    deep = top / "/".join(["d"] * 900)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("x", encoding="utf-8")
    assert len(find_inputs(["d"], KINDS).inputs) == 1
