"""The text of a document with its findings marked in it, as HTML."""

from __future__ import annotations

from html import escape
from typing import Iterator, NamedTuple, Sequence

from compliance.model.document import BlockKind, Document
from compliance.model.finding import Finding, Severity
from compliance.report.visible import visible


def esc(text: str) -> str:
    """Text as HTML: nothing in it is markup, and what is invisible is spelled out."""
    return escape(visible(text.replace("\r\n", "\n").replace("\r", "\n")))


class _Span(NamedTuple):
    start: int
    end: int
    severity: Severity
    number: int


def marked_text(document: Document, findings: Sequence[Finding], prefix: str) -> str:
    """The document's content with each finding marked, numbered from 1 and linked to `#<prefix>f<number>`.

    The beginning of finding n has the id `<prefix>t<n>`. Where findings overlap, the mark is that of the
    weightiest. Headings and hidden text are classed as such.
    """
    spans = [_span(document, each, number) for number, each in enumerate(findings, 1)]
    return "".join(_pieces(document, spans, prefix))


def marked_sentence(sentence: str, start: int, end: int, severity: str) -> str:
    """A sentence with its quote marked."""
    if start == end:
        return esc(sentence)
    return f'{esc(sentence[:start])}<mark class="{severity}">{esc(sentence[start:end])}</mark>{esc(sentence[end:])}'


def _span(document: Document, each: Finding, number: int) -> _Span:
    content = document.content
    start = min(document.to_source.to_derived(each.start), len(content))
    end = min(max(document.to_source.to_derived(each.end), start), len(content))
    end = max(start, end - len(content[start:end]) + len(content[start:end].rstrip()))  # the number belongs to the last word, not on the next line
    return _Span(start, end, each.severity, number)


def _pieces(document: Document, spans: Sequence[_Span], prefix: str) -> Iterator[str]:
    """The content cut where a finding or a special block begins or ends, each cut in an element of its own."""
    begins: dict[int, list[_Span]] = {}
    ends: dict[int, list[_Span]] = {}
    classes: dict[int, str] = {}
    for span in spans:
        begins.setdefault(span.start, []).append(span)
        ends.setdefault(span.end, []).append(span)
    for block in document.blocks:
        kind = " ".join(name for name, holds in (("heading", block.kind is BlockKind.HEADING), ("hidden", block.hidden)) if holds)
        if kind:
            classes[block.start] = kind
            classes.setdefault(block.end, "")
    cuts = sorted({0, len(document.content), *begins, *ends, *classes})
    open_: dict[int, _Span] = {}
    kind = ""
    for number, cut in enumerate(cuts):
        kind = classes.get(cut, kind)
        for span in begins.get(cut, ()):
            yield f'<span id="{prefix}t{span.number}"></span>'
            open_[span.number] = span
        for span in ends.get(cut, ()):
            yield f'<a class="ref" href="#{prefix}f{span.number}">{span.number}</a>'
            del open_[span.number]
        if number + 1 < len(cuts):
            yield _piece(document.content[cut : cuts[number + 1]], max((span.severity for span in open_.values()), default=None), kind)


def _piece(text: str, severity: Severity | None, kind: str) -> str:
    names = " ".join(name for name in (str(severity) if severity else "", kind) if name)
    if not names:
        return esc(text)
    element = "mark" if severity else "span"
    return f'<{element} class="{names}">{esc(text)}</{element}>'
