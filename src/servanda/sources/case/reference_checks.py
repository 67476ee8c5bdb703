"""Checks of the ids in a case: none twice, none referred to but missing, no circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from servanda.errors import Problem
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry
from servanda.sources.case.event_entry import DayOrAfter, DaysAfterEntry
from servanda.sources.case.force_checks import written_forces
from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.located import Located, Route

__all__ = ["check_cycles", "check_known_ids", "check_references", "check_unique_ids"]


# Terms are reckoned from events and instruments alike, so that these share one set of ids.
_SETS_OF_IDS = (
    ("actors",),
    ("sources",),
    ("instruments", "events"),
    ("obligations", "matters"),
)


def check_references(case: CaseEntries, sites: Set[str] | None) -> Iterator[Problem]:
    """Problems with ids inside case.yaml.

    sites: the ids in the sites file; None where it could not be read.
    """
    for sections in _SETS_OF_IDS:
        yield from check_unique_ids(case.marked, [at for name in sections for at in case.ids(name)])
    known: dict[str, Set[str] | None] = {
        "actor": case.id_set("actors"),
        "instrument": case.id_set("instruments"),
        "event or instrument": case.id_set("events") | case.id_set("instruments"),
        "site": sites,
        "obligation": case.id_set("obligations"),
    }
    for kind, route, ids in _references(case):
        yield from check_known_ids(case.marked, kind, known[kind], route, ids)
    parents = {at.entry.id: at.entry.part_of for at in case.actors if at.entry.part_of}
    routes = {at.entry.id: (*at.route, "part_of") for at in case.actors}
    yield from check_cycles(case.marked, parents, routes)


def check_unique_ids(marked: Located, ids: Iterable[tuple[str, Route]]) -> Iterator[Problem]:
    """A problem for each id that an earlier one equals but for capitals."""
    first: dict[str, tuple[str, int]] = {}
    for name, route in ids:
        if name.casefold() not in first:
            first[name.casefold()] = (name, marked.line(route))
            continue
        earlier, line = first[name.casefold()]
        taken = "is taken" if name == earlier else f"differs from {earlier!r} in capitals only"
        yield marked.problem(
            route, f"id {printable(name)!r} {taken} (line {line})", "give each its own id"
        )


def check_known_ids(
    marked: Located, kind: str, known: Set[str] | None, route: Route, ids: tuple[str, ...]
) -> Iterator[Problem]:
    """A problem for each id that is not known, and for each that is named twice in one list.

    known: None where what is known could not be read: then nothing is unknown.
    """
    for number, name in enumerate(ids):
        here = (*route, number) if (*route, number) in marked.lines else route
        if known is not None and name not in known:
            yield marked.problem(here, f"unknown {kind} {printable(name)!r}", suggest(name, known))
        elif name in ids[:number]:
            yield marked.problem(here, f"{kind} {name!r} is named twice", "name it once")


def check_cycles(
    marked: Located, parents: Mapping[str, str], routes: Mapping[str, Route]
) -> Iterator[Problem]:
    """A problem for each id that is, going up from parent to parent, part of itself."""
    for name in parents:
        above, steps = parents.get(name), 0
        while above is not None and above != name and steps < len(parents):
            above, steps = parents.get(above), steps + 1
        if above == name:
            yield marked.problem(
                routes[name], f"{name!r} is part of itself", "name the larger one, or leave it out"
            )


def _references(case: CaseEntries) -> Iterator[tuple[str, Route, tuple[str, ...]]]:
    """Each reference in the case: the kind of thing it names, its place, and the ids."""
    for actor in case.actors:
        yield "actor", (*actor.route, "part_of"), _as_tuple(actor.entry.part_of)
        yield "actor", (*actor.route, "shares_with"), actor.entry.shares_with
    for source in case.sources:
        yield "actor", (*source.route, "actor"), _as_tuple(source.entry.actor)
    for instrument in case.instruments:
        yield "actor", (*instrument.route, "parties"), instrument.entry.parties
    for duty in case.obligations:
        yield "instrument", (*duty.route, "instrument"), _as_tuple(duty.entry.instrument)
        yield "actor", (*duty.route, "bearer"), duty.entry.bearer
        yield "site", (*duty.route, "sites"), duty.entry.sites
        yield "obligation", (*duty.route, "part_of"), _as_tuple(duty.entry.part_of)
        yield "obligation", (*duty.route, "same_things"), duty.entry.same_things
        yield "obligation", (*duty.route, "implies"), duty.entry.implies
        for day_route, day in _days(duty):
            if isinstance(day, DaysAfterEntry):
                yield "event or instrument", (*day_route, "after"), (day.after,)
        for number, watcher in enumerate(duty.entry.watchers):
            yield "actor", (*duty.route, "watchers", number, "actor"), (watcher.actor,)
    for matter in case.matters:
        yield "actor", (*matter.route, "party"), _as_tuple(matter.entry.party)
        yield "site", (*matter.route, "sites"), matter.entry.sites
    for route, force in written_forces(case):
        for number, stretch in enumerate(force.suspended):
            yield "actor", (*route, "suspended", number, "by"), stretch.by
        if force.ended_by is not None:
            ended_by = (*route, "ended_by")
            yield "actor", (*ended_by, "by"), force.ended_by.by
            by_instrument = _as_tuple(force.ended_by.instrument)
            yield "instrument", (*ended_by, "instrument"), by_instrument


def _days(duty: LocatedEntry[ObligationEntry]) -> Iterator[tuple[Route, DayOrAfter | None]]:
    """The days of an obligation that may be reckoned, each with its place."""
    yield (*duty.route, "start"), duty.entry.start
    yield (*duty.route, "deadline"), duty.entry.deadline
    for number, line in enumerate(duty.entry.schedule):
        yield (*duty.route, "schedule", number, "by"), line.by


def _as_tuple(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
