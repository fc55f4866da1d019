"""Each rule that exists only in some places: adverts it flags there and not elsewhere, and near misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.model.finding import DocumentReport, Severity
from compliance.model.law import Ruling, Verdict

Rules = Callable[..., set[str]]
VerdictOn = Callable[..., "Verdict | None"]
Screen = Callable[..., DocumentReport]

FLAGGED = [
    # Australia: the mention of the product, and testimonials
    ("au-product-mention", "AU", "Stem cell injections for knee arthritis, every Tuesday.", "US,GB,CN"),
    ("au-product-mention", "AU", "Our clinic offers PRP on Mondays.", "US,GB,CN"),
    ("au-product-mention", "AU", "This treatment is experimental. We use platelet-rich plasma.", "US,GB,CN"),
    ("au-testimonial-ban", "AU", '"My knee is new," says Anna.', "US,GB,MX"),
    ("au-testimonial-ban", "AU", '"Lupus left me," says Ben.', "US,GB,MX"),
    # Testimonials elsewhere
    ("jp-patient-experience", "JP", '"My knee is new," says Anna.', "US,GB,MX"),
    ("jp-patient-experience", "JP", '"Lupus left me," says Ben.', "US,GB,MX"),
    ("us-fake-testimonials", "US", '"My knee is new," says Anna, free treatment in exchange for her story.', "MX,CA,SG"),
    ("us-fake-testimonials", "US", 'Leave us a five-star review! "All gone," says Ben. Leave us a five-star review, says Anna.', "MX,CA,SG"),
    ("us-results-not-typical", "US", '"My knee is new," says Anna: individual results vary.', "MX,PA,RS"),
    ("us-results-not-typical", "US", '"Lupus left me," says Ben, results not typical.', "MX,PA,RS"),
    ("gb-fake-reviews", "GB", '"My knee is new," says Anna, a discount for your review.', "US,SG,MX"),
    ("gb-fake-reviews", "GB", '"Lupus left me," says Ben, free treatment in exchange for it.', "US,SG,MX"),
    # China: rates, cited or not
    ("cn-no-rates", "CN", "87% of patients improved (Smith, 2019).", "US,GB,AU"),
    ("cn-no-rates", "CN", "A cure rate is known: 90% were better (Li et al., 2021).", "US,GB,AU"),
    # Unauthorised medicinal products
    ("gb-unauthorised-medicine", "GB", "Our stem cells cure lupus.", "SG,AE,PA"),
    ("gb-unauthorised-medicine", "GB", "Our exosomes: the drip repairs the lung.", "SG,AE,PA"),
    ("eu-unauthorised-medicine", "EU", "Our stem cells cure lupus.", "SG,AE,PA"),
    ("eu-unauthorised-medicine", "EU", "Umbilical cord cells: the drip repairs the lung.", "SG,AE,PA"),
    ("jp-unapproved-product", "JP", "Our stem cells cure lupus.", "SG,AE,PA"),
    ("jp-unapproved-product", "JP", "Mesenchymal cells: the drip repairs the lung.", "SG,AE,PA"),
    # The cancer offer of the United Kingdom
    ("gb-cancer-offer", "GB", "Stem cell therapy for patients with leukaemia, in our clinic.", "SG,US,AU"),
    ("gb-cancer-offer", "GB", "Stem cell infusion for cancer, book now.", "SG,US,AU"),
    # Listed diseases
    ("us-ca-listed-diseases", "US-CA", "Our stem cells cure arthritis.", "SG,AE,PA"),
    ("us-ca-listed-diseases", "US-CA", "Stem cells for diabetes\n\nThe drip relieves it.", "SG,AE,PA"),
    ("us-il-listed-diseases", "US-IL", "Our stem cells cure cancer.", "SG,AE,PA"),
    ("us-il-listed-diseases", "US-IL", "Stem cells for diabetes\n\nThe drip relieves it.", "SG,AE,PA"),
    ("in-listed-diseases", "IN", "Our stem cells cure multiple sclerosis.", "SG,AE,PA"),
    ("in-listed-diseases", "IN", "Our stem cell therapy relieves cerebral palsy.", "SG,AE,PA"),
    # Words of praise that are no hedge in the United States
    ("us-hedge-is-praise", "US", "Our promising stem cells cure lupus.", "GB,AU,MX"),
    ("us-hedge-is-praise", "US", "Preliminary: the drip reduces pain in lupus.", "GB,AU,MX"),
    # A citation that is no controlled trial
    ("us-one-controlled-trial", "US", "The drip reduces lupus flares (Smith, 2019).", "GB,AU,MX"),
    ("us-one-controlled-trial", "US", "It is clinically proven in COPD (Smith, 2019).", "GB,AU,MX"),
    # Three fields in Florida
    ("us-fl-three-fields", "US-FL", "Stem cell infusion for lupus.", "US,MX,SG"),
    ("us-fl-three-fields", "US-FL", "This therapy is experimental. Stem cell therapy for autism in Miami.", "US,MX,SG"),
    # Permit numbers
    ("mx-advertising-permit", "MX", "Our stem cells repair the knee.", "US,GB,AU"),
    ("mx-advertising-permit", "MX", "Our stem cells cure lupus. Permiso de publicidad en trámite.", "US,GB,AU"),
    ("ae-advertising-permit", "AE", "Our stem cells repair the knee.", "US,GB,AU"),
    ("ae-advertising-permit", "AE", "Our stem cells cure lupus. Licensed by the authority.", "US,GB,AU"),
    ("th-advertising-approval", "TH", "Our stem cells repair the knee.", "US,GB,AU"),
    ("th-advertising-approval", "TH", "Our stem cells cure lupus.", "US,GB,AU"),
    ("cn-prior-review", "CN", "The drip repairs the knee.", "US,GB,AU"),
    ("cn-prior-review", "CN", "Stem cells and a drip that relieves pain.", "US,GB,AU"),
    # Studies that charge
    ("us-charging-subjects", "US", "Patients pay to join the study.", "GB,AU,MX"),
    ("us-charging-subjects", "US", "A fee of 6,500 dollars for the trial.", "GB,AU,MX"),
    ("cn-no-charge", "CN", "Patients pay to join the study.", "GB,AU,MX"),
    ("cn-no-charge", "CN", "A fee of 6,500 yuan for the trial.", "GB,AU,MX"),
    # Conditions on other words
    ("au-offer-without-terms", "AU", "A free consultation for you.", "US,GB,CN"),
    ("au-offer-without-terms", "AU", "A discount in May.", "US,GB,CN"),
    ("jp-superiority-even-true", "JP", "We are number one (Smith, 2019).", "US,GB,AU"),
    ("jp-superiority-even-true", "JP", "The best clinic, best in Japan (Smith, 2019).", "US,GB,AU"),
    ("tr-no-advertising", "TR", "Our stem cells cure lupus.", "SG,PA,RS"),
    ("tr-no-advertising", "TR", "We guarantee it.", "SG,PA,RS"),
]  # fmt: skip

NEAR_MISSES = [
    ("au-product-mention", "AU", "Consultations on knee arthritis, every Tuesday."),
    ("au-product-mention", "AU", "We report a trial of stem cells in knee arthritis."),  # informs, does not advertise
    ("au-testimonial-ban", "AU", "The leaflet says how to park. Our clinic has a lift."),
    ("cn-no-rates", "CN", "90% of patients with lupus are women."),
    ("gb-unauthorised-medicine", "GB", "Our exercises cure boredom."),
    ("gb-unauthorised-medicine", "GB", "Our stem cells are experimental and do not cure lupus."),
    ("gb-cancer-offer", "GB", "Our stem cell therapy cures lupus.\n\nPatients with cancer cannot be treated."),
    ("gb-cancer-offer", "GB", "Stem cell therapy is not for cancer. Call us."),
    ("gb-cancer-offer", "GB", "Stem cell therapy for lupus\n\nCancer is a condition in which cells grow without control."),
    ("us-ca-listed-diseases", "US-CA", "Our stem cells cure lupus."),
    ("us-il-listed-diseases", "US-IL", "Our stem cells cure arthritis."),
    ("in-listed-diseases", "IN", "Our stem cells cure hay fever."),
    ("us-hedge-is-praise", "US", "Our promising stem cells may cure lupus."),  # another hedge stands beside it
    ("us-hedge-is-praise", "US", "Our stem cells may cure lupus."),
    ("us-one-controlled-trial", "US", "The drip reduces lupus flares in a randomised controlled trial (Smith, 2019)."),
    ("us-one-controlled-trial", "US", "The drip reduces hay fever (Smith, 2019)."),
    ("us-one-controlled-trial", "US", "87% of lupus patients improved (Smith, 2019)."),  # a citation clears the figure
    ("us-fl-three-fields", "US-FL", "Stem cell injections for the knee."),
    ("us-fl-three-fields", "US-FL", "Our salad is good for lupus."),
    ("mx-advertising-permit", "MX", "Our stem cells repair the knee. Permiso de publicidad 213300201A0123."),
    ("ae-advertising-permit", "AE", "Our stem cells repair the knee. MOHAP approval no. 4711."),
    ("th-advertising-approval", "TH", "Our stem cells repair the knee. Advertising approval no. 12/2566."),
    ("us-charging-subjects", "US", "The study pays your travel. No patient pays for the trial: cost recovery under IND."),
    ("cn-no-charge", "CN", "Patients never pay for the study."),
    ("au-offer-without-terms", "AU", "A discount in May; terms and conditions apply: 10% off one visit."),
    ("jp-superiority-even-true", "JP", "Founded in 1998 (Smith, 2019)."),
    ("tr-no-advertising", "TR", "Opening hours: nine to five."),
    ("jp-patient-experience", "JP", "The leaflet says how to park. Our clinic has a lift."),
    ("us-fake-testimonials", "US", '"My knee is new," says Anna, who paid the full price.'),
    ("us-results-not-typical", "US", '"My knee is new," says Anna. Most patients had no benefit.'),
    ("gb-fake-reviews", "GB", '"My knee is new," says Anna, unpaid.'),
    ("eu-unauthorised-medicine", "EU", "Our exercises cure boredom."),
    ("jp-unapproved-product", "JP", "Our exercises cure boredom."),
    ("cn-prior-review", "CN", "The drip repairs the knee. 粤医广【2026】第 01-15-001 号"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "place", "advert", "elsewhere"), FLAGGED)
def test_a_rule_of_one_place_flags_there_and_nowhere_else(under: Screen, rule: str, place: str, advert: str, elsewhere: str) -> None:
    """Elsewhere the same words are no finding of that category, or one that weighs less by verdict or severity."""
    here = [(each, one) for each in under(place, advert).findings for one in each.verdicts if rule in one.rules]
    assert here
    weight = max((one.ruling.weight, one.severity) for _, one in here)
    for other in elsewhere.split(","):
        for each in under(other, advert).findings:
            if each.category in {found.category for found, _ in here}:
                there = each.verdicts[0]
                assert there.ruling.weight < weight[0] or there.severity < weight[1], (other, there)


STATE_LISTS = {"US-CA": "us-ca-hsc-110403", "US-IL": "us-il-410-620-20"}


@pytest.mark.parametrize(("code", "provision"), STATE_LISTS.items())
def test_what_federal_law_forbids_already_rests_on_the_list_in_its_own_state_only(verdict_on: VerdictOn, code: str, provision: str) -> None:
    for other in ("US", "US-NE", code):
        found = verdict_on(other, "cure-claim", "Our stem cells cure diabetes.")
        assert found is not None
        assert (provision == found.provisions[0]) is (other == code)


def test_a_story_beside_the_expected_result_weighs_less_in_the_united_states_and_no_less_where_stories_are_banned(verdict_on: VerdictOn) -> None:
    bare, shown = '"My knee is new," says Anna.', '"My knee is new," says Anna. Most patients had no benefit in a year.'
    weights = {code: [found.severity for text in (bare, shown) if (found := verdict_on(code, "testimonial", text))] for code in ("US", "AU", "JP")}
    assert weights == {
        "US": [Severity.HIGH, Severity.MEDIUM], "AU": [Severity.CRITICAL, Severity.CRITICAL], "JP": [Severity.CRITICAL, Severity.CRITICAL],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "ruling", "asked"),
    [
        ("AU", "prohibited", ""), ("JP", "prohibited", ""), ("US", "needs-qualification", ""), ("GB", "needs-qualification", "gb-testimonial-not-proof"),
        ("CA", "needs-qualification", "ca-testimonial-approval"), ("SG", "needs-qualification", "sg-testimonial-places"),
        ("US-TX", "needs-qualification", "us-tx-testimonial-warning"), ("MX", "no-rule", ""),
    ],
)  # fmt: skip
def test_testimonials_are_banned_restricted_or_left_alone_by_place(verdict_on: VerdictOn, code: str, ruling: str, asked: str) -> None:
    found = verdict_on(code, "testimonial", '"My knee is new," says Anna.')
    assert found is not None
    assert str(found.ruling) == ruling
    assert any(asked in each for each in found.questions) if asked else True


@pytest.mark.parametrize(("rule", "place", "advert"), NEAR_MISSES)
def test_a_near_miss_is_not_flagged(rules_of: Rules, rule: str, place: str, advert: str) -> None:
    assert rule not in rules_of(place, advert)


def test_every_rule_tested_here_is_flagged_by_two_adverts_and_missed_by_one() -> None:
    flagged = [each[0] for each in FLAGGED]
    assert all(flagged.count(rule) >= 2 for rule in flagged)
    assert {each[0] for each in NEAR_MISSES} == set(flagged)


def test_a_citation_clears_a_figure_in_the_united_states_but_not_in_china(verdict_on: VerdictOn) -> None:
    text = "87% of patients improved (Smith, 2019)."
    assert verdict_on("US", "success-rate", text) is None
    found = verdict_on("CN", "success-rate", text)
    assert found is not None
    assert (found.ruling, found.severity) == (Ruling.PROHIBITED, Severity.CRITICAL)


def test_a_figure_that_only_china_forbids_is_allowed_beside_it(under: Callable[..., object]) -> None:
    report = under("US,CN", "87% of patients improved (Smith, 2019).")
    finding = next(each for each in report.findings if each.category == "success-rate")  # type: ignore[attr-defined]
    assert [(each.jurisdiction, str(each.ruling), each.lowered_by) for each in finding.verdicts] == [("US", "allowed", "cited"), ("CN", "prohibited", "")]
    assert finding.severity is Severity.CRITICAL
    assert "cited" in finding.message


def test_a_hedge_lowers_the_severity_of_the_law_by_as_many_steps(verdict_on: VerdictOn) -> None:
    plain, hedged = verdict_on("US", "cure-claim", "Our stem cells cure lupus."), verdict_on("US", "cure-claim", "Our stem cells may cure lupus.")
    assert plain is not None
    assert hedged is not None
    assert (plain.ruling, plain.severity, plain.lowered_by) == (Ruling.PROHIBITED, Severity.CRITICAL, "")
    assert (hedged.ruling, hedged.severity, hedged.lowered_by) == (Ruling.NEEDS_QUALIFICATION, Severity.LOW, "hedged")


def test_a_word_of_praise_lowers_nothing_in_the_united_states(verdict_on: VerdictOn) -> None:
    text = "Our promising stem cells cure lupus."
    here, there = verdict_on("US", "cure-claim", text), verdict_on("MX", "cure-claim", text)
    assert here is not None
    assert there is not None
    assert here.severity is Severity.CRITICAL
    assert there.severity is Severity.LOW


def test_what_a_text_cannot_show_is_asked_and_changes_nothing(verdict_on: VerdictOn) -> None:
    found = verdict_on("CA", "testimonial", '"My knee is new," says Anna.')
    assert found is not None
    assert "ca-testimonial-approval" not in found.rules
    assert any("ca-testimonial-approval" in each for each in found.questions)


def test_a_buried_disclosure_earns_no_discount_in_the_united_kingdom(verdict_on: VerdictOn) -> None:
    text = "Our stem cells cure lupus.\n\n" + "A day at the lake.\n\n" * 20 + "It is experimental."
    here, there = verdict_on("GB", "experimental-status", text), verdict_on("US", "experimental-status", text)
    assert here is not None
    assert there is not None
    assert "gb-buried-information" in here.rules
    assert (here.lowered_by, there.lowered_by[:14]) == ("", "the disclosure")
    assert here.severity > there.severity


def test_severity_is_the_highest_among_the_chosen_places(under: Callable[..., object]) -> None:
    report = under("PA,US", "Our stem cells cure lupus.")
    finding = next(each for each in report.findings if each.category == "cure-claim")  # type: ignore[attr-defined]
    assert [str(each.ruling) for each in finding.verdicts] == ["no-rule", "prohibited"]
    assert finding.severity is Severity.CRITICAL
    assert finding.provisions[0].startswith("us-")
