"""Configuration: what it says, and what of it holds for one document. Where it is found: config_file."""

from __future__ import annotations

import json
import os
import re
from dataclasses import field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Mapping

from compliance.documents.limits import Limits
from compliance.errors import Location
from compliance.model.path_pattern import path_matches
from compliance.value import value

NEVER = "never"
DEFAULT_MAX_SIZE = 20_000_000
LIMITS = {"max-unpacked": "unpacked", "max-files": "members", "max-depth": "depth", "max-pages": "pages", "max-time": "seconds"}
"""the limits of reading that can be set, by their key in the file and their name in `Limits`"""
_UNITS = {"": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


@value(kw_only=True)
class Settings:
    """What holds for one document: rules by id or category, and the two severity bounds by name."""

    select: tuple[str, ...] = ()
    """empty: every rule"""
    ignore: tuple[str, ...] = ()
    min_severity: str = "low"
    fail_on: str = "high"


@value(kw_only=True)
class Override:
    """Settings for some paths; None leaves the general setting."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    min_severity: str | None = None
    fail_on: str | None = None


@value(kw_only=True)
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


def parse_size(written: int | str) -> int:
    """Bytes of a size like 20 MB (a thousand to the step); raises ValueError."""
    if isinstance(written, int):
        return written
    found = re.fullmatch(r"([1-9]\d*) ?([kKMG]?B)?", written.strip())
    if not found:
        raise ValueError(f"{written!r} is no size; write it like 20 MB")
    return int(found[1]) * _UNITS[(found[2] or "").upper()]


def with_limits(limits: Limits, given: Mapping[str, Any]) -> Limits:
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
        max_size=given.get("max_size") or config.max_size, limits=with_limits(config.limits, given.get("limits") or {}),
        show_cleared=config.show_cleared or bool(given.get("show_cleared")),
        jurisdictions=tuple(given.get("jurisdictions") or config.jurisdictions), as_of=given.get("as_of") or config.as_of,
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
