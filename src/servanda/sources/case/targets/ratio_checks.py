"""Checks of ratios: another obligation that counts something, and no circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from servanda.errors import Problem
from servanda.records import ObligationKind
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry
from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.located import Located

__all__ = ["check_ratios"]

Duty = LocatedEntry[ObligationEntry]


def check_ratios(case: CaseEntries) -> Iterator[Problem]:
    """The first thing that is wrong with each ratio."""
    duties = {at.entry.id: at for at in case.obligations}
    for duty in case.obligations:
        if duty.entry.ratio is not None:
            yield from list(_problems(case, duty, duties))[:1]


def _problems(case: CaseEntries, duty: Duty, duties: Mapping[str, Duty]) -> Iterator[Problem]:
    ratio = duty.entry.ratio
    assert ratio is not None
    route = (*duty.route, "ratio")
    if duty.entry.kind is not ObligationKind.STATE:
        yield case.marked.problem(
            route,
            f"`kind: {duty.entry.kind}` counts nothing that could be so many for each",
            "make it `kind: state` with a count",
        )
    if ratio.to == duty.entry.id:
        yield case.marked.problem(
            (*route, "to"), "a ratio to itself", "name the obligation whose count it follows"
        )
        return
    known = case.id_set("obligations")
    if ratio.to not in known:
        yield case.marked.problem(
            (*route, "to"),
            f"unknown obligation {printable(ratio.to)!r}",
            suggest(ratio.to, known),
        )
    other = duties.get(ratio.to)
    if other is not None:
        yield from _other(case.marked, duty, other)
    yield from _circles(case.marked, duty, duties)


def _other(marked: Located, duty: Duty, other: Duty) -> Iterator[Problem]:
    ratio, counts = duty.entry.ratio, other.entry.kind is ObligationKind.STATE
    assert ratio is not None
    if not counts or other.entry.unscorable is not None:
        yield marked.problem(
            (*duty.route, "ratio", "to"),
            f"{ratio.to!r} counts nothing",
            "name an obligation of `kind: state`, with a count and without `unscorable`",
        )
        return
    asked, most = other.entry.count, duty.entry.count
    if asked is not None and most is not None and ratio.each * asked > most:
        yield marked.problem(
            (*duty.route, "ratio", "each"),
            f"{ratio.each:g} for each of {asked} is {ratio.each * asked:g}, and `count` is {most}",
            "write as `count` how many there may be in all",
        )


def _circles(marked: Located, duty: Duty, duties: Mapping[str, Duty]) -> Iterator[Problem]:
    """A circle of ratios, told once: at the first of its obligations."""
    names, at = [duty.entry.id], duty
    while at.entry.ratio is not None and at.entry.ratio.to in duties:
        at = duties[at.entry.ratio.to]
        if at.entry.id in names:
            break
        names.append(at.entry.id)
    else:
        return
    first = min(names, key=lambda name: duties[name].route[1])
    if at.entry.id == duty.entry.id == first:
        yield marked.problem(
            (*duty.route, "ratio", "to"),
            f"ratios in a circle: {' to '.join((*names, names[0]))}",
            "one of them is the measure: leave its ratio out",
        )
