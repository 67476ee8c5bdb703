"""The text of an office document (.docx), with its headings, lists and tables.

Its paragraphs are written as a page of HTML once more, so that its structure is told as a page's.
"""

from __future__ import annotations

import html as entities
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from servanda.records import json_value
from servanda.sources.documents.html_blocks import html_blocks
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.formats.publication_date import find_publication_date, written_range
from servanda.sources.pages.date_texts import date_of_value

__all__ = ["docx_text"]

_PART_BYTES = 50 * MEGABYTE  # of one part unpacked: a long book has 5 MB [limit]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_HEADING = re.compile(r"(?:heading|titre|berschrift|encabezado)\s*([1-6])", re.IGNORECASE)
_LETTERS = re.compile(r"[\W_]+")


def docx_text(data: bytes, max_date: str) -> dict[str, Any]:
    """The paragraphs with an empty line between them, notes at the end, the title, the dates.

    Raises ValueError with two parts, what is wrong and what to do.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            roots = [_part(packed, name) for name in (_BODY, *_NOTES)]
            facts = _part(packed, "docProps/core.xml")
    except zipfile.BadZipFile as error:
        raise ValueError("is no office document", "save it again as .docx") from error
    if roots[0] is None:
        raise ValueError("is no text document", "save it as .docx, or save its text as .txt")
    pieces = [piece for root in roots if root is not None for piece in _pieces(root)]
    text = "\n\n".join(words for _, words in pieces)
    if not text:
        raise ValueError("holds no text", "recognise its text first, or save its text as .txt")
    page = "".join(_element(tag, words) for tag, words in pieces)
    inside = sum(len(_letters_in(root)) for root in roots if root is not None)
    return {
        "text": text,
        "title": _fact(facts, "title"),
        "dates": [seen for seen in _dates(text, facts) if seen["days"].strip("./") <= max_date],
        "kept_share": min(1.0, len(_LETTERS.sub("", text)) / inside) if inside else 1.0,
        "blocks": [json_value(block) for block in html_blocks(f"<body>{page}</body>", text)],
        "url": None,
        "hostname": None,
        "language": None,
        "parts": [],
    }


def _element(tag: str, words: str) -> str:
    escaped = entities.escape(words)
    if tag == "tr":
        return f"<table><tr><td>{escaped}</td></tr></table>"
    return f"<{tag}>{escaped}</{tag}>"


def _part(packed: zipfile.ZipFile, name: str) -> Any:
    """The root of a part, None where there is none."""
    try:
        with packed.open(name) as file:
            data = file.read(_PART_BYTES + 1)
    except KeyError:
        return None
    if len(data) > _PART_BYTES:
        raise ValueError(f"unpacks to more than {_PART_BYTES // MEGABYTE} MB", "split it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _pieces(root: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs and rows of tables in order, each with the element of HTML that it is."""
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        if element.tag == f"{_W}tr":
            cells = (" ".join(_words(cell).split()) for cell in element.iter(f"{_W}tc"))
            filled = [cell for cell in cells if cell]
            words = f"| {' | '.join(filled)} |" if filled else ""  # as of a page's tables
            if words and next(element.iterancestors(f"{_W}tr"), None) is None:
                yield "tr", words
        elif next(element.iterancestors(f"{_W}tr"), None) is None:
            words = _words(element).strip()
            if words:
                yield _tag(element), words


def _tag(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else style.get(f"{_W}val", "")
    level = _HEADING.search(name)
    if level:
        return f"h{level[1]}"
    if name.lower() == "title":
        return "h1"
    return "li" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else "p"


def _words(element: Any) -> str:
    """The text of an element's runs; a tab or a break is a blank."""
    pieces = []
    for part in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen", f"{_W}p"):
        if part.tag == f"{_W}t":
            pieces.append(part.text or "")
        elif part.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        else:
            pieces.append(" ")
    return "".join(pieces)


def _letters_in(root: Any) -> str:
    return _LETTERS.sub("", "".join(part.text or "" for part in root.iter(f"{_W}t")))


def _dates(text: str, facts: Any) -> Iterator[dict[str, str]]:
    """A line near the top; else the last change, by which the document was there."""
    lines = "\n".join(line for line in text.splitlines() if line.strip())
    published = find_publication_date(lines)
    if published.has_date:
        yield {"days": written_range(published), "by": "a line of the text"}
    changed = date_of_value(_fact(facts, "modified") or "")
    if changed is not None:
        yield {"days": f"../{changed.end}", "by": "the file's properties (last change)"}


def _fact(facts: Any, name: str) -> str | None:
    if facts is None:
        return None
    found = next((element.text for element in facts if element.tag.endswith(f"}}{name}")), None)
    return " ".join((found or "").split()) or None
