"""Checks of the `force` of instruments and obligations: its days in order, no circle of endings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from servanda.errors import Problem
from servanda.sources.case.day_checks import late_extension
from servanda.sources.case.entries import CaseEntries
from servanda.sources.case.force_entry import ForceEntry, SuspensionEntry
from servanda.sources.formats.located import Located, Route

__all__ = ["check_force", "written_forces"]


def check_force(case: CaseEntries) -> Iterator[Problem]:
    """Problems with what is said of the force of instruments and obligations."""
    for route, force in written_forces(case):
        yield from _term(case.marked, route, force)
        yield from _renewals(case.marked, route, force)
        yield from _suspensions(case.marked, route, force)
    yield from _circles(case)


def written_forces(case: CaseEntries) -> Iterator[tuple[Route, ForceEntry]]:
    """Each `force` that can be read, with its place."""
    forces = [(at.route, at.entry.force) for at in case.instruments]
    for route, force in (*forces, *((at.route, at.entry.force) for at in case.obligations)):
        if force is not None:
            yield (*route, "force"), force


def _term(marked: Located, route: Route, force: ForceEntry) -> Iterator[Problem]:
    if force.from_day and force.until and force.until < force.from_day:
        yield _out_of_order(marked, (*route, "until"), "until", force.until, force.from_day)
    if force.from_day and force.ended_by and force.ended_by.on < force.from_day:
        place = (*route, "ended_by", "on")
        yield _out_of_order(marked, place, "ended on", force.ended_by.on, force.from_day)


def _renewals(marked: Located, route: Route, force: ForceEntry) -> Iterator[Problem]:
    if force.renewed_by and force.until is None:
        yield marked.problem(
            (*route, "renewed_by"),
            "a renewal of what has no term",
            "add `until: ...`, the last day as first agreed, or leave the renewal out",
        )
        return
    until = force.until
    for number, renewal in enumerate(force.renewed_by):
        agreed = renewal.effective or renewal.published.public_on
        if until is not None and agreed > until:
            yield late_extension(marked, (*route, "renewed_by", number), agreed, until)
        until = renewal.until


def _suspensions(marked: Located, route: Route, force: ForceEntry) -> Iterator[Problem]:
    for number, stretch in enumerate(force.suspended):
        here = (*route, "suspended", number)
        if stretch.until is not None and stretch.until < stretch.from_day:
            yield _out_of_order(marked, (*here, "until"), "until", stretch.until, stretch.from_day)
            continue
        for other in force.suspended[:number]:
            if _overlap(stretch, other):
                yield marked.problem(
                    here,
                    f"suspended from {stretch.from_day}, within the suspension that began on "
                    f"{other.from_day}",
                    "write one stretch for both, or end the first with `until` before the second",
                )
                break


def _overlap(stretch: SuspensionEntry, other: SuspensionEntry) -> bool:
    first, second = sorted((stretch, other), key=lambda suspension: suspension.from_day)
    return first.until is None or second.from_day <= first.until


def _out_of_order(marked: Located, route: Route, what: str, last: date, first: date) -> Problem:
    return marked.problem(
        route,
        f"{what} {last} is before from ({first})",
        "write a later day, or mend the other date",
    )


def _circles(case: CaseEntries) -> Iterator[Problem]:
    """A problem for each instrument that is ended by one that it ends, in however many steps."""
    enders = {
        at.entry.id: at.entry.force.ended_by.instrument
        for at in case.instruments
        if at.entry.force and at.entry.force.ended_by and at.entry.force.ended_by.instrument
    }
    routes = {
        at.entry.id: (*at.route, "force", "ended_by", "instrument") for at in case.instruments
    }
    for name, ender in enders.items():
        above: str | None = ender
        for _ in enders:
            if above is None or above == name:
                break
            above = enders.get(above)
        if above == name:
            by = "itself" if ender == name else f"{ender!r}, which it ends in turn"
            yield case.marked.problem(
                routes[name],
                f"{name!r} is ended by {by}",
                "keep `ended_by` on the older of them, and leave it out on the other",
            )
