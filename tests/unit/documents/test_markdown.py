"""Markdown: what a reader sees of it, its blocks, and the way back to the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compliance.model.document import Place

Read = Callable[[str], Any]

ARTICLE = """---
title: "Stem cells & lupus"
tags: [cure, lupus]
description: 'We cure it'
---

# Stem Cells *Cure* Lupus #

<!-- not
seen -->
We c**u**re lupus &amp; MS in [two weeks](https://x.example/a_b "T").
It *really* works[^1], see `code`\\* and [ref][r1].  
Next line. 5 * 3, results* may vary.

Setext head
-----------

> She is cured.
> Fully **cured**.

- one
- two
  goes on
    * nested

1. first
2. second

| Disease | Rate |
|---------|:----:|
| Lupus   | 95% |
| MS \\| x | **9** of 10 |

```python
cure()
```

[r1]: https://example.com "x"
[^1]: Smith J. Cells. 2020;3:4.
"""  # noqa: W291


def test_the_blocks_of_an_article_are_read_in_order(article: Read) -> None:
    assert article(ARTICLE).kinds() == [
        ("heading", "Stem cells & lupus"), ("paragraph", "We cure it"), ("heading", "Stem Cells Cure Lupus"),
        ("paragraph", "We cure lupus & MS in two weeks. It really works[1], see code* and ref.\nNext line. 5 * 3, results* may vary."),
        ("heading", "Setext head"), ("quotation", "She is cured. Fully cured."), ("bullet", "one"), ("bullet", "two goes on"), ("bullet", "nested"),
        ("bullet", "first"), ("bullet", "second"), ("cell", "Disease"), ("cell", "Rate"), ("cell", "Lupus"), ("cell", "95%"), ("cell", "MS | x"),
        ("cell", "9 of 10"), ("paragraph", "[1] Smith J. Cells. 2020;3:4."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "quote", "line", "column"),
    [
        ("Cure Lupus", "Cure* Lupus", 7, 15),
        ("cure lupus & MS", "c**u**re lupus &amp; MS", 11, 4),
        ("two weeks.", 'two weeks](https://x.example/a_b "T").', 11, 32),
        ("weeks. It", 'weeks](https://x.example/a_b "T").\nIt', 11, 36),
        ("works[1]", "works[^1]", 12, 13),
        ("code*", "code`\\*", 12, 29),
        ("ref.\nNext", "ref][r1].  \nNext", 12, 42),
        ("cured. Fully cured", "cured.\n> Fully **cured", 18, 10),
        ("goes on", "goes on", 23, 3),
        ("MS | x", "MS \\| x", 32, 3),
        ("9 of", "9** of", 32, 15),
    ],
)
def test_a_quote_leads_back_to_its_line_and_column(article: Read, text: str, quote: str, line: int, column: int) -> None:
    found = article(ARTICLE)
    assert found.quote(text) == quote
    assert found.position(text) == (line, column)


def test_levels_tell_headings_nested_bullets_and_header_cells(article: Read) -> None:
    found = article(ARTICLE)
    assert [(found.text(block), block.level) for block in found.blocks if block.level] == [
        ("Stem cells & lupus", 1), ("Stem Cells Cure Lupus", 1), ("Setext head", 2), ("nested", 1), ("Disease", 1), ("Rate", 1),
    ]  # fmt: skip


def test_places_are_known(article: Read) -> None:
    found = article(ARTICLE + "\n## References\n\n1. Doe A. [link](https://doi.org/10.1000/182)\n\n## Contact\n\nCall us.\n")
    assert found.texts(Place.ATTRIBUTE) == ["Stem cells & lupus", "We cure it"]
    assert found.texts(Place.SMALL_PRINT) == ["[1] Smith J. Cells. 2020;3:4."]
    assert found.texts(Place.REFERENCES) == ["References", "Doe A. link"]
    assert found.block("Call us.").place is Place.BODY


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("c**u**re", "cure"), ("c*u*re", "cure"), ("**c**ure", "cure"), ("***cure***", "cure"), ("~~cure~~", "cure"), ("__cure__ it", "cure it"),
        ("patient_name_here", "patient_name_here"), ("a * b * c", "a * b * c"), ("**not closed", "**not closed"), ("results*", "results*"),
        ("`a * b` c", "a * b c"), ("``a ` b``", "a ` b"), ("`open", "`open"), (r"\*cure\*", "*cure*"), (r"a\b", r"a\b"), (r"\&amp; &lt;b&gt;", "&amp; <b>"),
        ("[cure](x)", "cure"), ("[cure](<x y> 'T')", "cure"), ("[c](x)[ure](y)", "cure"), ("[**cu**re](x)", "cure"), ("[cure](x(y)z)", "cure"),
        ("[cure] (x)", "[cure] (x)"), ("[cure][nothing]", "[cure][nothing]"), ("[1] is text", "[1] is text"), ("<https://cure.example>", "https://cure.example"),
        ("c<b>u</b>re", "cure"), ("a<br>b", "a\nb"), ("a <!-- x --> b", "a b"), ("a < b > c", "a < b > c"), ("a\\\nb", "a\nb"), ("a  \nb", "a\nb"),
        ("a\r\nb", "a b"),
        ("# cure ##", "cure"), ("#hashtag", "#hashtag"), ("since\n2019. We cure", "since 2019. We cure"), ("- [x] cure", "cure"), ("- 1. cure", "cure"),
        ("> > cure", "cure"), ("> cure\nlupus", "cure lupus"), ("* * *\ncure", "cure"), ("\tcure", "cure"), ("✅ cure", "cure"), ("a&nbsp;cure", "a\u00a0cure"),
    ],
)  # fmt: skip
def test_inline_markup_is_taken_out_and_nothing_else(article: Read, source: str, text: str) -> None:
    assert article(source).texts() == [text]


@pytest.mark.parametrize(
    "source",
    [
        "```\nWe cure lupus\n```\n", "~~~ text\nWe cure lupus\n~~~\n", "- ```\n  We cure lupus\n  ```\n", "<!-- We cure lupus -->\n", "<!--\nWe\n\ncure -->\n",
        "<script>\nWe cure lupus\n</script>\n", "<style>We cure</style>\n", "---\nauthor: We cure lupus\n---\n", "+++\nauthor = 'We cure'\n+++\n",
        "[r]: https://x.example 'We cure'\n", "![](we-cure-lupus.png)\n", "> ```\n> We cure lupus\n> ```\n",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_no_block(article: Read, source: str) -> None:
    assert article(f"{source}\nSeen.\n").texts() == ["Seen."]


def test_pictures_and_links_to_studies_stand_behind_their_block(article: Read) -> None:
    found = article("We help ![Patients cured](a.png) you, see [a study](https://doi.org/10.1000/182) and [b](https://b.example).\n")
    assert found.texts() == ["We help you, see a study and b.", "Patients cured", "https://doi.org/10.1000/182"]
    assert found.texts(Place.ATTRIBUTE) == ["Patients cured", "https://doi.org/10.1000/182"]
    assert found.notes == ("not read: 1 picture",)


def test_html_in_it_hides_and_places_text(article: Read) -> None:
    source = """A <span style="display:none">never</span> B

<div hidden>

We **cure** lupus.

</div>

<details><summary>Is it safe?</summary>

Totally.

</details>

Last. <small>Results may vary from person to person.</small>
"""
    found = article(source)
    assert found.hidden() == ["never", "We cure lupus."]
    assert found.texts(Place.FAQ) == ["Is it safe?", "Totally."]
    assert found.texts(Place.SMALL_PRINT) == ["Results may vary from person to person."]
    assert found.texts(Place.BODY) == ["A B", "never", "We cure lupus.", "Last."]


def test_a_bold_line_on_its_own_is_a_heading(article: Read) -> None:
    assert article("**Can it cure?**\n\n**Yes**, it can.\n").kinds() == [("heading", "Can it cure?"), ("paragraph", "Yes, it can.")]


def test_a_code_block_that_is_never_closed_does_not_swallow_the_advert(article: Read) -> None:
    found = article("Start\n\n```\nWe cure lupus.\n")
    assert found.texts() == ["Start", "We cure lupus."]
    assert found.notes == ("line 3: a code block is never closed; what follows was read as text",)


def test_a_comment_that_is_never_closed_is_noted(article: Read) -> None:
    found = article("Start\n\n<!-- We cure\n\nlupus\n")
    assert found.texts() == ["Start"]
    assert found.notes == ("line 3, column 1: a comment is never closed; nothing after it was read",)


def test_code_blocks_are_counted(article: Read) -> None:
    assert article("```\na\n```\n\n~~~\nb\n~~~\ntext").notes == ("not read: 2 code blocks",)


@pytest.mark.parametrize(
    "unit",
    ["*", "**a ", "_a", "`", "``a`", "[", "[a](", "![a]", "](", "\\", "> ", "- ", "  - a\n", "| a |\n|---|\n", "|-", "<a ", '<a x="', "<!--", "```\n", "~~~\n",
     "[^1] ", "[a]: b\n", "# ", "&a", "(", "((", '[](a "', "   ", "\t", "<div>", "\n", "a\n---\n"],
)  # fmt: skip
def test_a_text_of_one_thing_over_and_over_is_read_to_its_end(article: Read, unit: str) -> None:
    found = article(unit * 20_000 + "\n\nThe end.\n")
    assert all(0 <= block.start < block.end <= len(found.content) for block in found.blocks)
