"""Tables of hand-made claims: every row, or everything that is wrong with them."""

from __future__ import annotations

import io
import zlib
from datetime import date, datetime
from functools import cache
from lzma import LZMAError
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, BadZipFile, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from servanda.records import ClaimEntry, Precision, Stance, VerbClass, day, month
from servanda.sources import event_range, read_claim_table
from servanda.sources.files.problems import UnreadableError
from servanda.sources.tables.claim_table import COLUMNS
from servanda.sources.tables.table_rows import MOST_ROWS, workbook_rows

HEAD = ",".join(COLUMNS)
NOON = datetime(2018, 11, 30, 12, 0)  # noqa: DTZ001  (a workbook knows no zones)
FULL = (
    'n14,"ten posts, all",2,the North,"a spokesman",denied,surface,10,guard post,'
    "2018-11-20,2018-11-30,remove,yes,no"
)
ENTRY = ClaimEntry(
    document="n14",
    quote="ten posts, all",
    nth=2,
    holder="the North",
    source="a spokesman",
    stance=Stance.DENIED,
    obligation="surface",
    count=10.0,
    unit="guard post",
    event=event_range("2018-11-20", "2018-11-30"),
    verb=VerbClass.REMOVE,
    negated=True,
    completed=False,
)


def table(folder: Path, text: str, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def told(folder: Path, text: str) -> list[str]:
    return [
        str(one).removeprefix(str(folder) + "/")
        for one in read_claim_table(table(folder, text)).problems
    ]


def test_every_column_is_read(tmp_path: Path) -> None:
    got = read_claim_table(table(tmp_path, f"{HEAD}\n{FULL}\n"))
    assert got.problems == ()
    assert [(row.line, row.entry) for row in got.rows] == [(2, ENTRY)]


def test_only_document_and_quote_are_needed_in_any_order(tmp_path: Path) -> None:
    (row,) = read_claim_table(table(tmp_path, "quote,Document\nten posts,n14\n")).rows
    assert (row.entry.document, row.entry.quote) == ("n14", "ten posts")
    assert (row.entry.stance, row.entry.holder, row.entry.event) == (Stance.ASSERTED, None, None)


def test_semicolons_a_byte_order_mark_and_quotes_over_lines(tmp_path: Path) -> None:
    text = '\ufeffdocument;quote\r\n\r\nn14;"ten\nposts"\r\nn15;all of them\r\n'
    rows = read_claim_table(table(tmp_path, text)).rows
    assert [(row.line, row.entry.quote) for row in rows] == [(3, "ten\nposts"), (5, "all of them")]


def test_all_mistakes_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "document,quote,nth,stance,count,event_from,event_to,negated\n"
        ",,0,denyed,many,yesterday,,perhaps\n"
        "n14,words,1,asserted,10,2018-11-30,2018-11-20,no\n"
        "n14,words,1,asserted,10,,,no,more\n"
    )
    got = told(tmp_path, text)
    assert [line.split(":")[1] for line in got] == ["2"] * 7 + ["3", "4"]
    assert "did you mean 'denied'?" in "".join(got)
    assert "'quote' is empty; copy the words out of the document" in "".join(got)
    assert "YYYY-MM-DD" in got[5]
    assert got[-1].endswith("put a text with commas into quotation marks")
    assert read_claim_table(tmp_path / "claims.csv").rows == ()


def test_a_header_is_looked_at_before_any_row(tmp_path: Path) -> None:
    got = told(tmp_path, "document,qoute,stance,stance\nx,y,z,z\n")
    assert got == [
        "claims.csv:1: unknown column 'qoute'; did you mean 'quote'?",
        "claims.csv:1: column 'stance' stands there twice; leave one out",
        f"claims.csv:1: column 'quote' is missing; write a header: {', '.join(COLUMNS)}",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "column 'document' is missing"),
        ("document,quote\n", "holds no claims"),
        ('document,quote\nn14,"open\n', "is not CSV"),
        ("document,quote\nn14\x1b[31m,words\n", "write a text of one line"),
        ("document,quote,count\nn14,words,nan\n", "write a number in digits"),
    ],
)
def test_what_is_no_table_of_claims_is_said_in_one_line(
    tmp_path: Path, text: str, hint: str
) -> None:
    (line,) = told(tmp_path, text)[:1]
    assert hint in line


def test_other_files_are_refused(tmp_path: Path) -> None:
    assert "give a .csv or .xlsx file" in str(read_claim_table(tmp_path / "x.ods").problems[0])
    assert "does not exist" in str(read_claim_table(tmp_path / "x.csv").problems[0])
    (tmp_path / "latin.csv").write_bytes("document,quote\nn14,déjà\n".encode("latin-1"))
    assert "UTF-8" in str(read_claim_table(tmp_path / "latin.csv").problems[0])


def test_more_rows_than_anybody_makes_are_refused(tmp_path: Path) -> None:
    got = told(tmp_path, "document,quote\n" + "n14,words\n" * (MOST_ROWS + 1))
    assert got == [f"claims.csv:{MOST_ROWS + 2}: is more than {MOST_ROWS} rows; split the table"]


def test_a_workbook_says_the_same_as_a_csv_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(COLUMNS))
    sheet.append([None] * 3)
    sheet.append([
        "n14", "ten posts, all", 2, "the North", "a spokesman", "denied", "surface", 10.0,
        "guard post", date(2018, 11, 20), NOON, "remove", True, False,
    ])  # fmt: skip
    book.save(tmp_path / "claims.xlsx")
    got = read_claim_table(tmp_path / "claims.xlsx")
    assert got.problems == ()
    assert [(row.line, row.entry) for row in got.rows] == [(3, ENTRY)]


def test_a_broken_workbook_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"document,quote\n")
    with ZipFile(tmp_path / "b.xlsx", "w") as packed:
        packed.writestr("[Content_Types].xml", "<not xml")
    for name in ("a.xlsx", "b.xlsx"):
        (problem,) = read_claim_table(tmp_path / name).problems
        assert "save it again as .xlsx, or as .csv" in str(problem)


Words = tuple[bytes, bytes]  # those that stand there, and those put in their place

_AS_IT_IS: Words = (b"<", b"<")


def _spoil(made: Path, method: int = ZIP_DEFLATED, **parts: Words | None) -> None:
    """Write the workbook anew by that method, other words in some parts; None: without it."""
    with ZipFile(io.BytesIO(_workbook())) as whole, ZipFile(made, "w", method) as packed:
        for name in whole.namelist():
            words = parts.get(Path(name).stem, _AS_IT_IS)
            if words is not None:
                assert words[0] in whole.read(name)
                packed.writestr(name, whole.read(name).replace(*words))


def _set_header(made: Path, place: int, value: int) -> None:
    """Set one field of two bytes in the central header of every part, counted from its start."""
    data = bytearray(made.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + place : at + place + 2] = value.to_bytes(2, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    made.write_bytes(bytes(data))


# What is wrong inside, and the error under the one line that is told of it.
@pytest.mark.parametrize(
    ("parts", "header", "under"),
    [
        ({"sheet1": (b"</sheetData>", b"")}, None, SyntaxError),
        ({"workbook": (b"</sheets>", b"")}, None, SyntaxError),
        ({"workbook": None}, None, KeyError),
        ({"styles": (b"<xf ", b"<yf ")}, None, IndexError),
        ({"sheet1": (b'r="A1"', b'r="??"')}, None, ValueError),
        ({"sheet1": (b'workbookViewId="0"', b'workbookViewId=""')}, None, TypeError),
        ({"[Content_Types]": (b"main+xml", b"main")}, None, OSError),
        ({}, (8, 1), RuntimeError),  # encrypted
        ({}, (20, 5), (EOFError, BadZipFile)),  # cut off: so many bytes
        ({}, (10, 9), NotImplementedError),  # packed in a way that is not known here
    ],
)
def test_a_workbook_that_is_wrong_inside_is_one_line(
    tmp_path: Path,
    parts: dict[str, Words | None],
    header: tuple[int, int] | None,
    under: type[Exception] | tuple[type[Exception], ...],
) -> None:
    made = tmp_path / "claims.xlsx"
    _spoil(made, **parts)
    if header is not None:
        _set_header(made, *header)
    _is_told_once(made, under)


@pytest.mark.parametrize(
    ("method", "under"), [(ZIP_DEFLATED, zlib.error), (ZIP_LZMA, LZMAError), (ZIP_BZIP2, OSError)]
)
def test_a_workbook_of_spoilt_bytes_is_one_line(
    tmp_path: Path, method: int, under: type[Exception]
) -> None:
    made = tmp_path / "claims.xlsx"
    _spoil(made, method)
    with ZipFile(made) as packed:
        part = packed.getinfo("[Content_Types].xml")
    data = bytearray(made.read_bytes())
    first = part.header_offset + 30 + len(part.filename)  # bytes of the local header
    data[first + 9 : first + part.compress_size] = b"\xff" * (part.compress_size - 9)
    made.write_bytes(bytes(data))
    _is_told_once(made, under)


def _is_told_once(made: Path, under: type[Exception] | tuple[type[Exception], ...]) -> None:
    with pytest.raises(UnreadableError, match=r"save it again as \.xlsx, or as \.csv") as told_of:
        list(workbook_rows(made.read_bytes(), made.name, 10, 10))
    assert isinstance(told_of.value.__cause__, under)
    assert len(read_claim_table(made).problems) == 1


def test_a_workbook_that_unpacks_without_end_is_not_unpacked(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bomb.xlsx", "w", compression=8) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 110_000_000)
    (problem,) = read_claim_table(tmp_path / "bomb.xlsx").problems
    assert "unpacks to more than 100 MB" in str(problem)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_problems(tmp_path: Path, data: bytes) -> None:
    for name in ("any.csv", "any.xlsx"):
        (tmp_path / name).write_bytes(data)
        got = read_claim_table(tmp_path / name)
        assert got.rows or got.problems


@cache  # once: a workbook holds the time it was saved, and its bytes are what is drawn from
def _workbook() -> bytes:
    whole = io.BytesIO()
    book = Workbook()
    book.worksheets[0].append(["document", "quote"])
    book.worksheets[0].append(["n14", "words"])
    book.save(whole)
    return whole.getvalue()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.data())
def test_a_workbook_with_one_byte_changed_gives_rows_or_problems(
    tmp_path: Path, data: st.DataObject
) -> None:
    spoilt = bytearray(_workbook())
    spoilt[data.draw(st.integers(0, len(spoilt) - 1))] ^= data.draw(st.integers(1, 255))
    (tmp_path / "spoilt.xlsx").write_bytes(spoilt)
    got = read_claim_table(tmp_path / "spoilt.xlsx")
    assert got.rows or got.problems


def test_days_of_an_event() -> None:
    assert event_range(None, None) is None
    assert event_range("2018-11", None) == month(2018, 11)
    assert event_range("2018-11-20", None) == day(date(2018, 11, 20))
    until = event_range(None, "2018-11-20")
    assert until is not None
    assert (until.start, until.end, until.precision) == (
        None, date(2018, 11, 20), Precision.RANGE,
    )  # fmt: skip
