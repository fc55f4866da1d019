"""What changed between two reports, and whether anything is worse."""

from __future__ import annotations

from typing import Any

import pytest

from compliance.triage.difference import compare, is_worse


def finding(sentence: str, severity: str = "high", fingerprint: str = "", **given: Any) -> dict[str, Any]:
    facts = {"rule_id": "cure-claim/word", "category": "cure-claim", "severity": severity, "text": sentence, "sentence": sentence}
    return {**facts, "fingerprint": fingerprint or sentence, **given}


def report(*findings: dict[str, Any], path: str = "ad.txt", **document: Any) -> dict[str, Any]:
    """A report that lists what was cleared: nothing, unless `cleared` says otherwise; `cleared=None`: one that does not list it."""
    whole = {"path": path, "findings": list(findings), "cleared": [], **document}
    return {"documents": [{key: value for key, value in whole.items() if value is not None}]}


def kinds(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [each.kind for each in compare(old, new)]


def verdict(ruling: str, severity: str, *provisions: str) -> dict[str, Any]:
    return {"jurisdiction": "US", "verdict": ruling, "severity": severity, "provisions": list(provisions)}


def test_the_same_report_is_unchanged_and_not_worse() -> None:
    one = report(finding("Our cells cure lupus."))
    assert kinds(one, one) == ["unchanged"]
    assert not is_worse(compare(one, one))


def test_a_finding_that_is_gone_is_fixed() -> None:
    changes = compare(report(finding("Our cells cure lupus.")), report())
    assert [each.kind for each in changes] == ["fixed"]
    assert not is_worse(changes)


def test_a_finding_whose_sentence_still_stands_and_was_cleared_is_cleared_and_says_by_what() -> None:
    gone = finding("Our cells cure lupus.")
    cleared = finding("our  cells cure lupus.", fingerprint="other", cleared_by="rejected", context=[{"sense": "rejected", "trigger": "a lie"}])
    changes = compare(report(gone), report(cleared=[cleared]))
    assert [(each.kind, each.says) for each in changes] == [("cleared", ("the sentence still stands; cleared by rejected: “a lie”",))]
    assert not is_worse(changes)


def test_a_sentence_that_was_reworded_so_that_its_context_clears_it_is_cleared_too() -> None:
    gone = finding("Our cells cure lupus.")
    cleared = finding("It is a lie that our cells cure lupus.", cleared_by="rejected")
    changes = compare(report(gone), report(cleared=[cleared]))
    assert [(each.kind, each.says) for each in changes] == [("cleared", ("now: “It is a lie that our cells cure lupus.”; cleared by rejected",))]
    assert kinds(report(gone, cleared=[cleared]), report(cleared=[cleared])) == ["fixed"]


@pytest.mark.parametrize(
    ("new", "because"),
    [
        (report(cleared=None), "does not list what was cleared"),
        (report(screened=False), "not screened"),
        (report(sha256="a"), "the document is the same"),
        (report(finding("Our cells cure lupus.", rule_id="other/rule", category="other", fingerprint="x")), "the sentence still stands"),
        ({**report(), "run": {"min_severity": "critical"}}, "below critical"),
    ],
)
def test_what_cannot_be_told_is_no_longer_reported_and_not_fixed(new: dict[str, Any], because: str) -> None:
    changes = [each for each in compare(report(finding("Our cells cure lupus."), sha256="a"), new) if each.kind != "new"]
    assert [each.kind for each in changes] == ["no longer reported"]
    assert because in changes[0].says[0]


def test_a_missing_disclosure_that_is_no_longer_missing_is_fixed_although_its_claim_stands() -> None:
    missing = finding("Our cells cure lupus.", category="experimental-status", rule_id="experimental-status/none", details={"looked_at": "3 units"})
    claim = finding("Our cells cure lupus.")
    assert kinds(report(missing, claim), report(claim)) == ["unchanged", "fixed"]


def test_a_finding_that_came_is_new_and_worse() -> None:
    changes = compare(report(), report(finding("Our cells cure lupus.")))
    assert [each.kind for each in changes] == ["new"]
    assert is_worse(changes)


def test_much_the_same_sentence_is_reworded_but_still_flagged() -> None:
    changes = compare(report(finding("Our cells cure lupus in all patients.")), report(finding("Our new cells cure lupus in most patients.")))
    assert [each.kind for each in changes] == ["reworded"]
    assert "in all patients" in changes[0].says[0]
    assert not is_worse(changes)


def test_another_sentence_is_fixed_and_new() -> None:
    assert kinds(report(finding("Our cells cure lupus.")), report(finding("She walks again after one visit to the sea."))) == ["new", "fixed"]


def test_a_higher_severity_is_worse_and_a_lower_is_not() -> None:
    low, high = (report(finding("Our cells cure lupus.", severity)) for severity in ("low", "high"))
    assert is_worse(compare(low, high))
    assert not is_worse(compare(high, low))
    assert kinds(high, low) == ["changed"]


def test_a_verdict_that_changes_is_named() -> None:
    old = report(finding("Our cells cure lupus.", verdicts=[verdict("needs-qualification", "high", "a")]))
    new = report(finding("Our cells cure lupus.", verdicts=[verdict("prohibited", "high", "a")]))
    changes = compare(old, new)
    assert changes[0].says == ("US: needs-qualification, high → prohibited, high",)
    assert is_worse(changes)


def test_another_provision_changes_a_verdict_but_is_not_worse() -> None:
    old = report(finding("Our cells cure lupus.", verdicts=[verdict("prohibited", "high", "a")]))
    new = report(finding("Our cells cure lupus.", verdicts=[verdict("prohibited", "high", "b")]))
    changes = compare(old, new)
    assert changes[0].says == ("US: now rests on b; no longer on a",)
    assert not is_worse(changes)


def test_a_disclosure_moves_up_and_down() -> None:
    buried, adequate = (report(jurisdictions={"disclosure": {"status": status}}) for status in ("buried", "adequate"))
    up, down = compare(buried, adequate), compare(adequate, buried)
    assert [(each.kind, each.says) for each in up] == [("disclosure", ("buried → adequate, up",))]
    assert (is_worse(up), is_worse(down)) == (False, True)


def graded(status: str, claim: int, statement: int, **points: bool | None) -> dict[str, Any]:
    told = [{"point": name, "holds": holds, "says": ""} for name, holds in points.items()]
    spans = {"claim": {"start": claim, "end": claim + 5, "text": "cure"}, "statement": {"start": statement, "end": statement + 9, "text": "unproven"}}
    return report(jurisdictions={"disclosure": {"status": status, "points": told, **spans}})


def test_a_disclosure_that_stands_nearer_has_moved_up_though_it_is_still_contradicted() -> None:
    far = graded("contradicted", 10, 900, proximity=False, contradiction=False)
    near = graded("contradicted", 200, 20, proximity=True, contradiction=False)
    up, down = compare(far, near), compare(near, far)
    assert up[0].says == ("now holds on proximity", "890 characters behind the first claim → 180 characters before the first claim: moved up")
    assert down[0].says[0] == "no longer holds on proximity"
    assert "moved down" in down[0].says[1]
    assert (is_worse(up), is_worse(down)) == (False, True)


def test_a_disclosure_that_stays_where_it_was_has_not_moved() -> None:
    assert compare(graded("partial", 10, 90, content=False), graded("partial", 12, 99, content=False)) == ()


def test_a_document_without_disclosure_before_or_after_has_none_that_moved() -> None:
    assert compare(report(), report(jurisdictions={"disclosure": {"status": "missing", "points": [], "claim": None, "statement": None}})) == ()


def test_equal_findings_are_counted_each_once() -> None:
    twice = report(finding("Our cells cure lupus."), finding("Our cells cure lupus."))
    assert kinds(twice, report(finding("Our cells cure lupus."))) == ["unchanged", "fixed"]


def test_a_single_document_may_have_another_name() -> None:
    assert kinds(report(finding("Our cells cure lupus."), path="old.txt"), report(finding("Our cells cure lupus."), path="new.txt")) == ["unchanged"]


def test_the_findings_of_a_document_that_is_gone_are_no_longer_reported() -> None:
    old = {"documents": [*report(finding("a b c"), path="a")["documents"], *report(finding("d e f"), path="b")["documents"]]}
    changes = compare(old, report(finding("a b c"), path="a"))
    assert [(each.kind, each.path) for each in changes] == [("unchanged", "a"), ("no longer reported", "b")]
