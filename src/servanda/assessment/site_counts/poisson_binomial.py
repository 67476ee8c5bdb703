"""How many of several unlike sites are done: sums over every subset, by dynamic programming."""

from __future__ import annotations

import numpy as np

from servanda.assessment.model.arrays import Array

__all__ = ["kept_totals", "poisson_binomial"]


def poisson_binomial(chances: Array) -> Array:
    """(..., site + 1) probabilities of each number of successes, from (..., site) chances."""
    sites = np.moveaxis(np.asarray(chances, dtype=np.float64), -1, 0)
    totals = np.zeros((*sites.shape[1:], len(sites) + 1))
    totals[..., 0] = 1.0
    for count, chance in enumerate(sites, start=1):
        on = chance[..., None]
        totals[..., 1 : count + 1] = (
            totals[..., 1 : count + 1] * (1.0 - on) + totals[..., :count] * on
        )
        totals[..., 0] *= 1.0 - chance
    return totals


def kept_totals(to_do: Array, to_keep: Array, kept: int) -> tuple[Array, float]:
    """(..., then, now) mass over how many are done on two days, summed over which sites are kept.

    to_do, to_keep: (site, ..., 2, 2) mass of a site being done on the one day and on the other, if
    it is one to do, and if it is one of the `kept` to keep; a middle axis of length 1 drops a day
    Also returns the logarithm of a factor that the mass is still to be multiplied by.
    """
    sites, lead, ends = len(to_do), to_do.shape[1:-2], to_do.shape[-2:]
    shape = (kept + 1, *lead, *(sites * (end - 1) + 1 for end in ends))
    totals = np.zeros(shape)
    totals[0, ..., 0, 0] = 1.0
    log_scale = 0.0
    for count in range(sites):
        rows, columns = (count * (end - 1) + 1 for end in ends)
        held = totals[..., :rows, :columns].copy()
        most = float(held.max())
        if most > 0.0:
            held, log_scale = held / most, log_scale + float(np.log(most))
        totals[..., :rows, :columns] = 0.0
        for then in range(ends[0]):
            for now in range(ends[1]):
                to = totals[..., then : rows + then, now : columns + now]
                to += held * to_do[count, ..., then, now, None, None]
                to[1:] += held[:-1] * to_keep[count, ..., then, now, None, None]
    return totals[kept], log_scale
