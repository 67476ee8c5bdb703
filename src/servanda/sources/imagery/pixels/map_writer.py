"""Maps written window by window into a Cloud-Optimised GeoTIFF, which is whole or not there.

A draft lies beside the file to be: an uncompressed tiled GeoTIFF whose bands can be written and
read again in any order. When all is written it becomes the COG under a temporary name, and that is
renamed. Memory is bounded by GDAL's cache, whatever the size of the map.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.windows import Window

from servanda.atomic_write import is_written_through, output_error, put_in_place
from servanda.errors import SettingsError, StoreFullError
from servanda.records import Grid
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.imagery.pixels.open_raster import affine

__all__ = ["MapDraft", "drafted_map"]

BLOCK = 512  # px, a side of the tiles of the file [limit]

# Of a tile of the draft: rows of tiles of wide maps still fit into the cache. [limit]
DRAFT_ROWS = 64

WINDOW_PIXELS = 1 << 20  # of one band, written or read at once: 4 MB [limit]
CACHE_BYTES = 32 * MEGABYTE  # of GDAL [limit]
OPTIONS = {"GDAL_CACHEMAX": CACHE_BYTES, "GDAL_PAM_ENABLED": False, "GDAL_TIFF_INTERNAL_MASK": True}
COG = {
    "driver": "COG",
    "compress": "DEFLATE",
    "level": 1,  # of such noise the highest level makes 1 % less in three times the time
    "predictor": "NO",  # as pixels hold all bands, differences of neighbours take more room
    "blocksize": BLOCK,
    "overview_resampling": "NEAREST",  # a mean of 0, 1 and 255 would say nothing
    "bigtiff": "IF_SAFER",
    "num_threads": 1,  # a second one takes 27 MB
}


@dataclass(frozen=True, slots=True, eq=False)
class MapDraft:
    """A map under way; `tags` is what the file will say of itself."""

    out: Path  # what it becomes
    bands: tuple[str, ...]
    dataset: rasterio.io.DatasetWriter
    tags: dict[str, str]

    @property
    def windows(self) -> Iterator[Window]:
        """Windows that cover the map, none twice, along the tiles of the draft."""
        rows, columns = self.dataset.shape
        wide = min(columns, WINDOW_PIXELS // DRAFT_ROWS)
        tall = max(1, WINDOW_PIXELS // (wide * DRAFT_ROWS)) * DRAFT_ROWS
        for row, column in product(range(0, rows, tall), range(0, columns, wide)):
            yield Window(column, row, min(wide, columns - column), min(tall, rows - row))

    def write(self, band: str, window: Window, values: NDArray[np.float32]) -> None:
        """Put values (row, column) into a window of one band."""
        with _explain_errors(self.out):
            self.dataset.write(values, self._number(band), window=window)

    def read(self, band: str, window: Window) -> NDArray[np.float32]:
        """What was written into a window of one band."""
        with _explain_errors(self.out):
            values: NDArray[np.float32] = self.dataset.read(self._number(band), window=window)
        return values

    def _number(self, band: str) -> int:
        return self.bands.index(band) + 1


@contextmanager
def drafted_map(
    out: Path, grid: Grid, bands: Sequence[str], inputs: Sequence[Path]
) -> Iterator[MapDraft]:
    """A map to write into; it becomes `out` when the block ends without an error.

    bands: names, the order of the file; all are float32 with NaN where there is no value
    inputs: files that `out` must not replace; a link is followed, a device or a pipe refused
    An earlier `out` stays as it was until then, and for good if something fails.
    Raises SettingsError where it cannot be written, StoreFullError where there is no room.
    """
    _refuse_inputs(out, inputs)
    target = Path(os.path.realpath(out))  # of a link; a rename would replace the link
    folder = _folder_beside(target, grid, len(bands))
    try:
        with rasterio.Env(**OPTIONS):
            path = folder / "draft.tif"
            with _explain_errors(out):
                dataset = _create_dataset(path, grid, bands)
            with dataset:
                draft = MapDraft(out, tuple(bands), dataset, {})
                yield draft
                with _explain_errors(out):
                    dataset.update_tags(**draft.tags)
            with _explain_errors(out):
                _replace_with_cog(path, folder / "map.tif", target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create_dataset(path: Path, grid: Grid, bands: Sequence[str]) -> rasterio.io.DatasetWriter:
    dataset = rasterio.open(
        path,
        "w+",
        driver="GTiff",
        width=grid.columns,
        height=grid.rows,
        count=len(bands),
        dtype="float32",
        nodata=np.nan,
        crs=grid.crs,
        transform=affine(grid),
        tiled=True,
        blockxsize=BLOCK,
        blockysize=DRAFT_ROWS,
        interleave="band",
        bigtiff="IF_SAFER",
    )
    dataset.descriptions = tuple(bands)
    return dataset


def _replace_with_cog(draft: Path, whole: Path, out: Path) -> None:
    rasterio.shutil.copy(draft, whole, **COG)
    put_in_place(whole, out)


def _refuse_inputs(out: Path, inputs: Sequence[Path]) -> None:
    if out.is_dir():
        raise SettingsError(f"{out}: is a folder; name a file, as in -o {out / 'change.tif'}")
    with _explain_errors(out):
        streamed = is_written_through(out)
    if streamed:
        raise SettingsError(f"{out}: is a device or a pipe, which holds no map; name a file")
    if out.exists() and any(path.exists() and out.samefile(path) for path in inputs):
        raise SettingsError(f"{out}: is one of the scenes; write the map to another file")


def _folder_beside(out: Path, grid: Grid, bands: int) -> Path:
    with _explain_errors(out):
        folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    needed = 2 * grid.rows * grid.columns * bands * 4
    free = shutil.disk_usage(folder).free
    if needed > free:
        folder.rmdir()
        raise StoreFullError(
            f"{out}: needs up to {needed // MEGABYTE:,} MB and {free // MEGABYTE:,} MB are free; "
            "free some, or write to another disk"
        )
    return folder


@contextmanager
def _explain_errors(out: Path) -> Iterator[None]:
    """Turn errors of writing into one sentence about `out`; those of scenes have theirs."""
    try:
        yield
    except (RasterioError, OSError) as error:
        raise output_error(out, error) from error
