"""The two passes over a map: the statistic of every pixel, then its rank among the controls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rasterio.windows import Window

from servanda.errors import NoStatisticError
from servanda.observations.change_maps.monitor_series import date_bands
from servanda.observations.change_maps.ranks import Shares, rank_pixels
from servanda.observations.change_maps.settings import ChangeSettings
from servanda.observations.change_maps.statistic import ChangeStatistic
from servanda.observations.error_rates.map_controls import (
    Controls,
    Tile,
    ground_controls,
    tile_pixels,
    tile_windows,
)
from servanda.observations.error_rates.ranks import control_shortage
from servanda.records.progress import Progress
from servanda.sources.imagery.pixels.map_writer import MapDraft
from servanda.sources.imagery.pixels.scene_stack import SceneStack, opened_mask, read_ground

__all__ = ["controls_of", "mark_dates", "write_ranks", "write_statistic"]


def write_statistic(
    streams: SceneStack, draft: MapDraft, statistic: ChangeStatistic, progress: Progress
) -> None:
    """Write the bands of the statistic, window by window.

    Raises NoStatisticError if no window has a statistic.
    """
    bands_by_window = zip(streams.windows, statistic.bands(streams.read_windows()), strict=True)
    for number, (window, bands) in enumerate(bands_by_window, 1):
        for name, values in bands.items():
            draft.write(name, window, values)
        progress("statistic", number, len(streams.windows))


def controls_of(
    streams: SceneStack,
    draft: MapDraft,
    statistic: ChangeStatistic,
    settings: ChangeSettings,
    sample: Callable[[Iterable[Tile]], Controls],
) -> Controls:
    """The scores of control pixels: of ground given as unchanged, else of undisturbed ground.

    Raises NoStatisticError if they are too few for the false-alarm rate.
    """
    if settings.controls is None:
        found = sample(_tiles(streams, draft, statistic))
    else:
        with opened_mask(settings.controls, streams) as mask:
            found = ground_controls(
                (draft.read("statistic", window), read_ground(mask, window))
                for window in draft.windows
            )
    why = control_shortage(settings.alpha, found.count)
    if why is not None:
        raise NoStatisticError(f"--alpha {settings.alpha:g}: {why}")
    return found


def write_ranks(draft: MapDraft, controls: Controls, alpha: float, progress: Progress) -> Shares:
    """Write the bands `p_value` and `change`, and give the shares of changed pixels and others."""
    shares, windows = Shares(), list(draft.windows)
    for number, window in enumerate(windows, 1):
        ranked = rank_pixels(draft.read("statistic", window), controls, alpha)
        draft.write("p_value", window, ranked.p_value)
        draft.write("change", window, ranked.change)
        shares += ranked.shares
        progress("ranks", number, len(windows))
    return shares


def mark_dates(draft: MapDraft) -> None:
    """Write `frequency`, and leave `first` only where a change was called."""
    for window in draft.windows:
        marked = date_bands(draft.read("change", window), draft.read("first", window))
        for name, values in marked.items():
            draft.write(name, window, values)


def _tiles(streams: SceneStack, draft: MapDraft, statistic: ChangeStatistic) -> Iterator[Tile]:
    pixels = tile_pixels(len(streams.names) * len(streams.bands))
    for rows, columns in tile_windows(streams.grid.rows, streams.grid.columns, pixels):
        window = Window.from_slices(rows, columns)
        yield Tile(draft.read("statistic", window), statistic.parts(streams.read(window)))
