"""The disclosure of experimental status on six points, with both spans, what to move or add, and a draft."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from compliance.api import _document as screened_document
from compliance.api import _folded as folded
from compliance.api import screen_paths
from compliance.config import Config
from compliance.engine.compiled import CompiledPack
from compliance.law.disclosure import grade
from compliance.law.page import Page
from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import Grade, Point
from compliance.model.rule import Pack

Screen = Callable[..., DocumentReport]

GOOD = "Stem cell infusion for lupus is experimental and not approved by the FDA. Risks include infection."


def graded(under: Screen, text: str, code: str = "US", extension: str = ".txt") -> Grade:
    law = under(code, text, extension=extension).law
    assert law is not None
    assert law.disclosure is not None
    return law.disclosure


def prominence(found: Grade) -> Point:
    return next(each for each in found.points if each.name == "prominence")


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


FORMATS = Path(__file__).parent.parent.parent.parent / "samples" / "formats"
SIZES = {
    "advert.docx": ("6 pt", "11 pt"), "advert.odt": ("6 pt", "12 pt"), "advert.rtf": ("6 pt", "11 pt"), "advert.pptx": ("8 pt", "18 pt"),
    "advert.pdf": ("6 pt", "11 pt"), "advert.html": ("13.3 px", "16 px"), "advert.epub": ("13.3 px", "16 px"), "advert.txt": None, "advert.vtt": None,
}  # fmt: skip
"""the type of the disclosure and of the first claim, which stands below the title"""


@pytest.mark.parametrize("name", SIZES)
def test_smaller_type_than_that_of_the_claim_fails_in_every_format_that_shows_sizes(name: str, core: CompiledPack) -> None:
    if name.endswith(".pdf") and not find_spec("pypdfium2"):
        pytest.skip("an extra")
    law = screen_paths([FORMATS / name], packs=core, config=Config(jurisdictions=("US",), as_of="2026-11-20")).documents[0].law
    assert law is not None
    assert law.disclosure is not None
    sizes = SIZES[name]
    wanted = (False, f"set in {sizes[0]}, the claim in {sizes[1]}") if sizes else (None, "this format shows no size of type")
    assert (prominence(law.disclosure).holds, prominence(law.disclosure).says) == wanted


def rtf(claim: int, statement: str) -> str:
    return rf"{{\rtf1\ansi\pard\fs{2 * claim} The drip reduces lupus pain.\par\pard{statement}\par}}"


def of_rtf(packs: CompiledPack, folder: Path, text: str) -> Point:
    (folder / "ad.rtf").write_text(text, encoding="ascii")
    law = screen_paths([folder / "ad.rtf"], packs=packs, config=Config(jurisdictions=("US",), as_of="2026-11-20")).documents[0].law
    assert law is not None
    assert law.disclosure is not None
    return prominence(law.disclosure)


def test_type_as_large_as_the_claims_holds_and_one_raised_mark_or_word_does_not_decide(packs: CompiledPack, tmp_path: Path) -> None:
    like = of_rtf(packs, tmp_path, rtf(12, rf"\fs24 {GOOD}"))
    assert (like.holds, like.says) == (True, "set in 12 pt, as the claim is in 12 pt")
    first, rest = GOOD.split(" ", 1)
    assert of_rtf(packs, tmp_path, rtf(12, rf"\fs60 {first} \fs12 {rest}")).says == "set in 6 pt, the claim in 12 pt"
    assert of_rtf(packs, tmp_path, rtf(12, rf"\fs24 {GOOD[:72]}\fs12 a\fs24 {GOOD[72:]}")).holds is True


def test_a_hair_smaller_is_set_alike_and_larger_is_too(packs: CompiledPack, tmp_path: Path) -> None:
    assert [of_rtf(packs, tmp_path, rtf(20, rf"\fs{half} {GOOD}")).holds for half in (37, 39, 40, 48)] == [False, True, True, True]


def test_sizes_of_a_page_are_named_in_pixels_and_a_style_sheet_that_was_not_read_hides_them(under: Screen) -> None:
    page = f'<p style="font-size:20px">The drip reduces lupus pain.</p><p style="font-size:12px">{GOOD}</p>'
    assert prominence(graded(under, page, extension=".html")).says == "set in 12 px, the claim in 20 px"
    sheet = f'<link rel="stylesheet" href="a.css"><p>The drip reduces lupus pain.</p><p>{GOOD}</p>'
    assert (prominence(graded(under, sheet, extension=".html")).holds, prominence(graded(under, sheet, extension=".html")).says) == (True, "set like the claim")


def test_advice_names_both_sizes(under: Screen) -> None:
    page = f'<p style="font-size:20px">The drip reduces lupus pain.</p><p style="font-size:12px">{GOOD}</p>'
    assert "Set it as large as the claim: set in 12 px, the claim in 20 px." in graded(under, page, extension=".html").to_do


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
