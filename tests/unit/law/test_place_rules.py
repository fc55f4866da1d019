"""Each rule that exists only in some places: adverts it flags there and not elsewhere, and near misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.model.finding import Severity
from compliance.model.law import Ruling, Verdict

Rules = Callable[..., set[str]]
VerdictOn = Callable[..., "Verdict | None"]

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
    ("us-fake-testimonials", "US", '"My knee is new," says Anna, free treatment in exchange for her story.', "AU,MX,CN"),
    ("us-fake-testimonials", "US", 'Leave us a five-star review! "All gone," says Ben. Leave us a five-star review, says Anna.', "AU,MX,CN"),
    # China: rates, cited or not
    ("cn-no-rates", "CN", "87% of patients improved (Smith, 2019).", "US,GB,AU"),
    ("cn-no-rates", "CN", "A cure rate is known: 90% were better (Li et al., 2021).", "US,GB,AU"),
    # Unauthorised medicinal products
    ("gb-unauthorised-medicine", "GB", "Our stem cells cure lupus.", "AU,SG,AE"),
    ("gb-unauthorised-medicine", "GB", "Our exosomes: the drip repairs the lung.", "AU,SG,AE"),
    ("eu-unauthorised-medicine", "EU", "Our stem cells cure lupus.", "AU,SG,AE"),
    ("eu-unauthorised-medicine", "EU", "Umbilical cord cells: the drip repairs the lung.", "AU,SG,AE"),
    ("jp-unapproved-product", "JP", "Our stem cells cure lupus.", "AU,SG,AE"),
    ("jp-unapproved-product", "JP", "Mesenchymal cells: the drip repairs the lung.", "AU,SG,AE"),
    # The cancer offer of the United Kingdom
    ("gb-cancer-offer", "GB", "Our stem cell therapy cures leukaemia.", "AU,SG,US"),
    ("gb-cancer-offer", "GB", "Stem cell infusion for cancer, book now.", "AU,SG,US"),
    # Listed diseases
    ("us-ca-listed-diseases", "US-CA", "Our stem cells cure arthritis.", "US,AU,US-NE"),
    ("us-ca-listed-diseases", "US-CA", "Stem cells for diabetes\n\nThe drip relieves it.", "US,AU,US-NE"),
    ("us-il-listed-diseases", "US-IL", "Our stem cells cure cancer.", "US,AU,US-NE"),
    ("us-il-listed-diseases", "US-IL", "Stem cells for diabetes\n\nThe drip relieves it.", "US,AU,US-NE"),
    ("in-listed-diseases", "IN", "Our stem cells cure multiple sclerosis.", "US,AU,US-NE"),
    ("in-listed-diseases", "IN", "Our stem cell therapy relieves cerebral palsy.", "US,AU,US-NE"),
    # Words of praise that are no hedge in the United States
    ("us-hedge-is-praise", "US", "Our promising stem cells cure lupus.", "GB,AU,MX"),
    ("us-hedge-is-praise", "US", "Preliminary: the drip reduces pain in lupus.", "GB,AU,MX"),
    # A citation that is no controlled trial
    ("us-one-controlled-trial", "US", "The drip reduces lupus flares (Smith, 2019).", "GB,AU,MX"),
    ("us-one-controlled-trial", "US", "It is clinically proven in COPD (Smith, 2019).", "GB,AU,MX"),
    # Three fields in Florida
    ("us-fl-three-fields", "US-FL", "Stem cell infusion for lupus.", "US,GB,AU"),
    ("us-fl-three-fields", "US-FL", "This therapy is experimental. Stem cell therapy for autism in Miami.", "US,GB,AU"),
    # Permit numbers
    ("mx-advertising-permit", "MX", "Our stem cells repair the knee.", "US,GB,AU"),
    ("mx-advertising-permit", "MX", "Our stem cells cure lupus. Permiso de publicidad en trámite.", "US,GB,AU"),
    ("ae-advertising-permit", "AE", "Our stem cells repair the knee.", "US,GB,AU"),
    ("ae-advertising-permit", "AE", "Our stem cells cure lupus. Licensed by the authority.", "US,GB,AU"),
    ("th-advertising-approval", "TH", "Our stem cells repair the knee.", "US,GB,AU"),
    ("th-advertising-approval", "TH", "Our stem cells cure lupus.", "US,GB,AU"),
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
    ("tr-no-advertising", "TR", "Our stem cells cure lupus.", "US,GB,AU"),
    ("tr-no-advertising", "TR", "We guarantee it.", "US,GB,AU"),
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
]  # fmt: skip


@pytest.mark.parametrize(("rule", "place", "advert", "elsewhere"), FLAGGED)
def test_a_rule_of_one_place_flags_there_and_nowhere_else(rules_of: Rules, rule: str, place: str, advert: str, elsewhere: str) -> None:
    assert rule in rules_of(place, advert)
    for other in elsewhere.split(","):
        assert rule not in rules_of(other, advert)


@pytest.mark.parametrize(("rule", "place", "advert"), NEAR_MISSES)
def test_a_near_miss_is_not_flagged(rules_of: Rules, rule: str, place: str, advert: str) -> None:
    assert rule not in rules_of(place, advert)


def test_every_rule_tested_here_is_flagged_by_two_adverts_and_missed_by_one(rules_of: Rules) -> None:
    flagged = [each[0] for each in FLAGGED]
    assert all(flagged.count(rule) >= 2 for rule in flagged)
    assert {each[0] for each in NEAR_MISSES} <= set(flagged)


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
