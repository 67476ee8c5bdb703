"""Adding files and folders to a case: what can be taken is taken, the rest is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from servanda.errors import CaseChangedError, SourceError
from servanda.records import Case, Document, DocumentWithOriginal, Source
from servanda.sources import (
    GivenFacts,
    ReadResult,
    is_instrument,
    new_source,
    publisher_in,
    raise_all,
    read_items,
    with_publisher_id,
    without_instruments,
)
from servanda.sources.archives.archive_files import ARCHIVE_FORMATS
from servanda.store import Store

__all__ = ["AddedSources", "add_sources", "keep_reading"]

# Times that an addition is made again on the case as others have just changed it.
# [judgement; not from outside]
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class AddedSources:
    """What an act of adding kept, and what it did not."""

    documents: tuple[Document, ...]  # as they are stored now, in the order in which they were read
    refusals: tuple[SourceError, ...]
    left_out: tuple[str, ...]  # one line each
    new_sources: tuple[Source, ...]  # publishers that the case did not have
    kept_shares: Mapping[str, float]  # of each page's letters that are in the text, by document
    replaced: tuple[str, ...]  # ids of documents of which another version was kept before


def add_sources(
    store: Store,
    case: Case,
    paths: Iterable[Path],
    now: datetime,
    given: GivenFacts | None = None,
    strict: bool = False,
    may_be_none: bool = False,
) -> AddedSources:
    """Keep files and folders as documents of a case, all in one transaction.

    A publisher that the case does not have becomes a source of it, with the letter F.
    given: what the user says of every document; strict: keep nothing if anything is refused
    may_be_none: it is no error that nothing can be taken
    Raises what is wrong, if it is strict or nothing can be taken.
    """
    texts = {digest for name, digest in store.case_files(case.id).items() if is_instrument(name)}
    reading = without_instruments(
        read_items(paths, now, given=given, more_formats=ARCHIVE_FORMATS), texts
    )
    if strict or not (reading.items or may_be_none):
        raise_all((*reading.errors, *(reading.unread if strict else ())))
    if not reading.items:
        return AddedSources((), reading.errors, reading.left_out, (), {}, ())
    before = {document.id: document.sha256 for document in store.documents(case.id)}
    kept, sources = keep_reading(store, reading, case, now)
    stored = {document.id: document for document in store.documents(case.id)}
    ids = [item.document.id for item in kept]
    return AddedSources(
        documents=tuple(stored[name] for name in ids),
        refusals=reading.errors,
        left_out=reading.left_out,
        new_sources=sources,
        kept_shares={
            item.document.id: item.kept_share for item in kept if item.kept_share is not None
        },
        replaced=tuple(
            name for name in ids if name in before and before[name] != stored[name].sha256
        ),
    )


def keep_reading(
    store: Store,
    reading: ReadResult,
    case: Case,
    now: datetime,
    beside: Sequence[DocumentWithOriginal] = (),
) -> tuple[Sequence[DocumentWithOriginal], tuple[Source, ...]]:
    """Keep what was read, again where somebody has added sources to the case meanwhile.

    beside: documents of the case that are kept in the same transaction
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        kept, sources = _under_publishers(reading, case, now)
        try:
            store.keep_all(
                (*kept, *beside), replace(case, sources=(*case.sources, *sources)), read=case
            )
        except CaseChangedError:
            if not attempts_left:
                raise
            case = store.case(case.id)
        else:
            return kept, sources
    raise AssertionError


def _under_publishers(
    reading: ReadResult, case: Case, now: datetime
) -> tuple[Sequence[DocumentWithOriginal], tuple[Source, ...]]:
    """The documents under sources of the case, and the sources that it did not have."""
    known = list(case.sources)
    kept = []
    for item in reading.items:
        document = item.kept.document
        if document.source is not None:
            source = publisher_in(document.source, known)
            if source is None:
                source = new_source(document.source, document.url, now.date(), known)
                known.append(source)
            document = with_publisher_id(document, source, known)
        kept.append(replace(item.kept, document=document))
    return kept, tuple(known[len(case.sources) :])
