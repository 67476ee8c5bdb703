"""Checks of days against each other: events and their moves, instruments, starts and deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from servanda.errors import Problem
from servanda.records import DaysAfter
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry, SourceEntry
from servanda.sources.case.event_entry import DayOrAfter, DaysAfterEntry, EventEntry
from servanda.sources.case.targets.rate_entry import unfit_periods
from servanda.sources.case.to_records import ReckonedFrom, days_reckoned_from, event_record
from servanda.sources.formats.located import Located, Route

__all__ = ["check_days", "late_extension", "versions_of_day"]

Duty = LocatedEntry[ObligationEntry]


def check_days(case: CaseEntries, today: date) -> Iterator[Problem]:
    """Problems with days that stand in no order in which they could have come.

    today: of no later day anybody can say what was published
    """
    for source in case.sources:
        yield from _coverage(case.marked, source, today)
    for event in case.events:
        yield from _moves(case.marked, event)
    binding = {at.entry.id: at.entry.date for at in case.instruments}
    days = days_reckoned_from(case)
    for duty in case.obligations:
        binds = binding.get(duty.entry.instrument)
        if binds is not None:
            yield from _starts(case.marked, duty, binds, days)
            yield from _deadlines(case.marked, duty, binds, days)
            yield from _amendments(case.marked, duty, binds, days)
            yield from _periods(case.marked, duty, binds, days)


def _coverage(marked: Located, source: LocatedEntry[SourceEntry], today: date) -> Iterator[Problem]:
    for number, period in enumerate(source.entry.coverage):
        route = (*source.route, "coverage", number, "until")
        if period.last < period.first:
            what = f"a coverage from {period.first} until {period.last}, which is before"
            yield marked.problem(route, what, "write the first day as `from`, the last as `until`")
        elif period.last > today:
            yield marked.problem(
                route,
                f"a coverage until {period.last}, which is yet to come (today is {today})",
                f"write the last day up to which you looked, {today} at the latest, "
                "and move it on when you have looked again",
            )


def late_extension(marked: Located, route: Route, agreed: date, end: date) -> Problem:
    """The problem of what prolongs a period that is already over."""
    return marked.problem(
        route,
        f"prolonged on {agreed}, after the end that it moves ({end})",
        "write `effective: DAY` if it was agreed before and became public later; what begins "
        "again after its end is a new instrument with duties of its own",
    )


def versions_of_day(entry: DayOrAfter | None, days: Mapping[str, ReckonedFrom]) -> tuple[date, ...]:
    """The days that it has been, in order; none while it is not known."""
    if not isinstance(entry, DaysAfterEntry):
        return () if entry is None else (entry,)
    origin = days.get(entry.after)
    if origin is None:
        return ()
    rule = DaysAfter(entry.days, entry.after, origin.name, origin.known)
    return tuple(rule.day_from(event_day) for event_day in origin.known)


def _moves(marked: Located, event: LocatedEntry[EventEntry]) -> Iterator[Problem]:
    if event.entry.extended and event.entry.date is None:
        yield marked.problem(
            (*event.route, "extended"),
            f"{event.entry.names[0]!r} is moved and has no date of its own",
            "add `date: ...`, the day that was first set",
        )
        return
    written = event_record(event.entry)
    end = written.when.end
    for number, move in enumerate(written.extended):
        if end is not None and move.effective > end:
            route = (*event.route, "extended", number)
            yield late_extension(marked, route, move.effective, end)
        end = move.to


def _starts(
    marked: Located, duty: Duty, binds: date, days: Mapping[str, ReckonedFrom]
) -> Iterator[Problem]:
    start = duty.entry.start
    early = [first for first in versions_of_day(start, days) if first < binds]
    if early:
        yield marked.problem(
            (*duty.route, "start"),
            f"start {early[0]}{_how(start)} is before its instrument ({binds})",
            "write a day on which the instrument binds, or name the instrument that bound before",
        )


def _deadlines(
    marked: Located, duty: Duty, binds: date, days: Mapping[str, ReckonedFrom]
) -> Iterator[Problem]:
    """Its deadline against its start, both as first known and as they stand in the end."""
    deadline = duty.entry.deadline
    lasts, starts = (
        versions_of_day(deadline, days),
        versions_of_day(duty.entry.start or binds, days),
    )
    if not lasts or not starts:
        return
    for last, start in ((lasts[0], starts[0]), (lasts[-1], starts[-1])):
        if last >= max(start, binds):
            continue
        what, day = ("its instrument", binds) if last < binds else ("its start", start)
        other = "take another number of days" if _how(deadline) else "write a later deadline"
        yield marked.problem(
            (*duty.route, "deadline"),
            f"deadline {last}{_how(deadline)} is before {what} ({day})",
            f"{other}, or mend the other date",
        )
        return


def _amendments(
    marked: Located, duty: Duty, binds: date, days: Mapping[str, ReckonedFrom]
) -> Iterator[Problem]:
    starts = versions_of_day(duty.entry.start or binds, days)
    for number, amendment in enumerate(duty.entry.amendments):
        route = (*duty.route, "amendments", number)
        if amendment.effective < binds:
            yield marked.problem(
                (*route, "effective"),
                f"amendment of {amendment.effective} is before its instrument ({binds})",
                "write the day from which it counts; if it is older, write it into the obligation",
            )
        if amendment.deadline is not None and starts and amendment.deadline < starts[-1]:
            yield marked.problem(
                (*route, "deadline"),
                f"deadline {amendment.deadline} is before its start ({starts[-1]})",
                "write a later deadline",
            )


def _periods(
    marked: Located, duty: Duty, binds: date, days: Mapping[str, ReckonedFrom]
) -> Iterator[Problem]:
    """Whether a rate has more periods than are judged, or none, by its latest deadline."""
    starts = versions_of_day(duty.entry.start or binds, days)
    moved = [change.deadline for change in duty.entry.amendments if change.deadline is not None]
    lasts = [*versions_of_day(duty.entry.deadline, days), *moved]
    if duty.entry.rate is not None and starts and lasts:
        route = (*duty.route, "rate")
        yield from unfit_periods(marked, route, duty.entry.rate, starts[-1], max(lasts))


def _how(entry: DayOrAfter | None) -> str:
    """Words for a day that nobody has written; "" for one that stands in the case."""
    if not isinstance(entry, DaysAfterEntry):
        return ""
    return f" (reckoned from {entry.after!r})"
