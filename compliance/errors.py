"""What can go wrong, as values with a place and a remedy.

    ComplianceError             anything this package raises on purpose (exit code 2)
    ├── UsageError              a command line or configuration that makes no sense
    ├── PackError               rule packs that cannot be used; carries every Diagnostic
    └── UnreadableDocument      one input that could not be read (exit code 3, the rest goes on)
"""

from __future__ import annotations

from dataclasses import field
from typing import Iterable

from compliance.value import value


@value(order=True)
class Location:
    """A place in one of *our* files: 1-based line and column, 0 where unknown.

    Where it is the place of a text whose characters do not simply follow one another in the file
    (it has escapes or runs over several lines), `marks` holds the line and column of each.
    """

    path: str
    line: int = 0
    column: int = 0
    marks: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)

    def character(self, number: int) -> Location:
        """The place of a character (counted from 0) of the text that begins here."""
        if self.marks:
            return Location(self.path, *self.marks[min(number, len(self.marks) - 1)])
        return Location(self.path, self.line, self.column + number)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@value
class Diagnostic:
    """A fault in a rule, lexicon, configuration or input, never in the advert itself.

    `code` is stable ("R004"); `hint` says what to type instead and is never empty.
    """

    at: Location
    code: str
    problem: str
    hint: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning " if self.warning else ""
        return f"{self.at}: {kind}{self.code}: {self.problem}; {self.hint}"


class ComplianceError(Exception):
    """Base of every error this package raises on purpose."""


class UsageError(ComplianceError):
    """A command line or configuration that cannot be carried out."""


class PackError(ComplianceError):
    """Rule packs that cannot be used; `diagnostics` holds every fault found, not the first."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics))


class UnreadableDocument(ComplianceError):
    """One input that could not be read, with the reason and the remedy."""

    def __init__(self, path: str, code: str, problem: str, hint: str) -> None:
        self.path, self.code, self.problem, self.hint = path, code, problem, hint
        super().__init__(f"{path}: {code}: {problem}; {hint}")
