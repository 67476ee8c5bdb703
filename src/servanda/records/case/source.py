"""Publishers, and the documents of theirs that we keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from servanda.records.case.block import Block
from servanda.records.codec import LEFT_OUT_IF_EMPTY
from servanda.records.times import DateRange, Precision

__all__ = [
    "Admiralty",
    "DeclaredCoverage",
    "Document",
    "DocumentKind",
    "DocumentRemark",
    "DocumentWithOriginal",
    "Source",
]


class Admiralty(StrEnum):
    """Reliability of a source by the Admiralty code (NATO STANAG 2511)."""

    A = "A"  # completely reliable
    B = "B"  # usually reliable
    C = "C"  # fairly reliable
    D = "D"  # not usually reliable
    E = "E"  # unreliable
    F = "F"  # cannot be judged


@dataclass(frozen=True, slots=True)
class DeclaredCoverage:
    """A period of which all that a source published, or all of a kind, is kept."""

    first: date
    last: date
    of: str  # what is complete, in the analyst's words


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher."""

    id: str
    name: str
    url: str | None
    actor: str | None  # the actor whose voice it is: state media, a ministry's own page
    reliability: Admiralty
    # Days on which its silence may count; none unless the analyst declares them.
    coverage: tuple[DeclaredCoverage, ...] = ()
    # Further hosts whose pages are its own: "en.paper.example", or "*.paper.example" for any.
    hosts: tuple[str, ...] = field(default=(), metadata={LEFT_OUT_IF_EMPTY: True})
    note: str = field(default="", metadata={LEFT_OUT_IF_EMPTY: True})
    # The day on which a document that was added brought it in; None: the case declares it.
    added: date | None = field(default=None, metadata={LEFT_OUT_IF_EMPTY: True})


class DocumentKind(StrEnum):
    """What a kept document is: a publication, or a note on one."""

    PAGE = "page"  # the item itself
    NOTE = "note"  # an analyst's own-words summary of a page: never an origin, never a copy


UNREAD = "unread"  # the key of a remark that says why a file was kept and not read


@dataclass(frozen=True, slots=True)
class DocumentRemark:
    """A key and a value that something says of a document, and what says it."""

    key: str
    value: str
    by: str  # "front matter", "meta article:modified_time", "dates.csv:3"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of one publisher: the digest of the original, and the text as a working copy."""

    id: str
    kind: DocumentKind
    sha256: str  # of the original bytes
    text: str  # extracted; offsets elsewhere count its Unicode code points
    name: str  # the file's name or the address's last part
    media_type: str
    source: str | None  # source id of the publisher
    url: str | None
    title: str | None
    published: DateRange
    recorded: datetime  # aware, UTC
    language: str | None  # ISO 639-1
    variant_of: str | None  # id of the document or fact this one retells with changes
    # Its parts in the order of the text; none where they would tell no more than its lines do.
    blocks: tuple[Block, ...] = field(default=(), metadata={LEFT_OUT_IF_EMPTY: True})
    # What says when it was published: "meta article:published_time", "dates.csv:3"; "" if unknown.
    dated_by: str = field(default="", metadata={LEFT_OUT_IF_EMPTY: True})
    # What else is said of it: keys of its head that are not ours, dates and publishers that differ.
    remarks: tuple[DocumentRemark, ...] = field(default=(), metadata={LEFT_OUT_IF_EMPTY: True})

    @property
    def unread_reason(self) -> str | None:
        """Why its file was kept and not read; None of a document that was."""
        return next((remark.value for remark in self.remarks if remark.key == UNREAD), None)

    @property
    def is_undated(self) -> bool:
        """True if it counts only from the day on which we kept it."""
        return self.published.end is None

    @property
    def publication(self) -> DateRange:
        """When it became public: its own dates, else no later than the day we kept it."""
        if self.published.end is not None:
            return self.published
        return DateRange(None, self.recorded.date(), Precision.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DocumentWithOriginal:
    """A document with the original bytes it was made from."""

    document: Document
    original: bytes
    kept_share: float | None = None  # of the letters of the page that are in the text; 0..1
