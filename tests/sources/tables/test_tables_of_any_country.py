"""Tables as programs of any country write them: read as meant, or asked about; never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from servanda.records import ClaimEntry, day
from servanda.sources import facts_of_options, read_claim_table, read_items
from servanda.sources.formats.given_days import given_range
from servanda.sources.formats.written_days import advise_on_date
from servanda.sources.tables.written_numbers import is_ambiguous, read_amount

RECORDED = datetime(2026, 1, 2, tzinfo=UTC)
HEAD = ("document", "quote", "count", "event_from")


def entry(folder: Path, data: str | bytes, name: str = "claims.csv") -> ClaimEntry:
    """The only claim of a table that has nothing wrong."""
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    got = read_claim_table(folder / name)
    assert got.problems == ()
    (row,) = got.rows
    return row.entry


def problem(folder: Path, data: str | bytes) -> str:
    """The only thing that is wrong with a table."""
    (folder / "claims.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    got = read_claim_table(folder / "claims.csv")
    assert got.rows == ()
    (found,) = got.problems
    return f"{found.line}: {found.message}; {found.advice}"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("05/03/2021", "write 2021-03-05 or 2021-05-03"),
        ("5/3/2021", "write 2021-03-05 or 2021-05-03"),
        ("2021/03/05", "write 2021-03-05"),
        ("3/2021", "write 2021-03"),
        ("05/03/21", "write 2021-03-05 or 2021-05-03"),
        ("05.03.2021", "write 2021-03-05"),
        ("5. 3. 2021", "write 2021-03-05"),
        ("2021-3-5", "write 2021-03-05"),
        ("31/02/2021", "write YYYY-MM-DD, YYYY-MM, YYYY or FROM/TO (an open end is ..)"),
        ("44260", "write 2021-03-05 if it is a day of a spreadsheet: format its cells as dates"),
        ("21", "write YYYY-MM-DD, YYYY-MM, YYYY or FROM/TO (an open end is ..)"),
    ],
)
@pytest.mark.parametrize("column", ["event_from", "event_to"])
def test_a_date_in_another_form_is_asked_about(
    tmp_path: Path, written: str, advice: str, column: str
) -> None:
    said = problem(tmp_path, f"document,quote,{column}\nn14,words,{written}\n")
    assert said == f"2: {column!r} is {written!r}, not a date; {advice}"


@pytest.mark.parametrize(
    "written",
    [
        "18 July 2004",
        "July 18, 2004",
        "Sunday, 18 July 2004",
        "18 Jul 2004",
        "18 juillet 2004",
        "18 de julio de 2004",
        "18 июля 2004 г.",
        "2004年7月18日",
        "18.07.2004",
        "18. 7. 2004",
        "18/07/2004",
        "07/18/2004",
        "18-07-2004",
    ],
)
def test_a_date_that_can_be_read_in_one_way_alone_is_taken(tmp_path: Path, written: str) -> None:
    got = entry(
        tmp_path, f'document,quote,event_to,event_from\nn14,words,"{written}","{written}"\n'
    )
    assert (got.event.start, got.event.end) == (date(2004, 7, 18), date(2004, 7, 18))
    (tmp_path / "documents.csv").write_text(f'text,date\nwords,"{written}"\n')
    (item,) = read_items([tmp_path / "documents.csv"], RECORDED).items
    assert item.kept.document.published == day(date(2004, 7, 18))
    assert facts_of_options(None, written, None, RECORDED.date()).published == day(
        date(2004, 7, 18)
    )


@given(
    st.dates(date(1700, 1, 1)), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y"])
)
def test_digits_are_taken_only_if_no_other_day_could_be_meant(meant: date, form: str) -> None:
    written = meant.strftime(form)
    try:
        got = given_range(written)
    except ValueError:
        assert meant.day <= 12
    else:
        assert got == day(meant)
        assert meant.day > 12 or meant.day == meant.month


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d"]))
def test_the_day_that_was_meant_is_among_what_to_write(meant: date, form: str) -> None:
    written = meant.strftime(form).zfill(10)
    assert meant.isoformat() in advise_on_date(written)


def test_a_day_of_a_workbook_is_read_and_the_same_as_text_is_not(tmp_path: Path) -> None:
    for value in (date(2021, 3, 5), "05/03/2021"):
        book = Workbook()
        book.worksheets[0].append(list(HEAD))
        book.worksheets[0].append(["n14", "words", 11, value])
        book.save(tmp_path / f"{type(value).__name__}.xlsx")
    (row,) = read_claim_table(tmp_path / "date.xlsx").rows
    assert row.entry.event == day(date(2021, 3, 5))
    (found,) = read_claim_table(tmp_path / "str.xlsx").problems
    assert "write 2021-03-05 or 2021-05-03" in str(found)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_any_usual_separator_is_found_by_the_header(
    tmp_path: Path, separator: str, mark: str, ends: str
) -> None:
    rows = (HEAD, ("n14", "words", "11", "2021-03-05"))
    text = mark + ends.join(separator.join(cells) for cells in rows) + ends
    got = entry(tmp_path, text)
    assert (got.document, got.quote, got.count) == ("n14", "words", 11.0)
    assert got.event == day(date(2021, 3, 5))
    assert entry(tmp_path, text, "claims.tsv") == got


def test_words_with_other_separators_in_a_header_or_a_quote_divide_nothing(tmp_path: Path) -> None:
    assert entry(tmp_path, "document;quote;count\nn14;ten, all;10\n").quote == "ten, all"
    (tmp_path / "claims.csv").write_text('document;"quote, exact";holder\n')
    unknown, missing = read_claim_table(tmp_path / "claims.csv").problems
    assert unknown.message == "unknown column 'quote, exact'"
    assert missing.message == "column 'quote' is missing"


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_first_line_that_says_the_separator_is_heeded(tmp_path: Path, line: str) -> None:
    assert entry(tmp_path, f"{line}\r\ndocument;quote\r\nn14;words\r\n").quote == "words"
    said = problem(tmp_path, f"{line}\ndocument;quote;count\nn14;words;many\n")
    assert said.startswith("3: 'count' is 'many'")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("11", 11), ("11,0", 11), ("11.5", 11.5), ("0,125", 0.125), ("0.125", 0.125),
        ("1,02", 1.02), ("1.027,5", 1027.5), ("1,027.5", 1027.5), ("1.027.000", 1_027_000),
        ("1,027,000", 1_027_000), ("1 027", 1027), ("1\u202f027,5", 1027.5), ("1'027", 1027),
        ("1.0270", 1.027), ("1e3", 1000), ("1027", 1027),
    ],
)  # fmt: skip
def test_a_number_that_can_be_one_thing_only_is_read(
    tmp_path: Path, written: str, value: float
) -> None:
    got = entry(tmp_path, f"document;quote;count\nn14;words;{written}\n")
    assert got.count == value
    assert entry(tmp_path, f'document,quote,count\nn14,words,"{written}"\n') == got


@pytest.mark.parametrize("written", ["1.027", "1,027", "12.500", "999,999"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_number_that_can_be_two_things_is_asked_about(
    tmp_path: Path, written: str, separator: str
) -> None:
    rows = (("document", "quote", "count"), ("n14", "words", f'"{written}"'))
    said = problem(tmp_path, "\n".join(separator.join(cells) for cells in rows))
    digits = written.replace(",", "").replace(".", "")
    fraction = written.replace(",", ".")
    assert said == (
        f"2: 'count' is {written!r}, which may be a thousand or a fraction; "
        f"write {digits} or {fraction}0"
    )


@pytest.mark.parametrize(
    "written", ["1.02.03", "1,0270,5", "-3", "1.027,5.1", "nan", "inf", "1,,5"]
)
def test_what_is_no_number_is_said(tmp_path: Path, written: str) -> None:
    said = problem(tmp_path, f"document;quote;count\nn14;words;{written}\n")
    assert said == f"2: 'count' is {written!r}, which is no number; write a number in digits: 11"


@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "'"]))
def test_grouped_digits_are_the_whole_number_or_asked_about(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    if is_ambiguous(written):
        assert 1000 <= number < 1_000_000
        assert mark in ",."
    else:
        assert read_amount(written) == number


def test_a_typed_fraction_of_a_workbook_is_no_text_to_ask_about(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["document", "quote", "count"])
    book.worksheets[0].append(["n14", "words", 1.027])
    book.save(tmp_path / "claims.xlsx")
    (row,) = read_claim_table(tmp_path / "claims.xlsx").rows
    assert row.entry.count == 1.027


def test_western_letters_are_taken_for_western_and_cyrillic_ones_for_cyrillic(
    tmp_path: Path,
) -> None:
    for text, encoding in (("café, señor, Müller", "WINDOWS-1252"), ("миссия", "WINDOWS-1251")):
        data = f'document,quote,holder\nn14,words,"{text}"\n'.encode(encoding)
        assert f"it looks like {encoding}" in problem(tmp_path, data)
        assert f"iconv -f {encoding}" in problem(tmp_path, data)
