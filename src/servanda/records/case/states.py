"""The states an obligation can be in, which evidence is about and assessment sums over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["StateSpace", "Variable"]


class Variable(StrEnum):
    """The quantity whose values are the states."""

    COUNT_DONE = "count_done"  # how many of the sites are done: 0..n
    SITE_DONE = "site_done"  # one site: 0 not done, 1 done
    SITE_STATE = "site_state"  # one site: 0 intact, 1 partly done, 2 done, 3 reversed
    ACT_DONE = "act_done"  # 0 not done, 1 done
    EVENT = "event"  # by that day: 0 no event has happened, 1 at least one has
    LEVEL = "level"  # the quantity itself, on a grid
    PERIODS_KEPT = "periods_kept"  # of the periods told of: 0 none was kept, .5 some, 1 all


@dataclass(frozen=True, slots=True)
class StateSpace:
    """The possible values in rising order; likelihoods and probabilities are vectors over them."""

    variable: Variable
    values: tuple[float, ...]
    unit: str | None
