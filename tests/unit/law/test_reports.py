"""Verdicts, notices and disclosure in every format that a person or a tool reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from compliance.law.apply import Law
from compliance.model.finding import DocumentReport, Report
from compliance.model.rule import Pack
from compliance.report import WRITERS

AD = "Our stem cells cure lupus.\n\nOur stem cell injections are safe, says Anna, 42.\n"
PLACES = ("US", "US-FL", "AU", "PA")


@pytest.fixture(scope="module")
def written(under: Callable[..., DocumentReport], pack: Pack) -> Callable[[str], bytes]:
    """`written("html")`: the advert under the law of the places, as the bytes of a format."""
    run: dict[str, Any] = Law(pack, PLACES, "2026-11-20").as_data()
    report = Report(run, (under(",".join(PLACES), AD),), ())

    def write(name: str) -> bytes:
        return WRITERS[name](report, {"pack": pack, "width": 200})

    return write


def test_every_format_says_what_each_place_holds(written: Callable[[str], bytes]) -> None:
    for name in WRITERS:
        if name != "xlsx":
            said = re.sub(r"<[^>]+>", " ", written(name).decode())
            for word in ("prohibited", "critical", *PLACES):
                assert word in said, (name, word)


def test_text_cites_the_first_provision_of_each_place_and_counts_the_rest(written: Callable[[str], bytes]) -> None:
    said = " ".join(written("text").decode().split())
    assert "US: prohibited, critical: FD&C Act ss. 201(g)(1)" in said
    assert re.search(r"\[us-fdca-drug-claims\] and \d+ more", said)
    assert "No rule known: PA" in said
    assert "A person must check (AU): No public mention of stem cells or PRP as a product" in said
    assert "Disclosure: missing." in said
    assert "Notice us-fl-notice: absent." in said


def test_the_page_has_a_matrix_that_leads_to_findings_and_a_table_of_verdicts(written: Callable[[str], bytes]) -> None:
    page = written("html").decode()
    targets = re.findall(r'<td class="critical"><a href="#(d1f\d+)">', page)
    assert targets
    assert all(f'id="{each}"' in page for each in targets)
    assert page.count('<table class="verdicts">') == page.count("fingerprint <code>")
    assert "no rule known" in page
    assert 'href="https://' in page.split('class="verdicts"')[1].split("</table>")[0]
    assert "What would be acceptable" in page


def test_a_result_has_its_verdicts_for_tools_and_in_its_message(written: Callable[[str], bytes]) -> None:
    run = json.loads(written("sarif"))["runs"][0]
    for each in run["results"]:
        assert [one["jurisdiction"] for one in each["properties"]["verdicts"]] == list(PLACES)
        assert "Verdicts: US: " in each["message"]["text"]
    assert run["artifacts"][0]["properties"]["jurisdictions"]["notices"][0]["status"] == "absent"
    taxa = {each["id"]: each for each in run["taxonomies"][1]["taxa"]}
    assert taxa["us-fl-458-3245"]["properties"]["verified"] is True


def test_an_annotation_names_the_verdicts(written: Callable[[str], bytes]) -> None:
    lines = [each for each in written("github").decode().splitlines() if "cure-claim/word" in each]
    assert "Verdicts: US: prohibited, critical; US-FL: prohibited, critical; AU: prohibited, critical; PA: no rule known" in lines[0]


def test_json_lines_carry_the_verdicts(written: Callable[[str], bytes]) -> None:
    document = next(each for each in map(json.loads, written("ndjson").splitlines()) if each["type"] == "document")
    assert all([one["jurisdiction"] for one in each["verdicts"]] == list(PLACES) for each in document["findings"])


def test_the_findings_sheet_has_a_column_a_place_and_leads_to_the_provision(written: Callable[[str], bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(written("xlsx")))
    head, *rows = book["Findings"].iter_rows()
    names = [each.value for each in head]
    row = next(each for each in rows if each[1].value == "cure-claim")
    assert row[names.index("US: United States (federal)")].value == "prohibited, critical"
    assert row[names.index("PA: Panama")].value == "no rule known"
    link = row[names.index("Weightiest")]
    target = int(link.hyperlink.location.split("!A")[1])
    assert book["Provisions"].cell(target, 13).value == link.value
    assert "Disclosures" in book.sheetnames


def test_every_provision_of_the_places_is_listed_with_how_many_findings_rest_on_it(written: Callable[[str], bytes], pack: Pack) -> None:
    rows = list(openpyxl.load_workbook(BytesIO(written("xlsx")))["Provisions"].iter_rows(min_row=2, values_only=True))
    assert {row[12] for row in rows} == {each.id for each in pack.provisions.values() if each.jurisdiction in PLACES}
    assert {row[4] for row in rows if row[12] == "us-16cfr-255-2009"} == {"not verified"}
    assert any(row[3] == 0 for row in rows)
    assert any(row[3] for row in rows)


def test_an_unverified_citation_is_marked_wherever_it_is_cited(under: Callable[..., DocumentReport], pack: Pack) -> None:
    report = Report(Law(pack, ("RS",), "2026-11-20").as_data(), (under("RS", "Our stem cells relieves pain in lupus."),), ())
    for name in ("text", "html", "sarif"):
        assert "citation not verified against the official text" in " ".join(WRITERS[name](report, {"pack": pack, "width": 400}).decode().split())


def test_a_finding_on_the_disclosure_shows_both_spans_to_a_reader(under: Callable[..., DocumentReport], pack: Pack) -> None:
    text = "Our stem cells cure lupus. Stem cell infusion for lupus is experimental and not approved by the FDA. Risks include infection."
    report = Report(Law(pack, ("US",), "2026-11-20").as_data(), (under("US", text),), ())
    for name in ("text", "html"):
        said = " ".join(WRITERS[name](report, {"pack": pack, "width": 400}).decode().split())
        assert "Claim at 1:16: “cure”" in said
        assert "Disclosure at 1:28: “Stem cell infusion for lupus is experimental" in said
