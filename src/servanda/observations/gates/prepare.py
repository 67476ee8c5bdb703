"""What must hold of two images before any statistic: every gate in turn, and what they mend.

The order is that of cost and of blame. Grid, orbit and resolution are read off the labels; then
what hides the ground, since neither radiometry nor registration means anything under cloud.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError
from servanda.observations.gates.clearness import clear_enough, joined, without_invalid
from servanda.observations.gates.comparable import comparable, in_order_of
from servanda.observations.gates.gate import Gate, GateSettings, closed
from servanda.observations.gates.orbits import one_orbit
from servanda.observations.gates.radiometry import one_radiometry
from servanda.observations.gates.registration import NAME as REGISTRATION
from servanda.observations.gates.registration import registered
from servanda.observations.gates.resolution import resolved
from servanda.records import Image

__all__ = ["DEFAULT_GATES", "GATES", "Gate", "GateSettings", "Prepared", "prepare"]

DEFAULT_GATES = GateSettings()


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Two images ready for a statistic, or as far as the gates let them."""

    before: Image  # offset taken off, obstacles of both dates, 0 for NaN and infinity
    after: Image  # the same, bands in the order of `before`, shift taken out
    gates: tuple[Gate, ...]  # all that ran, in order

    @property
    def passed(self) -> bool:
        return self.failed is None

    @property
    def failed(self) -> Gate | None:
        """The gate that makes the site not observable."""
        return next((gate for gate in self.gates if not gate.passed), None)


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    site: NDArray[np.bool_]
    min_object_m: float | None
    settings: GateSettings


Step = Callable[[Image, Image, _Look], tuple[Gate, Image, Image]]


def prepare(
    before: Image,
    after: Image,
    site: NDArray[np.bool_],
    *,
    min_object_m: float | None,
    settings: GateSettings = DEFAULT_GATES,
) -> Prepared:
    """Take a pair of images through the gates, stopping at the first that is closed.

    site: (row, column) footprint on the grid of `before`
    min_object_m: side of the smallest object that matters, m; None if not stated
    Raises InputError if the footprint is not on that grid.

    Where a gate is closed, the site is not observable: such a look has a likelihood ratio of 1.
    """
    if site.shape != (before.grid.rows, before.grid.columns) or site.dtype != np.bool_:
        size = f"{before.grid.rows} x {before.grid.columns}"
        raise InputError(f"the site's footprint must be a mask of {size}; draw it on that grid")
    look = _Look(site, min_object_m, settings)
    gates: list[Gate] = []
    for step in GATES:
        gate, before, after = step(before, after, look)
        gates.append(gate)
        if not gate.passed:
            break
    return Prepared(before, after, tuple(gates))


def _comparable(before: Image, after: Image, look: _Look) -> tuple[Gate, Image, Image]:
    gate = comparable(before, after, look.settings)
    if gate.passed:
        after = in_order_of(before.bands, after)
        before, after = without_invalid(before), without_invalid(after)
    return gate, before, after


def _one_orbit(before: Image, after: Image, look: _Look) -> tuple[Gate, Image, Image]:
    return one_orbit(before, after), before, after


def _resolved(before: Image, after: Image, look: _Look) -> tuple[Gate, Image, Image]:
    return resolved(before, after, look.min_object_m, look.settings), before, after


def _clear_enough(before: Image, after: Image, look: _Look) -> tuple[Gate, Image, Image]:
    gate = clear_enough(before, after, look.site, look.settings)
    return gate, before, after


def _one_radiometry(before: Image, after: Image, look: _Look) -> tuple[Gate, Image, Image]:
    return one_radiometry(before, after, look.settings)


def _registered(before: Image, after: Image, look: _Look) -> tuple[Gate, Image, Image]:
    """Resampling hides what touches an obstacle, so the clear share is asked again."""
    gate, after = registered(before, after, look.site, look.settings)
    clear = clear_enough(before, after, look.site, look.settings)
    if gate.passed and clear.blind_spot is not None:
        gate = closed(REGISTRATION, f"{gate.why}, and then {clear.why}", clear.blind_spot)
    hidden = joined(before.obstacles, after.obstacles)
    return gate, replace(before, obstacles=hidden), replace(after, obstacles=hidden)


GATES: tuple[Step, ...] = (
    _comparable, _one_orbit, _resolved, _clear_enough, _one_radiometry, _registered,
)  # fmt: skip
