"""The progress line."""

from __future__ import annotations

import io

import pytest

from compliance.commands import progress


def test_a_short_run_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    line, screen = _line(monkeypatch, [0.0, 0.5])
    line(1, 9, "a.txt")
    line.clear()
    assert screen.getvalue() == ""


def test_a_long_run_shows_how_far_it_is_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    line, screen = _line(monkeypatch, [0.0, 5.0, 5.0, 5.01])
    line(30, 120, "adé.txt")
    line(31, 120, "too soon")
    line.clear()
    assert screen.getvalue() == "\r\x1b[K30 of 120 (25 %) ad?.txt\r\x1b[K"


def _line(monkeypatch: pytest.MonkeyPatch, times: list[float]) -> tuple[progress.ProgressLine, io.StringIO]:
    clock = iter(times)
    screen = io.StringIO()
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    monkeypatch.setattr(progress.sys, "stderr", screen)
    return progress.ProgressLine(), screen
