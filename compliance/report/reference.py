"""The rule reference: what each rule looks for and why, made from the rules themselves."""

from __future__ import annotations

from typing import Iterable, Iterator, Sequence

from compliance.model.rule import Lexicon, Pack, Rule
from compliance.report.wording import counted


def reference(pack: Pack, rules: Sequence[Rule]) -> str:
    """Some rules of a pack as a Markdown page, by category in the order of the pack."""
    lines = [f"# Rules of {pack.name} {pack.version}", ""]
    for slug, category in pack.categories.items():
        own = [rule for rule in rules if rule.category == slug]
        if own:
            lines += [f"## {slug}: {category.title}", ""]
            for rule in own:
                lines += [*_markdown(rule, pack), ""]
    return "\n".join(lines)


def _markdown(rule: Rule, pack: Pack) -> Iterator[str]:
    yield f"### {rule.id}"
    yield ""
    yield f"{_sentence(rule.title)} *{rule.severity}, confidence {rule.confidence}, {rule.status}.*"
    yield ""
    yield f"- Instead: {rule.remediation}"
    for line in _context(rule):
        yield f"- {line}"
    for each in rule.provisions:
        known = pack.provisions.get(each)
        yield f"- Rests on {known.citation} ({known.jurisdiction}), {known.title}" if known else f"- Rests on {each}"
    for each in rule.false_positives:
        yield f"- Known false positive: {each}"
    yield from _examples("Flagged", rule.flag)
    yield from _examples("Not flagged", rule.clear)


def _examples(heading: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"- {heading}: “{' '.join(text.split())}”"


def rule_lines(rule: Rule) -> list[str]:
    """A rule as plain text for a terminal, a fact a line."""
    lines = [
        f"{rule.id}: {rule.title}",
        f"  category    {rule.category}",
        f"  severity    {rule.severity}, confidence {rule.confidence}, status {rule.status}",
        f"  message     {rule.message}",
        f"  instead     {rule.remediation}",
    ]
    lines += [f"  {line}" for line in _context(rule)]
    lines += [f"  rests on    {each}" for each in rule.provisions]
    lines += [f"  beware      {each}" for each in rule.false_positives]
    lines += [f"  flags       “{' '.join(text.split())}”" for text in rule.flag]
    lines += [f"  passes      “{' '.join(text.split())}”" for text in rule.clear]
    lines += [f"  to do       “{' '.join(text.split())}”" for text in rule.todo]
    return lines


def lexicon_lines(lexicon: Lexicon) -> Iterator[str]:
    """A lexicon in lines for a person: what it holds, by group, and how to use and extend it."""
    yield f"{lexicon.name}: {lexicon.title}"
    yield f"A lexicon of {lexicon_size(lexicon)}, in {lexicon.at.path}."
    yield ""
    yield f"In a pattern:   {{{lexicon.name}}} stands for any of them."
    named = [group for group in lexicon.groups if group != "terms"]
    if named:
        yield f"One group:      {{{lexicon.name}.{named[0]}}}"
    yield f"To add words:   a file of yours with lexicon: {lexicon.name}, extends: true, terms: [your words]"
    if lexicon.inflect != "none":
        yield f"Endings:        those of a {lexicon.inflect} are found, too"
    if lexicon.source:
        yield f"Source:         {' '.join(lexicon.source.split())}"
    yield "Groups:" if named else "Terms:"
    for group, terms in lexicon.groups.items():
        shown = ", ".join(terms[:5]) + (", …" if len(terms) > 5 else "")
        yield f"  {f'{group}: ' if named else ''}{counted(len(terms), 'term')} ({shown})" if terms else f"  {group}: no terms"
    for texts in (lexicon.patterns, lexicon.token_patterns):
        if texts:
            yield f"  {counted(len(texts), 'pattern')} ({texts[0]}{', …' if len(texts) > 1 else ''})"


def lexicon_size(lexicon: Lexicon) -> str:
    """How much a lexicon holds: "120 terms in 3 groups, 4 patterns"."""
    named = [group for group in lexicon.groups if group != "terms"]
    said = counted(sum(map(len, lexicon.groups.values())), "term") + (f" in {counted(len(named), 'group')}" if named else "")
    more = len(lexicon.patterns) + len(lexicon.token_patterns)
    return f"{said}, {counted(more, 'pattern')}" if more else said


def _context(rule: Rule) -> Iterator[str]:
    if rule.context.clear:
        yield f"Cleared where the sentence is {', '.join(sorted(rule.context.clear))}"
    for sense, severity in sorted(rule.context.lower.items()):
        yield f"Lowered to {severity} where it is {sense}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
