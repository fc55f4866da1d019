from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from compliance.documents import load
from compliance.model.document import Block, BlockKind, Document
from compliance.model.finding import Severity
from compliance.report.html import write
from compliance.report.html_text import marked_text

VOID = {"meta", "input", "br"}


class Outline(HTMLParser):
    """Elements with their attributes; fails where one is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.ids, self.targets, self.elements, self.text = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.targets += [value for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def outline(page):
    parsed = Outline()
    parsed.feed(page)
    assert parsed.open == []
    return parsed


def page(report, **options):
    return write(report, options).decode()


@pytest.fixture
def texts(full_report):
    text = "Six months later she is lupus free. More."
    return {each.path: load(text.encode(), each.path, ".txt") for each in full_report.documents}


def test_the_page_is_well_formed_and_every_link_in_it_leads_somewhere(full_report, hostile_report, texts, pack):
    for report, documents in ((full_report, {}), (full_report, texts), (hostile_report, {})):
        found = outline(page(report, documents=documents, pack=pack, show_cleared=True))
        assert len(set(found.ids)) == len(found.ids)
        assert {each[1:] for each in found.targets if each.startswith("#")} <= set(found.ids)


def test_nothing_is_fetched_and_nothing_runs(full_report, hostile_report):
    for report in (full_report, hostile_report):
        found = outline(page(report))
        assert not {"script", "link", "img", "iframe", "object", "form", "base", "svg"} & {tag for tag, _ in found.elements}
        assert not [name for _, attributes in found.elements for name in attributes if name in ("style", "src") or name.startswith("on")]


def test_the_security_policy_lets_in_exactly_the_style_of_the_page(full_report):
    text = page(full_report)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in text
    assert "default-src 'none'" in text


def test_markup_in_an_advert_is_shown_not_obeyed(report, document, finding):
    text = page(report(document("<b>.txt", finding("<script>x</script>", "<script>x</script> & more"))))
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "<script" not in text
    assert "&lt;b&gt;.txt" in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", ""])
def test_only_web_addresses_become_links(url, full_report, pack):
    from dataclasses import replace

    odd = replace(pack, provisions={"us-act": replace(pack.provisions["us-act"], url=url)})
    assert not [each for each in outline(page(full_report, pack=odd)).targets if not each.startswith("#")]


def test_a_provision_links_to_its_text(full_report, pack):
    assert "https://example.org/act" in outline(page(full_report, pack=pack)).targets


def test_without_the_text_each_finding_stands_in_its_sentence(full_report):
    assert '<blockquote>Six months later she is <mark class="critical">lupus free</mark>.</blockquote>' in page(full_report)


def test_with_the_text_each_finding_is_marked_in_it(full_report, texts):
    assert '<span id="d1t1"></span><mark class="critical">lupus free</mark><a class="ref" href="#d1f1">1</a>' in page(full_report, documents=texts)


def test_cleared_matches_are_there_on_request(full_report):
    assert "negated by “no”" in page(full_report, show_cleared=True)
    assert "negated by “no”" not in page(full_report)


def plain(content, *blocks):
    return Document(path="a.txt", sha256="", media_type="text/plain", encoding="utf-8", source=content, content=content, blocks=blocks)


def test_overlapping_findings_are_cut_and_the_weightiest_colours_the_overlap(finding):
    first = finding("one two", "one two three", start=0, end=7, severity=Severity.LOW)
    second = finding("two three", "one two three", start=4, end=13, severity=Severity.HIGH)
    assert marked_text(plain("one two three"), (first, second), "") == (
        '<span id="t1"></span><mark class="low">one </mark><span id="t2"></span><mark class="high">two</mark><a class="ref" href="#f1">1</a>'
        '<mark class="high"> three</mark><a class="ref" href="#f2">2</a>'
    )


def test_headings_and_hidden_text_are_told_apart():
    document = plain("Head\nbody\nsecret", Block(0, 4, BlockKind.HEADING), Block(5, 9, BlockKind.PARAGRAPH), Block(10, 16, BlockKind.PARAGRAPH, hidden=True))
    assert marked_text(document, (), "") == '<span class="heading">Head</span>\nbody\n<span class="hidden">secret</span>'


def test_the_text_of_a_document_is_whole(full_report, texts):
    found = outline(f"<p>{marked_text(texts['ads/landing.txt'], full_report.documents[0].findings, '')}</p>")
    assert "".join(each for each in found.text if not each.isdigit()) == texts["ads/landing.txt"].content


def test_a_finding_of_no_length_or_beyond_the_text_breaks_nothing(finding):
    outline(f"<p>{marked_text(plain('short'), (finding(start=2, end=2), finding(start=4, end=99), finding(start=50, end=60)), '')}</p>")


def test_a_page_says_that_no_findings_is_no_clearance(report, document):
    text = page(report(document("quiet.txt")))
    assert "No rule matched (no clearance)" in text
    assert "It does not mean that the advert is lawful, accurate or approved." in text


def test_the_number_of_a_finding_stands_behind_its_last_word_not_on_the_next_line(finding):
    document = load(b"<p>She is lupus free. </p>\n<p>More.</p>", "ad.html", ".html")
    whole = finding("She is lupus free. </p>\n", "She is lupus free. </p>\n", start=3)
    whole = replace(whole, end=3 + len("She is lupus free. </p>\n"))
    assert 'free.</mark><a class="ref" href="#d1f1">1</a>' in marked_text(document, [whole], "d1")


def test_the_grade_of_a_disclosure_is_a_list_with_a_point_a_line(full_report):
    shown = page(full_report)
    assert "<b>Disclosure: partial.</b></p><ul" in shown
    assert "<li>Fails on content: missing: a risk</li><li>Add a risk.</li>" in shown


def test_a_category_that_no_pack_names_is_called_as_its_findings_are(report, document, finding, pack):
    topic = finding(category="product-mention", title="No mention of the product")
    other = replace(topic, title="Another")
    assert "<td>product-mention</td><td>No mention of the product</td>" in page(report(document("a.txt", topic)), pack=pack)
    assert "<td>product-mention</td><td></td>" in page(report(document("a.txt", topic, other)), pack=pack)


def test_every_table_wider_than_a_telephone_scrolls_by_itself(full_report, pack):
    shown = page(full_report, pack=pack)
    assert shown.count('<div class="wide"><table') == 3  # categories, documents, what was not read
