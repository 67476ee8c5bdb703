"""The `rate` of an obligation in case.yaml: so much in every period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import Field

from servanda.errors import Problem
from servanda.records import MOST_PERIODS, ObligationKind, Per, Rate
from servanda.sources.formats.field_types import Entry, Line
from servanda.sources.formats.located import Located, Route

__all__ = ["RateEntry", "rate_problems", "unfit_periods"]


class RateEntry(Entry):
    """So much in every period; exactly one of `at_least` and `at_most`."""

    at_least: float | None = Field(None, description="the least in every period")
    at_most: float | None = Field(None, description="the most in every period")
    unit: Line = Field(description="what is counted or measured")
    per: Per = Field(description="how long each period is")


def rate_problems(
    marked: Located, route: Route, rate: RateEntry, kind: ObligationKind, written: Iterable[str]
) -> Iterator[Problem]:
    """Problems of a rate by itself and with the other keys of its obligation.

    route: of the rate
    """
    if kind is not ObligationKind.LEVEL:
        yield marked.problem(
            route, f"`kind: {kind}` has no rate", "leave it out, or make it `kind: level`"
        )
    if "bound" in written:
        yield marked.problem(
            route,
            "both a rate and a bound",
            "keep `rate` for so much in every period, `bound` for a quantity on any day",
        )
    amounts = {"at_least": rate.at_least, "at_most": rate.at_most}
    given = {key: value for key, value in amounts.items() if value is not None}
    if len(given) != 1:
        yield marked.problem(
            route,
            "a rate with both at_least and at_most" if given else "a rate without an amount",
            "keep one of them; the other is an obligation of its own"
            if given
            else "add `at_least: 40` or `at_most: 40`",
        )
    for key, value in given.items():
        if value <= 0.0:
            yield marked.problem(
                (*route, key),
                f"a rate of {value:g}",
                "write an amount above 0; nothing at all is `kind: abstain`",
            )


def unfit_periods(
    marked: Located, route: Route, rate: RateEntry, start: date, last: date
) -> Iterator[Problem]:
    """The problem of a rate with more periods than are judged, or none; route: of the rate."""
    number = Rate(rate.at_least, rate.at_most, rate.unit, rate.per).complete_by(start, last)
    if number < 1 and last >= start:
        yield marked.problem(
            route,
            f"no whole {rate.per} between its start ({start}) and its deadline ({last})",
            "write a shorter period, or `bound` for one amount by the deadline",
        )
    if number > MOST_PERIODS:
        longer = [per.value for per in Per if per.days > rate.per.days]
        advice = "split the obligation by year, each with its own start and deadline"
        if longer:
            advice += f", or write the rate per {longer[0]}"
        yield marked.problem(
            route, f"{number:,} periods, and at most {MOST_PERIODS:,} are judged", advice
        )
