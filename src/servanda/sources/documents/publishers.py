"""The publisher of a document, among those that a case declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from servanda.records import Document, Source
from servanda.sources.files.problems import printable, unreadable_error
from servanda.sources.files.suggestions import closest_match

__all__ = ["with_publisher"]


def with_publisher(
    document: Document, sources: Iterable[Source], file: str | None = None, line: int = 0
) -> Document:
    """The document with the id of a declared source, if it names a publisher at all.

    A publisher is a source's id, or the host's name of its url (HTML pages).
    file, line: where the document stands, for the error. Raises UnreadableError (a SourceError).
    """
    if document.source is None:
        return document
    declared = list(sources)
    for source in declared:
        if document.source == source.id:
            return document
    hosts = {_host(source.url): source.id for source in declared if source.url}
    if _host(f"//{document.source}") in hosts:
        return replace(document, source=hosts[_host(f"//{document.source}")])
    meant = closest_match(document.source, {source.id for source in declared})
    advice = "declare it under `sources:` in case.yaml"
    raise unreadable_error(
        file or printable(document.name),
        line,
        f"publisher {printable(document.source)!r} is not among the case's sources",
        f"did you mean {meant!r}? If not, {advice}" if meant else advice,
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:  # "http://[": not an address
        return url
