"""Duties whose things seem to be the same, or some of the same: what a case may have left unsaid.

Only what the case states is compared: object, unit, amount, bearers, sites, verb. Where these leave
doubt nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from servanda.records.case.case import BoundDirection, Definition, Obligation, ObligationKind
from servanda.records.case.duties.bearers import id_in_case
from servanda.records.case.duties.ties import linked_sets
from servanda.records.case.duty_check import DutyWarning

__all__ = ["proposed_ties"]

# Share of the words of two objects that both have, from which on they may be the same things.
# [judgement; not from outside]
_ALIKE = 0.5
_STAGES = tuple(Definition)


def proposed_ties(duties: Sequence[Obligation]) -> Mapping[str, tuple[DutyWarning, ...]]:
    """What may be written of duties on the same things, by the duty at which it would stand."""
    links = [
        (duty.id, other)
        for duty in duties
        for other in (*duty.same_things, *duty.implies, *filter(None, [duty.part_of]))
    ]
    home = {
        name: members for members in linked_sets([duty.id for duty in duties], links)
        for name in members
    }  # fmt: skip
    found: dict[str, tuple[DutyWarning, ...]] = {}
    for duty, other in permutations(duties, 2):
        if other.id not in home[duty.id] and _may_be_alike(duty, other):
            for key in _keys(duty, other, first=duties.index(duty) < duties.index(other)):
                found[duty.id] = (*found.get(duty.id, ()), _warning(duty, other, key))
    return found


def _warning(duty: Obligation, other: Obligation, key: str) -> DutyWarning:
    named = id_in_case(other)
    value = f"[{named}]" if key != "part_of" else named
    return DutyWarning(
        f"the things of {duty.id!r} seem to be those of {other.id!r}"
        + (", or some of them" if key == "part_of" else ""),
        f"write `{key}: {value}` if they are, so that their numbers agree",
    )


def _may_be_alike(duty: Obligation, other: Obligation) -> bool:
    """True if both are to reach something and speak of like objects of a common bearer."""
    return (
        duty.kind is other.kind
        and None not in {_amount(duty), _amount(other)}
        and duty.unscorable is other.unscorable is None
        and duty.unit == other.unit
        and duty.unit is not None
        and (duty.aspect == other.aspect or None in {duty.aspect, other.aspect})
        and bool(set(duty.bearers) & set(other.bearers))
        and _may_name_row(duty, other)
        and _objects_alike(duty, other)
    )


def _may_name_row(duty: Obligation, other: Obligation) -> bool:
    """True if a tie between them is one of the same bearer, of each who has either for itself."""
    if not duty.co_bearers:
        return not other.co_bearers or duty.bearers == other.bearers
    return (duty.bearers, set(duty.co_bearers)) == (other.bearers, set(other.co_bearers))


def _objects_alike(duty: Obligation, other: Obligation) -> bool:
    """True if the objects have most words in common; under two instruments, all of them."""
    first, second = _words(duty.object), _words(other.object)
    if not first or not second:
        return False
    if duty.instrument != other.instrument:
        return first == second and duty.bearers == other.bearers
    return len(first & second) >= _ALIKE * len(first | second)


def _keys(duty: Obligation, other: Obligation, *, first: bool) -> Iterator[str]:
    """What would be written at `duty` of `other`: nothing where it would stand at the other."""
    same_object = _words(duty.object) == _words(other.object)
    same_verb = duty.verb.casefold() == other.verb.casefold()
    own, its = _amount(duty), _amount(other)
    if own is None or its is None:
        return
    if duty.sites and other.sites and set(duty.sites) != set(other.sites):
        if same_verb and set(duty.sites) < set(other.sites):
            yield "part_of"
    elif own == its and same_object:
        if _stage(duty) != _stage(other):
            if _stage(duty) > _stage(other):
                yield "implies"
        elif not first and same_verb:
            yield "same_things"
    elif own < its and same_verb:
        if same_object and duty.bearers == other.bearers:
            if duty.deadline != other.deadline:
                yield "same_things"
        elif not same_object or set(duty.bearers) < set(other.bearers):
            yield "part_of"


def _amount(duty: Obligation) -> float | None:
    """How much is to be reached; None for a duty of another sort."""
    if duty.kind is ObligationKind.STATE:
        return float(duty.count) if duty.count is not None else None
    if duty.bound is not None and duty.bound.direction is BoundDirection.AT_LEAST:
        return duty.bound.value
    return None


def _stage(duty: Obligation) -> int:
    return -1 if duty.definition is None else _STAGES.index(duty.definition)


def _words(text: str) -> frozenset[str]:
    """The words of an object, without the shortest, which name nothing."""
    cut = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return frozenset(word for word in cut.split() if len(word) > 2)
