"""The likelihood of a report on a run of periods: if none of them was kept, some, or all.

A report on a run of periods is heard as a report on a level, the average of a period, with the
uncertainty that levels have: a figure is right with a reporting error, who is wrong says what
pleases, "fewer than agreed" is a level below what is asked. With L(y) the likelihood at an average
of y, and P(y | x) from `average_levels`,

    L(x) = f sum over y of P(y | x) L(y) + (1 - f) m,   x = none, some, all

f is how well the days fit the periods (`told_periods`), m the mean of the sum over the three x. So
what fits badly says little, and never moves the trust in who says it.
"""

from __future__ import annotations

import numpy as np

from servanda.evidence.rates.average_levels import chances_of_cells
from servanda.evidence.rates.told_periods import ToldPeriods
from servanda.records import Rate, rate_as_bound

__all__ = ["likelihood_of_periods"]

Vector = tuple[float, ...]


def likelihood_of_periods(
    by_level: Vector, rate: Rate, run: ToldPeriods, *, certain: bool = False
) -> Vector:
    """(none, some, all) from the likelihood over the cells of a level; flat stays flat.

    certain: it holds whatever the other days were: more in a part of a period than in all of it
    is allowed
    """
    chances = chances_of_cells(rate_as_bound(rate).direction, run.number)
    heard = chances @ np.array(by_level)
    fit = 1.0 if certain else run.fit
    return tuple(float(value) for value in fit * heard + (1.0 - fit) * heard.mean())
