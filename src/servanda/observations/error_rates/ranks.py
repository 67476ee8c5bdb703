"""The rank of a score among scores of ground that did not change, as a p-value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["RankTest", "control_shortage", "needed_controls", "rank_score"]


@dataclass(frozen=True, slots=True)
class RankTest:
    """A p-value by rank, with the counts it comes from."""

    p_value: float  # if nothing changed; at least 1 / (controls + 1)
    controls: int  # M
    exceedances: int  # controls that score as high or higher


def rank_score(
    score: float,
    controls: NDArray[np.floating] | Sequence[float],
    history: NDArray[np.floating] | Sequence[float] = (),
) -> RankTest:
    """The rank of a score among control windows and earlier scores of the same site.

    history: scores of the site from before the duty
    p = (1 + exceedances) / (M + 1); ties count as exceedances. If the score and the M others
    are exchangeable, P(p <= alpha) = floor(alpha (M + 1)) / (M + 1), whatever the noise: it is
    never above alpha. Controls that are NaN (windows that could not be seen) are left out.
    Raises ValueError if the score is NaN: such a site is not observable, and has no rank.

    Phipson and Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9(1), article 39: why the 1 is added.
    """
    if np.isnan(score):
        raise ValueError("a score that is NaN has no rank; call the site not observable")
    others = np.concatenate([np.asarray(controls, float), np.asarray(history, float)])
    others = others[~np.isnan(others)]
    exceedances = int(np.count_nonzero(others >= score))
    return RankTest((1 + exceedances) / (len(others) + 1), len(others), exceedances)


def needed_controls(alpha: float) -> int:
    """The fewest controls with which a p-value by rank can be as small as alpha."""
    return max(0, int(np.ceil(1.0 / alpha - 1e-9)) - 1)


def control_shortage(alpha: float, controls: int) -> str | None:
    """Why this number of controls is too small for an error rate; None if it is enough."""
    if controls >= needed_controls(alpha):
        return None
    return (
        f"an error rate of {alpha:g} needs at least {needed_controls(alpha):,} controls and there "
        f"are {controls:,}; ask for {1 / (controls + 1):.2g} or more, or give larger surroundings "
        "or more quiet dates"
    )
