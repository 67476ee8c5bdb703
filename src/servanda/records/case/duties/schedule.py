"""Duties in instalments: a cumulative target at each of several dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.records.case.event import DaysAfter

__all__ = ["Instalment", "ScheduleEntry", "instalment_due", "instalments_in_force"]


@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """One line of a schedule as the text gives it: so many, all in all, by a day."""

    count: float  # of sites or objects; of a level, in its unit
    by: date | None  # None: reckoned
    by_after: DaysAfter | None = None  # how it is reckoned; None: the text gives a day

    def day_as_of(self, as_of: date) -> date | None:
        """The day, by what was public then; None while nobody knew it."""
        return self.by if self.by_after is None else self.by_after.day_as_of(as_of)


@dataclass(frozen=True, slots=True)
class Instalment:
    """So many are to be done, all in all, by a day."""

    due: date
    count: float


def instalments_in_force(
    entries: Sequence[ScheduleEntry], as_of: date, last: Instalment | None
) -> tuple[Instalment, ...]:
    """The targets by what was public then, in the order of their days and of their counts.

    last: the whole and the day by which it is due, with all amendments; None while that day is not
    known. It takes the place of the last entry. The targets before it stay as they are; one that
    is not before it, in its day or in its count, falls away.
    """
    found: list[Instalment] = []
    for entry in entries[:-1]:
        due = entry.day_as_of(as_of)
        if due is not None and (not found or due > found[-1].due):
            found.append(Instalment(due, entry.count))
    if last is None or not entries:
        return tuple(found)
    before = [target for target in found if target.due < last.due and target.count < last.count]
    return (*before, last)


def instalment_due(instalments: Sequence[Instalment], on: date) -> Instalment | None:
    """The target that fell due last by that day; before the first, the first."""
    past = [target for target in instalments if target.due <= on]
    return past[-1] if past else next(iter(instalments), None)
