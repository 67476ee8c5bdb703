"""Checks of schedules: instalments in order, which add up to what the obligation asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from servanda.errors import Problem
from servanda.records import BoundDirection, ObligationKind
from servanda.sources.case.day_checks import versions_of_day
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry
from servanda.sources.case.targets.target_entries import MOST_INSTALMENTS
from servanda.sources.case.to_records import ReckonedFrom, days_reckoned_from
from servanda.sources.formats.located import Located, Route

__all__ = ["check_schedules"]

Duty = LocatedEntry[ObligationEntry]


def check_schedules(case: CaseEntries) -> Iterator[Problem]:
    """The first thing that is wrong with each schedule."""
    days = days_reckoned_from(case)
    binding = {at.entry.id: at.entry.date for at in case.instruments}
    for duty in case.obligations:
        if duty.entry.schedule:
            start = duty.entry.start or binding.get(duty.entry.instrument)
            starts = versions_of_day(start, days)
            yield from list(_problems(case.marked, duty, starts, days))[:1]


def _problems(
    marked: Located, duty: Duty, starts: tuple[date, ...], days: Mapping[str, ReckonedFrom]
) -> Iterator[Problem]:
    route = (*duty.route, "schedule")
    yield from _misplaced(marked, duty, route)
    yield from _counts(marked, duty, route)
    yield from _days(marked, duty, route, starts, days)
    yield from _whole(marked, duty, route)


def _misplaced(marked: Located, duty: Duty, route: Route) -> Iterator[Problem]:
    entry = duty.entry
    if len(entry.schedule) > MOST_INSTALMENTS:
        yield marked.problem(
            route,
            f"{len(entry.schedule):,} instalments, and at most {MOST_INSTALMENTS} can be summed",
            "split the obligation by period",
        )
    if entry.kind not in {ObligationKind.STATE, ObligationKind.LEVEL}:
        yield marked.problem(
            route,
            f"`kind: {entry.kind}` has no schedule",
            "make it `kind: state` with a count, or `kind: level` with a unit",
        )
    if entry.bound is not None and entry.bound.direction is BoundDirection.AT_MOST:
        yield marked.problem(
            route,
            "a schedule says what is to be reached, and this bound is one to stay under",
            "make it `direction: at_least`, or write each limit as an amendment of `value`",
        )
    if entry.rate is not None:
        yield marked.problem(
            route,
            "a schedule and a rate in one obligation",
            "make them two obligations: each is a duty of its own",
        )
    if entry.ratio is not None:
        yield marked.problem(
            route,
            "a schedule and a ratio in one obligation",
            "make them two obligations: each is a duty of its own",
        )


def _counts(marked: Located, duty: Duty, route: Route) -> Iterator[Problem]:
    lines = duty.entry.schedule
    for number, (before, after) in enumerate(pairwise(lines), start=1):
        if after.count <= before.count:
            yield marked.problem(
                (*route, number, "count"),
                f"{after.count:g} after {before.count:g}: the counts of a schedule rise",
                "write of each date how many are due by then, all in all",
            )
    if duty.entry.kind is ObligationKind.STATE:
        for number, line in enumerate(lines):
            if not line.count.is_integer():
                yield marked.problem(
                    (*route, number, "count"),
                    f"{line.count:g} sites or objects",
                    "write a whole number, or make it `kind: level` with a unit",
                )


def _days(
    marked: Located,
    duty: Duty,
    route: Route,
    starts: tuple[date, ...],
    days: Mapping[str, ReckonedFrom],
) -> Iterator[Problem]:
    before = starts[-1] if starts else None
    for number, line in enumerate(duty.entry.schedule):
        known = versions_of_day(line.by, days)
        if not known:
            continue
        day = known[-1]
        if before is not None and (day < before or (number and day == before)):
            what = "the date before it" if number else "its start"
            yield marked.problem(
                (*route, number, "by"),
                f"{day} is not after {what} ({before})"
                if number
                else f"{day} is before {what} ({before})",
                "write the dates of a schedule in their order, from the start on",
            )
        before = day


def _whole(marked: Located, duty: Duty, route: Route) -> Iterator[Problem]:
    """What the obligation says beside it of the whole and of its last day."""
    entry, last = duty.entry, duty.entry.schedule[-1]
    place = (*route, len(entry.schedule) - 1)
    whole: float | None = entry.count if entry.kind is ObligationKind.STATE else None
    if entry.kind is ObligationKind.LEVEL and entry.bound is not None:
        whole = entry.bound.value
    if whole is not None and whole != last.count:
        key = "count" if entry.kind is ObligationKind.STATE else "bound"
        yield marked.problem(
            (*place, "count"),
            f"does not add up: the last count is {last.count:g} and `{key}` {whole:g}",
            f"make them the same, or leave `{key}` out",
        )
    if entry.deadline is not None and entry.deadline != last.by:
        yield marked.problem(
            (*place, "by"),
            "the last date is not the deadline",
            "make them the same, or leave `deadline` out",
        )
