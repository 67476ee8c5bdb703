"""Pages and feeds of a case, asked for again: what is new, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servanda.errors import NotFoundError
from servanda.pipeline.capture.capturing_pages import (
    CapturedPage,
    CaptureRun,
    captured_versions,
)
from servanda.records import Document
from servanda.records.progress import Progress, ignore_progress
from servanda.sources.capture.captured_page import FEED

__all__ = ["watch_case"]


def watch_case(run: CaptureRun, progress: Progress = ignore_progress) -> Iterator[CapturedPage]:
    """What becomes of every address that the case has pages from, feeds first.

    Raises NotFoundError if it has none.
    """
    addresses = watched_addresses(run.store.documents(run.case.id))
    if not addresses:
        raise NotFoundError(
            f"{run.case.id} has no pages that were fetched; add one with "
            f"`servanda add {run.case.id} https://...`"
        )
    return run.pages(addresses, (), progress)


def watched_addresses(documents: Iterable[Document]) -> tuple[str, ...]:
    """The feeds that led to pages, and the pages, each once in the order of their names."""
    every = list(documents)
    pages = captured_versions(every)
    feeds = {
        remark.value
        for document in every
        for remark in document.remarks
        if remark.key == FEED and remark.value in pages
    }
    return (*sorted(feeds), *sorted(pages.keys() - feeds))
