"""What blocks and maps of every reader always obey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from compliance.documents import html, markdown, plain
from compliance.documents.entities import BLANKS, pieces
from compliance.model.document import Place
from compliance.model.span import IDENTITY, OffsetMap

WORDS = ["cure", "lupus", "95%", " ", "  ", "\n", "\t", "\r\n", "é🩺", "&amp;", "&#65;", "&copy2", "&", "<", ">", "\u00a0"]
TAGS = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<ul><li>", "<li>", "</ul>", "<br>", "<h1>", "</h1>", "<table><tr><td>", "<td>", "</table>",
    "<!--", "-->", "<span hidden>", "</span>", "<small>", "</small>", "<sup>1</sup>", "<q>", "</q>", "<pre>", "</pre>", "<img alt='a &amp;  b'>",
    '<a title="we\n cure">', "</a>", "<script>", "</script>", "<style>p{display:none}</style>", "<footer>", "</footer>", "<details><summary>",
    "</details>", "<title>", "</title>", "<nav><a>", "</nav>", "<meta name=description content='it cures'>", "<p class=x style='color:#fff'>",
    '<script type="application/ld+json">{"reviewBody":"I\\u0041 \\n b"}', "<blockquote>", "</blockquote>", "<a href='", '"', "<textarea>",
    "<svg><text>", "</svg>", "<template>", "</template>", "<b><p>", "<th>", "<strong>",
]  # fmt: skip
MARKS = [
    "# ", "## ", "- ", "* ", "1. ", "> ", "    ", "**", "*", "_", "`", "```\n", "~~", "[", "](x)", "]", "![", "[^1]", "\n[^1]: ", "\n[r]: http://x\n",
    "[r]", "|", "\n|---|---|\n", "\n\n", "\n---\n", "\n===\n", "\\", "  \n", "<br>", "<div hidden>\n", "\n</div>\n", "<!-- ", " -->", "<small>",
    "</small>", "<https://a.example>", "---\ntitle: a\n---\n",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(WORDS + TAGS), max_size=24).map("".join)
ARTICLES = st.lists(st.sampled_from(WORDS + MARKS), max_size=24).map("".join)
LAYOUTS = st.lists(
    st.sampled_from([*WORDS, "• ", "- ", "1. ", "\n", "\n\n", "A. ", "FAQ", "References", "?", ".", ":", "   x", "\tx", "| ", "----", "Q. "]), max_size=24
)


def obey(source: str, content: str, back: OffsetMap, blocks: tuple[Any, ...]) -> None:
    reached = 0
    for block in blocks:
        assert reached <= block.start < block.end <= len(content)
        assert content[block.start : block.end].strip() == content[block.start : block.end]
        reached = block.end
        for start in range(block.start, block.end, 3):
            for end in (start + 1, min(start + 4, block.end), block.end):
                span = back.to_source(start, end)
                assert 0 <= span.start <= span.end <= len(source)


def pieces_of(content: str, back: OffsetMap) -> list[tuple[str, int, int]]:
    if not content:
        return []
    ends = [*back.derived[1:], back.length]
    return [(content[start:end], left, right) for start, end, left, right in zip(back.derived, ends, back.source, back.source_end, strict=True)]


@given(PAGES)
def test_blocks_of_a_page_are_ordered_apart_and_lead_into_the_source(source: str) -> None:
    content, back, blocks, *_ = html.read(source)
    obey(source, content, back, blocks)


@given(ARTICLES)
def test_blocks_of_an_article_are_ordered_apart_and_lead_into_the_source(source: str) -> None:
    content, back, blocks, _ = markdown.read(source)
    obey(source, content, back, blocks)


@given(LAYOUTS)
def test_blocks_of_a_plain_text_are_ordered_apart_and_in_it(parts: list[str]) -> None:
    source = "".join(parts)
    obey(source, source, IDENTITY, plain.blocks(source))


def assert_runs_are_copies(read: Callable[[str], Any], source: str) -> None:
    content, back, *_ = read(source)
    assert back.length == len(content)
    for text, start, end in pieces_of(content, back):
        assert 0 <= start <= end <= len(source)
        written = source[start:end]
        # A run is a copy; a blank stands for blanks, a raised number for its digits; all else is shorter or longer than its source.
        assert len(text) != len(written) or text == written or (text == " " and written in BLANKS) or written.isdigit()


@given(PAGES)
def test_runs_of_a_page_are_copies_of_their_source(source: str) -> None:
    assert_runs_are_copies(html.read, source)


@given(ARTICLES)
def test_runs_of_an_article_are_copies_of_their_source(source: str) -> None:
    assert_runs_are_copies(markdown.read, source)


@given(PAGES)
def test_the_visible_text_of_a_page_goes_forward_in_the_source(source: str) -> None:
    _, back, blocks, *_ = html.read(source)
    seen = [back.to_source(block.start, block.end).start for block in blocks if not block.hidden and block.place is not Place.ATTRIBUTE]
    assert seen == sorted(seen)


@given(st.text(max_size=80))
def test_any_text_at_all_is_read(source: str) -> None:
    for read in (html.read, markdown.read):
        content, back, blocks, *_ = read(source)
        obey(source, content, back, blocks)
    plain.blocks(source)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), st.booleans())
def test_pieces_cover_the_text_without_gap_or_overlap(source: str, keeps_blanks: bool) -> None:
    reached = 0
    for _, start, end in pieces(source, 0, len(source), keeps_blanks):
        assert start == reached
        assert end > start
        reached = end
    assert reached == len(source)


@given(st.lists(st.sampled_from(["we", "cure", "lupus", "now", "95%"]), min_size=1, max_size=8))
def test_tags_between_the_letters_of_plain_words_change_nothing(words: list[str]) -> None:
    text = " ".join(words)
    split = "<wbr>".join(f"<b>{letter}</b>" if index % 3 == 0 else letter for index, letter in enumerate(text))
    content, back, blocks, *_ = html.read(f"<p>{split}</p>")
    (block,) = blocks
    assert content[block.start : block.end] == text
    for offset, letter in enumerate(text):
        span = back.to_source(block.start + offset, block.start + offset + 1)
        assert letter == " " or f"<p>{split}"[span.start : span.end] == letter
