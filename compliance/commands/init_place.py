"""The starter of a jurisdiction file: every key in its place, every category answered, one provision to overwrite."""

from __future__ import annotations

from typing import Sequence

from compliance.model.law import NOT_LOOKED_UP

_HEAD = """\
# The law of one place on finding categories. `compliance schema jurisdiction --keys` says what each key means,
# `compliance schema provision --keys` and `compliance schema notice --keys` those of the parts that may stand here too.
# Everything in <angle brackets> is to be written. Then: compliance rules lint {low}.yaml
code: "{code}"
name: "<the English name of {code}>"
parent: {parent}
inherits: {inherits}
"""
_COUNTRY = """\
languages: [en]
regulator:
  name: "<who approves such products>"
  short: "<its short name>"
# Signs that an advert is aimed here. They make a suggestion, never a choice.
hints:
  phone_prefixes: ["<the telephone prefix, like +64>"]
  places: ["<a city>"]
"""
_PROVISION = """\
provisions:
  - id: {low}-first
    jurisdiction: "{code}"
    kind: statute
    authority: "<who enforces it>"
    citation: "<Act, section>"
    title: "<what it is about>"
    requirement: "<what it requires, in your own words>"
    categories: [cure-claim]
    # A day in quotes, or null where none is known. `replaced_by` is the id of the provision that took over.
    in_force: {{from: null, to: null, replaced_by: null}}
    effective_note: "<what is known of the start>"
    applies_to: "<whom it binds>"
    severity: high
    # The page that was read, in quotes; null while nothing was read.
    url: null
    more_urls: []
    official_url: null
    # true only where you read what supports the citation; reports mark the rest.
    verified: false
    verification_note: "<what was read and what was not>"
categories:
  cure-claim:
    verdict: prohibited        # prohibited, needs-qualification, allowed; no-rule with provisions: none
    severity: high             # critical, high, medium, low
    provisions: [{low}-first]   # the one to cite first
    acceptable: "<what would make the advert acceptable>"
    # Both are tried: compliance rules test --rules {low}.yaml {code}
    example:
      bad: "<a sentence that is flagged here>"
      good: "<one that is not>"
"""
_NONE = """\
  {slug}: {{verdict: no-rule, severity: low, provisions: none, acceptable: {text}}}
"""
_OPEN = """\
  # Lint warns of each of these until somebody has looked: cite what was found, or say that no provision was found.
"""
_RULES = """\
# Constructions on which this place judges otherwise than its categories say, for instance:
#   - id: {low}-no-stories
#     title: Patient stories are banned
#     applies_when: {{categories: [testimonial], topic: testimonial, condition: A patient's story about an effect.}}
#     effect: flag
#     severity: critical
#     verdict: prohibited
#     provisions: [{low}-first]
#     from: null
#     to: null
rules: []
"""


def starter(code: str, slugs: Sequence[str]) -> str:
    """The text of a starter for a country (PE) or a part of one (US-OR), which inherits the law of the country."""
    parent = code.partition("-")[0] if "-" in code else ""
    facts = {"code": code, "low": code.lower(), "parent": f'"{parent}"' if parent else "null", "inherits": "true" if parent else "false"}
    parts = [_HEAD, "" if parent else _COUNTRY, _PROVISION]
    text = "".join(part.format(**facts) for part in parts)
    if not parent:
        text += _OPEN + "".join(_NONE.format(slug=slug, text=NOT_LOOKED_UP) for slug in slugs if slug != "cure-claim")
    return text + _RULES.format(**facts)
