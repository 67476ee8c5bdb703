"""A sites file that somebody else wrote, parsed in the worker process."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import fields, replace
from typing import Any

from servanda.records import Geometry, GeometryKind, LonLat, Site
from servanda.sources.documents.extractor import ask_worker
from servanda.sources.files.problems import (
    UnreadableError,
    first_problems,
    problem_values,
    problems_of,
)
from servanda.sources.sites.site_file import SitesRead, parse_sites

__all__ = ["read_sites", "site_values", "unpacked_kml"]

_PLAIN = [field.name for field in fields(Site) if field.name not in {"names", "geometry"}]


def read_sites(text: str, file: str, actors: Set[str] | None) -> SitesRead:
    """The sites of the text of a sites file.

    actors: the ids that a party may have; None where case.yaml could not be read.
    """
    try:
        found = ask_worker(
            file,
            "sites",
            text.encode("utf-8", "surrogatepass"),
            instead="leave out what is no site, or draw it with fewer points",
            file=file,
            actors=None if actors is None else sorted(actors),
        )
    except UnreadableError as error:
        return SitesRead((), None, (error.problem,))
    return SitesRead(
        tuple(map(_site, found["sites"])),
        None if found["ids"] is None else frozenset(found["ids"]),
        tuple(problems_of(found["problems"])),
        tuple(found["notes"]),
    )


def unpacked_kml(data: bytes, file: str) -> str:
    """The text of the main file of a KMZ, unpacked in the worker. Raises UnreadableError."""
    instead = "save the places as sites.kml"
    text: str = ask_worker(file, "kmz", data, instead=instead, file=file)["text"]
    return text


def site_values(text: str, file: str, actors: Set[str] | None) -> dict[str, Any]:
    """What `read_sites` gives, as JSON values. Runs inside the worker."""
    found = parse_sites(text, file, actors)
    return {
        "sites": [_values(site) for site in found.sites],
        "ids": None if found.ids is None else sorted(found.ids),
        "problems": problem_values(first_problems(found.problems)),
        "notes": list(found.notes),
    }


def _values(site: Site) -> list[Any]:
    """A site as a list; its positions as pairs of numbers, of which borders have many."""
    shape = site.geometry
    drawn = shape and [shape.kind, [[[at.lon, at.lat] for at in part] for part in shape.parts]]
    return [[getattr(site, name) for name in _PLAIN], list(site.names), drawn]


def _site(values: list[Any]) -> Site:
    plain, names, drawn = values
    site = Site(**dict(zip(_PLAIN, plain, strict=True)), names=tuple(names), geometry=None)
    if drawn is None:
        return site
    parts = tuple(tuple(LonLat(*position) for position in part) for part in drawn[1])
    return replace(site, geometry=Geometry(GeometryKind(drawn[0]), parts))
