"""Sites from GeoJSON (RFC 7946): longitude first, WGS 84."""

from __future__ import annotations

from typing import Any

from servanda.errors import Problem
from servanda.sources.case.site_format import Feature
from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.located import Located
from servanda.sources.formats.located_json import read_json

__all__ = ["read_geojson"]

# Names under which programs write that the coordinates are what RFC 7946 says they are.
WGS84 = (
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "urn:ogc:def:crs:EPSG::4326",
)


def read_geojson(text: str, file: str) -> tuple[Located | None, list[Feature], list[Problem]]:
    """The features with their lines, and what is wrong with the file as a whole.

    Other members of the file (`name`, `bbox`, what programs add) are left alone.
    """
    marked, problems = read_json(text, file)
    if marked is None:
        return None, [], problems
    value = marked.value
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
        wrong = _feature(feature, number, marked)
        problems += wrong
        if not wrong:
            route = ("features", number)
            found.append(Feature(route, feature.get("properties"), feature.get("geometry")))
    return marked, found, problems


def _crs(value: dict[str, Any], marked: Located) -> list[Problem]:
    crs = value.get("crs")
    if crs is None:
        return []
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else crs
    if name in WGS84:
        return []
    message = f"coordinates are in {printable(str(name))}"
    return [marked.problem(("crs",), message, "convert them: `ogr2ogr -t_srs EPSG:4326`")]


def _feature(feature: Any, number: int, marked: Located) -> list[Problem]:
    route = ("features", number)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return [marked.problem(route, "is no Feature", 'write {"type": "Feature", ...}')]
    known = ("type", "id", "bbox", "properties", "geometry")
    return [
        marked.problem((*route, key), f"unknown member {printable(key)!r}", suggest(key, known))
        for key in feature
        if key not in known
    ]
