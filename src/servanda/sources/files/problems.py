"""Problems with input: collected as they are met, reported together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.errors import InputError, Problem, SourceError

__all__ = [
    "HIDDEN",
    "UnreadableError",
    "first_lines",
    "printable",
    "raise_all",
    "unreadable_error",
]

# Control characters, line ends, halves of surrogate pairs, and what turns the direction of
# writing around: nothing that goes into a table or a log may hold them.
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

MOST_LINES = 20  # lines about what is wrong, in one go [layout]

# A quoted value longer than this is cut: the message has to stay one line that can be read.
# [layout]
SHOWN_CHARACTERS = 80


class UnreadableError(SourceError):
    """One file, page or line that cannot be read, with its problem."""

    def __init__(self, problem: Problem) -> None:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        super().__init__(place, problem.message, problem.advice)
        self.problem = problem


def unreadable_error(file: str, line: int, message: str, advice: str) -> UnreadableError:
    """The error for one place; line: 1-based, 0 for the whole file."""
    return UnreadableError(Problem(file, line, message, advice))


def raise_all(errors: Sequence[SourceError]) -> None:
    """Raise a single error itself, several as an InputError with their lines; none: do nothing."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputError("\n".join(first_lines(errors)))


def first_lines(errors: Sequence[object]) -> list[str]:
    """A line for each of the first errors, and how many more there are.

    A single one more stands there itself: it takes no more room than its number.
    """
    shown = MOST_LINES if len(errors) > MOST_LINES + 1 else MOST_LINES + 1
    lines = [str(error) for error in errors[:shown]]
    more = len(errors) - len(lines)
    return [*lines, f"and {more} more"] if more else lines


def printable(text: str, limit: int | None = SHOWN_CHARACTERS) -> str:
    """The text on one line: what cannot be printed as its escape, the end cut at `limit`."""
    escaped = "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
    return escaped if limit is None or len(escaped) <= limit else escaped[: limit - 3] + "..."
