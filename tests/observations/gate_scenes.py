"""Small images for the tests of the gates: parcels seen through blurred optics, and speckle."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from servanda.records import Grid, Image, Scene, sha256

FINE = 4  # fine pixels along the side of one pixel
EDGE = 6  # pixels kept beyond the border, so that a shift brings in real ground
TRANSFORM = (10.0, 0.0, 300_000.0, 0.0, -10.0, 4_200_000.0)


def ground(seed: int, side: int = 128) -> NDArray[np.float32]:
    """Parcels with sharp edges and rolling ground, drawn four times as fine as the pixels."""
    rng = np.random.default_rng(seed)
    fine = (side + 2 * EDGE) * FINE
    coarse = rng.standard_normal((fine // 48 + 1, fine // 48 + 1))
    parcels = np.kron(coarse, np.ones((48, 48)))[:fine, :fine]
    rolling = ndimage.gaussian_filter(rng.standard_normal((fine, fine)), 24)
    rolling /= rolling.std()
    blurred = ndimage.gaussian_filter(1500 + 350 * parcels + 200 * rolling, 0.45 * FINE)
    return blurred.astype(np.float32)


def seen(
    land: NDArray[np.float32], noise: float, seed: int, rows: float = 0.0, columns: float = 0.0
) -> NDArray[np.float32]:
    """(row, column) the ground moved by so many pixels, averaged over pixels, with sensor noise."""
    moved = ndimage.shift(land, (rows * FINE, columns * FINE), order=1, mode="nearest")
    side = land.shape[0] // FINE
    pixels = moved.reshape(side, FINE, side, FINE).mean((1, 3))[EDGE:-EDGE, EDGE:-EDGE]
    noises = np.random.default_rng(seed).standard_normal(pixels.shape)
    return (pixels + noise * noises).astype(np.float32)


def image(planes: Any, day: int = 1, **changes: Any) -> Image:
    """An image of 2020-01-`day`; `changes` go to the scene, or to the image if it has such."""
    pixels = np.asarray(planes, np.float32)
    of_image = {key: changes.pop(key) for key in ("bands", "obstacles", "grid") if key in changes}
    scene = Scene(
        id=f"scene-{day}", sha256=sha256(b"%d" % day), source=None, sensor="camera",
        acquired=datetime(2020, 1, day, 2, 11, tzinfo=UTC), resolution_m=10.0, simulated=True,
    )  # fmt: skip
    made = Image(
        replace(scene, **changes),
        tuple(f"B{number}" for number in range(1, len(pixels) + 1)),
        pixels,
        np.zeros(pixels.shape[1:], np.uint8),
        Grid(*pixels.shape[1:], TRANSFORM, "EPSG:32652"),
    )
    return replace(made, **of_image)


def square(side: int, inner: int = 10) -> NDArray[np.bool_]:
    """A site in the middle."""
    site = np.zeros((side, side), bool)
    start = (side - inner) // 2
    site[start : start + inner, start : start + inner] = True
    return site


def speckle(power: NDArray[np.float32], seed: int, looks: float = 4.4) -> NDArray[np.float32]:
    """(band, row, column) gamma speckle on (band, row, column) backscatter."""
    rng = np.random.default_rng(seed)
    return (power * rng.standard_gamma(looks, power.shape) / looks).astype(np.float32)
