"""Tables of claims that people made by hand: CSV and XLSX with one header, one claim a row.

docs/reference/claim-table.md says what each column holds. Every row is checked before
anything is reported, so that all mistakes can be fixed at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from servanda.errors import Problem
from servanda.records import ClaimEntry, DateRange, Precision, Stance, VerbClass
from servanda.sources.files.paths import display_path
from servanda.sources.files.problems import HIDDEN, UnreadableError, printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.given_days import given_range
from servanda.sources.formats.written_days import advise_on_date
from servanda.sources.tables.event_tables import EVENT_COLUMNS, claim_cells, is_event_table
from servanda.sources.tables.table_rows import MOST_ROWS, table_rows
from servanda.sources.tables.written_numbers import read_amount

__all__ = ["COLUMNS", "ClaimTable", "TableRow", "event_range", "read_claim_table"]

COLUMNS = (
    "document", "quote", "nth", "holder", "source", "stance", "obligation",
    "count", "unit", "event_from", "event_to", "verb", "negated", "completed",
)  # fmt: skip
NEEDED = ("document", "quote")
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})

Cells = Mapping[str, str]
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One claim of a table and the line, or the row, where it begins."""

    line: int
    entry: ClaimEntry


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """What a table holds, and everything that is wrong with it."""

    label: str  # the file's name in messages
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]


class _CellError(ValueError):
    """What is wrong with a cell, and what to write instead."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def read_claim_table(path: Path) -> ClaimTable:
    """The rows of a .csv or .xlsx file as entries, with every problem of the rest."""
    label = display_path(path)
    try:
        lines = table_rows(path, label, (*COLUMNS, *EVENT_COLUMNS))
        first = next(lines, (1, ()))
        if is_event_table(first[1]):
            return _rows(label, [name.strip().casefold() for name in first[1]], lines, claim_cells)
        header, problems = _header(label, first)
        if problems:
            return ClaimTable(label, (), problems)
        return _rows(label, header, lines)
    except UnreadableError as error:
        return ClaimTable(label, (), (error.problem,))


def event_range(first: str | None, last: str | None) -> DateRange | None:
    """The days of an event: of one date alone, or from one to another, open where not given.

    Raises ValueError with what to write instead.
    """
    start = None if first is None else _range(first)
    end = None if last is None else _range(last)
    if start is not None and end is None:
        return start
    if end is None:
        return None
    return DateRange(None if start is None else start.start, end.end, Precision.RANGE)


def _range(text: str) -> DateRange:
    try:
        return given_range(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is not a date; {advise_on_date(text)}") from error


def _header(
    label: str, first: tuple[int, Sequence[str]]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    line, cells = first
    names = [cell.strip().casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    problems = [
        Problem(label, line, f"unknown column {printable(name)!r}", suggest(name, COLUMNS))
        for name in names
        if name not in COLUMNS
    ]
    problems += [
        Problem(label, line, f"column {name!r} stands there twice", "leave one out")
        for name in COLUMNS
        if names.count(name) > 1
    ]
    problems += [
        Problem(label, line, f"column {name!r} is missing", f"write a header: {', '.join(COLUMNS)}")
        for name in NEEDED
        if name not in names
    ]
    return tuple(names), tuple(problems)


def _rows(
    label: str,
    header: Sequence[str],
    lines: Iterable[tuple[int, Sequence[str]]],
    as_ours: Callable[[Cells], Cells] = dict,
) -> ClaimTable:
    """as_ours: what makes the cells of a row, by their columns, those of our columns"""
    rows: list[TableRow] = []
    problems: list[Problem] = []
    for number, (line, cells) in enumerate(lines):
        if number == MOST_ROWS:
            more = Problem(label, line, f"is more than {MOST_ROWS} rows", "split the table")
            problems.append(more)
            break
        if any(cell.strip() for cell in cells[len(header) :]):
            problems.append(
                Problem(
                    label, line, "has more cells than the header",
                    "put a text with commas into quotation marks",
                )
            )  # fmt: skip
            continue
        found = _entry(as_ours(dict(zip(header, cells, strict=False))))
        if isinstance(found, ClaimEntry):
            rows.append(TableRow(line, found))
        else:
            problems += [Problem(label, line, mistake.message, mistake.advice) for mistake in found]
    if not rows and not problems:
        problems.append(
            Problem(label, 0, "holds no claims", "write one claim a row below the header")
        )
    return ClaimTable(label, tuple(rows), tuple(problems))


def _entry(cells: Cells) -> ClaimEntry | list[_CellError]:
    errors: list[_CellError] = []

    def take(read: Callable[[Cells], T], otherwise: T) -> T:
        try:
            return read(cells)
        except _CellError as error:
            errors.append(error)
            return otherwise

    entry = ClaimEntry(
        document=take(lambda row: _required_words(row, "document"), ""),
        quote=take(_quote, ""),
        nth=take(_nth, None),
        holder=take(lambda row: _words(row, "holder"), None),
        source=take(lambda row: _words(row, "source"), None),
        stance=take(lambda row: _one_of(row, "stance", Stance), None) or Stance.ASSERTED,
        obligation=take(lambda row: _words(row, "obligation"), None),
        count=take(_count, None),
        unit=take(lambda row: _words(row, "unit"), None),
        event=take(_event, None),
        verb=take(lambda row: _one_of(row, "verb", VerbClass), None),
        negated=take(lambda row: _yes_or_no(row, "negated"), None),
        completed=take(lambda row: _yes_or_no(row, "completed"), None),
    )
    return errors or entry


def _words(row: Cells, name: str) -> str | None:
    text = row.get(name, "").strip()
    if HIDDEN.search(text):
        raise _CellError(f"{name!r} is {printable(text)!r}", "write a text of one line")
    return text or None


def _required_words(row: Cells, name: str) -> str:
    found = _words(row, name)
    if found is None:
        raise _CellError(f"{name!r} is empty", "write the id of a document of the case")
    return found


def _quote(row: Cells) -> str:
    """The words as they stand in the document: they may run over lines."""
    text = row.get("quote", "").strip()
    if not text:
        raise _CellError("'quote' is empty", "copy the words out of the document")
    return text


def _nth(row: Cells) -> int | None:
    text = _words(row, "nth")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
        raise _CellError(f"'nth' is {printable(text)!r}", "write 1 for the first place, 2 ...")
    return int(text)


def _count(row: Cells) -> float | None:
    text = _words(row, "count")
    if text is None:
        return None
    try:
        value = read_amount(text)
    except ValueError as error:
        what, _, advice = str(error).partition("; ")
        raise _CellError(f"'count' is {printable(text)!r}, which {what}", advice) from error
    if value >= 1e15:
        raise _CellError(f"'count' is {printable(text)!r}", "write a number in digits: 11")
    return value


def _event(row: Cells) -> DateRange | None:
    first, last = _day_cell(row, "event_from"), _day_cell(row, "event_to")
    try:
        return event_range(first, last)
    except ValueError as error:
        message, _, advice = str(error).partition(";")
        raise _CellError(
            f"'event_from' and 'event_to': {message}",
            advice.strip() or "write the earlier day first",
        ) from error


def _day_cell(row: Cells, name: str) -> str | None:
    text = _words(row, name)
    if text is not None:
        try:
            given_range(text)
        except ValueError as error:
            advice = advise_on_date(text)
            raise _CellError(f"{name!r} is {printable(text)!r}, not a date", advice) from error
    return text


def _one_of(row: Cells, name: str, kind: type[E]) -> E | None:
    text = _words(row, name)
    if text is None:
        return None
    known = [member.value for member in kind]
    word = text.casefold().replace(" ", "_")
    if word not in known:
        raise _CellError(f"{name!r} is {printable(text)!r}", suggest(word, known))
    return kind(word)


def _yes_or_no(row: Cells, name: str) -> bool | None:
    text = _words(row, name)
    if text is None:
        return None
    if text.casefold() not in _YES | _NO:
        raise _CellError(f"{name!r} is {printable(text)!r}", "write yes or no")
    return text.casefold() in _YES
