"""Any number of unlike sites, summed one by one, if reports on the total are of one day.

Given a way and a regime, sites are independent except for reports on their total. With at most one
day of these the number done is a Poisson-binomial sum, and so is its joint distribution with the
number done on the other day. Kept sites are counted too, to sum over which sites are to be kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servanda.assessment.filters.sums_by_total import MergedReport
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question
from servanda.assessment.site_counts.exact_blocks import SiteMass
from servanda.assessment.site_counts.exchangeable_sites import ExchangeableSites
from servanda.assessment.site_counts.site_paths import SitePaths

__all__ = ["kept_totals", "poisson_binomial_mass"]


def poisson_binomial_mass(
    question: Question,
    groups: Sequence[ExchangeableSites],
    whole: Sequence[MergedReport],
    kept: int,
    ways: int,
) -> SiteMass:
    """(way, regime, total) mass; `whole` holds reports of at most one day."""
    paths = SitePaths.of(question, groups, whole)
    parts = [_mass_of_way(question, paths, whole, kept, way) for way in range(ways)]
    top = max(log for _, log in parts)
    return SiteMass(np.stack([mass * np.exp(log - top) for mass, log in parts]), 0.0, top)


def _mass_of_way(
    question: Question, paths: SitePaths, whole: Sequence[MergedReport], kept: int, way: int
) -> tuple[Array, float]:
    """(regime, total) mass up to a factor, and the logarithm of that factor."""
    day = next((report.day for report in whole), None)
    then = day if day != question.on else None
    joint, logs = paths.joint_done_mass(way, then, question.on)
    sizes = paths.sizes()
    to_do, to_keep = (np.repeat(mass, sizes, axis=0) for mass in joint)
    totals, log_scale = kept_totals(to_do, to_keep, kept)
    for report in whole:
        row = report.vectors[way if len(report.vectors) > 1 else 0]
        totals = totals * (row[:, None] if then is not None else row)
    return totals.sum(axis=1), log_scale + float(logs @ np.array(sizes))


def kept_totals(to_do: Array, to_keep: Array, kept: int) -> tuple[Array, float]:
    """(..., then, now) mass of how many sites are done on two days, summed over which are kept.

    to_do, to_keep: (site, ..., 2, 2) mass of a site being done on the one day and on the other, if
    it is one to do, and if it is one of the `kept` to keep; a middle axis of length 1 drops a day
    The mass is up to a factor, whose logarithm is returned with it.
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
