"""The entries of a feed. Runs inside `extraction_worker`: feeds can be hostile."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from servanda.sources.formats.publication_date import written_range
from servanda.sources.pages.date_texts import date_of_value

__all__ = ["MOST_ENTRIES", "feed_entries", "is_feed"]

# Of one feed that are taken in one go: at one page a second they take ten minutes. [limit]
MOST_ENTRIES = 500
_HEAD_BYTES = 4_000  # within which a feed says that it is one [limit]
_XML = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)[\s>]", re.IGNORECASE)
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_JSON = re.compile(rb"https?://(?:www\.)?jsonfeed\.org/version")
_LONGEST_TITLE = 500  # characters [limit]


def is_feed(data: bytes) -> bool:
    """True if the bytes say near their beginning that they are a feed."""
    head = data[:_HEAD_BYTES]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    found = _XML.search(head) if start == b"<" else None
    if found is not None:
        return b"<html" not in head[: found.start()].lower()
    return start == b"{" and _JSON.search(head.replace(rb"\/", b"/")) is not None


def feed_entries(data: bytes, address: str) -> dict[str, Any]:
    """The feed's title, its first entries in their order, and how many it has.

    address: of the feed, against which relative addresses count
    Raises ValueError with two parts, what is wrong and what to do.
    """
    if not is_feed(data):
        raise ValueError("is no feed", "give RSS, Atom or JSON Feed")
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return _json_feed(data, address) if is_json else _xml_feed(data, address)


def _xml_feed(data: bytes, address: str) -> dict[str, Any]:
    import feedparser

    whole = sum(1 for _ in _ITEM.finditer(data))
    found = feedparser.parse(
        io.BytesIO(_first_items(data)),
        response_headers={"content-location": address},
        sanitize_html=False,
    )
    entries = [_xml_entry(entry, found.version, address) for entry in found.entries]
    return _feed(found.feed.get("title"), entries, max(whole, len(entries)))


def _first_items(data: bytes) -> bytes:
    """The feed up to its last item that is taken, closed again; all of it if it is short."""
    after = next(islice(_ITEM.finditer(data), MOST_ENTRIES, None), None)
    if after is None:
        return data
    ends = [match.end() for match in _ITEM_END.finditer(data, 0, after.start())]
    kind = _XML.search(data)
    if not ends or kind is None:
        return data[: after.start()]
    root = kind[0][1:-1].strip()
    closing = b"</channel></rss>" if kind[1].lower() == b"rss" else b"</" + root + b">"
    return data[: ends[-1]] + closing


def _xml_entry(entry: Any, version: str, address: str) -> dict[str, Any]:
    published, changed = (dict.get(entry, key) for key in ("published", "updated"))
    if not published and version.startswith("rss"):
        published = changed  # of RSS the only date that there is, as dc:date
    return {
        "url": urljoin(address, entry.get("link") or "") if entry.get("link") else None,
        "title": entry.get("title"),
        "published": published,
        "changed": changed,
    }


def _json_feed(data: bytes, address: str) -> dict[str, Any]:
    try:
        whole = json.loads(data)
        items = whole.get("items") if isinstance(whole, dict) else None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON ({error})", "give a whole feed") from error
    if not isinstance(items, list):
        raise ValueError("is a feed without items", "give a JSON Feed")
    entries = [
        _json_entry(item, address) for item in items[:MOST_ENTRIES] if isinstance(item, dict)
    ]
    return _feed(whole.get("title"), entries, len(items))


def _json_entry(item: dict[str, Any], address: str) -> dict[str, Any]:
    url = item.get("url") or item.get("external_url") or item.get("id")
    return {
        "url": urljoin(address, url) if isinstance(url, str) else None,
        "title": item.get("title"),
        "published": item.get("date_published"),
        "changed": item.get("date_modified"),
    }


def _feed(title: object, entries: list[dict[str, Any]], count: int) -> dict[str, Any]:
    return {
        "title": _line(title),
        "entries": [
            {
                "url": entry["url"],
                "title": _line(entry["title"]),
                "published": _days(entry["published"]),
                "changed": _days(entry["changed"]),
            }
            for entry in _with_addresses(entries)
        ],
        "count": count,
    }


def _with_addresses(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The entries that lead somewhere, each address once."""
    seen: set[str] = set()
    for entry in entries[:MOST_ENTRIES]:
        url = entry["url"]
        if url and url.startswith(("http://", "https://")) and url not in seen:
            seen.add(url)
            yield entry


def _line(value: object) -> str | None:
    plain = re.sub(r"<[^>]{0,200}>", "", value) if isinstance(value, str) else ""
    return " ".join(plain.split())[:_LONGEST_TITLE] or None


def _days(value: object) -> str | None:
    found = date_of_value(value) if isinstance(value, str) else None
    return None if found is None else written_range(found)
