"""Who belongs to whom, and on which side of a duty a speaker stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from servanda.records import Actor, Case, Obligation

__all__ = ["Side", "actor_and_wholes", "actors_by_id", "root", "share_information", "side_of"]


class Side(StrEnum):
    """Where a speaker stands as to one duty."""

    OWN = "own side"  # speaks of its own conduct
    OTHER = "other side"  # the other party of the instrument
    THIRD = "third party"
    UNKNOWN = "unknown side"


def actors_by_id(case: Case) -> dict[str, Actor]:
    """The actors of a case by their ids."""
    return {actor.id: actor for actor in case.actors}


def actor_and_wholes(actor_id: str, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """The actor and all that it is part of, from the inside out: a ministry, then its state.

    A circle of `part_of` ends where it closes.
    """
    found = [actor_id]
    current = actors.get(actor_id)
    while current is not None and current.part_of is not None and current.part_of not in found:
        found.append(current.part_of)
        current = actors.get(current.part_of)
    return tuple(found)


def root(actor_id: str, actors: Mapping[str, Actor]) -> str:
    """The outermost actor that this one is part of: the state of a ministry."""
    return actor_and_wholes(actor_id, actors)[-1]


def side_of(holder: str | None, obligation: Obligation, case: Case) -> Side:
    """The side on which a holder, by actor id, speaks of an obligation."""
    if holder is None:
        return Side.UNKNOWN
    actors = actors_by_id(case)
    speaker = root(holder, actors)
    if speaker in {root(bearer, actors) for bearer in obligation.bearers}:
        return Side.OWN
    instrument = next(text for text in case.instruments if text.id == obligation.instrument)
    parties = instrument.parties
    return Side.OTHER if speaker in {root(party, actors) for party in parties} else Side.THIRD


def share_information(first: str, second: str, actors: Mapping[str, Actor]) -> bool:
    """Whether two root actors, or parts of them, are said to share information."""
    return any(
        root(actor.id, actors) == sharer and any(root(other, actors) == partner for other in shared)
        for sharer, partner in ((first, second), (second, first))
        for actor in actors.values()
        for shared in (actor.shares_with,)
    )
