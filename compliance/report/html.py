"""The report as one HTML page that needs nothing else: no scripts, no fetched styles, everything escaped.

Given the Documents, it shows each text with the findings marked in it; otherwise each finding in its
sentence. The boxes that hide a severity work by style alone.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any, Iterable, Iterator, Mapping

from compliance.model.document import Document
from compliance.model.finding import DocumentReport, Finding, Report
from compliance.model.rule import Pack
from compliance.report.excerpt import quote_span
from compliance.report.html_law import document_law, matrix, verdicts
from compliance.report.html_style import STYLE
from compliance.report.html_text import esc, marked_sentence, marked_text
from compliance.report.tally import LEVELS, Tally, severities
from compliance.report.wording import CAUTION, LIMITS, NO_FINDINGS, UnreadList, brief_message, context, disclosure, provision, summary, verdict, why_cleared

_LEVELS = "".join(f'<th class="n">{str(level).capitalize()}</th>' for level in LEVELS)


def write(report: Report, options: Mapping[str, Any]) -> bytes:
    """The report as a UTF-8 page."""
    return "".join(f"{line}\n" for line in _Page(report, options).lines()).encode("utf-8")


class _Page:
    def __init__(self, report: Report, options: Mapping[str, Any]) -> None:
        self.report = report
        self.pack: Pack | None = options.get("pack")
        self.documents: Mapping[str, Document] = options.get("documents") or {}
        self.rule_url = str(options.get("rule_url") or "")
        self.show_cleared = bool(options.get("show_cleared"))
        self.tally = Tally(report.documents)

    def lines(self) -> Iterator[str]:
        """The page, line by line."""
        digest = b64encode(sha256(STYLE.encode()).digest()).decode()
        yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
        yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">'
        yield f"<title>Screening report</title>\n<style>{STYLE}</style>\n</head>\n<body>"
        yield from self.head()
        for number, each in enumerate(self.report.documents, 1):
            yield from self.document(each, f"d{number}")
        yield from self.unread()
        yield "</body>\n</html>"

    def head(self) -> Iterator[str]:
        """What was found in all, how it was run, and a way to each document."""
        yield "<header>\n<h1>Screening report</h1>"
        yield f'<p class="lead">{esc(summary(self.tally, self.report.errors, self.report.run))}</p>'
        yield f'<p class="dim">{esc(f"{CAUTION} {NO_FINDINGS} {LIMITS}")}</p>'
        yield "<details><summary>How it was run</summary><table>"
        for name, value in _facts(self.report.run):
            yield f'<tr><th scope="row">{esc(name)}</th><td>{esc(value)}</td></tr>'
        yield "</table></details>"
        if self.tally.findings:
            yield from self.categories()
            yield from matrix(self.report.documents, self.report.run, self.pack.categories if self.pack else ())
            yield "<fieldset><legend>Show</legend>"
            for level, count in self.tally.by_severity().items():
                yield f'<label><input type="checkbox" id="show-{level}" checked> <span class="badge {level}">{level}</span> {count}</label>'
            yield "</fieldset>"
        yield f'<div class="wide"><table><tr><th>Document</th><th>Verdict</th>{_LEVELS}</tr>'
        for number, each in enumerate(self.report.documents, 1):
            counts = "".join(f'<td class="n">{count or ""}</td>' for count in severities(each).values())
            yield f'<tr><td><a href="#d{number}">{esc(each.path)}</a></td><td>{esc(verdict(each))}</td>{counts}</tr>'
        yield "</table></div>\n</header>"

    def categories(self) -> Iterator[str]:
        """Findings by category and severity."""
        yield f'<div class="wide"><table><tr><th>Category</th><th></th>{_LEVELS}<th class="n">All</th></tr>'
        totals = self.tally.by_category()
        for slug in sorted(totals, key=lambda each: (-totals[each], each)):
            title = self.pack.categories[slug].title if self.pack and slug in self.pack.categories else self.title(slug)
            counts = "".join(f'<td class="n">{self.tally.cells[slug, level] or ""}</td>' for level in LEVELS)
            yield f'<tr><td>{esc(slug)}</td><td>{esc(title)}</td>{counts}<td class="n">{totals[slug]}</td></tr>'
        yield "</table></div>"

    def title(self, slug: str) -> str:
        """What the findings of a category that no rule pack names are called, where all are called the same: the topic of a place's own rules."""
        titles = {one.title for each in self.report.documents for one in each.findings if one.category == slug}
        return titles.pop() if len(titles) == 1 else ""

    # -- a document

    def document(self, each: DocumentReport, prefix: str) -> Iterator[str]:
        """One document: its text with the findings in it, the findings, and on request what was cleared."""
        yield f'<section>\n<h2 id="{prefix}">{esc(each.path)}</h2>'
        facts = [verdict(each), each.media_type, each.language, str(each.stance.get("stance", "")), f"{each.characters:,} characters", *each.notes]
        yield f'<p class="dim">{esc(" · ".join(fact for fact in facts if fact))}</p>'
        if each.law is not None:
            yield from document_law(each.law)
        document = self.documents.get(each.path)
        if document and each.findings:
            yield f'<div class="columns"><div class="text">{marked_text(document, each.findings, prefix)}</div>'
        elif document:
            yield f'<details><summary>The text</summary><div class="text">{marked_text(document, (), prefix)}</div></details>'
        if each.findings:
            yield ("" if document else '<div class="columns one">') + '<ol class="found">'
            for number, one in enumerate(each.findings, 1):
                yield from self.finding(one, prefix, number, in_text=document is not None)
            yield "</ol></div>"
        if self.show_cleared and each.cleared:
            yield f'<details><summary>Recognised, then cleared: {len(each.cleared)} (no findings)</summary><ol class="found">'
            for one in each.cleared:
                yield f"<li><p>{one.line}:{one.column} {self.rule(one.rule_id)}</p>"
                yield f"<blockquote>{marked_sentence(one.sentence, *quote_span(one), 'low')}</blockquote>"
                yield f"<p>Cleared: {esc(why_cleared(one))}</p></li>"
            yield "</ol></details>"
        yield "</section>"

    def finding(self, each: Finding, prefix: str, number: int, in_text: bool) -> Iterator[str]:
        """The card of one finding."""
        place = f'<a href="#{prefix}t{number}">{number}</a>' if in_text else str(number)
        yield f'<li id="{prefix}f{number}" class="{each.severity}"><p><b>{place}</b> <span class="badge {each.severity}">{each.severity}</span>'
        yield f'{self.rule(each.rule_id)} <span class="dim">{each.line}:{each.column}</span></p>'
        yield f"<p><b>{esc(each.title)}</b></p>"
        if not in_text:
            yield f"<blockquote>{marked_sentence(each.sentence, *quote_span(each), str(each.severity))}</blockquote>"
        notes = ["Readers do not see this text: it is hidden." if each.hidden else "", context(each), *disclosure(each)]
        for text in (brief_message(each), *notes):
            if text:
                yield f"<p>{esc(text)}</p>"
        if each.remediation:
            yield f"<p><b>Instead:</b> {esc(each.remediation)}</p>"
        yield from verdicts(each, self.provision)
        if each.provisions and not each.verdicts:
            yield f'<details><summary>{"Provision" if len(each.provisions) == 1 else f"{len(each.provisions)} provisions"}</summary><ul class="plain">'
            yield from (f"<li>{self.provision(one)}</li>" for one in each.provisions)
            yield "</ul></details>"
        if each.also:
            yield f'<p class="dim">Also matched: {esc(", ".join(each.also))}</p>'
        yield f'<p class="dim">Confidence {esc(each.confidence)} · fingerprint <code>{esc(each.fingerprint)}</code></p></li>'

    def rule(self, rule_id: str) -> str:
        """A rule id, linked where it is known where rules are described."""
        shown = f'<span class="id">{esc(rule_id)}</span>'
        return _link(self.rule_url.replace("{id}", rule_id), shown) if self.rule_url else shown

    def provision(self, name: str) -> str:
        """A provision in words, linked to its text where the pack says where that is."""
        found = self.pack.provisions.get(name) if self.pack else None
        if found is None:
            return f"<code>{esc(name)}</code>"
        return _link(found.url, esc(provision(found))) + (f" ({_link(found.official_url, 'official text')})" if found.official_url else "")

    def unread(self) -> Iterator[str]:
        """What was not read or not screened."""
        rows = UnreadList(self.report.documents).rows(self.report.errors, self.report.run)
        yield '<section>\n<h2 id="unread">What was not read</h2>'
        yield f"<p>{esc(LIMITS)}</p>"
        if rows:
            yield '<div class="wide"><table><tr><th>What</th><th>Input</th><th>Code</th><th>Reason</th><th>What to do</th></tr>'
            yield from (f"<tr>{''.join(f'<td>{esc(value)}</td>' for value in row)}</tr>" for row in rows)
            yield "</table></div>"
        yield "</section>"


def _link(url: str, shown: str) -> str:
    """A link, unless the address is of a kind that could do more than lead to a page."""
    if not url.startswith(("https://", "http://")):
        return shown
    return f'<a href="{esc(url)}" rel="noopener noreferrer">{shown}</a>'


def _facts(run: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "Tool", f"{run.get('tool', 'compliance')} {run.get('version', '')}".strip()
    for each in run.get("packs", ()):
        yield "Rules", f"{each.get('name', '')} {each.get('version', '')}, sha256 {each.get('sha256', '')}"
    config = run.get("config", {})
    if config:
        yield "Configuration", f"{config.get('source', '')}, sha256 {config.get('sha256', '')}"
    if any(each.get("chosen") for each in run.get("jurisdictions", ())):
        yield "Law", f"{', '.join(str(each['code']) for each in run['jurisdictions'])}, as of {run.get('as_of', '')}"
    yield "Begun (UTC)", str(run.get("start", ""))
    yield "Ended (UTC)", str(run.get("end", ""))
    if run.get("min_severity", "low") != "low":
        yield "Shown from severity", str(run["min_severity"])
