"""samples/formats: the same advert in every format gives the same findings, each pointing at its words."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from compliance import documents
from compliance.cli import cli
from compliance.engine.compiled import CompiledPack
from compliance.engine.screen import screen
from compliance.model.document import Document
from compliance.model.finding import Finding
from tests.unit.documents.test_files import make

FOLDER = Path(__file__).parent.parent / "samples" / "formats"
FOUND = [
    ("cure-claim/verb-disease", "cures multiple sclerosis"),
    ("safety-claim/safe", "A single infusion is 100% safe"),
    ("guarantee/promise", "guarantee that you"),
    ("efficacy-claim/benefit-score", "you will walk again"),
]
BURIED = ("experimental-status/missing-or-buried", "Our stem cell therapy cures multiple sclerosis in weeks.")
SIZELESS = (".txt", ".md", ".srt", ".vtt", ".png", ".jpg", ".webp", "-scanned.pdf")
"""where nothing says that the disclosure is set in smaller type"""
PLACES = {
    "advert.html": {"element", "size"}, "advert.zip": {"element", "inside", "size"}, "advert.tar": {"element", "inside", "size"},
    "advert.docx": {"part", "paragraph", "run", "size"}, "advert.odt": {"part", "paragraph", "run", "size"}, "advert.rtf": {"part", "paragraph", "run", "size"},
    "advert.pptx": {"slide", "shape", "paragraph", "run", "size"}, "advert.epub": {"part", "element", "size"}, "advert.eml": {"part", "element", "size"},
    "advert.msg": {"part", "element", "size"}, "advert.mhtml": {"url", "captured", "element", "size"}, "advert.warc": {"url", "captured", "element", "size"},
    "advert.pdf": {"page", "box", "size"}, "advert-scanned.pdf": {"page", "box", "confidence"}, "advert.png": {"box", "confidence"},
    "advert.jpg": {"box", "confidence"}, "advert.webp": {"box", "confidence"}, "advert.srt": {"caption", "from", "to"},
    "advert.vtt": {"caption", "from", "to"}, "advert.txt": set(), "advert.md": set(),
}  # fmt: skip
_NEEDS = {".pdf": ("pypdfium2",), ".warc": ("warcio",), ".msg": ("oxmsg",), ".png": ("pytesseract",), ".jpg": ("pytesseract",), ".webp": ("pytesseract",)}


def _can_read(name: str) -> bool:
    needs = _NEEDS.get(Path(name).suffix, ()) + (("pytesseract",) if "scanned" in name else ())
    return all(find_spec(each) for each in needs) and ("pytesseract" not in needs or shutil.which("tesseract") is not None)


def _screened(name: str, core: CompiledPack) -> tuple[Document, tuple[Finding, ...]]:
    if not _can_read(name):
        pytest.skip("an extra")
    (found,) = documents.load_all((FOLDER / name).read_bytes(), name)
    assert isinstance(found, Document), found
    return found, screen(found, core)[0].findings


def test_there_is_a_sample_of_every_kind_that_is_read() -> None:
    kinds = {path.suffix for path in FOLDER.iterdir()}
    alike = {".text", ".markdown", ".htm", ".xhtml", ".docm", ".dotx", ".ppsx", ".mht", ".tgz", ".gz", ".bz2", ".xz", ".jpeg", ".tif", ".tiff"}
    assert kinds == (documents.EXTENSIONS - alike) | {".csv", ".jsonl", ".xlsx"}
    assert {path.name for path in FOLDER.iterdir() if path.stem != "register"} == set(PLACES)


@pytest.mark.parametrize("name", PLACES)
def test_the_same_findings_come_from_every_format(name: str, core: CompiledPack) -> None:
    document, findings = _screened(name, core)
    assert [(each.rule_id, each.text) for each in findings] == ([] if name.endswith(SIZELESS) else [BURIED]) + FOUND
    assert all(document.source[each.start : each.end] == each.text for each in findings)
    assert all(set(each.locator) == PLACES[name] for each in findings)


@pytest.mark.parametrize("name", make.FORMATS)
def test_the_samples_are_what_the_script_makes(name: str) -> None:
    if Path(name).suffix in (".docx", ".pptx", ".odt", ".epub", ".zip"):
        pytest.skip("how well a ZIP is packed differs between versions of zlib")
    assert (FOLDER / name).read_bytes() == make.FORMATS[name]()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_the_same_findings_come_from_a_row_of_a_register(kind: str, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    options = ["--text-column", "copy", "--id-column", "ad_id", "-o", str(output), "--no-config", "-q"]
    result = CliRunner().invoke(cli, ["register", str(FOLDER / f"register.{kind}"), *options], catch_exceptions=False)
    assert result.exit_code == 1
    found = [json.loads(line) for line in (tmp_path / "out.findings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["id"], each["rule_id"], each["text"]) for each in found] == [("A2", *each) for each in FOUND]
    place = {"csv": "row 3, column copy", "jsonl": "row 2, column copy", "xlsx": "Ads!B3"}[kind]
    assert {each["place"] for each in found} == {place}
