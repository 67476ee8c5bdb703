"""Markdown: notes with their front matter, and pages without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pydantic import Field

from servanda.records import Document, DocumentKind, DocumentWithOriginal
from servanda.sources.documents.markdown_blocks import markdown_blocks
from servanda.sources.documents.plain_text import dated_by_line
from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.files.problems import UnreadableError, unreadable_error
from servanda.sources.formats.field_types import Days, Entry, Id, Language, Line
from servanda.sources.formats.located import Located
from servanda.sources.formats.located_yaml import read_yaml
from servanda.sources.formats.read_entry import read_entry

__all__ = ["NoteHead", "read_markdown"]

FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


class NoteHead(Entry):
    """The front matter of a Markdown file."""

    publisher: Id | None = Field(None, description="source id of who published the page")
    url: Line | None = Field(None, description="the page's address")
    published: Days | None = Field(None, description="when the page became public")
    title: Line | None = Field(None, description="the page's title")
    variant_of: Line | None = Field(
        None, description="id of the document or fact that this one retells with changes"
    )
    language: Language | None = Field(None, description="two letters (ISO 639-1): en, ko")


def read_markdown(
    file: SourceFile, data: bytes, recorded: datetime
) -> Iterator[SourceItem | UnreadableError]:
    """A note if the front matter names a publisher or an address, else a page.

    The text is what follows the front matter, unchanged. Raises UnreadableError.
    """
    whole = decode_text(data, file.label)
    match = FRONT_MATTER.match(whole)
    if match is None and re.match(r"---[ \t]*\r?\n", whole):
        raise unreadable_error(
            file.label, 1, "has a front matter that does not end", "close it with a line `---`"
        )
    text = checked_text(whole[match.end() :] if match else whole, file.label)
    document = replace(
        page(file, data, text, "text/markdown", recorded), blocks=markdown_blocks(text)
    )
    if match is None:
        yield SourceItem(DocumentWithOriginal(dated_by_line(document), data), file, line=0)
        return
    marked, problems = read_yaml(match[1], file.label, first_line=2)
    if marked is not None:
        value = {} if marked.value is None else marked.value
        head, found = read_entry(NoteHead, value, (), marked)
        problems += found
        if head is not None and not problems:
            yield SourceItem(
                DocumentWithOriginal(_apply_head(document, head), data), file, _line(marked)
            )
    for problem in problems:
        yield UnreadableError(problem)


def _apply_head(document: Document, head: NoteHead) -> Document:
    is_note = head.publisher is not None or head.url is not None
    dated = document if is_note else dated_by_line(document)
    if head.published is not None:
        dated = replace(document, published=head.published, dated_by="front matter")
    return replace(
        dated,
        kind=DocumentKind.NOTE if is_note else DocumentKind.PAGE,
        source=head.publisher,
        url=head.url,
        title=head.title,
        variant_of=head.variant_of,
        language=head.language,
    )


def _line(marked: Located) -> int:
    return marked.lines.get(("publisher",), 0)
