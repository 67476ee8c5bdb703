"""Invented dates of one site as chips in memory, sound or broken in one of many ways.

Fields under a relief, a bright object that may be cleared halfway, and on every date its own light,
shift and noise, and clouds on a third of them. Made for speed and not for beauty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, zoom

from servanda.observations import Target
from servanda.records import Direction, Grid, Image, Obstacle, Scene

__all__ = ["BROKEN", "DATES", "DUTY_START", "SIDE", "series", "target"]

SIDE, DATES, EVERY_DAYS = 256, 60, 5
BANDS = ("blue", "green", "red", "nir")
BEGUN = datetime(2018, 1, 3, 2, 30, tzinfo=UTC)
DUTY_START = date(2018, 2, 1)  # six dates lie before it
CLEARED_FROM = DATES // 2  # at every other site
OBJECT_PX, PAD_PX, CONTRAST = 2, 4, 1_600.0
GAIN, OFFSET, SHIFT_PX, NOISE = 0.05, 50.0, 0.3, 25.0
CLOUDY, CLOUD = 1.0 / 3.0, 5_000.0
PIXEL_M = 10.0
GRID = Grid(SIDE, SIDE, (PIXEL_M, 0.0, 300_000.0, 0.0, -PIXEL_M, 4_200_000.0), "EPSG:32652")

Pixels = NDArray[np.float32]
Breaks = Callable[[Image, int], Image | None]  # an image and its number; None: it is missing


def series(site: int, broken: str | None = None) -> list[Image]:
    """(date,) images of the site, in order of time; the same for the same numbers."""
    rng = np.random.default_rng([SIDE, site])
    land = _land(rng)
    stood, gone = (_seen(land + _object(stands)) for stands in (True, False))
    cleared = CLEARED_FROM if site % 2 else DATES
    images = [
        _image(site, number, stood if number < cleared else gone, rng) for number in range(DATES)
    ]
    if broken is None:
        return images
    made = (BROKEN[broken](image, number) for number, image in enumerate(images))
    return [image for image in made if image is not None]


def target(site: int) -> Target:
    """What is looked for there: the clearing of what stood in the middle."""
    footprint = np.zeros((SIDE, SIDE), np.bool_)
    footprint[_middle(PAD_PX)] = True
    nowhere = np.zeros_like(footprint)
    return Target(f"site-{site:04d}", footprint, 1.5 * PIXEL_M, nowhere, Direction.CLEARED)


def _middle(side: int) -> tuple[slice, slice]:
    along = slice((SIDE - side) // 2, (SIDE + side) // 2)
    return along, along


def _land(rng: np.random.Generator) -> Pixels:
    """(band, row, column) reflectance x 10,000"""
    fields = np.kron(rng.standard_normal((16, 16)), np.ones((16, 16)))
    relief = zoom(rng.standard_normal((16, 16)), 16, order=1)
    shares = rng.uniform(0.4, 1.0, (2, len(BANDS), 1, 1))
    return np.asarray(1_500.0 + 250.0 * shares[0] * fields + 150.0 * shares[1] * relief, "f4")


def _object(stands: bool) -> Pixels:
    """(row, column) a building on a cleared yard that stays."""
    added = np.zeros((SIDE, SIDE), "f4")
    added[_middle(PAD_PX)] += 300.0
    added[_middle(OBJECT_PX)] += CONTRAST * stands
    return added


def _seen(land: Pixels) -> Pixels:
    return np.asarray(gaussian_filter(land, (0.0, 0.45, 0.45)), "f4")


def _image(site: int, number: int, ground: Pixels, rng: np.random.Generator) -> Image:
    gain = rng.uniform(1.0 - GAIN, 1.0 + GAIN, (len(BANDS), 1, 1)).astype("f4")
    offset = rng.uniform(-OFFSET, OFFSET, (len(BANDS), 1, 1)).astype("f4")
    pixels = gain * _shifted(ground, *rng.uniform(0.0, SHIFT_PX, 2)) + offset
    pixels += np.float32(NOISE) * rng.standard_normal(pixels.shape, dtype=np.float32)
    obstacles = np.zeros((SIDE, SIDE), np.uint8)
    if rng.random() < CLOUDY:
        clouds = zoom(rng.standard_normal((8, 8)), SIDE // 8, order=1) > rng.uniform(-1.0, 1.0)
        pixels += np.float32(CLOUD) * clouds
        obstacles[clouds] = Obstacle.CLOUD.value
    return Image(_scene(site, number), BANDS, pixels, obstacles, GRID)


def _shifted(ground: Pixels, down: float, right: float) -> Pixels:
    """Linear between neighbours: it blurs a little, as resampled products do."""
    moved = ground + np.float32(down) * (np.roll(ground, 1, axis=1) - ground)
    return np.asarray(moved + np.float32(right) * (np.roll(moved, 1, axis=2) - moved))


def _scene(site: int, number: int) -> Scene:
    return Scene(
        id=f"chip-{site:04d}-{number:02d}",
        sha256=f"{site * DATES + number:064x}",
        source=None,
        sensor="invented",
        acquired=BEGUN + timedelta(days=number * EVERY_DAYS),
        resolution_m=PIXEL_M,
        simulated=True,
    )


def _under(obstacle: Obstacle) -> Breaks:
    return lambda image, number: replace(
        image, obstacles=np.full((SIDE, SIDE), obstacle.value, np.uint8)
    )


def _constant(image: Image, number: int) -> Image:
    pixels = image.pixels.copy()
    pixels[1] = 1_500.0
    return replace(image, pixels=pixels)


def _alike(image: Image, number: int) -> Image:
    """Every date holds the same pixels."""
    same = np.random.default_rng(0).normal(1_500.0, 300.0, image.pixels.shape).astype("f4")
    return replace(image, pixels=same, obstacles=np.zeros((SIDE, SIDE), np.uint8))


def _not_numbers(image: Image, number: int) -> Image:
    """A fiftieth of the pixels; every seventh date as a whole."""
    pixels = image.pixels.copy()
    flat = pixels.reshape(-1)
    flat[number :: 7 if number % 7 == 0 else 151] = np.nan
    flat[number + 3 :: 331] = np.inf
    flat[number + 5 :: 733] = -np.inf
    if number % 7 == 0:
        pixels[:] = np.nan
    return replace(image, pixels=pixels)


def _reversed(image: Image, number: int) -> Image:
    if number % 2 == 0:
        return image
    return replace(image, bands=image.bands[::-1], pixels=image.pixels[::-1].copy())


def _elsewhere(image: Image, number: int) -> Image:
    """Every other date lies half a pixel off."""
    a, b, c, d, e, f = GRID.transform
    moved = replace(GRID, transform=(a, b, c + 5.0 * (number % 2), d, e, f))
    return replace(image, grid=moved)


def _smaller(image: Image, number: int) -> Image:
    """Every other date lacks its last rows."""
    return image.window((0, SIDE - 6 * (number % 2)), (0, SIDE))


def _only(kept: Sequence[int]) -> Breaks:
    return lambda image, number: image if number in kept else None


BROKEN: dict[str, Breaks] = {
    "all cloud": _under(Obstacle.CLOUD),
    "all no data": _under(Obstacle.NO_DATA),
    "a constant band": _constant,
    "dates alike": _alike,
    "NaN and infinities": _not_numbers,
    "most dates missing": _only(range(0, DATES, 9)),
    "a single date": _only((7,)),
    "no date": _only(()),
    "bands in another order": _reversed,
    "another grid": _elsewhere,
    "another size": _smaller,
}
