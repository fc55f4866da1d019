"""The arrows between modules hold: cli → api → stages → model → errors, and no circle can form."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "compliance").rglob("*.py"))

# A module may import from its own layer's package and from the layers after its own.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("spark",),
    ("score", "trial", "lint", "fit", "register", "checking", "bulk"),  # what single commands run
    ("rows",),
    ("api",),
    ("run",),
    ("loading",),
    ("pack_file", "shipped"),
    ("cache",),
    ("packed",),
    ("config_file",),
    ("config", "corpus", "explanations"),
    ("documents", "text", "packs", "engine", "law", "triage", "report", "workers", "spool"),
    ("model",),
    ("errors",),
    ("value",),
)
RANK = {name: number for number, layer in enumerate(LAYERS) for name in layer}
EXCEPTIONS = {
    ("engine", "text"): "terms must be folded exactly as the text is",
    ("documents", "packs"): "the words by which layout is known are data, read as rule files are",
    ("score", "trial"): "a miss is explained as a failed example is",
}
LIBRARIES = {
    "click": {"cli", "commands", "report"},
    "openpyxl": {"report", "documents"},
    "regex": {"engine", "cache"},  # a cached pattern is restored by the module that compiled it
    "yaml": {"packs"},
    "jsonschema": {"packs"},
    "pypdfium2": {"documents"},
    "pytesseract": {"documents"},
    "PIL": {"documents"},
    "warcio": {"documents"},
    "oxmsg": {"documents"},
    "pyarrow": {"bulk", "spark"},
    "pyspark": {"spark"},
    "sklearn": {"fit"},
    "scipy": {"fit"},
}


def _part(module: str) -> str:
    """The part of the package a dotted module name belongs to; empty for the package itself."""
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else ""


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> set[str]:
    """Every module a file imports, those under TYPE_CHECKING and inside functions included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            if node.module == "compliance":
                found.update(f"compliance.{alias.name}" for alias in node.names if alias.name in RANK)
        elif isinstance(node, ast.ImportFrom):
            pytest.fail(f"{path.name}:{node.lineno}: a relative import hides its direction; write it out")
    return found


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    own = _part(_name(path))
    if not own:
        return  # the package itself names its public parts and imports them when asked
    assert own in RANK, f"{own} has no layer yet: give it one in LAYERS"
    for module in sorted(_imported(path)):
        other = _part(module) if module.split(".")[0] == "compliance" else ""
        if not other or other == own or (own, other) in EXCEPTIONS:
            continue
        assert other in RANK, f"{path.name} imports {module}, which has no layer"
        assert RANK[other] > RANK[own], f"{path.name} imports {module}, which does not lie below it"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_library_is_imported_only_where_it_belongs(path: Path) -> None:
    own = _part(_name(path))
    for module in sorted(_imported(path)):
        allowed = LIBRARIES.get(module.split(".")[0])
        assert allowed is None or own in allowed, f"{path.name} imports {module}"


def test_the_check_above_would_notice_a_wrong_arrow(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text("def late():\n    from compliance.cli import main\n    import openpyxl.styles\n", encoding="utf-8")
    assert _imported(file) == {"compliance.cli", "openpyxl.styles"}
    assert RANK[_part("compliance.cli")] < RANK["engine"]


def _modules_after(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys; print(*sorted(sys.modules))"], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    loaded = _modules_after("import compliance")
    assert loaded.isdisjoint({"click", "regex", "yaml", "jsonschema", "openpyxl", "compliance.api", "compliance.engine"})


def test_screening_to_json_imports_neither_openpyxl_nor_click(tmp_path: Path) -> None:
    pack = ROOT / "tests" / "data" / "tiny"
    loaded = _modules_after(
        f"from compliance import load_packs, screen_text\nscreen_text('Our cells cure lupus.', packs=load_packs([{str(pack)!r}], core=False))"
    )
    assert loaded.isdisjoint({"click", "openpyxl"})


def test_the_command_check_does_not_import_openpyxl(tmp_path: Path) -> None:
    advert = tmp_path / "ad.txt"
    advert.write_text("Our cells cure lupus.", encoding="utf-8")
    arguments = ["check", str(advert), "--no-config", "--no-core", "--rules", str(ROOT / "tests" / "data" / "tiny"), "--format", "json"]
    loaded = _modules_after(f"from compliance.cli import cli\ncli.main({arguments!r}, standalone_mode=False)")
    assert "compliance.commands.check" in loaded
    assert "openpyxl" not in loaded
