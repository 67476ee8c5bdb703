"""A feed as records, and what it says of the pages that it leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urldefrag

from servanda.records import DateRange, Document, DocumentRemark, parse_range
from servanda.sources.capture.captured_page import BY, FEED
from servanda.sources.documents.extractor import Extractor
from servanda.sources.feeds.feed_format import MOST_ENTRIES
from servanda.sources.files.problems import printable
from servanda.sources.formats.publication_date import written_range

__all__ = ["Feed", "FeedEntry", "read_feed", "with_feed_entry"]

# What gives a date of publication with less authority than a feed does. [judgement]
_WEAKER = ("the address", "header ", "the file's name")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed says of one page."""

    url: str
    title: str | None
    published: DateRange | None
    feed: str  # address or name of the feed


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: the entries that are taken, and how many it has."""

    address: str  # or the name of its file
    title: str | None
    entries: tuple[FeedEntry, ...]
    count: int

    @property
    def note(self) -> str | None:
        """The line on what is left out of a long feed, or on one without entries."""
        if self.count > MOST_ENTRIES:
            return (
                f"{printable(self.address)}: has {self.count:,} entries, of which the first "
                f"{MOST_ENTRIES} are taken; watch it, or give the addresses of others"
            )
        if not self.entries:
            return f"{printable(self.address)}: a feed without entries that lead to a page"
        return None


def read_feed(extractor: Extractor, label: str, data: bytes, address: str, today: date) -> Feed:
    """The feed in these bytes; dates after today are not believed. Raises UnreadableError."""
    found = extractor.ask(label, "feed", data, address=address)
    entries = tuple(
        FeedEntry(
            urldefrag(entry["url"]).url,
            entry["title"],
            _believable(entry["published"], today),
            address,
        )
        for entry in found["entries"]
    )
    return Feed(address, found["title"], entries, found["count"])


def with_feed_entry(document: Document, entry: FeedEntry) -> Document:
    """The document with the feed's date and title where the page has none that is surer."""
    remarks = [*document.remarks, DocumentRemark(FEED, entry.feed, BY)]
    days, by = entry.published, f"feed {entry.feed}"
    if days is not None and _is_weak(document):
        document = replace(document, published=days, dated_by=by)
    elif days is not None and not _meet(document.published, days):
        remarks.append(DocumentRemark("published", written_range(days), by))
    return replace(document, title=document.title or entry.title, remarks=tuple(remarks))


def _believable(written: str | None, today: date) -> DateRange | None:
    days = None if written is None else parse_range(written)
    return days if days is not None and days.end is not None and days.end <= today else None


def _is_weak(document: Document) -> bool:
    """True if the page itself does not say when it was published."""
    return document.published.start is None or document.dated_by.startswith(_WEAKER)


def _meet(first: DateRange, second: DateRange) -> bool:
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return True
    return (second.start - first.end).days <= 1 and (first.start - second.end).days <= 1
