"""The publishers that the dossier rests on, and every document with its digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.page.item import publisher
from servanda.dossier.print.dates import date_range_text, minute, short_day
from servanda.dossier.print.numbers import exact_number, rounded_probability
from servanda.dossier.print.untrusted_text import language_tag, web_address
from servanda.records import Admiralty, Bearing, Document, DocumentKind, Source, UnusedDocument

__all__ = [
    "DocumentEntry",
    "SourceRow",
    "UnusedEntry",
    "document_entries",
    "source_rows",
    "unused_entries",
]

_LETTERS = {
    Admiralty.A: "completely reliable",
    Admiralty.B: "usually reliable",
    Admiralty.C: "fairly reliable",
    Admiralty.D: "not usually reliable",
    Admiralty.E: "unreliable",
    Admiralty.F: "cannot be judged",
}

_KINDS = {
    DocumentKind.PAGE: "page",
    DocumentKind.NOTE: "analyst\N{RIGHT SINGLE QUOTATION MARK}s note",
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One publisher."""

    name: str
    address: str | None
    letter: str
    meaning: str
    voice_of: str | None
    documents: int
    items: int  # of evidence that bear on an obligation
    until: str | None  # the last day that its documents or a declared coverage reach


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One kept document."""

    label: str
    title: str
    language: str | None
    kind: str
    publisher: str
    address: str | None
    raw_address: str | None
    published: str
    recorded: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UnusedEntry:
    """One document on which no item of evidence rests."""

    label: str
    title: str
    language: str | None
    published: str
    read: bool
    sentence: str | None  # the one nearest to any duty
    duty: str | None
    anchor: str | None  # of the duty's section
    nearness: Markup | None


def source_rows(catalogue: Catalogue) -> tuple[SourceRow, ...]:
    """The publishers with a document in the trail or a declared coverage, most documents first."""
    documents = Counter(document.source for document in catalogue.documents.values())
    items: Counter[str | None] = Counter()
    for item in catalogue.evidence.values():
        document = catalogue.documents.get(item.document or "")
        if document is not None and item.bearing is Bearing.BEARS:
            items[document.source] += 1
    rows = [
        _source_row(source, documents[key], items[key], catalogue)
        for key, source in catalogue.sources.items()
        if documents[key] or key in catalogue.source_ends
    ]
    return tuple(sorted(rows, key=lambda row: (-row.documents, row.name)))


def _source_row(source: Source, documents: int, items: int, catalogue: Catalogue) -> SourceRow:
    end = catalogue.source_ends.get(source.id)
    return SourceRow(
        name=source.name,
        address=web_address(source.url),
        letter=source.reliability.value,
        meaning=_LETTERS[source.reliability],
        voice_of=None if source.actor is None else catalogue.actor(source.actor),
        documents=documents,
        items=items,
        until=None if end is None else short_day(end),
    )


def document_entries(catalogue: Catalogue) -> tuple[DocumentEntry, ...]:
    """Every document that was public by the as-of day, in the trail's order."""
    return tuple(_document_entry(document, catalogue) for document in catalogue.documents.values())


def _document_entry(document: Document, catalogue: Catalogue) -> DocumentEntry:
    address = web_address(document.url)
    return DocumentEntry(
        label=catalogue.document_label(document.id) or document.id,
        title=document.title or document.name,
        language=language_tag(document.language),
        kind=_KINDS[document.kind],
        publisher=publisher(document, catalogue),
        address=address,
        raw_address=None if address else document.url,
        published=date_range_text(document.published),
        recorded=minute(document.recorded),
        sha256=document.sha256,
    )


def unused_entries(
    unused: Iterable[UnusedDocument], catalogue: Catalogue
) -> tuple[UnusedEntry, ...]:
    """The documents that no item rests on, in the order given; only what was public by the day."""
    return tuple(
        _unused_entry(entry, catalogue)
        for entry in unused
        if entry.document.id in catalogue.documents
    )


def _unused_entry(unused: UnusedDocument, catalogue: Catalogue) -> UnusedEntry:
    document, nearest = unused.document, unused.nearest
    return UnusedEntry(
        label=catalogue.document_label(document.id) or document.id,
        title=document.title or document.name,
        language=language_tag(document.language),
        published=date_range_text(document.published),
        read=unused.read,
        sentence=None if nearest is None else nearest.text,
        duty=None if nearest is None else nearest.obligation,
        anchor=None if nearest is None else catalogue.anchor(nearest.obligation),
        nearness=None
        if nearest is None
        else exact_number(nearest.nearness, rounded_probability(nearest.nearness)),
    )
