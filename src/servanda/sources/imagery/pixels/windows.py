"""Windows of files: the pixels as numbers, and which pixels have none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import MaskFlags
from rasterio.windows import Window

from servanda.errors import SourceError
from servanda.records import Obstacle
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.imagery.pixels.remote_files import display_href

__all__ = ["WINDOW_BYTES", "read_window", "window_of"]

# As float32. A site with its surroundings has a megabyte; 6 bands of 2048 x 2048 have 101 MB.
WINDOW_BYTES = 512 * MEGABYTE


def read_window(
    dataset: rasterio.DatasetReader, window: Window | None, bands: Sequence[int]
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The pixels as the file has them, and their obstacles.

    window: in rows and columns of the file, inside it; None: all of it
    bands: numbers, from 1
    Gives pixels (band, row, column), NaN in every band where one band has no value, and obstacles
    (row, column): NO_DATA where the file says so or holds no block, INVALID at NaN and infinity.
    Raises SourceError for a window outside the file or of more than WINDOW_BYTES, and for a band
    that is not there; damage met while reading is explained by `opened_raster`.
    """
    label = display_href(dataset.name.removeprefix("/vsicurl/"))
    place = window_of(dataset) if window is None else window
    _check(dataset, place, bands, label)
    raw = dataset.read(list(bands), window=place)
    with np.errstate(over="ignore", invalid="ignore"):
        pixels = raw.astype(np.float32)
    obstacles = np.where(np.isfinite(pixels).all(axis=0), Obstacle.CLEAR, Obstacle.INVALID)
    obstacles[_nodata_mask(dataset, place, bands, raw)] = Obstacle.NO_DATA
    pixels[:, obstacles != Obstacle.CLEAR] = np.nan
    return pixels, obstacles.astype(np.uint8)


def window_of(dataset: rasterio.DatasetReader) -> Window:
    """All rows and columns of the file."""
    return Window(0, 0, dataset.width, dataset.height)


def _check(
    dataset: rasterio.DatasetReader, place: Window, bands: Sequence[int], label: str
) -> None:
    missing = [band for band in bands if not 1 <= band <= dataset.count]
    if missing or not bands:
        raise SourceError(
            label,
            f"has no band {missing[0]}" if missing else "was asked for no band",
            f"ask for bands from 1 to {dataset.count}",
        )
    if not _is_inside(place, dataset):
        raise SourceError(
            label,
            f"has {dataset.height} x {dataset.width} pixels, and the window is not inside",
            "check the coordinates of the site",
        )
    size = int(place.width) * int(place.height) * len(bands) * 4
    if size > WINDOW_BYTES:
        raise SourceError(
            label,
            f"would need {size // MEGABYTE:,} MB of memory ({int(place.height):,} x "
            f"{int(place.width):,} pixels, {len(bands)} bands)",
            f"read it in windows of at most {WINDOW_BYTES // MEGABYTE} MB",
        )


def _is_inside(place: Window, dataset: rasterio.DatasetReader) -> bool:
    """True if the window has a pixel and the file has all of them."""
    (top, bottom), (left, right) = place.toranges()
    rows_fit = 0 <= top <= bottom - 1 and bottom <= dataset.height
    columns_fit = 0 <= left <= right - 1 and right <= dataset.width
    return bool(rows_fit and columns_fit)


def _nodata_mask(
    dataset: rasterio.DatasetReader, place: Window, bands: Sequence[int], raw: NDArray[np.generic]
) -> NDArray[np.bool_]:
    """(row, column) where one of the bands has no value."""
    hidden = np.zeros(raw.shape[1:], dtype=bool)
    for values, band in zip(raw, bands, strict=True):
        nodata = dataset.nodatavals[band - 1]
        if nodata is not None:
            hidden |= np.isnan(values) if np.isnan(nodata) else values == nodata
        if dataset.driver == "GTiff":
            flags = dataset.mask_flag_enums[band - 1]
            if MaskFlags.per_dataset in flags or MaskFlags.alpha in flags:
                hidden |= dataset.read_masks(band, window=place) == 0
            _mark_absent_blocks(dataset, place, band, hidden)
    return hidden


def _mark_absent_blocks(
    dataset: rasterio.DatasetReader, place: Window, band: int, hidden: NDArray[np.bool_]
) -> None:
    """Mark what GDAL gives as zeros because the file leaves those blocks out."""
    height, width = dataset.block_shapes[band - 1]
    top, left = int(place.row_off), int(place.col_off)
    rows = range(top // height, (top + hidden.shape[0] - 1) // height + 1)
    columns = range(left // width, (left + hidden.shape[1] - 1) // width + 1)
    for row, column in product(rows, columns):
        if dataset.get_tag_item(f"BLOCK_OFFSET_{column}_{row}", "TIFF", bidx=band) is None:
            hidden[
                max(row * height - top, 0) : (row + 1) * height - top,
                max(column * width - left, 0) : (column + 1) * width - left,
            ] = True
