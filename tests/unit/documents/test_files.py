"""Files that are no text: the same advert in each, where its words are found, and what is said of a broken one."""

from __future__ import annotations

import gzip
import importlib.util
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from compliance import documents
from compliance.documents.limits import Limits
from compliance.errors import UnreadableDocument
from compliance.model.document import Document, Place

ROOT = Path(__file__).parents[3]


def _maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_formats", ROOT / "examples" / "make_formats.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _maker()
NEEDS = {".pdf": "pypdfium2", ".warc": "warcio"}
FORMATS = [
    pytest.param(name, marks=[pytest.mark.skipif(importlib.util.find_spec(NEEDS.get(Path(name).suffix, "re")) is None, reason="an extra")])
    for name in make.FORMATS
]
TEXTS = [make.TITLE, *make.PARAGRAPHS, make.SMALL]


def read(data: bytes, name: str, **limits: Any) -> list[Document | UnreadableDocument]:
    return list(documents.load_all(data, name, limits=Limits(**limits)))


def only(data: bytes, name: str) -> Document:
    (found,) = read(data, name)
    assert isinstance(found, Document), found
    return found


def fault(data: bytes, name: str, **limits: Any) -> UnreadableDocument:
    faults = [each for each in read(data, name, **limits) if isinstance(each, UnreadableDocument)]
    assert faults, "it was read without a fault"
    return faults[0]


def texts(document: Document, hidden: bool = False) -> list[str]:
    return [document.content[each.start : each.end] for each in document.blocks if each.hidden is hidden]


def place(document: Document, text: str) -> dict[str, Any]:
    start = document.content.index(text)
    return dict(document.place_of(*document.to_source.to_source(start, start + len(text))))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_advert_reads_the_same_in_every_format(name: str) -> None:
    document = only(make.FORMATS[name](), name)
    assert texts(document) == (TEXTS[1:] if name.endswith(("srt", "vtt")) else TEXTS)


@pytest.mark.parametrize("name", FORMATS)
def test_offsets_lead_to_the_words_in_the_source(name: str) -> None:
    document = only(make.FORMATS[name](), name)
    start = document.content.index("cures multiple")
    span = document.to_source.to_source(start, start + len("cures multiple"))
    assert document.source[span.start : span.end] == "cures multiple"


@pytest.mark.parametrize("name", [each for each in FORMATS if not str(each.values[0]).endswith(("srt", "vtt"))])
def test_the_disclosure_in_smaller_type_is_small_print_in_every_format_that_has_type(name: str) -> None:
    document = only(make.FORMATS[name](), name)
    assert document.blocks[-1].place is Place.SMALL_PRINT


def test_a_word_file_keeps_what_was_inserted_and_notes_what_was_deleted() -> None:
    body = (
        "<w:p><w:r><w:t>We c</w:t></w:r><w:ins><w:r><w:t>ure</w:t></w:r></w:ins><w:r><w:t> lupus.</w:t></w:r>"
        "<w:del><w:r><w:delText>Not really.</w:delText></w:r></w:del></w:p>"
    )
    document = only(make.docx(body), "a.docx")
    assert texts(document) == ["We cure lupus."]
    assert any("deleted" in note for note in document.notes)


def test_hidden_runs_comments_and_white_words_of_a_word_file_are_hidden() -> None:
    body = (
        "<w:p><w:r><w:t>Seen. </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Secret cure.</w:t></w:r>"
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t> White.</w:t></w:r></w:p>'
    )
    comments = '<w:comment w:id="1" w:author="Ann"><w:p><w:r><w:t>Is that true?</w:t></w:r></w:p></w:comment>'
    document = only(make.docx(body, comments=comments), "a.docx")
    assert texts(document) == ["Seen."]
    assert texts(document, hidden=True) == ["Secret cure. White.", "Is that true?"]
    assert place(document, "Is that")["author"] == "Ann"


def test_white_words_of_a_word_file_are_hidden_only_on_white() -> None:
    white = '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{}</w:t></w:r></w:p>'
    cell = '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="1F4E79"/></w:tcPr>' + white.format("In a dark cell") + "</w:tc></w:tr></w:tbl>"
    box = f"<w:p><w:r><w:pict><w:txbxContent>{white.format('In a box')}</w:txbxContent></w:pict></w:r></w:p>"
    blue = '<w:p><w:pPr><w:shd w:fill="1F4E79"/></w:pPr><w:r><w:rPr><w:color w:val="1F4E7A"/></w:rPr><w:t>Blue on blue</w:t></w:r></w:p>'
    document = only(make.docx(white.format("On paper") + cell + box + blue + "<w:p><w:r><w:t>Seen</w:t></w:r></w:p>"), "a.docx")
    assert texts(document) == ["In a dark cell", "In a box", "Seen"]
    assert texts(document, hidden=True) == ["On paper", "Blue on blue"]


def test_tables_notes_footers_and_text_boxes_of_a_word_file_are_read_in_their_places() -> None:
    body = (
        '<w:p><w:r><w:t>It works.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>'
        "</w:txbxContent></w:pict></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Price</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>$ 5,000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Smith, 2019.</w:t></w:r></w:p></w:footnote>'
    document = only(make.docx(body, footnotes=notes, footer="<w:p><w:r><w:t>Results vary.</w:t></w:r></w:p>"), "a.docx")
    assert texts(document) == ["It works.¹", "In a box", "Price", "$ 5,000", "¹Smith, 2019.", "Results vary."]
    assert place(document, "$ 5,000") == {"part": "body", "paragraph": 4, "table": 1, "row": 1, "column": 2, "run": 1, "size": 10.0}
    assert document.blocks[-1].place is Place.FOOTER


def test_speaker_notes_are_hidden_and_say_their_slide() -> None:
    document = only(make.pptx("Results vary."), "a.pptx")
    assert texts(document, hidden=True) == ["Results vary."]
    assert place(document, "Results vary.")["part"] == "speaker notes"
    assert place(document, make.TITLE)["shape"] == "Title 1"


def test_rtf_knows_code_pages_unicode_hidden_words_and_destinations() -> None:
    text = rb"{\rtf1\ansi\ansicpg1252\uc1{\info{\title No}}Caf\'e9 \u8212- c{\b u}re.{\v secret}{\*\unknown gone}\par{\footer\pard Foot\par}}"
    document = only(text, "a.rtf")
    assert texts(document) == ["Café — cure.", "Foot"]
    assert texts(document, hidden=True) == ["secret"]


def test_a_sentence_over_two_captions_is_one() -> None:
    source = b"1\n00:00:01,000 --> 00:00:02,000\n<i>Our cells cure</i>\n\n2\n00:00:02,100 --> 00:00:03,000\nmultiple sclerosis.\n"
    document = only(source, "a.srt")
    assert texts(document) == ["Our cells cure multiple sclerosis."]
    assert place(document, "multiple")["caption"] == 2


def test_attachments_of_a_mail_are_documents_that_say_where_they_were() -> None:
    mail = make.eml({"ad.docx": make.docx(), "more.zip": make.zipped({"page.html": make.html()}), "x.xyz": b"?"})
    found = read(mail, "m.eml")
    assert [each.path for each in found if isinstance(each, Document)] == ["m.eml", "m.eml!ad.docx", "m.eml!more.zip!page.html"]
    assert [each.code for each in found if isinstance(each, UnreadableDocument)] == ["D001"]
    third = found[2]
    assert isinstance(third, Document)
    assert place(third, "cures")["inside"] == "more.zip!page.html"


def test_passages_of_the_plain_body_that_the_html_body_lacks_are_kept() -> None:
    mail = make.eml().replace(make.SMALL.encode(), b"We cure lupus.", 1)
    assert texts(only(mail, "m.eml")) == [make.TITLE, "We cure lupus.", *TEXTS[1:]]


def test_a_packed_tar_and_a_packed_page_are_unpacked() -> None:
    assert texts(only(gzip.compress(make.tar({"page.html": make.html()})), "a.tar.gz")) == TEXTS
    assert texts(only(gzip.compress(make.html()), "page.html.gz")) == TEXTS


# -- faults: one clear message each


def locked(data: bytes) -> bytes:
    """A ZIP whose members say that they are encrypted."""
    out = bytearray(data)
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + flag] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


def entity_bomb() -> bytes:
    declared = "".join(f'<!ENTITY a{each} "{f"&a{each - 1};" * 10}">' for each in range(1, 10))
    parts = {"word/document.xml": f'<!DOCTYPE x [<!ENTITY a0 "lol">{declared}]><document><body><p><r><t>&a9;</t></r></p></body></document>'}
    return make.zipped(parts | {"[Content_Types].xml": "<Types/>", "_rels/.rels": make.relations(officeDocument="word/document.xml")})


def nested(depth: int) -> bytes:
    data = make.zipped({"page.html": make.html()})
    for _ in range(depth):
        data = make.zipped({"inner.zip": data})
    return data


DEEP = "<p>" * 1000 + "</p>" * 1000
FAULTS = [
    ("zero bytes", b"", "a.docx", "D004"),
    ("an empty text", b"", "a.txt", "D004"),
    ("nothing but zero bytes", b"\0" * 5000, "a.docx", "D004"),
    ("an archive cut off", make.docx()[:-300], "a.docx", "D011"),
    (
        "a part cut off",
        make.zipped({"word/document.xml": "<document><body>", "_rels/.rels": make.relations(officeDocument="word/document.xml")}),
        "a.docx",
        "D011",
    ),
    ("no part at all", make.zipped({"a": "b"}), "a.pptx", "D011"),
    ("RTF cut off", make.rtf()[:-1], "a.rtf", "D011"),
    ("a TAR cut off", make.tar({"a.html": make.html() * 99})[:3000], "a.tar", "D011"),
    ("captions without times", b"Hello there", "a.srt", "D011"),
    ("a mail without headers", b"just words\nand words", "a.eml", "D011"),
    ("encrypted members", locked(make.docx()), "a.docx", "D012"),
    ("an encrypted archive", locked(make.zipped({"page.html": make.html()})), "a.zip", "D012"),
    ("an encrypted Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.docx", "D012"),
    ("an old Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "D010"),
    ("a PDF named as text", b"%PDF-1.4\n%\xe2\xe3", "a.txt", "D010"),
    ("a Word file named as PDF", make.docx(), "a.pdf", "D010"),
    ("a PDF named as Word file", b"%PDF-1.4\n", "a.docx", "D010"),
    ("a page named as Word file", make.html(), "a.docx", "D010"),
    ("XML entities", entity_bomb(), "a.docx", "D014"),
    ("XML too deep", make.docx(DEEP), "a.docx", "D015"),
    ("archives in archives", nested(9), "a.zip", "D015"),
    ("a register", b"id,copy\n1,We cure lupus.\n", "ads.csv", "D001"),
    ("no text", make.docx("<w:p/>"), "a.docx", "D016"),
]


@pytest.mark.parametrize(("data", "name", "code"), [pytest.param(*each[1:], id=each[0]) for each in FAULTS])
def test_a_fault_has_one_clear_message(data: bytes, name: str, code: str) -> None:
    told = fault(data, name)
    assert told.code == code
    assert told.problem
    assert told.hint


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    bomb = make.zipped({"page.html": b"<p>" + b" " * 30_000_000})
    assert len(bomb) < 100_000
    assert fault(bomb, "a.zip", ratio=100).code == "D013"
    assert fault(bomb, "a.zip", unpacked=1_000_000).code == "D013"
    assert fault(gzip.compress(b" " * 30_000_000), "a.html.gz", ratio=100).code == "D013"


def test_the_time_between_two_documents_is_no_reading_time() -> None:
    data = make.zipped({"a.html": make.html(), "b.html": make.html()})
    found = documents.load_all(data, "a.zip", limits=Limits(seconds=0.5))
    assert isinstance(next(found), Document)
    time.sleep(0.6)
    assert isinstance(next(found), Document)


def test_an_archive_of_too_many_files_is_refused() -> None:
    assert fault(make.zipped({f"{each}.html": b"" for each in range(20)}), "a.zip", members=10).code == "D013"


def test_a_broken_member_does_not_cost_the_others() -> None:
    found = read(make.zipped({"a.docx": b"PK\x03\x04broken", "b.html": make.html(), "c.css": "p{}"}), "a.zip")
    assert [each.path for each in found] == ["a.zip!a.docx", "a.zip!b.html", "a.zip"]
    assert isinstance(found[1], Document)


def test_a_flipped_bit_in_a_member_is_damage() -> None:
    data = bytearray(make.zipped({"page.html": make.html() * 50}))
    with zipfile.ZipFile(BytesIO(bytes(data))) as file:
        at = file.infolist()[0].header_offset + 60
    data[at] ^= 0x55
    assert fault(bytes(data), "a.zip").code == "D011"


@pytest.mark.parametrize(
    ("name", "library", "extra"), [("a.pdf", "pypdfium2", "pdf"), ("a.warc", "warcio", "warc"), ("a.png", "pytesseract", "ocr"), ("a.msg", "oxmsg", "msg")]
)
def test_without_an_extra_the_file_is_not_read_and_the_command_is_told(name: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [each for each in sys.modules if each.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.setattr("compliance.documents.ocr.find_spec", lambda _: None)
    data = {"a.pdf": b"%PDF-1.4\n", "a.warc": make.warc(), "a.png": b"\x89PNG\r\n\x1a\n", "a.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}[name]
    told = fault(data, name)
    assert told.code == "D018"
    assert f"pip install 'compliance[{extra}]'" in told.hint
