"""A finding that the law stage makes: a span of a page with the sentence, place and lines around it."""

from __future__ import annotations

from typing import Any, NamedTuple

from compliance.law.page import Page
from compliance.model.finding import Finding, Severity, fingerprint


class Facts(NamedTuple):
    """What is said of a span, whatever place says it; `{quote}` in the message stands for the quote."""

    rule_id: str
    category: str
    title: str
    message: str
    remediation: str


def finding_at(page: Page, facts: Facts, span: tuple[int, int]) -> Finding:
    """The finding on a span of the source, of the least severity: what places say of it is for the caller to add."""
    start, end = span
    stretch = page.of_source(start, max(end, start + 1))
    sentence = page.content(*page.sentence(*stretch))
    inside = page.content(*stretch)
    text = page.document.source[start:end] if not page.document.to_source.derived else page.document.content[inside.start : inside.end]
    whole = page.document.content[min(sentence.start, inside.start) : max(sentence.end, inside.end)]
    number = max(0, page.block_at(stretch.start))
    block = page.document.blocks[number] if page.document.blocks else None
    kind = str(block.kind) if block else "sentence"
    line, column = page.lines.position(start)
    end_line, end_column = page.lines.position(end)
    return Finding(
        rule_id=facts.rule_id, category=facts.category, severity=Severity.LOW, confidence="medium", title=facts.title,
        message=facts.message.replace("{quote}", " ".join(text.split())), remediation=facts.remediation, start=start, end=end, line=line, column=column,
        end_line=end_line, end_column=end_column, text=text, sentence=whole, quote_at=max(0, inside.start - min(sentence.start, inside.start)),
        unit="sentence" if kind == "paragraph" else kind, place=str(block.place) if block else "body", hidden=bool(block and block.hidden),
        fingerprint=fingerprint(facts.rule_id, page.document.path, whole, 0),
    )  # fmt: skip


def spot(page: Page, span: tuple[int, int], text: str) -> dict[str, Any] | None:
    """A span of the source as plain data with its line and column; None for one that is not there."""
    if span[0] < 0:
        return None
    line, column = page.lines.position(span[0])
    return {"start": span[0], "end": span[1], "line": line, "column": column, "text": text}
