"""HTML that is broken, huge or hostile: read as far as a browser shows it, and what was not read is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compliance.documents.html_tokens import CLOSE, OPEN, TEXT, Tokens, attributes

Read = Callable[[str], Any]
MANY = 200_000


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<ul><li>one<li>two</ul>three", ["one", "two", "three"]),
        ("<table><tr><td>one<td>two<tr><td>three</table>four", ["one", "two", "three", "four"]),
        ("<h2>one</h3>two", ["one", "two"]),
        ("<p>one</div></section> two</p>", ["one two"]),
        ("<b><p>one</b> two</p>", ["one two"]),
        ("<div><span>one</div>two", ["one", "two"]),
        ("<table><tr><td>one</div>two<td>three</table>", ["onetwo", "three"]),
        ("<p style='display:none'>one<div>two</div>", ["one", "two"]),
        ("one</p>two", ["onetwo"]),
        ("<p>one</br>two", ["one\ntwo"]),
        ("<p class=it's>one</p>", ["one"]),
        ('<a href="x>y">one</a>', ["one"]),
        ('<p class="a"b>one', ["one"]),
        ("<p/>one", ["one"]),
        ("<P CLASS=X>one</P><SCRIPT>x</Script >two", ["one", "two"]),
        ("<script>if (a</b) '<p>x</p>'</script>one", ["one"]),
        ("<script><!-- <script> </script> one", ["one"]),
        ("<!-->one<!--->two<!-- x --!>three", ["onetwothree"]),
        ("<!-- a -- b > c -->one", ["one"]),
        ("<![if IE]>one<![endif]>", ["one"]),
        ("</>one</ x>two", ["onetwo"]),
        ("<title>one", ["one"]),
        ("<textarea>one<p>two", ["one", "two"]),
        ("<x-claim>one</x-claim> two", ["one two"]),
        ("<plaintext>one</plaintext>&amp;", ["one</plaintext>&amp;"]),
    ],
)
def test_faulty_markup_is_read_as_a_browser_reads_it(page: Read, source: str, texts: list[str]) -> None:
    assert page(source).texts() == texts


@pytest.mark.parametrize(
    ("source", "texts", "note"),
    [
        ("<p>one</p>\n<!-- two", ["one"], "line 2, column 1: a comment is never closed"),
        ("<p>one</p><script>two", ["one"], "line 1, column 19: a script element is never closed"),
        ("<p>one</p><style>two", ["one"], "line 1, column 18: a style element is never closed"),
        ("<p>one</p><template>two", ["one"], "a template element is never closed"),
        ("<p>one</p><select><option>two", ["one"], "a select element is never closed"),
        ("<p>one</p><a href=x class='y", ["one"], "line 1, column 11: a tag is never closed"),
        ('<p>one</p>\n<a title="two <b>three</b> <p>four', ["one", "three", "four"], ""),
        ("<p>one <we cure lupus", ["one <we cure lupus"], "line 1, column 8: a tag is never closed"),
    ],
)
def test_a_page_that_breaks_off_is_read_as_far_as_it_goes_and_says_so(page: Read, source: str, texts: list[str], note: str) -> None:
    found = page(source)
    assert found.texts()[: len(texts)] == texts or not note
    assert any(each.startswith(note) for each in found.notes) or not note


@pytest.mark.parametrize(
    "unit",
    [
        "<div>", "<b>", "<p>", "</div>", "<a ", '<a x="', "<!--", "<![", "<?", "</", "<", "&#", "&a", "<script>", "<style>", "<title>", "<i><b></i>",
        "<ul><li>", "<table><tr><td>", "<span hidden>a ", "<small>a ", "<svg><text>", "<br>", "<q>", "<details>", "<font color=red>", "<dl><dt>", "<h1>a",
        "<pre>", "<style>a{", "<img alt='a b'>", "<p style='color:\"", "<sup>1</sup>", "<b></b>a",
    ],
)  # fmt: skip
def test_a_page_of_one_thing_over_and_over_is_read_to_its_end(page: Read, unit: str) -> None:
    found = page(unit * 20_000 + "</script></style></title>--><p>The end.</p>")
    assert all(0 <= block.start < block.end <= len(found.content) for block in found.blocks)


def test_two_hundred_thousand_nested_tags_do_not_hide_the_text_in_them(page: Read) -> None:
    found = page("<div>" * MANY + "<p>We cure lupus." + "</div>" * MANY + "<p>After")
    assert found.texts() == ["We cure lupus.", "After"]
    assert found.span("We cure lupus.").start == 5 * MANY + 3


def test_a_tag_with_two_hundred_thousand_attributes_and_one_of_a_megabyte_are_read(page: Read) -> None:
    found = page("<p " + "x='1' " * MANY + ">one<p title='" + "word " * MANY + "'>two")
    assert [each for each in found.texts() if len(each) < 10] == ["one", "two"]


def test_numbers_too_long_to_be_characters_or_sizes_are_no_fault(page: Read) -> None:
    style = "font-size:" + "9" * 9_999 + "px;color:rgb(" + "9" * 999 + ",1,1)"
    found = page("<p>&#" + "9" * 10_000 + ";&#x" + "f" * 5_000 + f"; &#0;&#1;a<p style='{style}'>b")
    assert found.texts() == ["\ufffd\ufffd \ufffda", "b"]


def test_tags_come_with_their_offsets_and_attributes() -> None:
    source = 'a<IMG Alt = "x > y" src=b/c disabled>&lt;</p >z'
    found = list(Tokens(source))
    assert [(kind, source[start:end], name) for kind, start, end, name, _, _ in found] == [
        (TEXT, "a", ""), (OPEN, source[1:37], "img"), (TEXT, "&lt;", ""), (CLOSE, "</p >", "p"), (TEXT, "z", ""),
    ]  # fmt: skip
    written, at = found[1][4], found[1][5]
    assert {name: (each.value, source[at + each.start : at + each.end]) for name, each in attributes(written).items()} == {
        "alt": ("x > y", "x > y"), "src": ("b/c", "b/c"), "disabled": ("", ""),
    }  # fmt: skip


def test_the_first_of_two_attributes_of_a_name_counts() -> None:
    assert attributes("hidden a=1 A=2").keys() == {"hidden", "a"}
    assert attributes("hidden a=1 A=2")["a"].value == "1"
