"""How much there is in a period on average, against draws of single periods."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from servanda.evidence.rates.average_levels import chances_of_cells
from servanda.records import Bound, BoundDirection
from servanda.records.case.terms import level_cells

CELLS = level_cells(Bound(BoundDirection.AT_LEAST, 1.0))
DRAWS = 100_000


def draws(rng: np.random.Generator, direction: BoundDirection, kept: bool) -> NDArray[np.float64]:
    """Amounts of single periods as shares of what is asked."""
    even, which = rng.random(DRAWS), rng.random(DRAWS)
    if direction is BoundDirection.AT_LEAST:
        if kept:
            return np.where(which < 0.5, 1.0, even**-0.25)
        return np.where(which < 0.1, 0.0, even)
    if kept:
        return np.where(which < 0.02, 0.0, np.where(which < 0.07, 1.0, even))
    return np.minimum(even**-0.5, 4.0)


def share_below(row: NDArray[np.float64], share: float) -> float:
    """The chance of an average of at most that share of what is asked."""
    return float(
        sum(
            chance
            * (
                np.clip((share - cell.low) / cell.width, 0.0, 1.0)
                if cell.width
                else cell.low <= share
            )
            for chance, cell in zip(row, CELLS, strict=True)
        )
    )


@pytest.mark.parametrize(("direction", "periods"), [*product(BoundDirection, (1, 2, 4))])
def test_averages_are_those_of_draws(direction: BoundDirection, periods: int) -> None:
    """Of one kept and one broken amount, in every proportion."""
    rng = np.random.default_rng(7)
    found = chances_of_cells(direction, periods)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-12)
    broken, kept = (draws(rng, direction, kept) for kept in (False, True))
    some = [(n * kept + (periods - n) * broken) / periods for n in range(1, periods)]
    mixed = np.concatenate(some or [broken, kept])
    for row, means in zip(found, (broken, mixed, kept), strict=True):
        for share in (0.55, 0.9, 0.999, 1.001, 1.1, 1.6, 3.0):
            np.testing.assert_allclose(
                share_below(row, share), np.mean(means <= share), rtol=0.0, atol=0.02
            )


@pytest.mark.parametrize("periods", [1, 2, 5, 12, 400])
def test_if_all_were_kept_the_average_is_and_if_none_was_it_is_not(periods: int) -> None:
    keeps = np.array([cell.low >= 1.0 for cell in CELLS])
    up = chances_of_cells(BoundDirection.AT_LEAST, periods)
    assert up[2][~keeps].sum() == pytest.approx(0.0, abs=1e-12)
    assert up[0][keeps].sum() == pytest.approx(0.0, abs=1e-12)
    within = np.array([cell.high <= 1.0 for cell in CELLS])
    down = chances_of_cells(BoundDirection.AT_MOST, periods)
    assert down[2][~within].sum() == pytest.approx(0.0, abs=1e-12)
    assert down[0][within].sum() == pytest.approx(0.0, abs=1e-12)
