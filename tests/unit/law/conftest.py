"""The law that ships with the tool over one plain rule for each category, and short ways to ask about an advert."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.api import load_packs, screen_text
from compliance.engine.compiled import CompiledPack
from compliance.model.finding import DocumentReport
from compliance.model.law import NoticeCheck, Verdict
from compliance.model.rule import Pack

ROOT = Path(__file__).parent.parent.parent.parent
PARTS = ("jurisdictions", "provisions", "notices", "disclosures")
TODAY = "2026-11-20"

Screen = Callable[..., DocumentReport]


@pytest.fixture(scope="session")
def packs() -> CompiledPack:
    return load_packs([ROOT / "tests" / "data" / "packs" / "law", *(ROOT / "rules" / part for part in PARTS)], core=False)


@pytest.fixture(scope="session")
def pack(packs: CompiledPack) -> Pack:
    return packs.pack


@pytest.fixture(scope="session")
def under(packs: CompiledPack) -> Screen:
    """`under("US-FL,GB", text)`: the text screened under the law of those places."""

    def screen(codes: str, text: str, as_of: str = TODAY, extension: str = ".txt") -> DocumentReport:
        return screen_text(text, packs=packs, jurisdictions=[each for each in codes.split(",") if each], as_of=as_of, extension=extension)

    return screen


@pytest.fixture(scope="session")
def rules_of(under: Screen) -> Callable[..., set[str]]:
    """`rules_of("AU", text)`: the rules of the place that decided on any finding of the text."""

    def rules(code: str, text: str, **given: str) -> set[str]:
        report = under(code, text, **given)
        return {rule for finding in report.findings for verdict in finding.verdicts for rule in verdict.rules}

    return rules


@pytest.fixture(scope="session")
def verdict_on(under: Screen) -> Callable[..., Verdict | None]:
    """`verdict_on("US", "cure-claim", text)`: the verdict of a place on the first finding of a category, None without one."""

    def verdict(code: str, category: str, text: str, **given: str) -> Verdict | None:
        findings = [each for each in under(code, text, **given).findings if each.category == category]
        return findings[0].verdicts[0] if findings else None

    return verdict


@pytest.fixture(scope="session")
def notice_in(under: Screen) -> Callable[..., NoticeCheck]:
    """`notice_in("us-fl-notice", "US-FL", text)`: how a notice stands in the text."""

    def notice(name: str, code: str, text: str, **given: str) -> NoticeCheck:
        law = under(code, text, **given).law
        assert law is not None
        return next(each for each in law.notices if each.id == name)

    return notice
