"""What on a slide nobody sees, and how large the rest is, by slide, layout, master and theme."""

from __future__ import annotations

from tests.unit.documents.test_files import make, only, place, texts

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
WHITE, NAVY = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', '<a:solidFill><a:srgbClr val="102040"/></a:solidFill>'
NAMED = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'


def shape(text: str, run: str = "", filled: str = "", holder: str = "") -> str:
    words = f"<a:p><a:r><a:rPr>{run}</a:rPr><a:t>{text}</a:t></a:r></a:p>"
    facts = f'<p:nvSpPr><p:cNvPr id="2" name="{text}"/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
    return f"<p:sp>{facts}<p:spPr>{filled}</p:spPr><p:txBody>{words}</p:txBody></p:sp>"


def deck(shapes: str, ground: str = "", theme: str = "FFFFFF") -> bytes:
    back = f"<p:bg><p:bgPr>{ground}</p:bgPr></p:bg>" if ground else ""
    levels = '<a:lvl1pPr><a:defRPr sz="{}"/></a:lvl1pPr>'
    master = f'<p:cSld><p:spTree/></p:cSld><p:clrMap bg1="lt1"/><p:txStyles><p:titleStyle>{levels.format(4400)}</p:titleStyle>'
    master += f"<p:bodyStyle>{levels.format(2800)}</p:bodyStyle></p:txStyles>"
    holder = f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:txBody><a:lstStyle>{levels.format(900)}</a:lstStyle></p:txBody></p:sp>'
    colours = f'<a:clrScheme><a:lt1><a:sysClr val="window" lastClr="{theme}"/></a:lt1></a:clrScheme>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": make.relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation {_A} {make._R}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": make.relations(slide="slides/slide1.xml"),
        "ppt/slides/slide1.xml": f"<p:sld {_A}><p:cSld>{back}<p:spTree>{shapes}</p:spTree></p:cSld></p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": make.relations(slideLayout="../l.xml"),
        "ppt/l.xml": f"<p:sldLayout {_A}><p:cSld><p:spTree>{holder}</p:spTree></p:cSld></p:sldLayout>",
        "ppt/_rels/l.xml.rels": make.relations(slideMaster="m.xml"),
        "ppt/m.xml": f"<p:sldMaster {_A}>{master}</p:sldMaster>",
        "ppt/_rels/m.xml.rels": make.relations(theme="t.xml"),
        "ppt/t.xml": f"<a:theme {_A}><a:themeElements>{colours}</a:themeElements></a:theme>",
    }
    return bytes(make.zipped(files))


def hidden(data: bytes) -> list[str]:
    return texts(only(data, "a.pptx"), hidden=True)


def test_words_in_the_colour_of_the_slide_are_hidden() -> None:
    assert hidden(deck(shape("Seen") + shape("White", WHITE))) == ["White"]
    assert hidden(deck(shape("Seen") + shape("Named", NAMED))) == ["Named"]
    assert hidden(deck(shape("White", WHITE) + shape("Navy", NAVY), ground=NAVY)) == ["Navy"]
    assert hidden(deck(shape("Seen") + shape("Named", NAMED), theme="102040", ground=WHITE)) == []


def test_words_are_judged_by_the_fill_of_their_shape_first() -> None:
    assert hidden(deck(shape("White on navy", WHITE, NAVY) + shape("Navy on navy", NAVY, NAVY))) == ["Navy on navy"]


def test_where_something_may_lie_below_nothing_is_called_hidden() -> None:
    assert hidden(deck(shape("Panel", "", NAVY) + shape("White", WHITE))) == []
    assert hidden(deck("<p:pic><p:nvPicPr><p:cNvPr/></p:nvPicPr></p:pic>" + shape("White", WHITE))) == []


def test_clear_and_tiny_words_are_hidden() -> None:
    clear = '<a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>'
    assert hidden(deck(shape("Seen") + shape("Clear", clear))) == ["Clear"]


def test_size_comes_from_layout_and_master() -> None:
    title, small = shape("Title", holder='<p:ph type="title"/>'), shape("Small print", holder='<p:ph type="body" idx="1"/>')
    document = only(deck(title + shape("Body", holder='<p:ph type="body" idx="7"/>') * 9 + small), "a.pptx")
    assert [place(document, text)["size"] for text in ("Title", "Small print")] == [44.0, 9.0]
