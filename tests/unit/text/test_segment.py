"""Segmentation: what is judged on its own, and where it belongs."""

from __future__ import annotations

import pytest

from compliance.documents import load
from compliance.model.document import Document, Place, Unit
from compliance.text.segment import segment


def read(text: str) -> Document:
    return load(text.encode(), "advert.txt")


def units(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(unit.kind, document.content[unit.start : unit.end]) for unit in segment(document)]


def sentences(text: str) -> list[str]:
    return [words for _, words in units(text)]


def by_words(text: str) -> dict[str, Unit]:
    document = read(text)
    return {document.content[unit.start : unit.end]: unit for unit in segment(document)}


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith treats lupus.", "She works in St. Louis."],
        ["Prof. A. B. Cole and Mrs. Reid lead the team.", "They are kind."],
        ["It rose by 3.5 percent.", "We gave 2.4 million cells."],
        ["It costs $5,000.", "90 percent of that is for the laboratory."],
        ["We treat e.g. lupus.", "We treat i.e. cure it."],
        ["Li et al. 2019 found this.", "Nobody else did."],
        ["He left the U.S. Food and Drug Administration.", "It is big."],
        ["We compared 5 ml vs. 10 ml.", "See Fig. 2 for more."],
        ["Visit www.clinic.example today.", "Ask for Dr. J. K. Rowe."],
        ["We treat MS.", "Our cells also help in CF.", "Ms. Gray agrees."],
        ["Really?", "Yes!", "Call now."],
        ["She had no pain (none at all).", "Then she ran."],
        ["“It worked.”", "She smiled."],
        ["Wait…", "There is more."],
        ["Version 2.0 of our protocol is here.", "It took 12.5 years."],
        ["Rest for 20 min.", "We then call you."],
        ["We treat arthritis, lupus, etc.", "The list is long."],
    ],
)
def test_a_paragraph_splits_into_these_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_sentences_run_together_without_a_blank_are_told_apart() -> None:
    assert sentences("The cells live for seven days.They then settle down.") == ["The cells live for seven days.", "They then settle down."]
    assert sentences("Can this treatment cure lupus?Yes it can, we say.") == ["Can this treatment cure lupus?", "Yes it can, we say."]


def test_a_decimal_figure_is_never_cut() -> None:
    assert sentences("We saw 9.9 of 10.0 and .5 more in 1.2.3 of it.") == ["We saw 9.9 of 10.0 and .5 more in 1.2.3 of it."]


def test_bullets_of_many_shapes_are_units_without_their_mark() -> None:
    text = "• one thing\n- two things\n* three things\n1. four things\n2) five things\n✓ six things\na) seven things"
    assert units(text) == [("bullet", f"{word} thing{'s' * (word != 'one')}") for word in "one two three four five six seven".split()]


def test_bullets_know_the_line_that_leads_into_them() -> None:
    found = by_words("Our cells help with these and more.\n\nBenefits include:\n\n- less pain\n- more sleep\n\nAsk us about the rest of it.")
    lead = list(found).index("Benefits include:")
    assert found["less pain"].lead == found["more sleep"].lead == lead
    assert found["Ask us about the rest of it."].lead == -1


def test_a_second_list_has_its_own_lead() -> None:
    found = by_words("First list:\n- one\n\nSecond list:\n- two\n")
    words = list(found)
    assert [words[found["one"].lead], words[found["two"].lead]] == ["First list:", "Second list:"]


def test_units_know_the_heading_above_them() -> None:
    found = by_words("Healing Waters Clinic\n\nWe are here for you all.\n\nTreatments\n\nWe use cells of our own.")
    words = list(found)
    assert found["Treatments"].kind == "heading"
    assert words[found["We are here for you all."].section] == "Healing Waters Clinic"
    assert words[found["We use cells of our own."].section] == "Treatments"
    assert found["Healing Waters Clinic"].section == -1


def test_a_question_on_a_line_of_its_own_is_a_heading() -> None:
    assert units("Can cells cure lupus?\n\nYes, they can and they do.")[0] == ("heading", "Can cells cure lupus?")


def test_a_line_that_ends_in_a_full_stop_is_no_heading() -> None:
    assert units("We Cure Lupus.\n\nWe really do that here.")[0][0] == "sentence"


WRAPPED = (
    "This is a paragraph that somebody wrapped by hand at about seventy\n"
    "columns, so that it runs over several lines, as writers of plain e-mail\n"
    "have done for ever. A second sentence begins here and comes to an end on\n"
    "the line below.\n\nA new paragraph follows the empty line."
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_paragraph_wrapped_by_hand_is_put_together_again(newline: str) -> None:
    text = WRAPPED.replace("\n", newline)
    found = sentences(text)
    assert [" ".join(each.split()) for each in found] == [
        (
            "This is a paragraph that somebody wrapped by hand at about seventy columns, so that it runs over several lines, "
            "as writers of plain e-mail have done for ever."
        ),
        "A second sentence begins here and comes to an end on the line below.",
        "A new paragraph follows the empty line.",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_every_kind_make_the_same_units(newline: str) -> None:
    text = "Our Clinic\n\nWe heal. We help.\n\nBenefits:\n- less pain\n- more sleep\n"
    expected = [
        ("heading", "Our Clinic"),
        ("sentence", "We heal."),
        ("sentence", "We help."),
        ("heading", "Benefits:"),
        ("bullet", "less pain"),
        ("bullet", "more sleep"),
    ]
    assert units(text.replace("\n", newline)) == expected


def test_lines_that_are_no_continuation_stay_apart() -> None:
    assert sentences("Fast relief for you\nNo surgery at all\nBook with us") == ["Fast relief for you", "No surgery at all", "Book with us"]


def test_a_bullet_goes_on_over_an_indented_line() -> None:
    assert sentences("- a bullet that goes on\n  over the next line\n- another one")[0].split() == "a bullet that goes on over the next line".split()


def test_units_know_where_in_the_document_they_stand() -> None:
    text = (
        "We treat lupus with cells from cord blood.\n\nFrequently asked questions\n\nDoes it hurt?\n\nNo, it does not hurt.\n\n"
        "References\n\n1. Li A, Wu B. Cells in lupus. Lancet 2019.\n\n© 2026 Some Clinic. All rights reserved."
    )
    found = by_words(text)
    assert found["We treat lupus with cells from cord blood."].place is Place.BODY
    assert found["No, it does not hurt."].place is Place.FAQ
    assert found["Li A, Wu B. Cells in lupus."].place is Place.REFERENCES


def test_a_copyright_line_at_the_end_is_a_footer() -> None:
    found = by_words("We treat lupus with cells.\n\n© 2026 Some Clinic. All rights reserved.")
    assert found["© 2026 Some Clinic."].place is Place.FOOTER


def test_a_text_of_blanks_has_no_units() -> None:
    document = read("x")
    assert segment(document) != ()
    assert segment(Document("a", "", "text/plain", "utf-8", "  \n ", "  \n ", ())) == ()
