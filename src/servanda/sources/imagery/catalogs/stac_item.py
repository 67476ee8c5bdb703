"""Scenes from STAC items, whatever the provider."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from servanda.errors import SourceError
from servanda.records import OrbitPass, Scene
from servanda.sources.files.problems import printable
from servanda.sources.imagery.catalogs.stac_assets import assets_of, classification_of
from servanda.sources.imagery.scenes.scene_entry import BandQuantity, SceneEntry
from servanda.sources.imagery.scenes.scene_times import instant

__all__ = ["entry_of_item", "sensor_of"]

# Where an item does not say how fine it is. Sentinel-1: of IW ground range products, not their
# pixels of 10 m (ESA, Sentinel-1 User Handbook).
KNOWN_RESOLUTION_M = {"sentinel-2": 10.0, "sentinel-1": 20.0, "landsat-8": 30.0, "landsat-9": 30.0}

# An orbit's strip takes minutes; what was put together of more than a day shows any of its days.
# [judgement; not from outside]
ONE_LOOK = timedelta(days=1)

Item = Mapping[str, Any]


def entry_of_item(item: Item, label: str) -> SceneEntry:
    """The scene that a STAC item describes; the hrefs of its assets have to be absolute.

    Raises SourceError where it has no id, no time, no place or no resolution.
    """
    name = item.get("id")
    if item.get("type") != "Feature" or not isinstance(name, str) or not name.strip():
        raise SourceError(label, "is no STAC item with an id", "check the catalogue")
    label = f"{label}: item {printable(name)}"
    properties = item.get("properties")
    if not isinstance(properties, dict):
        raise SourceError(label, "has no properties", "check the catalogue")
    sensor = sensor_of(properties)
    assets = assets_of(item, sensor, label)
    notes = [
        "radar without a stated unit: whole numbers are squared, a power without calibration"
        for asset in assets[:1]
        if asset.quantity is BandQuantity.RADAR
    ]
    return SceneEntry(
        scene=_scene(item, name, properties, sensor, label),
        label=label,
        assets=assets,
        classification=classification_of(item, label),
        bounds=_bounds(item, label),
        notes=tuple(notes),
    )


def sensor_of(properties: Mapping[str, Any]) -> str:
    """One word for all satellites of a kind: "sentinel-2", "landsat-8"; else what is stated."""
    for key in ("constellation", "platform"):
        text = _text(properties.get(key))
        if text:
            plain = text.lower().replace("_", "-").replace(" ", "-")
            for known in ("sentinel-1", "sentinel-2"):
                if plain.startswith(known):
                    return known
            if plain != "landsat":
                return plain
    instruments = properties.get("instruments")
    if isinstance(instruments, list) and instruments:
        return "-".join(printable(str(instrument), 40).lower() for instrument in instruments[:3])
    return "unknown"


def _scene(item: Item, name: str, properties: Mapping[str, Any], sensor: str, label: str) -> Scene:
    acquired = _acquisition_time(properties, label)
    orbit = properties.get("sat:relative_orbit")
    turn = _text(properties.get("sat:orbit_state"))
    offset = properties.get("earthsearch:boa_offset_applied")
    described = json.dumps(item, sort_keys=True, separators=(",", ":"), default=str)
    platform = _text(properties.get("platform"))
    return Scene(
        id=printable(name, None),
        sha256=hashlib.sha256(described.encode("utf-8", "backslashreplace")).hexdigest(),
        source=None,
        sensor=sensor,
        acquired=acquired,
        resolution_m=_resolution_m(properties, sensor, label),
        simulated=properties.get("servanda:simulated") is True,
        published=_publication_time(properties, acquired),
        platform=platform.lower() if platform else None,
        relative_orbit=orbit if isinstance(orbit, int) and not isinstance(orbit, bool) else None,
        orbit_pass=OrbitPass(turn.lower()) if turn and turn.lower() in set(OrbitPass) else None,
        processing=_processing(properties),
        offset_applied=offset if isinstance(offset, bool) else None,
    )


def _acquisition_time(properties: Mapping[str, Any], label: str) -> datetime:
    """The time, or the end of a short span: before it, the scene was not there.

    Raises SourceError for a composite, each pixel of which may be of any day of its span: neither
    its first nor its last day is when that was seen.
    """
    when = instant(properties.get("datetime"))
    start, end = (instant(properties.get(key)) for key in ("start_datetime", "end_datetime"))
    if start is not None and end is not None:
        if end - start > ONE_LOOK:
            raise SourceError(
                label,
                f"is a composite of {start.date()} to {end.date()} and shows any day of these",
                "use the scenes that it was made of, or leave it out",
            )
        when = when or end
    if when is not None:
        return when
    given = properties.get("datetime")
    raise SourceError(
        label,
        "has no datetime" if given is None else f"has the datetime {printable(str(given))!r}",
        "write when it was taken, as 2018-11-20T02:21:09Z, or leave it out",
    )


def _publication_time(properties: Mapping[str, Any], acquired: datetime) -> datetime | None:
    """When it became public; a time before it was taken is none.

    `created` is not asked: it is when the provider wrote the entry, years later for an archive that
    was filed again, while the scene itself was public within days.
    """
    when = instant(properties.get("published"))
    return when if when is not None and when >= acquired else None


def _resolution_m(properties: Mapping[str, Any], sensor: str, label: str) -> float:
    stated = [
        _positive(properties.get(key)) for key in ("sar:resolution_range", "sar:resolution_azimuth")
    ]
    radar = [value for value in stated if value is not None]
    found = max(radar) if radar else _positive(properties.get("gsd"))
    found = found or KNOWN_RESOLUTION_M.get(sensor)
    if found is None:
        raise SourceError(label, "does not say how fine it is", "add gsd, in metres, to the item")
    return found


def _positive(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) and value > 0 else None
    return None


def _processing(properties: Mapping[str, Any]) -> str | None:
    for key in ("s2:processing_baseline", "processing:version"):
        text = _text(properties.get(key))
        if text:
            return text
    software = properties.get("processing:software")
    if isinstance(software, dict) and software:
        return printable(", ".join(f"{key} {value}" for key, value in sorted(software.items())))
    return None


def _bounds(item: Item, label: str) -> tuple[float, float, float, float]:
    """West, south, east, north of its geometry, or of its bbox."""
    geometry = item.get("geometry")
    positions = list(_positions(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    if positions:
        lons, lats = zip(*positions, strict=True)
        found = (min(lons), min(lats), max(lons), max(lats))
    else:
        bbox = item.get("bbox")
        stated = bbox if isinstance(bbox, list) else []
        numbers = [float(degrees) for degrees in stated if _is_number(degrees)]
        if len(numbers) not in (4, 6):
            raise SourceError(label, "has no geometry", "add where it lies, or leave it out")
        half = len(numbers) // 2
        found = (numbers[0], numbers[1], numbers[half], numbers[half + 1])
    return found


def _positions(coordinates: object) -> list[tuple[float, float]]:
    if not isinstance(coordinates, list):
        return []
    if len(coordinates) >= 2 and all(_is_number(number) for number in coordinates[:2]):
        return [(float(coordinates[0]), float(coordinates[1]))]
    return [position for part in coordinates for position in _positions(part)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _text(value: object) -> str | None:
    return printable(str(value)) if isinstance(value, str | int | float) and value != "" else None
