"""The law data that ships, faults that lint names, and a place that one file adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from compliance.api import load_packs, screen_text
from compliance.errors import UsageError
from compliance.law.check import faults
from compliance.law.explain import category_lines, named_lines
from compliance.law.resolve import place
from compliance.model.finding import DocumentReport
from compliance.model.law import CORE, Entry, PlaceRule, Ruling
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


def test_a_provision_nobody_uses_is_a_fault_and_a_bill_is_none(pack: Pack) -> None:
    spare = replace(pack.provisions["mx-lgs-300"], id="mx-spare", kind="statute")
    assert codes(replace(pack, provisions={**pack.provisions, "mx-spare": spare})) == {"J003"}
    assert codes(replace(pack, provisions={**pack.provisions, "mx-spare": replace(spare, kind="bill")})) == set()


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
