"""The base rate: how often the other obligations of a case were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from servanda.assessment.scoring.scope import duty_of
from servanda.assessment.scoring.scored_days import ScoredDay

__all__ = ["BASE_RATE", "base_rates", "with_base_rate"]

BASE_RATE = "base_rate"
_NO_OTHERS = 0.5  # even odds [definition]


def base_rates(days: Iterable[ScoredDay]) -> dict[str, float]:
    """By obligation, the share of rows met among the rows of the other obligations.

        rate(o) = sum of met(r, d) over all (r, d) with duty(r) != o / number of such (r, d)

    where (r, d) is a row of the case on a day of the walk whose truth is known, with a number of
    ours or without. A preserve duty is a row of its obligation, and is left out with it. 0.5 where
    there is no other row. It looks back from the end of the walk, as no forecaster of the day
    could: a hard baseline.
    """
    known: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for day in days:
        duty = duty_of(day.obligation)
        known[duty] += day.outcome is not None
        met[duty] += day.outcome is True
    others = {
        duty: (known.total() - number, met.total() - met[duty]) for duty, number in known.items()
    }
    return {
        duty: kept / number if number else _NO_OTHERS for duty, (number, kept) in others.items()
    }


def with_base_rate(days: Sequence[ScoredDay]) -> tuple[ScoredDay, ...]:
    """The same days, each that has a number with the base rate's guess beside the others."""
    rates = base_rates(days)
    return tuple(_add_guess(day, rates[duty_of(day.obligation)]) for day in days)


def _add_guess(day: ScoredDay, rate: float) -> ScoredDay:
    if day.answer is None:
        return day
    guess = day.answer.guess(BASE_RATE, rate, day.truth)
    return replace(day, guesses={**day.guesses, BASE_RATE: guess})
