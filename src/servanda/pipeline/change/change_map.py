"""A map of change of two scenes, or of a series: streamed, so that memory does not grow with them.

The first pass writes the statistic of every pixel into a draft, the second ranks it against a
bounded sample of control pixels; the draft then becomes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from servanda.errors import SettingsError
from servanda.pipeline.change.change_result import BANDS, ChangeMap, ChangeSettings
from servanda.pipeline.change.irmad_pair import write_pair
from servanda.pipeline.change.monitor_series import mark_dates, sort_dated_scenes, write_monitor
from servanda.pipeline.change.omnibus_series import sort_scenes, write_series
from servanda.pipeline.change.ranks import controls_of, write_ranks
from servanda.pipeline.change.scene_gates import (
    check_gates,
    clear_gate,
    gates_of,
    representative_windows,
)
from servanda.records.choices import ChangeMethod
from servanda.records.progress import Progress, ignore_progress
from servanda.sources.imagery.pixels.map_writer import drafted_map
from servanda.sources.imagery.pixels.radar_units import unit_of
from servanda.sources.imagery.pixels.scene_stack import SceneStack, opened_stack, sha256_of

__all__ = ["ChangeMap", "ChangeSettings", "change_map"]

UNIT_VALUES = 200_000  # of each of five windows: enough to tell the unit
WRITERS = {
    ChangeMethod.IRMAD: write_pair,
    ChangeMethod.OMNIBUS: write_series,
    ChangeMethod.MONITOR: write_monitor,
}
SEEN_ON = {
    ChangeMethod.IRMAD: "every date",
    ChangeMethod.OMNIBUS: "every date",
    ChangeMethod.MONITOR: "enough dates",
}
ORDERED: dict[ChangeMethod, Callable[[Sequence[Path]], list[Path]]] = {
    ChangeMethod.IRMAD: list,
    ChangeMethod.OMNIBUS: sort_scenes,
    ChangeMethod.MONITOR: sort_dated_scenes,
}


def change_map(
    scenes: Sequence[Path],
    out: Path,
    settings: ChangeSettings,
    progress: Progress = ignore_progress,
) -> ChangeMap:
    """Write the map of change, and tell what it says.

    scenes: two for IR-MAD, the earlier first; for the omnibus test two or more, sorted by the
    dates in their names if each has one, else taken in the order given; for the monitor each
    must have one
    Raises InputError in one sentence where no map can be made; `out` is then as it was.
    """
    _check(scenes, settings)
    with _open_scenes(scenes, settings) as (ordered, streams):
        gates = gates_of(streams) if settings.gates else ()
        check_gates(gates)
        inputs = [*ordered, *([settings.controls] if settings.controls else [])]
        with drafted_map(out, streams.grid, BANDS[settings.method], inputs) as draft:
            parts, details = WRITERS[settings.method](streams, draft, settings, progress)
            controls = controls_of(draft, streams, parts, settings)
            shares = write_ranks(draft, controls, settings.alpha, progress)
            if settings.gates:
                gates = (*gates, clear_gate(shares, SEEN_ON[settings.method]))
                check_gates(gates)
            if settings.method is ChangeMethod.MONITOR:
                mark_dates(draft)
            digests = tuple((path.name, sha256_of(path)) for path in inputs)
            made = ChangeMap(out, settings, digests, gates, controls, shares, details)
            draft.tags.update(made.tags)
            progress("writing", 0, 1)
    progress("writing", 1, 1)
    return made


@contextmanager
def _open_scenes(
    scenes: Sequence[Path], settings: ChangeSettings
) -> Iterator[tuple[list[Path], SceneStack]]:
    radar = settings.method is not ChangeMethod.IRMAD
    ordered = ORDERED[settings.method](scenes)
    with opened_stack(ordered) as streams:
        if radar:
            numbers = np.concatenate(
                [read.pixels.ravel() for read in representative_windows(streams, UNIT_VALUES)]
            )
            streams = replace(streams, unit=settings.unit or unit_of(numbers))
        yield ordered, streams


def _check(scenes: Sequence[Path], settings: ChangeSettings) -> None:
    """Raise SettingsError for what has no meaning."""
    if not 0.0 < settings.alpha < 1.0:
        raise SettingsError(f"--alpha {settings.alpha:g}: write a rate between 0 and 1, as 0.01")
    if settings.looks is not None and not 1.0 <= settings.looks < float("inf"):
        raise SettingsError(f"--looks {settings.looks:g}: write a number of at least 1")
    if settings.fit_pixels < 0:
        raise SettingsError(f"--fit-pixels {settings.fit_pixels}: write a number, or 0 for all")
    _check_history(settings)
    if settings.method is ChangeMethod.IRMAD and len(scenes) != 2:
        raise SettingsError(
            f"{len(scenes)} scenes: IR-MAD compares two; for a series of radar scenes add "
            "--method omnibus"
        )
    if len(scenes) < 2:
        raise SettingsError("one scene shows no change; give two or more")


def _check_history(settings: ChangeSettings) -> None:
    monitored = settings.method is ChangeMethod.MONITOR
    if monitored and settings.history_until is None:
        raise SettingsError(
            "--method monitor: say with --history-until DAY up to which day nothing had changed, "
            "a year or more after the first scene"
        )
    if not monitored and settings.history_until is not None:
        raise SettingsError(
            f"--history-until: has no meaning for {settings.method}; leave it out, or add "
            "--method monitor"
        )
