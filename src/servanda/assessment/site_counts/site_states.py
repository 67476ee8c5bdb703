"""One site in four states: intact, partly done, done, reversed.

The chance of getting done between two days is the same from each of the other three, so "done or
not" alone is the chain of two states that counts are made of, and a report about done or not counts
the same in either. The finer states add a link from "work has begun", and from "it was put back",
to the bearer's campaign and to the site's past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import CompletionHazard, step_chances
from servanda.assessment.model.priors import WORK_SHARE

__all__ = ["DONE", "FINER", "SiteStates", "begun_hazards", "to_finer_states"]

INTACT, PARTLY, DONE, REVERSED = range(4)
FINER = 4  # values of a vector over the finer states [definition]


@dataclass(frozen=True, slots=True)
class SiteStates(Axis):
    """The chain of one site over the four states; it begins intact."""

    hazards: Sequence[CompletionHazard]  # of getting done, one a regime
    begun: Sequence[CompletionHazard]  # of work having begun at a site that is not done

    def start(self) -> Array:
        """(regime, 4) probability on the first day: intact."""
        return np.tile([1.0, 0.0, 0.0, 0.0], (len(self.hazards), 1))

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) probabilities over intact, partly, done, reversed."""
        done, undone = step_chances(tuple(self.hazards), [(first, last)])
        begun = [pace.finish_probability(first, last) for pace in self.begun]
        return np.stack(
            [_matrix(*chances) for chances in zip(done[0], undone[0], begun, strict=True)]
        )


def begun_hazards(paces: Sequence[CompletionHazard]) -> tuple[CompletionHazard, ...]:
    """How fast work begins: as sites get done, but earlier by `WORK_SHARE` of the campaign."""
    return tuple(replace(pace, end=pace.end - _time_at_work(pace)) for pace in paces)


def _time_at_work(pace: CompletionHazard) -> timedelta:
    return timedelta(days=round(WORK_SHARE * (pace.end - pace.start).days))


def to_finer_states(vectors: Array) -> Array:
    """(..., 2) or (..., 4) likelihoods as (..., 4): "not done" is any state other than done."""
    return vectors if vectors.shape[-1] == FINER else vectors[..., [0, 0, 1, 0]]


def _matrix(done: float, undone: float, begun: float) -> Array:
    left = 1.0 - done
    return np.array(
        [
            [left * (1.0 - begun), left * begun, done, 0.0],
            [0.0, left, done, 0.0],
            [0.0, 0.0, 1.0 - undone, undone],
            [0.0, 0.0, done, left],
        ]
    )
