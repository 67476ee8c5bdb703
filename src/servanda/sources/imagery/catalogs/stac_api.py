"""STAC APIs: a search by place, time and collection, page by page, within limits."""

from __future__ import annotations

import hashlib
import json
import time
import warnings
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pystac
from pystac_client import Client
from pystac_client.errors import ClientTypeError
from pystac_client.exceptions import APIError
from pystac_client.stac_api_io import StacApiIO

from servanda.atomic_write import keep_file
from servanda.errors import SourceError
from servanda.records import Geometry
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.problems import printable
from servanda.sources.http_client import Answer, FetchError, Limits, Request, fetch
from servanda.sources.imagery.catalogs.stac_files import refuse_crowded, with_absolute_hrefs
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from servanda.sources.imagery.pixels.remote_files import MOST_REDIRECTS, display_href
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.scenes.scene_entry import SceneEntry
from servanda.sources.imagery.scenes.search_result import SearchResult, collect_results

__all__ = ["scenes_of_api"]

PAGE_ITEMS = 100  # asked for at once [limit]
MOST_ITEMS = 10_000  # of one place: twenty years of every Sentinel and Landsat are fewer [limit]

PAGE_BYTES = 50 * MEGABYTE  # a hundred items of Sentinel-2 have some 5 MB [limit]

# Status of a server that is busy: worth asking again. [judgement; not from outside]
AGAIN = (429, 502, 503, 504)

FIRST_PAUSE_S = 0.2  # before asking again; each further one is twice as long [limit]

# What pystac-client raises at answers that are no STAC.
MALFORMED = (
    APIError, pystac.STACError, pystac.STACTypeError, ClientTypeError,
    NotImplementedError, OSError, KeyError, ValueError, TypeError, AttributeError,
)  # fmt: skip

Bounds = tuple[float, float, float, float]


def scenes_of_api(
    url: str,
    place: Geometry,
    between: tuple[datetime, datetime],
    collections: Collection[str] = (),
    *,
    kept: Path | None = None,
    patience: Timeouts = PATIENCE,
) -> SearchResult:
    """The scenes that an API has of a place.

    between: first and last moment; aware
    collections: ids; empty: all
    kept: a folder for answers; a search that was made before is answered from there, so empty it
        to learn of newer scenes
    Raises SourceError where the API does not answer, and StoreError where the folder cannot be
    written; what is wrong with one item is among the errors found.
    """
    bounds = place.bounds
    question = json.dumps(
        [url, bounds, [moment.isoformat() for moment in between], sorted(collections)],
        sort_keys=True,
    )
    path = None
    if kept is not None:
        path = kept / f"items-{hashlib.sha256(question.encode()).hexdigest()}.json"
    items = _load(path)
    if items is None:
        items = _search(url, bounds, between, sorted(collections), patience)
        if path is not None:
            keep_file(path, json.dumps(items).encode(), "answers of the API")
    return collect_results(_results(items, url))


def _results(items: list[dict[str, Any]], url: str) -> Iterator[SceneEntry | SourceError]:
    label = display_href(url)
    for item in items:
        try:
            yield entry_of_item(with_absolute_hrefs(item, _own_href(item, url), label, None), label)
        except SourceError as error:
            yield error


def _own_href(item: dict[str, Any], url: str) -> str:
    """The item's own URL, against which its relative hrefs count; `url` where it states none."""
    links = item.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "self":
            href = str(link.get("href"))
            if href.startswith(("http://", "https://")):
                return href
    return url


def _search(
    url: str,
    bounds: Bounds,
    between: tuple[datetime, datetime],
    collections: list[str],
    patience: Timeouts,
) -> list[dict[str, Any]]:
    label = display_href(url)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of conformance that servers forget to state
            client = Client.open(url, stac_io=_BoundedStacIO(label, patience))
            search = client.search(
                bbox=list(bounds),
                datetime=list(between),
                collections=collections or None,
                limit=PAGE_ITEMS,
                max_items=MOST_ITEMS + 1,
            )
            return _all_items(search.pages_as_dicts(), label)
    except SourceError:
        raise
    except MALFORMED as error:
        why = printable(str(error))
        raise SourceError(label, f"is no STAC API ({why})", "check the URL") from error


class _BoundedStacIO(StacApiIO):
    """Sends the requests of pystac-client through our client, within our limits."""

    def __init__(self, label: str, patience: Timeouts) -> None:
        super().__init__()
        self._label, self._patience = label, patience

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """The text of a page; raises SourceError."""
        verb, sent, body = (method or "GET").upper(), {**(headers or {})}, None
        if verb == "POST":
            sent["Content-Type"] = "application/json"
            body = json.dumps(parameters).encode()
        elif parameters:
            href += f"{'&' if '?' in href else '?'}{urlencode(parameters, doseq=True)}"
        request = Request(href, verb, sent, body, self._label)
        answer = _patient_answer(request, self._patience)
        if answer.is_cut:
            raise SourceError(
                self._label,
                f"sends more than {PAGE_BYTES // MEGABYTE} MB at once",
                "tell its operator",
            )
        refuse_crowded(answer.body, self._label)
        return answer.body.decode()


def _patient_answer(request: Request, patience: Timeouts) -> Answer:
    """The answer to a request, which is sent again where a server is busy or hangs up."""
    limits = Limits(patience.answer_seconds, PAGE_BYTES, MOST_REDIRECTS)
    pause_s = FIRST_PAUSE_S
    for _ in range(patience.retries):
        with suppress(FetchError):
            answer = fetch(request, limits, use_proxies=True, guard=patience.guard)
            if answer.status not in AGAIN:
                return _require_success(answer, request.label)
        time.sleep(pause_s)
        pause_s *= 2
    answer = fetch(request, limits, use_proxies=True, guard=patience.guard)
    return _require_success(answer, request.label)


def _require_success(answer: Answer, label: str) -> Answer:
    if answer.is_success:
        return answer
    if answer.status == 429 or answer.status >= 500:
        raise SourceError(label, f"its server failed (status {answer.status})", "try again later")
    raise SourceError(
        label,
        f"its server refused (status {answer.status})",
        "check the URL and the collections",
    )


def _all_items(pages: Iterator[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for page in pages:
        features = [feature for feature in page.get("features") or () if isinstance(feature, dict)]
        names = {(str(feature.get("collection")), str(feature.get("id"))) for feature in features}
        if features and names <= seen:
            raise SourceError(label, "gives the same page again and again", "tell its operator")
        seen |= names
        items += features
        if len(items) > MOST_ITEMS:
            raise SourceError(
                label,
                f"has more than {MOST_ITEMS:,} scenes of the place",
                "name the collections, or fewer days",
            )
    return items


def _load(path: Path | None) -> list[dict[str, Any]] | None:
    try:
        said = None if path is None else json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):  # damaged: ask again, and write it anew
        return None
    return said if isinstance(said, list) else None
