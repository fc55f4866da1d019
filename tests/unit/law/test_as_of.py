"""Law in force on a day: each change moves the verdicts it concerns, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from compliance.law.resolve import lineage, place
from compliance.model.finding import DocumentReport, Report
from compliance.model.law import Ruling
from compliance.model.rule import Pack
from compliance.report.json import write
from compliance.triage.difference import Change, compare

AD = """Stem cells for lupus

Our stem cells cure lupus. The drip relieves pain.

"My knee is new," says Anna, free treatment in exchange for her story.

We guarantee it. A discount in May. We are the best.
"""

Screen = Callable[..., DocumentReport]


def moved(under: Screen, code: str, before: str, after: str, text: str = AD) -> tuple[Change, ...]:
    """What a change of the day changes in the report of a place."""
    old, new = (json.loads(write(Report({}, (under(code, text, as_of=day),), ()), {})) for day in (before, after))
    return tuple(each for each in compare(old, new) if each.kind != "unchanged")


def test_the_testimonial_rule_of_2024_moves_testimonials_only(under: Screen) -> None:
    changes = moved(under, "US", "2024-10-20", "2024-10-21")
    assert {each.category for each in changes} <= {"testimonial", "endorsement"}
    assert [(each.kind, each.category) for each in changes] == [("changed", "testimonial")]
    assert "needs-qualification, high → prohibited, high" in changes[0].says[0]


def test_florida_asks_for_its_notice_from_july_2025(under: Screen) -> None:
    changes = moved(under, "US-FL", "2025-06-30", "2025-07-01")
    assert {each.rule_id for each in changes if each.kind == "new"} == {"us-fl-notice-in-ads"}
    assert {each.category for each in changes} == {"experimental-status"}


def test_the_united_kingdom_widens_its_ban_in_april_2025(under: Screen) -> None:
    changes = moved(under, "GB", "2025-04-05", "2025-04-06")
    assert {each.category for each in changes} <= {"cure-claim", "efficacy-claim", "testimonial", "inducement"}
    said = {each.category: each.says for each in changes}
    assert "gb-dmcca-sch20" in said["cure-claim"][0]
    assert {each.kind for each in changes} == {"changed"}


DAYS = {
    "US": ("2024-10-20", "2024-10-21", {("changed", "testimonial")}),
    "US-FL": ("2025-06-30", "2025-07-01", {("new", "experimental-status"), ("changed", "experimental-status")}),
    "GB": ("2025-04-05", "2025-04-06", {("changed", slug) for slug in ("cure-claim", "efficacy-claim", "testimonial", "inducement")}),
    "TR": (
        "2025-11-11", "2025-11-12",
        {("new", "missing-notice"), *(("changed", slug) for slug in ("cure-claim", "efficacy-claim", "testimonial", "guarantee", "inducement", "superiority"))},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", DAYS)
def test_a_change_of_the_law_moves_exactly_these_verdicts(under: Screen, code: str) -> None:
    before, after, wanted = DAYS[code]
    assert {(each.kind, each.category) for each in moved(under, code, before, after)} == wanted


@pytest.mark.parametrize("code", DAYS)
def test_nothing_moves_on_the_days_around_a_change(under: Screen, code: str) -> None:
    before, after, _ = DAYS[code]
    day = date.fromisoformat(before)
    assert moved(under, code, str(day - timedelta(days=1)), before) == ()
    assert moved(under, code, after, str(date.fromisoformat(after) + timedelta(days=1))) == ()


def test_an_advert_of_its_time_is_judged_by_the_guides_of_its_time(under: Screen) -> None:
    old, new = (under("US", "Recommended by a stem cell doctor.", as_of=day).findings for day in ("2015-01-01", "2026-01-01"))
    cited = [next(each.verdicts[0].provisions for each in found if each.category == "endorsement") for found in (old, new)]
    assert ["us-16cfr-255-2009" in each for each in cited] == [True, False]
    assert ["us-16cfr-255-5" in each for each in cited] == [False, True]


def test_treating_was_no_banned_practice_before(under: Screen) -> None:
    text = "The drip treats lupus."
    old, new = (under("GB", text, as_of=day).findings[0].verdicts[0] for day in ("2025-04-05", "2025-04-06"))
    assert (str(old.ruling), str(old.severity)) == ("needs-qualification", "high")
    assert (str(new.ruling), str(new.severity)) == ("prohibited", "critical")


def test_turkey_replaces_its_regulation_in_november_2025(under: Screen) -> None:
    changes = moved(under, "TR", "2025-11-11", "2025-11-12")
    assert {each.rule_id for each in changes if each.kind == "new"} == {"tr-outcome-reminder"}
    assert all("tr-health-promotion-2025" in each.says[0] for each in changes if each.kind == "changed")


def test_an_advert_before_the_first_regulation_falls_under_no_rule(pack: Pack) -> None:
    assert place(pack, "TR", "2023-07-28").entries["efficacy-claim"].ruling is Ruling.NO_RULE
    assert place(pack, "TR", "2023-07-29").entries["efficacy-claim"].ruling is Ruling.PROHIBITED


@pytest.mark.parametrize(("code", "day"), [("US", "2024-10-21"), ("US-FL", "2025-07-01"), ("GB", "2025-04-06"), ("TR", "2025-11-12")])
def test_another_place_does_not_move_on_that_day(under: Screen, code: str, day: str) -> None:
    before = f"{day[:8]}{int(day[8:]) - 1:02d}" if not day.endswith("-01") else "2025-06-30"
    assert moved(under, "AU", before, day) == ()


def test_a_bill_is_never_in_force(pack: Pack) -> None:
    bill = pack.provisions["us-az-sb1214"]
    assert not bill.in_force("2030-01-01")


def test_a_child_comes_before_its_parent(pack: Pack) -> None:
    found = place(pack, "US-FL", "2026-11-20")
    assert found.codes == ("US-FL", "US")
    listed = found.entries["cure-claim"].provisions
    assert listed[0].startswith("us-fl")
    assert "us-ftc-act-5-12" in listed
    assert [each.code for each in lineage(pack.jurisdictions, "DE")] == ["DE", "EU"]


def test_an_entry_that_rests_on_nothing_in_force_is_its_parents(pack: Pack) -> None:
    before, after = (place(pack, "US-FL", day).entries["experimental-status"] for day in ("2025-06-30", "2025-07-01"))
    assert "us-fl-458-3245" not in before.provisions
    assert after.provisions[0] == "us-fl-458-3245"


def test_what_binds_stands_before_cases_and_guidance_of_the_nearer_place(pack: Pack) -> None:
    listed = place(pack, "US-FL", "2026-11-20").entries["testimonial"].provisions
    assert listed[0] == "us-ftc-act-5-12"
    assert listed.index("us-ftc-act-5-12") < listed.index("us-fl-lung-institute-2024") < listed.index("us-ftc-hpcg")


def test_turkey_forbids_discounts_and_allows_stories_aimed_abroad_from_that_day(under: Screen) -> None:
    text = '"My knee is new," says Anna, under our HealthTürkiye authorisation. A discount in May.'
    seen = {}
    for day in ("2025-11-11", "2025-11-12"):
        for each in under("TR", text, as_of=day).findings:
            verdict = each.verdicts[0]
            seen[day, each.category] = str(verdict.ruling), str(verdict.severity), "tr-discounts" in verdict.rules, "tr-abroad-only" in verdict.rules
    assert seen["2025-11-11", "testimonial"][3] is False
    assert seen["2025-11-12", "testimonial"][::3] == ("needs-qualification", True)
    assert (seen["2025-11-11", "inducement"][2], seen["2025-11-12", "inducement"][2]) == (False, True)
