"""Small made-up scenes: a ground of fields, a bright object that can go, noise, weather."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from scipy.ndimage import gaussian_filter, shift, zoom

from servanda.observations import Target
from servanda.records import Direction, Grid, Image, Obstacle, OrbitPass, Scene

START = datetime(2018, 9, 1, 2, 30, tzinfo=UTC)
SIDE = 160
SITE = (80, 80, 3)  # first row and column, side


def site_mask(side: int = SIDE) -> np.ndarray:
    mask = np.zeros((side, side), bool)
    row, column, size = SITE
    mask[row : row + size, column : column + size] = True
    return mask


def scene(day: int, sensor: str = "sentinel-2", **more) -> Scene:
    taken = START + timedelta(days=day)
    return Scene(
        id=f"{sensor}-{day:03d}",
        sha256=f"{day:064x}",
        source=None,
        sensor=sensor,
        acquired=taken,
        resolution_m=10.0,
        simulated=False,
        **more,
    )


def image(pixels: np.ndarray, of: Scene, bands: tuple[str, ...] | None = None) -> Image:
    rows, columns = pixels.shape[1:]
    return Image(
        scene=of,
        bands=bands or tuple(f"B{number:02d}" for number in range(2, 2 + len(pixels))),
        pixels=pixels.astype(np.float32),
        obstacles=np.zeros((rows, columns), np.uint8),
        grid=Grid(rows, columns, (10.0, 0.0, 3e5, 0.0, -10.0, 4.2e6), "EPSG:32652"),
    )


def ground(seed: int, side: int = SIDE) -> np.ndarray:
    """(band, row, column) fields with edges under a smooth relief, reflectance x 10,000."""
    rng = np.random.default_rng(seed)
    fields = np.kron(rng.normal(size=(side // 8, side // 8)), np.ones((8, 8)))
    relief = zoom(rng.normal(size=(side // 16, side // 16)), 16, order=1)
    mixes = rng.uniform(0.4, 1.0, (4, 2, 1, 1))
    return 1500.0 + 250.0 * mixes[:, 0] * fields + 200.0 * mixes[:, 1] * relief


def target(expected: Direction = Direction.CLEARED, side: int = SIDE, **changes) -> Target:
    """The post, of which 30 m matter, and no other site."""
    made = Target("post", site_mask(side), 30.0, np.zeros((side, side), bool), expected)
    return replace(made, **changes)


def optical(
    day: int,
    seed: int = 0,
    *,
    post: bool | np.ndarray = True,
    noise: float = 30.0,
    off: float = 0.0,
    **more,
) -> Image:
    """One date of the same ground; with or without the post.

    post: or how much of its contrast shows, by band; off: pixels that the image lies off by
    """
    pixels = ground(seed).copy()
    row, column, size = SITE
    share = np.broadcast_to(np.asarray(post, float), len(pixels))
    pixels[:, row : row + size, column : column + size] += 900.0 * share[:, None, None]
    if off:
        pixels = shift(pixels, (0, off, off), order=3, mode="nearest")
    blurred = gaussian_filter(pixels, (0, 0.45, 0.45))
    rng = np.random.default_rng([seed, day])
    gain, offset = rng.uniform(0.9, 1.1), rng.uniform(-50.0, 50.0)
    seen = gain * blurred + offset + rng.normal(scale=noise, size=pixels.shape)
    return image(seen, scene(day, **more))


def radar(day: int, seed: int = 0, *, post: bool = True, looks: float = 4.4, **more) -> Image:
    """VV and VH power of one orbit; the post returns 12 dB more than the ground."""
    power = 10.0 ** ((ground(seed)[:2] - 1500.0) / 2500.0 - 1.0)
    if post:
        row, column, size = SITE
        power[:, row : row + size, column : column + size] *= 16.0
    rng = np.random.default_rng([seed, day])
    speckle = rng.gamma(looks, 1.0 / looks, power.shape)
    of = scene(
        day, "sentinel-1", **({"relative_orbit": 61, "orbit_pass": OrbitPass.ASCENDING} | more)
    )
    return image(power * speckle, of, ("VV", "VH"))


def hidden(of: Image, by: Obstacle, where: np.ndarray | slice = slice(None)) -> Image:
    obstacles = of.obstacles.copy()
    obstacles[where] = by.value
    return replace(of, obstacles=obstacles)


def window(of: Image, side: int) -> Image:
    """The middle of an image, where the post is in the middle of it."""
    first = SITE[0] + SITE[2] // 2 - side // 2
    return of.window((first, first + side), (first, first + side))


def window_mask(side: int) -> np.ndarray:
    """The post in such a window."""
    first = SITE[0] + SITE[2] // 2 - side // 2
    return site_mask()[first : first + side, first : first + side]
