"""Checks of an obligation as a whole: the keys that its kind needs, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from servanda.errors import Problem
from servanda.records import BoundDirection, ObligationKind, row_of_bearer
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry
from servanda.sources.case.targets.rate_entry import rate_problems
from servanda.sources.formats.located import Located

__all__ = ["check_duties"]

Duty = LocatedEntry[ObligationEntry]


def check_duties(case: CaseEntries) -> Iterator[Problem]:
    """Problems inside each obligation that can be read."""
    for duty in case.obligations:
        yield from _conditions(case.marked, duty)
        yield from _amendments(case.marked, duty)
        if "unscorable" not in duty.written_keys:
            yield from KINDS[duty.entry.kind](case.marked, duty)
        yield from _misplaced_keys(case.marked, duty)
        if duty.entry.rate is not None:
            route = (*duty.route, "rate")
            yield from rate_problems(
                case.marked, route, duty.entry.rate, duty.entry.kind, duty.written_keys
            )
        yield from _watchers(case.marked, duty)
        yield from _bearers(case, duty)


def _conditions(marked: Located, duty: Duty) -> Iterator[Problem]:
    seen: set[date] = set()
    for number, change in enumerate(duty.entry.condition.changes if duty.entry.condition else ()):
        if change.since in seen:
            yield marked.problem(
                (*duty.route, "condition", "changes", number, "since"),
                f"a second change of the condition on {change.since}",
                "keep the one that held at the end of that day",
            )
        seen.add(change.since)


def _amendments(marked: Located, duty: Duty) -> Iterator[Problem]:
    for number, amendment in enumerate(duty.entry.amendments):
        route = (*duty.route, "amendments", number)
        terms = (amendment.count, amendment.preserve, amendment.deadline, amendment.value)
        if all(term is None for term in terms):
            yield marked.problem(
                route, "amendment changes nothing", "add count, preserve, deadline or value"
            )
        if amendment.value is not None and duty.entry.kind is not ObligationKind.LEVEL:
            yield marked.problem(
                (*route, "value"),
                f"`kind: {duty.entry.kind}` has no value",
                "write count, or make it `kind: level`",
            )
        if amendment.value == 0 and duty.entry.rate is not None:
            yield marked.problem(
                (*route, "value"),
                "a rate of 0",
                "write an amount above 0, or a deadline from which it is no longer asked",
            )


def _state(marked: Located, duty: Duty) -> Iterator[Problem]:
    if not {"count", "sites", "schedule"} & duty.written_keys:
        yield marked.problem(
            duty.route,
            f"{duty.entry.id!r} does not say how many sites it is about",
            "add `count: 11`, or `sites: [...]`, or `unscorable: why`",
        )


def _level(marked: Located, duty: Duty) -> Iterator[Problem]:
    if "rate" in duty.written_keys:  # it has a unit of its own
        return
    if not {"bound", "schedule"} & duty.written_keys:
        yield marked.problem(
            duty.route,
            f"{duty.entry.id!r} is a level without a bound",
            "add `bound: {direction: at_most, value: 500}`, or `rate: {at_least: 40, unit: convoys,"
            " per: week}`",
        )
    if "unit" not in duty.written_keys:
        yield marked.problem(
            duty.route,
            f"{duty.entry.id!r} is a level without a unit",
            "add the unit of its value: `unit: barrels a year`",
        )


def _no_problems(marked: Located, duty: Duty) -> Iterator[Problem]:
    """No problems: abstaining and acts need no key of their own."""
    return iter(())


KINDS: Mapping[ObligationKind, Callable[[Located, Duty], Iterator[Problem]]] = {
    ObligationKind.STATE: _state,
    ObligationKind.ABSTAIN: _no_problems,
    ObligationKind.LEVEL: _level,
    ObligationKind.ACT: _no_problems,
}


def _misplaced_keys(marked: Located, duty: Duty) -> Iterator[Problem]:
    """Keys that mean something for another kind only."""
    homes = {
        "bound": ObligationKind.LEVEL,
        "definition": ObligationKind.LEVEL,
        "error_share": ObligationKind.LEVEL,
    }
    for key, kind in homes.items():
        if getattr(duty.entry, key) and duty.entry.kind is not kind:
            yield marked.problem(
                (*duty.route, key),
                f"`kind: {duty.entry.kind}` has no {key}",
                f"leave it out, or make it `kind: {kind}`",
            )


def _watchers(marked: Located, duty: Duty) -> Iterator[Problem]:
    bound = duty.entry.bound
    if duty.entry.watchers and bound is not None and bound.direction is BoundDirection.AT_MOST:
        yield marked.problem(
            (*duty.route, "watchers"),
            "a level that is to stay under its bound has no watchers",
            "leave them out; what is measured of it is read from their reports",
        )
    for number, watcher in enumerate(duty.entry.watchers):
        route = (*duty.route, "watchers", number)
        if watcher.since and watcher.until and watcher.until < watcher.since:
            yield marked.problem(
                (*route, "until"),
                f"until {watcher.until} is before since ({watcher.since})",
                "write a later day, or leave one of the two out",
            )
        strange = [site for site in watcher.sites if site not in duty.entry.sites]
        if strange:
            yield marked.problem(
                (*route, "sites"),
                f"{strange[0]!r} is not one of the obligation's sites",
                "name sites of the obligation, or leave the key out if it sees all of them",
            )


def _bearers(case: CaseEntries, duty: Duty) -> Iterator[Problem]:
    """Problems of a duty that its bearers have each for itself."""
    if not duty.entry.several:
        return
    route = (*duty.route, "several")
    if len(duty.entry.bearer) < 2:
        yield case.marked.problem(
            route,
            f"{duty.entry.id!r} has one bearer",
            "name them all, `bearer: [north, south]`, or leave several out",
        )
        return
    taken = {name.casefold() for name in case.id_set("obligations") | case.id_set("matters")}
    for bearer in duty.entry.bearer:
        row = row_of_bearer(duty.entry.id, bearer)
        if row.casefold() in taken:
            yield case.marked.problem(
                route, f"its row {row!r} is the id of another entry", "give that one another id"
            )
