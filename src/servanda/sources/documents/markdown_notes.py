"""Markdown: notes with their front matter, and pages without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pydantic import Field

from servanda.records import Document, DocumentKind, DocumentRemark, DocumentWithOriginal
from servanda.sources.documents.front_matter import FrontMatter, read_front_matter
from servanda.sources.documents.given_facts import with_host_of_url
from servanda.sources.documents.markdown_blocks import markdown_blocks
from servanda.sources.documents.plain_text import dated_by_line
from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.files.problems import UnreadableError
from servanda.sources.formats.field_types import Days, Entry, Id, Language, Line
from servanda.sources.formats.given_days import is_to_come
from servanda.sources.formats.publication_date import written_range
from servanda.sources.formats.read_entry import read_entry

__all__ = ["NoteHead", "read_markdown"]


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
    front = read_front_matter(whole, file.label)
    text = checked_text(whole[front.text_start :] if front else whole, file.label)
    document = replace(
        page(file, data, text, "text/markdown", recorded), blocks=markdown_blocks(text)
    )
    if front is None:
        yield SourceItem(DocumentWithOriginal(dated_by_line(document), data), file, line=0)
        return
    head, found = read_entry(NoteHead, front.fields, (), front.marked)
    problems = [*front.problems, *found]
    if head and head.published and is_to_come(head.published, recorded.date()):
        what = f"published: {written_range(head.published)} is in the future"
        advice = "write the day of publication, or none"
        problems.append(front.marked.problem(("published",), what, advice))
    if head is not None and not problems:
        document = _apply_head(document, head, front)
        line = front.marked.lines.get(("publisher",), 0)
        yield SourceItem(DocumentWithOriginal(document, data), file, line)
    for problem in problems:
        yield UnreadableError(problem)


def _apply_head(document: Document, head: NoteHead, front: FrontMatter) -> Document:
    dated = document if front.is_note else dated_by_line(document)
    if head.published is not None:
        dated = replace(document, published=head.published, dated_by="front matter")
    others = tuple(DocumentRemark(key, value, "front matter") for key, value in front.others)
    described = replace(
        dated,
        kind=DocumentKind.NOTE if front.is_note else DocumentKind.PAGE,
        source=head.publisher,
        url=head.url,
        title=head.title,
        variant_of=head.variant_of,
        language=head.language,
        remarks=others,
    )
    return described if front.is_note else with_host_of_url(described)
