"""The rows of a table as texts: CSV with any usual separator, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import lzma
import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from servanda.sources.files.encodings import decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES, MEGABYTE
from servanda.sources.files.paths import read_bytes
from servanda.sources.files.problems import unreadable_error
from servanda.sources.tables.written_numbers import is_ambiguous

__all__ = ["MOST_ROWS", "csv_rows", "table_rows", "workbook_rows"]

MOST_ROWS = 5_000  # of claims: a year's work of an analyst; more is a mistake [limit]
UNPACKED_BYTES = 10 * CASE_FILE_BYTES  # a small zip file can hold a very large table
# What stands between cells in files of spreadsheets and databases. [definition]
SEPARATORS = (",", ";", "\t", "|")

# What openpyxl and zipfile raise where the inside of a workbook is not as it should be: a zip file
# that is broken, cut off, encrypted or packed another way; XML that is none; XML that says what no
# workbook says. All but AttributeError were seen, and are tested; openpyxl takes parts that may be
# missing for granted, so that it stays. [definition]
_BROKEN = (
    BadZipFile, EOFError, OSError, RuntimeError, lzma.LZMAError, zlib.error,
    SyntaxError,
    AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip

Row = tuple[int, Sequence[str]]


def table_rows(path: Path, label: str, columns: Collection[str]) -> Iterator[Row]:
    """The rows of a table of claims, as csv_rows and workbook_rows give them."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".tsv", ".xlsx"}:
        raise unreadable_error(label, 0, "is no table of claims", "give a .csv or .xlsx file")
    data = read_bytes(path, label, CASE_FILE_BYTES)
    if kind == ".xlsx":
        return workbook_rows(data, label, MOST_ROWS + 2, 2 * len(columns))
    return csv_rows(data, label, columns)


def csv_rows(data: bytes, label: str, columns: Collection[str]) -> Iterator[Row]:
    """The rows that are not blank, each with the line where it begins; the first is the header.

    columns: the names that a header may have; they tell what separates the cells
    Raises UnreadableError.
    """
    text = decode_text(data, label)
    separator, body = _stated_separator(text)
    first = 1 if body is text else 2
    rows = csv.reader(
        io.StringIO(body, newline=""), delimiter=separator or _separator(body, columns), strict=True
    )
    line = first
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise unreadable_error(
                label,
                line,
                f"is not CSV ({error})",
                "close every quotation mark; double inner ones",
            ) from error
        if cells is None:
            return
        if _has_words(cells):
            yield line, cells
        line = rows.line_num + first


def _has_words(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))


def _stated_separator(text: str) -> tuple[str | None, str]:
    """What a first line "sep=;" says, which spreadsheets write and heed, and the text below it."""
    line, _, rest = text.partition("\n")
    said = line.rstrip("\r").strip('"')
    return (said[4], rest) if len(said) == 5 and said[:4].lower() == "sep=" else (None, text)


def _separator(text: str, columns: Collection[str]) -> str:
    """What separates the cells: with it the header has the most known names."""
    header = next((line for line in text.splitlines() if line.strip()), "")

    def known_names(separator: str) -> int:
        try:
            cells = next(csv.reader([header], delimiter=separator), [])
        except csv.Error:
            return 0
        return sum(cell.strip().casefold() in columns for cell in cells)

    return max(SEPARATORS, key=known_names)


def workbook_rows(data: bytes, label: str, most_rows: int, most_columns: int) -> Iterator[Row]:
    """The rows of a workbook's first sheet that are not blank; raises UnreadableError."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        found = _first_sheet(data, most_rows, most_columns) if unpacked <= UNPACKED_BYTES else []
    except _BROKEN as error:
        raise unreadable_error(
            label, 0, "is not a workbook that can be read", "save it again as .xlsx, or as .csv"
        ) from error
    if unpacked > UNPACKED_BYTES:
        raise unreadable_error(
            label, 0, f"unpacks to more than {UNPACKED_BYTES // MEGABYTE} MB", "split it"
        )
    yield from ((line, cells) for line, cells in enumerate(found, start=1) if _has_words(cells))


def _first_sheet(data: bytes, most_rows: int, most_columns: int) -> list[list[str]]:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and validations, which nobody asked for
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(
            max_row=most_rows, max_col=most_columns, values_only=True
        )
        found = [[_cell_text(value) for value in row] for row in rows]
        book.close()
    return found


def _cell_text(value: object) -> str:
    """The text of a typed cell as a CSV file would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = f"{value:.15g}"
        return f"{text}0" if is_ambiguous(text) else text  # a typed 1.027 is no 1027
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
