"""The law of places in the HTML report: a matrix over all documents, verdicts of a finding, and what is said of a document as a whole."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, Mapping

from compliance.model.finding import DocumentReport, Finding
from compliance.model.law import DocumentLaw, Ruling, Verdict
from compliance.report.html_text import esc
from compliance.report.law import brief, disclosure_lines, notice_line, questions, suggestion_line
from compliance.report.matrix import Matrix, Place, chosen

Show = Callable[[str], str]
"""the id of a provision to its citation, linked"""


def matrix(documents: Iterable[DocumentReport], run: Mapping[str, Any], order: Iterable[str]) -> Iterator[str]:
    """Categories against chosen places: how many findings, the worst verdict, and a link to the weightiest; nothing without places."""
    places = chosen(run)
    if not places:
        return
    found: Matrix[str] = Matrix()
    for number, document in enumerate(documents, 1):
        for index, each in enumerate(document.findings, 1):
            found.add(each, f"d{number}f{index}")
    if not found.categories:
        return
    yield f"<h3>By place, under the law of {esc(str(run.get('as_of', '')))}</h3>"
    heads = "".join(f'<th title="{esc(name)}">{esc(code)}</th>' for code, name in places)
    yield f'<div class="wide"><table class="matrix"><tr><th>Category</th>{heads}</tr>'
    for slug in found.ordered(order):
        yield f'<tr><th scope="row">{esc(slug)}</th>{"".join(_cell(found, slug, each) for each in places)}</tr>'
    yield "</table></div>"
    yield '<p class="dim">A number counts findings; the verdict is the worst of them and leads to it. – none found; no rule: the place knows none for it.</p>'


def _cell(found: Matrix[str], slug: str, place: Place) -> str:
    cell = found.cell(slug, place[0])
    if cell.number == 0:
        return f'<td class="dim">{cell.words}</td>'
    return f'<td class="{cell.severity}"><a href="#{cell.target}">{cell.number:,} {esc(cell.words)}</a></td>'


def verdicts(each: Finding, show: Show) -> Iterator[str]:
    """The verdicts of a finding as a table, the provisions of each in order of weight, and what a person must check."""
    if not each.verdicts:
        return
    yield '<table class="verdicts"><tr><th>Place</th><th>Verdict</th><th>Rests on</th></tr>'
    for one in each.verdicts:
        yield f'<tr><th scope="row">{esc(one.jurisdiction)}</th><td>{_said(one)}</td><td>{_law(one, show)}</td></tr>'
    yield "</table>"
    for line in questions(each):
        yield f"<p>{esc(line)}</p>"


def _said(each: Verdict) -> str:
    if each.ruling is Ruling.NO_RULE:
        return f'<span class="dim">{brief(each)}</span>'
    lowered = f'<br><span class="dim">lowered: {esc(each.lowered_by)}</span>' if each.lowered_by else ""
    rules = f'<br><span class="dim">by {esc(", ".join(each.rules))}</span>' if each.rules else ""
    return f'{esc(str(each.ruling))} <span class="badge {each.severity}">{each.severity}</span>{lowered}{rules}'


def _law(each: Verdict, show: Show) -> str:
    if not each.provisions:
        return ""
    first, *rest = each.provisions
    more = f"<details><summary>and {len(rest)} more</summary>{''.join(f'<p>{show(one)}</p>' for one in rest)}</details>" if rest else ""
    better = f"<details><summary>What would be acceptable</summary><p>{esc(each.acceptable)}</p></details>" if each.acceptable else ""
    return f"{show(first)}{more}{better}"


def document_law(each: DocumentLaw) -> Iterator[str]:
    """Mandated notices, the grade of the disclosure, and where the document points."""
    lines = [f"<p>{esc(notice_line(one))}</p>" for one in each.notices]
    if each.disclosure is not None:
        first, *rest = disclosure_lines(each.disclosure)
        lines.append(f"<p><b>{esc(first)}</b></p>")
        lines += ['<ul class="plain">', *(f"<li>{esc(one)}</li>" for one in rest), "</ul>"] if rest else []
    lines += [f"<p>{esc(line)}</p>"] if (line := suggestion_line(each)) else []
    if lines:
        yield f'<div class="law">{"".join(lines)}</div>'
