"""Assets of a STAC item to bands: names, units, scales, as STAC 1.0 and 1.1 state them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from servanda.errors import SourceError
from servanda.sources.imagery.pixels.cloud_classes import CLASSES
from servanda.sources.imagery.scenes.band_names import RADAR, aliases, normalise_name
from servanda.sources.imagery.scenes.scene_entry import Asset, BandQuantity

__all__ = ["assets_of", "classification_of", "quantity_of"]

# Pictures for people, and pixels that are neither reflectance nor power.
NOT_DATA = frozenset(
    {"thumbnail", "overview", "metadata", "visual", "rendered_preview", "tilejson"}
)
NOT_BANDS = frozenset(
    {"aot", "wvp", "scl", "cld", "snw", "preview", "visual", "mask", "qa_pixel", "qa_radsat",
     "qa_aerosol", "udm", "udm2", "cloud", "snow", "angle", "area", "local_incidence_angle"}
)  # fmt: skip
OFFSET = ("offset", "raster:offset")
TIFF = ("image/tiff", "image/vnd.stac.geotiff")

JsonObject = Mapping[str, Any]
EMPTY: JsonObject = {}

# Properties that an asset may state once for all its bands.
OF_ANY_BAND = (
    "unit", "nodata", "data_type", "gsd", "raster:scale", "raster:offset",
    "raster:spatial_resolution",
)  # fmt: skip


def assets_of(item: JsonObject, sensor: str, label: str) -> tuple[Asset, ...]:
    """The bands of the item, in the order of their names; raises SourceError where it has none."""
    found = [
        asset
        for key, value in sorted(_tiff_assets(item).items())
        if not _names_of(key, value) & NOT_BANDS and not _roles(value) & NOT_DATA
        for asset in _bands(key, value, sensor)
    ]
    if not found:
        raise SourceError(label, "has no GeoTIFF of pixels", "check its assets, or leave it out")
    return tuple(found)


def classification_of(item: JsonObject, label: str) -> Asset | None:
    """The asset with the classes of cloud and shadow, if we know how to read them."""
    for key, value in sorted(_tiff_assets(item).items()):
        known = next((name for name in CLASSES if name in _names_of(key, value)), None)
        if known:
            return Asset(value["href"], 1, (known, key), BandQuantity.CLASSES)
    return None


def quantity_of(names: tuple[str, ...], unit: str | None, real: bool) -> BandQuantity:
    """The quantity of a band, by its names and its unit; real: its numbers are not integers."""
    if not {normalise_name(name) for name in names} & {normalise_name(name) for name in RADAR}:
        return BandQuantity.REFLECTANCE
    said = (unit or "").strip().lower()
    if said in {"db", "decibel", "decibels"}:
        return BandQuantity.DECIBELS
    if said in {"amplitude", "dn", "digital number"}:
        return BandQuantity.AMPLITUDE
    if said in {"1", "power", "linear", "m2/m2", "m^2/m^2", "linear power"} or real:
        return BandQuantity.POWER
    return BandQuantity.RADAR


def _tiff_assets(item: JsonObject) -> dict[str, JsonObject]:
    """The assets that are GeoTIFFs, or do not say what they are."""
    assets = item.get("assets")
    return {
        str(key): value
        for key, value in (assets.items() if isinstance(assets, dict) else ())
        if isinstance(value, dict) and isinstance(value.get("href"), str) and _may_be_tiff(value)
    }


def _roles(asset: JsonObject) -> set[str]:
    roles = asset.get("roles")
    return {str(role) for role in roles} if isinstance(roles, list) else set()


def _may_be_tiff(asset: JsonObject) -> bool:
    kind = asset.get("type")
    if isinstance(kind, str):
        return kind.lower().startswith(TIFF)
    path = asset["href"].partition("?")[0].lower()
    return bool(path.endswith((".tif", ".tiff")) or "." not in path.rpartition("/")[2])


def _names_of(key: str, asset: JsonObject) -> set[str]:
    """The plain names of the whole asset; "ortho_udm2" is a udm2."""
    plain = normalise_name(key)
    return {plain, plain.rpartition("_")[2] if plain.endswith(("_udm", "_udm2")) else plain} | {
        name.lower() for part in _parts(asset) for name in _names(part)[:1]
    }


def _bands(key: str, asset: JsonObject, sensor: str) -> Iterator[Asset]:
    parts = _parts(asset)
    for number, part in enumerate(parts, 1):
        own = _names(part)
        # The key names the band where it is the only one in the file.
        names = aliases([key, *own] if len(parts) == 1 else own or [f"{key}-{number}"], sensor)
        unit = part.get("unit")
        real = str(part.get("data_type", part.get("raster:data_type", ""))).startswith("float")
        quantity = quantity_of(names, unit if isinstance(unit, str) else None, real)
        own_zero = sensor == "sentinel-2" or quantity in (
            BandQuantity.RADAR,
            BandQuantity.AMPLITUDE,
        )
        yield Asset(
            href=asset["href"],
            band=number,
            names=names,
            quantity=quantity,
            scale=_number(part, ("scale", "raster:scale"), 1.0),
            # The offset of Sentinel-2 is stated wrongly in both directions: a gate decides on it.
            offset=0.0 if sensor == "sentinel-2" else _number(part, OFFSET, 0.0),
            # Both write 0 where they have nothing, and not every copy of them says so.
            nodata=_number(part, ("nodata",), 0.0 if own_zero else None),
            resolution_m=_number(part, ("spatial_resolution", "raster:spatial_resolution", "gsd")),
        )


def _parts(asset: JsonObject) -> list[JsonObject]:
    """What is said of each band: `bands` of STAC 1.1, or `eo:bands` with `raster:bands` of 1.0."""
    whole = {key: asset[key] for key in OF_ANY_BAND if key in asset}
    parts: list[JsonObject] = []
    for stated in zip_longest(*_band_lists(asset), fillvalue=EMPTY):
        part = dict(whole)
        for properties in stated:
            part.update(properties)
        parts.append(part)
    return parts or [whole]


def _band_lists(asset: JsonObject) -> list[list[JsonObject]]:
    """The lists of bands that the asset has; of two that name the same property the last holds."""
    lists = [asset.get(key) for key in ("eo:bands", "raster:bands", "bands")]
    return [
        [band for band in bands if isinstance(band, dict)]
        for bands in lists
        if isinstance(bands, list)
    ]


def _names(part: JsonObject) -> list[str]:
    keys = ("name", "common_name", "eo:common_name")
    names = [part[key] for key in keys if isinstance(part.get(key), str)]
    polarisation = part.get("sar:polarizations")
    channels = polarisation if isinstance(polarisation, list) else []
    return [*names, *map(str, channels)]


def _number(part: JsonObject, keys: tuple[str, ...], otherwise: Any = None) -> Any:
    for key in keys:
        value = part.get(key)
        if isinstance(value, str) and value.lower() == "nan":
            return math.nan
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    return otherwise
