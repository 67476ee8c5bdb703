"""What can go wrong, as one tree; catch `ServandaError` to catch it all.

ServandaError
├── InputError (ValueError)          what was given cannot be used
│   ├── SourceError                  one file, page or line: says which, and what to do
│   ├── CaseError                    a case with problems: all of them, each with its line
│   ├── SettingsError                a setting or an option has no meaning
│   ├── NoStatisticError             pixels that allow no statistic
│   └── DossierError                 a dossier that is damaged, or says what its records do not
├── NotFoundError (LookupError)      a case, document or obligation that is not there
├── StoreError (OSError)             the data folder or the database
│   ├── StoreBusyError               another process writes to it; trying again can help
│   │   └── CaseChangedError         somebody changed the case since it was read
│   ├── StoreFullError               no room left; nothing was kept
│   └── CustodyError                 the custody log or a kept byte does not match
└── MissingExtraError (ImportError)  an optional library is not installed

Every message says what to do next, in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "CaseChangedError",
    "CaseError",
    "CustodyError",
    "DossierError",
    "InputError",
    "MissingExtraError",
    "NoStatisticError",
    "NotFoundError",
    "Problem",
    "ServandaError",
    "SettingsError",
    "SourceError",
    "StoreBusyError",
    "StoreError",
    "StoreFullError",
    "first_lines",
]

MOST_LINES = 20  # lines about what is wrong, in one go [layout]


def first_lines(errors: Sequence[object]) -> list[str]:
    """A line for each of the first errors, and how many more there are.

    A single one more stands there itself: it takes no more room than its number.
    """
    shown = MOST_LINES if len(errors) > MOST_LINES + 1 else MOST_LINES + 1
    lines = [str(error) for error in errors[:shown]]
    more = len(errors) - len(lines)
    return [*lines, f"and {more} more"] if more else lines


class ServandaError(Exception):
    """The root: every failure that Servanda expects and can explain."""


class InputError(ServandaError, ValueError):
    """What was given cannot be used."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place, and what to write instead."""

    file: str
    line: int  # 1-based; 0 when the problem has no line of its own
    message: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}; {self.advice}"


class SourceError(InputError):
    """A file, page or line that cannot be read as a source."""

    def __init__(self, source: str, message: str, advice: str) -> None:
        super().__init__(f"{source}: {message}; {advice}")
        self.source, self.message, self.advice = source, message, advice
        self.line = 0  # 1-based; 0 where the whole of it is meant


class CaseError(InputError):
    """A case that cannot be loaded; `problems` holds every reason, the message the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(first_lines(problems)))
        self.problems = problems


class SettingsError(InputError):
    """A setting or an option whose value has no meaning."""


class NoStatisticError(InputError):
    """Pixels that allow no statistic: a constant band, two identical dates, too few pixels left."""


class DossierError(InputError):
    """A dossier that is damaged, or that says what its records do not."""


class NotFoundError(ServandaError, LookupError):
    """A case, document, obligation or claim that is not there."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class StoreError(ServandaError, OSError):
    """The data folder or the database refused."""


class StoreBusyError(StoreError):
    """Another process is writing to the data folder; trying again can help."""


class CaseChangedError(StoreBusyError):
    """Somebody changed the case between reading it and writing what follows from it."""


class StoreFullError(StoreError):
    """There is no room left on the disk; nothing was kept."""


class CustodyError(StoreError):
    """The custody log or a kept byte does not match what was recorded."""


class MissingExtraError(ServandaError, ImportError):
    """An optional library that this command needs is not installed."""
