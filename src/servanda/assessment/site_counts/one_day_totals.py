"""Any number of unlike sites, summed one by one: where reports on the total speak of one day.

Given a way and a regime, sites are independent but for reports on their total. With at most one day
of these the number done is a Poisson-binomial sum, and so is its joint distribution with the number
done on the other day. Which sites are to be kept is summed over by counting the kept ones as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servanda.assessment.filters.sums_by_total import MergedReport
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question
from servanda.assessment.site_counts.exact_blocks import SiteMass
from servanda.assessment.site_counts.exchangeable_sites import ExchangeableSites
from servanda.assessment.site_counts.poisson_binomial import kept_totals
from servanda.assessment.site_counts.site_paths import SitePaths

__all__ = ["poisson_binomial_mass"]


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
    """(regime, total) mass, and the logarithm of what it is to be multiplied by."""
    day = next((one.day for one in whole), None)
    then = day if day != question.on else None
    joint, logs = paths.joint_done_mass(way, then, question.on)
    sizes = paths.sizes()
    to_do, to_keep = (np.repeat(one, sizes, axis=0) for one in joint)
    totals, log_scale = kept_totals(to_do, to_keep, kept)
    for one in whole:
        row = one.vectors[way if len(one.vectors) > 1 else 0]
        totals = totals * (row[:, None] if then is not None else row)
    return totals.sum(axis=1), log_scale + float(logs @ np.array(sizes))
