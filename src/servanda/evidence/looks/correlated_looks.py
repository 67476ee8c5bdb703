"""How much each of several looks alike adds: one says most, the others ever less.

Looks at one place by one sensor err together: they share the image before, the season's light and
plants, the procedure and its controls. n looks with correlated errors tell as much as
n / (1 + (n - 1) correlation) independent ones, the design effect of Kish (1965), Survey Sampling,
section 5.4, and look n adds what that grows by. Within a season, and then over the seasons, so that
however many dates say the same of a place, they count as at most
1 / (0.5 * 0.25) = 8 independent looks; two in one season.

Of looks that find a thing undone the latest says most, since it covers the longest time; of looks
that find it done the first. A look that says otherwise begins a new run and counts in full.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

__all__ = ["ACROSS_SEASONS", "IN_SEASON", "LEAST", "LookAnswer", "weights"]

# A stack with truth for many sites over years would measure these. [judgement; not from outside]
IN_SEASON = 0.5  # correlation of the errors of two looks of one season
ACROSS_SEASONS = 0.25  # ... of two seasons against one image before
LEAST = 0.09  # a look that adds less than this share of a whole one repeats the others
_SEASON = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class LookAnswer:
    """What one look says: in a run of looks in time, those with one `says` are alike."""

    day: date
    says: Hashable
    latest_first: bool  # the latest of a run says most, not the first


def weights(answers: Sequence[LookAnswer]) -> tuple[float, ...]:
    """(look,) what each adds, 0..1, as a share of an independent look; 0 where it only repeats.

    answers: of one place and sensor, in order of time
    """
    found: list[float] = []
    for _, run in groupby(answers, key=lambda answer: answer.says):
        alike = list(run)
        if alike[0].latest_first:
            found += reversed(_run_weights([answer.day for answer in reversed(alike)]))
        else:
            found += _run_weights([answer.day for answer in alike])
    return tuple(found)


def _run_weights(days: Sequence[date]) -> list[float]:
    """(look,) of looks alike, the one that says most first."""
    found: list[float] = []
    season, begins, within = 0, date.min, 0
    for day in days:
        if season == 0 or abs(day - begins) >= _SEASON:
            season, begins, within = season + 1, day, 0
        within += 1
        weight = _marginal_worth(season, ACROSS_SEASONS) * _marginal_worth(within, IN_SEASON)
        found.append(weight if weight >= LEAST else 0.0)
    return found


def _marginal_worth(number: int, correlation: float) -> float:
    """By how much the nth look raises the number of independent looks that all are worth."""
    return _independent_looks(number, correlation) - _independent_looks(number - 1, correlation)


def _independent_looks(looks: int, correlation: float) -> float:
    return looks / (1.0 + (looks - 1) * correlation) if looks else 0.0
