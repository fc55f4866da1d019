"""HTML: visible text in reading order, its blocks, and the way back to the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[[str], Any]

ADVERT = """<!DOCTYPE html>
<html lang="en">
<head><title>Stem cells &amp; lupus | Sol Clinic</title></head>
<body>
  <h1>Stem Cells<br>
      Cure&nbsp;Lupus</h1>
  <p>Our therapy c<b>u</b>re<wbr>s <em>lupus</em> in
     9&#48;&percnt; of patients&mdash;without
     side&shy;effects.</p>
  <ul><li>No <a href="/pain">pain</a>
      <li>Less fatigue</ul>
</body></html>
"""


def test_the_blocks_of_an_advert_are_read_in_order(page: Read) -> None:
    assert page(ADVERT).kinds() == [
        ("heading", "Stem cells & lupus | Sol Clinic"),
        ("heading", "Stem Cells\nCure\u00a0Lupus"),
        ("paragraph", "Our therapy cures lupus in 90% of patients—without side\u00adeffects."),
        ("bullet", "No pain"),
        ("bullet", "Less fatigue"),
    ]


@pytest.mark.parametrize(
    ("text", "quote", "line", "column"),
    [
        ("Stem cells & lupus", "Stem cells &amp; lupus", 3, 14),
        ("Cells\nCure", "Cells<br>\n      Cure", 5, 12),
        ("Cure\u00a0Lupus", "Cure&nbsp;Lupus", 6, 7),
        ("cures", "c<b>u</b>re<wbr>s", 7, 18),
        ("cures lupus", "c<b>u</b>re<wbr>s <em>lupus", 7, 18),
        ("ures", "u</b>re<wbr>s", 7, 22),
        ("90%", "9&#48;&percnt;", 8, 6),
        ("in 90", "in\n     9&#48;", 7, 51),
        ("patients—without", "patients&mdash;without", 8, 24),
        ("side\u00adeffects", "side&shy;effects", 9, 6),
        ("No pain", 'No <a href="/pain">pain', 10, 11),
        ("fatigue", "fatigue", 11, 16),
    ],
)
def test_a_quote_leads_back_to_its_line_and_column(page: Read, text: str, quote: str, line: int, column: int) -> None:
    found = page(ADVERT)
    assert found.quote(text) == quote
    assert found.position(text) == (line, column)
    assert found.span(text).start == ADVERT.index(quote)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>c<b>u</b>re", "cure"),
        ("<p>c<span>u</span><span>r</span>e", "cure"),
        ("<p>cu<wbr>re", "cure"),
        ("<p>cu<!-- x -->re", "cure"),
        ("<p>c<script>1</script>ure", "cure"),
        ("<p>c<span style='display:none'>xx</span>ure", "cure"),
        ("<p>c<i style='font-size:0'>x</i>u<i hidden>y</i>re", "cure"),
        ("<p>c<img alt='a picture of it' src=x>ure", "cure"),
        ("<p>c<small>u</small>re", "cure"),
        ("<div>c<div style='display:inline'>u</div>re</div>", "cure"),
        ("<p>&#99;&#x75;&#114e", "cure"),
        ("<p>c&ZeroWidthSpace;ure", "c\u200bure"),
    ],
)
def test_a_word_that_markup_splits_is_read_as_one(page: Read, source: str, text: str) -> None:
    assert page(source).texts()[0] == text


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>one  two\n\t three", ["one two three"]),
        ("<p> one <b> two </b> three ", ["one two three"]),
        ("<p>one<b> two</b>", ["one two"]),
        ("<p>one\u00a0 two", ["one\u00a0 two"]),
        ("<p>one&#32;&#10; two", ["one two"]),
        ("<pre>one\n  two</pre>", ["one", "two"]),
        ("<p>one<br>two", ["one\ntwo"]),
        ("<p>one <br/> two", ["one\ntwo"]),
        ("<p>one<br><br>two", ["one", "two"]),
        ("<p><br>one<br>", ["one"]),
        ("<p>a &lt;b&gt; &amp;lt; c", ["a <b> &lt; c"]),
        ("<p>AT&T &copy2026 &nosuch; & co", ["AT&T ©2026 &nosuch; & co"]),
        ("<p>5 < 6 and 7 <8", ["5 < 6 and 7 <8"]),
        ("<textarea>one\n&amp; two</textarea>", ["one", "& two"]),
    ],
)
def test_blanks_and_references_are_read_as_a_browser_shows_them(page: Read, source: str, texts: list[str]) -> None:
    assert page(source).texts() == texts


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<span>95%</span><span>Success rate</span>", "95% Success rate"),
        ("<a>Home</a><a>About</a>", "Home About"),
        ("<b>12</b><b>stars</b>", "12 stars"),
        ("<b>1</b><sup>st</sup>", "1st"),
        ("<b>C</b><b>ure</b>", "Cure"),
    ],
)
def test_elements_set_side_by_side_are_told_apart_where_the_letters_show_it(page: Read, source: str, text: str) -> None:
    assert page(source).texts() == [text]


@pytest.mark.parametrize(
    "source",
    [
        "<script>We cure lupus</script>", "<style>p{content:'We cure lupus'}</style>", "<template><p>We cure lupus</p></template>", "<!-- We cure lupus -->",
        "<select><option>We cure lupus</option></select>", "<nav><ul><li><a href=/>We cure lupus</a></ul></nav>", "<iframe>We cure lupus</iframe>",
        "<div role=navigation><a>We cure lupus</a></div>", "<svg><title>We cure lupus</title><path/></svg>", "<datalist><option>We cure lupus</datalist>",
        "<?php We cure lupus ?>", "<!doctype We cure lupus>", "<p title=''></p><a href='We cure lupus'></a>",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_no_block(page: Read, source: str) -> None:
    assert page(f"{source}<p>Seen.</p>").texts() == ["Seen."]


def test_a_sentence_put_into_a_menu_is_read_all_the_same(page: Read) -> None:
    source = "<nav><p>Our cells cure lupus</p><a>We cure lupus in a week.</a><a>Prices</a></nav>"
    assert page(source).texts() == ["Our cells cure lupus", "We cure lupus in a week."]


def test_an_icon_is_left_out_and_words_that_only_call_themselves_one_are_not(page: Read) -> None:
    icon = '<i class="material-icons" aria-hidden="true">check_circle</i>'
    words = '<i class="icon" aria-hidden="true">We cure lupus</i>'
    assert page(f"<p>{icon} Safe</p><p>{words}</p>").texts() == ["Safe", "We cure lupus"]


def test_every_kind_of_block_is_told_from_the_others(page: Read) -> None:
    source = (
        "<h2>Head</h2><p>Para</p>loose<ol><li>One<ul><li>Deep</ul><li>Two</ol><table><caption>Cap</caption><thead><tr><th>H<th>I<tbody><tr><td>c<td>d</table>"
        "<blockquote><p>Quote<footer>By Ann</footer></blockquote><figure><img src=x><figcaption>Fig</figcaption></figure><dl><dt>Term<dd>Meaning</dl>"
        "<div role=heading aria-level=3>Role</div><p><b>Bold line</b></p><p><b>Bold</b> start</p><button>Call</button><input type=submit value=Send>"
    )
    found = [(str(block.kind), block.level, page(source).text(block)) for block in page(source).blocks]
    assert found == [
        ("heading", 2, "Head"), ("paragraph", 0, "Para"), ("paragraph", 0, "loose"), ("bullet", 0, "One"), ("bullet", 1, "Deep"), ("bullet", 0, "Two"),
        ("caption", 0, "Cap"), ("cell", 1, "H"), ("cell", 1, "I"), ("cell", 0, "c"), ("cell", 0, "d"), ("quotation", 0, "Quote"), ("quotation", 0, "By Ann"),
        ("caption", 0, "Fig"), ("heading", 6, "Term"), ("paragraph", 0, "Meaning"), ("heading", 3, "Role"), ("heading", 6, "Bold line"),
        ("paragraph", 0, "Bold start"), ("paragraph", 0, "Call"), ("paragraph", 0, "Send"),
    ]  # fmt: skip


def test_bullets_made_by_hand_are_bullets(page: Read) -> None:
    assert page("<p>We treat:<br>• lupus<br>✓ pain<br>and more").kinds() == [
        ("paragraph", "We treat:"), ("bullet", "lupus"), ("bullet", "pain"), ("paragraph", "and more"),
    ]  # fmt: skip
    assert page("<p>We help.<br>*Results vary").kinds() == [("paragraph", "We help.\n*Results vary")]


def test_prose_in_a_layout_table_is_no_cell(page: Read) -> None:
    prose = "Our therapy has helped many people with lupus to live a life that they had no longer thought possible. " * 2
    assert [kind for kind, _ in page(f"<table><tr><td>{prose}<td>Short").kinds()] == ["paragraph", "cell"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>It works<sup>1</sup>.", "It works[1]."),
        ("<p>It works.<sup><a href='#r'>2</a>,<a>3</a></sup>", "It works.[2],[3]"),
        ("<p>It works <sup>[4]</sup>", "It works [4]"),
        ("<p>10<sup>6</sup> cells per m<sup>2</sup>", "10⁶ cells per m²"),
        ("<p>the 5<sup>th</sup>", "the 5th"),
        ("<p><q>I am cured</q> she said", "“I am cured” she said"),
    ],
)
def test_raised_numbers_and_quotation_elements_are_read_as_they_look(page: Read, source: str, text: str) -> None:
    assert page(source).texts() == [text]


def test_a_raised_number_leads_back_to_itself(page: Read) -> None:
    found = page("<p>It cures lupus<sup>12</sup>.")
    assert found.quote("[12]") == "12"
    assert found.quote("lupus[12]") == "lupus<sup>12"


def test_what_could_not_be_read_is_noted(page: Read) -> None:
    assert page('<link rel="stylesheet" href="a.css"><p>a<img src=x><img src=y><iframe src=z></iframe>').notes == (
        "not read: 1 external style sheet, 1 frame, 2 pictures",
    )
    assert page("<script>only()</script>").notes == ("the page holds no text that a reader would see",)
