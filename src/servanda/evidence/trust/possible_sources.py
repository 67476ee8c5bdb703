"""Who could be asked about a duty: the other side, and whoever watches or verifies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servanda.evidence.trust.reliability import LETTERS, P_FAVOURABLE_IF_WRONG
from servanda.evidence.trust.sides import Side, actors_by_id, root, side_of
from servanda.records import Bearing, Case, Evidence, Obligation, PossibleSource, Reliability

__all__ = ["agreed_verifiers", "possible_sources"]

_SPOKEN = frozenset({Bearing.BEARS, Bearing.REPEATS})
# Shorter names ("UN") stand inside too many other words to be looked for.
# [judgement; `watchers` in the case name whoever it misses]
_SHORTEST_NAME = 4


def possible_sources(
    duty: Obligation, case: Case, evidence: Iterable[Evidence]
) -> Iterator[PossibleSource]:
    """Everybody who could be asked about a duty, and how far they would be believed.

    evidence: of the case; whoever has spoken of the duty in it is marked
    """
    actors = actors_by_id(case)
    spoken = {
        item.origin for item in evidence if item.obligation == duty.id and item.bearing in _SPOKEN
    }
    for actor, role in _roles_by_actor(duty, case).items():
        side = side_of(actor, duty, case)
        if actor not in actors or side is Side.OWN:
            continue
        letter = actors[actor].reliability
        right, wrong = LETTERS[letter]
        yield PossibleSource(
            actor=actor,
            name=actors[actor].names[0],
            role=role,
            reliability=Reliability(right, wrong, f"letter {letter.value}"),
            favourable_if_wrong=P_FAVOURABLE_IF_WRONG[side],
            spoken=root(actor, actors) in spoken,
        )


def _roles_by_actor(duty: Obligation, case: Case) -> dict[str, str]:
    """Actor ids, each with why it could know."""
    instrument = next(text for text in case.instruments if text.id == duty.instrument)
    roles = dict.fromkeys(instrument.parties, "the other side")
    for actor in agreed_verifiers(duty, case):
        roles[actor] = "the case names it as verifying this"
    for watcher in duty.watchers:
        roles[watcher.actor] = "watches this duty"
    return roles


def agreed_verifiers(duty: Obligation, case: Case) -> tuple[str, ...]:
    """The ids of the actors that the case names as verifying a duty."""
    verification = (duty.verification or "").casefold()
    return tuple(
        actor.id
        for actor in case.actors
        if any(
            len(name) >= _SHORTEST_NAME and name.casefold() in verification for name in actor.names
        )
    )
