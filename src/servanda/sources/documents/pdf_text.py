"""The text layer of a PDF. Runs inside `extraction_worker`: PDFs can be hostile."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from servanda.sources.files.limits import MEGABYTE, PDF_PAGES, TEXT_BYTES

__all__ = ["pdf_text"]

BETWEEN_PAGES = "\n\n"
REPLACED = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def pdf_text(data: bytes) -> dict[str, Any]:
    """The pages' texts with an empty line between them, the title, and the pages without text.

    Glyphs that the file maps to no character come out as U+FFFD.
    Raises ValueError with two parts, what is wrong and what to do; pypdf raises more.
    """
    reader = _open_without_password(data)
    if len(reader.pages) > PDF_PAGES:
        raise ValueError(f"has more than {PDF_PAGES} pages", "split it")
    pages = list(_page_texts(reader))
    if not any(pages):
        raise ValueError(
            "has no text layer: its pages are pictures",
            "recognise its text first (`ocrmypdf IN OUT`)",
        )
    return {
        "text": BETWEEN_PAGES.join(text for text in pages if text),
        "title": _title(reader),
        "blank_pages": [number for number, text in enumerate(pages, 1) if not text],
    }


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


def _page_texts(reader: PdfReader) -> Iterator[str]:
    """The text of every page; raises ValueError where they hold too much together."""
    size = 0
    for page in reader.pages:
        text = page.extract_text().translate(REPLACED).strip()
        size += len(text)
        if size > TEXT_BYTES:
            raise ValueError(f"holds more than {TEXT_BYTES // MEGABYTE} MB of text", "split it")
        yield text


def _title(reader: PdfReader) -> str | None:
    title = str((reader.metadata and reader.metadata.get("/Title")) or "").translate(REPLACED)
    return " ".join(title.split()) or None
