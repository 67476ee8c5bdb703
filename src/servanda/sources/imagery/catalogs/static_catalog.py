"""Static STAC catalogues: a catalog.json or collection.json, and the items that it leads to."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pystac
from pystac.stac_io import StacIO

from servanda.errors import SourceError
from servanda.sources.files.problems import printable
from servanda.sources.imagery.catalogs.stac_files import (
    json_object,
    json_text,
    leads_out,
    outside_error,
    with_absolute_hrefs,
)
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from servanda.sources.imagery.pixels.remote_files import display_href, is_remote
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.scenes.scene_entry import SceneEntry
from servanda.sources.imagery.scenes.search_result import SearchResult, collect_results

__all__ = ["scenes_of_catalogue"]

# Ten years of Sentinel-2 over a hundred tiles are 75,000 scenes. [limit]
MOST_FILES = 200_000

# What pystac raises at JSON that is no catalogue.
MALFORMED = (
    pystac.STACError,
    pystac.STACTypeError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
)


def scenes_of_catalogue(
    href: str,
    collections: Collection[str] = (),
    *,
    within: Path | None = None,
    patience: Timeouts = PATIENCE,
) -> SearchResult:
    """The scenes that a catalogue leads to.

    href: a path or URL of a catalog.json, a collection.json or an item
    collections: ids; of items in others nothing is read; empty: all
    within: files that catalogues lead to and items name have to lie in this folder
    Raises SourceError where the catalogue itself cannot be read; what is wrong with one item or
    one catalogue below it is among the errors found.
    """
    start = href if is_remote(href) else str(Path(href).absolute())
    top = json_object(start, patience)
    return collect_results(_walk(start, top, set(collections), within, patience))


def _walk(
    start: str, top: dict[str, Any], wanted: set[str], within: Path | None, patience: Timeouts
) -> Iterator[SceneEntry | SourceError]:
    waiting: list[str] = [start]
    seen = {start}
    while waiting:
        href = waiting.pop()
        try:
            found_here = top if href == start else json_object(href, patience)
            entry, links = _read_object(found_here, href, wanted, within, patience)
        except SourceError as error:
            if href == start:
                raise
            yield error
            continue
        if entry is not None:
            yield entry
        new = [link for link in dict.fromkeys(links) if link not in seen]
        seen.update(new)
        strays = {link for link in new if not _may_lead(href, link, within)}
        yield from (_stray_error(href, link, within) for link in new if link in strays)
        new = [link for link in new if link not in strays]
        waiting += reversed(new)
        if len(seen) > MOST_FILES:
            raise SourceError(
                display_href(start), f"leads to more than {MOST_FILES:,} files", "use a smaller one"
            )


def _may_lead(href: str, link: str, within: Path | None) -> bool:
    """True if a catalogue may lead there: from a server to servers, from a file within its folder.

    A file that is not there may be named: the error says that it is not.
    """
    if is_remote(link):
        return True
    if is_remote(href) or "://" in link:
        return False
    return not leads_out(link, within)


def _stray_error(href: str, link: str, within: Path | None) -> SourceError:
    label = display_href(href)
    if is_remote(href) or "://" in link:
        what = f"leads to a file of this machine, {printable(link)}"
        return SourceError(label, what, "it was not opened")
    return outside_error(label, link, within)


def _read_object(
    found: dict[str, Any], href: str, wanted: set[str], within: Path | None, patience: Timeouts
) -> tuple[SceneEntry | None, list[str]]:
    """The scene that an item is, if it is wanted, or where a catalogue leads."""
    if found.get("type") != "Feature":
        return None, _links(found, href, wanted, patience)
    if wanted and found.get("collection") not in wanted:
        return None, []
    return _entry(found, href, within), []


def _entry(item: dict[str, Any], href: str, within: Path | None) -> SceneEntry:
    label = display_href(href)
    return entry_of_item(with_absolute_hrefs(item, href, label, within), label)


def _links(said: dict[str, Any], href: str, wanted: set[str], patience: Timeouts) -> list[str]:
    """The hrefs of the catalogues below, and of its items if their collection is wanted."""
    label = display_href(href)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of old versions, which pystac brings up to date
            catalogue = _LimitedStacIO(patience).stac_object_from_dict(said, href)
    except SourceError:
        raise
    except MALFORMED as error:
        why = printable(str(error))
        raise SourceError(label, f"is no STAC catalogue ({why})", "check the catalogue") from error
    if not isinstance(catalogue, pystac.Catalog):
        raise SourceError(label, "is no STAC catalogue", "give a catalog.json or collection.json")
    if isinstance(catalogue, pystac.Collection) and wanted and catalogue.id not in wanted:
        items = []
    else:
        items = list(catalogue.get_item_links())
    found = [link.get_absolute_href() for link in (*items, *catalogue.get_child_links())]
    return [link for link in found if link is not None]


class _LimitedStacIO(StacIO):
    """Lets pystac read within our limits, and write nothing."""

    def __init__(self, patience: Timeouts) -> None:
        super().__init__()
        self.patience = patience

    def read_text(self, source: Any, *args: Any, **kwargs: Any) -> str:
        return json_text(str(source), self.patience)

    def write_text(self, dest: Any, txt: str, *args: Any, **kwargs: Any) -> None:
        raise SourceError(printable(str(dest)), "is not ours to write", "use another program")
