"""STAC APIs: a search by place, time and collection, page by page, within limits."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pystac
import requests
from pystac_client import Client
from pystac_client.errors import ClientTypeError
from pystac_client.exceptions import APIError
from pystac_client.stac_api_io import StacApiIO
from urllib3 import Retry

from servanda.atomic_write import keep_file
from servanda.errors import SourceError
from servanda.records import Geometry
from servanda.sources.files.problems import printable
from servanda.sources.imagery.catalogs.stac_files import with_absolute_hrefs
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from servanda.sources.imagery.pixels.remote_files import display_href
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.scenes.scene_entry import SceneEntry
from servanda.sources.imagery.scenes.search_result import SearchResult, collect_results

__all__ = ["scenes_of_api"]

PAGE_ITEMS = 100
MOST_ITEMS = 10_000  # of one place: twenty years of every Sentinel and Landsat are fewer

AGAIN = (429, 502, 503, 504)

# What pystac-client raises at servers that are down, and at answers that are no STAC.
FAILURES = (
    APIError, pystac.STACError, pystac.STACTypeError, ClientTypeError, requests.RequestException,
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
    kept: a folder for answers; the same question is answered from there and not asked again, so
        empty it to learn of newer scenes
    Raises SourceError where the API does not answer, and StoreError where the folder cannot be
    written; what is wrong with one item is among the errors found.
    """
    lons = [one.lon for part in place.parts for one in part]
    lats = [one.lat for part in place.parts for one in part]
    bounds = (min(lons), min(lats), max(lons), max(lats))
    question = json.dumps(
        [url, bounds, [one.isoformat() for one in between], sorted(collections)], sort_keys=True
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
    shown = display_href(url)
    for item in items:
        try:
            yield entry_of_item(with_absolute_hrefs(item, _own_href(item, url), shown, None), shown)
        except SourceError as error:
            yield error


def _own_href(item: dict[str, Any], url: str) -> str:
    """Where the item says that it is, for hrefs that start there."""
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
    shown = display_href(url)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of conformance that servers forget to state
            timeout = (float(patience.connect_seconds), float(patience.answer_seconds))
            client = Client.open(url, stac_io=_stac_io(patience), timeout=timeout)
            search = client.search(
                bbox=list(bounds),
                datetime=list(between),
                collections=collections or None,
                limit=PAGE_ITEMS,
                max_items=MOST_ITEMS + 1,
            )
            return _all_items(search.pages_as_dicts(), shown)
    except SourceError:
        raise
    except FAILURES as error:
        raise _as_source_error(error, shown, patience) from error


def _stac_io(patience: Timeouts) -> StacApiIO:
    again = Retry(
        total=patience.retries,
        backoff_factor=0.2,
        status_forcelist=AGAIN,
        allowed_methods=None,
        raise_on_status=False,
        respect_retry_after_header=False,  # a server may ask for an hour
    )
    return StacApiIO(max_retries=again)


def _all_items(pages: Iterator[dict[str, Any]], shown: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for page in pages:
        features = [one for one in page.get("features") or () if isinstance(one, dict)]
        names = {(str(one.get("collection")), str(one.get("id"))) for one in features}
        if features and names <= seen:
            raise SourceError(shown, "gives the same page again and again", "tell its operator")
        seen |= names
        items += features
        if len(items) > MOST_ITEMS:
            raise SourceError(
                shown,
                f"has more than {MOST_ITEMS:,} scenes of the place",
                "name the collections, or fewer days",
            )
    return items


def _as_source_error(error: BaseException, shown: str, patience: Timeouts) -> SourceError:
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        what = "failed" if status >= 500 or status == 429 else "refused"
        advice = "try again later" if what == "failed" else "check the URL and the collections"
        return SourceError(shown, f"its server {what} (status {status})", advice)
    text = printable(str(error))
    if "timed out" in str(error).lower():
        return SourceError(
            shown, f"its server gave no answer in {patience.answer_seconds} s", "try again later"
        )
    if isinstance(error, APIError | requests.RequestException | OSError):
        return SourceError(
            shown, f"its server cannot be used ({text})", "check the URL and the network"
        )
    return SourceError(shown, f"is no STAC API ({text})", "check the URL")


def _load(path: Path | None) -> list[dict[str, Any]] | None:
    try:
        said = None if path is None else json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):  # damaged: ask again, and write it anew
        return None
    return said if isinstance(said, list) else None
