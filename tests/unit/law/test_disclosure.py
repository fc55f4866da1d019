"""The disclosure of experimental status on six points, with both spans, what to move or add, and a draft."""

from __future__ import annotations

from collections.abc import Callable

from compliance.api import _document as screened_document
from compliance.api import _folded as folded
from compliance.law.disclosure import grade
from compliance.law.page import Page
from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import Grade
from compliance.model.rule import Pack

Screen = Callable[..., DocumentReport]

GOOD = "Stem cell infusion for lupus is experimental and not approved by the FDA. Risks include infection."


def graded(under: Screen, text: str, code: str = "US", extension: str = ".txt") -> Grade:
    law = under(code, text, extension=extension).law
    assert law is not None
    assert law.disclosure is not None
    return law.disclosure


def failing(grade: Grade) -> set[str]:
    return {each.name for each in grade.points if each.holds is False}


def test_a_whole_statement_beside_the_claim_is_adequate(under: Screen) -> None:
    found = graded(under, f"The drip reduces lupus pain. {GOOD}")
    assert (found.status, failing(found), found.to_do) == ("adequate", set(), ())


def test_both_spans_are_those_of_the_source(under: Screen) -> None:
    text = f"The drip reduces lupus pain. {GOOD}"
    found = graded(under, text)
    assert text[slice(*found.claim)] == "reduces" == found.claim_text
    assert text[slice(*found.statement)] == "Stem cell infusion for lupus is experimental and not approved by the FDA." == found.statement_text


def test_what_it_does_not_say_is_named(under: Screen) -> None:
    found = graded(under, "The drip reduces lupus pain. Stem cell infusion is experimental.")
    assert failing(found) == {"content"}
    assert "not approved" in found.to_do[0]
    assert "risk" in found.to_do[0]


def test_a_footer_is_buried(under: Screen) -> None:
    found = graded(under, f"<p>The drip reduces lupus pain.</p><footer><p>{GOOD}</p></footer>", extension=".html")
    assert found.status == "buried"
    assert {"proximity", "prominence"} <= failing(found)
    assert any("Move it" in each for each in found.to_do)


def test_far_down_the_page_is_buried(under: Screen) -> None:
    found = graded(under, "The drip reduces lupus pain.\n\n" + "A walk by the lake.\n\n" * 9 + GOOD)
    assert "proximity" in failing(found)


def test_a_statement_behind_a_link_is_avoidable(under: Screen) -> None:
    assert "unavoidable" in failing(graded(under, f"The drip reduces lupus pain. {GOOD} See our disclaimer."))


def test_a_hidden_statement_is_avoidable(under: Screen) -> None:
    found = graded(under, f'<p>The drip reduces lupus pain.</p><p style="display:none">{GOOD}</p>', extension=".html")
    assert "unavoidable" in failing(found)


def test_a_claim_in_a_heading_outshines_it(under: Screen) -> None:
    found = graded(under, f"# It reduces lupus pain\n\n{GOOD}", extension=".md")
    assert "prominence" in failing(found)
    assert next(each.holds for each in graded(under, f"It reduces lupus pain. {GOOD}").points if each.name == "prominence") is None


def test_a_cure_contradicts_it(under: Screen) -> None:
    found = graded(under, f"Stem cells cure lupus. {GOOD}")
    assert found.status == "contradicted"
    assert "cure-claim" in found.to_do[-1]


def test_without_a_statement_there_is_a_draft_for_therapy_disease_and_regulator(under: Screen) -> None:
    found = graded(under, "Our stem cell infusion cures lupus.", "AU")
    assert (found.status, found.statement, found.points) == ("missing", (-1, -1), ())
    assert found.draft.startswith("Stem cell infusion for lupus: this treatment is experimental.")
    assert "Therapeutic Goods Administration" in found.draft


def test_the_draft_names_what_the_advert_names_only(under: Screen) -> None:
    assert graded(under, "It cures you.").draft.startswith("This therapy for this condition: this treatment is experimental.")


def test_the_draft_itself_would_pass(under: Screen) -> None:
    draft = graded(under, "Our stem cell infusion reduces lupus pain.").draft
    assert graded(under, f"Our stem cell infusion reduces lupus pain. {draft}").status == "adequate"


def test_the_finding_carries_the_draft(under: Screen) -> None:
    finding = next(each for each in under("US", "Our stem cell infusion cures lupus.").findings if each.category == "experimental-status")
    assert finding.details["draft"].startswith("Stem cell infusion for lupus")


def on_status(under: Screen, codes: str, text: str, extension: str = ".txt") -> list[Finding]:
    return [each for each in under(codes, text, extension=extension).findings if each.category == "experimental-status"]


def test_a_disclosure_that_the_claims_contradict_is_a_finding_as_heavy_as_none(under: Screen) -> None:
    contradicted, missing = on_status(under, "US", f"Stem cells cure lupus. {GOOD}"), on_status(under, "US", "Stem cells cure lupus.")
    assert [each.rule_id for each in contradicted] == ["disclosure-contradicted"]
    assert [each.rule_id for each in missing] == ["experimental-status/missing"]
    assert contradicted[0].severity == missing[0].severity
    assert "cure-claim" in contradicted[0].message


def test_a_disclosure_that_lacks_a_piece_is_a_light_finding(under: Screen) -> None:
    found = on_status(under, "US", "The drip reduces lupus pain. Stem cell infusion is experimental.")
    assert [(each.rule_id, str(each.severity)) for each in found] == [("disclosure-partial", "low")]
    assert "not approved" in found[0].message


def test_a_disclosure_that_holds_is_no_finding(under: Screen) -> None:
    assert on_status(under, "US,GB", f"The drip reduces lupus pain. {GOOD}") == []


def test_without_places_no_grade_is_a_finding(under: Screen) -> None:
    assert on_status(under, "", f"Stem cells cure lupus. {GOOD}") == []


def test_the_finding_shows_claim_and_disclosure_and_what_to_move(under: Screen) -> None:
    text = f"<p>Stem cell infusion reduces lupus pain.</p><footer><p>{GOOD}</p></footer>"
    found = on_status(under, "US", text, ".html")[0]
    claim, statement = found.details["claim"], found.details["statement"]
    assert text[claim["start"] : claim["end"]] == "reduces"
    assert text[statement["start"] : statement["end"]].startswith("Stem cell infusion for lupus is experimental")
    assert "Move it into the block of the first claim: it stands in the footer." in found.remediation
    assert "Draft: “Stem cell infusion for lupus: this treatment is experimental." in found.remediation


def test_the_draft_names_the_regulator_of_every_place_and_where_no_draft_helps(under: Screen) -> None:
    found = next(each for each in on_status(under, "US,AU", "Our stem cell infusion cures lupus.") if each.rule_id == "experimental-status/missing")
    assert "(U.S. Food and Drug Administration; Therapeutic Goods Administration)" in found.remediation
    assert "In AU no disclosure is enough" in found.remediation


def test_every_point_can_fail_alone_or_is_seen_to(under: Screen) -> None:
    texts = {
        "content": ("The drip reduces lupus pain. Stem cell infusion is experimental.", ".txt"),
        "proximity": ("The drip reduces lupus pain.\n\n" + "A walk by the lake.\n\n" * 9 + GOOD, ".txt"),
        "unavoidable": (f"The drip reduces lupus pain. {GOOD} See our disclaimer.", ".txt"),
        "prominence": (f"# It reduces lupus pain\n\n{GOOD}", ".md"),
        "contradiction": (f"Stem cells cure lupus. {GOOD}", ".txt"),
    }
    for point, (text, extension) in texts.items():
        assert failing(graded(under, text, extension=extension)) == {point}


def test_a_disclosure_in_another_language_than_the_advert_fails_on_language(pack: Pack) -> None:
    page = Page(screened_document(f"The drip reduces lupus pain. {GOOD}", "ad", ".txt"), folded, lambda *_: frozenset())
    found = grade(page, (), pack.disclosures["en"], pack.lexicons, "de", "")
    assert found is not None
    assert failing(found) == {"language"}


def test_words_that_the_engine_knows_for_no_disclosure_are_none(under: Screen) -> None:
    text = "Stem cells cure lupus.\n\nReferences\n\nZorn A, Weiss B: Cells ameliorate experimental encephalomyelitis in mice. J Test 2011."
    law = under("US", text).law
    assert law is not None
    assert law.disclosure is not None
    assert (law.disclosure.status, law.disclosure.statement) == ("missing", (-1, -1))
