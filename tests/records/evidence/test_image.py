"""A grid's arithmetic: inverse of itself, closed under windows, and rasterio's own."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from affine import Affine
from hypothesis import assume, given
from hypothesis import strategies as st
from rasterio.transform import array_bounds, rowcol, xy
from rasterio.windows import Window
from rasterio.windows import transform as window_transform

from servanda.records import Grid, Image, Scene

NORTH_UP = Grid(40, 50, (10.0, 0.0, 300_000.0, 0.0, -10.0, 4_200_000.0), "EPSG:32652")

PLACES = st.floats(-500.0, 500.0)
COORDINATES = st.floats(-1e6, 1e6)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Any grid: oblong pixels of a metre to a kilometre, turned, or mirrored."""
    wide, tall = draw(st.floats(1.0, 1e3)), draw(st.floats(1.0, 1e3))
    turn = math.radians(draw(st.floats(-180.0, 180.0)))
    down = draw(st.sampled_from([-1.0, 1.0]))
    transform = (
        wide * math.cos(turn), -down * tall * math.sin(turn), draw(COORDINATES),
        wide * math.sin(turn), down * tall * math.cos(turn), draw(COORDINATES),
    )  # fmt: skip
    return Grid(draw(st.integers(1, 400)), draw(st.integers(1, 400)), transform, "EPSG:32652")


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """Rows or columns of a window, also beyond the grid."""
    start = draw(st.integers(-300, 300))
    return start, start + draw(st.integers(0, 300))


def assert_same(grid: Grid, other: Grid) -> None:
    assert (grid.rows, grid.columns, grid.crs) == (other.rows, other.columns, other.crs)
    assert grid.pixels_apart(other) < 1e-6


@given(grids(), PLACES, PLACES)
def test_the_pixel_of_the_ground_of_a_pixel_is_that_pixel(
    grid: Grid, row: float, column: float
) -> None:
    assert grid.rowcol(*grid.xy(row, column)) == pytest.approx((row, column), abs=1e-6)


@given(grids(), COORDINATES, COORDINATES)
def test_the_ground_of_the_pixel_of_a_place_is_that_place(grid: Grid, x: float, y: float) -> None:
    assert grid.xy(*grid.rowcol(x, y)) == pytest.approx((x, y), abs=1e-4)


@given(grids(), spans(), spans(), PLACES, PLACES)
def test_a_window_leaves_every_pixel_where_it_was(
    grid: Grid, rows: tuple[int, int], columns: tuple[int, int], row: float, column: float
) -> None:
    part = grid.window(rows, columns)
    assert (part.rows, part.columns) == (rows[1] - rows[0], columns[1] - columns[0])
    there = part.xy(row - rows[0], column - columns[0])
    assert there == pytest.approx(grid.xy(row, column), abs=1e-6)


@given(grids(), spans(), spans(), spans(), spans())
def test_a_window_of_a_window_is_one_window(
    grid: Grid,
    rows: tuple[int, int],
    columns: tuple[int, int],
    inner_rows: tuple[int, int],
    inner_columns: tuple[int, int],
) -> None:
    at_once = grid.window(
        (rows[0] + inner_rows[0], rows[0] + inner_rows[1]),
        (columns[0] + inner_columns[0], columns[0] + inner_columns[1]),
    )
    assert_same(grid.window(rows, columns).window(inner_rows, inner_columns), at_once)


@given(grids(), st.integers(0, 100))
def test_a_padded_grid_holds_the_grid_in_its_middle(grid: Grid, n: int) -> None:
    wide = grid.padded(n)
    assert (wide.rows, wide.columns) == (grid.rows + 2 * n, grid.columns + 2 * n)
    assert_same(wide.window((n, n + grid.rows), (n, n + grid.columns)), grid)


@pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")  # inside rasterio
@given(grids(), spans(), spans(), st.integers(0, 300), st.integers(0, 300))
def test_rasterio_agrees(
    grid: Grid, rows: tuple[int, int], columns: tuple[int, int], row: int, column: int
) -> None:
    transform = Affine(*grid.transform)
    corner = xy(transform, row, column, offset="ul")
    assert grid.xy(row, column) == pytest.approx(tuple(map(float, corner)), abs=1e-6)
    middle = xy(transform, row, column)
    assert grid.xy(row + 0.5, column + 0.5) == pytest.approx(tuple(map(float, middle)), abs=1e-6)
    whole = rowcol(transform, *middle)
    assert tuple(map(math.floor, grid.rowcol(*middle))) == tuple(map(int, whole))
    assume(rows[0] < rows[1] and columns[0] < columns[1])
    window = Window(columns[0], rows[0], columns[1] - columns[0], rows[1] - rows[0])
    expected = window_transform(window, transform)
    assert grid.window(rows, columns).transform == pytest.approx(tuple(expected)[:6], abs=1e-6)


@pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")  # inside rasterio
@given(grids())
def test_bounds_hold_every_corner_and_nothing_more(grid: Grid) -> None:
    left, last, right, first = array_bounds(grid.rows, grid.columns, Affine(*grid.transform))
    expected = (left, min(first, last), right, max(first, last))  # of the first and the last row
    assert grid.bounds == pytest.approx(expected, abs=1e-6)


def test_the_example_in_numbers() -> None:
    assert NORTH_UP.xy(2, 3) == (300_030.0, 4_199_980.0)
    assert NORTH_UP.rowcol(300_030.0, 4_199_980.0) == (2.0, 3.0)
    assert NORTH_UP.bounds == (300_000.0, 4_199_600.0, 300_500.0, 4_200_000.0)
    assert NORTH_UP.padded(1).transform == (10.0, 0.0, 299_990.0, 0.0, -10.0, 4_200_010.0)
    above = NORTH_UP.window((-1, 4), (2, 2))
    assert above == Grid(5, 0, (10.0, 0.0, 300_020.0, 0.0, -10.0, 4_200_010.0), "EPSG:32652")


@pytest.mark.parametrize(("rows", "columns"), [((4, 3), (0, 1)), ((0, 1), (4, 3))])
def test_a_window_that_ends_before_it_starts_is_refused(
    rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    with pytest.raises(ValueError, match="4 to 3"):
        NORTH_UP.window(rows, columns)


def test_only_a_grid_of_which_rows_run_south_and_columns_east_is_north_up() -> None:
    assert NORTH_UP.is_north_up
    for turned in (
        (10.0, 0.0, 0.0, 0.0, 10.0, 0.0),
        (-10.0, 0.0, 0.0, 0.0, -10.0, 0.0),
        (10.0, 0.1, 0.0, 0.0, -10.0, 0.0),
        (10.0, 0.0, 0.0, 0.1, -10.0, 0.0),
        (0.0, 10.0, 0.0, 10.0, 0.0, 0.0),
    ):
        assert not replace(NORTH_UP, transform=turned).is_north_up


def test_a_pixel_is_as_large_when_it_is_turned() -> None:
    oblong = replace(NORTH_UP, transform=(0.0, 4.0, 7.0, 9.0, 0.0, 7.0))
    assert oblong.pixel_area == 36.0
    assert oblong.pixel_size == 6.0


def test_grids_are_apart_by_their_farthest_corner() -> None:
    a, b, c, d, e, f = NORTH_UP.transform
    moved = replace(NORTH_UP, transform=(a, b, c + 4.0, d, e, f - 1.0))
    assert NORTH_UP.pixels_apart(NORTH_UP) == 0.0
    assert NORTH_UP.pixels_apart(moved) == pytest.approx(0.4)
    coarser = replace(NORTH_UP, transform=(a + 0.1, b, c, d, e, f))
    assert NORTH_UP.pixels_apart(coarser) == pytest.approx(50 * 0.1 / 10.0)


@pytest.mark.parametrize("at", range(6))
def test_how_far_grids_are_apart_is_unknown_where_a_number_is_missing(at: int) -> None:
    numbers = list(NORTH_UP.transform)
    numbers[at] = math.nan
    a, b, c, d, e, f = numbers
    broken = replace(NORTH_UP, transform=(a, b, c, d, e, f))
    assert math.isnan(NORTH_UP.pixels_apart(broken))
    assert math.isnan(broken.pixels_apart(NORTH_UP))
    assert math.isnan(replace(NORTH_UP, transform=(0.0,) * 6).pixels_apart(NORTH_UP))


def image() -> Image:
    pixels = np.arange(2 * 40 * 50, dtype=np.float32).reshape(2, 40, 50)
    when = datetime(2018, 1, 1, tzinfo=UTC)
    scene = Scene("a", "0" * 64, None, "sentinel-2", when, 10.0, simulated=False)
    return Image(scene, ("red", "nir"), pixels, (pixels[0] % 3 == 0).astype(np.uint8), NORTH_UP)


def test_a_window_of_an_image_shows_the_same_pixels_at_the_same_place() -> None:
    whole = image()
    part = whole.window((3, 9), (20, 50))
    assert part.grid == NORTH_UP.window((3, 9), (20, 50))
    np.testing.assert_array_equal(part.pixels, whole.pixels[:, 3:9, 20:50])
    np.testing.assert_array_equal(part.obstacles, whole.obstacles[3:9, 20:50])
    assert np.shares_memory(part.pixels, whole.pixels)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [((-1, 3), (0, 3)), ((0, 3), (-1, 3)), ((0, 41), (0, 3)), ((0, 3), (0, 51))],
)
def test_an_image_has_no_window_beyond_its_border(
    rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    with pytest.raises(ValueError, match="40 x 50 pixels has no rows"):
        image().window(rows, columns)
