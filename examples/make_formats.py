"""One advert in every format that is read, made from nothing but the standard library: `python make_formats.py FOLDER`.

The functions give bytes, so that tests make the files they need; EXPECTED of the tests is the same for all.
"""

from __future__ import annotations

import sys
import tarfile
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Callable, Mapping
from xml.sax.saxutils import escape

TITLE = "Stem cells that heal"
PARAGRAPHS = (
    "Our stem cell therapy cures multiple sclerosis in weeks.",
    "A single infusion is 100% safe and has no side effects.",
    "We guarantee that you will walk again.",
)
SMALL = "Not approved by the FDA for any disease."
_FIXED = (1980, 1, 1, 0, 0, 0)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: Mapping[str, str | bytes], first: str = "") -> bytes:
    """A ZIP file; the part named `first` is stored as it is at the beginning, as EPUB and ODT want it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda each: (each != first, each)):
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            file.writestr(info, parts[name])
    return out.getvalue()


def relations(**targets: str) -> str:
    """An Office relations part: kind to target."""
    listed = "".join(f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for number, (kind, to) in enumerate(targets.items(), 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def docx(body: str = "", **parts: str) -> bytes:
    """A Word file; `body` is WordprocessingML, by default the advert; `parts` are further parts by the kind of their relation."""
    if not body:
        body = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>'
        body += "".join(f'<w:p><w:r><w:rPr><w:sz w:val="22"/></w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>' for text in PARAGRAPHS)
        body += f'<w:p><w:r><w:rPr><w:sz w:val="12"/></w:rPr><w:t>{SMALL}</w:t></w:r></w:p>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
    }
    return zipped(files | {f"word/{kind}.xml": f"<w:{kind} {_W}>{text}</w:{kind}>" for kind, text in parts.items()})


def pptx(notes: str = "") -> bytes:
    """A presentation of one slide, with speaker notes on request."""

    def shape(name: str, role: str, texts: tuple[str, ...], size: int) -> str:
        lines = "".join(f'<a:p><a:r><a:rPr sz="{size}"/><a:t>{escape(text)}</a:t></a:r></a:p>' for text in texts)
        return f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{name}"/><p:nvPr>{role}</p:nvPr></p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>'

    shapes = shape("Title 1", '<p:ph type="title"/>', (TITLE,), 4000)
    shapes += "".join(shape(f"Text {number}", "", (text,), 1800) for number, text in enumerate(PARAGRAPHS, 1))
    shapes += shape("Small print", "", (SMALL,), 800)
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation {_A} {_R}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(slide="slides/slide1.xml"),
        "ppt/slides/slide1.xml": f"<p:sld {_A}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>",
    }
    if notes:
        files["ppt/slides/_rels/slide1.xml.rels"] = relations(notesSlide="../notesSlides/notes1.xml")
        tree = shape("Notes", '<p:ph type="body"/>', (notes,), 1200)
        files["ppt/notesSlides/notes1.xml"] = f"<p:notes {_A}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:notes>"
    return zipped(files)


def odt() -> bytes:
    """An OpenDocument text."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
    )
    styles = '<style:style style:name="S"><style:text-properties fo:font-size="6pt"/></style:style>'
    text = "".join(f"<text:p>{escape(each)}</text:p>" for each in PARAGRAPHS)
    body = f'<text:h text:outline-level="1">{TITLE}</text:h>{text}<text:p text:style-name="S">{SMALL}</text:p>'
    content = f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text>"
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mimetype, "content.xml": content + "</office:body></office:document-content>"}, "mimetype")


def rtf() -> bytes:
    """An RTF file."""
    lines = "".join(rf"\pard\fs22 {text}\par" + "\n" for text in PARAGRAPHS)
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}" + "\n" + rf"\pard\outlinelevel0\fs40 {TITLE}\par" + f"\n{lines}" + rf"\pard\fs12 {SMALL}\par}}"
    ).encode("ascii")


def html() -> bytes:
    """A page."""
    text = "".join(f"<p>{escape(each)}</p>\n" for each in PARAGRAPHS)
    return f"<!doctype html><html><body><h1>{TITLE}</h1>\n{text}<p><small>{SMALL}</small></p></body></html>\n".encode()


def epub() -> bytes:
    """A book of one chapter."""
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package><manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "OEBPS/one.xhtml": html(),
        },
        "mimetype",
    )


def eml(attachments: Mapping[str, bytes] | None = None) -> bytes:
    """A mail with both bodies, and attachments on request."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = TITLE
    mail["From"] = "clinic@example.com"
    mail["To"] = "patient@example.com"
    mail.set_content("\n\n".join((*PARAGRAPHS, SMALL)))
    mail.add_alternative(html().decode().replace(f"<h1>{TITLE}</h1>", ""), subtype="html")
    for name, data in (attachments or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_part-{number}")  # a random one would make another file each time
    return mail.as_bytes()


def mhtml() -> bytes:
    """A saved page."""
    lines = ("From: <Saved by a browser>", "Snapshot-Content-Location: https://clinic.example/", "Subject: page", "Date: Thu, 1 Jan 2026 10:00:00 -0000")
    head = "\r\n".join((*lines, "MIME-Version: 1.0", 'Content-Type: multipart/related; type="text/html"; boundary="b"', "", ""))
    part = "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://clinic.example/\r\n\r\n"
    return head.encode() + part.encode() + html() + b"\r\n--b--\r\n"


def srt() -> bytes:
    """Captions of a film."""
    cues = [f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},900\n{text}\n" for number, text in enumerate((*PARAGRAPHS, SMALL), 1)]
    return "\n".join(cues).encode()


def vtt() -> bytes:
    """Captions of a film on the web."""
    return b"WEBVTT\n\n" + srt().replace(b",000", b".000").replace(b",900", b".900")


def pdf(lines: tuple[tuple[float, float, float, str], ...] = ()) -> bytes:
    """A PDF of one page; lines are (left, bottom, size, text), by default the advert."""
    if not lines:
        shown = (*((11.0, text) for text in PARAGRAPHS), (6.0, SMALL))
        lines = ((72.0, 760.0, 22.0, TITLE), *((72.0, 700.0 - 40 * number, size, text) for number, (size, text) in enumerate(shown)))
    stream = "".join(f"BT /F1 {size:g} Tf {left:g} {bottom:g} Td ({text}) Tj ET\n" for left, bottom, size, text in lines).encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))


def warc() -> bytes:
    """A crawl of one page."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://clinic.example/\r\nWARC-Date: 2026-01-01T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def tar(members: Mapping[str, bytes]) -> bytes:
    """A TAR archive."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, BytesIO(data))
    return out.getvalue()


FORMATS: dict[str, Callable[[], bytes]] = {
    "advert.html": html, "advert.docx": docx, "advert.pptx": pptx, "advert.odt": odt, "advert.rtf": rtf, "advert.epub": epub, "advert.eml": eml,
    "advert.mhtml": mhtml, "advert.srt": srt, "advert.vtt": vtt, "advert.pdf": pdf, "advert.warc": warc,
    "advert.zip": lambda: zipped({"page.html": html()}), "advert.tar": lambda: tar({"page.html": html()}),
}  # fmt: skip

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FORMATS.items():
        (folder / name).write_bytes(make())
