"""What the elements of HTML mean for a reader: which end a line, which are never shown, which are told by their names."""

from __future__ import annotations

import re
from typing import Mapping

from compliance.documents.html_tokens import Attribute
from compliance.model.document import BlockKind, Place

PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext", "textarea"})
VOID = frozenset("area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr".split())
SKIPPED = frozenset("script style template select datalist svg iframe noembed noframes rp math-annotation progress meter applet".split())
FALLBACK = frozenset("noscript canvas video audio object dialog".split())
"""shown only where something else fails or opens: hidden"""

CONTAINERS = frozenset(
    "html body main article section aside header footer nav form fieldset table tbody thead tfoot tr ul ol menu dir dl details figure hgroup search "
    "colgroup frameset".split()
)
"""blocks that begin a new context: text straight in them is a paragraph"""

_SAME = frozenset("p div center address pre listing xmp plaintext button legend textarea hr option optgroup dd".split())
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "dt": 6, "summary": 6}
KINDS: Mapping[str, BlockKind] = {
    **dict.fromkeys(HEADINGS, BlockKind.HEADING), "li": BlockKind.BULLET, "td": BlockKind.CELL, "th": BlockKind.CELL, "blockquote": BlockKind.QUOTE,
    "caption": BlockKind.CAPTION, "figcaption": BlockKind.CAPTION, "dd": BlockKind.PARAGRAPH, "title": BlockKind.HEADING,
}  # fmt: skip
BLOCKS = CONTAINERS | _SAME | frozenset(KINDS)

CLOSES_PARAGRAPH = (BLOCKS - {"button", "textarea", "title", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "html", "body", "option"}) | {"hr"}
BARRIERS = frozenset("html table td th caption button object template marquee applet svg select".split())
"""an end tag inside one of these ends nothing outside of it"""
LIST_BARRIERS = BARRIERS | {"ul", "ol", "menu", "dir", "dl"}
TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
ROW_PARTS = TABLE_PARTS - {"table"}
ENDS_OTHERS = CLOSES_PARAGRAPH | ROW_PARTS | {"li", "dt", "dd"} | frozenset(HEADINGS)
"""elements whose start may end others without saying so"""
REACHES_THROUGH = frozenset({"font", "small"})
"""inline elements whose end tag reaches through blocks, as that of no other does"""

WORDED = ("alt", "title", "aria-label")
"""attributes whose text is shown or read out"""

META_NAMES = frozenset(
    "description keywords abstract og:title og:description og:image:alt twitter:title twitter:description twitter:image:alt dc.description dc.title "
    "reviewbody name headline slogan".split()
)

_FOOTER = re.compile(
    r"(?:(?:site|page|main|global|bottom|sub|app|the|l|c|web|wp|elementor)[-_]{1,2})*footer(?:[-_]{1,2}(?:area|wrap|wrapper|container|inner|widgets?|content|"
    r"bottom|top|section|text|main|legal|links|bar|copy|copyright|disclaimers?|\d))*|colophon|copyrights?"
)
_NOTICE = re.compile(r"(?:[a-z]+[-_]{1,2})*(?:disclaimers?|disclosures?|legal[-_]?(?:notice|text|note))(?:[-_]{1,2}[a-z]+)*")
_FAQ = re.compile(r"(?:[a-z0-9]+[-_]{1,2})*faqs?(?:[-_]{1,2}[a-z0-9]+)*")
_SMALL = re.compile(r"(?:[a-z]+[-_]{1,2})*(?:small[-_]?print|fine[-_]?print|footnotes?|endnotes?)(?:[-_]{1,2}[a-z]+)*|small|text-xs|small-?text|text-?small")
_TELLING = re.compile(r"footer|colophon|copyright|disclaim|disclos|legal|faq|small|fine|footnote|endnote|text-xs")
_UNSEEN = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only d-none hidden invisible is-hidden u-hidden".split())
_SHOWN_AT = re.compile(r"d-(?:sm|md|lg|xl|xxl)-(?!none)|(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|table|not-sr-only|visible)")
_ICON = re.compile(r"(?:^|[\s_-])(?:icons?|fa|fas|far|fab|glyphicon|material-icons|material-symbols|dashicons|bi)(?:$|[\s_-])")
_LONGEST_NAMES = 600


def named_place(tag: str, names: str, role: str) -> tuple[Place, str] | None:
    """The place, and the mark for `layout`, that an element's role, classes and id give it."""
    if role in ("contentinfo", "doc-endnotes", "doc-footnote"):
        return (Place.FOOTER if role == "contentinfo" else Place.SMALL_PRINT), ""
    if role == "banner":
        return Place.HEADER, ""
    if tag in ("html", "body", "main", "article"):
        return None
    told = names[:_LONGEST_NAMES].lower()
    for name in told.split() if _TELLING.search(told) else ():
        if _FOOTER.fullmatch(name):
            return Place.FOOTER, ""
        if _FAQ.fullmatch(name):
            return Place.FAQ, ""
        if _SMALL.fullmatch(name):
            return Place.SMALL_PRINT, ""
        if _NOTICE.fullmatch(name):
            return Place.FOOTER, "notice"
    return None


def is_unseen(names: str) -> bool:
    """Do an element's classes, by the custom of common style sheets, take it out of sight?"""
    found = names.lower().split()
    return not _UNSEEN.isdisjoint(found) and not _SHOWN_AT.search(names)


def is_icon(found: Mapping[str, Attribute]) -> bool:
    """Is the element a pictogram whose one word is no text ("check_circle")?"""
    return "class" in found and bool(_ICON.search(found["class"].value))
