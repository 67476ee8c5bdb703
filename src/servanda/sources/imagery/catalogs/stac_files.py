"""STAC items from files and servers, the hrefs of their assets made absolute."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pystac.utils import make_absolute_href

from servanda.errors import SourceError
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.paths import read_bytes, stays_in
from servanda.sources.files.problems import printable
from servanda.sources.imagery.pixels.remote_files import all_bytes, display_href, is_remote
from servanda.sources.imagery.pixels.timeouts import Timeouts

__all__ = [
    "json_object",
    "json_text",
    "leads_out",
    "outside_error",
    "refuse_crowded",
    "with_absolute_hrefs",
]

# An item has some 20 kB; a collection of ten thousand links 2 MB.
JSON_BYTES = 20 * MEGABYTE
# In one answer; each takes some hundred bytes of memory, and the largest page of a hundred items of
# Sentinel-2 has 200,000. [limit]
MOST_VALUES = 2_000_000


def json_text(href: str, patience: Timeouts) -> str:
    """The text at a path or URL; raises SourceError."""
    label = display_href(href)
    remote = is_remote(href)
    data = all_bytes(href, JSON_BYTES, patience) if remote else _bytes(href, label)
    refuse_crowded(data, label)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(label, "is not UTF-8", "check the catalogue") from error


def refuse_crowded(data: bytes, label: str) -> None:
    """Raise SourceError if JSON has more values than we hold: it is parsed in this process.

    Counted before it is parsed: every value but the first of a list or object has a comma before
    it, and every list and object a bracket.
    """
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        what = f"holds more than {MOST_VALUES:,} values"
        raise SourceError(label, what, "check the catalogue, or ask for less at once")


def json_object(href: str, patience: Timeouts) -> dict[str, Any]:
    """The JSON object at a path or URL; raises SourceError."""
    text = json_text(href, patience)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            display_href(href), f"is not JSON ({printable(str(error))})", "check the catalogue"
        ) from error
    if not isinstance(found, dict):
        raise SourceError(display_href(href), "is no JSON object", "check the catalogue")
    return found


def with_absolute_hrefs(
    item: Mapping[str, Any], href: str, label: str, within: Path | None
) -> dict[str, Any]:
    """The item with the href of every asset made absolute.

    href: of the item. within: files have to lie in this folder.
    Raises SourceError where an item from a server names a file of this machine, or where a file
    lies outside the folder.
    """
    assets = item.get("assets")
    if not isinstance(assets, dict):
        return dict(item)
    absolute: dict[str, Any] = {}
    for key, asset in assets.items():
        absolute[key] = asset
        if isinstance(asset, dict) and isinstance(asset.get("href"), str):
            place = _absolute_href(asset["href"], href, label, within)
            absolute[key] = {**asset, "href": place}
    return dict(item) | {"assets": absolute}


def _absolute_href(place: str, item_href: str, label: str, within: Path | None) -> str:
    if place.lower().startswith("file://"):
        if is_remote(item_href):
            raise SourceError(
                label, f"names a file of this machine, {printable(place)}", "leave the scene out"
            )
        place = urllib.request.url2pathname(urllib.parse.urlsplit(place).path)
    found = str(make_absolute_href(place, item_href, start_is_dir=False))
    if "://" in found:
        return found
    if leads_out(found, within):
        raise outside_error(label, place, within)
    return found


def leads_out(href: str, within: Path | None) -> bool:
    """True for a file that is there and lies outside the folder."""
    if within is None or "://" in href:
        return False
    path = Path(href)
    return path.exists() and not stays_in(path, within)


def outside_error(label: str, place: str, within: Path | None) -> SourceError:
    """The error for what names such a file."""
    folder = "the folder" if within is None else printable(within.name)
    advice = f"put it into {folder}; it was not opened"
    return SourceError(label, f"names a file outside the folder, {printable(place, None)}", advice)


def _bytes(href: str, label: str) -> bytes:
    return read_bytes(Path(href), label, JSON_BYTES)
