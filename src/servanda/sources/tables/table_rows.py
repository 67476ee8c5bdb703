"""The rows of a table as texts: CSV with any usual separator, or the first sheet of a workbook.

The file is parsed in the worker process: `table_parser`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from servanda.sources.documents.extractor import ask_worker
from servanda.sources.files.limits import CASE_FILE_BYTES
from servanda.sources.files.paths import read_bytes
from servanda.sources.files.problems import UnreadableError, problems_of, unreadable_error

__all__ = ["MOST_ROWS", "csv_rows", "table_rows", "workbook_rows"]

MOST_ROWS = 5_000  # of claims: a year's work of an analyst; more is a mistake [limit]
MOST_CELLS = 1_000  # in a row of a CSV file; tables of surveys have some hundreds [limit]

Row = tuple[int, Sequence[str]]


def table_rows(path: Path, label: str, columns: Collection[str]) -> Iterator[Row]:
    """The rows of a table of claims, as csv_rows and workbook_rows give them."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".tsv", ".xlsx"}:
        raise unreadable_error(label, 0, "is no table of claims", "give a .csv or .xlsx file")
    data = read_bytes(path, label, CASE_FILE_BYTES)
    if kind == ".xlsx":
        return workbook_rows(data, label, MOST_ROWS + 2, 2 * len(columns))
    return csv_rows(data, label, columns, MOST_ROWS + 2)


def csv_rows(data: bytes, label: str, columns: Collection[str], most_rows: int) -> Iterator[Row]:
    """The rows that are not blank, each with the line where it begins; the first is the header.

    columns: the names that a header may have; they tell what separates the cells
    Raises UnreadableError.
    """
    return _rows_from_worker(data, label, "csv", sorted(columns), most_rows, MOST_CELLS)


def workbook_rows(data: bytes, label: str, most_rows: int, most_columns: int) -> Iterator[Row]:
    """The rows of a workbook's first sheet that are not blank; raises UnreadableError."""
    return _rows_from_worker(data, label, "xlsx", [], most_rows, most_columns)


def _rows_from_worker(
    data: bytes, label: str, form: str, columns: list[str], most_rows: int, most_columns: int
) -> Iterator[Row]:
    found = ask_worker(
        label,
        "table",
        data,
        instead="split it, or save it again as .csv",
        label=label,
        form=form,
        columns=columns,
        most_rows=most_rows,
        most_columns=most_columns,
    )
    yield from ((line, cells) for line, cells in found["rows"])
    for problem in problems_of(found["problems"]):
        raise UnreadableError(problem)
