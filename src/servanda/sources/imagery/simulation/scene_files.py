"""One drawn picture as files: COGs that say SIMULATED in their tags, and the item over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.transform import array_bounds
from rasterio.warp import transform

from servanda.sources.imagery.simulation.layer import SimulatedScenes
from servanda.sources.imagery.simulation.scenes import SceneFrame, SimulatedPicture
from servanda.sources.imagery.simulation.site_plan import WGS84, SitePlan

__all__ = ["SIMULATED", "SIMULATED_PROPERTY", "FramePlace", "write_item"]

SIMULATED_PROPERTY = "servanda:simulated"
SIMULATED = "SIMULATED: drawn by Servanda from a stated truth; no satellite took this"

_OVERPASS = time(2, 10, tzinfo=UTC)  # 11:10 in Korea
_SCL_TITLE = "scene classification"


@dataclass(frozen=True, slots=True)
class FramePlace:
    """Where the pictures of a frame lie on Earth."""

    crs: str
    transform: Affine
    ring: tuple[tuple[float, float], ...]  # longitude, latitude

    @classmethod
    def from_frame(cls, plan: SitePlan, scenes: SimulatedScenes, frame: SceneFrame) -> FramePlace:
        west, top = plan.east_m + frame.west_m, plan.north_m - frame.north_m
        grid = Affine(scenes.gsd_m, 0, west, 0, -scenes.gsd_m, top)
        left, bottom, right, upper = array_bounds(frame.pixels, frame.pixels, grid)
        xs, ys = [left, right, right, left, left], [bottom, bottom, upper, upper, bottom]
        lons, lats = transform(plan.layer.crs, WGS84, xs, ys)[:2]
        ring = tuple((round(lon, 7), round(lat, 7)) for lon, lat in zip(lons, lats, strict=True))
        return cls(plan.layer.crs, grid, ring)


def write_item(
    picture: SimulatedPicture, scenes: SimulatedScenes, place: FramePlace, folder: Path
) -> pystac.Item:
    """The picture's files, and the item that describes them."""
    name = f"{scenes.collection}-{picture.frame.name}-{picture.on:%Y%m%d}"
    taken = datetime.combine(picture.on, _OVERPASS)
    lons, lats = zip(*place.ring, strict=True)
    item = pystac.Item(
        name,
        geometry={"type": "Polygon", "coordinates": [[list(corner) for corner in place.ring]]},
        bbox=[min(lons), min(lats), max(lons), max(lats)],
        datetime=taken,
        properties=_properties(scenes, place, picture, taken),
    )
    (folder / name).mkdir(parents=True)
    for band, pixels in zip(scenes.bands, picture.pixels, strict=True):
        _add(item, folder / name, band, pixels, place, {"eo:bands": _eo_bands(band)})
    if picture.classes is not None:
        _add(item, folder / name, "scl", picture.classes, place, {})
    return item


def _properties(
    scenes: SimulatedScenes, place: FramePlace, picture: SimulatedPicture, taken: datetime
) -> dict[str, Any]:
    public = taken + timedelta(days=scenes.published_after_days)
    return {
        SIMULATED_PROPERTY: True,
        "title": f"SIMULATED {picture.frame.name} {picture.on}",
        "platform": "simulated",
        "instruments": ["simulated"],
        "gsd": scenes.gsd_m,
        "published": f"{public:%Y-%m-%dT%H:%M:%SZ}",
        "proj:code": place.crs,
        "proj:shape": list(picture.pixels.shape[1:]),
        "proj:transform": list(place.transform)[:6],
    }


def _eo_bands(band: str) -> list[dict[str, str]]:
    return [{"name": band, "common_name": band}]


def _add(
    item: pystac.Item,
    folder: Path,
    name: str,
    pixels: NDArray[np.uint16] | NDArray[np.uint8],
    place: FramePlace,
    fields: Mapping[str, Any],
) -> None:
    """Write one band as a file beside the item, and name it there as an asset."""
    _write_cog(folder / f"{name}.tif", name, pixels, place)
    item.add_asset(
        name,
        pystac.Asset(
            f"./{name}.tif",
            title=_SCL_TITLE if name == "scl" else f"{name}, reflectance x 10,000",
            media_type=pystac.MediaType.COG,
            roles=["data"] if name == "scl" else ["data", "reflectance"],
            extra_fields=dict(fields),
        ),
    )


def _write_cog(
    path: Path, name: str, pixels: NDArray[np.uint16] | NDArray[np.uint8], place: FramePlace
) -> None:
    rows, columns = pixels.shape
    with rasterio.open(
        path,
        "w",
        driver="COG",
        height=rows,
        width=columns,
        count=1,
        dtype=pixels.dtype,
        crs=place.crs,
        transform=place.transform,
        nodata=0,
        compress="DEFLATE",
        predictor=2,
        level=4,
        blocksize=256,
        overviews="NONE",
    ) as file:
        file.write(pixels, 1)
        file.set_band_description(1, name)
        file.update_tags(TIFFTAG_IMAGEDESCRIPTION=SIMULATED, SERVANDA_SIMULATED="yes")
