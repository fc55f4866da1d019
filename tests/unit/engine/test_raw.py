"""What a raw part needs is read off its syntax, and nothing where the syntax is not plain."""

from __future__ import annotations

import pytest

from compliance.engine.raw import DIGIT, needs


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("hypothes(?:is|es)[a-z]*", [{"c:hypothes"}, {"c:is", "c:es"}]),
        (r"\b(?:male|female)\b", [{"c:male", "c:female"}]),
        (r"nct\d{8}", [{"c:nct"}, {DIGIT}]),
        (r"\bp ?[<=>] ?0", [{"m:<", "m:=", "m:>"}, {DIGIT}]),
        ("colou?r", [{"c:colo"}]),
        ("co+l", [{"c:co"}]),
        ("(?:cures?)?", []),
        ("cure|", []),
        ("(?:cure){0,2}", []),
        ("(?:cure){1,2}", [{"c:cure"}]),
        ("(?<!not )cure(?= it)", [{"c:cure"}]),
        ("(?P<what>cure)", [{"c:cure"}]),
        ("[a-z]+", []),
        ("[^,]", []),
        ("[0-9%]", []),
        ("[5%]", [{DIGIT, "w:%"}]),
        (r"\w+\s.", []),
        ("a", []),
        ("(?i)cure", []),
        (r"\p{Lu}cure", []),
        ("(?:cure){e<=1}", []),
        ("[[a-z]--[aeiou]]cure", []),
    ],
)
def test_what_a_raw_part_needs(source: str, expected: list[set[str]]) -> None:
    assert needs(source, len) == [frozenset(group) for group in expected]
