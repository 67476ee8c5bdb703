"""The Sentinel-1 stack with dated forest disturbance of the shared folder."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

__all__ = ["Myanmar", "read_myanmar"]

FOLDER = Path("data", "imagery", "s1_myanmar_2014_2018")
NO_DATA = -32768


@dataclass(frozen=True, slots=True)
class Myanmar:
    """85 dates of one orbit, and points of which it is known whether and when they changed."""

    days: np.ndarray  # (date,)
    power: np.ndarray  # (date, band, row, column) float32, VV and VH
    points_db: np.ndarray  # (date, band, point)
    disturbed: np.ndarray  # (point,) datetime64, NaT where undisturbed


def read_myanmar(shared: Path) -> Myanmar:
    """The whole stack, and its series at the reference points."""
    files = sorted((shared / FOLDER).glob("s1_*.tif"))
    scenes = []
    for file in files:
        with rasterio.open(file) as opened:
            scenes.append(opened.read())
            bounds, (width, height) = opened.bounds, opened.res
    stack = np.stack(scenes)
    assert not (stack == NO_DATA).any()
    days = np.array([f"{f.stem[3:7]}-{f.stem[7:9]}-{f.stem[9:11]}" for f in files], "datetime64[D]")
    with (shared / FOLDER / "reference_points.csv").open() as table:
        points = list(csv.DictReader(table))
    east, north = np.array([(p["x_utm46n"], p["y_utm46n"]) for p in points], dtype=float).T
    column = ((east - bounds.left) // width).astype(int)
    row = ((bounds.top - north) // height).astype(int)
    disturbed = np.array([p["disturbance_date"] or "NaT" for p in points], "datetime64[D]")
    power = np.float32(10 ** (stack / 1000))
    return Myanmar(days, power, stack[:, :, row, column] / 100.0, disturbed)
