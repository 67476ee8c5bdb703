"""PDFs as they are laid out: narrow lines, running heads, large headings, columns."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from servanda.records import BlockKind, DocumentWithOriginal
from servanda.sources import read_sources
from servanda.sources.documents.pdf_text import pdf_text
from servanda.sources.packed.pdf_layout import PdfLine, has_mixed_columns, without_edges

Placed = tuple[str, float, float, float]  # words, size, from the left, from below
RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
BODY = [
    "The monitors reported that the Brennet garrison had with-",
    "drawn its nine mortars, and that the last of them would be",
]
REST = ["handed over by the end of May. The governor of", "Brel agreed."]


def lines(
    words: Sequence[str], left: float = 60, top: float = 700, size: float = 10
) -> list[Placed]:
    return [(line, size, left, top - 14 * number) for number, line in enumerate(words)]


def pdf(*pages: Sequence[Placed]) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for placed in pages:
        page = writer.add_blank_page(600, 800)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        drawn = (
            f"BT /F1 {size} Tf {left} {height} Td ({words}) Tj ET"
            for words, size, left, height in placed
        )
        stream.set_data("\n".join(drawn).encode("cp1252"))
        page[NameObject("/Contents")] = stream
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def edged(page: Sequence[Placed], head: Sequence[str], foot: Sequence[str]) -> list[Placed]:
    return [*lines(head, top=780, size=8), *page, *lines(foot, top=30, size=8)]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (["MONITORS - REPORT 7/2021"], ["Page {} of 3"]),
        ([], ["- {} -"]),
        (["RESTRICTED", "Monitors of Brel"], ["{}"]),
        (["{}", "Report of May 2021"], []),
        (["Report no. 1{}"], ["p. {}", "www.monitors.example"]),
    ],
)
def test_what_repeats_at_page_edges_cuts_no_sentence(head: list[str], foot: list[str]) -> None:
    bodies = [BODY, REST, ["A third page stands here by itself."]]
    pages = [
        edged(
            lines(body),
            [line.format(number) for line in head],
            [line.format(number) for line in foot],
        )
        for number, body in enumerate(bodies, 1)
    ]
    found = pdf_text(pdf(*pages))
    joined = "\n".join([*BODY, *REST])  # the sentence goes on over the page
    assert found["text"] == f"{joined}\n\n{bodies[2][0]}"
    assert 0 < found["kept_share"] < 1


def test_a_page_alone_keeps_its_first_and_last_lines() -> None:
    found = pdf_text(pdf(lines(["Monitors of Brel", "They met.", "14"])))
    assert found["text"] == "Monitors of Brel\nThey met.\n14"
    assert found["kept_share"] == 1.0


def test_a_document_of_nothing_but_repeated_lines_is_kept() -> None:
    page = lines(["Draft"])
    assert pdf_text(pdf(page, page))["text"] == "Draft\n\nDraft"


def test_a_line_in_the_middle_that_repeats_is_text() -> None:
    page = [PdfLine(words) for words in ("a", "b", "e", "Nothing was found.", "g", "h", "k")]
    other = [PdfLine(words) for words in ("f", "n", "o", "Nothing was found.", "p", "q", "r")]
    assert without_edges([page, other]) == [page, other]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], DocumentWithOriginal]:
    def read_one(data: bytes) -> DocumentWithOriginal:
        (tmp_path / "r.pdf").write_bytes(data)
        (kept,) = read_sources([tmp_path / "r.pdf"], RECORDED)
        return kept

    return read_one


def test_large_letters_head_what_stands_below(
    read: Callable[[bytes], DocumentWithOriginal],
) -> None:
    page = [
        *lines(["Weapons of the Brennet garrison"], size=14, top=760),
        *lines([*BODY[:1], "drawn its mortars."]),
        *lines(["1. the first mortar;", "2. the second mortar."], top=600),
    ]
    document = read(pdf(page)).document
    kinds = [(block.kind, document.text[block.span.start :][:10]) for block in document.blocks]
    assert kinds[0] == (BlockKind.HEADLINE, "Weapons of")
    assert (BlockKind.ITEM, "1. the fir") in kinds
    assert sum(kind is BlockKind.PARAGRAPH for kind, _ in kinds) == 1


LEFT = ["The monitors said on Friday", "that Brennet had moved", "its nine mortars out of", "Brel.",
        "They counted twice."]  # fmt: skip
RIGHT = ["The ministry denied the", "report and said that no", "mortar had left. It asked",
         "for pictures of every", "place."]  # fmt: skip


def test_columns_drawn_line_by_line_are_told(
    read: Callable[[bytes], DocumentWithOriginal], caplog: pytest.LogCaptureFixture
) -> None:
    left, right = lines(LEFT), lines(RIGHT, left=320)
    one_after_the_other = [*left, *right]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert pdf_text(pdf(one_after_the_other))["mixed_pages"] == []
    with caplog.at_level(logging.WARNING):
        document = read(pdf(one_after_the_other)).document
        assert "columns" not in caplog.text
    assert document.text == "\n".join([*LEFT, *RIGHT])
    placed = [PdfLine(words, size, x) for words, size, x, _ in mixed]
    assert has_mixed_columns(placed)
    assert not has_mixed_columns([PdfLine(words, size, x) for words, size, x, _ in left])
