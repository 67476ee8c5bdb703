"""Tables taken apart: CSV, and the first sheet of a workbook. Runs inside the worker process."""

from __future__ import annotations

import csv
import io
import lzma
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from servanda.sources.files.encodings import decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES, MEGABYTE
from servanda.sources.files.problems import UnreadableError, problem_values, unreadable_error
from servanda.sources.tables.table_rows import MOST_CELLS, Row
from servanda.sources.tables.written_numbers import is_ambiguous

__all__ = ["table_values"]

UNPACKED_BYTES = 10 * CASE_FILE_BYTES  # a small zip file can hold a very large table
PIECE_BYTES = MEGABYTE  # between two marks of the XML in a workbook [limit]
# What stands between cells in files of spreadsheets and databases. [definition]
SEPARATORS = (",", ";", "\t", "|")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

# What openpyxl and zipfile raise where the inside of a workbook is not as it should be: a zip file
# that is broken, cut off, encrypted or packed another way; XML that is none; XML that says what no
# workbook says. All but AttributeError were seen, and are tested; openpyxl takes parts that may be
# missing for granted, so that it stays. [definition]
_BROKEN = (
    BadZipFile, EOFError, OSError, RuntimeError, lzma.LZMAError, zlib.error,
    SyntaxError,
    AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip


def table_values(
    data: bytes, label: str, form: str, columns: Collection[str], most_rows: int, most_columns: int
) -> dict[str, Any]:
    """The rows of a table up to the first that cannot be read, and what is wrong with that one."""
    known = frozenset(columns)
    found = (
        parse_csv(data, label, known)
        if form == "csv"
        else parse_workbook(data, label, most_rows, most_columns)
    )
    rows: list[Row] = []
    try:
        for line, cells in islice(found, most_rows):
            rows.append((line, cells))
    except UnreadableError as error:
        return {"rows": rows, "problems": problem_values([error.problem])}
    return {"rows": rows, "problems": []}


def parse_csv(data: bytes, label: str, columns: Collection[str]) -> Iterator[Row]:
    """What `csv_rows` gives. Runs inside the worker."""
    text = decode_text(data, label)
    separator, body = _stated_separator(text)
    first = 1 if body is text else 2
    lines = (found[0] for found in _LINE.finditer(body))
    rows = csv.reader(lines, delimiter=separator or _separator(body, columns), strict=True)
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
        if len(cells) > MOST_CELLS:
            what = f"has {len(cells):,} cells in a row"
            raise unreadable_error(label, line, what, "leave out columns, or check the separator")
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
    header = next((found[0] for found in _LINE.finditer(text) if found[0].strip()), "")

    def known_names(separator: str) -> int:
        try:
            cells = next(csv.reader([header], delimiter=separator), [])
        except csv.Error:
            return 0
        return sum(cell.strip().casefold() in columns for cell in cells)

    return max(SEPARATORS, key=known_names)


def parse_workbook(data: bytes, label: str, most_rows: int, most_columns: int) -> Iterator[Row]:
    """What `workbook_rows` gives. Runs inside the worker."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
            piece = unpacked <= UNPACKED_BYTES and _has_long_piece(packed)
        readable = unpacked <= UNPACKED_BYTES and not piece
        found = _first_sheet(data, most_rows, most_columns) if readable else []
    except _BROKEN as error:
        raise unreadable_error(
            label, 0, "is not a workbook that can be read", "save it again as .xlsx, or as .csv"
        ) from error
    if unpacked > UNPACKED_BYTES:
        raise unreadable_error(
            label, 0, f"unpacks to more than {UNPACKED_BYTES // MEGABYTE} MB", "split it"
        )
    if piece:
        what = f"has a cell or a mark of more than {PIECE_BYTES // MEGABYTE} MB inside"
        raise unreadable_error(label, 0, what, "save it again as .xlsx, or as .csv")
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


def _has_long_piece(packed: ZipFile) -> bool:
    """True where a part of a workbook has a piece of XML beyond all measure.

    expat before 2.6 looks through an unfinished tag, comment or value again with every block that
    it is fed (CVE-2023-52425). A cell of a spreadsheet holds 32,767 characters at most.
    """
    for member in packed.infolist():
        with packed.open(member) as part:
            # One block over the limit for parts without any mark that end in it.
            while len(block := part.read(PIECE_BYTES)) == PIECE_BYTES:
                if member.filename.endswith((".xml", ".rels")) and b">" not in block:
                    return True
    return False


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
