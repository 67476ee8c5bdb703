"""Checks of `part_of`, `same_things` and `implies`: no circles, and a state that both can share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from servanda.errors import Problem
from servanda.records import (
    MOST_TIED,
    BoundDirection,
    ObligationKind,
    Tie,
    TieKind,
    linked_sets,
    same_count_sets,
    ties_of,
    weaker_than,
)
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import ObligationEntry
from servanda.sources.case.targets.named_rows import row_named_by, rows_of_entry
from servanda.sources.formats.located import Located

__all__ = ["check_ties"]

Duty = LocatedEntry[ObligationEntry]


def check_ties(case: CaseEntries) -> Iterator[Problem]:
    """Problems with what is said of duties on the same things."""
    duties = {duty.entry.id: duty for duty in case.obligations}
    for duty in case.obligations:
        for key, other in _named_ids(duty.entry):
            if other == duty.entry.id:
                yield _problem(
                    case.marked, duty, key, f"{other!r} names itself", "name another obligation"
                )
            elif other in duties:
                yield from _unlike(case.marked, key, duty, duties[other].entry)
    yield from _circles(case, duties)
    yield from _too_many(case, duties)


def _named_ids(entry: ObligationEntry) -> Iterator[tuple[str, str]]:
    """Each obligation that is named, with the key."""
    if entry.part_of is not None:
        yield "part_of", entry.part_of
    yield from (("same_things", name) for name in entry.same_things)
    yield from (("implies", name) for name in entry.implies)


def _problem(marked: Located, duty: Duty, key: str, what: str, advice: str) -> Problem:
    return marked.problem((*duty.route, key), what, advice)


def _unlike(marked: Located, key: str, duty: Duty, other: ObligationEntry) -> Iterator[Problem]:
    """Problems of two duties that cannot be tied in this way."""
    own = duty.entry
    if _sort(own) != _sort(other):
        yield _problem(
            marked,
            duty,
            key,
            f"{own.id!r} ({_sort(own)}) and {other.id!r} ({_sort(other)}) have no common state",
            "tie duties of one sort, or leave it out",
        )
    elif key == "same_things":
        yield from _other_counts(marked, duty, other)
    elif key == "part_of" and _is_counted_alike(own, other) and _amount(own) > _amount(other):
        yield _problem(
            marked,
            duty,
            key,
            f"{own.id!r} asks for {_amount(own):g} and is part of {other.id!r}, which asks for "
            f"{_amount(other):g}",
            "mend one of the two amounts, or write the tie at the smaller one",
        )


def _other_counts(marked: Located, duty: Duty, other: ObligationEntry) -> Iterator[Problem]:
    """Problems of two duties that are not on one count."""
    own = duty.entry
    if own.kind is ObligationKind.ABSTAIN:
        what, advice = "events are not one count", "write `part_of` at the narrower of the two"
        yield _problem(marked, duty, "same_things", what, advice)
    elif not _is_counted_alike(own, other):
        yield _problem(
            marked,
            duty,
            "same_things",
            f"{own.id!r} counts {_in_words(own)} and {other.id!r} {_in_words(other)}",
            "one count has one kind, unit and definition; else write `implies` or `part_of`",
        )


def _circles(case: CaseEntries, duties: Mapping[str, Duty]) -> Iterator[Problem]:
    """A problem for each tie by which a duty follows from one that follows from it."""
    entries = [duty.entry for duty in case.obligations]
    home = {name: name for name in duties}
    for members in same_count_sets(entries):
        home |= dict.fromkeys(members, members[0])
    known = ties_of(entries, duties)
    joined = [Tie(home[tie.stronger], home[tie.weaker], tie.kind) for tie in known]
    for written, tie in zip(known, joined, strict=True):
        if written.stronger != written.weaker and tie.stronger in weaker_than(tie.weaker, joined):
            is_part = written.kind is TieKind.PART
            yield _problem(
                case.marked,
                duties[written.weaker if is_part else written.stronger],
                written.kind.value,
                f"{written.stronger!r} and {written.weaker!r} each follow from the other",
                "write `same_things` at one of them if they are on one count, and nothing else "
                "between the two",
            )


def _too_many(case: CaseEntries, duties: Mapping[str, Duty]) -> Iterator[Problem]:
    entries = {name: duty.entry for name, duty in duties.items()}
    rows = {row: duty for duty in case.obligations for row in rows_of_entry(duty.entry)}
    links = [
        (row, row_named_by(bearers, other, entries))
        for duty in case.obligations
        for row, bearers in rows_of_entry(duty.entry).items()
        for _, other in _named_ids(duty.entry)
    ]
    for names in linked_sets(list(rows), links):
        if len(names) > MOST_TIED:
            last = next(rows[n] for n in reversed(names) if any(_named_ids(rows[n].entry)))
            key = next(_named_ids(last.entry))[0]
            yield _problem(
                case.marked,
                last,
                key,
                f"{len(names)} obligations hang together, and at most {MOST_TIED} can be summed",
                "leave out the ties that matter least",
            )


def _sort(entry: ObligationEntry) -> str:
    """What sort of state a duty is about."""
    if entry.kind is ObligationKind.ABSTAIN:
        return "no event"
    is_cap = entry.bound is not None and entry.bound.direction is BoundDirection.AT_MOST
    return "a bound to stay under" if is_cap else "something to reach"


def _is_counted_alike(one: ObligationEntry, other: ObligationEntry) -> bool:
    return (one.kind, one.unit, one.definition) == (other.kind, other.unit, other.definition)


def _in_words(entry: ObligationEntry) -> str:
    what = entry.unit or f"a {entry.kind.value}"
    return what if entry.definition is None else f"{what} {entry.definition.value}"


def _amount(entry: ObligationEntry) -> float:
    if entry.bound is not None:
        return entry.bound.value
    if entry.schedule:
        return entry.schedule[-1].count
    return float(entry.count if entry.count is not None else max(1, len(entry.sites)))
