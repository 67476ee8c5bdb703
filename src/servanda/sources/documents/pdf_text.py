"""The text layer of a PDF. Runs inside `extraction_worker`: PDFs can be hostile."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from servanda.sources.files.limits import MEGABYTE, PDF_PAGES, TEXT_BYTES

__all__ = ["pdf_text"]

BETWEEN_PAGES = "\n\n"
REPLACED = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def pdf_text(data: bytes) -> dict[str, Any]:
    """The pages' texts with an empty line between them, the title, and the pages without text.

    Glyphs that the file maps to no character come out as U+FFFD.
    Raises ValueError with two parts, what is wrong and what to do; pypdf raises more.
    """
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise ValueError("is encrypted", "save a copy without a password (`qpdf --decrypt`)")
    if len(reader.pages) > PDF_PAGES:
        raise ValueError(f"has more than {PDF_PAGES} pages", "split it")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text().translate(REPLACED).strip())
        size += len(pages[-1])
        if size > TEXT_BYTES:
            raise ValueError(f"holds more than {TEXT_BYTES // MEGABYTE} MB of text", "split it")
    if not any(pages):
        raise ValueError(
            "has no text layer: its pages are pictures",
            "recognise its text first (`ocrmypdf IN OUT`)",
        )
    blank = [number for number, text in enumerate(pages, 1) if not text]
    title = str((reader.metadata and reader.metadata.get("/Title")) or "").translate(REPLACED)
    return {
        "text": BETWEEN_PAGES.join(text for text in pages if text),
        "title": " ".join(title.split()) or None,
        "blank_pages": blank,
    }
