"""Small scenes and the items that describe them."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import Affine

from servanda.records import Geometry, GeometryKind, LonLat

CRS = "EPSG:32652"
WEST, NORTH = 300_000.0, 4_210_000.0  # near 38 N, 126.7 E
RNG = np.random.default_rng(5)


def write_tiff(
    path: Path,
    pixels: NDArray[Any],
    *,
    gsd: float = 10.0,
    west: float = WEST,
    north: float = NORTH,
    crs: str | None = CRS,
    nodata: float | None = None,
    names: tuple[str, ...] = (),
    tags: dict[str, str] | None = None,
    **options: Any,
) -> Path:
    """Write (band, row, column), tiled so that windows are cheap."""
    bands = np.atleast_3d(pixels.T).T if pixels.ndim == 2 else pixels
    tiles = {"driver": "GTiff", "tiled": True, "blockxsize": 64, "blockysize": 64}
    cog = {"driver": "COG", "blocksize": 128, "compress": "deflate"}
    chosen: dict[str, Any] = (cog if options.pop("cog", False) else tiles) | options
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", height=bands.shape[1], width=bands.shape[2],
        count=bands.shape[0], dtype=bands.dtype, crs=crs, nodata=nodata,
        transform=Affine(gsd, 0, west, 0, -gsd, north), **chosen,
    ) as file:  # fmt: skip
        file.write(bands)
        for number, name in enumerate(names, 1):
            file.set_band_description(number, name)
        file.update_tags(**(tags or {}))
    return path


def place_at(column: float, row: float, gsd: float = 10.0) -> Geometry:
    """The point at that place of a scene written by `write_tiff`."""
    from rasterio.warp import transform

    lons, lats = transform(CRS, "EPSG:4326", [WEST + column * gsd], [NORTH - row * gsd])
    return Geometry(GeometryKind.POINT, ((LonLat(lons[0], lats[0]),),))


def item(id: str, assets: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A STAC item over 2 x 2 degrees around the scenes."""
    box = [125.7, 37.0, 127.7, 39.0]
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature", "stac_version": "1.0.0", "stac_extensions": [], "id": id,
        "collection": "scenes", "links": [], "bbox": box,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"datetime": "2018-11-20T02:21:09Z", "gsd": 10, **properties},
        "assets": assets,
    }  # fmt: skip


def sentinel_2(folder: Path, href: str, id: str, **properties: Any) -> dict[str, Any]:
    """Write blue, green, red, nir at 10 m, a 20 m band and its classes; give the item."""
    bands = {"blue": "B02", "green": "B03", "red": "B04", "nir": "B08"}
    assets: dict[str, Any] = {}
    for name, code in bands.items():
        values = RNG.integers(1_000, 4_000, (256, 256)).astype(np.uint16)
        write_tiff(folder / id / f"{name}.tif", values, nodata=0)
        assets[name] = {
            "href": f"{href}/{id}/{name}.tif", "type": "image/tiff; application=geotiff",
            "eo:bands": [{"name": code, "common_name": name}],
            "raster:bands": [{"scale": 0.0001, "offset": -0.1, "nodata": 0,
                              "spatial_resolution": 10}],
        }  # fmt: skip
    coarse = RNG.integers(1_000, 4_000, (128, 128)).astype(np.uint16)
    write_tiff(folder / id / "swir16.tif", coarse, gsd=20.0, nodata=0)
    assets["swir16"] = {"href": f"{href}/{id}/swir16.tif", "gsd": 20,
                        "eo:bands": [{"name": "B11", "common_name": "swir16"}]}  # fmt: skip
    classes = np.full((128, 128), 4, np.uint8)
    classes[:20, :20] = 9
    write_tiff(folder / id / "scl.tif", classes, gsd=20.0)
    assets["scl"] = {"href": f"{href}/{id}/scl.tif", "type": "image/tiff"}
    assets["thumbnail"] = {"href": f"{href}/{id}/t.jpg", "type": "image/jpeg",
                           "roles": ["thumbnail"]}  # fmt: skip
    said = {"constellation": "sentinel-2", "platform": "sentinel-2b",
            "s2:processing_baseline": "04.00", "earthsearch:boa_offset_applied": False}  # fmt: skip
    return item(id, assets, **(said | properties))
