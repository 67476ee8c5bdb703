"""How far each count of a duty is enough, where another duty's count says how many are asked.

The other's count is not known either. So what is wanted of a count v is a chance: that so many for
each one of the other's come to no more than v, from the other's own distribution on the same day.
Of things that are counted whole ones are asked: of one for every ten, three for thirty and for 39.
The row's probability is the mean of that chance over the duty's own counts.

The two counts are taken to be independent given what was reported of each. What ties them, such as
a bearer that matches each hand-over with one of its own, is not modelled: where both are open the
number is nearer to even than it need be; where one of them is known it does not matter.
"""

from __future__ import annotations

import numpy as np

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import distribution_of
from servanda.assessment.model.arrays import Array
from servanda.records import ObligationKind, state_space

__all__ = ["ratio_values"]

_ROUNDING = 1e-9  # share, of a product of a ratio and a count [limit]


def ratio_values(model: DutyModel, other: DutyModel, each: float, cache: MassCache) -> Array:
    """(value,) chance that `each` for each one of the other's count come to no more than it."""
    on_that_day = distribution_of(other.about(model.question.on), cache)
    asked = each * _counts(other) * (1.0 + _ROUNDING)  # rising
    if model.question.obligation.kind is ObligationKind.STATE:
        asked = np.floor(asked)
    asked *= 1.0 - 2.0 * _ROUNDING
    at_most = np.concatenate([[0.0], np.cumsum(on_that_day)])
    return np.asarray(at_most[np.searchsorted(asked, _counts(model), side="right")])


def _counts(model: DutyModel) -> Array:
    """(value,) the number done."""
    return np.array(state_space(model.question.obligation, model.question.terms).values)
