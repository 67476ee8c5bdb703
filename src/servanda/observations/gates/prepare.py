"""Two images made ready for a statistic: the gates in turn, with the corrections they make.

Cheap checks come first, and the first that fails is reported. Grid, orbit and resolution need only
labels; the clear share follows, since radiometry and registration mean nothing under cloud.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError
from servanda.observations.gates.clearness import (
    check_clearness,
    combine_obstacles,
    mask_invalid_pixels,
)
from servanda.observations.gates.comparable import check_comparable, reorder_bands
from servanda.observations.gates.gate import Gate, GateSettings, failed_gate
from servanda.observations.gates.orbits import check_orbit
from servanda.observations.gates.radiometry import match_radiometry
from servanda.observations.gates.registration import NAME as REGISTRATION
from servanda.observations.gates.registration import register_images
from servanda.observations.gates.resolution import check_resolution
from servanda.records import Image

__all__ = ["DEFAULT_GATES", "GATES", "Gate", "GateSettings", "PreparedPair", "prepare"]

DEFAULT_GATES = GateSettings()


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPair:
    """Two images ready for a statistic, or as they were when a gate failed."""

    before: Image  # offset subtracted, obstacles of both dates, 0 for NaN and infinity
    after: Image  # also with bands in the order of `before`, and its shift undone
    gates: tuple[Gate, ...]  # those that ran, in order

    @property
    def is_observable(self) -> bool:
        return self.first_failure is None

    @property
    def first_failure(self) -> Gate | None:
        """The gate that makes the site not observable; None if all passed."""
        return next((gate for gate in self.gates if not gate.passed), None)


@dataclass(frozen=True, slots=True, eq=False)
class _Context:
    site: NDArray[np.bool_]
    min_object_m: float | None
    settings: GateSettings


Step = Callable[[Image, Image, _Context], tuple[Gate, Image, Image]]


def prepare(
    before: Image,
    after: Image,
    site: NDArray[np.bool_],
    *,
    min_object_m: float | None,
    settings: GateSettings = DEFAULT_GATES,
) -> PreparedPair:
    """The pair of images after the gates, up to the first that fails.

    site: (row, column) footprint on the grid of `before`
    min_object_m: side of the smallest object that matters, m; None if not stated
    Raises InputError if the footprint is not on that grid.

    If a gate fails, the site is not observable: such a look has a likelihood ratio of 1.
    """
    if site.shape != (before.grid.rows, before.grid.columns) or site.dtype != np.bool_:
        size = f"{before.grid.rows} x {before.grid.columns}"
        raise InputError(f"the site's footprint must be a mask of {size}; draw it on that grid")
    context = _Context(site, min_object_m, settings)
    gates: list[Gate] = []
    for step in GATES:
        gate, before, after = step(before, after, context)
        gates.append(gate)
        if not gate.passed:
            break
    return PreparedPair(before, after, tuple(gates))


def _check_comparable(before: Image, after: Image, context: _Context) -> tuple[Gate, Image, Image]:
    gate = check_comparable(before, after, context.settings)
    if gate.passed:
        after = reorder_bands(before.bands, after)
        before, after = mask_invalid_pixels(before), mask_invalid_pixels(after)
    return gate, before, after


def _check_orbit(before: Image, after: Image, context: _Context) -> tuple[Gate, Image, Image]:
    return check_orbit(before, after), before, after


def _check_resolution(before: Image, after: Image, context: _Context) -> tuple[Gate, Image, Image]:
    return check_resolution(before, after, context.min_object_m, context.settings), before, after


def _check_clearness(before: Image, after: Image, context: _Context) -> tuple[Gate, Image, Image]:
    gate = check_clearness(before, after, context.site, context.settings)
    return gate, before, after


def _match_radiometry(before: Image, after: Image, context: _Context) -> tuple[Gate, Image, Image]:
    return match_radiometry(before, after, context.settings)


def _register_images(before: Image, after: Image, context: _Context) -> tuple[Gate, Image, Image]:
    """Register the images; resampling enlarges obstacles, so the clear share is checked again."""
    gate, after = register_images(before, after, context.site, context.settings)
    clear = check_clearness(before, after, context.site, context.settings)
    if gate.passed and clear.blind_spot is not None:
        gate = failed_gate(REGISTRATION, f"{gate.why}, and then {clear.why}", clear.blind_spot)
    hidden = combine_obstacles(before.obstacles, after.obstacles)
    return gate, replace(before, obstacles=hidden), replace(after, obstacles=hidden)


GATES: tuple[Step, ...] = (
    _check_comparable,
    _check_orbit,
    _check_resolution,
    _check_clearness,
    _match_radiometry,
    _register_images,
)
