"""Path patterns mean what they mean in ignore files."""

from __future__ import annotations

import pytest

from compliance.model.path_pattern import path_matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.md", "a.md", True), ("*.md", "sub/a.md", True), ("*.md", "a.mdx", False),
        ("drafts", "drafts/a.txt", True), ("drafts/", "site/drafts/a.txt", True), ("drafts", "drafts2/a.txt", False),
        ("site/drafts", "site/drafts/x/a.txt", True), ("site/drafts", "other/site/drafts/a.txt", False), ("/ads", "ads/a.txt", True),
        ("/ads", "x/ads/a.txt", False), ("blog/*/a.txt", "blog/x/a.txt", True), ("blog/*/a.txt", "blog/x/y/a.txt", False),
        ("blog/**/a.txt", "blog/a.txt", True), ("blog/**/a.txt", "blog/x/y/a.txt", True), ("**/a.txt", "x/y/a.txt", True), ("**", "any/thing", True),
        ("a?.txt", "ab.txt", True), ("a?.txt", "a/.txt", False), ("[ab].txt", "b.txt", True), ("[!ab].txt", "b.txt", False), ("[!ab].txt", "c.txt", True),
        ("a+b(1).txt", "a+b(1).txt", True), ("a.txt", "aXtxt", False), ("./ads/*", "ads/a.txt", True), ("ads/*", "./ads/a.txt", True), ("[", "[", True),
    ],
)  # fmt: skip
def test_a_pattern_covers_names_and_what_lies_below_them(pattern: str, path: str, expected: bool) -> None:
    assert path_matches(pattern, path) is expected
