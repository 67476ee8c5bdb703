"""Evidence summed over the states of a product of chains, by their total."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servanda.assessment.hidden import LEADING, Array, Axis, smoothed_mass
from servanda.assessment.questions import Question
from servanda.assessment.reports import Report, Ways, looks

__all__ = ["summed"]


def summed(
    question: Question,
    axes: Sequence[Axis],
    reports: Sequence[Report],
    ways: Ways,
    named: Sequence[str] = (),
) -> Array:
    """(way, regime, total) mass: states with the same total added up."""
    sizes = tuple(axis.start().shape[-1] for axis in axes)
    total = np.indices(sizes).sum(axis=0)

    def spread(report: Report, vectors: Array) -> Array:
        if report.site is None:
            return np.asarray(vectors[..., total])
        shape = [1] * len(sizes)
        shape[named.index(report.site)] = sizes[named.index(report.site)]
        return vectors.reshape(*vectors.shape[:-1], *shape)

    mass = smoothed_mass(axes, looks(reports, ways, spread), question.obligation.start, question.on)
    flat = mass.reshape(*mass.shape[:LEADING], -1)
    indicator = np.equal.outer(total.ravel(), np.arange(total.max() + 1)).astype(np.float64)
    return np.asarray(flat @ indicator)
