"""Places that duties are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Geometry", "GeometryKind", "LonLat", "Site"]


@dataclass(frozen=True, slots=True)
class LonLat:
    """A point in degrees, WGS 84: longitude first, as in GeoJSON."""

    lon: float  # -180..180
    lat: float  # -90..90


class GeometryKind(StrEnum):
    """Which shape a geometry is."""

    POINT = "Point"
    LINE = "LineString"
    POLYGON = "Polygon"


@dataclass(frozen=True, slots=True)
class Geometry:
    """A shape as a tuple of rings or lines; a point is one part with one position."""

    kind: GeometryKind
    parts: tuple[tuple[LonLat, ...], ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north, in degrees."""
        positions = [position for part in self.parts for position in part]
        lons = [position.lon for position in positions]
        lats = [position.lat for position in positions]
        return min(lons), min(lats), max(lons), max(lats)


@dataclass(frozen=True, slots=True)
class Site:
    """A named place, with its geometry or the reason why it has none."""

    id: str
    names: tuple[str, ...]  # the first is the one we print; the others are further spellings
    party: str | None  # id of the actor that holds it
    parent: str | None  # site id: a base and its dispersal points
    kind: str | None  # "guard post", "tunnel", ...
    geometry: Geometry | None
    no_geometry_reason: str | None  # set exactly where geometry is None
    simulated: bool  # made-up coordinates, marked wherever they are shown
