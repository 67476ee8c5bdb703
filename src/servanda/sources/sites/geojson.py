"""Sites from GeoJSON (RFC 7946): longitude first, WGS 84."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from servanda.errors import Problem
from servanda.sources.files.problems import printable
from servanda.sources.formats.located import Located, Route
from servanda.sources.formats.located_json import read_json
from servanda.sources.sites.foreign_keys import refuse_slips
from servanda.sources.sites.site_format import Feature

__all__ = ["read_geojson"]

# Names under which programs write that the coordinates are what RFC 7946 says they are; 4979 is
# the same with heights.
WGS84 = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/(?:def/crs/|gml/srs/))?"
    r"(?:epsg(?:[:/][\d.]*)?[:/](?:4326|4979)|epsg\.xml#4326|ogc(?:[:/][\d.]*)?[:/]crs84h?|crs84)"
    r"|wgs ?_?84|4326",
    re.IGNORECASE,
)
# Steps to a name of a site: "features", 3, "properties", "names", 1. [definition]
DEEPEST_LINE = 5
MEMBERS = ("type", "id", "bbox", "properties", "geometry")


def read_geojson(text: str, file: str) -> tuple[Located | None, list[Feature], list[Problem]]:
    """The features with their lines, and what is wrong with the file as a whole.

    Other members of the file and of its features (`name`, `bbox`, what programs add) are left
    alone. A file may be a single Feature.
    """
    marked, problems = read_json(text, file, DEEPEST_LINE)
    if marked is None:
        return None, [], problems
    value = marked.value
    if isinstance(value, dict) and value.get("type") == "Feature":
        problems += _crs(value, marked)
        return marked, [_feature(value, ())], [*problems, *_slips(value, (), marked)]
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        wanted = 'write {"type": "FeatureCollection", "features": [...]}'
        return marked, [], [*problems, marked.problem((), "is no FeatureCollection", wanted)]
    problems += _crs(value, marked)
    features = value.get("features")
    if not isinstance(features, list):
        advice = 'write "features": [...]'
        return marked, [], [*problems, marked.problem((), "has no list of features", advice)]
    found = []
    for number, feature in enumerate(features):
        route = ("features", number)
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            advice = 'write {"type": "Feature", ...}'
            problems.append(marked.problem(route, "is no Feature", advice))
            continue
        problems += _slips(feature, route, marked)
        found.append(_feature(feature, route))
    return marked, found, problems


def _crs(value: dict[str, Any], marked: Located) -> list[Problem]:
    crs = value.get("crs")
    if crs is None:
        return []
    properties = crs.get("properties") if isinstance(crs, dict) else None
    stated = properties if isinstance(properties, dict) else {}
    name = str(stated.get("name", stated.get("code", crs)))
    if WGS84.fullmatch(name.strip()):
        return []
    message = f"coordinates are in {printable(name)}"
    return [marked.problem(("crs",), message, "convert them: `ogr2ogr -t_srs EPSG:4326`")]


def _feature(feature: dict[str, Any], route: Route) -> Feature:
    return Feature(route, feature.get("properties"), feature.get("geometry"), feature.get("id"))


def _slips(feature: dict[str, Any], route: Route, marked: Located) -> Iterator[Problem]:
    return refuse_slips([key for key in feature if key not in MEMBERS], MEMBERS, route, marked)
