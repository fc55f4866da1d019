"""The law data that ships, faults that lint names, and a place that one file adds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from compliance.api import load_packs, screen_text
from compliance.errors import UsageError
from compliance.law.check import faults
from compliance.law.explain import category_lines, named_lines
from compliance.law.resolve import place
from compliance.lint import lint
from compliance.model.finding import DocumentReport
from compliance.model.law import CORE, Entry, Period, PlaceRule, Ruling
from compliance.model.rule import Pack
from compliance.packs.load import load_with_diagnostics

DAY = "2026-11-20"
ROOT = Path(__file__).parent.parent.parent.parent

PERU = """\
code: PE
name: Peru
parent: null
inherits: false
languages: [es]
regulator: {name: Health authority, short: HA}
provisions:
  - id: pe-health-ads
    jurisdiction: PE
    kind: statute
    authority: Health authority
    citation: Health Act, s. 1 (made up for this test)
    title: Health advertising
    requirement: No cure may be advertised.
    categories: [cure-claim]
    in_force: {from: "2000-01-01", to: null, replaced_by: null}
    effective_note: made up
    applies_to: Everyone
    severity: high
    url: "https://example.org/act"
    more_urls: []
    official_url: null
    verified: false
    verification_note: Made up.
categories:
  cure-claim: {verdict: prohibited, severity: high, provisions: [pe-health-ads], acceptable: No cure wording.}
rules: []
"""
OTHERS = (
    "success-rate testimonial experimental-status efficacy-claim safety-claim guarantee approval-claim evidence-claim superiority mechanism-claim false-hope "
    "inducement abandon-care broad-indications pay-to-participate endorsement"
).split()
NONE = "{verdict: no-rule, severity: low, provisions: none, acceptable: No provision known.}"
PERU = PERU.replace("rules: []", "".join(f"  {each}: {NONE}\n" for each in OTHERS) + "rules: []")


def codes(pack: Pack) -> set[str]:
    return {each.code for each in faults(pack, DAY)}


def test_the_law_that_ships_has_no_fault(pack: Pack) -> None:
    assert [str(each) for each in faults(pack, DAY)] == []


def test_every_place_answers_for_every_category(pack: Pack) -> None:
    for code in pack.jurisdictions:
        found = place(pack, code, DAY)
        assert set(pack.categories) - {"stance"} <= set(found.entries)


def test_a_place_that_leaves_a_category_out_is_a_fault(pack: Pack) -> None:
    some = {slug: entry for slug, entry in pack.jurisdictions["AU"].categories.items() if slug != "guarantee"}
    wrong = {**pack.jurisdictions, "AU": replace(pack.jurisdictions["AU"], categories=some)}
    assert codes(replace(pack, jurisdictions=wrong)) == {"J001"}


def test_an_expired_citation_without_its_successor_is_a_fault(pack: Pack) -> None:
    turkey = pack.jurisdictions["TR"]
    entry = turkey.categories["efficacy-claim"]
    old = replace(entry, provisions=("tr-health-promotion-2023",))
    wrong = {**pack.jurisdictions, "TR": replace(turkey, categories={**turkey.categories, "efficacy-claim": old})}
    assert codes(replace(pack, jurisdictions=wrong)) == {"J002"}


def with_entry(pack: Pack, code: str, slug: str, **given: object) -> Pack:
    """The pack with one entry of a place changed."""
    here = pack.jurisdictions[code]
    entry = replace(here.categories[slug], **given)  # type: ignore[arg-type]
    return replace(pack, jurisdictions={**pack.jurisdictions, code: replace(here, categories={**here.categories, slug: entry})})


def test_the_two_expired_citations_that_stay_say_why_and_without_the_reason_are_faults(pack: Pack) -> None:
    kept = {(code, slug, name) for code, each in pack.jurisdictions.items() for slug, entry in each.categories.items() for name in entry.former}
    assert kept == {("GB", "approval-claim", "gb-cprs-2008-sch1"), ("US", "endorsement", "us-16cfr-255-2009")}
    for code, slug, _ in kept:
        assert codes(with_entry(pack, code, slug, former={})) == {"J002"}


def test_an_exception_that_excuses_nothing_is_a_fault(pack: Pack) -> None:
    assert codes(with_entry(pack, "US", "guarantee", former={"us-ftc-act-5-12": "never expired"})) == {"J007"}
    assert codes(with_entry(pack, "US", "success-rate", former={"us-16cfr-255-2009": "its successor is listed"})) == {"J007"}


def test_a_notice_that_rests_on_an_expired_provision_is_a_fault_unless_it_ended_too(pack: Pack) -> None:
    notice = pack.notices["tr-results-differ"]
    old = replace(notice, provision="tr-health-promotion-2023")
    assert codes(replace(pack, notices={**pack.notices, notice.id: old})) == {"J002"}
    ended = replace(old, period=Period("2023-07-29", "2025-11-11"))
    assert codes(replace(pack, notices={**pack.notices, notice.id: ended})) == set()


def test_a_provision_nobody_uses_is_a_fault(pack: Pack) -> None:
    spare = replace(pack.provisions["mx-lgs-300"], id="mx-spare", kind="statute")
    assert codes(replace(pack, provisions={**pack.provisions, "mx-spare": spare})) == {"J003"}


def test_a_bill_may_be_watched_and_never_cited(pack: Pack) -> None:
    arizona = pack.jurisdictions["US-AZ"]
    assert set(arizona.watch) == {"us-az-sb1214"}
    assert codes(replace(pack, jurisdictions={**pack.jurisdictions, "US-AZ": replace(arizona, watch={})})) == {"J003"}
    assert codes(with_entry(pack, "MX", "cure-claim", provisions=("mx-lgs-300", "us-az-sb1214"))) == {"J006"}
    unknown = replace(arizona, watch={**arizona.watch, "us-az-nothing": "gone"})
    assert codes(replace(pack, jurisdictions={**pack.jurisdictions, "US-AZ": unknown})) == {"J004"}


def test_what_was_researched_is_carried_whole_and_marked_where_it_was_not_verified(pack: Pack) -> None:
    assert (len(pack.provisions), len(pack.jurisdictions)) == (110, 39)
    unverified = {each.id for each in pack.provisions.values() if not each.verified}
    assert unverified == {"us-ny-educ-6530-27", "rs-medicines-ad", "us-16cfr-255-2009"}
    assert all(pack.provisions[name].verification_note for name in unverified)
    assert all(each.citation and each.requirement and each.url for each in pack.provisions.values())
    assert {each.id for each in pack.notices.values() if not each.text_verified} >= {"us-vt-notice", "us-tn-notice", "tr-results-differ"}


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("provisions: none, acceptable", "acceptable", "'provisions'"),
        ("provisions: none,", "provisions: [],", "provisions"),
        ("{verdict: no-rule,", "{verdict: prohibited,", "verdict"),
        ("  endorsement:", "  endorsements:", "endorsements"),
        ("verified: false", "verified: perhaps", "verified"),
        ('from: "2000-01-01"', 'from: "May 2000"', "May 2000"),
        ("    citation: Health Act, s. 1 (made up for this test)\n", "", "citation"),
    ],
)
def test_a_file_that_breaks_its_schema_is_refused_at_the_line(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    file = tmp_path / "pe.yaml"
    assert wrong in PERU
    file.write_text(PERU.replace(wrong, right, 1), encoding="utf-8")
    _, found = load_with_diagnostics([file])
    assert found
    assert any(said in str(each) for each in found)
    assert all(each.at.line and each.hint for each in found)


def test_lint_refuses_each_fault_with_its_file_and_line(tmp_path: Path) -> None:
    provision = PERU.split("provisions:\n")[1].split("categories:\n  cure")[0]
    spare = provision.replace("pe-health-ads", "pe-spare")
    bill = provision.replace("pe-health-ads", "pe-bill").replace("kind: statute", "kind: bill")
    old = provision.replace("pe-health-ads", "pe-old").replace("to: null, replaced_by: null", 'to: "2010-01-01", replaced_by: pe-health-ads')
    text = PERU.replace(provision, provision + spare + bill + old)
    text = text.replace("provisions: [pe-health-ads]", "provisions: [pe-bill, pe-nothing]")
    text = text.replace(f"  endorsement: {NONE}", "  endorsement: {verdict: prohibited, severity: low, provisions: [pe-old], acceptable: None.}")
    file = tmp_path / "pe.yaml"

    def faulty(written: str) -> str:
        file.write_text(written, encoding="utf-8")
        return "\n".join(map(str, lint([ROOT / "tests" / "data" / "packs" / "law", file])))

    said = faulty(text)
    for code, words in (("J002", "pe-old"), ("J003", "pe-spare"), ("J004", "pe-nothing"), ("J006", "pe-bill")):
        assert re.search(rf"pe\.yaml:\d+:\d+: {code}: .*{words}", said), (code, said)
    assert re.search(r"pe\.yaml:\d+:\d+: S001: .*lacks the key 'guarantee'", faulty(PERU.replace(f"  guarantee: {NONE}\n", "")))


def test_an_unknown_name_is_a_fault(pack: Pack) -> None:
    def with_rule(**given: object) -> Pack:
        rule: PlaceRule = replace(pack.jurisdictions["AU"].rules[0], **given)  # type: ignore[arg-type]
        return replace(pack, jurisdictions={**pack.jurisdictions, "AU": replace(pack.jurisdictions["AU"], rules=(rule, *pack.jurisdictions["AU"].rules[1:]))})

    assert "J004" in codes(with_rule(provisions=("au-nothing",)))
    assert "J004" in codes(with_rule(notice="au-nothing"))
    assert "J004" in codes(replace(pack, jurisdictions={**pack.jurisdictions, "AU": replace(pack.jurisdictions["AU"], parent="XX")}))


def test_a_notice_that_requires_what_it_lacks_is_a_fault(pack: Pack) -> None:
    notice = replace(pack.notices["us-vt-notice"], required=frozenset({"not-there"}))
    assert codes(replace(pack, notices={**pack.notices, notice.id: notice})) == {"J005"}


def test_one_file_adds_a_place(tmp_path: Path) -> None:
    file = tmp_path / "pe.yaml"
    file.write_text(PERU, encoding="utf-8")
    packs = load_packs([ROOT / "tests" / "data" / "packs" / "law", file], core=False)
    report = screen_text("Our cells cure lupus.", packs=packs, jurisdictions=["PE"], as_of=DAY)
    verdict = report.findings[0].verdicts[0]
    assert (verdict.jurisdiction, verdict.ruling, verdict.provisions) == ("PE", Ruling.PROHIBITED, ("pe-health-ads",))


def test_a_fault_in_a_provision_that_a_place_brings_along_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "pe.yaml"
    file.write_text(PERU.replace("kind: statute", "kind: statue"), encoding="utf-8")
    _, found = load_with_diagnostics([file])
    assert [(each.at.line, each.code) for each in found] == [(10, "S001")]
    assert "statute" in found[0].hint


def test_an_id_given_twice_is_a_fault(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(PERU, encoding="utf-8")
    _, found = load_with_diagnostics([tmp_path])
    assert [each.code for each in found] == ["V001", "V001"]


def test_an_unknown_place_is_refused_with_what_is_known(under: Callable[..., DocumentReport]) -> None:
    with pytest.raises(UsageError, match=r"unknown jurisdiction 'XX'; known are: AE, AU"):
        under("XX", "x")


def test_without_a_place_the_core_names_provisions_and_changes_nothing_else(under: Callable[..., DocumentReport], pack: Pack) -> None:
    plain = under("", "Our stem cells cure lupus. The drip may be safe.")
    core: dict[str, Entry] = dict(place(pack, CORE, DAY).entries)
    assert plain.findings
    for each in plain.findings:
        assert each.provisions == core[each.category].provisions
        assert each.verdicts == ()
    assert {str(each.severity) for each in plain.findings if each.category == "cure-claim"} == {"critical"}


def test_the_law_of_a_category_is_explained_with_citation_acceptable_wording_and_examples(pack: Pack) -> None:
    said = "\n".join(category_lines(pack, "testimonial", ["AU", "US"], DAY))
    assert "s. 133(1)(a)-(e)" in said
    assert "Acceptable:" in said
    assert "Flagged:" in said
    assert "au-testimonial-ban" in said
    assert "16 CFR 255.2" in said


@pytest.mark.parametrize("name", ["au-product-mention", "us-fl-notice", "mx-lgs-300", "US-FL"])
def test_every_name_of_the_law_is_explained(pack: Pack, name: str) -> None:
    assert named_lines(pack, name)


def test_an_unverified_citation_is_marked(pack: Pack) -> None:
    name = next(each.id for each in pack.provisions.values() if not each.verified)
    assert "not verified" in named_lines(pack, name)[0]


def test_no_name_but_those_of_the_law_is_explained_here(pack: Pack) -> None:
    assert named_lines(pack, "nothing") == []
