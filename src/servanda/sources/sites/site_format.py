"""What GeoJSON and KML have in common: features with properties and maybe a geometry."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from servanda.errors import Problem
from servanda.records import Geometry, GeometryKind, LonLat, Site
from servanda.sources.files.problems import printable
from servanda.sources.formats.field_types import Entry, Id, Line, Names
from servanda.sources.formats.located import Located, Route
from servanda.sources.formats.read_entry import read_entry

__all__ = ["Feature", "SiteEntry", "read_feature"]


class SiteEntry(Entry):
    """The properties of a site."""

    id: Id
    name: Line | None = Field(None, description="its name; or `names`")
    names: Names | None = Field(None, description="the name we print, then its other spellings")
    party: Id | None = Field(None, description="the actor that holds it")
    parent: Id | None = Field(None, description="the site it belongs to: a base and its parts")
    kind: Line | None = Field(None, description="guard post, tunnel, test site, ...")
    no_geometry_reason: Line | None = Field(
        None, description="why there is no geometry: nobody published where it is"
    )
    simulated: bool = Field(False, description="true for made-up coordinates")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a sites file."""

    route: Route
    properties: Any
    geometry: Any  # as in GeoJSON: {"type", "coordinates"} or None
    id: Any = None  # of the program that wrote it


def read_feature(feature: Feature, marked: Located) -> tuple[Site | None, list[Problem]]:
    """The site, None where it has problems, and these."""
    route = (*feature.route, "properties")
    entry, problems = read_entry(SiteEntry, feature.properties, route, marked)
    if entry is not None:
        problems = [*problems, *_names(entry, route, marked), *_reason(entry, feature, marked)]
    try:
        shape = None if feature.geometry is None else _geometry(feature.geometry)
    except _ShapeError as error:
        where = (*feature.route, "geometry")
        return None, [*problems, marked.problem(where, error.message, error.advice)]
    if entry is None or problems:
        return None, problems
    names = entry.names or (str(entry.name),)
    keys = {key: value for key, value in dict(entry).items() if key not in ("name", "names")}
    return Site(names=names, geometry=shape, **keys), []


def _names(entry: SiteEntry, route: Route, marked: Located) -> list[Problem]:
    if (entry.name is None) != (entry.names is None):
        return []
    what = "neither name nor names" if entry.name is None else "both name and names"
    return [marked.problem(route, f"site {entry.id!r} has {what}", "write one of them")]


def _reason(entry: SiteEntry, feature: Feature, marked: Located) -> list[Problem]:
    if (feature.geometry is None) == (entry.no_geometry_reason is not None):
        return []
    if feature.geometry is None:
        return [
            marked.problem(
                feature.route,
                f"site {entry.id!r} has neither a geometry nor a reason",
                "draw it, or write `no_geometry_reason`: who has not published where it is",
            )
        ]
    return [
        marked.problem(
            (*feature.route, "properties", "no_geometry_reason"),
            f"site {entry.id!r} has a geometry and a reason for having none",
            "leave one of them out",
        )
    ]


class _ShapeError(Exception):
    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


# How deep the positions lie in "coordinates", and how few make a part.
DEPTH = {GeometryKind.POINT: 0, GeometryKind.LINE: 1, GeometryKind.POLYGON: 2}
FEWEST = {GeometryKind.POINT: 1, GeometryKind.LINE: 2, GeometryKind.POLYGON: 4}


def _only_part(value: Any) -> Any:
    """The one part of a shape of several that has no more: programs write all shapes so."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "GeometryCollection":
        parts = value.get("geometries")
        return parts[0] if isinstance(parts, list) and len(parts) == 1 else value
    if not isinstance(kind, str) or not kind.startswith("Multi"):
        return value
    parts = value.get("coordinates")
    if not isinstance(parts, list) or len(parts) != 1:
        return value
    return {"type": kind.removeprefix("Multi"), "coordinates": parts[0]}


def _geometry(value: Any) -> Geometry:
    """The shape; heights are left out. Raises _ShapeError."""
    value = _only_part(value)
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in list(GeometryKind):
        raise _ShapeError(
            f"geometry is {printable(str(kind))!r}, which a site cannot have",
            "write Point, LineString or Polygon; give each part of a larger shape its own site",
        )
    kind = GeometryKind(kind)
    coordinates = value.get("coordinates")
    lines = {0: [[coordinates]], 1: [coordinates], 2: coordinates}[DEPTH[kind]]
    parts = tuple(_part(kind, line) for line in _list(lines, "a list of rings"))
    if not parts:
        raise _ShapeError(f"{kind} has no coordinates", "write them as [longitude, latitude]")
    return Geometry(kind, parts)


def _part(kind: GeometryKind, line: Any) -> tuple[LonLat, ...]:
    part = tuple(_position(position) for position in _list(line, "a list of positions"))
    if len(part) < FEWEST[kind]:
        raise _ShapeError(
            f"{kind} has a part of {len(part)} positions", f"write at least {FEWEST[kind]}"
        )
    if kind is GeometryKind.POLYGON and part[0] != part[-1]:
        raise _ShapeError("Polygon has a ring that is not closed", "repeat the first position last")
    return part


def _position(value: Any) -> LonLat:
    numbers = _list(value, "[longitude, latitude]")
    if len(numbers) not in (2, 3) or not all(_is_number(number) for number in numbers):
        raise _ShapeError(
            f"position {printable(str(value))} is not two numbers",
            "write [longitude, latitude] in degrees",
        )
    lon, lat = float(numbers[0]), float(numbers[1])
    if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        raise _ShapeError(
            f"latitude {lat:g} is beyond 90 degrees",
            f"longitude comes first: write [{lat:g}, {lon:g}]",
        )
    if abs(lat) > 90 or abs(lon) > 180:
        raise _ShapeError(
            f"position [{lon:g}, {lat:g}] is not on Earth",
            "write degrees (WGS 84, EPSG:4326); `ogr2ogr -t_srs EPSG:4326` converts",
        )
    return LonLat(lon, lat)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e12 and math.isfinite(value)


def _list(value: Any, what: str) -> Sequence[Any]:
    if isinstance(value, list):
        return value
    raise _ShapeError(f"{printable(str(value))!r} stands where {what} belongs", f"write {what}")
