"""Rows of tables, CSV and XLSX, as texts."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from servanda.sources.files.encodings import decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES, MEGABYTE
from servanda.sources.files.problems import UnreadableError, unreadable_error

__all__ = ["csv_rows", "workbook_rows"]

UNPACKED_BYTES = 10 * CASE_FILE_BYTES  # a small zip file can hold a very large table

# What openpyxl lets through when the inside of a workbook is not as it should be.
_BROKEN = (
    BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, EOFError, OSError,
    NotImplementedError, RuntimeError, SyntaxError, zlib.error,  # SyntaxError: of the XML inside
)  # fmt: skip


def csv_rows(data: bytes, label: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The cells of each row with the line where it begins; raises UnreadableError.

    Columns are divided by semicolons or tabs where the header has those and no commas.
    """
    text = decode_text(data, label)
    head = text.partition("\n")[0]
    dividers = [mark for mark in (";", "\t") if mark in head and "," not in head]
    divider = dividers[0] if dividers else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    line = 1
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
        yield line, cells
        line = rows.line_num + 1


def workbook_rows(
    data: bytes, label: str, most_rows: int, most_columns: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """The cells of each row of a workbook's first sheet, as texts; raises UnreadableError."""
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > UNPACKED_BYTES:
                raise unreadable_error(
                    label, 0, f"unpacks to more than {UNPACKED_BYTES // MEGABYTE} MB", "split it"
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which nobody asked for
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            rows = book.worksheets[0].iter_rows(
                max_row=most_rows, max_col=most_columns, values_only=True
            )
            found = [[_cell_text(value) for value in row] for row in rows]
            book.close()
    except (*_BROKEN, InvalidFileException) as error:
        if isinstance(error, UnreadableError):
            raise
        raise unreadable_error(
            label, 0, "is not a workbook that can be read", "save it again as .xlsx, or as .csv"
        ) from error
    yield from enumerate(found, start=1)


def _cell_text(value: object) -> str:
    """The text of a typed cell as a CSV file would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
