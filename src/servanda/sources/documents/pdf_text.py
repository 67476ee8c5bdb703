"""The text layer of a PDF. Runs inside `extraction_worker`: PDFs can be hostile."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from servanda.sources.files.limits import MEGABYTE, PDF_PAGES, TEXT_BYTES
from servanda.sources.packed.pdf_layout import (
    PdfLine,
    body_size,
    has_mixed_columns,
    is_heading_size,
    without_edges,
)
from servanda.wrapped_lines import runs_on

__all__ = ["pdf_text"]

BETWEEN_PAGES = "\n\n"
BETWEEN_LINES = "\n"
_RUNS_AHEAD = 50  # runs of a page among which the next line's beginning is looked for [limit]
REPLACED = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def pdf_text(data: bytes) -> dict[str, Any]:
    """The pages' texts with an empty line between them, the title, and the pages without text.

    Lines that repeat at the edges of pages are left out; a sentence that goes on over the end of a
    page is not cut there. `headings` are the places of lines in larger letters, `mixed_pages` those
    whose columns may be mixed line by line. Glyphs that the file maps to no character come out as
    U+FFFD. Raises ValueError with two parts, what is wrong and what to do; pypdf raises more.
    """
    reader = _open_without_password(data)
    if len(reader.pages) > PDF_PAGES:
        raise ValueError(f"has more than {PDF_PAGES} pages", "split it")
    pages = list(_page_lines(reader))
    if not any(pages):
        raise ValueError(
            "has no text layer: its pages are pictures",
            "recognise its text first (`ocrmypdf IN OUT`)",
        )
    kept = without_edges(pages)
    if not any(kept):
        kept = pages
    text, headings = _text_of_pages(kept)
    letters, left = (sum(len(line.words) for page in of for line in page) for of in (pages, kept))
    return {
        "text": text,
        "title": _title(reader),
        "blank_pages": [number for number, lines in enumerate(pages, 1) if not lines],
        "mixed_pages": [number for number, lines in enumerate(kept, 1) if has_mixed_columns(lines)],
        "headings": headings,
        "kept_share": left / letters,
    }


def _text_of_pages(pages: list[list[PdfLine]]) -> tuple[str, list[int]]:
    """The text of all pages, and where its headings begin."""
    body = body_size([line for page in pages for line in page])
    pieces: list[str] = []
    headings = []
    length = 0
    last = ""
    for page in pages:
        for number, line in enumerate(page):
            if pieces:
                goes_on = runs_on(last, "\n", line.words) if number == 0 else not line.apart
                gap = BETWEEN_LINES if goes_on else BETWEEN_PAGES
                pieces.append(gap)
                length += len(gap)
            if is_heading_size(line, body):
                headings.append(length)
            pieces.append(line.words)
            length += len(line.words)
            last = line.words.strip()
    return "".join(pieces), headings


def _open_without_password(data: bytes) -> PdfReader:
    """The file; where only printing or copying is locked, the empty password opens it."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("is encrypted", "save a copy without a password (`qpdf --decrypt`)")
    except DependencyError as error:
        advice = "save a copy that is not (`qpdf --decrypt`)"
        raise ValueError("is encrypted with AES, which we do not read", advice) from error
    return reader


def _page_lines(reader: PdfReader) -> Iterator[list[PdfLine]]:
    """The lines of every page that are not empty; raises ValueError where they hold too much."""
    size = 0
    for page in reader.pages:
        runs: list[_DrawnRun] = []
        text = page.extract_text(visitor_text=partial(_keep_run, runs))
        size += len(text)
        if size > TEXT_BYTES:
            raise ValueError(f"holds more than {TEXT_BYTES // MEGABYTE} MB of text", "split it")
        yield list(_placed_lines(text.translate(REPLACED), runs))


@dataclass(frozen=True, slots=True)
class _DrawnRun:
    """A stretch of a page's text as it is drawn."""

    words: str
    size: float
    left: float


def _keep_run(
    runs: list[_DrawnRun],
    words: str,
    cm: Sequence[float],
    tm: Sequence[float],
    _: object,
    size: float,
) -> None:
    """Add a run as pypdf hands it over: with both matrices, its font and the font's size."""
    runs.append(_DrawnRun(words, abs(size * tm[3] * cm[3]), tm[4] * cm[0] + cm[4]))


def _placed_lines(text: str, runs: list[_DrawnRun]) -> Iterator[PdfLine]:
    """The lines of a page, each with the size and place of the first run that its words begin."""
    waiting = [run for run in runs if run.words.strip()]
    at, apart = 0, False
    for line in text.split("\n"):
        words = line.strip()
        if not words:
            apart = True
            continue
        found = next(
            (
                number
                for number in range(at, min(at + _RUNS_AHEAD, len(waiting)))
                if _begins(words, waiting[number].words.translate(REPLACED))
            ),
            None,
        )
        if found is None:
            yield PdfLine(words, apart=apart)
        else:
            at = found + 1
            yield PdfLine(words, waiting[found].size, waiting[found].left, apart)
        apart = False


def _begins(words: str, run: str) -> bool:
    """True if a line begins with the run, or the run with the line."""
    first = run.strip().split("\n")[0].strip()
    return bool(first) and (words.startswith(first) or first.startswith(words))


def _title(reader: PdfReader) -> str | None:
    title = str((reader.metadata and reader.metadata.get("/Title")) or "").translate(REPLACED)
    return " ".join(title.split()) or None
