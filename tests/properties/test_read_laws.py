"""Where the characters of a YAML text stand in its file, however YAML lets it be written."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from compliance.packs.read import read_yaml

TEXTS = st.text(alphabet=st.sampled_from("ab {}()[]<>'\"\\:#\n\té🩺—%*&!|-"), min_size=1, max_size=60)


@given(text=TEXTS, style=st.sampled_from([None, "'", '"', "|", ">"]), width=st.sampled_from([8, 20, 80]), is_listed=st.booleans())
def test_every_character_of_a_text_is_found_at_its_place(text: str, style: str | None, width: int, is_listed: bool) -> None:
    value = {"first": "x", "second": [text, "y"] if is_listed else text}
    written = yaml.safe_dump(value, default_style=style, width=width, allow_unicode=True, sort_keys=False)
    source = read_yaml(written, "file.yaml")
    assert source.data == value
    lines = written.split("\n")
    at = source.inside(*(("second", 0) if is_listed else ("second",)))
    for number, character in enumerate(text):
        place = at.character(number)
        there = lines[place.line - 1][place.column - 1 : place.column]
        assert there in (character, "\\") if not character.isspace() else there in ("", " ", "\t", "\\")


@given(text=TEXTS)
def test_a_text_that_stands_as_it_is_needs_no_map(text: str) -> None:
    written = f"key: '{text}'\n"
    if not any(character in text for character in "'\n") and text == text.strip():
        source = read_yaml(written, "file.yaml")
        assert source.inside("key").marks == ()
        assert source.inside("key").character(3).column == 10
