"""A simulated layer: the stated truth that its pictures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, hypot, radians, sin

from servanda.records import Geometry, GeometryKind, LonLat, SitePlace

__all__ = [
    "SimulatedLayer",
    "SimulatedObject",
    "SimulatedScenes",
    "Weather",
    "metres_from",
    "truth_of",
]


@dataclass(frozen=True, slots=True)
class SimulatedObject:
    """A structure on a cleared pad."""

    site: str
    at: LonLat
    side_m: float
    pad_m: float  # on each side of the structure
    height_m: float
    contrast: float  # reflectance x 10,000 above the ground's
    demolished: date | None

    def stands(self, on: date) -> bool:
        """True if pictures of that day show it; those of the day of its demolition still do."""
        return self.demolished is None or on <= self.demolished

    @property
    def place(self) -> SitePlace:
        """The structure with its pad, as a square."""
        half = self.side_m / 2 + self.pad_m
        east, north = _degrees_a_metre(self.at.lat)
        corners = tuple(
            LonLat(self.at.lon + x * half * east, self.at.lat + y * half * north)
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        )
        return SitePlace(self.site, Geometry(GeometryKind.POLYGON, (corners,)))


@dataclass(frozen=True, slots=True)
class Weather:
    """What hides the ground."""

    cloud_share: float  # mean over the days, 0..1
    snow_from: date | None


@dataclass(frozen=True, slots=True)
class SimulatedScenes:
    """The pictures of one sensor."""

    collection: str
    bands: tuple[str, ...]
    gsd_m: float
    chip_px: int | None  # one picture an object and day; None: one of the whole area a day
    dates: tuple[date, ...]  # ascending
    weather: Weather | None
    noise: float  # reflectance x 10,000
    psf_px: float
    gain: float
    offset: float  # reflectance x 10,000
    misregistration_px: float
    published_after_days: int


@dataclass(frozen=True, slots=True)
class SimulatedLayer:
    """A landscape that does not exist, what stood in it until when, and who looked."""

    seed: int
    crs: str
    corner: LonLat  # north-west
    side_m: float
    season_amplitude: float
    season_peak: date
    objects: tuple[SimulatedObject, ...]
    scenes: tuple[SimulatedScenes, ...]

    @property
    def places(self) -> tuple[SitePlace, ...]:
        """Where the sites lie in the pictures; nowhere else."""
        return tuple(structure.place for structure in self.objects)


def truth_of(layer: SimulatedLayer) -> Mapping[str, date | None]:
    """The day on which each site's structure was demolished; None where it was kept."""
    return {structure.site: structure.demolished for structure in layer.objects}


def metres_from(origin: LonLat, place: LonLat) -> tuple[float, float]:
    """How far east and south of the origin the place lies, for distances of some kilometres."""
    east, north = _degrees_a_metre((origin.lat + place.lat) / 2)
    return (place.lon - origin.lon) / east, (origin.lat - place.lat) / north


def _degrees_a_metre(lat: float) -> tuple[float, float]:
    """Degrees of longitude and of latitude that one metre is, on the WGS 84 ellipsoid."""
    equator_m, pole_m = 6_378_137.0, 6_356_752.314245
    across = hypot(equator_m * cos(radians(lat)), pole_m * sin(radians(lat)))
    prime_m = equator_m**2 / across
    meridian_m = (equator_m * pole_m) ** 2 / across**3
    return 1 / radians(1) / (prime_m * cos(radians(lat))), 1 / radians(1) / meridian_m
