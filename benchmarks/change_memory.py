"""`servanda change` as a whole process: peak memory, which must not grow with the scene, and time.

The pairs are drawn strip by strip into a temporary folder, from a fixed seed: smooth ground, noise,
and patches that change. `python -m benchmarks.change_memory` prints the table.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.windows import Window

from benchmarks.bars import Figure, print_figures

BANDS, STRIP, PATCH = 4, 256, 16
SIDES = (4096, 8192)
BAR_MB = 350
SEED = 5
# The most memory since the program began. `ru_maxrss` would also count what the process that
# started it held: a fork has its parent's pages for a moment.
MAIN = """
import atexit, sys
from servanda.cli import main
status = open('/proc/self/status')
atexit.register(lambda: sys.stderr.write(next(one for one in status if one.startswith('VmHWM'))))
main()
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process used."""

    peak_mb: float
    cpu_seconds: float
    wall_seconds: float


def figures() -> Iterator[Figure]:
    """Each figure of the bar table that is about the memory of `servanda change`."""
    for dtype in ("float32", "int16"):
        for side in SIDES:
            yield _figure(side, dtype)


def _figure(side: int, dtype: str) -> Figure:
    with tempfile.TemporaryDirectory() as name:
        pair = [Path(name) / f"{when}.tif" for when in ("before", "after")]
        draw_pair(pair, side, dtype)
        run = _run("change", *pair, "-o", Path(name) / "change.tif")
    return Figure(
        f"{side} x {side} x {BANDS} {dtype} pair: peak memory of the whole process",
        f"<= {BAR_MB} MB",
        f"{run.peak_mb:.0f} MB in {run.cpu_seconds:.1f} s of CPU, {run.wall_seconds:.1f} s",
        run.peak_mb <= BAR_MB,
    )


def _run(*words: object) -> Run:
    """`servanda WORDS...` in a process of its own; raises if it fails."""
    begun = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = next(line for line in done.stderr.splitlines() if line.startswith("VmHWM"))
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(int(peak.split()[1]) / 1024, cpu, time.perf_counter() - begun)


def draw_pair(paths: list[Path], side: int, dtype: str) -> None:
    """Two dates of reflectance x 10,000 as tiled GeoTIFFs, of which 1 % of the patches change."""
    rng = np.random.default_rng(SEED)
    profile = {
        "driver": "GTiff", "width": side, "height": side, "count": BANDS, "dtype": dtype,
        "crs": "EPSG:32652", "transform": Affine(10, 0, 300_000, 0, -10, 4_200_000),
        "tiled": True, "blockxsize": STRIP, "blockysize": STRIP,
    }  # fmt: skip
    with (
        rasterio.open(paths[0], "w", **profile) as first,
        rasterio.open(paths[1], "w", **profile) as second,
    ):
        for top in range(0, side, STRIP):
            window = Window(0, top, side, STRIP)
            for date, strip in zip((first, second), _strips(rng, side), strict=True):
                date.write(strip.astype(dtype), window=window)


def _strips(rng: np.random.Generator, side: int) -> tuple[np.ndarray, np.ndarray]:
    shape = (STRIP // PATCH, side // PATCH)
    ground = rng.normal(2000, 400, (3, *shape)).astype(np.float32)
    mixed = np.tensordot(rng.uniform(0.3, 1.0, (BANDS, 3)).astype(np.float32), ground, 1)
    step = np.where(rng.random(shape) < 0.01, np.float32(600), np.float32(0))
    before, after = (np.kron(one, np.ones((1, PATCH, PATCH), np.float32))
                     for one in (mixed, 1.1 * mixed + step))  # fmt: skip
    for date in (before, after):
        date += 40 * rng.standard_normal(date.shape, np.float32)
    return before, after


if __name__ == "__main__":
    sys.exit(0 if print_figures("Memory of a change map", figures()) else 1)
