"""Configuration: where it is found, what it says, and what of it holds for one document.

Order: a file named on the command line, then COMPLIANCE_CONFIG, then the nearest `.compliance.yaml`
or `[tool.compliance]` in a `pyproject.toml`, walking up from the current folder (never from the
adverts: a submission must not be able to bring its own), then the built-in defaults. One file wins.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Mapping

from compliance.documents.limits import Limits
from compliance.errors import Location, UsageError
from compliance.model.path_pattern import path_matches

FILE_NAME = ".compliance.yaml"
ENVIRONMENT = "COMPLIANCE_CONFIG"
NEVER = "never"
DEFAULT_MAX_SIZE = 20_000_000
LIMITS = {"max-unpacked": "unpacked", "max-files": "members", "max-depth": "depth", "max-pages": "pages", "max-time": "seconds"}
"""the limits of reading that can be set, by their key in the file and their name in `Limits`"""
_UNITS = {"": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for one document: rules by id or category, and the two severity bounds by name."""

    select: tuple[str, ...] = ()
    """empty: every rule"""
    ignore: tuple[str, ...] = ()
    min_severity: str = "low"
    fail_on: str = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Settings for some paths; None leaves the general setting."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    min_severity: str | None = None
    fail_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be configured, with its defaults."""

    source: str = "built-in defaults"
    root: Path | None = None
    """the folder that paths in it count from; None: the current one"""
    rules: tuple[str, ...] = ()
    core: bool = True
    settings: Settings = Settings()
    overrides: tuple[Override, ...] = ()
    exclude: tuple[str, ...] = ()
    max_size: int = DEFAULT_MAX_SIZE
    """bytes"""
    limits: Limits = field(default_factory=Limits)
    """how much one input may unfold to, and how long reading it may take"""
    show_cleared: bool = False
    jurisdictions: tuple[str, ...] = ()
    """codes of the places whose law is applied; empty: the international core"""
    as_of: str = ""
    """the day (ISO) whose law is applied; empty: today"""
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)
    """where each rule id or category was named, for error messages"""

    @property
    def digest(self) -> str:
        """SHA-256 of what decides about findings; rule files have digests of their own in the report."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """The settings in effect, with the keys of the configuration file."""
        return {
            "core": self.core, "select": list(self.settings.select), "ignore": list(self.settings.ignore), "min-severity": self.settings.min_severity,
            "fail-on": self.settings.fail_on, "exclude": list(self.exclude), "max-size": self.max_size,
            **{key: getattr(self.limits, name) for key, name in LIMITS.items()}, "show-cleared": self.show_cleared,
            "jurisdictions": list(self.jurisdictions), "as-of": self.as_of, "overrides": [_override_data(each) for each in self.overrides],
        }  # fmt: skip

    def settings_for(self, name: str) -> Settings:
        """The settings for the document of that name."""
        settings = self.settings
        for each in self.overrides:
            if self._covers(each.paths, name):
                settings = Settings(
                    select=settings.select if each.select is None else each.select,
                    ignore=settings.ignore + each.ignore,
                    min_severity=each.min_severity or settings.min_severity,
                    fail_on=each.fail_on or settings.fail_on,
                )
        return settings

    def is_excluded(self, name: str) -> bool:
        """Is the path left out when folders are walked?"""
        return self._covers(self.exclude, name)

    def _covers(self, patterns: tuple[str, ...], name: str) -> bool:
        if not patterns:
            return False
        path = name
        if self.root is not None:
            inside = os.path.relpath(os.path.abspath(name), self.root)
            path = name if inside.startswith("..") else Path(inside).as_posix()
        return any(path_matches(pattern, path) for pattern in patterns)


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
        max_size=parse_size(data.get("max-size", DEFAULT_MAX_SIZE)), limits=_limits(Limits(), data), show_cleared=data.get("show-cleared", False),
        jurisdictions=tuple(data.get("jurisdictions", ())), as_of=data.get("as-of", ""), places=dict(_named(source)),
    )  # fmt: skip


def parse_size(written: int | str) -> int:
    """Bytes of a size like 20 MB (a thousand to the step); raises ValueError."""
    if isinstance(written, int):
        return written
    found = re.fullmatch(r"([1-9]\d*) ?([kKMG]?B)?", written.strip())
    if not found:
        raise ValueError(f"{written!r} is no size; write it like 20 MB")
    return int(found[1]) * _UNITS[(found[2] or "").upper()]


def _limits(limits: Limits, given: Mapping[str, Any]) -> Limits:
    """The limits with what a file or command line says over them, by the keys of the file; None leaves one."""
    values = {name: given[key] for key, name in LIMITS.items() if given.get(key) is not None}
    if "unpacked" in values:
        values["unpacked"] = parse_size(values["unpacked"])
    return replace(limits, **values)


def with_command_line(config: Config, **given: Any) -> Config:
    """A configuration with what the command line says over it; None and empty leave a setting.

    `rules` and `ignore` add to the file's, `select` replaces it, and a bound given on the command
    line also holds where an override says otherwise.
    """
    settings = config.settings
    settings = replace(
        settings,
        select=tuple(given.get("select") or settings.select),
        ignore=settings.ignore + tuple(given.get("ignore") or ()),
        min_severity=given.get("min_severity") or settings.min_severity,
        fail_on=given.get("fail_on") or settings.fail_on,
    )
    overrides = tuple(
        replace(
            each,
            select=None if given.get("select") else each.select,
            min_severity=None if given.get("min_severity") else each.min_severity,
            fail_on=None if given.get("fail_on") else each.fail_on,
        )
        for each in config.overrides
    )
    return replace(
        config, settings=settings, overrides=overrides, rules=config.rules + tuple(given.get("rules") or ()), core=config.core and not given.get("no_core"),
        max_size=given.get("max_size") or config.max_size, limits=_limits(config.limits, given.get("limits") or {}),
        show_cleared=config.show_cleared or bool(given.get("show_cleared")),
        jurisdictions=tuple(given.get("jurisdictions") or config.jurisdictions), as_of=given.get("as_of") or config.as_of,
    )  # fmt: skip


def _override(raw: Mapping[str, Any]) -> Override:
    return Override(
        paths=tuple(raw["paths"]), select=tuple(raw["select"]) if "select" in raw else None, ignore=tuple(raw.get("ignore", ())),
        min_severity=raw.get("min-severity"), fail_on=raw.get("fail-on"),
    )  # fmt: skip


def _override_data(each: Override) -> dict[str, Any]:
    data: dict[str, Any] = {"paths": list(each.paths)}
    if each.select is not None:
        data["select"] = list(each.select)
    if each.ignore:
        data["ignore"] = list(each.ignore)
    if each.min_severity:
        data["min-severity"] = each.min_severity
    if each.fail_on:
        data["fail-on"] = each.fail_on
    return data


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
