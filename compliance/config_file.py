"""Where a configuration is found and how its file is read.

Order: a file named on the command line, then COMPLIANCE_CONFIG, then the nearest `.compliance.yaml`
or `[tool.compliance]` in a `pyproject.toml`, walking up from the current folder (never from the
adverts: a submission must not be able to bring its own), then the built-in defaults. One file wins.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Mapping

from compliance.config import DEFAULT_MAX_SIZE, Config, Override, Settings, parse_size, with_limits
from compliance.documents.limits import Limits
from compliance.errors import UsageError

FILE_NAME = ".compliance.yaml"
ENVIRONMENT = "COMPLIANCE_CONFIG"


def find_config(start: Path, named: str | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """The configuration that holds in a folder; raises UsageError with every fault in its file."""
    chosen = named or (environment or {}).get(ENVIRONMENT)
    if chosen:
        path = Path(chosen)
        if not path.is_file():
            origin = "--config" if named else ENVIRONMENT
            raise UsageError(f"{chosen}: no such file; {origin} must name a .yaml file or a pyproject.toml")
        if path.suffix != ".toml":
            return read_config(path)
        found = _from_pyproject(path)
        if found is None:
            raise UsageError(f"{chosen}: it has no table [tool.compliance]; add one, or name a .yaml file")
        return found
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return read_config(folder / FILE_NAME)
        if (folder / "pyproject.toml").is_file():
            found = _from_pyproject(folder / "pyproject.toml")
            if found is not None:
                return found
    return Config()


def read_config(path: Path) -> Config:
    """The configuration of a YAML file; raises UsageError."""
    from compliance.packs.read import read_yaml

    source = read_yaml(_text(path), _shown(path))
    source.diagnostics = [each for each in source.diagnostics if each.code != "Y002"]
    return _build(source, path)


def _from_pyproject(path: Path) -> Config | None:
    """The configuration in a pyproject.toml, or None where it has no [tool.compliance]."""
    import tomllib

    from compliance.packs.read import Source

    text = _text(path)
    if "compliance" not in text:
        return None
    try:
        table = tomllib.loads(text).get("tool", {}).get("compliance")
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = f":{at[1]}:{at[2]}" if at else ""
        raise UsageError(f"{_shown(path)}{place}: not valid TOML: {str(error).split(' (at ')[0]}; mend the file, or use --no-config") from None
    if table is None:
        return None
    return _build(Source(_shown(path), table, dict(_toml_places(text))), path)


def _build(source: Any, path: Path) -> Config:
    from compliance.packs.schema import validate

    data = source.data if source.data is not None else {}
    source.data = data
    faults = list(source.diagnostics) or list(validate(source, "config"))
    if faults:
        raise UsageError("\n".join(str(each) for each in faults))
    settings = Settings(
        select=tuple(data.get("select", ())),
        ignore=tuple(data.get("ignore", ())),
        min_severity=data.get("min-severity", "low"),
        fail_on=data.get("fail-on", "high"),
    )
    root = path.resolve().parent
    return Config(
        source=source.name, root=root, rules=tuple(str(root / each) for each in data.get("rules", ())), core=data.get("core", True), settings=settings,
        overrides=tuple(_override(each) for each in data.get("overrides", ())), exclude=tuple(data.get("exclude", ())),
        max_size=parse_size(data.get("max-size", DEFAULT_MAX_SIZE)), limits=with_limits(Limits(), data), show_cleared=data.get("show-cleared", False),
        jurisdictions=tuple(data.get("jurisdictions", ())), as_of=data.get("as-of", ""), places=dict(_named(source)),
    )  # fmt: skip


def _override(raw: Mapping[str, Any]) -> Override:
    return Override(
        paths=tuple(raw["paths"]), select=tuple(raw["select"]) if "select" in raw else None, ignore=tuple(raw.get("ignore", ())),
        min_severity=raw.get("min-severity"), fail_on=raw.get("fail-on"),
    )  # fmt: skip


def _named(source: Any) -> Any:
    for prefix, table in [((), source.data), *((("overrides", number), each) for number, each in enumerate(source.data.get("overrides", ())))]:
        for key in ("select", "ignore"):
            for number, name in enumerate(table.get(key, ())):
                yield name, source.at(*prefix, key, number)


def _toml_places(text: str) -> Any:
    """Line and column of the keys below [tool.compliance]: the standard library's reader gives none."""
    table: tuple[str | int, ...] | None = None
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        column = len(line) - len(line.lstrip()) + 1
        head = re.match(r"\s*\[{1,2}\s*tool\s*\.\s*compliance\s*(?:\.\s*([\w-]+)\s*)?\]{1,2}", line)
        key = re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line)
        if head:
            name = head[1]
            table = () if name is None else (name,)
            if name and line.lstrip().startswith("[["):
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
            yield table, (number, column)
        elif re.match(r"\s*\[", line) and not line.strip().endswith(","):
            table = None
        elif key and table is not None:
            yield (*table, key[1]), (number, column)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{_shown(path)}: not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except OSError as error:
        raise UsageError(f"{_shown(path)}: cannot be read: {error.strerror}; check its permissions, or use --no-config") from None


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
