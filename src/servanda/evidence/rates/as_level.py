"""A rate as the level of the average period told of, and the amounts of a report in its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from servanda.evidence.rates.average_levels import MOST_SHARE, chances_of_cells
from servanda.evidence.rates.average_likelihood import likelihood_of_periods
from servanda.evidence.rates.told_periods import Days, ToldPeriods, days_of_report, periods_of_days
from servanda.records import (
    Bearing,
    DateRange,
    Obligation,
    Per,
    Precision,
    Rate,
    StateSpace,
    Terms,
    rate_as_bound,
    state_space,
    terms_in_force,
)

__all__ = ["NO_WORD", "RateAsLevel", "bearing_of_days", "length_of_rate", "named_period"]

Vector = tuple[float, ...]

NO_WORD: Vector = (0.5, 0.5, 0.5)  # (none, some, all) of what says nothing [definition]

_PERIODS = {
    "daily": Per.DAY,
    "weekly": Per.WEEK,
    "monthly": Per.MONTH,
    "yearly": Per.YEAR,
    "annually": Per.YEAR,
    "annual": Per.YEAR,
} | {per.value: per for per in Per}
_NAMED = (
    r"\b(?:(?:an?|per|each|every)\s+(?P<noun>day|week|month|year)"
    r"|(?P<adverb>daily|weekly|monthly|yearly|annual(?:ly)?))\b"
)
_ANYWHERE = re.compile(_NAMED, re.IGNORECASE)
# Words between a number and the period that it is a rate of: "40 convoys of food a week". [grammar]
_NEAR = re.compile(rf"^(?:\s+[\w'-]+){{0,4}}?\s+{_NAMED}", re.IGNORECASE)


def named_period(text: str, *, at_once: bool = False) -> Per | None:
    """The period that a text names for a rate, "a week"; None if it names none.

    at_once: within a few words
    """
    match = _NEAR.match(text) if at_once else _ANYWHERE.search(text)
    return None if match is None else _PERIODS[(match["noun"] or match["adverb"]).lower()]


def length_of_rate(days: Days, rate: Rate, start: date) -> Days:
    """The days of which a rate is told: at least one period's length, up to the last of them."""
    last = DateRange(days[1], days[1], Precision.DAY)
    whole = days_of_report(None, last, rate, start)
    return days if whole is None else (min(days[0], whole[0]), days[1])


def bearing_of_days(
    obligation: Obligation, days: Days | None, level: RateAsLevel | None
) -> tuple[Bearing, str]:
    """Whether a report bears by the days of which it tells, and why not."""
    if days is None:
        return Bearing.NO_STATEMENT, "does not say of which days it tells"
    if days[1] < obligation.start:
        return Bearing.BEFORE_DUTY, f"tells of {days[1]}, before the duty began"
    if level is None:
        return Bearing.AFTER_DUTY, f"tells of {days[0]}, after the last whole period"
    run = level.run.days
    if any(first <= run[0] and run[1] <= last for first, last in level.terms.idle):
        return Bearing.NOT_IN_FORCE, f"tells of {run[0]} to {run[1]}, when it was not in force"
    return Bearing.BEARS, ""


@dataclass(frozen=True, slots=True)
class RateAsLevel:
    """A duty to keep a rate, as one on the level of the average period told of."""

    obligation: Obligation  # with a bound in place of the rate, and so its terms
    terms: Terms
    rate: Rate
    run: ToldPeriods
    named: Per | None  # the period that the report's amounts are a rate of; None: of all its days

    @classmethod
    def of_days(
        cls,
        obligation: Obligation,
        terms: Terms,
        days: Days | None,
        named: Per | None,
        as_of: date,
    ) -> RateAsLevel | None:
        """The duty as it stood on the last of some days; None if they lie in no period of it."""
        run = None if days is None else periods_of_days(obligation, terms, days)
        if run is None:
            return None
        rate = terms_in_force(obligation, as_of, min(run.told[1], run.days[1])).rate
        assert rate is not None
        bound = rate_as_bound(rate)
        return cls(
            replace(obligation, bound=bound, rate=None),
            replace(terms, bound=bound, rate=None),
            rate,
            run,
            named,
        )

    @property
    def states(self) -> StateSpace:
        """The cells of the level."""
        return state_space(self.obligation, self.terms)

    @property
    def weights(self) -> Vector:
        """How likely each cell is before anything is said, none, some and all kept alike."""
        direction = rate_as_bound(self.rate).direction
        return tuple(chances_of_cells(direction, self.run.number).mean(axis=0).tolist())

    @property
    def is_lower_limit(self) -> bool:
        """True if an amount is of a part of a period: in all of it there is as much, or more."""
        return self.named is None and self.run.in_part

    def amount(self, value: float) -> float:
        """An amount of the report as one of the average period."""
        if self.named is not None:
            same = self.named is self.rate.per
            return value if same else value * self.rate.per.days / self.named.days
        return value if self.run.in_part else value * self.run.per_period

    def within_reach(self, value: float) -> float:
        """An amount no further from what is asked than averages are."""
        return min(value, MOST_SHARE * self.rate.amount) if self.run.number > 1 else value

    def settles(self, value: float) -> bool:
        """True if that much in a part of a period settles the whole of it."""
        up = self.rate.at_most is None
        return value >= self.rate.amount if up else value > self.rate.amount

    def of_periods(self, vector: Vector, *, certain: bool) -> Vector:
        """(none, some, all) likelihoods from those over the level; certain: as there."""
        return likelihood_of_periods(vector, self.rate, self.run, certain=certain)
