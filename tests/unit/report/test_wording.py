from __future__ import annotations

import pytest

from compliance.model.finding import RunError, Sense
from compliance.report.tally import Tally
from compliance.report.wording import brief_message, disclosure, summary, template, verdict, why_cleared

NEGATED = (Sense("negated", "no", 0, 2), Sense("hedged", "may", 5, 8), Sense("negated", "not \n a", 9, 12), Sense("negated", "no", 20, 22))


@pytest.mark.parametrize(
    ("name", "facts", "wanted"),
    [
        ("negated", {"context": NEGATED}, "negated by “no”, “not a”"),
        ("cited", {"evidence": ({"kind": "doi", "text": "10.1/x"}, {"kind": "pmid", "text": "PMID 1"})}, "cited: “10.1/x”, “PMID 1”"),
        ("reference-list", {"context": NEGATED}, "it stands in a list of references"),
        ("sober-document", {}, "the document informs and does not advertise"),
        ("not-about-therapy", {}, "the document offers no such therapy"),
        ("risk-named", {}, "risk-named"),
    ],
)
def test_what_cleared_a_match_is_named_with_its_trigger(finding, name, facts, wanted):
    assert why_cleared(finding(cleared_by=name, **facts)) == wanted


def test_a_document_is_never_given_a_verdict_that_clears_it(document, finding):
    assert verdict(document("a", finding(), finding())) == "To review: 2 findings, worst critical"
    assert verdict(document("a")) == "No rule matched (no clearance)"
    assert verdict(document("a", screened=False)) == "Not screened"


def test_a_document_that_was_not_screened_is_not_counted_twice(document):
    tally = Tally([document("a"), document("b", screened=False)])
    errors = [RunError("b", "D020", "", ""), RunError("c", "D001", "", ""), RunError("a", "R010", "", "")]
    assert summary(tally, errors, {"not_read": {".pdf": 2}}) == "No findings in 1 document: no rule matched, which is no clearance; 1 not screened, 3 not read."


def test_a_message_is_shown_with_what_its_slots_fall_back_to():
    assert template("“{quote}” cures {disease|the disease} with {body_part}.") == "“…” cures the disease with body part."


def test_a_long_quote_is_cut_short_in_the_message(finding):
    quote = "word " * 60
    assert brief_message(finding(quote, quote, message=f"“{quote.strip()}” is long.")) == f"“{'word ' * 9}word … {'word ' * 4}word” is long."


def test_one_unit_is_counted_as_one(finding):
    assert disclosure(finding(details={"looked_at": "1 units from the first to the last, including footer"})) == ["Looked at 1 unit, including footer."]
    assert disclosure(finding(details={"looked_at": "21 units from the first to the last"})) == ["Looked at 21 units from the first to the last."]


def test_what_was_recognised_and_cleared_is_not_called_unmatched(document, finding):
    one = document("a", cleared=(finding(cleared_by="negated"),))
    assert verdict(one) == "No findings, 1 cleared by context (no clearance)"
    assert summary(Tally([one]), [], {}) == "No findings in 1 document: what was recognised was cleared by its context, which is no clearance."
