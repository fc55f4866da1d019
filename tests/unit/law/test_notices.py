"""Mandated notices: complete, incomplete, altered, misplaced, absent, not required."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.law.notices import UNVERIFIED
from compliance.model.law import NoticeCheck
from compliance.model.rule import Pack

NoticeIn = Callable[..., NoticeCheck]

AD = "Our stem cells cure lupus."
VERBATIM = {"us-wa-notice": "US-WA", "us-fl-notice": "US-FL", "us-ut-notice": "US-UT"}
BY_ELEMENTS = {
    "us-vt-notice": (
        "US-VT", "These products are not FDA approved. To file a complaint, write to the Board of Medical Practice.", "These products are not FDA approved.",
    ),
    "us-tn-notice": ("US-TN", "This therapy is not approved by the FDA. Consult your primary care provider.", "This therapy is not approved by the FDA."),
    "tr-results-differ": (
        "TR", "Sonuçlar kişiden kişiye değişiklik gösterebilir. Hekiminizden detaylı görüş almanız önerilir.",
        "Sonuçlar kişiden kişiye değişiklik gösterebilir.",
    ),
    "jp-unapproved-items": (
        "JP",
        (
            "This product is unapproved in Japan and imported by us. There is no approved equivalent. Safety information abroad is scarce. "
            "The cost of treatment is 900,000 yen. Risks and side effects: fever."
        ),
        "This product is unapproved in Japan and imported by us. There is no approved equivalent.",
    ),
}  # fmt: skip
EVERY = [*VERBATIM.items(), *((name, code) for name, (code, _, _) in BY_ELEMENTS.items())]


@pytest.mark.parametrize(("name", "code"), VERBATIM.items())
def test_the_wording_of_the_law_is_complete(notice_in: NoticeIn, pack: Pack, name: str, code: str) -> None:
    found = notice_in(name, code, f"{AD}\n\n{pack.notices[name].text}")
    assert (found.status, found.missing, found.wording_verified) == ("complete", (), True)


@pytest.mark.parametrize(("name", "code"), VERBATIM.items())
def test_case_punctuation_and_line_breaks_do_not_alter_it(notice_in: NoticeIn, pack: Pack, name: str, code: str) -> None:
    words = pack.notices[name].text.upper().replace(". ", " - ").replace("UNITED STATES", "UNITED\nSTATES").replace("STEM CELL", "STEM-CELL")
    assert notice_in(name, code, f"{AD}\n\n{words}").status == "complete"


@pytest.mark.parametrize(("name", "code"), VERBATIM.items())
def test_another_word_alters_it_and_is_named(notice_in: NoticeIn, pack: Pack, name: str, code: str) -> None:
    found = notice_in(name, code, f"{AD}\n\n{pack.notices[name].text.replace('You are encouraged to', 'You might')}")
    assert found.status == "altered"
    assert "“might” for “are encouraged to”" in found.reasons[0].lower()


@pytest.mark.parametrize(("name", "code"), VERBATIM.items())
def test_a_piece_that_is_left_out_is_named(notice_in: NoticeIn, pack: Pack, name: str, code: str) -> None:
    found = notice_in(name, code, f"{AD}\n\n{pack.notices[name].text.split('You are encouraged')[0]}")
    assert found.status == "incomplete"
    assert len(found.missing) == 1
    assert "primary care provider" in found.missing[0]


@pytest.mark.parametrize(("name", "case"), BY_ELEMENTS.items())
def test_where_the_wording_was_not_read_the_elements_decide_and_the_report_says_so(notice_in: NoticeIn, name: str, case: tuple[str, str, str]) -> None:
    code, whole, part = case
    complete, incomplete = notice_in(name, code, f"{AD}\n\n{whole}"), notice_in(name, code, f"{AD}\n\n{part}")
    assert (complete.status, complete.wording_verified) == ("complete", False)
    assert UNVERIFIED in complete.reasons
    assert incomplete.status == "incomplete"
    assert incomplete.missing


def test_other_words_with_all_the_elements_are_altered_only_where_the_wording_was_read(notice_in: NoticeIn) -> None:
    assert notice_in("us-tn-notice", "US-TN", f"{AD}\n\nNot FDA approved: consult a primary care provider first.").status == "complete"
    reworded = "Required by Florida law: our physician performs stem cell work that is not FDA approved. Consult your primary care provider."
    assert notice_in("us-fl-notice", "US-FL", f"{AD}\n\n{reworded}").status == "altered"


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_an_advert_without_it_lacks_it(notice_in: NoticeIn, name: str, code: str) -> None:
    found = notice_in(name, code, f"{AD} Ask your doctor.")
    assert found.status == "absent"
    assert found.missing


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_no_notice_is_owed_where_no_such_therapy_is_advertised(notice_in: NoticeIn, name: str, code: str) -> None:
    assert notice_in(name, code, "Our massage relieves back pain. Call us.").status == "not-required"


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_a_footer_is_no_place_for_it(notice_in: NoticeIn, pack: Pack, name: str, code: str) -> None:
    words = pack.notices[name].text if name in VERBATIM else BY_ELEMENTS[name][1]
    found = notice_in(name, code, f"<p>{AD}</p><footer><p>{words}</p></footer>", extension=".html")
    assert found.status == "misplaced"
    assert "it stands in the footer" in found.reasons


def test_far_from_the_claim_is_misplaced(notice_in: NoticeIn, pack: Pack) -> None:
    words = "tells of the garden, the lake, the food and all the walks one can take here on a long summer's day."
    between = "\n\n".join(f"Paragraph {number} {words}" for number in range(20))
    found = notice_in("us-wa-notice", "US-WA", f"{AD}\n\n{between}\n\n{pack.notices['us-wa-notice'].text}")
    assert (found.status, found.reasons) == ("misplaced", ("it stands far from the first claim",))


def test_the_largest_type_of_a_page_is_measured_where_its_sizes_are_known(notice_in: NoticeIn, pack: Pack) -> None:
    words = pack.notices["us-fl-notice"].text
    page = f'<p style="font-size:30px">{AD}</p><p style="font-size:{{}}px">{words}</p>'
    small = notice_in("us-fl-notice", "US-FL", page.format(18), extension=".html")
    large = notice_in("us-fl-notice", "US-FL", page.format(30), extension=".html")
    assert (small.status, large.status) == ("misplaced", "complete")
    assert small.reasons == ("it is set smaller than the largest type of the advert, 18 px against 30 px",)


def test_smaller_than_the_largest_type_is_misplaced_where_the_format_shows_size(notice_in: NoticeIn, pack: Pack) -> None:
    words = pack.notices["us-fl-notice"].text
    small = notice_in("us-fl-notice", "US-FL", f"# {AD}\n\n{words}", extension=".md")
    large = notice_in("us-fl-notice", "US-FL", f"# {AD}\n\n# {words}", extension=".md")
    unknown = notice_in("us-ut-notice", "US-UT", f"# {AD}\n\n{pack.notices['us-ut-notice'].text}", extension=".md")
    assert small.status == "misplaced"
    assert "largest type" in small.reasons[0]
    assert (large.status, unknown.status) == ("complete", "complete")


def test_hidden_is_misplaced(notice_in: NoticeIn, pack: Pack) -> None:
    found = notice_in("us-wa-notice", "US-WA", f'<p>{AD}</p><p style="display:none">{pack.notices["us-wa-notice"].text}</p>', extension=".html")
    assert found.status == "misplaced"


@pytest.mark.parametrize(("name", "code"), [("us-ca-notice", "US-CA"), ("us-ne-consent", "US-NE")])
def test_a_notice_for_the_office_or_the_consent_is_no_matter_of_an_advert(
    notice_in: NoticeIn, rules_of: Callable[..., set[str]], name: str, code: str
) -> None:
    assert notice_in(name, code, AD).status == "not-required"
    assert not any("notice" in rule or "consent" in rule for rule in rules_of(code, AD))


@pytest.mark.parametrize("code", ["US", "GB", "US-TX"])
def test_a_place_that_mandates_none_has_none(under: Callable[..., object], code: str) -> None:
    law = under(code, AD).law  # type: ignore[attr-defined]
    assert law.notices == ()


def test_a_broken_notice_is_a_finding_with_what_is_missing(under: Callable[..., object]) -> None:
    report = under("US-FL", AD)
    finding = next(each for each in report.findings if each.rule_id == "us-fl-notice-in-ads")  # type: ignore[attr-defined]
    assert (str(finding.severity), finding.category, finding.provisions) == ("critical", "experimental-status", ("us-fl-458-3245",))
    assert "absent" in finding.message


def test_a_complete_notice_is_no_finding(rules_of: Callable[..., set[str]], pack: Pack) -> None:
    assert "us-fl-notice-in-ads" not in rules_of("US-FL", f"{AD}\n\n{pack.notices['us-fl-notice'].text}")


def test_a_notice_that_belongs_in_the_office_is_recognised_in_an_advert_and_still_not_required(notice_in: NoticeIn, pack: Pack) -> None:
    words = pack.notices["us-ca-notice"].text
    cases = {
        "complete": words, "altered": words.replace("You are encouraged to", "You might"), "incomplete": words.split("You are encouraged")[0],
    }  # fmt: skip
    for standing, text in cases.items():
        found = notice_in("us-ca-notice", "US-CA", f"{AD}\n\n{text}")
        assert (found.status, found.reasons[1]) == ("not-required", f"the advert carries it all the same: {standing}")
    footer = notice_in("us-ca-notice", "US-CA", f"<p>{AD}</p><footer><p>{words}</p></footer>", extension=".html")
    assert footer.reasons[1].endswith("misplaced")


def test_the_consent_paper_of_nebraska_is_recognised_by_its_elements_and_not_required(notice_in: NoticeIn, pack: Pack) -> None:
    notice = pack.notices["us-ne-consent"]
    by_id = {each.id: each.patterns[0] for each in notice.elements}
    whole = ". ".join(by_id[each] for each in sorted(notice.required))
    found = notice_in("us-ne-consent", "US-NE", f"{AD}\n\nConsent. {whole}.")
    assert found.status == "not-required"
    assert found.reasons[1] == "the advert carries it all the same: complete"
    part = ". ".join(by_id[each] for each in sorted(notice.required)[:-1])
    assert notice_in("us-ne-consent", "US-NE", f"{AD}\n\nConsent. {part}.").missing


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_a_notice_of_one_place_is_asked_for_in_no_other(under: Callable[..., object], name: str, code: str) -> None:
    for other in ("US", "US-CA", "GB", "AU"):
        law = under(other, AD).law  # type: ignore[attr-defined]
        assert name not in {each.id for each in law.notices}


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_far_from_the_claim_or_hidden_is_misplaced_for_each(notice_in: NoticeIn, pack: Pack, name: str, code: str) -> None:
    words = pack.notices[name].text if name in VERBATIM else BY_ELEMENTS[name][1]
    between = "".join(f"<p>Walk {number} leads by the lake, the garden and the old mill, and takes most of a long summer's day.</p>" for number in range(25))
    far = notice_in(name, code, f"<p>{AD}</p>{between}<p>{words}</p>", extension=".html")
    hidden = notice_in(name, code, f"<p>{AD}</p><p hidden>{words}</p>", extension=".html")
    assert (far.status, hidden.status) == ("misplaced", "misplaced")
    assert "it stands far from the first claim" in far.reasons
    assert "it is hidden from readers" in hidden.reasons


@pytest.mark.parametrize("name", BY_ELEMENTS)
def test_a_wording_that_was_not_read_is_never_called_altered(notice_in: NoticeIn, name: str) -> None:
    code, whole, _ = BY_ELEMENTS[name]
    found = notice_in(name, code, f"{AD}\n\nPlease note: {whole} Thank you.")
    assert found.status == "complete"
    assert UNVERIFIED in found.reasons


def test_a_notice_comes_into_force_on_its_day(notice_in: NoticeIn, under: Callable[..., object]) -> None:
    before = under("US-FL", AD, as_of="2025-06-30").law  # type: ignore[attr-defined]
    assert before.notices == ()
    assert notice_in("us-fl-notice", "US-FL", AD, as_of="2025-07-01").status == "absent"
