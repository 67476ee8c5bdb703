"""Scenes on one grid, read together window by window."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from math import isqrt
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from servanda.errors import SourceError
from servanda.records import Grid, Image, Obstacle, Scene, StackWindow
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.problems import printable
from servanda.sources.imagery.pixels.black_fill import mark_black_fill
from servanda.sources.imagery.pixels.open_raster import band_names, grid_of, opened_raster
from servanda.sources.imagery.pixels.radar_units import as_power, unit_of
from servanda.sources.imagery.pixels.windows import read_window

__all__ = [
    "SceneStack",
    "opened_mask",
    "opened_stack",
    "read_ground",
    "representative_windows",
    "sha256_of",
]

# Of all scenes of a window together, as float32: 8 MB, four times that with what is made of them.
# [limit]
WINDOW_VALUES = 2 << 20

# No lossless file is a thousandth of its pixels, unless they are all one value or not there.
# [judgement; not from outside]
EMPTIEST = 1_000

NEAR_PX = 0.01  # grids that lie no farther apart are one grid [judgement; not from outside]
CHUNK_BYTES = MEGABYTE

# Windows that stand for a scene lie here, as shares of its height and its width. [judgement]
MIDDLE = (0.5, 0.5)
TOWARDS_CORNERS = (0.15, 0.85)

WINDOW_PX = 512  # a side of such a window; the gates measure a shift in no more [limit]
UNIT_VALUES = 200_000  # of such a window are enough to tell the unit of a radar scene [limit]
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class SceneStack:
    """Open scenes on one grid."""

    names: tuple[str, ...]  # as given
    datasets: tuple[rasterio.DatasetReader, ...]
    grid: Grid
    bands: tuple[str, ...]
    windows: tuple[Window, ...]  # all of the grid, none twice, in whole blocks of the files
    unit: str | None = None  # of radar scenes, which are read as power; None: as they are
    is_mask: bool = False  # 0 is a value, not fill

    @property
    def is_radar(self) -> bool:
        """True if the pixels are power."""
        return self.unit is not None

    def read(self, window: Window) -> StackWindow:
        """One window; damage in the file is explained by `opened_stack`."""
        numbers = range(1, len(self.bands) + 1)
        shape = len(self.names), len(numbers), int(window.height), int(window.width)
        pixels, obstacles = np.empty(shape, np.float32), np.empty((shape[0], *shape[2:]), np.uint8)
        for scene, dataset in enumerate(self.datasets):
            values, obstacles[scene] = read_window(dataset, window, numbers)
            if not self.is_mask:
                mark_black_fill(values, obstacles[scene])
            if self.unit is not None:
                values = as_power(values, self.unit, self.names[scene])
            pixels[scene] = values
        return StackWindow(pixels, obstacles, self.grid.window(*window.toranges()))

    def read_windows(self) -> Iterator[StackWindow]:
        """Every window, one at a time."""
        return map(self.read, self.windows)

    def with_unit(self, unit: str | None = None) -> SceneStack:
        """The same scenes, read as power; without a unit, in the one that the numbers must be in.

        Raises InputError where they could be in more than one.
        """
        if unit is None:
            reads = representative_windows(self, UNIT_VALUES)
            unit = unit_of(np.concatenate([read.pixels.ravel() for read in reads]))
        return replace(self, unit=unit)

    def images(self, read: StackWindow) -> tuple[Image, ...]:
        """A window as one image a scene, for gates; without dates and digests."""
        sensor = "SAR" if self.is_radar else "unstated"
        return tuple(
            Image(
                Scene(name, "", None, sensor, NO_DATE, 1.0, simulated=False),
                self.bands,
                pixels,
                _with_invalid(pixels, obstacles),
                read.grid,
            )
            for name, pixels, obstacles in zip(self.names, read.pixels, read.obstacles, strict=True)
        )


def representative_windows(stack: SceneStack, values: int) -> Iterator[StackWindow]:
    """Windows to judge the scenes by: all of small scenes, else the middle and four more.

    values: of one window, all dates and bands together, at most
    """
    side = min(WINDOW_PX, isqrt(values // (len(stack.names) * len(stack.bands))))
    if max(stack.grid.rows, stack.grid.columns) <= side:
        places = [MIDDLE]
    else:
        places = [MIDDLE, *product(TOWARDS_CORNERS, TOWARDS_CORNERS)]
    return (stack.read(_square(stack.grid, *place, side)) for place in places)


@contextmanager
def opened_mask(path: Path, stack: SceneStack) -> Iterator[SceneStack]:
    """A file of one band on the grid of the scenes; raises SourceError if it is not."""
    with opened_raster(str(path)) as dataset:
        name = printable(str(path), None)
        trouble = _grid_difference(stack.datasets[0], dataset)
        if dataset.count != 1:
            trouble = (f"has {dataset.count} bands", "give a mask of one band, 1 on chosen ground")
        if trouble is not None:
            raise SourceError(name, *trouble)
        yield SceneStack((name,), (dataset,), stack.grid, band_names(dataset), (), is_mask=True)


@contextmanager
def opened_stack(paths: Sequence[Path]) -> Iterator[SceneStack]:
    """The scenes, open for reading window by window, if they have one grid and the same bands.

    Raises SourceError: for a file that cannot be read, also inside the block; for grids, numbers
    of bands or orders of bands that differ; for a file with far too few bytes for its pixels.
    """
    with ExitStack() as stack:
        datasets = tuple(stack.enter_context(opened_raster(str(path))) for path in paths)
        names = tuple(printable(str(path), None) for path in paths)
        for dataset, path, name in zip(datasets, paths, names, strict=True):
            _refuse_hollow(dataset, path, name)
            _refuse_mismatch(datasets[0], dataset, names[0], name)
        grid = grid_of(datasets[0])
        windows = tuple(_windows(datasets, grid))
        yield SceneStack(names, datasets, grid, band_names(datasets[0]), windows)


def read_ground(mask: SceneStack, window: Window) -> NDArray[np.bool_]:
    """(row, column) True where the mask of `opened_mask` is above 0."""
    marked: NDArray[np.bool_] = mask.read(window).pixels[0, 0] > 0
    return marked


def sha256_of(path: Path) -> str:
    """The digest of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _square(grid: Grid, row: float, column: float, side: int) -> Window:
    """A square at a place given as shares of the height and the width, inside the grid."""
    height, width = min(side, grid.rows), min(side, grid.columns)
    top, left = round(row * (grid.rows - height)), round(column * (grid.columns - width))
    return Window(left, top, width, height)


def _with_invalid(pixels: NDArray[np.float32], obstacles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The obstacles, INVALID where clear pixels have no number: power that is not above 0."""
    invalid = ~np.isfinite(pixels).all(axis=0) & (obstacles == Obstacle.CLEAR.value)
    return np.where(invalid, np.uint8(Obstacle.INVALID.value), obstacles)


def _refuse_hollow(dataset: rasterio.DatasetReader, path: Path, name: str) -> None:
    item = sum(np.dtype(kind).itemsize for kind in dataset.dtypes)
    promised, found = dataset.width * dataset.height * item, path.stat().st_size
    if promised > EMPTIEST * max(found, MEGABYTE):
        raise SourceError(
            name,
            f"promises {dataset.height:,} x {dataset.width:,} pixels and holds {found:,} bytes",
            "get it again, or cut out the part that holds data with `gdal_translate -projwin`",
        )


def _refuse_mismatch(
    first: rasterio.DatasetReader, other: rasterio.DatasetReader, label: str, name: str
) -> None:
    trouble = _grid_difference(first, other) or _band_difference(first, other)
    if trouble is not None:
        raise SourceError(name, f"{trouble[0]} ({label})", trouble[1])


def _grid_difference(
    first: rasterio.DatasetReader, other: rasterio.DatasetReader
) -> tuple[str, str] | None:
    warp = "put both on one grid with `gdalwarp -te -ts -t_srs`"
    if first.shape != other.shape:
        sizes = " x ".join(map(str, other.shape)), " x ".join(map(str, first.shape))
        return f"has {sizes[0]} pixels where the first scene has {sizes[1]}", warp
    if bool(first.crs) != bool(other.crs):
        lacking = "has no coordinate system where the first scene has one"
        return (lacking if first.crs else "has a coordinate system where the first has none"), warp
    if first.crs != other.crs:
        return "has another coordinate system than the first scene", warp
    away = grid_of(first).pixels_apart(grid_of(other))
    if not away <= NEAR_PX:
        return f"lies {away:.3g} pixels off the grid of the first scene", warp
    return None


def _band_difference(
    first: rasterio.DatasetReader, other: rasterio.DatasetReader
) -> tuple[str, str] | None:
    if first.count != other.count:
        return (
            f"has {other.count} bands where the first scene has {first.count}",
            "take the same bands of each with `gdal_translate -b`",
        )
    names, others = band_names(first), band_names(other)
    moved = [
        name
        for name, counterpart in zip(names, others, strict=True)
        if name != counterpart and name in others
    ]
    if moved:
        return (
            f"has its bands in another order than the first scene: {', '.join(others)}",
            "put them in one order with `gdal_translate -b`",
        )
    return None


def _windows(datasets: Sequence[rasterio.DatasetReader], grid: Grid) -> Iterator[Window]:
    """Windows of whole blocks, so that no block is unpacked twice, of bounded size."""
    shapes = [shape for dataset in datasets for shape in dataset.block_shapes]
    tall = min(max(height for height, _ in shapes), grid.rows)
    wide = min(max(width for _, width in shapes), grid.columns)
    pixels = max(1, WINDOW_VALUES // sum(dataset.count for dataset in datasets))
    rows, columns = _sides(tall, wide, pixels, grid)
    for row in range(0, grid.rows, rows):
        for column in range(0, grid.columns, columns):
            yield Window(
                column, row, min(columns, grid.columns - column), min(rows, grid.rows - row)
            )


def _sides(tall: int, wide: int, pixels: int, grid: Grid) -> tuple[int, int]:
    if tall * wide > pixels:  # a block is too much: parts of it, of whole rows where that goes
        columns = min(wide, pixels)
        return max(1, pixels // columns), columns
    columns = min(grid.columns, max(1, pixels // (tall * wide)) * wide)
    return max(1, pixels // (columns * tall)) * tall, columns
