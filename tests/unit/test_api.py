"""The public functions: load_packs, screen_text, screen_paths, assess."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import compliance
from compliance import CompiledPack, PackError, Severity, UsageError, assess, load_packs, screen_paths, screen_text
from compliance.config import Config, Settings

TINY = Path(__file__).parent.parent / "data" / "tiny"


@pytest.fixture(scope="module")
def packs() -> CompiledPack:
    return load_packs([TINY], core=False)


def test_every_public_name_exists_and_is_listed() -> None:
    assert [name for name in compliance.__all__ if not hasattr(compliance, name)] == []
    assert dir(compliance) == sorted(compliance.__all__)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        compliance.nothing_of_the_kind  # noqa: B018 - the access is the test


def test_screen_text_quotes_exactly_what_stands_at_its_offsets(packs: CompiledPack) -> None:
    text = "\ufeffOffer\r\n\r\nOur cells cure lupus.\r\n"
    (finding,) = screen_text(text, packs=packs).findings
    assert finding.text == text[finding.start : finding.end] == "cure lupus"
    assert (finding.line, finding.column, finding.severity) == (3, 11, Severity.CRITICAL)


@given(text=st.text() | st.text(alphabet="cure lupsOfe.\r\n\t\u00ad\u200b\U0001f600\ud800no"))
def test_screen_text_takes_any_text_and_quotes_it(text: str) -> None:
    report = screen_text(f"{text} Our cells cure lupus. {text}", packs=load_packs([TINY], core=False))
    source = f"{text} Our cells cure lupus. {text}"
    assert all(each.text == source[each.start : each.end] for each in (*report.findings, *report.cleared))


def test_screen_text_reads_markup_by_its_extension(packs: CompiledPack) -> None:
    report = screen_text("<p>Our cells cure lupus.</p>", extension=".html", packs=packs)
    assert (report.media_type, [each.rule_id for each in report.findings]) == ("text/html", ["cure-claim/verb"])
    with pytest.raises(UsageError, match=r"no reader for '\.pdf'"):
        screen_text("x", extension=".pdf", packs=packs)


def test_screen_paths_reports_every_severity_and_selects(packs: CompiledPack, tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text("We guarantee results. Call today!", encoding="utf-8")
    config = Config(settings=Settings(ignore=("guarantee",), min_severity="critical"))
    report = screen_paths([tmp_path, "nowhere"], packs=packs, config=config)
    assert [each.rule_id for each in report.documents[0].findings] == ["inducement/today"]
    assert [each.code for each in report.errors] == ["D005"]
    assert report.run["packs"][0]["name"] == "tiny"


def test_progress_is_told_each_name_and_the_end_of_it_is_the_callers(packs: CompiledPack, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Hello.", encoding="utf-8")
    told: list[tuple[int, int, str]] = []
    screen_paths([tmp_path], packs=packs, progress=lambda done, total, name: told.append((done, total, Path(name).name)))
    assert told == [(0, 2, "a.txt"), (1, 2, "b.txt")]


def test_packs_are_loaded_once_until_a_file_changes(tmp_path: Path) -> None:
    rule = tmp_path / "rule.yaml"
    text = "id: guarantee/own\ntitle: Own\nmatch: promise\nexamples: {flag: [A promise.], pass: [A hope.]}\n"
    rule.write_text(text, encoding="utf-8")
    first = load_packs([TINY, rule], core=False)
    assert load_packs([TINY, rule], core=False) is first
    rule.write_text(text.replace("promise", "vow"), encoding="utf-8")
    os.utime(rule, ns=(1, 1))
    second = load_packs([TINY, rule], core=False)
    assert [len(screen_text("A vow.", packs=each).findings) for each in (first, second)] == [0, 1]


def test_compiled_packs_can_be_pickled(packs: CompiledPack) -> None:
    again = pickle.loads(pickle.dumps(packs))  # noqa: S301 - our own bytes
    text = "Our cells cure lupus. There is no cure for lupus."
    assert screen_text(text, packs=again) == screen_text(text, packs=packs)


def test_a_broken_pack_raises_every_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("lexicon: Bad Name\ntitle: x\nterms: [1]\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([TINY, tmp_path], core=False)
    assert len(caught.value.diagnostics) == 2


# -- assess


def _assess(text: str, target: str, packs: CompiledPack) -> list[tuple[str, str, str]]:
    start = text.index(target)
    return [(each.name, each.trigger, text[each.start : each.end]) for each in assess(text, start, start + len(target), packs=packs)]


def test_assess_gives_the_senses_of_a_span_with_their_triggers(packs: CompiledPack) -> None:
    assert _assess("Sadly, there is no cure.", "cure", packs) == [("negated", "no", "no")]
    assert _assess("It may cure.", "cure", packs) == [("hedged", "may", "may")]
    assert _assess("It cures.", "cures", packs) == []


def test_assess_stops_where_a_termination_stands(packs: CompiledPack) -> None:
    text = "There is no pill, but the drip is a cure."
    assert _assess(text, "pill", packs) == [("negated", "no", "no")]
    assert _assess(text, "cure", packs) == []


def test_assess_gives_spans_of_the_text_as_written(packs: CompiledPack) -> None:
    text = "\u200bHello there.\n\nThis   c\u00adan\u200bnot  cure."
    assert _assess(text, "cure", packs) == [("negated", "c\u00adan\u200bnot", "c\u00adan\u200bnot")]


def test_assess_joins_the_senses_of_all_sentences_a_span_touches(packs: CompiledPack) -> None:
    text = "There is no cure. It may help."
    assert [each.name for each in assess(text, text.index("cure"), text.index("help") + 4, packs=packs)] == ["hedged", "negated"]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 99)])
def test_assess_refuses_a_span_that_is_not_in_the_text(packs: CompiledPack, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside the text"):
        assess("A short text.", start, end, packs=packs)


def test_assess_refuses_a_language_no_pack_covers(packs: CompiledPack) -> None:
    with pytest.raises(UsageError, match="'es'"):
        assess("No hay cura.", 0, 2, "es", packs=packs)
