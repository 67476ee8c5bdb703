"""Adding files, folders, addresses and feeds to a case in one act of the user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from servanda.claims import language_note
from servanda.pipeline.capture.capturing_pages import CapturedPage, CaptureRun, PageState
from servanda.pipeline.cases.adding_sources import AddedSources, add_sources
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import raise_all
from servanda.sources.documents.extractor import Extractor
from servanda.sources.feeds.feed import Feed, read_feed
from servanda.sources.feeds.feed_format import is_feed
from servanda.sources.files.limits import HTML_BYTES
from servanda.sources.files.paths import display_path, read_bytes
from servanda.sources.files.problems import UnreadableError

__all__ = ["add_everything", "is_address"]

_FEED_ENDINGS = (".xml", ".rss", ".atom", ".json")  # of files that may be feeds [definition]


@dataclass(frozen=True, slots=True)
class _GivenThings:
    """What a user named, by its kind."""

    paths: tuple[Path, ...]
    addresses: tuple[str, ...]
    feeds: tuple[Feed, ...]  # in files


def is_address(source: str) -> bool:
    """True if a source is an address of the web."""
    return source.lower().startswith(("http://", "https://"))


def add_everything(
    run: CaptureRun, sources: Iterable[str], progress: Progress = ignore_progress
) -> AddedSources:
    """Keep what files, folders, addresses and feeds hold.

    Raises what is wrong, if the run is strict or nothing can be taken.
    """
    things = _sorted_by_kind(run, sources)
    entries = [entry for feed in things.feeds for entry in feed.entries]
    pages = list(run.pages(things.addresses, entries, progress))
    errors = [page.error for page in pages if page.error is not None]
    is_empty = len(errors) == len(pages)
    if run.is_strict or (is_empty and not things.paths):
        raise_all(errors)
    added = _added_files(run, things, not is_empty, progress)
    run.keep()
    notes = [feed.note for feed in things.feeds if feed.note is not None]
    return _added_in_all(run, added, pages, notes)


def _sorted_by_kind(run: CaptureRun, sources: Iterable[str]) -> _GivenThings:
    paths, addresses, feeds = [], [], []
    with Extractor() as extractor:
        for source in sources:
            feed = None if is_address(source) else _feed_in_file(run, Path(source), extractor)
            if is_address(source):
                addresses.append(source.strip())
            elif feed is not None:
                feeds.append(feed)
            else:
                paths.append(Path(source))
    return _GivenThings(tuple(paths), tuple(addresses), tuple(feeds))


def _feed_in_file(run: CaptureRun, path: Path, extractor: Extractor) -> Feed | None:
    """The feed in a file; None of a file that is none, or cannot be read."""
    if path.suffix.lower() not in _FEED_ENDINGS:
        return None
    label = display_path(path)
    try:
        data = read_bytes(path, label, HTML_BYTES)
    except UnreadableError:
        return None
    if not is_feed(data):
        return None
    tomorrow = run.clock().date() + timedelta(days=1)
    return read_feed(extractor, label, data, path.name, tomorrow)


def _added_files(
    run: CaptureRun, things: _GivenThings, may_be_none: bool, progress: Progress
) -> AddedSources:
    if not things.paths:
        return AddedSources((), (), (), (), {}, ())
    rest = (run.given, run.is_strict, may_be_none, progress)
    added = add_sources(run.store, run.case, things.paths, run.clock(), *rest)
    run.case = run.store.case(run.case.id)
    return added


def _added_in_all(
    run: CaptureRun, added: AddedSources, pages: Sequence[CapturedPage], notes: Sequence[str]
) -> AddedSources:
    kept = [
        run.store.document(run.case.id, page.document.id)
        for page in pages
        if page.document is not None
    ]
    shares = {
        page.document.id: page.kept_share
        for page in pages
        if page.document is not None and page.kept_share is not None
    }
    errors = [page.error for page in pages if page.error is not None]
    return AddedSources(
        documents=(*added.documents, *kept),
        refusals=(*added.refusals, *errors),
        left_out=(*added.left_out, *notes, *_notes_on_pages(pages)),
        new_sources=(*added.new_sources, *run.new_sources),
        kept_shares={**added.kept_shares, **shares},
        replaced=added.replaced,
        language_notes=(*added.language_notes, *filter(None, map(language_note, kept))),
        kept_before=added.kept_before,
    )


def _notes_on_pages(pages: Iterable[CapturedPage]) -> Iterator[str]:
    for page in pages:
        if page.note is not None:
            yield page.note
        if page.state is PageState.UNCHANGED and page.document is not None:
            yield f"{page.document.id}: has not changed since it was kept"
        if page.state is PageState.CHANGED and page.document is not None:
            yield f"{page.document.id}: changed since it was kept; both versions are"
