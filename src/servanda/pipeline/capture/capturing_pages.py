"""Taking pages at addresses into a case: what is new is kept, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import unified_diff
from enum import StrEnum
from functools import partial

from servanda.errors import SourceError
from servanda.pipeline.cases.adding_sources import keep_reading
from servanda.records import (
    Case,
    DateRange,
    Document,
    DocumentWithOriginal,
    Precision,
    Source,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import GivenFacts, ReadResult
from servanda.sources.capture.captured_page import (
    ADDRESS,
    CHANGED_BY,
    FEED,
    another_id,
    captured_item,
    feed_item,
    mark_not_there,
)
from servanda.sources.capture.exchanges import Capture, header_of
from servanda.sources.capture.page_fetcher import PageFetcher, Seen
from servanda.sources.capture.walls import address_of_nothing, is_same_page, is_short
from servanda.sources.capture.warc_format import WARC_TYPE, capture_in
from servanda.sources.documents.extractor import Extractor
from servanda.sources.documents.given_facts import with_facts
from servanda.sources.feeds.feed import Feed, FeedEntry, read_feed, with_feed_entry
from servanda.sources.feeds.feed_format import is_feed
from servanda.sources.files.items import SourceItem
from servanda.store import Store

__all__ = ["CaptureRun", "CapturedPage", "PageState"]

_FEED_BYTES = 50_000_000  # of a feed, unpacked [limit]


class PageState(StrEnum):
    """What became of an address."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """What became of one address."""

    url: str
    state: PageState
    document: Document | None = None  # as it is kept now
    before: Document | None = None  # the version that was kept before
    error: SourceError | None = None
    is_feed: bool = False
    note: str | None = None  # what else there is to say, in one line
    kept_share: float | None = None

    @property
    def difference(self) -> tuple[str, ...]:
        """The lines that went ("-") and came ("+"), in their order."""
        if self.state is not PageState.CHANGED or self.before is None or self.document is None:
            return ()
        old, new = (page.text.splitlines() for page in (self.before, self.document))
        lines = list(unified_diff(old, new, lineterm="", n=0))[2:]
        return tuple(line for line in lines if not line.startswith("@@"))


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A page that was fetched and is to be kept."""

    page: CapturedPage
    item: SourceItem
    beside: tuple[DocumentWithOriginal, ...] = ()  # an earlier version, which it follows


@dataclass(slots=True)
class CaptureRun:
    """Fetches addresses one after the other, and keeps what is new of each.

    clock: aware, UTC; when pages are recorded
    given: what the user says of every page; is_strict: keep nothing before all is fetched
    """

    store: Store
    case: Case
    fetcher: PageFetcher
    clock: Callable[[], datetime]
    given: GivenFacts | None = None
    is_strict: bool = False
    new_sources: list[Source] = field(default_factory=list)
    _known: dict[str, list[Document]] | None = None  # read when the first page is fetched
    _waiting: list[_Fetched] = field(default_factory=list)

    def pages(
        self,
        addresses: Iterable[str],
        entries: Iterable[FeedEntry] = (),
        progress: Progress = ignore_progress,
    ) -> Iterator[CapturedPage]:
        """What becomes of each address, and of each page that a feed among them leads to.

        Each is kept before the next is fetched, unless the run is strict.
        """
        waiting: list[tuple[str, FeedEntry | None]] = [
            *((url, None) for url in dict.fromkeys(addresses)),
            *((entry.url, entry) for entry in entries),
        ]
        seen: set[str] = set()
        done = 0
        with Extractor() as extractor:
            while done < len(waiting):
                url, entry = waiting[done]
                progress("fetching", done, len(waiting))
                done += 1
                if url in seen:
                    continue
                seen.add(url)
                for page, feed in self._page(url, entry, extractor):
                    waiting += [(found.url, found) for found in (feed.entries if feed else ())]
                    yield page
        progress("fetching", done, len(waiting))

    def keep(self) -> None:
        """Keep all that a strict run has fetched, in one transaction."""
        if self._waiting:
            self._keep_together(self._waiting)
            self._waiting.clear()

    def _captured(self) -> dict[str, list[Document]]:
        """The versions of each address that are kept, oldest first."""
        if self._known is None:
            self._known = captured_versions(self.store.documents(self.case.id))
        return self._known

    def _is_id_of_another(self, name: str, url: str) -> bool:
        """True if the page of another address has the id: "www.", the scheme, "%2F" are told."""
        return any(
            versions[0].id == name
            for address, versions in self._captured().items()
            if address != url
        )

    def _page(
        self, url: str, entry: FeedEntry | None, extractor: Extractor
    ) -> Iterator[tuple[CapturedPage, Feed | None]]:
        versions = self._captured().get(url, [])
        before = versions[-1] if versions else None
        last = None if before is None else capture_in(self.store.original(before.sha256))
        try:
            capture = self.fetcher.capture(url, seen_of(last))
            if capture is None or (last and capture.payload_sha256 == last.payload_sha256):
                feed = self._feed(last, extractor) if last else None
                yield CapturedPage(url, PageState.UNCHANGED, before, is_feed=feed is not None), feed
                return
            feed = self._feed(capture, extractor)
            fetched = self._page_to_keep(capture, entry, feed, versions, extractor)
        except SourceError as error:
            yield CapturedPage(url, PageState.REFUSED, before=before, error=error), None
            return
        yield self._kept_page(fetched), feed

    def _feed(self, capture: Capture | None, extractor: Extractor) -> Feed | None:
        """The feed that was captured; None of a page. Raises SourceError."""
        if capture is None or not 200 <= capture.page.status < 300:
            return None
        try:
            data = capture.page.content(_FEED_BYTES)
        except ValueError:
            return None
        if not is_feed(data):
            return None
        tomorrow = self.clock().date() + timedelta(days=1)
        return read_feed(extractor, capture.asked_url, data, capture.page.url, tomorrow)

    def _page_to_keep(
        self,
        capture: Capture,
        entry: FeedEntry | None,
        feed: Feed | None,
        versions: Sequence[Document],
        extractor: Extractor,
    ) -> _Fetched:
        """The page as it is to be kept, in its place among the versions that are kept."""
        recorded = self.clock()
        if feed is not None:
            item = feed_item(capture, recorded, feed.title)
        else:
            item = self._content_item(capture, recorded, extractor)
        if entry is not None:
            item = item.with_document(with_feed_entry(item.kept.document, entry))
        if self.given is not None:
            item = item.with_document(with_facts(item.kept.document, self.given))
        before = versions[-1] if versions else None
        if before is None and self._is_id_of_another(item.kept.document.id, capture.asked_url):
            item = item.with_id(another_id(capture.asked_url))
        elif before is not None:
            item = item.with_id(versions[0].id)
        told = self.given is not None and self.given.publisher is not None
        if before is not None and before.source is not None and not told:
            same = replace(item.kept.document, source=before.source)  # whose page it was given as
            item = item.with_document(same)
        if before is not None and _says_the_same(before, item.kept.document):
            page = CapturedPage(capture.asked_url, PageState.UNCHANGED, before)
            return _Fetched(replace(page, is_feed=feed is not None), item)
        beside: tuple[DocumentWithOriginal, ...] = ()
        # A feed takes the place of what it was, which stays in the store.
        if before is not None and feed is None:
            item = replace(item, kept=_as_next_version(item.kept, versions))
            beside = self._earlier_version(versions, item.kept.document)
        page = CapturedPage(
            url=capture.asked_url,
            state=PageState.NEW if before is None else PageState.CHANGED,
            document=item.kept.document,
            before=before,
            is_feed=feed is not None,
            note=None if feed is None else feed.note,
            kept_share=item.kept.kept_share,
        )
        return _Fetched(page, item, beside)

    def _content_item(
        self, capture: Capture, recorded: datetime, extractor: Extractor
    ) -> SourceItem:
        """The page; a short one is compared with what the server sends where nothing is."""
        item = captured_item(capture, recorded, extractor)
        document = item.kept.document
        if document.unread_reason is not None or not is_short(document.text):
            return item
        try:
            nothing = self.fetcher.capture(address_of_nothing(capture.page.url))
        except SourceError:
            return item
        if nothing is None or not 200 <= nothing.page.status < 300:
            return item
        other = captured_item(nothing, recorded, extractor).kept.document
        texts = (document.text, capture.page.url, other.text, nothing.page.url)
        return mark_not_there(item) if is_same_page(*texts) else item

    def _earlier_version(
        self, versions: Sequence[Document], new: Document
    ) -> tuple[DocumentWithOriginal, ...]:
        """The last version that was read, as one that the new one retells with changes."""
        if new.unread_reason is not None:
            return ()
        last = next((old for old in reversed(versions) if old.unread_reason is None), None)
        if last is None:
            return ()
        original = self.store.original(last.sha256)
        return (DocumentWithOriginal(replace(last, variant_of=new.id), original),)

    def _kept_page(self, fetched: _Fetched) -> CapturedPage:
        """The page as it is kept now, or will be if the run is strict."""
        page = fetched.page
        if page.state is PageState.UNCHANGED:
            return page
        if self.is_strict:
            self._waiting.append(fetched)
        else:
            (kept,) = self._keep_together([fetched])
            page = replace(page, document=kept.document)
        self._captured().setdefault(page.url, []).append(fetched.item.kept.document)
        return page

    def _keep_together(self, every: Sequence[_Fetched]) -> Sequence[DocumentWithOriginal]:
        """Keep pages in one transaction, under the sources that the case has by now."""
        reading = ReadResult(tuple(fetched.item for fetched in every), ())
        beside = [document for fetched in every for document in fetched.beside]
        kept, sources = keep_reading(self.store, reading, self.case, self.clock(), beside)
        self.new_sources += sources
        self.case = self.store.case(self.case.id)
        return kept


def captured_versions(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """The documents that were captured, by the address that was asked for, oldest first."""
    found: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda each: (each.recorded, each.id)):
        address = _remark(document, ADDRESS)
        if address is not None and document.media_type == WARC_TYPE:
            found.setdefault(address, []).append(document)
    return found


def seen_of(capture: Capture | None) -> Seen:
    """What a server is told of the version that is kept; nothing of one that was no success."""
    if capture is None or capture.page.status != 200 or len(capture.exchanges) > 1:
        return Seen()
    header = partial(header_of, capture.page.received)
    return Seen(header("ETag"), header("Last-Modified"))


def _remark(document: Document, key: str) -> str | None:
    return next((remark.value for remark in document.remarks if remark.key == key), None)


def _says_the_same(old: Document, new: Document) -> bool:
    """True if nothing that is read has changed, whatever else did on the page."""
    if _remark(new, FEED) == _remark(new, ADDRESS):  # a feed: nobody reads its text
        return False
    told = [(page.unread_reason, page.text, page.title) for page in (old, new)]
    return told[0] == told[1]


def _as_next_version(
    kept: DocumentWithOriginal, versions: Sequence[Document]
) -> DocumentWithOriginal:
    """The document as a version of its own, public since some moment after the last capture."""
    document, before = kept.document, versions[-1]
    ids = {version.id for version in versions}
    day = document.recorded.date()
    name = f"{document.id}@{day.isoformat()}"
    if name in ids:
        name = f"{document.id}@{document.recorded.strftime('%Y-%m-%dT%H%M%SZ')}"
    changed = replace(document, id=name)
    if document.unread_reason is None:
        between = DateRange(before.recorded.date(), day, Precision.RANGE)
        changed = replace(changed, published=between, dated_by=CHANGED_BY)
    return replace(kept, document=changed)
