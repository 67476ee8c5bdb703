"""The second pass over a draft: every pixel ranked against a bounded sample of controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from servanda.errors import NoStatisticError
from servanda.observations.error_rates.map_controls import (
    Controls,
    Tile,
    ground_controls,
    p_values,
    sample_controls,
    tile_windows,
)
from servanda.observations.error_rates.ranks import control_shortage
from servanda.observations.error_rates.stable_controls import stable_controls
from servanda.pipeline.change.change_result import ChangeSettings, Shares
from servanda.records.choices import ChangeMethod
from servanda.records.progress import Progress
from servanda.sources.imagery.pixels.map_writer import MapDraft
from servanda.sources.imagery.pixels.scene_stack import SceneStack, StackWindow, opened_mask

__all__ = ["controls_of", "write_ranks"]

TILE_PIXELS = 400_000  # about 50,000 of them become controls; twice as many take 25 MB more
TILE_VALUES = 16_000_000  # all dates and bands: of a long series fewer pixels are sampled
NOT_OBSERVABLE = np.float32(255.0)


def controls_of(
    draft: MapDraft,
    streams: SceneStack,
    parts: Callable[[StackWindow], NDArray[np.float32]],
    settings: ChangeSettings,
) -> Controls:
    """Scores of control pixels: of the ground given as unchanged, or of undisturbed ground.

    parts: the signed parts that the statistic of a window is made of
    Raises NoStatisticError where there are too few for the rate of false alarms asked for.
    """
    if settings.controls is None:
        sampled = stable_controls if settings.method is ChangeMethod.MONITOR else sample_controls
        found = sampled(_tiles(draft, streams, parts))
    else:
        with opened_mask(settings.controls, streams) as mask:
            found = ground_controls(_ground(draft, mask))
    why = control_shortage(settings.alpha, found.count)
    if why is not None:
        raise NoStatisticError(f"--alpha {settings.alpha:g}: {why}")
    return found


def write_ranks(draft: MapDraft, controls: Controls, alpha: float, progress: Progress) -> Shares:
    """Write the bands `p_value` and `change`; how many pixels are what."""
    counts = np.zeros(3, np.int64)
    limit, windows = np.float32(alpha), list(draft.windows)
    for number, window in enumerate(windows, 1):
        p = p_values(draft.read("statistic", window), controls)
        hidden = np.isnan(p)
        change = np.where(hidden, NOT_OBSERVABLE, (p <= limit).astype(np.float32))
        draft.write("p_value", window, p)
        draft.write("change", window, change)
        called = np.count_nonzero(change == 1.0)
        counts += (called, np.count_nonzero(change == 0.0), np.count_nonzero(hidden))
        progress("ranks", number, len(windows))
    changed, unchanged, not_observable = counts.tolist()
    return Shares(changed, unchanged, not_observable)


def _tiles(
    draft: MapDraft, streams: SceneStack, parts: Callable[[StackWindow], NDArray[np.float32]]
) -> Iterator[Tile]:
    pixels = min(TILE_PIXELS, TILE_VALUES // (len(streams.names) * len(streams.bands)))
    for rows, columns in tile_windows(streams.grid.rows, streams.grid.columns, pixels):
        window = Window.from_slices(rows, columns)
        yield Tile(draft.read("statistic", window), parts(streams.read(window)))


def _ground(
    draft: MapDraft, mask: SceneStack
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    for window in draft.windows:
        yield draft.read("statistic", window), mask.read(window).pixels[0, 0] > 0
