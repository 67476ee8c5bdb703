"""Tables of documents, and of facts about files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from servanda.errors import InputError
from servanda.records import day
from servanda.sources import read_sources

NOW = datetime(2024, 2, 3, tzinfo=UTC)
HEAD = ["doc_id", "outlet", "date", "link", "title", "language", "text", "theme"]
ROW = ["w1", "paper", "2018-11-20", "https://paper.example/1", "Posts", "EN-gb", "It fell.\nAll.",
       "war"]  # fmt: skip


def as_csv(*rows: list[str]) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def as_workbook(*rows: list[str]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "made"), [("t.csv", as_csv), ("t.xlsx", as_workbook)])
def test_each_row_is_a_document(tmp_path: Path, name: str, made: Callable[..., bytes]) -> None:
    (tmp_path / name).write_bytes(made(HEAD, ROW, [*["w2"], *[""] * 5, "It stood.", ""]))
    first, second = (kept.document for kept in read_sources([tmp_path / name], NOW))
    assert (first.id, first.source, first.text) == ("w1", "paper", "It fell.\nAll.")
    assert (first.published, first.dated_by) == (day(date(2018, 11, 20)), f"{name}:2")
    assert (first.url, first.title, first.language) == ("https://paper.example/1", "Posts", "en")
    assert [(remark.key, remark.value) for remark in first.remarks] == [("theme", "war")]
    assert second.is_undated
    assert second.dated_by == ""


def test_a_real_date_of_a_workbook_is_a_day(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(as_workbook(["text", "date"], ["It fell.", date(2018, 3, 5)]))  # type: ignore[list-item]
    (kept,) = read_sources([tmp_path / "t.xlsx"], NOW)
    assert kept.document.published == day(date(2018, 3, 5))
    assert kept.document.id == "t-2"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("stated", [False, True])
def test_any_usual_separator_divides_a_table(
    tmp_path: Path, separator: str, *, stated: bool
) -> None:
    others = ("theme, of it", "a; b", "c | d") if stated else ("theme",)
    head = [f'"{name}"' for name in (*others, "text", "date")]
    row = [*["war"] * len(others), '"It fell, all; of it | it."', "2018-11-20"]
    says = [f"sep={separator}"] if stated else []
    lines = [*says, separator.join(head), "", separator.join(row)]
    (tmp_path / "t.csv").write_text("\r\n".join(lines))
    (kept,) = read_sources([tmp_path / "t.csv"], NOW)
    assert kept.document.text == "It fell, all; of it | it."
    assert kept.document.published == day(date(2018, 11, 20))
    assert kept.document.dated_by == f"t.csv:{len(lines)}"
    assert [remark.key for remark in kept.document.remarks] == list(others)


def test_commas_in_the_header_divide_nothing_where_semicolons_do(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("place, day;text;date\nHere;It fell, all.;2018\n")
    (kept,) = read_sources([tmp_path / "t.csv"], NOW)
    assert kept.document.text == "It fell, all."


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("name,size\na,1\n", "is a table without a column `file` or `text`"),
        ("text,publised\nx,2018\n", "unknown column 'publised'; write 'published'"),
        ("text,date,published\nx,2018,2018\n", "two columns are published or date"),
        (
            "text,date\nx,05/03/2021\n",
            "t.csv:2: 'published': '05/03/2021' is not a date; write 2021-03-05 or 2021-05-03",
        ),
        ("file,date\n,2018\n", "t.csv:2: names no file"),
        ("file,date\nx.txt,2018\n", "t.csv:2: no file 'x.txt' is given"),
        ('text,title\nx,"a\nb"\n', "t.csv:2: has a cell of several lines"),
        ("text\n", "holds no documents"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, table: str, says: str) -> None:
    (tmp_path / "t.csv").write_text(table)
    with pytest.raises(InputError) as caught:
        tuple(read_sources([tmp_path / "t.csv"], NOW))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
