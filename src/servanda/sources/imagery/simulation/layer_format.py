"""What may stand in the file of a simulated layer: a model for each block of keys."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from servanda.records import LonLat
from servanda.sources.formats.field_types import Day, Entry, Id, field_error

__all__ = [
    "Band",
    "DaysEntry",
    "ObjectEntry",
    "ScenesEntry",
    "SeasonEntry",
    "SimulatedFile",
    "WeatherEntry",
]

UTM_PATTERN = r"^EPSG:32[67](?:0[1-9]|[1-5][0-9]|60)$"


class Band(StrEnum):
    """What can be drawn."""

    BLUE = "blue"
    GREEN = "green"
    RED = "red"
    NIR = "nir"
    PAN = "pan"


def _position(value: Any) -> LonLat:
    try:
        lon, lat = (float(number) for number in value)
        if abs(lon) <= 180 and abs(lat) <= 80:  # where UTM is defined
            return LonLat(lon, lat)
    except (TypeError, ValueError):
        pass
    raise field_error("is no position", "write [longitude, latitude] in degrees")


Position = Annotated[
    LonLat,
    BeforeValidator(_position),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
]


class SeasonEntry(Entry):
    """How the brightness of plants goes round with the year."""

    amplitude: float = Field(0.3, ge=0, le=0.9, description="largest change, as a share of itself")
    peak: Day = Field(description="a day on which plants are greenest")


class ObjectEntry(Entry):
    """A structure on a cleared pad, and when it was demolished."""

    site: Id = Field(description="whose it is, from the sites file")
    at: Position = Field(description="its middle, made up: [longitude, latitude]")
    side_m: float = Field(ge=1, le=500, description="side of the structure, which is square")
    pad_m: float = Field(5.0, ge=0, le=500, description="cleared ground on each side of it")
    height_m: float = Field(4.0, ge=0, le=50, description="its height, which throws a shadow")
    contrast: float = Field(
        ge=-3000, le=6000, description="reflectance x 10,000 of the structure above the ground's"
    )
    demolished: Day | None = Field(
        None, description="the day of its demolition; pictures of later days show it gone"
    )


class DaysEntry(Entry):
    """Days at equal steps."""

    first: Day = Field(description="the first day")
    last: Day = Field(description="no picture after this day")
    every: int = Field(ge=1, le=366, description="days from one to the next")


class WeatherEntry(Entry):
    """What hides the ground."""

    cloud_share: float = Field(
        0.4, gt=0, lt=1, description="mean share under clouds; most days are clear or overcast"
    )
    snow_from: Day | None = Field(None, description="first day on which snow may lie")


class ScenesEntry(Entry):
    """The pictures of one sensor."""

    collection: Id = Field(description="the STAC collection they go into")
    bands: tuple[Band, ...] = Field(min_length=1, description="blue, green, red, nir or pan")
    gsd_m: float = Field(ge=0.1, le=100, description="side of a pixel on the ground")
    chip_px: int | None = Field(
        None, ge=32, le=2048, description="side of one small picture an object; by default the area"
    )
    days: DaysEntry | None = Field(None, description="days of the pictures; or `dates`")
    dates: tuple[Day, ...] = Field((), description="the days one by one; or `days`")
    weather: WeatherEntry | None = Field(None, description="by default every picture is clear")
    noise: float = Field(
        20.0, ge=0, le=2000, description="standard deviation of the sensor's noise, x 10,000"
    )
    psf_px: float = Field(0.5, gt=0, le=3, description="standard deviation of the blur, in pixels")
    gain: float = Field(0.0, ge=0, le=0.5, description="largest change of light, as a share")
    offset: float = Field(0.0, ge=0, le=2000, description="largest haze or path light, x 10,000")
    misregistration_px: float = Field(
        0.0, ge=0, le=0.4, description="largest displacement along each axis, in pixels"
    )
    published_after_days: int = Field(
        0, ge=0, le=3650, description="days until a picture becomes public"
    )


class SimulatedFile(Entry):
    """A landscape that does not exist, what stood in it until when, and who looked."""

    seed: int = Field(ge=0, lt=2**32, description="the same seed draws the same pictures")
    crs: Annotated[str, StringConstraints(pattern=UTM_PATTERN)] = Field(
        description="the UTM zone of the pictures: EPSG:32631"
    )
    corner: Position = Field(description="north-west corner of the area: [longitude, latitude]")
    side_m: float = Field(ge=100, le=100_000, description="side of the area, which is square")
    season: SeasonEntry = Field(description="how brightness goes round with the year")
    objects: tuple[ObjectEntry, ...] = Field(
        min_length=1, max_length=500, description="what stands in it"
    )
    scenes: tuple[ScenesEntry, ...] = Field(min_length=1, description="the pictures, by sensor")
