"""Where on a page a finding stands: the way to its element."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import documents
from compliance.model.document import Document
from tests.unit.documents.test_files import make, only, place, read


def page(source: str) -> Document:
    return documents.load(source.encode(), "a.html")


@pytest.mark.parametrize(
    ("source", "text", "path"),
    [
        ("<html><body><h1>A</h1><p>B<p>Cure", "Cure", "body > p:nth-of-type(2)"),
        ("<p>A</p><div><p>Cure</p></div>", "Cure", "body > div:nth-of-type(1) > p:nth-of-type(1)"),
        ('<main id="top"><ul><li>A<li>Cure</ul></main>', "Cure", "#top > ul:nth-of-type(1) > li:nth-of-type(2)"),
        ("<table><tr><td>A<td>Cure</table>", "Cure", "body > table:nth-of-type(1) > tbody > tr:nth-of-type(1) > td:nth-of-type(2)"),
        ("<title>Cure</title><p>A", "Cure", "head > title:nth-of-type(1)"),
        ("<p>A c<b>u</b>re", "c", "body > p:nth-of-type(1)"),
        ("<p>A<br>B<br><span>Cure</span>", "Cure", "body > p:nth-of-type(1) > span:nth-of-type(1)"),
    ],
)
def test_a_text_of_a_page_has_the_path_of_its_element(source: str, text: str, path: str) -> None:
    assert place(page(source), text)["element"] == path


def test_an_attribute_is_named_and_the_text_behind_it_is_text_again() -> None:
    document = page('<p>A <img alt="We cure lupus"> and <b title="Cures gout">gout</b></p>')
    assert place(document, "We cure") == {"element": "body > p:nth-of-type(1) > img:nth-of-type(1)", "attribute": "alt"}
    assert place(document, "Cures gout")["attribute"] == "title"
    assert place(document, "and") == {"element": "body > p:nth-of-type(1)", "size": 16.0}


def test_a_path_of_many_steps_is_cut_at_its_beginning() -> None:
    path = place(page("<div>" * 5000 + "Cure"), "Cure")["element"]
    assert path.startswith("… > div:nth-of-type(1)")
    assert path.count(">") == 12


def test_the_size_of_type_is_told() -> None:
    document = page('<h1>Gout</h1><p style="font-size:24px">We cure lupus.</p><p><small>Not approved.</small></p>')
    assert [place(document, text)["size"] for text in ("Gout", "We cure", "Not")] == [32.0, 24.0, 13.3]
    assert "size" not in place(page('<link rel="stylesheet" href="a.css"><p>We cure lupus.</p>'), "We cure")


@pytest.mark.parametrize("name", ["advert.mhtml", "advert.epub", "advert.warc", "advert.zip"])
def test_a_page_in_another_file_says_both_where_it_lies_and_its_element(name: str) -> None:
    if name.endswith("warc"):
        pytest.importorskip("warcio")
    where = place(only(make.FORMATS[name](), name), "cures multiple")
    assert where["element"].startswith("body > p:nth-of-type(")
    assert {"part", "url", "inside"} & set(where)


def test_the_whole_of_an_attachment_path_is_told() -> None:
    inner = make.zipped({"page.html": make.html()})
    found: list[Any] = read(make.zipped({"inner.zip": inner}), "a.zip")
    assert place(found[0], "cures")["inside"] == "inner.zip!page.html"


@given(st.lists(st.sampled_from(["<p>", "</p>", "<div id=a>", "</div>", "word ", "<img alt='some words'>", "<br>", "<table><tr><td>", "</table>", "<b>"])))
def test_places_are_in_order_and_apart(parts: list[str]) -> None:
    source = "".join(parts)
    locators = documents.read_html(source).locators
    assert all(one.start < one.end <= two.start for one, two in itertools.pairwise(locators))
    assert all(dict(each.place) for each in locators)
