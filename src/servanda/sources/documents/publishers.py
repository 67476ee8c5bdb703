"""The publisher of a document: among those that a case declares, or a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from servanda.records import Admiralty, Document, Source
from servanda.sources.files.problems import printable, unreadable_error
from servanda.sources.files.suggestions import closest_match
from servanda.sources.formats.field_types import ID_PATTERN

__all__ = [
    "host_of",
    "is_host",
    "merge_sources",
    "new_source",
    "note_of_new_source",
    "publisher_in",
    "source_of_host",
    "with_publisher",
    "with_publisher_id",
]

_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_ID = 80  # characters of an id [definition]


def with_publisher(
    document: Document, sources: Iterable[Source], file: str | None = None, line: int = 0
) -> Document:
    """The document with the id of a declared source, if it names a publisher at all.

    file, line: where the document stands, for the error. Raises UnreadableError (a SourceError).
    """
    if document.source is None:
        return document
    declared = list(sources)
    source = publisher_in(document.source, declared)
    if source is not None:
        return with_publisher_id(document, source, declared)
    meant = closest_match(document.source, {source.id for source in declared})
    advice = "declare it under `sources:` in case.yaml"
    raise unreadable_error(
        file or printable(document.name),
        line,
        f"publisher {printable(document.source)!r} is not among the case's sources",
        f"did you mean {meant!r}? If not, {advice}" if meant else advice,
    )


def publisher_in(written: str, sources: Iterable[Source]) -> Source | None:
    """The source that a publisher's id, host or name means; None where none is meant.

    A host is a publisher of its own: "en.paper.example" is not "paper.example" unless a source
    says so in its `hosts`; "www." alone makes no difference.
    """
    declared = list(sources)
    host = host_of(f"//{written}")
    tests = (
        lambda source: source.id == written,
        lambda source: source.url is not None and host_of(source.url) == host,
        lambda source: any(host == _without_www(known) for known in source.hosts),
        lambda source: any(_is_below(host, known) for known in source.hosts),
        lambda source: source.name.casefold() == written.casefold(),
    )
    for is_meant in tests:
        for source in declared:
            if is_meant(source):
                return source
    return None


def with_publisher_id(document: Document, source: Source, sources: Iterable[Source]) -> Document:
    """The document under a source, without remarks that name the same source in another way."""
    declared = list(sources)
    remarks = tuple(
        remark
        for remark in document.remarks
        if remark.key != "publisher" or publisher_in(remark.value, declared) != source
    )
    return replace(document, source=source.id, remarks=remarks)


def new_source(written: str, url: str | None, day: date, known: Iterable[Source]) -> Source:
    """A publisher that no case declares, as nobody has judged it.

    written: its host or name; url: a page of it; known: the sources there are already
    """
    ids = {source.id for source in known}
    source_id = written if re.fullmatch(ID_PATTERN, written) else _id_like(written)
    while source_id in ids:
        source_id = f"{source_id[: _LONGEST_ID - 2]}-2"
    host = host_of(url) if url else ""
    return Source(
        id=source_id,
        name=written,
        url=f"https://{written}" if is_host(written) else (f"https://{host}" if host else None),
        actor=None,
        reliability=Admiralty.F,
        note=f"came with a document on {day.isoformat()}; nobody has judged it",
        added=day,
    )


def source_of_host(host: str, file: str, known: Iterable[Source]) -> Source:
    """The host of a page in a case's folder that no source of the case has; the same each time.

    file: the first page of it; known: the sources there are already
    """
    source = new_source(host, None, date.min, known)
    return replace(source, note=f"the host of {file}; nobody has judged it", added=None)


def note_of_new_source(source: Source) -> str:
    """A line about a source that nobody has judged."""
    return f"new source {source.id} (F): {source.note}; declare it under `sources:` in case.yaml"


def is_host(written: str) -> bool:
    """True if a publisher is written as a host's name."""
    return re.fullmatch(r"[^\s/]+\.[^\s/.]+", written) is not None


def merge_sources(
    declared: Sequence[Source], kept: Iterable[Source]
) -> tuple[tuple[Source, ...], dict[str, str]]:
    """The sources of a case with those that documents brought in, and which of these it declares.

    kept: the sources that are in the store
    An added source that the case declares now, by its id, host or name, is the declared one: the
    second value has the ids that have become others.
    """
    sources, moved = list(declared), {}
    for source in kept:
        if source.added is None:
            continue
        names = (source.id, source.name, *((host_of(source.url),) if source.url else ()))
        found = next(filter(None, (publisher_in(name, declared) for name in names)), None)
        if found is None:
            sources.append(source)
        elif found.id != source.id:
            moved[source.id] = found.id
    return tuple(sources), moved


def host_of(url: str) -> str:
    """The host's name of an address without "www.", in lower case; of anything else itself."""
    try:
        return _without_www(urlsplit(url).hostname or url)
    except ValueError:  # "http://[": not an address
        return url


def _without_www(host: str) -> str:
    return host.casefold().removeprefix("www.")


def _is_below(host: str, pattern: str) -> bool:
    return pattern.startswith("*.") and host.endswith(pattern[1:].casefold())


def _id_like(written: str) -> str:
    plain = _NOT_OF_AN_ID.sub("-", written.casefold()).strip("-._")
    return plain[:_LONGEST_ID].rstrip("-._") or "publisher"
