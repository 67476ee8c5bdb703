"""How many things are done of a duty in instalments: the next one is always the earliest due.

Things that nothing tells apart are counted only, so whatever is done is taken to be what was due
first. Of k done the other things have the pace of their own instalments: those of the one that is
due next get done by its date, the later ones by theirs. On one day any number may get done, each
thing by itself, and then each that is done may be put back. With one instalment for all of them
this is the chain of `SiteBlock`.

Were each thing as likely as any other to be in any instalment, a bearer that follows the schedule
to the day would be behind it half of the time, by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, reduce

import numpy as np

from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import CompletionHazard, event_probability
from servanda.assessment.site_counts.count_chain import FEW, SiteBlock, thinning
from servanda.assessment.site_counts.count_steps import count_transition

__all__ = ["InstalmentBlock", "is_small_enough"]

# Additions for one regime, from the first day to the end of its campaign: a second or two for all
# of them. [limit]
_MOST_WORK = 2**26


def is_small_enough(size: int, hazards: Sequence[CompletionHazard]) -> bool:
    """True if so many things in instalments are few enough, and their campaigns short enough."""
    days = max((pace.end - pace.start).days for pace in hazards)
    return size <= FEW and days * (size + 1) ** 3 <= _MOST_WORK


@dataclass(frozen=True, slots=True)
class InstalmentBlock(Axis):
    """The things of a duty in instalments as one axis, whose value is how many are done."""

    size: int
    hazards: tuple[CompletionHazard, ...]  # one a regime; their steps are the instalments

    def start(self) -> Array:
        """(regime, size + 1): nothing is done."""
        return SiteBlock(self.size, self.hazards, 0).start()

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) probabilities over the number done."""
        return _transition(self.size, self.hazards, first, last)


@lru_cache(maxsize=256)  # of at most 600 kB each
def _transition(size: int, hazards: tuple[CompletionHazard, ...], first: date, last: date) -> Array:
    return np.stack([_transition_of(size, pace, first, last) for pace in hazards])


def _transition_of(size: int, pace: CompletionHazard, first: date, last: date) -> Array:
    """(before, after) probabilities: day by day up to the campaign's end, then all are alike."""
    turn = min(last, max(first, pace.end))
    moved = np.eye(size + 1)
    if turn > first:
        moved = reduce(np.matmul, _daily_steps(size, pace, first, turn))
    if last > turn:
        moved = moved @ _after_campaign(size, pace, (last - turn).days)
    return np.asarray(moved)


def _after_campaign(size: int, pace: CompletionHazard, days: int) -> Array:
    """(before, after) probabilities over some days after its end, on which each day is alike."""
    done = 1.0 - 0.5 ** (1.0 / pace.half_life_days)
    stays = 1.0 - event_probability(pace.undone_per_year, 1)
    kept = ((1.0 - done) * stays) ** days  # what is left of the difference that the past makes
    in_the_end = done * stays / (1.0 - (1.0 - done) * stays)
    return count_transition(size, in_the_end * (1.0 - kept), (1.0 - in_the_end) * (1.0 - kept))


def _daily_steps(size: int, pace: CompletionHazard, first: date, last: date) -> Array:
    """(day, before, after) probabilities of each day."""
    daily = _daily_chances(size, pace, first, last)
    days = len(daily)
    steps = np.zeros((days, size + 1, size + 1))
    more = np.zeros((days, size + 1))  # chances of how many of the later ones get done
    more[:, 0] = 1.0
    steps[:, size, size] = 1.0
    for done in range(size - 1, -1, -1):
        chance = daily[:, done, None]
        more[:, 1:] = more[:, 1:] * (1.0 - chance) + more[:, :-1] * chance
        more[:, :1] *= 1.0 - chance
        steps[:, done, done:] = more[:, : size + 1 - done]
    undone = event_probability(pace.undone_per_year, 1)
    return steps if not undone else np.asarray(steps @ thinning(size, np.array([undone])))


def _daily_chances(size: int, pace: CompletionHazard, first: date, last: date) -> Array:
    """(day, thing) chance of each thing of getting done on each day, if it is not done."""
    start = (first - pace.start).days
    days = np.arange(start, start + (last - first).days + 1, dtype=np.float64)
    columns: list[Array] = []
    due = 0.0
    for step in pace.steps:
        due += step.share * size
        left = replace(pace, steps=(replace(step, share=1.0),)).survival(days)
        columns += [1.0 - left[1:] / left[:-1]] * (round(due) - len(columns))
    return np.stack(columns, axis=1)
