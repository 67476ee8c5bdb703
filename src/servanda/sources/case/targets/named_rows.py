"""Which row is meant where an obligation names one that its bearers have each for itself.

It is the row of the same bearer. So that there is one, each bearer of the obligation that names the
other has to be one of the other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from servanda.errors import Problem
from servanda.records import row_of_bearer
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry
from servanda.sources.formats.located import Route

__all__ = ["check_named_rows", "row_named_by", "rows_of_entry"]

Duty = LocatedEntry[ObligationEntry]


def rows_of_entry(entry: ObligationEntry) -> dict[str, tuple[str, ...]]:
    """The ids of the rows of an obligation, each with those who bear it."""
    if not entry.several:
        return {entry.id: entry.bearer}
    return {row_of_bearer(entry.id, bearer): (bearer,) for bearer in entry.bearer}


def row_named_by(
    bearers: tuple[str, ...], name: str, entries: Mapping[str, ObligationEntry]
) -> str:
    """The row that is meant by an obligation's id, where a row of those bearers names it."""
    other = entries.get(name)
    return row_of_bearer(name, bearers[0]) if other is not None and other.several else name


def check_named_rows(case: CaseEntries) -> Iterator[Problem]:
    """A problem for each obligation that is named where it has no row of the same bearer."""
    entries = {duty.entry.id: duty.entry for duty in case.obligations}
    for duty in case.obligations:
        for route, name in _named_ids(duty):
            other = entries.get(name)
            what = "" if other is None or name == duty.entry.id else _lacking_row(duty.entry, other)
            if what:
                yield case.marked.problem(
                    route, what, "name an obligation of the same bearer, or leave it out"
                )
            elif other is not None and _is_one_count_of_several(route, duty.entry, other):
                yield case.marked.problem(
                    route,
                    f"{name!r} is one count, and {duty.entry.id!r} one for each of its bearers",
                    "write `part_of`, or `several: true` at both",
                )


def _named_ids(duty: Duty) -> Iterator[tuple[Route, str]]:
    """Each obligation that is named, with its place."""
    entry = duty.entry
    if entry.part_of is not None:
        yield (*duty.route, "part_of"), entry.part_of
    for key, names in (("same_things", entry.same_things), ("implies", entry.implies)):
        yield from (((*duty.route, key), name) for name in names)
    if entry.ratio is not None:
        yield (*duty.route, "ratio", "to"), entry.ratio.to


def _lacking_row(own: ObligationEntry, other: ObligationEntry) -> str:
    """Why there is no row of the same bearer; "" where there is, or where one row is for all."""
    if not other.several:
        return ""
    lacking = [bearer for bearer in own.bearer if bearer not in other.bearer]
    if lacking:
        return f"{other.id!r} has a row for each of its bearers, and none of {lacking[0]!r}"
    if len(own.bearer) > 1 and not own.several:
        together = " and ".join(map(repr, own.bearer))
        return f"{other.id!r} has a row for each of its bearers, and none of {together} together"
    return ""


def _is_one_count_of_several(route: Route, own: ObligationEntry, other: ObligationEntry) -> bool:
    return route[-1] == "same_things" and own.several and not other.several
