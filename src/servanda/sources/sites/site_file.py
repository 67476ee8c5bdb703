"""The sites file of a case: sites.geojson, sites.kml or sites.kmz, one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass

from servanda.errors import Problem
from servanda.records import Site
from servanda.sources.case.reference_checks import check_cycles, check_known_ids, check_unique_ids
from servanda.sources.formats.located import Located, Route
from servanda.sources.sites.foreign_keys import note_foreign_keys, with_own_keys
from servanda.sources.sites.geojson import read_geojson
from servanda.sources.sites.kml import links_of, read_kml
from servanda.sources.sites.made_ids import with_ids
from servanda.sources.sites.site_format import Feature, read_feature

__all__ = ["SITE_FILES", "SitesRead", "parse_sites"]

Format = Callable[[str, str], tuple[Located | None, list[Feature], list[Problem]]]
SITE_FILES: dict[str, Format] = {
    "sites.geojson": read_geojson,
    "sites.kml": read_kml,
    "sites.kmz": read_kml,  # unpacked
}


@dataclass(frozen=True, slots=True)
class SitesRead:
    """The sites that can be read, every id that is written, and every problem."""

    sites: tuple[Site, ...]
    ids: frozenset[str] | None  # None where the file could not be read
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()  # what was made or left alone, one sentence each


def parse_sites(text: str, file: str, actors: Set[str] | None) -> SitesRead:
    """The sites of the text of a sites file. Runs inside the worker: `foreign_sites` asks for it.

    actors: the ids that a party may have; None where case.yaml could not be read.
    """
    marked, features, problems = SITE_FILES[file](text, file)
    if marked is None:
        return SitesRead((), None, tuple(problems))
    features, notes = _as_ours(features, file)
    sites: list[tuple[Site, Route]] = []
    for feature in features:
        site, found = read_feature(feature, marked)
        problems += found
        if site is not None:
            sites.append((site, (*feature.route, "properties")))
    ids = list(_ids(features))
    known = frozenset(name for name, _ in ids)
    problems += check_unique_ids(marked, ids)
    problems += _check_references(marked, sites, known, actors)
    if file.endswith((".kml", ".kmz")):
        notes += [f"{file}: links to {address}, which is not read" for address in links_of(text)]
    return SitesRead(tuple(site for site, _ in sites), known, tuple(problems), tuple(notes))


def _as_ours(features: Iterable[Feature], file: str) -> tuple[list[Feature], list[str]]:
    """The features with our keys alone, each with an id, and notes on what others there was."""
    own = [with_own_keys(feature) for feature in features]
    found, made = with_ids((feature for feature, _ in own), file)
    return found, [*made, *note_foreign_keys(file, [key for _, keys in own for key in keys])]


def _check_references(
    marked: Located,
    sites: Iterable[tuple[Site, Route]],
    known: Set[str],
    actors: Set[str] | None,
) -> Iterator[Problem]:
    """Parties and parents that are not there, and sites that are their own parents."""
    parents: dict[str, str] = {}
    routes: dict[str, Route] = {}
    for site, route in sites:
        if site.party is not None:
            place = (*route, "party")
            yield from check_known_ids(marked, "actor", actors, place, (site.party,))
        if site.parent is not None:
            parents[site.id], routes[site.id] = site.parent, (*route, "parent")
            yield from check_known_ids(marked, "site", known, routes[site.id], (site.parent,))
    yield from check_cycles(marked, parents, routes)


def _ids(features: Iterable[Feature]) -> Iterator[tuple[str, Route]]:
    """Every id that is written, and where."""
    for feature in features:
        name = feature.properties.get("id") if isinstance(feature.properties, dict) else None
        if isinstance(name, str):
            yield name, (*feature.route, "properties", "id")
