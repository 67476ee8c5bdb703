"""Problems with input: collected as they are met, reported together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from servanda.errors import InputError, Problem, SourceError, first_lines

__all__ = [
    "DIRECTION_MARKS",
    "HIDDEN",
    "UNPRINTABLE",
    "UnreadableError",
    "first_lines",
    "first_problems",
    "printable",
    "problem_values",
    "problems_of",
    "raise_all",
    "unreadable_error",
]

# Control characters, line ends, halves of surrogate pairs, and what turns the direction of
# writing around: nothing that goes into a table or a log may hold them.
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# Of these, what no file's name may hold: the marks of direction are taken, and shown as escapes.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Marks that turn the direction of writing, or say which it is. [definition; Unicode Annex 9]
DIRECTION_MARKS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# Mistakes that are noted of one file: more are no help, and millions would fill the memory. [limit]
MOST_PROBLEMS = 1_000

# A quoted value longer than this is cut: the message has to stay one line that can be read.
# [layout]
SHOWN_CHARACTERS = 80


class UnreadableError(SourceError):
    """One file, page or line that cannot be read, with its problem."""

    def __init__(self, problem: Problem) -> None:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        super().__init__(place, problem.message, problem.advice)
        self.source, self.line = problem.file, problem.line
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


def first_problems(problems: Sequence[Problem]) -> list[Problem]:
    """The first of the problems of one file; a last one says how many more there are."""
    if len(problems) <= MOST_PROBLEMS:
        return list(problems)
    kept = list(problems[:MOST_PROBLEMS])
    more = f"has {len(problems) - len(kept):,} mistakes more, which are not listed"
    return [*kept, Problem(kept[-1].file, kept[-1].line, more, "mend the ones above first")]


def problem_values(problems: Iterable[Problem]) -> list[list[Any]]:
    """Problems as JSON values."""
    return [[problem.file, problem.line, problem.message, problem.advice] for problem in problems]


def problems_of(values: Iterable[Sequence[Any]]) -> list[Problem]:
    """The problems that JSON values of `problem_values` stand for."""
    return [Problem(*value) for value in values]


def printable(text: str, limit: int | None = SHOWN_CHARACTERS) -> str:
    """The text on one line: what cannot be printed as its escape, the end cut at `limit`."""
    escaped = "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
    return escaped if limit is None or len(escaped) <= limit else escaped[: limit - 3] + "..."
