"""Duties that share their bearer's intent: the surface and the underground parts of one base.

A bearer means to keep its word in general, or it does not. In each of several coupled duties it
acts on that intent, or, with a small chance, against it. So what is known of one duty moves the
others through the intent alone, and only so far. The sum over all intents is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.special import roots_sh_jacobi

from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import Priors
from servanda.records import Obligation

__all__ = ["have_shared_intent", "intent_matrix", "intent_quadrature", "mass_by_general_intent"]


def have_shared_intent(first: Obligation, second: Obligation) -> bool:
    """True if two duties concern different aspects of the same sites, or of the same object."""
    shared = ("instrument", "bearers", "sites") + (() if first.sites else ("object",))
    return (
        None not in {first.aspect, second.aspect}
        and first.aspect != second.aspect
        and all(getattr(first, name) == getattr(second, name) for name in shared)
    )


def mass_by_general_intent(own: Array, others: Sequence[Array], against: Array) -> Array:
    """(draw, general intent, value) mass of one duty and of what its coupled duties say.

    own: (draw, intent in that duty, value); others: (draw, intent in each other duty) masses
    against: (draw,) chances of acting against the general intent in one duty
    """
    if not others:
        return own
    acts_on = intent_matrix(against)
    spread = acts_on @ own
    for other in others:
        spread = spread * (acts_on @ other[:, :, None])
    return np.asarray(spread)


@lru_cache(maxsize=64)
def intent_quadrature(priors: Priors, duties: int) -> tuple[Array, Array]:
    """(nodes, weights) at which a sum over coupled duties is the mean over Beta(differs, agrees).

    The mass is a polynomial in the chance of acting against the general intent, one degree a duty,
    and Gauss-Jacobi quadrature with n nodes is exact up to degree 2n - 1.
    """
    order = duties // 2 + 1
    nodes, weights = roots_sh_jacobi(
        order, priors.aspect_differs + priors.aspect_agrees - 1.0, priors.aspect_differs
    )
    return nodes, weights / weights.sum()


def intent_matrix(against: Array) -> Array:
    """(draw, intent in general, intent in one duty) chances."""
    return np.stack(
        [np.stack([1.0 - against, against], -1), np.stack([against, 1.0 - against], -1)], axis=1
    )
