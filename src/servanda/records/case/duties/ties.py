"""Duties on the same things: what the case says of how they hang together.

Where all of it is done, so is a part of it; where it is destroyed, it has been removed. Of every
such pair one duty is the stronger: where it is met the weaker one is met too. Duties on one and the
same count are neither: their amounts decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

__all__ = [
    "MOST_TIED",
    "Tie",
    "TieKind",
    "TiedDuty",
    "linked_sets",
    "ranked_with",
    "same_count_sets",
    "ties_of",
    "weaker_than",
]

MOST_TIED = 12  # duties that may hang together: each takes a sum of its own [limit]


class TieKind(StrEnum):
    """How the values of two duties hang together."""

    PART = "part_of"  # the weaker duty's things are some of the stronger one's
    IMPLIED = "implies"  # what is done of the stronger duty is done of the weaker one
    SAME = "same_things"  # one count; the stronger duty asks for more of it, or as much
    MET = "met"  # where the stronger is met the weaker is: through a duty that has no number


class TiedDuty(Protocol):
    """An obligation, or its entry in a case file."""

    @property
    def id(self) -> str: ...
    @property
    def part_of(self) -> str | None: ...
    @property
    def same_things(self) -> tuple[str, ...]: ...
    @property
    def implies(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Tie:
    """Two duties, by their ids, and how they hang together."""

    stronger: str
    weaker: str
    kind: TieKind


def ties_of(duties: Sequence[TiedDuty], present: Iterable[str]) -> tuple[Tie, ...]:
    """The ties between the present duties, from `part_of` and `implies`.

    Where a duty is absent (it is not due, or has no number) its neighbours are tied through it.
    """
    ties = [Tie(duty.part_of, duty.id, TieKind.PART) for duty in duties if duty.part_of]
    ties += [Tie(duty.id, other, TieKind.IMPLIED) for duty in duties for other in duty.implies]
    here = set(present)
    for absent in (duty.id for duty in duties if duty.id not in here):
        over = [tie for tie in ties if tie.weaker == absent]
        under = [tie for tie in ties if tie.stronger == absent]
        ties = [tie for tie in ties if absent not in {tie.stronger, tie.weaker}]
        ties += [
            Tie(high.stronger, low.weaker, _joined_kind(high.kind, low.kind))
            for high in over
            for low in under
        ]
    return tuple(dict.fromkeys(tie for tie in ties if {tie.stronger, tie.weaker} <= here))


def _joined_kind(first: TieKind, second: TieKind) -> TieKind:
    """A part of a part is a part; of any other two all that is left is what is met."""
    return TieKind.PART if first is second is TieKind.PART else TieKind.MET


def same_count_sets(duties: Sequence[TiedDuty]) -> tuple[tuple[str, ...], ...]:
    """The sets of two or more duties that are on one and the same count, each in the case's order.

    It is enough that one of two names the other.
    """
    named = [(duty.id, *duty.same_things) for duty in duties]
    sets = linked_sets([duty.id for duty in duties], named)
    return tuple(members for members in sets if len(members) > 1)


def ranked_with(name: str, ties: Sequence[Tie]) -> set[str]:
    """The duty and all that are stronger than it, or weaker, in however many steps."""
    upward = [Tie(tie.weaker, tie.stronger, tie.kind) for tie in ties]
    return weaker_than(name, ties) | weaker_than(name, upward)


def weaker_than(name: str, ties: Sequence[Tie]) -> set[str]:
    """The duty and all that are weaker than it, in however many steps."""
    found: set[str] = set()
    new = {name}
    while new:
        found |= new
        new = {tie.weaker for tie in ties if tie.stronger in new} - found
    return found


def linked_sets(
    names: Sequence[str], links: Iterable[Sequence[str]]
) -> tuple[tuple[str, ...], ...]:
    """The names in sets that no link joins, each in the order of the names."""
    home: dict[str, str] = {name: name for name in names}
    for link in links:
        for first, second in pairwise(name for name in link if name in home):
            old, new = _root(home, second), _root(home, first)
            home[old] = new
    sets: dict[str, list[str]] = {}
    for name in names:
        sets.setdefault(_root(home, name), []).append(name)
    return tuple(tuple(members) for members in sets.values())


def _root(home: Mapping[str, str], name: str) -> str:
    while home[name] != name:
        name = home[name]
    return name
