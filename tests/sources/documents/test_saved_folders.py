"""Folders as browsers, systems and office programs leave them on disks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.sources import read_items
from servanda.sources.files.paths import _PARTS

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
PAGE = (
    "<html><head><title>Nine barriers gone</title></head><body><article><h1>Nine barriers gone</h1>"
    "<p>The mission said on Tuesday that Brennet had removed nine barriers from the road.</p>"
    "</article></body></html>"
)


def saved(folder: Path, name: str, parts: str) -> None:
    (folder / f"{name}.html").write_text(PAGE)
    beside = folder / parts
    (beside / "deeper").mkdir(parents=True)
    (beside / "style.css").write_text("p { color: red }")
    (beside / "pixel.gif").write_bytes(b"GIF89a")
    (beside / "frame.html").write_text("<html><body></body></html>")
    (beside / "deeper" / "app.js").write_text("1")


@pytest.mark.parametrize("ending", _PARTS)
@pytest.mark.parametrize("name", ["Nine barriers gone - Courier", "index"])
def test_the_parts_of_a_saved_page_are_left_out_with_a_line(
    tmp_path: Path, ending: str, name: str
) -> None:
    saved(tmp_path, name, f"{name}{ending}")
    reading = read_items([tmp_path], RECORDED)
    assert reading.errors == ()
    (item,) = reading.items
    assert item.kept.document.id == name
    assert item.kept.original == PAGE.encode()
    (line,) = reading.left_out
    assert f"the parts of {name}.html" in line


def test_a_folder_of_that_name_without_a_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "case_files").mkdir()
    (tmp_path / "case_files" / "report.txt").write_text("The mission said so.")
    reading = read_items([tmp_path], RECORDED)
    assert [item.kept.document.id for item in reading.items] == ["report"]
    assert reading.left_out == ()


@pytest.mark.parametrize(
    "name", ["desktop.ini", "Thumbs.db", "THUMBS.DB", "~$report.docx", ".~lock.report.docx#"]
)
def test_what_systems_and_programs_leave_is_no_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "report.txt").write_text("The mission said so.")
    (tmp_path / name).write_bytes(b"\x00\x01")
    reading = read_items([tmp_path], RECORDED)
    assert reading.errors == ()
    assert [item.kept.document.id for item in reading.items] == ["report"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.markdown", "# Report\n\nThe mission said so."), ("a.xhtml", PAGE), ("a.HTM", PAGE)],
)
def test_further_endings_of_the_same_kinds_are_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (item,) = read_items([tmp_path], RECORDED).items
    assert item.kept.document.id == "a"


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    saved(tmp_path, "page", "page_files")
    (tmp_path / "notes.rtf").write_text("{\\rtf1 x}")
    (tmp_path / "empty.html").write_text("<html></html>")
    reading = read_items([tmp_path], RECORDED)
    assert [item.kept.document.id for item in reading.items] == ["page"]
    names = [error.problem.file.rpartition("/")[2] for error in reading.errors]
    assert sorted(names) == ["empty.html", "notes.rtf"]
