"""HTML: where text stands, what of it is hidden or small, and the words beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compliance.model.document import Place

Read = Callable[[str], Any]
BODY = "<p>" + "Our cells have helped many people. " * 12 + "</p>"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("<footer>{}</footer>", Place.FOOTER),
        ("<div role=contentinfo><p>{}</p></div>", Place.FOOTER),
        ("<div class='site-footer dark'><div><p>{}</p></div></div>", Place.FOOTER),
        ("<div id=footer-widgets>{}</div>", Place.FOOTER),
        ("<div class=disclaimer>{}</div>", Place.FOOTER),
        ("<footer><small>{}</small></footer>", Place.FOOTER),
        ("<header>{}</header>", Place.HEADER),
        ("<article><header>{}</header></article>", Place.BODY),
        ("<div class=card-footer>{}</div>", Place.BODY),
        ("<div class=has-sticky-footer>{}</div>", Place.BODY),
        ("<details><summary>Why?</summary>{}</details>", Place.FAQ),
        ("<section class='faq-list'><h3>Why?</h3><p>{}</p></section>", Place.FAQ),
        ("<div itemscope itemtype='https://schema.org/FAQPage'><p>{}</p></div>", Place.FAQ),
        ("<h2>Frequently asked questions</h2><h2>Why?</h2><p>{}</p>", Place.FAQ),
        ("<h2>FAQ</h2><h3>Why?</h3><p>Because.</p><h2>Contact</h2><p>{}</p>", Place.BODY),
        ("<h2>References</h2><ol><li>{}</ol>", Place.REFERENCES),
        ("<h2>References</h2><h3>Old</h3><p>{}</p>", Place.REFERENCES),
        ("<h2>References</h2><p>Smith</p><h2>Prices</h2><p>{}</p>", Place.BODY),
        ("<div class=references><p>{}</p></div>", Place.BODY),
        ("<small>{}</small>", Place.SMALL_PRINT),
        ("<p style='font-size: small'>{}</p>", Place.SMALL_PRINT),
        ("<p style='font-size:11px'>{}</p>", Place.SMALL_PRINT),
        ("<p style='font:italic 9pt/1.2 Arial'>{}</p>", Place.SMALL_PRINT),
        ("<div style='font-size:.7em'><p>{}</p></div>", Place.SMALL_PRINT),
        ("<div style='font-size:11px'><p style='font-size:16px'>{}</p></div>", Place.BODY),
        ("<font size=1><p>{}</p></font>", Place.SMALL_PRINT),
        ("<div class='fine-print'>{}</div>", Place.SMALL_PRINT),
        ("<style>.tiny{{font-size:10px}}</style><p class=tiny>{}</p>", Place.SMALL_PRINT),
        ("<style>body{{font-size:13px}}</style><body><p>{}</p></body>", Place.BODY),
        ("<style>@media print{{p{{font-size:6px}}}} p.x{{font-size:8px}}</style><p class=y>{}</p>", Place.BODY),
    ],
)  # fmt: skip
def test_a_block_knows_where_it_stands(page: Read, source: str, place: Place) -> None:
    text = "This therapy has not been approved."
    assert page(BODY * 3 + source.format(text)).block(text).place is place


def test_a_disclaimer_high_up_on_the_page_is_body(page: Read) -> None:
    source = "<h1>Cells</h1><div class=disclaimer><p>Not approved by any regulator.</p></div>" + BODY * 5
    assert page(source).block("Not approved").place is Place.BODY


def test_small_print_at_the_end_of_a_paragraph_is_a_block_of_its_own(page: Read) -> None:
    found = page("<p>Cells cure lupus. <small>*Results may vary from person to person.</small></p>")
    assert [(found.text(block), block.place) for block in found.blocks] == [
        ("Cells cure lupus.", Place.BODY), ("*Results may vary from person to person.", Place.SMALL_PRINT),
    ]  # fmt: skip
    assert found.quote("*Results may vary from person to person.") == "*Results may vary from person to person."


def test_small_words_within_a_sentence_stay_in_it(page: Read) -> None:
    found = page("<p>Cells <small>(of your own body)</small> cure lupus.</p>")
    assert [(found.text(block), block.place) for block in found.blocks] == [("Cells (of your own body) cure lupus.", Place.BODY)]


@pytest.mark.parametrize(
    "opening",
    [
        "<p style='display:none'>", "<p style='DISPLAY : none !important;color:red'>", "<p style='visibility:hidden'>", "<p hidden>", "<p hidden=until-found>",
        "<p style='font-size:0'>", "<p style='font-size:1px'>", "<p style='opacity:0'>", "<p style='opacity:0.01'>", "<p style='text-indent:-9999px'>",
        "<p style='position:absolute;left:-9999px'>", "<p style='position:absolute;clip:rect(0,0,0,0)'>", "<p style='height:0;overflow:hidden'>",
        "<p style='color:#fff;background:#ffffff'>", "<p style='color:white'>", "<div bgcolor=white><p style='color:#fefefe'>", "<p><font color=#FFFFFF>",
        "<p style='color:transparent'>", "<p style='color:rgba(0,0,0,0)'>", "<div style='background:#000;color:black'><p>", "<p class=sr-only>",
        "<p class='d-none'>", "<style>.x{display:none}</style><p class='a x'>", "<style>#y{visibility:hidden}</style><p id=y>",
        "<style>p{display:none}</style><p>", "<style>p.a.b{color:#fff}</style><p class='b a'>", "<style>@media screen{p{display:none}}</style><p>",
        "<dialog><p>", "<noscript><p>", "<p style='transform:scale(0)'>", "<p><span style='display:none'>", "<ul style='display:none'><li>",
    ],
)  # fmt: skip
def test_hidden_text_is_kept_and_marked(page: Read, opening: str) -> None:
    found = page(f"<body>{opening}We cure lupus.")
    assert found.hidden() == ["We cure lupus."]
    assert found.quote("We cure lupus.") == "We cure lupus."


@pytest.mark.parametrize(
    "opening",
    [
        "<p style='color:white;background:navy'>", "<p style='display:block'>", "<div style='font-size:0'><p style='font-size:16px'>", "<p style='opacity:.9'>",
        "<div style='visibility:hidden'><p style='visibility:visible'>", "<p class='d-none d-md-block'>", "<p class='hidden md:block'>", "<details><p>",
        "<div style='background-image:url(a.jpg)'><p style='color:#fff'>", "<link rel=stylesheet href=a.css><p style='color:#fff'>",
        "<style>.hero .box{background:navy}</style><div class=box><p style='color:#fff'>", "<style>@media print{p{display:none}}</style><p>",
        "<style>@media (max-width:600px){p{display:none}}</style><p>", "<style>/* p{display:none} */</style><p>", "<style>.x:hover p{display:none}</style><p>",
        "<style>p{display:none}.x{display:block}</style><p class=x>", "<p style='text-indent:-1em'>", "<dialog open><p>", "<p aria-hidden=true>",
        "<!-- <style>p{display:none}</style> --><p>", "<p style='height:0'>",
    ],
)  # fmt: skip
def test_visible_text_is_not_called_hidden(page: Read, opening: str) -> None:
    found = page(f"<body>{opening}We cure lupus.")
    assert "We cure lupus." in found.texts()
    assert found.hidden() == []


def test_hidden_words_in_a_sentence_stand_behind_it(page: Read) -> None:
    found = page("<p>We <span style='display:none'>never</span> cure <span hidden>any</span> lupus.</p><p>Next.</p>")
    assert found.texts() == ["We cure lupus.", "never any", "Next."]
    assert found.hidden() == ["never any"]
    assert found.quote("cure lupus") == "cure <span hidden>any</span> lupus"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<img src=x alt='Patients cured of lupus'>", "Patients cured of lupus"),
        ("<a href=/ title='We cure &amp; heal'>x</a>", "We cure & heal"),
        ('<a aria-label="Book your  free visit"></a>', "Book your free visit"),
        ("<meta name=description content='We cure lupus'>", "We cure lupus"),
        ("<meta property='og:title' content='We cure lupus'>", "We cure lupus"),
        ("<meta itemprop=ratingValue content=4.9>", "Rating: 4.9"),
        ("<a href='https://doi.org/10.1000/182'>study</a>", "https://doi.org/10.1000/182"),
    ],
)
def test_words_in_attributes_are_blocks_of_their_own(page: Read, source: str, text: str) -> None:
    assert page(source + "<p>Welcome</p>").texts(Place.ATTRIBUTE) == [text]


def test_the_words_of_a_picture_do_not_break_up_a_list_or_sentence(page: Read) -> None:
    found = page("<ul><li>No <img alt='happy patient' src=x> pain<li>No risk</ul>")
    assert [(str(block.kind), block.place, found.text(block)) for block in found.blocks] == [
        ("bullet", Place.BODY, "No pain"), ("bullet", Place.ATTRIBUTE, "happy patient"), ("bullet", Place.BODY, "No risk"),
    ]  # fmt: skip
    assert found.quote("happy patient") == "happy patient"


def test_an_attribute_that_repeats_visible_text_or_another_is_read_once(page: Read) -> None:
    source = "<meta name=description content='We cure lupus'><meta property=og:description content='we  cure lupus'><p>We heal<img alt='We heal'>"
    assert page(source).texts() == ["We cure lupus", "We heal"]


def test_the_link_to_a_study_in_a_reference_list_adds_no_entry(page: Read) -> None:
    assert page("<h2>References</h2><ul><li>Smith <a href='https://doi.org/10.1000/182'>link</a></ul>").texts() == ["References", "Smith link"]


REVIEWS = r"""<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "MedicalClinic", "description": "Cells for lupus",
 "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.9", "reviewCount": 127},
 "review": [{"@type": "Review", "author": {"name": "Ann"}, "reviewBody": "I\u2019m \"cured\"\nof lupus &amp; <b>pain</b> \ud83d\ude00"}],
 "mainEntity": [{"@type": "Question", "name": "Does it cure?", "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes, it does.</p>"}}]}
</script><p>Welcome"""


def test_structured_reviews_ratings_and_answers_are_read(page: Read) -> None:
    found = page(REVIEWS)
    assert [(str(block.kind), found.text(block)) for block in found.blocks if block.place is Place.ATTRIBUTE] == [
        ("paragraph", "Cells for lupus"), ("caption", "Rating: 4.9 out of 5 stars (127 reviews)"), ("quotation", "I’m \"cured\" of lupus & pain 😀"),
        ("paragraph", "Does it cure?"), ("paragraph", "Yes, it does."),
    ]  # fmt: skip


def test_a_structured_review_leads_back_into_the_script(page: Read) -> None:
    found = page(REVIEWS)
    assert found.quote('I’m "cured" of lupus & pain') == r"I\u2019m \"cured\"\nof lupus &amp; <b>pain"
    assert found.position("of lupus") == (4, 95)
    assert found.quote("Rating: 4.9 out of 5 stars (127 reviews)") == '4.9", "reviewCount": 127'


@pytest.mark.parametrize("data", ["", "{", '{"reviewBody": "cured', "[[[[", '{"reviewBody": "cu\\', '{"@type": {"reviewBody": }', "nonsense"])
def test_faulty_structured_data_spoils_nothing(page: Read, data: str) -> None:
    assert page(f"<script type='application/ld+json'>{data}</script><p>Welcome").texts()[-1] == "Welcome"
