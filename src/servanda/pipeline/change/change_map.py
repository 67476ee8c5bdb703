"""A map of change of two scenes or of a series, made window by window to bound memory.

The first pass writes the statistic of every pixel into a draft, the second ranks it against a
bounded sample of control pixels; the draft then becomes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from servanda.errors import InputError, SettingsError
from servanda.observations.change_maps.change_result import BANDS, ChangeMap
from servanda.observations.change_maps.scene_gates import (
    GATE_VALUES,
    clear_gate,
    grid_gate,
    pair_gates,
    series_gate,
)
from servanda.observations.change_maps.settings import ChangeSettings
from servanda.observations.gates.gate import Gate
from servanda.pipeline.change.methods import METHODS, MethodParts
from servanda.pipeline.change.passes import controls_of, mark_dates, write_ranks, write_statistic
from servanda.records.choices import ChangeMethod
from servanda.records.progress import Progress, ignore_progress
from servanda.sources.imagery.pixels.map_writer import drafted_map
from servanda.sources.imagery.pixels.scene_stack import (
    SceneStack,
    opened_stack,
    representative_windows,
    sha256_of,
)

__all__ = ["ChangeMap", "ChangeSettings", "change_map"]

ADVICE = "fix it, or pass --no-gates to map all the same"


def change_map(
    scenes: Sequence[Path],
    out: Path,
    settings: ChangeSettings,
    progress: Progress = ignore_progress,
) -> ChangeMap:
    """Write a map of change and give its summary.

    scenes: two for IR-MAD, the earlier first; for the omnibus test two or more, sorted by the
    dates in their names if each has one, else taken in the order given; for the monitor each
    must have one
    Raises InputError if no map can be made; `out` is then as it was.
    """
    _check(scenes, settings)
    method = METHODS[settings.method]
    ordered = method.order_scenes(scenes)
    with _open_scenes(ordered, method, settings) as streams:
        gates = _gates_of(streams) if settings.gates else ()
        _check_gates(gates)
        inputs = [*ordered, *([settings.controls] if settings.controls else [])]
        with drafted_map(out, streams.grid, BANDS[settings.method], inputs) as draft:
            progress(method.fit_step, 0, 1)
            statistic = method.fit(streams, settings)
            progress(method.fit_step, 1, 1)
            write_statistic(streams, draft, statistic, progress)
            controls = controls_of(streams, draft, statistic, settings, method.sample_controls)
            shares = write_ranks(draft, controls, settings.alpha, progress)
            if settings.gates:
                gates = (*gates, clear_gate(shares, method.seen_on))
                _check_gates(gates)
            if settings.method is ChangeMethod.MONITOR:
                mark_dates(draft)
            digests = tuple((path.name, sha256_of(path)) for path in inputs)
            details = statistic.details | ({"unit": streams.unit} if method.is_radar else {})
            made = ChangeMap(out, settings, digests, gates, controls, shares, details)
            draft.tags.update(made.tags)
            progress("writing", 0, 1)
    progress("writing", 1, 1)
    return made


@contextmanager
def _open_scenes(
    ordered: Sequence[Path], method: MethodParts, settings: ChangeSettings
) -> Iterator[SceneStack]:
    with opened_stack(ordered) as streams:
        yield streams.with_unit(settings.unit) if method.is_radar else streams


def _gates_of(streams: SceneStack) -> tuple[Gate, ...]:
    """The gates of grid, radiometry and registration, from windows with clear pixels."""
    grid = grid_gate(streams.grid, len(streams.bands))
    if not grid.passed:
        return (grid,)
    reads = representative_windows(streams, GATE_VALUES)
    windows = (streams.images(read) for read in reads if read.usable.any())
    return grid, *(series_gate(windows) if streams.is_radar else pair_gates(windows))


def _check_gates(gates: Sequence[Gate]) -> None:
    """Raise InputError for the first gate that failed."""
    for gate in gates:
        if not gate.passed:
            raise InputError(f"{gate.name}: {gate.why}; {ADVICE}")


def _check(scenes: Sequence[Path], settings: ChangeSettings) -> None:
    """Raise SettingsError for settings that have no meaning."""
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
