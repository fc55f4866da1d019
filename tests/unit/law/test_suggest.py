"""Where an advert points: a suggestion with its signs, applied to nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.law.suggest import suggest
from compliance.model.finding import DocumentReport
from compliance.model.rule import Pack


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Our clinic in Harley Street, London. Prices from £4,000.", "GB"),
        ("Call +61 2 9999 1234.", "AU"),
        ("Visit www.klinik.de or write to info@klinik.de. Berlin, 10115.", "DE"),
        ("Miami, FL 33101", "US-FL"),
        ("Tijuana and Cancun, minutes from the border", "MX"),
        ("5 lakh rupees, write to Delhi or Mumbai", "IN"),
        ("Singapore 238859 is where we are, in Orchard Road.", "SG"),
        ("Tel. (305) 555-1234, Florida", "US-FL"),
    ],
)
def test_signs_point_to_a_place(pack: Pack, text: str, code: str) -> None:
    found = suggest(text, "en", pack.jurisdictions)
    assert code in {each.code for each in found}
    assert all(each.because for each in found)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("We are serving patients from the UK.", {"GB"}),
        ("We welcome patients from Australia, Canada and Japan.", {"AU", "CA", "JP"}),
        ("Our patients travel from Germany to see us.", {"DE", "EU"}),
        ("Serving patients from near and far. Canada is cold.", set()),
        ("The patients from Canada in that trial did no better.", set()),
    ],
)
def test_whom_an_advert_says_it_serves_points_there(pack: Pack, text: str, codes: set[str]) -> None:
    found = suggest(text, "en", pack.jurisdictions)
    assert {each.code for each in found} - {"EU"} == codes - {"EU"}


@pytest.mark.parametrize(
    "text",
    [
        "Our stem cells cure lupus.",
        "The FDA has not approved it.",
        "A patient from Paris, Texas, came.",
        "It costs 5 EUR.",
        "We treat men, women and the reno of joints in turkey farmers.",
        "Call 555 1234.",
        "See section 1.in the end.",
    ],
)
def test_a_single_weak_sign_suggests_nothing(pack: Pack, text: str) -> None:
    assert suggest(text, "en", pack.jurisdictions) == ()


def test_english_points_nowhere_and_turkish_only_beside_another_sign(pack: Pack) -> None:
    assert suggest("x", "en", pack.jurisdictions) == suggest("x", "tr", pack.jurisdictions) == ()
    assert [each.code for each in suggest("Fiyat 900 TL, kök hücre", "tr", pack.jurisdictions)] == ["TR"]


def test_a_shared_prefix_does_not_decide(pack: Pack) -> None:
    assert suggest("Call +1 305 not a number", "en", pack.jurisdictions) == ()
    assert "CA" not in {each.code for each in suggest("Call +1 305 555 1234", "en", pack.jurisdictions)}


def test_a_dollar_sign_of_one_country_is_not_that_of_another(pack: Pack) -> None:
    assert suggest("It is US$ 5,000 and A$ 7,000.", "en", pack.jurisdictions) == ()
    assert "SG" not in {each.code for each in suggest("US$ 5,000 in New York, USA", "en", pack.jurisdictions)}


def test_a_suggestion_is_reported_and_never_applied(under: Callable[..., DocumentReport]) -> None:
    report = under("", "Our stem cells cure lupus. Call +61 2 9999 1234, Sydney.")
    assert report.law is not None
    assert [each.code for each in report.law.suggested] == ["AU"]
    assert {each.rule_id for each in report.findings} == {"cure-claim/word", "experimental-status/missing"}
    assert all(each.verdicts == () for each in report.findings)
